#ifndef AGGREGATE_MERGE_H
#define AGGREGATE_MERGE_H

#include "aggregate/groups.h"

/*
 * Adds a record that --partial wrote.  -1 with ERR_DATA if it is none, or of
 * another rule: without it the sum of the parts would not be the whole; else
 * as groups_add().
 */
int	merge_record(struct groups *, struct span line, struct err *);

/* The same, that it is a record of --partial, of this rule. */
int	merge_check(const struct plan *, const struct json *record,
	    struct err *);

/*
 * The beginning of such a record, without the brace that ends it:
 *
 *	{"minqing.partial":RULE,"format":N
 *
 * RULE is the hash of the rule and of the files that it names, N what the
 * states are written in: another number, another version of the program.
 */
#define MERGE_FORMAT	2

void	merge_put_head(const struct plan *, struct buf *);

/* The states of a group's cells as an array; adds such, -1 if it is none. */
void	merge_put_cells(const struct plan *, struct group *, struct buf *);
int	merge_cells(const struct plan *, struct group *,
	    const struct json *cells, struct memory *);

#endif
