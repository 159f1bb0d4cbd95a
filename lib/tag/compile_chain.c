#include "tag/compile.h"

bool
self_is_named(const struct node *node)
{
	return node->kind == NODE_SCALAR && span_is(node->text, "$self");
}

uint32_t
self_stray(struct compiler *c, const struct node *node)
{
	fault(c->faults, node->place, "$self, the match at hand, stands only "
	    "in a seq, near or all under `unless`");
	return TAG_NONE;
}

static uint32_t
read_self(struct compiler *c, const struct node *node)
{
	uint32_t n;

	if (!c->in_unless)
		return self_stray(c, node);
	n = matcher_new(c, MATCHER_SELF);
	c->plan->matchers[n].has_self = true;
	c->plan->matchers[n].always = true;
	return n;
}

static bool
is_none(const struct node *node)
{
	size_t i;

	for (i = 0; node->kind == NODE_MAPPING && i < node->count; i++)
		if (span_is(node->keys[i]->text, "none"))
			return true;
	return false;
}

/* {none: [...]}, in an all. */
static uint32_t
read_barred(struct compiler *c, const struct node *node)
{
	const struct node *items;
	struct fields f;

	if (fields_begin(&f, node, c->run, c->faults) == -1)
		return TAG_NONE;
	items = fields_need(&f, "none");
	if (fields_end(&f) == -1)
		return TAG_NONE;
	return matcher_union(c, items);
}

/*
 * The parts of a seq, near or all; only this has nones.  False if one of them
 * is at fault.
 */
static bool
read_parts(struct compiler *c, const struct node *node, struct choice *parts,
    struct choice *nones)
{
	struct choice *to;
	bool good = true;
	uint32_t n;
	size_t i;

	if (!matcher_items(c, node, "matchers"))
		return false;
	for (i = 0; i < node->count; i++) {
		to = parts;
		if (self_is_named(node->items[i])) {
			n = read_self(c, node->items[i]);
		} else if (nones != NULL && is_none(node->items[i])) {
			n = read_barred(c, node->items[i]);
			to = nones;
		} else {
			n = matcher_read(c, node->items[i]);
		}
		good = good && n != TAG_NONE;
		choice_add(c, to, n);
	}
	return good;
}

static bool
need_count(struct compiler *c, const struct node *node, size_t count,
    size_t least, size_t most)
{
	if (count >= least && count <= most)
		return true;
	fault(c->faults, node->place, "expected %zu to %zu matchers, got %zu",
	    least, most, count);
	return false;
}

static void
read_within(struct compiler *c, struct matcher *m, const struct node *node)
{
	int index;

	if (node == NULL || node_choice(node, tag_within_names, &index,
	    c->faults) == -1)
		return;
	m->within = (enum tag_within)index;
	if (m->within == WITHIN_SECTION)
		section_note(c, node);
}

static uint32_t
read_chain(struct compiler *c, struct fields *f, const struct node *node,
    enum matcher_kind kind)
{
	const struct node *gap_node = fields_need(f, "gap");
	const struct node *within = fields_take(f, "within");
	struct choice parts = { .terms = TAG_NONE };
	int64_t gap = 0;
	uint32_t n;

	if (gap_node != NULL)
		node_integer(gap_node, 0, TAG_MAX_GAP, &gap, c->faults);
	if (!read_parts(c, node, &parts, NULL) ||
	    !need_count(c, node, parts.count, 2,
	    kind == MATCHER_NEAR ? TAG_MAX_NEAR : TAG_MAX_PARTS))
		return TAG_NONE;
	n = matcher_new(c, kind);
	c->plan->matchers[n].gap = (uint32_t)gap;
	read_within(c, &c->plan->matchers[n], within);
	return matcher_set_parts(c, n, parts.parts, parts.count);
}

void
section_note(struct compiler *c, const struct node *node)
{
	fault_warn(c->faults, node->place, "sections are seen in whole texts: "
	    "of a unit that segment cut, the section is the unit");
}

uint32_t
chain_read_all(struct compiler *c, struct fields *f, const struct node *node)
{
	const struct node *within = fields_take(f, "within");
	struct choice parts = { .terms = TAG_NONE };
	struct choice nones = { .terms = TAG_NONE };
	struct matcher *m;
	uint32_t n;

	if (!read_parts(c, node, &parts, &nones) ||
	    !need_count(c, node, parts.count, 1, TAG_MAX_PARTS))
		return TAG_NONE;
	n = matcher_new(c, MATCHER_ALL);
	m = &c->plan->matchers[n];
	m->none = nones.parts;
	m->none_count = (uint32_t)nones.count;
	read_within(c, m, within);
	return matcher_set_parts(c, n, parts.parts, parts.count);
}

/* {at_least: N, of: [...]}. */
uint32_t
chain_read_at_least(struct compiler *c, struct fields *f,
    const struct node *node)
{
	const struct node *of = fields_need(f, "of");
	const struct node *within = fields_take(f, "within");
	struct choice parts = { .terms = TAG_NONE };
	struct matcher *m;
	int64_t least;
	uint32_t n;

	if (of == NULL || !read_parts(c, of, &parts, NULL) ||
	    !need_count(c, of, parts.count, 1, TAG_MAX_PARTS) ||
	    node_integer(node, 1, (int64_t)parts.count, &least,
	    c->faults) == -1)
		return TAG_NONE;
	n = matcher_new(c, MATCHER_AT_LEAST);
	m = &c->plan->matchers[n];
	m->least = (uint32_t)least;
	read_within(c, m, within);
	return matcher_set_parts(c, n, parts.parts, parts.count);
}

uint32_t
chain_read_seq(struct compiler *c, struct fields *f, const struct node *node)
{
	return read_chain(c, f, node, MATCHER_SEQ);
}

uint32_t
chain_read_near(struct compiler *c, struct fields *f, const struct node *node)
{
	return read_chain(c, f, node, MATCHER_NEAR);
}

uint32_t
chain_read_none(struct compiler *c, struct fields *f, const struct node *node)
{
	(void)f;
	fault(c->faults, node->place, "`none` stands only among the matchers "
	    "of `all`");
	return TAG_NONE;
}

