#ifndef AGGREGATE_SUPPRESS_H
#define AGGREGATE_SUPPRESS_H

#include "aggregate/results.h"

/*
 * Marks the groups whose figures aren't told: those with fewer than the rule's
 * number, but for none at all; and with `also: complement` so many others,
 * from the total down, that nothing is found by subtracting: beside a group
 * that is told and of whose parts one isn't, the smallest other part; and of a
 * group that isn't told at least one part.
 */
void	suppress_small(struct results *);

/* The figure that decides, told or not; and whether it is too small. */
struct figure	suppress_figure(const struct groups *, const struct result *,
		    struct arena *);
bool	suppress_is_small(const struct groups *, const struct result *,
	    struct arena *);

#endif
