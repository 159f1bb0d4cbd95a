#ifndef AGGREGATE_WRITE_H
#define AGGREGATE_WRITE_H

#include "aggregate/results.h"

/* The results in the plan's format. */
void	write_results(const struct results *, struct buf *);

/* The state of every group as a record, for --partial; sorted by key. */
void	write_partial(struct groups *, struct buf *);

#endif
