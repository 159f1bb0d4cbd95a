#ifndef AGGREGATE_NETWORK_WRITE_H
#define AGGREGATE_NETWORK_WRITE_H

#include "aggregate/results.h"
#include "aggregate/table.h"

/*
 * The rows of both kinds that the table network has: node, units, degree,
 * strength, betweenness; source, target, weight.
 */
void	network_of(const void *options, const struct entry *, size_t count,
	    struct rows *nodes, struct rows *edges);

/*
 * The network of a rule without keys as GraphML (graphml.graphdrawing.org),
 * which Gephi and other programs read, or as DOT, the language of Graphviz.
 * -1 with ERR_MEMORY.
 */
int	network_write(const struct results *, struct buf *, struct err *);

#endif
