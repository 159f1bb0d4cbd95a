#include "text/words_own.h"

#include "base/utf8.h"

#define EDGES_LEAST	64

static void
put_edge(struct own *o, struct own_edge edge)
{
	size_t at = own_slot(o, edge.key);

	while (o->edges[at].key != 0)
		at = (at + 1) & o->edge_mask;
	o->edges[at] = edge;
}

/* At most half of the table is in use, so that few are passed by. */
static void
grow_edges(struct own *o, struct arena *arena)
{
	const struct own_edge *old = o->edges;
	size_t i, n = o->edge_mask + 1;

	o->edges = arena_zero(arena, 2 * n, sizeof(*o->edges));
	o->edge_mask = 2 * n - 1;
	for (i = 0; i < n; i++)
		if (old[i].key != 0)
			put_edge(o, old[i]);
}

static uint32_t
add_node(struct own *o, struct arena *arena)
{
	o->nodes = arena_grow(arena, o->nodes, o->count, &o->capacity,
	    o->count + 1, sizeof(*o->nodes));
	o->nodes[o->count] = (struct own_node){ 0 };
	return (uint32_t)o->count++;
}

void
own_start(struct own *o, struct arena *arena)
{
	*o = (struct own){ .edge_mask = EDGES_LEAST - 1 };
	o->edges = arena_zero(arena, EDGES_LEAST, sizeof(*o->edges));
	add_node(o, arena);
	add_node(o, arena);
}

struct own_node *
own_make(struct own *o, struct arena *arena, struct span word)
{
	uint32_t node = OWN_ROOT, to, character;
	size_t at = 0;

	while (at < word.n) {
		character = utf8_next(word, &at);
		to = own_next(o, node, character);
		if (to == OWN_NOWHERE) {
			to = add_node(o, arena);
			if (2 * o->count > o->edge_mask)
				grow_edges(o, arena);
			put_edge(o, (struct own_edge){
			    own_key(node, character), to });
			if (node == OWN_ROOT && character < 0x10000)
				o->begins[character / 64] |=
				    UINT64_C(1) << character % 64;
		}
		node = to;
	}
	return &o->nodes[node];
}

uint32_t
own_find(const struct own *o, struct span word)
{
	uint32_t node = OWN_ROOT;
	size_t at = 0;

	while (at < word.n && node != OWN_NOWHERE)
		node = own_next(o, node, utf8_next(word, &at));
	return node;
}
