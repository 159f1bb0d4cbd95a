#include "aggregate/bulletin.h"

static struct column
column_of(struct compiling *c, struct span name)
{
	struct column column = { true, plan_key(c->plan, name) };

	if (column.index == PLAN_NONE)
		column = (struct column){ false,
		    plan_measure(c->plan, name) };
	return column;
}

/* A key must be one of the group's. */
static bool
fits(const struct compiling *c, const struct paragraph *p,
    struct column column)
{
	return column.index != PLAN_NONE && (!column.is_key ||
	    (c->plan->masks[p->mask_index] >> column.index & 1) != 0);
}

/* Up to the next brace; what it names is the piece's column. */
static void
read_piece(struct compiling *c, const struct node *node, struct paragraph *p,
    struct span *rest)
{
	struct piece *piece = &p->pieces[p->piece_count++];
	size_t open = span_index(*rest, '{'), end;
	struct span name;
	char shown[128];

	*piece = (struct piece){ span_make(rest->p, open),
	    { false, PLAN_NONE } };
	*rest = span_from(*rest, open);
	if (span_starts(*rest, SPAN("{{"))) {
		piece->text.n++;
		*rest = span_from(*rest, 2);
		return;
	}
	if (rest->n == 0)
		return;
	end = span_index(*rest, '}');
	name = span_make(rest->p + 1, end - 1);
	*rest = span_from(*rest, end + 1);
	piece->column = column_of(c, name);
	if (!fits(c, p, piece->column))
		fault(c->faults, node->place, "expected a measure, or a key "
		    "of this group, in braces, got \"%s\"%s",
		    err_quote(shown, sizeof(shown), name),
		    piece->column.index != PLAN_NONE ? "" :
		    compile_nearest(c, name, NAMES_MEASURES | NAMES_KEYS));
}

static void
read_pieces(struct compiling *c, const struct node *node,
    struct paragraph *p)
{
	struct span text;
	size_t most = 1;

	if (node_text(node, &text, c->faults) == -1)
		return;
	for (size_t i = 0; i < text.n; i++)
		most += text.p[i] == '{';
	p->pieces = arena_zero(c->run, most, sizeof(*p->pieces));
	do
		read_piece(c, node, p, &text);
	while (text.n > 0);
}

/* The kind of groups with these keys, which `rollup` must make. */
static void
read_mask(struct compiling *c, const struct node *keys, struct paragraph *p)
{
	unsigned mask = keys == NULL ? 0 : compile_key_mask(c, keys);

	while (p->mask_index < c->plan->written &&
	    c->plan->masks[p->mask_index] != mask)
		p->mask_index++;
	if (p->mask_index < c->plan->written)
		return;
	p->mask_index = 0;
	fault(c->faults, p->place, keys == NULL ? "text needs the total: "
	    "add [] to rollup" : "rollup makes no groups of these keys");
}

static void
read_mapping(struct compiling *c, const struct node *node,
    struct paragraph *p)
{
	const struct node *rows, *table, *item;
	struct fields f;
	int64_t limit;

	if (fields_begin(&f, node, c->run, c->faults) == -1)
		return;
	rows = fields_take(&f, "rows");
	table = fields_take(&f, "table");
	p->kind = rows != NULL ? PARAGRAPH_ROWS : PARAGRAPH_TABLE;
	if ((rows == NULL) == (table == NULL))
		fault(c->faults, node->place, "expected either rows or a "
		    "table");
	else
		read_mask(c, rows != NULL ? rows : table, p);
	if (rows != NULL && (item = fields_need(&f, "text")) != NULL)
		read_pieces(c, item, p);
	if ((item = fields_take(&f, "where")) != NULL) {
		p->where = compile_choice(c, item);
		p->place = item->place;
	}
	if ((item = fields_take(&f, "limit")) != NULL && node_integer(item, 1,
	    INT64_MAX, &limit, c->faults) == 0)
		p->limit = (uint64_t)limit;
	if ((item = fields_take(&f, "none")) != NULL)
		node_text(item, &p->none, c->faults);
	fields_end(&f);
}

void
compile_bulletin(struct compiling *c, const struct node *node)
{
	struct bulletin *b = arena_zero(c->run, 1, sizeof(*b));

	if (node->kind != NODE_SEQUENCE || c->plan->table != NULL) {
		fault(c->faults, node->place, node->kind != NODE_SEQUENCE ?
		    "expected a sequence of paragraphs" :
		    "a bulletin is made of measures, not of a table");
		return;
	}
	b->items = arena_zero(c->run, node->count, sizeof(*b->items));
	b->count = node->count;
	c->plan->bulletin = b;
	for (size_t i = 0; i < node->count; i++) {
		const struct node *item = node->items[i];
		struct paragraph *p = &b->items[i];

		p->place = item->place;
		p->limit = UINT64_MAX;
		if (item->kind == NODE_MAPPING) {
			read_mapping(c, item, p);
			continue;
		}
		if (item->kind == NODE_SCALAR &&
		    span_index(item->text, '{') < item->text.n)
			read_mask(c, NULL, p);
		read_pieces(c, item, p);
	}
}
