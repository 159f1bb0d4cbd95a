#ifndef AGGREGATE_PAIRS_H
#define AGGREGATE_PAIRS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "aggregate/memory.h"

/*
 * Pairs of words that are sorted when there is no room left, or somebody
 * wants to see them: additions are writes behind one another, where a hash
 * table that doesn't fit the cache has a miss for each, and nobody can choose
 * pairs that are slow.
 *
 *	[sorted, no two equal....][as they came....][room]
 *	                          ^sorted           ^used  ^capacity
 */
struct pair {
	uint64_t	key;
	uint64_t	with;
};

/* What becomes of pairs that are equal. */
enum pairs_kind {
	PAIRS_SET,	/* one of those equal in both words is kept */
	PAIRS_SUM	/* those of one key become one: `with` is added up */
};

struct pairs {
	struct pair	*items;
	size_t		 sorted;
	size_t		 used;
	size_t		 capacity;
};

/*
 * Initialised with = {0}.  pairs_add() adds nothing where memory is refused,
 * and takes at most eight times as many pairs as there are different ones,
 * twice as many where none is equal to another, but at least 4.
 */
void	pairs_add(struct pairs *, struct pair, enum pairs_kind,
	    struct memory *);
void	pairs_free(struct pairs *, struct memory *);

/* Sorts them by both words and joins those that are equal. */
void	pairs_settle(struct pairs *, enum pairs_kind);

#endif
