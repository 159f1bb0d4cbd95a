#include "base/ascii.h"
#include "base/utf8.h"
#include "tag/chain.h"
#include "tag/sort.h"
#include "tag/state.h"
#include "tag/valid.h"

/*
 * A regex sees one sentence at a time; of one over REGEX_WINDOW characters,
 * windows of that length that have REGEX_COMMON characters in common: the JIT's
 * stack and the limit of steps hold for each.  The limit is one of each start,
 * so that `a[^b]*c` takes time in proportion to the window: 6 ms a KB with
 * 10,000 characters, 1.4 with 2,000.
 */
#define REGEX_WINDOW	2000
#define REGEX_COMMON	250

static int
compare_found(const void *left, const void *right)
{
	const struct found *a = left, *b = right;

	if (a->start != b->start)
		return a->start < b->start ? -1 : 1;
	return a->end < b->end ? -1 : a->end > b->end;
}

/* Orders what was found, and makes one of those that are equal. */
static size_t
settle(struct found *items, size_t count)
{
	size_t i, n = 1;

	while (n < count && compare_found(&items[n - 1], &items[n]) < 0)
		n++;
	if (n >= count)
		return count;
	sort_items(items, count, sizeof(*items), compare_found);
	for (i = n = 1; i < count; i++) {
		if (compare_found(&items[n - 1], &items[i]) != 0)
			items[n++] = items[i];
		else if (items[i].weight > items[n - 1].weight)
			items[n - 1].weight = items[i].weight;
	}
	return n;
}

/* What is found one by one. */
struct collected {
	struct found	*items;
	size_t		 count, capacity;
};

static void
collect(struct search *s, struct collected *c, struct found f)
{
	c->items = arena_grow(s->arena, c->items, c->count, &c->capacity,
	    c->count + 1, sizeof(f));
	c->items[c->count++] = f;
}

/* The hits from one on; returns how many items there are then. */
static size_t
put_hits(const struct search *s, uint32_t hit, struct found *items, size_t n)
{
	for (; hit != TAG_NONE; hit = s->hits[hit].next)
		items[n++] = (struct found){ s->hits[hit].start,
		    s->hits[hit].end, 1 };
	return n;
}

static size_t
gather_terms(struct search *s, uint32_t matcher, struct found **items)
{
	const struct matcher_state *m = search_state(s, matcher);
	const struct literal_walk begin = search_literals(s, matcher);
	struct literal_walk walk = begin;
	size_t total = m->hit_count, n = 0;
	uint32_t literal;

	while (search_next_literal(s, &walk, &literal))
		total += search_literal(s, literal)->count;
	*items = arena_alloc(s->arena, total * sizeof(**items));
	if (m->hit_count > 0)
		n = put_hits(s, m->first, *items, n);
	for (walk = begin; search_next_literal(s, &walk, &literal);)
		n = put_hits(s, search_literal(s, literal)->first, *items, n);
	return settle(*items, n);
}

/* The terms of a choice of lists, hidden by nothing. */
static void
gather_choice(struct search *s, uint32_t matcher, struct collected *c)
{
	const struct matcher *m = &s->plan->matchers[matcher];
	struct found *items;
	size_t i, n;

	for (i = 0; i < m->part_count; i++)
		gather_choice(s, m->parts[i], c);
	n = gather_terms(s, matcher, &items);
	for (i = 0; i < n; i++)
		collect(s, c, items[i]);
}

static struct founds
decoys_of(struct search *s, uint32_t book)
{
	struct decoy_state *d = &s->decoys[book];
	struct collected c = { NULL, 0, 0 };

	if (d->round != s->round) {
		gather_choice(s, s->plan->books[book].decoys, &c);
		*d = (struct decoy_state){ s->round,
		    { c.items, settle(c.items, c.count) } };
	}
	return d->founds;
}

/* Leaves out what lies in a longer decoy of its book. */
static struct founds
hide(struct search *s, uint32_t book, struct found *items, size_t count)
{
	struct founds d;
	uint32_t reach = 0;	/* of the decoys that begin before */
	size_t i, k, at = 0, n = 0;
	bool hidden;

	if (s->plan->books[book].decoys == TAG_NONE)
		return (struct founds){ items, count };
	d = decoys_of(s, book);
	for (i = 0; i < count; i++) {
		for (; at < d.count && d.items[at].start < items[i].start; at++)
			if (d.items[at].end > reach)
				reach = d.items[at].end;
		hidden = reach >= items[i].end;
		for (k = at; k < d.count &&
		    d.items[k].start == items[i].start; k++)
			hidden = hidden || d.items[k].end > items[i].end;
		if (!hidden)
			items[n++] = items[i];
	}
	return (struct founds){ items, n };
}

/* A character of a word whose end white space or a mark shows. */
static bool
is_word_char(uint32_t c)
{
	c = terms_fold(c, TERMS_FOLD_WIDTH);
	return c < 0x80 ? ascii_is_alnum((char)c) : c >= 0xc0 && c < 0x2000;
}

/* Whether characters n and n + 1 of the text are of one word. */
static bool
is_inside_word(struct search *s, uint32_t n)
{
	struct span two = text_chars(&s->text, n, n + 2);
	size_t at = 0;
	uint32_t first = utf8_next(two, &at);

	return is_word_char(first) && is_word_char(utf8_next(two, &at));
}

/* Leaves out what begins or ends inside a word. */
static size_t
keep_words(struct search *s, struct found *items, size_t count)
{
	const struct cut_piece *whole;
	size_t i, n = 0;

	text_pieces(&s->text, WITHIN_TEXT, &whole);
	for (i = 0; i < count; i++)
		if ((items[i].start == 0 ||
		    !is_inside_word(s, items[i].start - 1)) &&
		    (items[i].end == whole->char_end ||
		    !is_inside_word(s, items[i].end - 1)))
			items[n++] = items[i];
	return n;
}

static struct founds
eval_terms(struct search *s, uint32_t matcher)
{
	const struct matcher *m = &s->plan->matchers[matcher];
	struct found *items;
	size_t count = gather_terms(s, matcher, &items);

	if (m->whole_word)
		count = keep_words(s, items, count);
	return hide(s, m->book, items, count);
}

/* A regex on its way through a text. */
struct reading {
	struct search		*s;
	uint32_t		 matcher;
	struct collected	 found;
	size_t			 byte;		/* of the text; and its */
	uint32_t		 character;	/* character */
};

static void
keep_captured(struct reading *r, struct captured one)
{
	struct matcher_state *m = search_state(r->s, r->matcher);

	m->captured = arena_grow(r->s->arena, m->captured, m->captured_count,
	    &m->captured_capacity, m->captured_count + 1, sizeof(one));
	m->captured[m->captured_count++] = one;
}

/* Moves on to a byte; returns its character. */
static uint32_t
advance(struct reading *r, size_t byte)
{
	r->character += (uint32_t)utf8_length(span_make(
	    r->s->text.bytes.p + r->byte, byte - r->byte));
	r->byte = byte;
	return r->character;
}

/*
 * The matches in bytes from to end of the text that begin before byte most,
 * none of them empty; returns where the last one ends.
 */
static size_t
read_window(struct reading *r, size_t from, size_t end, size_t most)
{
	struct search *s = r->s;
	struct span window = span_make(s->text.bytes.p + from, end - from);
	const struct matcher *regex = &s->plan->matchers[r->matcher];
	struct regex_match m;
	struct found f;
	size_t at = 0;
	int n;

	while (from + at < most) {
		n = regex_find(regex->regex, s->regexes, window, at, &m,
		    s->e);
		if (n == -1)
			s->failed = true;
		if (n != 1 || from + m.start[0] >= most)
			break;
		at = m.end[0];
		if (at == m.start[0]) {
			if (at == window.n)
				break;
			utf8_next(window, &at);
			continue;
		}
		f.start = advance(r, from + m.start[0]);
		f.end = advance(r, from + m.end[0]);
		f.weight = 1;
		collect(s, &r->found, f);
		if (regex->capture_count > 0)
			keep_captured(r, capture_take(s->arena, regex, f,
			    window, &m));
		if (r->found.count == TAG_MAX_FOUND) {
			search_refuse(s, "matches");
			break;
		}
	}
	return from + at;
}

static void
read_sentence(struct reading *r, const struct cut_piece *p)
{
	size_t from = p->start, end, most, last;
	struct span rest;

	r->byte = p->start;
	r->character = (uint32_t)p->char_start;
	if (p->char_end - p->char_start <= REGEX_WINDOW) {
		read_window(r, from, p->end, p->end);
		return;
	}
	r->s->long_sentences++;
	do {
		rest = span_make(r->s->text.bytes.p + from, p->end - from);
		end = from + utf8_skip(rest, REGEX_WINDOW);
		most = end == p->end ? end :
		    from + utf8_skip(rest, REGEX_WINDOW - REGEX_COMMON);
		last = read_window(r, from, end, most);
		from = last > most ? last : most;
	} while (end < p->end && !r->s->failed);
}

/* The literals of a set on the way through the sentences. */
struct set_walk {
	struct found	*items;
	size_t		 count, at;
};

/* Whether one of each set begins in the sentence. */
static bool
have_all(struct set_walk *sets, uint32_t count, const struct cut_piece *p)
{
	struct set_walk *w, *end = sets + count;

	for (w = sets; w < end; w++) {
		while (w->at < w->count &&
		    w->items[w->at].start < p->char_start)
			w->at++;
		if (w->at == w->count || w->items[w->at].start >= p->char_end)
			return false;
	}
	return true;
}

/*
 * Every sentence, or those that hold its literals: if there is but one, it
 * does, or nobody would ask.
 */
static struct founds
eval_regex(struct search *s, uint32_t matcher)
{
	const struct matcher *m = &s->plan->matchers[matcher];
	struct reading r = { .s = s, .matcher = matcher };
	struct set_walk sets[REGEX_MAX_SETS] = { 0 };
	const struct cut_piece *pieces;
	size_t i, n = text_pieces(&s->text, WITHIN_SENTENCE, &pieces);
	uint32_t k, count = m->always || n == 1 ? 0 : 1 + m->needed_count;

	for (k = 0; k < count; k++)
		sets[k].count = gather_terms(s, k == 0 ? matcher :
		    m->needed[k - 1], &sets[k].items);
	for (i = 0; i < n && !s->failed; i++)
		if (have_all(sets, count, &pieces[i]))
			read_sentence(&r, &pieces[i]);
	return hide(s, m->book, r.found.items, r.found.count);
}

static void
collect_all(struct search *s, struct collected *c, struct founds f)
{
	c->items = arena_grow(s->arena, c->items, c->count, &c->capacity,
	    c->count + f.count, sizeof(*c->items));
	memcpy(c->items + c->count, f.items, f.count * sizeof(*c->items));
	c->count += f.count;
}

/* What several parts told; that of one alone is taken as it is. */
struct gathering {
	struct founds		first;
	struct collected	all;
};

static void
gather(struct search *s, struct gathering *g, struct founds f)
{
	if (f.count == 0)
		return;
	if (g->first.count == 0) {
		g->first = f;
		return;
	}
	if (g->all.count == 0)
		collect_all(s, &g->all, g->first);
	collect_all(s, &g->all, f);
}

/* Parts that woke it are the only ones that may hold. */
static struct founds
eval_any(struct search *s, uint32_t matcher, const struct view *view)
{
	const struct matcher *m = &s->plan->matchers[matcher];
	const struct occurring *o;
	struct gathering g = { 0 };
	uint32_t i;

	for (i = 0; !m->woken && i < m->part_count; i++)
		gather(s, &g, search_eval(s, m->parts[i], view));
	for (o = search_state(s, matcher)->parts; o != NULL; o = o->next)
		gather(s, &g, search_eval(s, o->number, view));
	if (g.all.count == 0)
		return g.first;
	return (struct founds){ g.all.items,
	    settle(g.all.items, g.all.count) };
}

/* Where a record says that a code of no book here stands. */
static struct founds
eval_outside(struct search *s, uint32_t outside)
{
	const struct given *given = s->asked->given;
	size_t count = s->asked->given_count, low = 0, high = count, middle;
	struct collected c = { NULL, 0, 0 };

	while (low < high) {
		middle = low + (high - low) / 2;
		if (given[middle].outside < outside)
			low = middle + 1;
		else
			high = middle;
	}
	for (; low < count && given[low].outside == outside; low++)
		collect(s, &c, (struct found){ given[low].start,
		    given[low].end, 1 });
	return (struct founds){ c.items, settle(c.items, c.count) };
}

/* What its matchers tell, and what a person adds. */
static struct founds
eval_code(struct search *s, const struct matcher *m)
{
	const struct asked *asked = s->asked;
	struct collected c = { NULL, 0, 0 };
	struct coded *matches;
	size_t n, i;

	if (m->outside != TAG_NONE)
		return eval_outside(s, m->outside);
	n = valid_matches(s, m->target, &matches);
	for (i = 0; i < n; i++)
		collect(s, &c, (struct found){ matches[i].start,
		    matches[i].end, 1 });
	for (i = 0; i < asked->addition_count; i++)
		if (asked->additions[i].code == m->target)
			collect(s, &c, (struct found){
			    asked->additions[i].start,
			    asked->additions[i].end, 1 });
	return (struct founds){ c.items, settle(c.items, c.count) };
}

/* The parts of a matcher; false if too many of them are nowhere. */
static bool
eval_parts(struct search *s, const struct matcher *m, const struct view *view,
    struct founds *parts)
{
	uint32_t i, most = m->part_count - m->least, nowhere = 0;

	for (i = 0; i < m->part_count; i++) {
		parts[i] = search_eval(s, m->parts[i], view);
		if (parts[i].count == 0 && ++nowhere > most)
			return false;
	}
	return true;
}

static struct founds
eval_all(struct search *s, const struct matcher *m, const struct view *view)
{
	struct founds parts[TAG_MAX_PARTS], *none;
	uint32_t i;

	if (!eval_parts(s, m, view, parts))
		return (struct founds){ NULL, 0 };
	none = arena_alloc(s->arena, m->none_count * sizeof(*none));
	for (i = 0; i < m->none_count; i++)
		none[i] = search_eval(s, m->none[i], NULL);
	return chain_all(s, m, parts, none);
}

/* What a matcher told, at its own weight. */
static struct founds
weigh(struct search *s, const struct matcher *m, struct founds f)
{
	struct found *items;
	size_t i;

	if (m->weight == 1 || f.count == 0)
		return f;
	items = arena_alloc(s->arena, f.count * sizeof(*items));
	for (i = 0; i < f.count; i++) {
		items[i] = f.items[i];
		items[i].weight = m->weight;
	}
	return (struct founds){ items, f.count };
}

static struct founds
eval(struct search *s, uint32_t matcher, const struct view *view)
{
	const struct matcher *m = &s->plan->matchers[matcher];
	struct founds parts[TAG_MAX_PARTS];

	switch (m->kind) {
	case MATCHER_TERMS:
		return eval_terms(s, matcher);
	case MATCHER_REGEX:
		return eval_regex(s, matcher);
	case MATCHER_NEEDED:
		break;
	case MATCHER_CODE:
		return eval_code(s, m);
	case MATCHER_ANY:
		return eval_any(s, matcher, view);
	case MATCHER_ALL:
	case MATCHER_AT_LEAST:
		return eval_all(s, m, view);
	case MATCHER_NEAR:
		if (eval_parts(s, m, view, parts))
			return chain_near(s, m, parts);
		break;
	case MATCHER_SEQ:
		if (eval_parts(s, m, view, parts))
			return chain_seq(s, m, parts);
		break;
	case MATCHER_SELF:
		return (struct founds){ &view->self, 1 };
	}
	return (struct founds){ NULL, 0 };
}

struct founds
search_eval(struct search *s, uint32_t matcher, const struct view *view)
{
	struct matcher_state *state;

	if (s->failed || !search_may_hold(s, matcher))
		return (struct founds){ NULL, 0 };
	if (s->plan->matchers[matcher].has_self)
		return eval(s, matcher, view);
	state = search_state(s, matcher);
	if (!state->known) {
		state->founds = weigh(s, &s->plan->matchers[matcher],
		    eval(s, matcher, NULL));
		state->known = true;
	}
	return view == NULL ? state->founds :
	    founds_between(state->founds, view->low, view->high);
}

/* How many begin before the character. */
static size_t
count_before(struct founds f, uint32_t character)
{
	size_t from = 0, to = f.count, middle;

	while (from < to) {
		middle = from + (to - from) / 2;
		if (f.items[middle].start < character)
			from = middle + 1;
		else
			to = middle;
	}
	return from;
}

struct founds
founds_between(struct founds f, uint32_t low, uint32_t high)
{
	size_t from = count_before(f, low), to = count_before(f, high);

	if (to <= from)
		return (struct founds){ NULL, 0 };
	return (struct founds){ f.items + from, to - from };
}

bool
founds_in_piece(struct founds f, const struct cut_piece *p)
{
	size_t i;

	f = founds_between(f, (uint32_t)p->char_start, (uint32_t)p->char_end);
	for (i = 0; i < f.count; i++)
		if (f.items[i].end <= p->char_end)
			return true;
	return false;
}
