#ifndef AGGREGATE_WRITE_H
#define AGGREGATE_WRITE_H

#include "aggregate/results.h"

/*
 * The results in the plan's format.  -1 with ERR_MEMORY where they and the
 * groups take more than they may; the text of a table isn't counted.
 */
int	write_results(const struct results *, struct buf *, struct err *);

/*
 * The state of every group as a record, for --partial; sorted by key.  -1 with
 * ERR_MEMORY where they and the groups take more than they may.
 */
int	write_partial(struct groups *, struct buf *, struct err *);

#endif
