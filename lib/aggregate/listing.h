#ifndef AGGREGATE_LISTING_H
#define AGGREGATE_LISTING_H

#include "aggregate/bag.h"
#include "aggregate/plan.h"

/*
 * Measures that are values of records, not numbers made of them: top, set,
 * histogram, first and last.  Tuples: the value as JSON; of first and last the
 * time before it, as an integer.
 */

/* Adds a tuple, so often; first and last keep the one that it is. */
void	listing_add(struct bag *, enum measure_kind, struct span tuple,
	    uint64_t count, struct memory *);

/* -1 if a tuple of a state isn't one of that kind. */
int	listing_check(enum measure_kind, struct span tuple);

/*
 * As JSON, in the arena: top, [{value, count}...], the most frequent first; a
 * set, its values in the order of their text; a histogram, [[bound, count]...];
 * first and last, the value.  n 0: null, of nothing or a set of too many.
 */
struct span	listing_json(const struct bag *, const struct measure *,
		    struct arena *);

/* That JSON for people. */
struct span	listing_text(struct span json, struct arena *);

#endif
