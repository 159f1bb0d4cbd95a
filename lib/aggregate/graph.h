#ifndef AGGREGATE_GRAPH_H
#define AGGREGATE_GRAPH_H

#include <stddef.h>

/*
 * Betweenness of the nodes of an undirected graph without weights: of how many
 * pairs of others a node lies between, on the shortest ways; pairs count once.
 * Brandes, A faster algorithm for betweenness centrality (2001): nodes times
 * edges.
 */
struct graph_edge {
	size_t	a;
	size_t	b;
};

void	graph_betweenness(const struct graph_edge *, size_t edge_count,
	    double *of_nodes, size_t node_count);

#endif
