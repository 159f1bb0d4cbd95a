#include "base/mem.h"
#include "tag/coding.h"
#include "tag/state.h"

#define AHEAD	4	/* hits: their states are asked for before */

void
search_begin(struct search *s, const struct plan *plan)
{
	*s = (struct search){ .plan = plan };
	s->regexes = regex_work_new();
	s->literals = mem_zero(plan->literal_count, sizeof(*s->literals));
	s->occurs = mem_zero(plan->literal_count / 32 + 1, sizeof(*s->occurs));
	s->seen = mem_alloc(plan->literal_count, sizeof(*s->seen));
	s->matchers = mem_zero(plan->matcher_count, sizeof(*s->matchers));
	s->has = mem_zero(plan->matcher_count, 1);
	s->holding = mem_alloc(plan->matcher_count, sizeof(*s->holding));
	memcpy(s->holding, plan->holding, plan->matcher_count);
	s->touched = mem_alloc(plan->matcher_count, sizeof(*s->touched));
	s->rising = mem_alloc(plan->matcher_count, sizeof(*s->rising));
	s->decoys = mem_zero(plan->book_count, sizeof(*s->decoys));
	s->stack = mem_alloc(plan->matcher_count, sizeof(*s->stack));
	s->codes = mem_alloc(plan->code_count, sizeof(*s->codes));
}

void
search_end(struct search *s)
{
	mem_free(s->codes);
	mem_free(s->stack);
	mem_free(s->decoys);
	mem_free(s->rising);
	mem_free(s->touched);
	mem_free(s->holding);
	mem_free(s->has);
	mem_free(s->matchers);
	mem_free(s->seen);
	mem_free(s->occurs);
	mem_free(s->literals);
	regex_work_free(s->regexes);
}

/* Round 0 is that of states that were never used. */
static void
next_round(struct search *s)
{
	const struct plan *p = s->plan;

	while (s->seen_count > 0)
		s->occurs[s->seen[--s->seen_count] / 32] = 0;
	while (s->touched_count > 0)
		s->holding[s->touched[--s->touched_count]] &= HOLDING_EVER;
	s->rising_count = 0;
	s->all_woken = s->all_placed = false;
	if (++s->stamp == 0) {
		memset(s->has, 0, p->matcher_count);
		s->stamp = 1;
	}
	if (++s->round != 0)
		return;
	memset(s->literals, 0, p->literal_count * sizeof(*s->literals));
	memset(s->matchers, 0, p->matcher_count * sizeof(*s->matchers));
	memset(s->decoys, 0, p->book_count * sizeof(*s->decoys));
	s->round = 1;
}

/* Whether a literal of it occurs. */
static bool
has_literal(const struct search *s, uint32_t matcher, const struct waking *w)
{
	const struct literal_bits *b;
	uint32_t i;

	if (s->holding[matcher] & HOLDING_TOLD)
		return s->has[matcher] == s->stamp;
	for (i = w->first; i < w->end; i++) {
		b = &s->plan->literal_bits[i];
		if ((b->bits & s->occurs[b->word]) != 0)
			return true;
	}
	return s->has[matcher] == s->stamp;	/* one of its list */
}

/* Whether a literal of each set that it needs besides occurs. */
static bool
has_needed(struct search *s, uint32_t matcher)
{
	const struct matcher *m = &s->plan->matchers[matcher];
	uint32_t i;

	for (i = 0; i < m->needed_count; i++)
		if (!search_may_hold(s, m->needed[i]))
			return false;
	return true;
}

/* Whether enough of its parts may. */
static bool
has_parts(struct search *s, const struct waking *w)
{
	uint32_t i, found = 0;

	for (i = w->first; i < w->end && found < w->least; i++) {
		if (w->end - i < w->least - found)
			return false;
		found += search_may_hold(s, s->plan->ranked[i]);
	}
	return found == w->least;
}

/* Notes what is known of a matcher until the next text. */
static void
note(struct search *s, uint32_t matcher, unsigned known)
{
	uint8_t *h = &s->holding[matcher];

	if ((*h & ~HOLDING_EVER) == 0)
		s->touched[s->touched_count++] = matcher;
	*h |= (uint8_t)known;
}

bool
search_look(struct search *s, uint32_t matcher)
{
	const struct waking *w = &s->plan->waking[matcher];
	bool may;

	if (w->kind <= MATCHER_NEEDED)
		may = has_literal(s, matcher, w) &&
		    (!w->needs || has_needed(s, matcher));
	else
		may = has_parts(s, w);
	note(s, matcher, may ? HOLDING_MAY : HOLDING_NOT);
	return may;
}

/* A part of a matcher may hold; true if the matcher, too, and wakes by it. */
static bool
part_wakes(struct search *s, uint32_t matcher, uint32_t part)
{
	const bool any = s->plan->waking[matcher].kind == MATCHER_ANY;
	struct matcher_state *state;
	struct occurring *o;

	if (any) {
		o = arena_alloc(s->arena, sizeof(*o));
		state = search_state(s, matcher);
		*o = (struct occurring){ part, state->parts };
		state->parts = o;
	}
	if (s->holding[matcher] & HOLDING_WOKE ||
	    (!any && !search_may_hold(s, matcher)))
		return false;
	note(s, matcher, HOLDING_MAY | HOLDING_WOKE);
	return true;
}

/* Tells all that the matcher wakes, each once. */
static void
wake(struct search *s, uint32_t matcher)
{
	const struct plan *p = s->plan;
	const struct waking *w;
	const struct parent *parent, *end;
	uint32_t count = 0;

	s->stack[count++] = matcher;
	while (count > 0) {
		matcher = s->stack[--count];
		w = &p->waking[matcher];
		if (w->code != TAG_NONE)
			s->codes[s->code_count++] = w->code;
		end = p->parents + w[1].parents;
		for (parent = p->parents + w->parents; parent < end; parent++)
			if ((parent->besides == TAG_NONE ||
			    s->has[parent->besides] == s->stamp) &&
			    part_wakes(s, parent->matcher, matcher))
				s->stack[count++] = parent->matcher;
	}
}

/* Notes of which leaves a literal that occurs is, and that it wakes some. */
static void
tell_leaves(struct search *s, const struct leaves *leaves)
{
	const uint32_t *leaf = s->plan->leaf_numbers + leaves[0].first;
	const uint32_t *asleep = s->plan->leaf_numbers + leaves[0].asleep;
	const uint32_t *end = s->plan->leaf_numbers + leaves[1].first;
	const uint8_t stamp = s->stamp;
	uint8_t *has = s->has;

	for (; leaf < asleep; leaf++) {
		if (has[*leaf] != stamp)
			s->rising[s->rising_count++] = *leaf;
		has[*leaf] = stamp;
	}
	for (; leaf < end; leaf++)
		has[*leaf] = stamp;
}

/*
 * Wakes what the literals of the text do, once all of them are known.  A text
 * comes by few of many: what is read next is asked for before.
 */
static void
wake_all(struct search *s)
{
	const struct plan *p = s->plan;
	uint32_t i;

	for (i = 0; i < s->seen_count; i++)
		__builtin_prefetch(&p->leaf_numbers[
		    p->leaves[s->seen[i]].first]);
	for (i = 0; i < s->seen_count; i++)
		tell_leaves(s, &p->leaves[s->seen[i]]);
	for (i = 0; i < s->rising_count; i++)
		__builtin_prefetch(&p->waking[s->rising[i]]);
	for (i = 0; i < s->rising_count; i++)
		__builtin_prefetch(&p->parents[
		    p->waking[s->rising[i]].parents]);
	for (i = 0; i < s->rising_count; i++)
		if (search_may_hold(s, s->rising[i]))
			wake(s, s->rising[i]);
	s->all_woken = true;
}

/* A literal that occurs; where it does comes later. */
static void
add_seen(struct search *s, uint32_t literal)
{
	uint32_t *word = &s->occurs[literal / 32];
	const uint32_t bit = UINT32_C(1) << literal % 32;

	if (*word & bit)
		return;
	*word |= bit;
	s->seen[s->seen_count++] = literal;
	__builtin_prefetch(&s->plan->leaves[literal]);
}

/* The state of a literal in this round. */
static struct literal_state *
literal_state(struct search *s, uint32_t literal)
{
	struct literal_state *l = &s->literals[literal];

	if (l->round != s->round)
		*l = (struct literal_state){ s->round, 0, TAG_NONE, TAG_NONE };
	return l;
}

static void
add_hit(struct search *s, uint32_t literal, uint32_t n)
{
	struct literal_state *l = literal_state(s, literal);

	add_seen(s, literal);
	if (l->count++ == 0)
		l->first = n;
	else
		s->hits[l->last].next = n;
	l->last = n;
}

/*
 * Terms that are in one list alone, and which of it nobody asks: those of the
 * same list in a row, which are the next hits, up to the last of all.
 */
static const struct terms_hit *
add_list_hits(struct search *s, const struct terms_hit *hit,
    const struct terms_hit *end, uint32_t n)
{
	const uint32_t term = hit->term, matcher = term & ~TERM_OF_LIST;
	struct matcher_state *m = search_state(s, matcher);
	const uint32_t first = n;

	for (; hit < end && hit->term == term; hit++, n++)
		s->hits[n] = (struct hit){ hit->start, hit->end, n + 1 };
	s->hits[n - 1].next = TAG_NONE;
	if (m->hit_count == 0) {
		m->first = first;
		s->has[matcher] = s->stamp;
		if (s->holding[matcher] & HOLDING_WOKEN)
			s->rising[s->rising_count++] = matcher;
	} else
		s->hits[m->last].next = first;
	m->hit_count += n - first;
	m->last = n - 1;
	return hit;
}

/* Refuses the record: what follows takes memory in proportion. */
void
search_refuse(struct search *s, const char *what)
{
	s->failed = true;
	err_record(s->e, "more than %d %s in one field: cut it with segment",
	    TAG_MAX_FOUND, what);
}

/* Whether a book that is to code the text folds so. */
static bool
is_asked(const struct search *s, unsigned fold)
{
	const struct plan *p = s->plan;
	uint32_t b;

	if (s->asked->books == NULL)
		return true;
	for (b = 0; b < p->book_count; b++)
		if (p->books[b].fold == fold && s->asked->books[b])
			return true;
	return false;
}

/*
 * What is found in the text of each fold that is asked for; nothing if that is
 * too much, with the hits that there are.
 */
static void
find_folds(struct search *s, unsigned which, struct finding *f)
{
	const struct folded *folded = s->plan->folds;
	uint32_t i;

	f->total = 0;
	for (i = 0; i < s->plan->fold_count; i++) {
		f->counts[i] = is_asked(s, folded[i].fold) ?
		    terms_find(folded[i].terms, s->arena, s->text.bytes,
		    which, TAG_MAX_FOUND, &f->hits[i]) : 0;
		f->total += f->counts[i];
	}
	if (f->total > TAG_MAX_FOUND - s->hit_count) {
		search_refuse(s, "terms");
		f->total = 0;
	}
}

static void
look_ahead(const struct search *s, uint32_t term)
{
	if (!(term & TERM_OF_LIST))
		__builtin_prefetch(&s->literals[term]);
}

static void
add_hits(struct search *s, const struct finding *f)
{
	const struct terms_hit *hit, *end, *next;
	uint32_t n = s->hit_count, i;

	if (f->total == 0)
		return;
	s->hits = arena_grow(s->arena, s->hits, n, &s->hit_capacity,
	    n + f->total, sizeof(*s->hits));
	for (i = 0; i < s->plan->fold_count; i++) {
		if (f->counts[i] == 0)
			continue;
		end = f->hits[i] + f->counts[i];
		for (hit = f->hits[i]; hit < end;) {
			if (hit->term & TERM_OF_LIST) {
				next = add_list_hits(s, hit, end, n);
				n += (uint32_t)(next - hit);
				hit = next;
				continue;
			}
			if (end - hit > AHEAD)
				look_ahead(s, hit[AHEAD].term);
			s->hits[n] = (struct hit){ hit->start, hit->end,
			    TAG_NONE };
			add_hit(s, hit->term, n++);
			hit++;
		}
	}
	s->hit_count = n;
}

/*
 * Those of one character: half of the characters of a text may be one, and
 * which of them stands where isn't asked of every text.
 */
static void
see_alone(struct search *s)
{
	const struct finding *f = &s->alone;
	uint32_t i;
	size_t k;

	for (i = 0; f->total > 0 && i < s->plan->fold_count; i++)
		for (k = 0; k < f->counts[i]; k++)
			add_seen(s, f->hits[i][k].term);
}

const struct literal_state *
search_literal(struct search *s, uint32_t literal)
{
	if (s->literals[literal].round != s->round && !s->all_placed) {
		s->all_placed = true;
		add_hits(s, &s->alone);
	}
	return literal_state(s, literal);
}

void
search_text(struct search *s, struct arena *arena, struct span bytes,
    struct err *e)
{
	struct finding longer;
	uint32_t i;

	next_round(s);
	s->arena = arena;
	s->e = e;
	s->failed = false;
	text_begin(&s->text, arena, bytes, &s->plan->cut);
	s->code_count = s->plan->always_count;
	for (i = 0; i < s->code_count; i++)
		s->codes[i] = s->plan->always[i];
	s->hits = NULL;
	s->hit_count = 0;
	s->hit_capacity = 0;
	find_folds(s, TERMS_LONGER, &longer);
	add_hits(s, &longer);
	find_folds(s, TERMS_ALONE, &s->alone);
	see_alone(s);
	wake_all(s);
}
