#include "aggregate/network_write.h"
#include "text/table.h"

enum { NODE, UNITS, DEGREE, STRENGTH, BETWEENNESS };	/* network_of()'s */
enum { SOURCE, TARGET, WEIGHT };

/* XML 1.0 has no control characters but tab, LF and CR. */
static void
put_xml(struct buf *b, struct span s)
{
	for (size_t i = 0; i < s.n; i++)
		if (s.p[i] == '"')
			buf_add(b, SPAN("&quot;"));
		else if ((unsigned char)s.p[i] < 0x20)
			buf_byte(b, ' ');
		else
			table_put_entities(span_make(s.p + i, 1), b);
}

/* A string of DOT. */
static void
put_dot(struct buf *b, struct span s)
{
	buf_byte(b, '"');
	for (size_t i = 0; i < s.n; i++) {
		if (s.p[i] == '"' || s.p[i] == '\\')
			buf_byte(b, '\\');
		buf_byte(b, (unsigned char)s.p[i] < 0x20 ? ' ' : s.p[i]);
	}
	buf_byte(b, '"');
}

static void
put_data(struct buf *b, const char *key, struct span value)
{
	buf_printf(b, "<data key=\"%s\">", key);
	put_xml(b, value);
	buf_add(b, SPAN("</data>"));
}

static void
put_graphml_nodes(const struct plan *plan, const struct rows *nodes,
    struct buf *b)
{
	static const char *const keys[] = { NULL, "units", "degree",
	    "strength", "betweenness" };

	for (size_t i = 0; i < nodes->count; i++) {
		const struct value *cell = nodes->cells + i * nodes->width;

		buf_add(b, SPAN("    <node id=\""));
		put_xml(b, cell[NODE].text);
		buf_add(b, SPAN("\">"));
		put_data(b, "label", labels_find(&plan->labels,
		    cell[NODE].text));
		for (size_t k = UNITS; k <= BETWEENNESS; k++)
			put_data(b, keys[k], cell[k].text);
		buf_add(b, SPAN("</node>\n"));
	}
}

static void
put_head(struct buf *b)
{
	static const char *const numbers[] = { "units", "degree", "strength",
	    "betweenness" };

	buf_add(b, SPAN("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
	    "<graphml xmlns=\"http://graphml.graphdrawing.org/xmlns\">\n"
	    "  <key id=\"label\" for=\"node\" attr.name=\"label\" "
	    "attr.type=\"string\"/>\n"));
	for (size_t i = 0; i < sizeof(numbers) / sizeof(numbers[0]); i++)
		buf_printf(b, "  <key id=\"%s\" for=\"node\" attr.name="
		    "\"%s\" attr.type=\"double\"/>\n", numbers[i],
		    numbers[i]);
	buf_add(b, SPAN("  <key id=\"weight\" for=\"edge\" attr.name="
	    "\"weight\" attr.type=\"double\"/>\n"));
}

static void
put_graphml(const struct plan *plan, const struct rows *nodes,
    const struct rows *edges, struct buf *b)
{
	put_head(b);
	buf_add(b, SPAN("  <graph id=\"network\" "
	    "edgedefault=\"undirected\">\n"));
	put_graphml_nodes(plan, nodes, b);
	for (size_t i = 0; i < edges->count; i++) {
		const struct value *cell = edges->cells + i * edges->width;

		buf_add(b, SPAN("    <edge source=\""));
		put_xml(b, cell[SOURCE].text);
		buf_add(b, SPAN("\" target=\""));
		put_xml(b, cell[TARGET].text);
		buf_add(b, SPAN("\">"));
		put_data(b, "weight", cell[WEIGHT].text);
		buf_add(b, SPAN("</edge>\n"));
	}
	buf_add(b, SPAN("  </graph>\n</graphml>\n"));
}

static void
put_dot_graph(const struct plan *plan, const struct rows *nodes,
    const struct rows *edges, struct buf *b)
{
	buf_add(b, SPAN("graph network {\n"));
	for (size_t i = 0; i < nodes->count; i++) {
		const struct value *cell = nodes->cells + i * nodes->width;

		buf_byte(b, '\t');
		put_dot(b, cell[NODE].text);
		buf_add(b, SPAN(" [label="));
		put_dot(b, labels_find(&plan->labels, cell[NODE].text));
		buf_printf(b, ", units=%.*s];\n", (int)cell[UNITS].text.n,
		    cell[UNITS].text.p);
	}
	for (size_t i = 0; i < edges->count; i++) {
		const struct value *cell = edges->cells + i * edges->width;

		buf_byte(b, '\t');
		put_dot(b, cell[SOURCE].text);
		buf_add(b, SPAN(" -- "));
		put_dot(b, cell[TARGET].text);
		buf_printf(b, " [weight=%.*s];\n",
		    (int)cell[WEIGHT].text.n, cell[WEIGHT].text.p);
	}
	buf_add(b, SPAN("}\n"));
}

int
network_write(const struct results *all, struct buf *b, struct err *e)
{
	const struct plan *plan = all->groups->plan;
	const struct bag *bag = all->items[0].group->cells[0].bag;
	size_t room = memory_room(&all->groups->memory) + 1;
	struct rows nodes = { .arena = all->arena, .room = room };
	struct rows edges = { .arena = all->arena, .room = room };
	struct entry *entries = NULL;

	if (bag != NULL)
		entries = bag_sorted(bag, all->arena);
	network_of(plan->table->options, entries,
	    bag == NULL ? 0 : bag->map.count, &nodes, &edges);
	if (nodes.over || edges.over)
		return groups_check(all->groups, SIZE_MAX, e);
	if (plan->format == FORMAT_GRAPHML)
		put_graphml(plan, &nodes, &edges, b);
	else
		put_dot_graph(plan, &nodes, &edges, b);
	return groups_check(all->groups, arena_used(all->arena), e);
}
