#ifndef AGGREGATE_PASSES_H
#define AGGREGATE_PASSES_H

#include "aggregate/spill.h"

/*
 * What results_make() does, for groups that were spilled: they pass one after
 * another, in the order that each of these needs:
 *
 *	suppress	by the group they are part of, smallest first
 *	rank		by those they are ranked among, best first
 *	write		by the rule's order: having, limit
 *
 * In memory stand only the groups that others are divided by or compared with.
 *
 * The groups that the rule wants, in its order, are given to take(), which may
 * move the cells of the result out of the walk, leaving zeros.  -1: ERR_RULES
 * where `having` meets a value of a wrong kind, ERR_IO, ERR_MEMORY.
 */
typedef int	 passes_take(void *to, struct spill_walk *, struct err *);

int		 passes_run(struct groups *, passes_take *, void *to,
		    struct err *);

/* All of them, as results_make() has them; ERR_MEMORY: there is no room. */
int		 passes_gather(struct results *, struct groups *,
		    struct arena *, struct err *);

#endif
