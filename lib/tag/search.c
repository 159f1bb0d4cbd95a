#include "base/mem.h"
#include "tag/state.h"

void
search_begin(struct search *s, const struct plan *plan)
{
	*s = (struct search){ .plan = plan };
	s->regexes = regex_work_new();
	s->literals = mem_zero(plan->literal_count, sizeof(*s->literals));
	s->matchers = mem_zero(plan->matcher_count, sizeof(*s->matchers));
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
	mem_free(s->matchers);
	mem_free(s->literals);
	regex_work_free(s->regexes);
}

/* Round 0 is that of states that were never used. */
static void
next_round(struct search *s)
{
	const struct plan *p = s->plan;

	if (++s->round != 0)
		return;
	memset(s->literals, 0, p->literal_count * sizeof(*s->literals));
	memset(s->matchers, 0, p->matcher_count * sizeof(*s->matchers));
	memset(s->decoys, 0, p->book_count * sizeof(*s->decoys));
	s->round = 1;
}

static void
push(struct search *s, struct occurring **list, uint32_t number)
{
	struct occurring *o = arena_alloc(s->arena, sizeof(*o));

	*o = (struct occurring){ number, *list };
	*list = o;
}

/* A part of a matcher may hold; true if from now on the matcher may, too. */
static bool
part_wakes(struct search *s, uint32_t matcher, uint32_t part)
{
	const struct waking *w = &s->plan->waking[matcher];
	struct matcher_state *state;

	if (w->always)
		return false;
	state = search_state(s, matcher);
	if (w->any)
		push(s, &state->parts, part);
	return ++state->seen == w->need;
}

/* Tells all that the matcher is part of, each once. */
static void
wake(struct search *s, uint32_t matcher)
{
	const struct plan *p = s->plan;
	uint32_t count = 0, i, parent;

	s->stack[count++] = matcher;
	while (count > 0) {
		matcher = s->stack[--count];
		if (p->waking[matcher].code != TAG_NONE)
			s->codes[s->code_count++] = p->waking[matcher].code;
		for (i = p->parents.start[matcher];
		    i < p->parents.start[matcher + 1]; i++) {
			parent = p->parents.to[i];
			if (part_wakes(s, parent, matcher))
				s->stack[count++] = parent;
		}
	}
}

/* The first time that a literal occurs in the text. */
static void
literal_occurs(struct search *s, uint32_t literal)
{
	const struct plan *p = s->plan;
	struct matcher_state *m;
	uint32_t i, user;

	for (i = p->users.start[literal]; i < p->users.start[literal + 1];
	    i++) {
		user = p->users.to[i];
		m = search_state(s, user);
		push(s, &m->literals, literal);
		if (++m->seen == p->waking[user].need)
			wake(s, user);
	}
}

static void
add_hit(struct search *s, uint32_t literal, uint32_t n)
{
	struct literal_state *l = &s->literals[literal];

	if (l->round != s->round) {
		*l = (struct literal_state){ s->round, 1, n, n };
		s->seen[s->seen_count++] = literal;
		literal_occurs(s, literal);
		return;
	}
	s->hits[l->last].next = n;
	l->last = n;
	l->count++;
}

/* A term that is in one list alone, and which of it nobody asks. */
static void
add_list_hit(struct search *s, uint32_t matcher, uint32_t n)
{
	struct matcher_state *m = search_state(s, matcher);

	if (m->hit_count++ == 0) {
		m->first = n;
		if (++m->seen == s->plan->waking[matcher].need)
			wake(s, matcher);
	} else
		s->hits[m->last].next = n;
	m->last = n;
}

/* Refuses the record: what follows takes memory in proportion. */
void
search_refuse(struct search *s, const char *what)
{
	s->failed = true;
	err_record(s->e, "more than %d %s in one field: cut it with segment",
	    TAG_MAX_FOUND, what);
}

static void
find_literals(struct search *s, struct span bytes)
{
	const struct literals *l;
	struct terms_hit *found[TAG_FOLDS];
	size_t counts[TAG_FOLDS] = { 0 }, total = 0, i;
	uint32_t n = 0, term;
	unsigned f;

	for (f = 0; f < TAG_FOLDS; f++) {
		if (s->plan->folds[f].terms != NULL)
			counts[f] = terms_find(s->plan->folds[f].terms,
			    s->arena, bytes, TAG_MAX_FOUND, &found[f]);
		total += counts[f];
	}
	if (total > TAG_MAX_FOUND) {
		search_refuse(s, "terms");
		return;
	}
	s->hits = arena_alloc(s->arena, total * sizeof(*s->hits));
	s->seen = arena_alloc(s->arena, total * sizeof(*s->seen));
	for (f = 0; f < TAG_FOLDS; f++) {
		l = &s->plan->folds[f];
		for (i = 0; i < counts[f]; i++, n++) {
			s->hits[n] = (struct hit){ found[f][i].start,
			    found[f][i].end, TAG_NONE };
			term = found[f][i].term;
			if (l->lists[term] != TAG_NONE)
				add_list_hit(s, l->lists[term], n);
			else
				add_hit(s, l->literals[term], n);
		}
	}
}

void
search_text(struct search *s, struct arena *arena, struct span bytes,
    struct err *e)
{
	uint32_t i;

	next_round(s);
	s->arena = arena;
	s->e = e;
	s->failed = false;
	s->seen_count = 0;
	text_begin(&s->text, arena, bytes, &s->plan->cut);
	s->code_count = s->plan->always_count;
	for (i = 0; i < s->code_count; i++)
		s->codes[i] = s->plan->always[i];
	find_literals(s, bytes);
}
