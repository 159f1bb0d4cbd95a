#ifndef AGGREGATE_FAMILIES_H
#define AGGREGATE_FAMILIES_H

#include "aggregate/compile.h"

/*
 * The parents of codes: what is `a.b.c` is also an `a.b` and an `a`, within
 * the books that a rule names.  A book owns what stands behind its prefix, or
 * without one just the ids that it defines; codes of other books have no
 * parents, so that what is called alike in two books is never added.
 */
#define FAMILIES_MOST	16	/* parents of a code: the nearest */

struct families {
	struct span	*prefixes;	/* each with its dot */
	size_t		 prefix_count;
	struct span	*ids;		/* of books without one; sorted */
	size_t		 id_count;
};

/* Of the option `parents`, a book or several; NULL where the node is. */
const struct families *families_compile(struct compiling *,
		    const struct node *books);

/*
 * The parents of a code, the nearest first, borrowed from it; returns how
 * many.  Of no families there are none.
 */
size_t		families_parents(const struct families *, struct span code,
		    struct span into[FAMILIES_MOST]);

/*
 * Puts the parents of n codes, those of each, behind them; returns how many
 * there are then.
 */
size_t		families_add(const struct families *, struct arena *,
		    struct span **codes, size_t n);

#endif
