#ifndef AGGREGATE_RANK_H
#define AGGREGATE_RANK_H

#include "aggregate/results.h"

/*
 * Gives each group its rank among those of its kind, for each measure of rank:
 * equal figures share the better one.  A group of which the figure is null, or
 * that has too few, has none and counts for none.
 */
void	rank_all(struct results *);

/*
 * Whether a group has a rank by that measure: then its figure, and what the
 * groups that it is ranked among have in common, in the arena.
 */
bool	rank_has(const struct groups *, const struct result *,
	    const struct measure *, struct arena *, struct span *among,
	    struct figure *);

#endif
