#include "aggregate/tables.h"

static const struct table_kind *
kind_of(struct span name)
{
	for (size_t i = 0; table_kinds[i] != NULL; i++)
		if (span_is(name, table_kinds[i]->name))
			return table_kinds[i];
	return NULL;
}

/* What is known, and which of it was meant, for a message. */
static void
tell_no_kind(struct compiling *c, const struct node *node)
{
	const char *known[TABLE_MAX_KINDS + 1] = { NULL }, *near = NULL;
	struct buf b = {0};

	for (size_t i = 0; table_kinds[i] != NULL; i++) {
		known[i] = table_kinds[i]->name;
		buf_printf(&b, "%s%s", i > 0 ? ", " : "", known[i]);
	}
	for (size_t i = 0; node->kind == NODE_MAPPING && near == NULL &&
	    i < node->count; i++)
		near = fault_nearest(node->keys[i]->text, known);
	if (near != NULL)
		fault(c->faults, node->place, "expected a table (did you "
		    "mean \"%s\"?)", near);
	else
		fault(c->faults, node->place, "expected a table, one of %.*s",
		    (int)b.n, b.p);
	buf_free(&b);
}

/* The key that states the kind; the others are its options. */
static const struct table_kind *
find_kind(struct compiling *c, const struct node *node)
{
	const struct table_kind *kind;

	if (node->kind == NODE_MAPPING)
		for (size_t i = 0; i < node->count; i++)
			if ((kind = kind_of(node->keys[i]->text)) != NULL)
				return kind;
	tell_no_kind(c, node);
	return NULL;
}

/* The columns that a message may mean. */
static const char *
nearest(struct compiling *c, const struct tabling *t, struct span typed)
{
	const char **known = arena_zero(c->run, t->column_count + 1,
	    sizeof(*known)), *near;

	for (size_t i = 0; i < t->column_count; i++)
		known[i] = t->columns[i].name;
	near = fault_nearest(typed, known);
	return near == NULL ? "" : arena_printf(c->run,
	    " (did you mean \"%s\"?)", near).p;
}

static void
read_order(struct compiling *c, struct tabling *t, const struct node *node)
{
	struct span *names;
	char shown[128];
	size_t n;

	if (node == NULL && t->kind->falling > 0) {
		t->order = arena_zero(c->run, 1, sizeof(*t->order));
		t->order[t->order_count++] = (struct ordering){
		    .descending = true, .index = t->kind->falling };
	}
	if (node == NULL ||
	    node_texts(node, c->run, &names, &n, c->faults) == -1)
		return;
	t->order = arena_zero(c->run, n, sizeof(*t->order));
	for (size_t i = 0; i < n; i++) {
		struct ordering *o = &t->order[t->order_count++];

		o->descending = span_starts(names[i], SPAN("-"));
		o->index = table_column(t, span_from(names[i],
		    o->descending));
		if (o->index == PLAN_NONE)
			fault(c->faults, node->kind == NODE_SEQUENCE ?
			    node->items[i]->place : node->place,
			    "expected a column of the table, got \"%s\"%s",
			    err_quote(shown, sizeof(shown), names[i]),
			    nearest(c, t, span_from(names[i],
			    o->descending)));
	}
}

enum value_kind
table_kind_of(const void *tabling, const struct path *path)
{
	const struct tabling *t = tabling;
	size_t i = table_column(t, path->text);

	return i == PLAN_NONE || t->columns[i].kind == VALUE_JSON ?
	    VALUE_NULL : t->columns[i].kind;
}

struct having {
	struct compiling	*c;
	const struct tabling	*t;
};

static void
check_having_path(void *ctx, const struct path *path)
{
	const struct having *h = ctx;
	char shown[128];

	if (table_column(h->t, path->text) == PLAN_NONE)
		fault(h->c->faults, h->t->having_place,
		    "expected columns of the table, got \"%s\"%s",
		    err_quote(shown, sizeof(shown), path->text),
		    nearest(h->c, h->t, path->text));
}

static void
read_having(struct compiling *c, struct tabling *t, const struct node *node)
{
	struct expr_use use = { .kind = VALUE_BOOL, .zone = c->plan->zone,
	    .field = table_kind_of, .from = t };
	struct having h = { c, t };

	if (node == NULL)
		return;
	t->having_place = node->place;
	t->having = expr_compile(c->run, node, &use, c->faults);
	if (t->having != NULL)
		expr_paths(t->having, check_having_path, &h);
}

/* The measure that a table is: one cell, which holds the group's bag. */
static void
add_measure(struct plan *plan, struct arena *run)
{
	plan->measures = arena_zero(run, 1, sizeof(*plan->measures));
	plan->inputs = arena_zero(run, 1, sizeof(*plan->inputs));
	plan->cells = arena_zero(run, 1, sizeof(*plan->cells));
	plan->measures[0] = (struct measure){ .kind = MEASURE_TABLE,
	    .name = "table", .hidden = true, .decimals = -1 };
	plan->inputs[0] = (struct input){ .kind = INPUT_TUPLES,
	    .measure = "table", .folded = true };
	plan->measure_count = plan->input_count = plan->cell_count = 1;
}

static void
check_names(struct compiling *c, const struct tabling *t, struct place place)
{
	for (size_t i = 0; i < t->column_count; i++) {
		struct span name = span_of(t->columns[i].name);

		if (plan_key(c->plan, name) != PLAN_NONE)
			fault(c->faults, place, "two columns of the name "
			    "\"%s\": call the key otherwise, by `as`",
			    t->columns[i].name);
		else if (table_column(t, name) != i)
			fault(c->faults, place, "two columns of the name "
			    "\"%s\"", t->columns[i].name);
	}
}

void
compile_table(struct compiling *c, const struct node *node)
{
	struct tabling *t = arena_zero(c->run, 1, sizeof(*t));
	struct fields f;

	add_measure(c->plan, c->run);
	c->plan->table = t;
	t->kind = find_kind(c, node);
	t->limit = c->plan->limit;
	c->plan->limit = UINT64_MAX;
	if (t->kind == NULL ||
	    fields_begin(&f, node, c->run, c->faults) == -1)
		return;
	t->columns = t->kind->columns;
	t->column_count = t->kind->column_count;
	t->keys = t->kind->keys;
	t->kind->compile(c, &f, fields_take(&f, t->kind->name), t);
	fields_end(&f);
	check_names(c, t, node->place);
}

void
compile_table_rows(struct compiling *c, const struct node *order,
    const struct node *having)
{
	if (c->plan->table->kind == NULL)
		return;
	read_order(c, c->plan->table, order);
	read_having(c, c->plan->table, having);
}
