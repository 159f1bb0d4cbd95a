#include "base/utf8.h"
#include "tag/compile.h"
#include "text/regex.h"

#define QUOTED		96

const char *const tag_language_names[] = {
	[LANGUAGE_ZH] = "zh",
	[LANGUAGE_EN] = "en",
	[LANGUAGE_COUNT] = NULL
};

const char *const tag_within_names[] = {
	[WITHIN_CLAUSE] = "clause",
	[WITHIN_SENTENCE] = "sentence",
	[WITHIN_TEXT] = "text",
	[WITHIN_COUNT] = NULL
};

uint32_t
matcher_new(struct compiler *c, enum matcher_kind kind)
{
	struct plan *p = c->plan;
	uint32_t n = p->matcher_count;

	p->matchers = arena_grow(c->run, p->matchers, n,
	    &c->matcher_capacity, n + 1, sizeof(*p->matchers));
	p->matchers[n] = (struct matcher){ .kind = kind,
	    .book = c->book_number, .need = 1, .weight = 1,
	    .within = c->book->within, .code = TAG_NONE };
	p->matcher_count++;
	return n;
}

uint32_t
matcher_set_parts(struct compiler *c, uint32_t n, uint32_t *parts, size_t count)
{
	struct matcher *all = c->plan->matchers, *m = &all[n];
	bool some = false;
	size_t i;

	m->parts = parts;
	m->part_count = (uint32_t)count;
	m->need = 0;
	for (i = 0; i < count; i++) {
		m->has_self = m->has_self || all[parts[i]].has_self;
		if (all[parts[i]].always)
			some = true;
		else
			m->need++;
	}
	if (m->kind == MATCHER_ANY)
		m->need = some ? 0 : 1;
	m->always = m->need == 0;
	return n;
}

static bool
is_plain_term(const struct node *node)
{
	return node->kind == NODE_SCALAR && !list_is_named(node);
}

uint32_t
matcher_union(struct compiler *c, const struct node *node)
{
	struct choice ch = { .terms = TAG_NONE };
	size_t i;

	if (!matcher_items(c, node, "matchers"))
		return TAG_NONE;
	for (i = 0; i < node->count; i++) {
		if (is_plain_term(node->items[i]))
			choice_add_term(c, &ch, node->items[i]->text,
			    node->items[i]->place);
		else
			choice_add(c, &ch, matcher_read(c, node->items[i]));
	}
	return choice_end(c, &ch);
}

static uint32_t
read_term(struct compiler *c, struct fields *f, const struct node *term)
{
	struct choice ch = { .terms = TAG_NONE };
	struct span text;

	(void)f;
	if (node_text(term, &text, c->faults) == -1)
		return TAG_NONE;
	choice_add_term(c, &ch, text, term->place);
	return choice_end(c, &ch);
}

/* Where byte `at` of a text stands, if its line shows it as it is. */
static struct place
place_in(const struct node *node, size_t at)
{
	struct place place = node->place;

	if (node->exact)
		place.column += node->quoted + utf8_length(span_make(
		    node->text.p, at < node->text.n ? at : node->text.n));
	return place;
}

/*
 * The literals, one of which is in every match, wake the regex; cut to the
 * length of a term, as each part of a literal is in the match as well.
 */
static void
add_literals(struct compiler *c, uint32_t matcher, const struct node *node)
{
	const struct span *set;
	size_t i, n;

	n = regex_required(c->plan->matchers[matcher].regex, &set);
	for (i = 0; i < n; i++)
		matcher_add_literal(c, span_make(set[i].p, utf8_skip(set[i],
		    TAG_MAX_TERM_LENGTH)), matcher);
	if (n > 0)
		return;
	c->plan->matchers[matcher].always = true;
	fault_warn(c->faults, node->place, "no literal stands in every match "
	    "of the regex, so it runs on every sentence");
}

static uint32_t
read_regex(struct compiler *c, struct fields *f, const struct node *node)
{
	struct regex *regex;
	struct span pattern;
	const char *reason;
	uint32_t n;
	size_t at;

	(void)f;
	if (node_text(node, &pattern, c->faults) == -1)
		return TAG_NONE;
	regex = regex_compile(c->run, pattern,
	    (c->book->fold & TERMS_FOLD_CASE) != 0, &reason, &at);
	if (regex == NULL) {
		fault(c->faults, place_in(node, at), "regex: %s", reason);
		return TAG_NONE;
	}
	n = matcher_new(c, MATCHER_REGEX);
	c->plan->matchers[n].regex = regex;
	add_literals(c, n, node);
	return n;
}

static bool
is_self(const struct node *node)
{
	return node->kind == NODE_SCALAR && span_is(node->text, "$self");
}

static void
stray_self(struct compiler *c, const struct node *node)
{
	fault(c->faults, node->place, "$self, the match at hand, stands only "
	    "in a seq, near or all under `unless`");
}

static uint32_t
read_self(struct compiler *c, const struct node *node)
{
	uint32_t n;

	if (!c->in_unless) {
		stray_self(c, node);
		return TAG_NONE;
	}
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
read_none(struct compiler *c, const struct node *node)
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
		if (is_self(node->items[i])) {
			n = read_self(c, node->items[i]);
		} else if (nones != NULL && is_none(node->items[i])) {
			n = read_none(c, node->items[i]);
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

static uint32_t
read_chain(struct compiler *c, struct fields *f, const struct node *node,
    enum matcher_kind kind)
{
	const struct node *gap_node = fields_need(f, "gap");
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
	return matcher_set_parts(c, n, parts.parts, parts.count);
}

static uint32_t
read_all(struct compiler *c, struct fields *f, const struct node *node)
{
	const struct node *within = fields_take(f, "within");
	struct choice parts = { .terms = TAG_NONE };
	struct choice nones = { .terms = TAG_NONE };
	struct matcher *m;
	uint32_t n;
	int index;

	if (!read_parts(c, node, &parts, &nones) ||
	    !need_count(c, node, parts.count, 1, TAG_MAX_PARTS))
		return TAG_NONE;
	n = matcher_new(c, MATCHER_ALL);
	m = &c->plan->matchers[n];
	m->none = nones.parts;
	m->none_count = (uint32_t)nones.count;
	if (within != NULL && node_choice(within, tag_within_names, &index,
	    c->faults) == 0)
		m->within = (enum tag_within)index;
	return matcher_set_parts(c, n, parts.parts, parts.count);
}

static uint32_t
read_seq(struct compiler *c, struct fields *f, const struct node *node)
{
	return read_chain(c, f, node, MATCHER_SEQ);
}

static uint32_t
read_near(struct compiler *c, struct fields *f, const struct node *node)
{
	return read_chain(c, f, node, MATCHER_NEAR);
}

static uint32_t
read_any(struct compiler *c, struct fields *f, const struct node *node)
{
	(void)f;
	return matcher_union(c, node);
}

static uint32_t
read_stray_none(struct compiler *c, struct fields *f, const struct node *node)
{
	(void)f;
	fault(c->faults, node->place, "`none` stands only among the matchers "
	    "of `all`");
	return TAG_NONE;
}

static uint32_t
read_stray_where(struct compiler *c, struct fields *f, const struct node *node)
{
	(void)f;
	fault(c->faults, node->place, "`where` is a matcher of `match` itself, "
	    "no part of one");
	return TAG_NONE;
}

static const struct kind {
	const char	*name;
	uint32_t	(*read)(struct compiler *, struct fields *,
			    const struct node *);
} kinds[] = {
	{ "term", read_term },
	{ "regex", read_regex },
	{ "any", read_any },
	{ "all", read_all },
	{ "near", read_near },
	{ "seq", read_seq },
	{ "none", read_stray_none },
	{ "where", read_stray_where },
};

#define KINDS	(sizeof(kinds) / sizeof(kinds[0]))

/* Which of the kinds a mapping is, or NULL after a fault. */
static const struct kind *
kind_of(struct compiler *c, const struct node *node)
{
	const struct kind *kind = NULL;
	char shown[QUOTED];
	size_t i, k;

	for (i = 0; i < node->count; i++) {
		for (k = 0; k < KINDS; k++) {
			if (!span_is(node->keys[i]->text, kinds[k].name))
				continue;
			if (kind != NULL) {
				fault(c->faults, node->keys[i]->place,
				    "expected one matcher, got `%s` beside "
				    "`%s`", kinds[k].name, kind->name);
				return NULL;
			}
			kind = &kinds[k];
		}
	}
	if (kind == NULL)
		fault(c->faults, node->count > 0 ? node->keys[0]->place :
		    node->place, "no matcher \"%s\", expected one of term, "
		    "regex, any, all, near, seq, where", err_quote(shown,
		    sizeof(shown), node->count > 0 ? node->keys[0]->text :
		    SPAN("")));
	return kind;
}

/* A matcher of that weight; one that others share is wrapped. */
static uint32_t
set_weight(struct compiler *c, uint32_t n, double weight)
{
	uint32_t *parts = arena_alloc(c->run, sizeof(*parts));

	parts[0] = n;
	n = matcher_set_parts(c, matcher_new(c, MATCHER_ANY), parts, 1);
	c->plan->matchers[n].weight = weight;
	return n;
}

int
weight_read(struct compiler *c, const struct node *node, double *weight)
{
	if (node_number(node, weight, c->faults) == -1)
		return -1;
	if (*weight >= -TAG_MAX_WEIGHT && *weight <= TAG_MAX_WEIGHT)
		return 0;
	return fault(c->faults, node->place, "expected a weight from -%d to "
	    "%d", TAG_MAX_WEIGHT, TAG_MAX_WEIGHT);
}

static uint32_t
read_weight(struct compiler *c, uint32_t n, const struct node *node, bool may)
{
	double weight;

	if (!may) {
		fault(c->faults, node->place, "only a matcher of `match` "
		    "itself has a weight, none of its parts");
		return TAG_NONE;
	}
	if (weight_read(c, node, &weight) == -1)
		return TAG_NONE;
	return n == TAG_NONE ? n : set_weight(c, n, weight);
}

static uint32_t
read_mapping(struct compiler *c, const struct node *node)
{
	const struct node *weight;
	const struct kind *kind;
	bool may = c->may_weigh;
	struct fields f;
	uint32_t n;

	c->may_weigh = false;
	if (fields_begin(&f, node, c->run, c->faults) == -1)
		return TAG_NONE;
	if ((kind = kind_of(c, node)) == NULL || !matcher_nest(c, node->place))
		return TAG_NONE;
	n = kind->read(c, &f, fields_take(&f, kind->name));
	c->nesting--;
	if ((weight = fields_take(&f, "weight")) != NULL)
		n = read_weight(c, n, weight, may);
	return fields_end(&f) == -1 ? TAG_NONE : n;
}

uint32_t
matcher_read_weighed(struct compiler *c, const struct node *node)
{
	uint32_t n;

	c->may_weigh = true;
	n = matcher_read(c, node);
	c->may_weigh = false;
	return n;
}

uint32_t
matcher_read(struct compiler *c, const struct node *node)
{
	struct choice ch = { .terms = TAG_NONE };

	if (is_self(node)) {
		stray_self(c, node);
		return TAG_NONE;
	}
	if (list_is_named(node))
		return list_named(c, node);
	if (node->kind == NODE_MAPPING)
		return read_mapping(c, node);
	if (node->kind == NODE_SEQUENCE) {
		fault(c->faults, node->place,
		    "expected a matcher, got a sequence");
		return TAG_NONE;
	}
	choice_add_term(c, &ch, node->text, node->place);
	return choice_end(c, &ch);
}

uint32_t
matcher_whole(struct compiler *c, uint32_t part, uint32_t code)
{
	uint32_t *parts = arena_alloc(c->run, sizeof(*parts));
	uint32_t n = matcher_new(c, MATCHER_ANY);

	parts[0] = part;
	c->plan->matchers[n].code = code;
	return matcher_set_parts(c, n, parts, 1);
}
