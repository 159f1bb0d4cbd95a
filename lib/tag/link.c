#include <stdlib.h>

#include "base/utf8.h"
#include "tag/compile.h"
#include "tag/unmet.h"

struct edges
edges_make(struct arena *a, uint32_t froms, const struct edge *all,
    size_t count)
{
	struct edges e;
	uint32_t from;
	size_t i;

	e.start = arena_zero(a, (size_t)froms + 1, sizeof(*e.start));
	e.to = arena_alloc(a, count * sizeof(*e.to));
	for (i = 0; i < count; i++)
		e.start[all[i].from]++;
	for (from = 1; from <= froms; from++)
		e.start[from] += e.start[from - 1];
	for (i = count; i-- > 0;)
		e.to[--e.start[all[i].from]] = all[i].to;
	return e;
}

static void
link_users(struct compiler *c)
{
	struct edge *all = arena_alloc(&c->scratch,
	    c->user_count * sizeof(*all));
	struct plan *p = c->plan;
	const struct user *user;
	size_t i;

	for (i = 0; i < c->user_count; i++)
		all[i] = (struct edge){ c->users[i].literal, (uint32_t)i };
	p->users = edges_make(c->run, p->literal_count, all, c->user_count);
	p->user_lines = arena_alloc(c->run,
	    c->user_count * sizeof(*p->user_lines));
	for (i = 0; i < c->user_count; i++) {
		user = &c->users[p->users.to[i]];
		p->user_lines[i] = user->line;
		p->users.to[i] = user->matcher;
	}
	arena_free(&c->scratch);
}

/* Whether somebody asks which of the terms of each matcher occur. */
static bool *
find_asked(struct compiler *c)
{
	const struct plan *p = c->plan;
	bool *asked = arena_zero(c->run, p->matcher_count, sizeof(*asked));
	const struct code *code;
	uint32_t i, k;

	for (i = 0; i < p->code_count; i++) {
		code = &p->codes[i];
		for (k = 0; code->scored && k < code->part_count; k++)
			if (code->parts[k].each)
				asked[code->parts[k].matcher] = true;
	}
	return asked;
}

/*
 * The one list that a literal is in, and nothing else; or TAG_NONE.  One of one
 * character isn't placed at first, so that it is told by its number.
 */
static uint32_t
only_list(const struct plan *p, const bool *asked, uint32_t literal)
{
	const uint32_t *start = p->users.start + literal;
	uint32_t matcher;

	if (start[1] - start[0] != 1 || p->names_terms ||
	    utf8_width(p->literals[literal].p[0]) == p->literals[literal].n)
		return TAG_NONE;
	matcher = p->users.to[start[0]];
	return p->matchers[matcher].kind == MATCHER_TERMS && !asked[matcher] ?
	    matcher : TAG_NONE;
}

/* By literal. */
static uint32_t *
find_lists(struct compiler *c)
{
	const struct plan *p = c->plan;
	bool *asked = find_asked(c);
	uint32_t *lists = arena_alloc(c->run,
	    p->literal_count * sizeof(*lists));
	uint32_t i;

	for (i = 0; i < p->literal_count; i++)
		lists[i] = only_list(p, asked, i);
	return lists;
}

static size_t
count_folded(const struct compiler *c, unsigned fold)
{
	size_t count = 0;
	uint32_t i;

	for (i = 0; i < c->plan->literal_count; i++)
		count += c->literals[i].fold == fold;
	return count;
}

/* The literals that are folded so; if all are, the plan has them already. */
static int
link_fold(struct compiler *c, unsigned fold, const uint32_t *lists)
{
	struct plan *p = c->plan;
	struct folded *folded;
	size_t count = count_folded(c, fold);
	struct span *terms = count == p->literal_count ? p->literals :
	    arena_alloc(c->run, count * sizeof(*terms));
	uint32_t *values = arena_alloc(c->run, count * sizeof(*values));
	uint32_t i, n = 0;

	if (count == 0)
		return 0;
	for (i = 0; i < p->literal_count; i++)
		if (c->literals[i].fold == fold) {
			terms[n] = p->literals[i];
			values[n++] = lists[i] == TAG_NONE ? i :
			    lists[i] | TERM_OF_LIST;
		}
	folded = &p->folds[p->fold_count++];
	folded->fold = fold;
	folded->terms = terms_build(c->run, terms, values, count, fold);
	if (folded->terms == NULL)
		return fault(c->faults, p->books[0].rule->root->place,
		    "the terms of all books hold more than %d different "
		    "characters", TERMS_MAX_CHARS);
	return 0;
}

static int
compare_codes(const void *left, const void *right)
{
	const struct code *const *a = left, *const *b = right;

	return span_compare((*a)->id, (*b)->id);
}

static void
rank_codes(struct compiler *c)
{
	struct plan *p = c->plan;
	struct code **order = arena_alloc(c->run,
	    p->code_count * sizeof(*order));
	uint32_t i;

	for (i = 0; i < p->code_count; i++)
		order[i] = &p->codes[i];
	if (p->code_count > 0)
		qsort(order, p->code_count, sizeof(*order), compare_codes);
	p->by_rank = arena_alloc(c->run, p->code_count * sizeof(*p->by_rank));
	for (i = 0; i < p->code_count; i++) {
		order[i]->rank = i;
		p->by_rank[i] = (uint32_t)(order[i] - p->codes);
	}
}

static void
find_always(struct compiler *c)
{
	struct plan *p = c->plan;
	uint32_t i;

	p->always = arena_alloc(c->run, p->code_count * sizeof(*p->always));
	for (i = 0; i < p->code_count; i++)
		if (p->codes[i].matcher != TAG_NONE &&
		    p->matchers[p->codes[i].matcher].always)
			p->always[p->always_count++] = i;
}

/* What is built from other codes comes behind these. */
static void
find_conditional(struct compiler *c)
{
	struct plan *p = c->plan;
	uint32_t depth, i;

	p->conditional = arena_alloc(c->run,
	    p->code_count * sizeof(*p->conditional));
	for (depth = 0; depth <= TAG_MAX_NESTING; depth++)
		for (i = 0; i < p->code_count; i++)
			if (p->codes[i].condition_count > 0 &&
			    p->codes[i].depth == depth)
				p->conditional[p->conditional_count++] = i;
}

/* The counter of that name, a new one unless it is there from first on. */
static uint32_t
add_counter(struct plan *p, uint32_t first, const char *name)
{
	uint32_t i;

	for (i = first; i < p->counter_count; i++)
		if (strcmp(p->counters[i], name) == 0)
			return i;
	p->counters[p->counter_count] = name;
	return p->counter_count++;
}

/*
 * One per code, how often a regex saw a sentence in windows, records without
 * a field to code, one per field that tables are looked up by, what became of
 * corrections, and what is watched.
 */
static void
name_counters(struct compiler *c)
{
	static const char *const corrections[CORRECTIONS_COUNT] = {
		[CORRECTIONS_HELD] = "corrections.held",
		[CORRECTIONS_VOID] = "corrections.void",
		[CORRECTIONS_UNREAD] = "corrections.unread"
	};
	struct plan *p = c->plan;
	uint32_t i;

	p->counters = arena_zero(c->run, (size_t)p->code_count + 3 +
	    p->lookup_count + CORRECTIONS_COUNT + unmet_counters(p),
	    sizeof(*p->counters));
	for (i = 0; i < p->code_count; i++)
		p->counters[p->counter_count++] = arena_printf(c->run,
		    "hits.%.*s", (int)p->codes[i].id.n, p->codes[i].id.p).p;
	p->long_sentences = add_counter(p, i, "long_sentences");
	p->without_field = add_counter(p, i, "without_field");
	if (p->keep != KEEP_ALL)
		p->dropped = add_counter(p, i, "dropped");
	for (i = 0; i < p->lookup_count; i++)
		p->lookups[i].counter = add_counter(p, p->code_count,
		    arena_printf(c->run, "unknown.%.*s",
		    (int)p->lookups[i].key.text.n,
		    p->lookups[i].key.text.p).p);
	p->corrections_held = p->counter_count;
	for (i = 0; i < CORRECTIONS_COUNT && p->correction_count > 0; i++)
		p->counters[p->counter_count++] = corrections[i];
	p->first_unlike = p->counter_count;
	p->counter_count += unmet_counters(p);
}

/* The regexes of a matcher that capture, but not those of other codes. */
static void
gather_capturing(struct compiler *c, struct code *code, uint32_t matcher,
    size_t *capacity)
{
	const struct matcher *m = &c->plan->matchers[matcher];
	uint32_t i;

	if (m->capture_count > 0) {
		code->capturing = arena_grow(c->run, code->capturing,
		    code->capturing_count, capacity,
		    (size_t)code->capturing_count + 1,
		    sizeof(*code->capturing));
		code->capturing[code->capturing_count++] = matcher;
		code->capture_count += m->capture_count;
	}
	for (i = 0; i < m->part_count && m->kind != MATCHER_CODE; i++)
		gather_capturing(c, code, m->parts[i], capacity);
}

static int
find_capturing(struct compiler *c)
{
	struct plan *p = c->plan;
	size_t capacity;
	uint32_t i;
	int rc = 0;

	for (i = 0; i < p->matcher_count; i++)
		p->captures = p->captures || p->matchers[i].capture_count > 0;
	for (i = 0; i < p->code_count && p->captures; i++) {
		capacity = 0;
		if (p->codes[i].matcher != TAG_NONE)
			gather_capturing(c, &p->codes[i],
			    p->codes[i].matcher, &capacity);
		if (p->codes[i].capture_count > TAG_MAX_CAPTURES)
			rc = fault(c->faults, p->codes[i].place, "expected at "
			    "most %d captures in a code, got %u",
			    TAG_MAX_CAPTURES, p->codes[i].capture_count);
	}
	return rc;
}

static bool
owns_nothing(const struct plan *p)
{
	uint32_t i;

	for (i = 0; i < p->book_count; i++)
		if (p->books[i].prefix.n > 0)
			return false;
	return p->code_count == 0 && p->derived_count == 0 &&
	    p->quantities == NULL;
}

static bool
asks_for_scores(const struct plan *p)
{
	uint32_t i;

	for (i = 0; i < p->code_count; i++)
		if (p->codes[i].scored)
			return true;
	return false;
}

static void
link_classify(struct compiler *c)
{
	const struct plan *p = c->plan;
	struct classify *cl;
	uint32_t k, i;

	for (k = 0; k < p->classify_count; k++) {
		cl = &p->classify[k];
		cl->places = arena_alloc(c->run,
		    p->code_count * sizeof(*cl->places));
		for (i = 0; i < p->code_count; i++)
			cl->places[i] = TAG_NONE;
		for (i = 0; i < cl->among_count; i++)
			cl->places[cl->among[i].code] = i;
	}
}

int
plan_link(struct compiler *c)
{
	uint32_t *lists;
	unsigned fold;

	if (c->plan->literal_count > TAG_MAX_TERMS)
		return fault(c->faults, c->plan->books[0].rule->root->place,
		    "%u terms in all books, expected at most %d",
		    c->plan->literal_count, TAG_MAX_TERMS);
	link_users(c);
	lists = find_lists(c);
	for (fold = 0; fold < TAG_FOLDS; fold++)
		if (link_fold(c, fold, lists) == -1)
			return -1;
	waking_link(c, lists);
	rank_codes(c);
	link_classify(c);
	find_always(c);
	find_conditional(c);
	if (find_capturing(c) == -1)
		return -1;
	unmet_compile(c);
	name_counters(c);
	c->plan->cut = cut_default;
	cut_prepare(&c->plan->cut, c->run);
	c->plan->owns_nothing = owns_nothing(c->plan);
	c->plan->scores = asks_for_scores(c->plan);
	return 0;
}
