#include <math.h>
#include <string.h>

#include "base/ascii.h"
#include "base/mem.h"
#include "text/words_work.h"

/*
 * Words with their kinds, as jieba.posseg has them.  The model's states are
 * far more than those of words alone, so the states before are kept for a
 * block of characters only: the search begins anew at each block, from the
 * last to the first, where there is more than one.
 *
 *	front[0]      front[1]      front[2]
 *	|  block 0    |  block 1    |  block 2  |
 *	                            <-- came[], first
 *	              <-- came[], then
 */
#define BLOCK	4096

/* The states that a character can have, and how well each is reached. */
struct front {
	double		sum[WORDS_TAG_STATES];	/* -INFINITY: it can't */
	uint8_t		states[WORDS_TAG_STATES];
	size_t		count;
};

struct tagging {
	uint8_t		came[BLOCK][WORDS_TAG_STATES];
	struct front	now, next;
	struct front	*fronts;		/* before each block */
	size_t		front_capacity;
};

void
words_tagging_free(struct tagging *t)
{
	if (t == NULL)
		return;
	mem_free(t->fronts);
	mem_free(t);
}

static void
front_clear(struct front *f)
{
	size_t i;

	for (i = 0; i < f->count; i++)
		f->sum[f->states[i]] = -INFINITY;
	f->count = 0;
}

static void
front_add(struct front *f, unsigned state, double sum)
{
	f->sum[state] = sum;
	f->states[f->count++] = (uint8_t)state;
}

static struct tagging *
tagging_new(void)
{
	struct tagging *t = mem_zero(1, sizeof(*t));
	unsigned state;

	for (state = 0; state < WORDS_TAG_STATES; state++)
		t->now.sum[state] = t->next.sum[state] = -INFINITY;
	return t;
}

/* How well each state goes with a character. */
static void
all_emits(const struct words_tagger *m, unsigned c,
    double emit[WORDS_TAG_STATES])
{
	unsigned state;
	uint32_t i;

	for (state = 0; state < WORDS_TAG_STATES; state++)
		emit[state] = WORDS_NEVER;
	for (i = m->signs[c]; i < m->signs[c + 1]; i++)
		emit[m->state[i]] = m->emit[i];
}

static void
begin(const struct words_tagger *m, struct front *f, unsigned c)
{
	double emit[WORDS_TAG_STATES];
	uint32_t i, first = m->signs[c];
	unsigned state;

	front_clear(f);
	for (i = first; i < first + m->listed[c]; i++)
		front_add(f, m->state[i], m->start[m->state[i]] + m->emit[i]);
	if (f->count > 0)
		return;
	all_emits(m, c, emit);
	for (state = 0; state < WORDS_TAG_STATES; state++)
		front_add(f, state, m->start[state] + emit[state]);
}

/* Adds a state to t->next, if one of t->now can stand before it. */
static void
reach(const struct words_tagger *m, struct tagging *t, unsigned state,
    double emit, uint8_t *came)
{
	double sum, best = -INFINITY;
	uint32_t i;

	for (i = m->before[state]; i < m->before[state + 1]; i++) {
		if (t->now.sum[m->from[i]] == (double)-INFINITY)
			continue;
		sum = t->now.sum[m->from[i]] + m->trans[i] + emit;
		if (sum >= best) {
			best = sum;
			came[state] = m->from[i];
		}
	}
	if (best > (double)-INFINITY)
		front_add(&t->next, state, best);
}

/* None of the character's listed states can follow: any that can. */
static void
reach_any(const struct words_tagger *m, struct tagging *t, unsigned c,
    uint8_t *came)
{
	double emit[WORDS_TAG_STATES];
	unsigned state;

	all_emits(m, c, emit);
	for (state = 0; state < WORDS_TAG_STATES; state++)
		reach(m, t, state, emit[state], came);
}

/* t->now moves on by a character. */
static void
step(const struct words_tagger *m, struct tagging *t, unsigned c,
    uint8_t *came)
{
	uint32_t i, first = m->signs[c];
	struct front *now = &t->now, *next = &t->next;
	size_t k;

	front_clear(next);
	for (i = first; i < first + m->listed[c]; i++)
		reach(m, t, m->state[i], m->emit[i], came);
	if (next->count == 0)
		reach_any(m, t, c, came);
	front_clear(now);
	for (k = 0; k < next->count; k++)
		front_add(now, next->states[k], next->sum[next->states[k]]);
}

/* Characters at before end of the run, all in one block of those from from. */
static void
walk(const struct words_tagger *m, struct words_work *w, size_t from,
    size_t at, size_t end)
{
	for (; at < end; at++)
		step(m, w->tagging, w->chars[at] - WORDS_HAN_FIRST,
		    w->tagging->came[(at - from) % BLOCK]);
}

static void
keep_front(struct tagging *t, size_t block)
{
	if (block == t->front_capacity) {
		t->front_capacity = block == 0 ? 1 : 2 * block;
		t->fronts = mem_resize(t->fronts, t->front_capacity,
		    sizeof(*t->fronts));
	}
	t->fronts[block] = t->now;
}

static unsigned
best_of(const struct front *f)
{
	unsigned state = f->states[0];
	size_t i;

	for (i = 1; i < f->count; i++)
		if (f->sum[f->states[i]] > f->sum[state] ||
		    (f->sum[f->states[i]] >= f->sum[state] &&
		    f->states[i] > state))
			state = f->states[i];
	return state;
}

static size_t
smaller(size_t a, size_t b)
{
	return a < b ? a : b;
}

/* w->states[i] becomes the state of character i. */
static void
find_states(const struct words_tagger *m, struct words_work *w, size_t from,
    size_t to)
{
	struct tagging *t = w->tagging;
	size_t i, at, end, block, blocks = (to - from + BLOCK - 1) / BLOCK;
	unsigned state;

	begin(m, &t->now, w->chars[from] - WORDS_HAN_FIRST);
	for (block = 0, at = from + 1; block < blocks; block++, at = end) {
		if (blocks > 1)
			keep_front(t, block);
		end = smaller(from + (block + 1) * BLOCK, to);
		walk(m, w, from, at, end);
	}
	state = best_of(&t->now);
	for (block = blocks; block-- > 0; ) {
		at = from + block * BLOCK;
		end = smaller(at + BLOCK, to);
		if (block + 1 < blocks) {
			t->now = t->fronts[block];
			walk(m, w, from, block == 0 ? at + 1 : at, end);
		}
		for (i = end; i-- > at; state = t->came[i - from - block *
		    BLOCK][state])
			w->states[i] = (uint8_t)state;
	}
}

static void
put(struct words_work *w, size_t from, size_t to, unsigned kind)
{
	words_put_chars(w, from, to);
	w->words[w->count - 1].kind = kind;
}

/* A word with the kind that a dictionary states. */
static void
put_stated(const struct lexicon *l, struct words_work *w, size_t from,
    size_t to)
{
	struct word *word;

	words_put_chars(w, from, to);
	word = &w->words[w->count - 1];
	word->kind = lexicon_kind(l, span_make(w->text.p + word->start,
	    word->n));
}

static void
put_han(const struct lexicon *l, struct words_work *w, size_t from, size_t to)
{
	size_t i, start = from;
	unsigned state;

	if (w->tagging == NULL)
		w->tagging = tagging_new();
	find_states(l->tagger, w, from, to);
	for (i = from; i < to; i++) {
		state = w->states[i] / WORDS_KINDS;
		if (state == STATE_END || state == STATE_SINGLE) {
			put(w, start, i + 1, KIND_FIRST +
			    w->states[i] % WORDS_KINDS);
			start = i + 1;
		}
	}
	if (start < to)
		put(w, start, to, KIND_FIRST + w->states[start] % WORDS_KINDS);
}

static bool
is_number(uint16_t c)
{
	return c == '.' || (c < 0x80 && ascii_is_digit((char)c));
}

static bool
is_alnum(uint16_t c)
{
	return c < 0x80 && (ascii_is_letter((char)c) ||
	    ascii_is_digit((char)c));
}

/* jieba's [\.0-9]+|[a-zA-Z0-9]+, or all up to the next of these. */
static void
put_other(struct words_work *w, size_t from, size_t to)
{
	unsigned kind;
	size_t end;

	for (; from < to; from = end) {
		end = from;
		if (is_number(w->chars[from])) {
			kind = KIND_NUMBER;
			while (end < to && is_number(w->chars[end]))
				end++;
		} else if (is_alnum(w->chars[from])) {
			kind = KIND_LATIN;
			while (end < to && is_alnum(w->chars[end]))
				end++;
		} else {
			kind = KIND_OTHER;
			while (end < to && !is_number(w->chars[end]) &&
			    !is_alnum(w->chars[end]))
				end++;
		}
		put(w, from, end, kind);
	}
}

static void
put_unknown(const struct lexicon *l, struct words_work *w, size_t from,
    size_t to)
{
	size_t end;
	bool han;

	for (; from < to; from = end) {
		han = w->chars[from] >= 0x80;
		for (end = from; end < to && (w->chars[end] >= 0x80) == han; )
			end++;
		if (han)
			put_han(l, w, from, end);
		else
			put_other(w, from, end);
	}
}

/* Characters that the route left single. */
static void
put_singles(const struct lexicon *l, struct words_work *w, size_t from,
    size_t to)
{
	size_t i, n = 0;

	for (i = from; i < to; i++)
		n += words_bytes(w->chars[i]);
	if (to - from > 1 && lexicon_frequency(l,
	    span_make(w->text.p + w->at, n)) <= 0) {
		put_unknown(l, w, from, to);
		return;
	}
	for (; from < to; from++)
		put_stated(l, w, from, from + 1);
}

/* Without the model: letters and digits that stayed single are one word. */
static void
put_known(const struct lexicon *l, struct words_work *w, size_t from,
    size_t to)
{
	size_t end;

	for (; from < to; from = end) {
		for (end = from; end < to && is_alnum(w->chars[end]); )
			end++;
		if (end > from)
			put(w, from, end, KIND_LATIN);
		else
			put_stated(l, w, from, ++end);
	}
}

void
words_put_kinded(const struct lexicon *l, struct words_work *w, bool unknown)
{
	size_t i, end;

	for (i = 0; i < w->n; i = end) {
		end = i + w->steps[i];
		if (w->steps[i] > 1) {
			put_stated(l, w, i, end);
			continue;
		}
		while (end < w->n && w->steps[end] == 1)
			end++;
		if (unknown)
			put_singles(l, w, i, end);
		else
			put_known(l, w, i, end);
	}
}
