#ifndef AGGREGATE_SHEET_H
#define AGGREGATE_SHEET_H

#include "aggregate/results.h"
#include "aggregate/table.h"

/* The rows of a rule's table, of all groups, as they are written. */
struct sheet_row {
	const struct result	*group;
	struct value		*cells;
	size_t			 place;		/* among those of its group */
};

struct sheet {
	const struct results	*all;		/* its arena has all below */
	const struct column_head *columns;
	size_t			 column_count;
	struct sheet_row	*rows;
	size_t			 count;
	struct span		 why;		/* no group has a row that tells
						 * anything; or "" */
	uint64_t		 coderless;	/* records of all groups, see
						 * rows.h */
	struct span		 unknown;	/* of the first, the same */
	uint64_t		 wanted;	/* rows for which `having` */
	uint64_t		 unwanted;	/* holds, or doesn't */
};

/*
 * Of each group the rows for which `having` holds, in the rule's order, at
 * most `limit`.  -1: ERR_RULES where `having` meets a value of a wrong kind,
 * ERR_MEMORY as groups_check().
 */
int	sheet_make(struct sheet *, const struct results *, struct err *);

/*
 * The same of groups that were spilled; the results have none yet.  JSON Lines
 * are written group by group: the sheet is then without rows.
 */
int	sheet_make_spilled(struct sheet *, struct groups *, struct results *,
	    struct out *, struct err *);

/* In the plan's format.  -1 with ERR_MEMORY. */
int	sheet_write(const struct sheet *, struct out *, struct err *);

#endif
