#include "aggregate/graph.h"
#include "aggregate/network_write.h"
#include "aggregate/tables.h"
#include "aggregate/together.h"

/* Codes as a network: an edge joins two that stand in one unit. */
struct options {
	struct together_options	together;
	bool			nodes;		/* they are the rows */
};

enum { EDGE_SOURCE, EDGE_TARGET, EDGE_WEIGHT, EDGE_COLUMNS };

static const struct column_head edge_columns[EDGE_COLUMNS] = {
	{ "source", "一端", "source", VALUE_STRING, -1 },
	{ "target", "另一端", "target", VALUE_STRING, -1 },
	{ "weight", "同现", "weight", VALUE_NUMBER, -1 },
};

enum { NODE_NAME, NODE_UNITS, NODE_DEGREE, NODE_STRENGTH, NODE_BETWEENNESS,
    NODE_COLUMNS };

static const struct column_head node_columns[NODE_COLUMNS] = {
	{ "node", "编码", "node", VALUE_STRING, -1 },
	{ "units", "单位", "units", VALUE_NUMBER, -1 },
	{ "degree", "度", "degree", VALUE_NUMBER, -1 },
	{ "strength", "加权度", "strength", VALUE_NUMBER, -1 },
	{ "betweenness", "中介中心性", "betweenness", VALUE_NUMBER, 2 },
};

static void
compile(struct compiling *c, struct fields *f, const struct node *value,
    struct tabling *t)
{
	static const char *const ways[] = { "edges", "nodes", NULL };
	struct options *o = arena_zero(c->run, 1, sizeof(*o));
	const struct node *rows = fields_take(f, "rows");
	int way = 0;

	together_compile(c, f, value, &o->together);
	if (rows != NULL)
		node_choice(rows, ways, &way, c->faults);
	o->nodes = way == 1;
	if (o->nodes) {
		t->columns = node_columns;
		t->column_count = NODE_COLUMNS;
	}
	t->options = o;
}

static int
read(const void *options, struct table_reading *r)
{
	const struct options *o = options;

	return together_read(&o->together, r);
}

static void
add_edges(const struct together *t, struct rows *rows)
{
	for (size_t i = 0; i < t->pair_count; i++) {
		struct value *cell = rows_add(rows);

		cell[EDGE_SOURCE] = cell_text(t->codes[t->pairs[i].a].code);
		cell[EDGE_TARGET] = cell_text(t->codes[t->pairs[i].b].code);
		cell[EDGE_WEIGHT] = cell_count(rows, t->pairs[i].units);
	}
}

/* What is told of the nodes beside their codes. */
struct figures {
	uint64_t	*degree;
	uint64_t	*strength;
	double		*between;
};

static struct figures
measure_nodes(const struct together *t, struct arena *arena)
{
	struct figures f = {
		.degree = arena_zero(arena, t->code_count, sizeof(*f.degree)),
		.strength = arena_zero(arena, t->code_count,
		    sizeof(*f.strength)),
		.between = arena_zero(arena, t->code_count,
		    sizeof(*f.between))
	};
	struct graph_edge *edges = arena_zero(arena, t->pair_count,
	    sizeof(*edges));

	for (size_t i = 0; i < t->pair_count; i++) {
		const struct together_pair *p = &t->pairs[i];

		edges[i] = (struct graph_edge){ p->a, p->b };
		f.degree[p->a]++;
		f.degree[p->b]++;
		f.strength[p->a] += p->units;
		f.strength[p->b] += p->units;
	}
	graph_betweenness(edges, t->pair_count, f.between, t->code_count);
	return f;
}

static void
add_nodes(const struct together *t, struct rows *rows)
{
	struct figures f = measure_nodes(t, rows->arena);

	for (size_t i = 0; i < t->code_count; i++) {
		struct value *cell = rows_add(rows);

		cell[NODE_NAME] = cell_text(t->codes[i].code);
		cell[NODE_UNITS] = cell_count(rows, t->codes[i].units);
		cell[NODE_DEGREE] = cell_count(rows, f.degree[i]);
		cell[NODE_STRENGTH] = cell_count(rows, f.strength[i]);
		cell[NODE_BETWEENNESS] = cell_rounded(rows, f.between[i]);
	}
}

static void
finish(const void *options, const struct entry *entries, size_t count,
    struct rows *rows)
{
	const struct options *o = options;
	struct together t;

	together_make(&t, &o->together, entries, count, rows->arena);
	rows->over = t.over;
	if (o->nodes)
		add_nodes(&t, rows);
	else
		add_edges(&t, rows);
}

const struct table_kind table_network = {
	.name = "network",
	.columns = edge_columns,
	.column_count = EDGE_COLUMNS,
	.keys = 1,
	.zh = "两个编码同在一个单位里就连一条边，权重是这样的单位数；度是边数，加权度是权重之和，中介中心性按 Brandes 2001，不计权重。",
	.en = "An edge joins two codes of one unit, its weight is the number "
	    "of such units; degree counts edges, strength adds weights, "
	    "betweenness is that of Brandes 2001, without weights.",
	.compile = compile,
	.read = read,
	.finish = finish,
};

void
network_of(const void *options, const struct entry *entries, size_t count,
    struct rows *nodes, struct rows *edges)
{
	const struct options *o = options;
	struct together t;

	nodes->width = NODE_COLUMNS;
	edges->width = EDGE_COLUMNS;
	together_make(&t, &o->together, entries, count, nodes->arena);
	nodes->over = edges->over = t.over;
	add_nodes(&t, nodes);
	add_edges(&t, edges);
}
