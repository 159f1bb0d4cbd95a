#include <stdint.h>

#include "aggregate/graph.h"
#include "base/mem.h"

/* Neighbours of node i are at [first[i], first[i + 1]). */
struct walk {
	size_t	 nodes;
	size_t	*first;
	size_t	*neighbours;
	size_t	*order;		/* nodes as they are reached */
	size_t	*distance;	/* SIZE_MAX: not reached */
	double	*ways;		/* shortest ones from the source */
	double	*share;		/* of pairs, handed back */
};

static void
make_neighbours(struct walk *w, const struct graph_edge *edges, size_t count)
{
	size_t *next = mem_zero(w->nodes, sizeof(*next)), sum = 0;

	for (size_t i = 0; i < count; i++) {
		next[edges[i].a]++;
		next[edges[i].b]++;
	}
	for (size_t i = 0; i < w->nodes; i++) {
		w->first[i] = sum;
		sum += next[i];
		next[i] = w->first[i];
	}
	w->first[w->nodes] = sum;
	for (size_t i = 0; i < count; i++) {
		w->neighbours[next[edges[i].a]++] = edges[i].b;
		w->neighbours[next[edges[i].b]++] = edges[i].a;
	}
	mem_free(next);
}

/* All shortest ways from the source; returns how many nodes it reaches. */
static size_t
search(struct walk *w, size_t source)
{
	size_t reached = 1;

	for (size_t i = 0; i < w->nodes; i++) {
		w->distance[i] = SIZE_MAX;
		w->ways[i] = w->share[i] = 0;
	}
	w->distance[source] = 0;
	w->ways[source] = 1;
	w->order[0] = source;
	for (size_t at = 0; at < reached; at++) {
		size_t v = w->order[at];

		for (size_t k = w->first[v]; k < w->first[v + 1]; k++) {
			size_t to = w->neighbours[k];

			if (w->distance[to] == SIZE_MAX) {
				w->distance[to] = w->distance[v] + 1;
				w->order[reached++] = to;
			}
			if (w->distance[to] == w->distance[v] + 1)
				w->ways[to] += w->ways[v];
		}
	}
	return reached;
}

/* Hands back, from the farthest on, what lies behind each node. */
static void
hand_back(struct walk *w, size_t reached, double *of_nodes)
{
	for (size_t at = reached; at-- > 1;) {
		size_t v = w->order[at];

		for (size_t k = w->first[v]; k < w->first[v + 1]; k++) {
			size_t from = w->neighbours[k];

			if (w->distance[from] + 1 == w->distance[v])
				w->share[from] += w->ways[from] / w->ways[v] *
				    (1 + w->share[v]);
		}
		of_nodes[v] += w->share[v] / 2;
	}
}

void
graph_betweenness(const struct graph_edge *edges, size_t edge_count,
    double *of_nodes, size_t node_count)
{
	struct walk w = { .nodes = node_count };

	w.first = mem_alloc(node_count + 1, sizeof(*w.first));
	w.neighbours = mem_alloc(2 * edge_count, sizeof(*w.neighbours));
	w.order = mem_alloc(node_count, sizeof(*w.order));
	w.distance = mem_alloc(node_count, sizeof(*w.distance));
	w.ways = mem_alloc(node_count, sizeof(*w.ways));
	w.share = mem_alloc(node_count, sizeof(*w.share));
	make_neighbours(&w, edges, edge_count);
	for (size_t i = 0; i < node_count; i++)
		of_nodes[i] = 0;
	for (size_t i = 0; i < node_count; i++)
		hand_back(&w, search(&w, i), of_nodes);
	mem_free(w.first);
	mem_free(w.neighbours);
	mem_free(w.order);
	mem_free(w.distance);
	mem_free(w.ways);
	mem_free(w.share);
}
