#include <stdlib.h>

#include "base/map.h"
#include "base/utf8.h"
#include "tag/check_terms.h"
#include "tag/coding.h"
#include "tag/valid.h"

#define QUOTED		96
#define MOST_USES	2000000	/* terms of codes */

/* A term of a code, and where its rule has it. */
struct use {
	uint32_t	 code;
	struct place	 place;
};

struct terms_check {
	const struct plan	*plan;
	struct arena		*arena;
	struct faults		*faults;
	struct search		 search;
	struct arena		 scratch;	/* of a term */
	struct map		 seen;		/* code and folded term */
	uint32_t		*starts;	/* of a matcher's codes; and */
	uint32_t		*codes;		/* these, of which each term is
						 * a matcher */
};

/* Whether the terms of all codes are few enough to be looked at. */
static bool
are_few(const struct terms_check *c)
{
	const struct plan *p = c->plan;
	size_t uses = 0;
	uint32_t i, m;

	for (i = 0; i < p->users.start[p->literal_count]; i++) {
		m = p->users.to[i];
		uses += c->starts[m + 1] - c->starts[m];
	}
	return uses <= MOST_USES;
}

/* Which codes have each term of a matcher as one of theirs. */
static void
find_codes(struct terms_check *c)
{
	const struct plan *p = c->plan;
	const struct code *code;
	size_t total = 0;
	uint32_t i, k, m;

	c->starts = arena_zero(c->arena, (size_t)p->matcher_count + 1,
	    sizeof(*c->starts));
	for (i = 0; i < p->code_count; i++)
		for (k = 0; k < p->codes[i].part_count; k++)
			if (p->codes[i].parts[k].each) {
				c->starts[p->codes[i].parts[k].matcher]++;
				total++;
			}
	for (m = 1; m <= p->matcher_count; m++)
		c->starts[m] += c->starts[m - 1];
	c->codes = arena_alloc(c->arena, total * sizeof(*c->codes));
	for (i = p->code_count; i-- > 0;) {
		code = &p->codes[i];
		for (k = 0; k < code->part_count; k++)
			if (code->parts[k].each)
				c->codes[--c->starts[code->parts[k].matcher]] =
				    i;
	}
}

static struct place
place_of(const struct plan *p, uint32_t user)
{
	return (struct place){ p->user_lines[user].file,
	    p->user_lines[user].number, p->user_lines[user].column };
}

/* A term as the book sees it: folded. */
static struct span
fold_term(struct terms_check *c, struct span term, unsigned fold)
{
	char *folded = arena_alloc(c->arena, 4 * term.n);
	size_t at = 0, n = 0;

	while (at < term.n)
		n += utf8_encode(folded + n, terms_fold(utf8_next(term, &at),
		    fold));
	return span_make(folded, n);
}

/* The same term twice in one code, but for what is folded. */
static void
check_twice(struct terms_check *c, const struct use *use, struct span term)
{
	const struct plan *p = c->plan;
	const struct code *code = &p->codes[use->code];
	struct span folded = fold_term(c, term, p->books[code->book].fold);
	const struct place *other;
	struct map_entry *entry;
	struct place *place;
	char shown[QUOTED];
	bool is_new;

	entry = map_put(&c->seen, arena_printf(c->arena, "%u %.*s", use->code,
	    (int)folded.n, folded.p), &is_new);
	if (is_new) {
		place = arena_alloc(c->arena, sizeof(*place));
		*place = use->place;
		entry->value = place;
		return;
	}
	other = entry->value;
	fault_warn(c->faults, use->place, "the term \"%s\" stands in %.*s "
	    "twice, also at %s:%zu", err_quote(shown, sizeof(shown), term),
	    (int)code->id.n, code->id.p, other->file, other->line);
}

/* Why a text that is just the term isn't given its code. */
static void
tell_dead(struct terms_check *c, const struct use *use, struct span term,
    const struct coded *kept, size_t count)
{
	const struct code *code = &c->plan->codes[use->code];
	const struct coded *winner = NULL;
	struct coded *valid;
	char shown[QUOTED];
	size_t i;

	err_quote(shown, sizeof(shown), term);
	if (valid_matches(&c->search, use->code, &valid) == 0) {
		fault_warn(c->faults, use->place, "the term \"%s\" is dead: "
		    "%.*s voids it under `unless`, or a decoy hides it", shown,
		    (int)code->id.n, code->id.p);
		return;
	}
	for (i = 0; i < count; i++)
		if (kept[i].family == code->family)
			winner = &kept[i];
	if (winner != NULL)
		fault_warn(c->faults, use->place, "the term \"%s\" of %.*s is "
		    "shadowed: it gives way to %.*s", shown, (int)code->id.n,
		    code->id.p, (int)c->plan->codes[winner->code].id.n,
		    c->plan->codes[winner->code].id.p);
}

static bool
is_coded(uint32_t code, const struct coded *kept, size_t count)
{
	size_t i;

	for (i = 0; i < count; i++)
		if (kept[i].code == code)
			return true;
	return false;
}

/* A term of a matcher that stands in codes. */
static void
check_uses(struct terms_check *c, uint32_t user, struct span term,
    const struct coded *kept, size_t count)
{
	const struct plan *p = c->plan;
	uint32_t matcher = p->users.to[user], i;
	struct use use = { 0, place_of(p, user) };

	for (i = c->starts[matcher]; i < c->starts[matcher + 1]; i++) {
		use.code = c->codes[i];
		check_twice(c, &use, term);
		if (!is_coded(use.code, kept, count))
			tell_dead(c, &use, term, kept, count);
	}
}

/* A part of a chain that the chain's pieces cut. */
static void
check_pieces(struct terms_check *c, uint32_t user, struct span term)
{
	const struct plan *p = c->plan;
	const struct cut_piece *cut;
	const struct matcher *m;
	char shown[QUOTED];
	uint32_t i, n = p->users.to[user];

	for (i = p->waking[n].parents; i < p->waking[n + 1].parents; i++) {
		m = &p->matchers[p->parents[i].matcher];
		if (m->kind == MATCHER_ANY || m->kind == MATCHER_CODE ||
		    text_pieces(&c->search.text, m->within, &cut) < 2)
			continue;
		fault_warn(c->faults, place_of(p, user), "the term \"%s\" is "
		    "dead: it never stands in one %s", err_quote(shown,
		    sizeof(shown), term), tag_within_names[m->within]);
		return;
	}
}

static void
check_literal(struct terms_check *c, uint32_t literal)
{
	const struct plan *p = c->plan;
	const struct asked asked = { 0 };
	struct span term = p->literals[literal];
	struct coded *kept;
	struct err e;
	size_t n;
	uint32_t i;

	n = coding_run(&c->search, &c->scratch, term, &asked, &kept, &e);
	for (i = p->users.start[literal]; i < p->users.start[literal + 1] &&
	    !c->search.failed; i++) {
		if (p->matchers[p->users.to[i]].kind != MATCHER_TERMS)
			continue;
		check_uses(c, i, term, kept, n);
		check_pieces(c, i, term);
	}
	arena_reset(&c->scratch);
}

void
check_terms(const struct plan *p, struct arena *arena, struct faults *faults)
{
	struct terms_check c = { .plan = p, .arena = arena,
	    .faults = faults };
	uint32_t i;
	bool few;

	search_begin(&c.search, p);
	find_codes(&c);
	few = are_few(&c);
	if (!few)
		fault_warn(faults, p->books[0].rule->root->place, "over %d "
		    "terms of codes: whether one stands twice, or is dead, "
		    "isn't looked for", MOST_USES);
	for (i = 0; i < p->literal_count && few; i++)
		check_literal(&c, i);
	search_end(&c.search);
	map_free(&c.seen);
	arena_free(&c.scratch);
}
