#ifndef AGGREGATE_MERGE_H
#define AGGREGATE_MERGE_H

#include "aggregate/groups.h"

/*
 * Adds a record that --partial wrote.  -1 with ERR_DATA if it is none, or of
 * another rule: without it the sum of the parts would not be the whole; with
 * ERR_MEMORY as groups_add().
 */
int	merge_record(struct groups *, struct span line, struct err *);

/* The same, that it is a record of --partial, of this rule. */
int	merge_check(const struct plan *, const struct json *record,
	    struct err *);

#endif
