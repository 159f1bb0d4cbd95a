#ifndef AGGREGATE_WRITE_GROUPS_H
#define AGGREGATE_WRITE_GROUPS_H

#include "aggregate/groups.h"
#include "frame/engine.h"

/*
 * What the plan makes of groups: results, the rows of its table, or with
 * --partial their states.  Where they were spilled, or where there is no room
 * for results beside them, they are read from files; what is larger than
 * memory is flushed only when nothing more can fail.  -1: ERR_MEMORY, ERR_IO,
 * ERR_RULES as results_make().
 */
int	write_groups(struct groups *, struct out *, struct err *);

#endif
