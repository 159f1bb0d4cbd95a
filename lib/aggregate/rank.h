#ifndef AGGREGATE_RANK_H
#define AGGREGATE_RANK_H

#include "aggregate/results.h"

/*
 * Gives each group its rank among those of its kind, for each measure of rank:
 * equal figures share the better one.  A group of which the figure is null, or
 * that has too few, has none and counts for none.
 */
void	rank_all(struct results *);

#endif
