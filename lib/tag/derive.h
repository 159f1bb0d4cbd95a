#ifndef TAG_DERIVE_H
#define TAG_DERIVE_H

#include "base/arena.h"
#include "base/buf.h"
#include "tag/plan.h"

/* What classifications make of a code: the greatest that one of them says. */
enum outcome {
	OUTCOME_NONE,
	OUTCOME_LOST,		/* leaves no trace in the record */
	OUTCOME_CHOSEN
};

/*
 * The fields that books write beside tags and codes: what the codes of a
 * record come to.
 */
struct deriving {
	const struct plan	*plan;
	const struct record	*record;
	const bool		*books;		/* that code the record */
	const double		*scores;	/* by code */
	enum outcome		*outcomes;	/* by code; of those it has */
	const uint32_t		*codes;		/* those it has, */
	size_t			 code_count;	/* in any order */
	uint64_t		*counters;
	struct arena		*arena;
	struct buf		*scratch;
	struct span		*values;	/* JSON; .p NULL: no such field */
};

/*
 * Fills the values, one a derived field of the plan: first derive_early()
 * those that tables give by fields of the record, then, when its codes are
 * known, derive_fields() the others, and the outcomes, none of which was set.
 * -1: ERR_RECORD for a record whose fields can't be read.
 */
int	derive_early(struct deriving *, struct err *);
int	derive_fields(struct deriving *, struct err *);

#endif
