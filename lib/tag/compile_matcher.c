#include "base/utf8.h"
#include "rules/suspect.h"
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
	[WITHIN_SECTION] = "section",
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
	    .book = c->book_number, .weight = 1,
	    .within = c->book->within, .code = TAG_NONE,
	    .target = TAG_NONE, .outside = TAG_NONE };
	p->matcher_count++;
	return n;
}

uint32_t
matcher_set_parts(struct compiler *c, uint32_t n, uint32_t *parts, size_t count)
{
	struct matcher *all = c->plan->matchers, *m = &all[n];
	uint32_t always = 0;
	size_t i;

	m->parts = parts;
	m->part_count = (uint32_t)count;
	if (m->kind == MATCHER_ANY)
		m->least = 1;
	else if (m->kind != MATCHER_AT_LEAST)
		m->least = m->part_count;
	for (i = 0; i < count; i++) {
		m->has_self = m->has_self || all[parts[i]].has_self;
		always += all[parts[i]].always;
	}
	m->always = always >= m->least;
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
	const struct node *whole = fields_take(f, "whole_word");
	struct choice ch = { .terms = TAG_NONE };
	bool whole_word = false;
	struct span text;

	if (node_text(term, &text, c->faults) == -1)
		return TAG_NONE;
	choice_add_term(c, &ch, text, term->place);
	if (whole != NULL)
		node_bool(whole, &whole_word, c->faults);
	if (ch.terms != TAG_NONE)
		c->plan->matchers[ch.terms].whole_word = whole_word;
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
 * A set of literals, one of which is in every match; cut to the length of a
 * term, as each part of a literal is in the match as well.
 */
static size_t
add_set(struct compiler *c, const struct regex *regex, size_t set,
    uint32_t matcher, const struct node *node)
{
	const struct span *items;
	size_t n = regex_required(regex, set, &items), i;

	for (i = 0; i < n; i++)
		matcher_add_literal(c, span_make(items[i].p,
		    utf8_skip(items[i], TAG_MAX_TERM_LENGTH)), matcher,
		    node->place);
	return n;
}

/* The first set wakes the regex, which then looks for the others. */
static void
add_literals(struct compiler *c, uint32_t matcher, const struct node *node)
{
	const struct regex *regex = c->plan->matchers[matcher].regex;
	const struct span *items;
	struct matcher *m;
	uint32_t needed;
	size_t set;

	for (set = 1; set < REGEX_MAX_SETS &&
	    regex_required(regex, set, &items) > 0; set++) {
		needed = matcher_new(c, MATCHER_NEEDED);
		add_set(c, regex, set, needed, node);
		m = &c->plan->matchers[matcher];
		m->needed[m->needed_count++] = needed;
	}
	if (add_set(c, regex, 0, matcher, node) > 0)
		return;
	c->plan->matchers[matcher].always = true;
	fault_warn(c->faults, node->place, "no literal stands in every match "
	    "of the regex, so it runs on every sentence");
}

static uint32_t
read_regex(struct compiler *c, struct fields *f, const struct node *node)
{
	const struct node *capture = fields_take(f, "capture");
	struct regex *regex;
	struct span pattern;
	const char *reason;
	uint32_t n;
	size_t at;

	if (node_text(node, &pattern, c->faults) == -1)
		return TAG_NONE;
	regex = regex_compile(c->run, pattern,
	    (c->book->fold & TERMS_FOLD_CASE) != 0, &reason, &at);
	if (regex == NULL) {
		fault(c->faults, place_in(node, at), "regex: %s", reason);
		return TAG_NONE;
	}
	suspect_regex(node, c->faults);
	n = matcher_new(c, MATCHER_REGEX);
	c->plan->matchers[n].regex = regex;
	add_literals(c, n, node);
	if (capture != NULL)
		capture_read(c, n, capture);
	return n;
}

static uint32_t
read_any(struct compiler *c, struct fields *f, const struct node *node)
{
	(void)f;
	return matcher_union(c, node);
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
	{ "glob", glob_read },
	{ "regex", read_regex },
	{ "any", read_any },
	{ "all", chain_read_all },
	{ "none", chain_read_none },
	{ "at_least", chain_read_at_least },
	{ "near", chain_read_near },
	{ "seq", chain_read_seq },
	{ "code", code_ref_read },
	{ "where", read_stray_where },
};

#define KINDS	(sizeof(kinds) / sizeof(kinds[0]))

/* The matcher that another language has under that name, or NULL. */
static const char *
known_as(struct span typed)
{
	static const char *const others[][2] = { { "and", "all" },
	    { "or", "any" }, { "not", "none" }, { "contains", "term" },
	    { "wildcard", "glob" } };
	size_t i;

	for (i = 0; i < sizeof(others) / sizeof(others[0]); i++)
		if (span_is(typed, others[i][0]))
			return others[i][1];
	return NULL;
}

/* A fault that tells what there is. */
static void
no_kind(struct compiler *c, const struct node *node)
{
	const char *names[KINDS + 1] = { NULL }, *near;
	struct span typed = SPAN("");
	char shown[QUOTED];
	size_t i;

	for (i = 0; i < KINDS; i++)
		names[i] = kinds[i].name;
	if (node->count > 0)
		typed = node->keys[0]->text;
	near = known_as(typed);
	if (near == NULL)
		near = fault_nearest(typed, names);
	err_quote(shown, sizeof(shown), typed);
	if (near != NULL)
		fault(c->faults, node->keys[0]->place, "no matcher \"%s\" "
		    "(did you mean \"%s\"?)", shown, near);
	else
		fault(c->faults, node->count > 0 ? node->keys[0]->place :
		    node->place, "no matcher \"%s\", expected one of %s",
		    shown, node_names(c->run, names));
}

/* Which of the kinds a mapping is, or NULL after a fault. */
static const struct kind *
kind_of(struct compiler *c, const struct node *node)
{
	const struct kind *kind = NULL;
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
		no_kind(c, node);
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

/* One that isn't a list. */
static uint32_t
read_single(struct compiler *c, const struct node *node)
{
	struct choice ch = { .terms = TAG_NONE };

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
matcher_read(struct compiler *c, const struct node *node)
{
	uint32_t n;

	if (self_is_named(node))
		return self_stray(c, node);
	if (list_is_named(node))
		return list_named(c, node);
	n = read_single(c, node);
	if (n != TAG_NONE && c->plan->matchers[n].node == NULL)
		c->plan->matchers[n].node = node;
	return n;
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
