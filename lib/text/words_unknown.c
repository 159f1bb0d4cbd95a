#include <assert.h>

#include "base/ascii.h"
#include "text/words_work.h"

/*
 * The most probable states of a run of Han characters (Viterbi 1967).  A
 * state is reached from two others; of equal ones the one with the greater
 * letter wins, as in jieba.
 *
 *	BEGIN	from END or SINGLE
 *	END	from BEGIN or MIDDLE
 *	MIDDLE	from BEGIN or MIDDLE
 *	SINGLE	from END or SINGLE
 */
static const struct {
	unsigned	low, high;	/* by their letters */
} before[WORDS_STATES] = {
	{ STATE_END, STATE_SINGLE },
	{ STATE_BEGIN, STATE_MIDDLE },
	{ STATE_BEGIN, STATE_MIDDLE },
	{ STATE_END, STATE_SINGLE }
};

static inline const double *
emit_of(const struct words_model *m, uint16_t character)
{
	return m->emit[character - WORDS_HAN_FIRST];
}

/* One character on: v becomes next; the states before, 2 bits each. */
static inline uint8_t
step(const struct words_model *m, const double v[WORDS_STATES],
    double next[WORDS_STATES], const double *emit)
{
	unsigned to, low, high, came = 0;
	double a, b;

	for (to = 0; to < WORDS_STATES; to++) {
		low = before[to].low;
		high = before[to].high;
		a = v[low] + m->trans[low][to] + emit[to];
		b = v[high] + m->trans[high][to] + emit[to];
		next[to] = b >= a ? b : a;
		came |= (b >= a ? high : low) << (2 * to);
	}
	return (uint8_t)came;
}

/* states[i] becomes the state of character i. */
static void
find_states(const struct words_model *m, struct words_work *w, size_t from,
    size_t to)
{
	double v[2][WORDS_STATES];
	const double *emit = emit_of(m, w->chars[from]), *last;
	unsigned state;
	size_t i;

	for (state = 0; state < WORDS_STATES; state++)
		v[from % 2][state] = m->start[state] + emit[state];
	for (i = from + 1; i < to; i++)
		w->states[i] = step(m, v[(i - 1) % 2], v[i % 2],
		    emit_of(m, w->chars[i]));
	last = v[(to - 1) % 2];
	state = last[STATE_SINGLE] >= last[STATE_END] ? STATE_SINGLE :
	    STATE_END;
	for (i = to - 1; i > from; i--) {
		unsigned came = w->states[i] >> (2 * state) & 3;

		w->states[i] = (uint8_t)state;
		state = came;
	}
	w->states[from] = (uint8_t)state;
}

/* A word that the model made, unless jieba was told not to make it. */
static void
put_made(const struct lexicon *l, struct words_work *w, size_t from,
    size_t to)
{
	struct span word = span_make(w->text.p + w->at, 3 * (to - from));

	if (l->has_forced && lexicon_is_marked(l, word, OWN_FORCED))
		for (; from < to; from++)
			words_put(w, 3);
	else
		words_put(w, word.n);
}

static void
put_han(const struct lexicon *l, struct words_work *w, size_t from, size_t to)
{
	size_t i, begin = from;

	find_states(l->model, w, from, to);
	for (i = from; i < to; i++)
		switch (w->states[i]) {
		case STATE_BEGIN:
			begin = i;
			break;
		case STATE_END:
			put_made(l, w, begin, i + 1);
			break;
		case STATE_SINGLE:
			put_made(l, w, i, i + 1);
			break;
		default:
			break;
		}
}

static bool
is_alnum(uint16_t c)
{
	return c < 0x80 && (ascii_is_letter((char)c) ||
	    ascii_is_digit((char)c));
}

static bool
is_digit(uint16_t c)
{
	return c < 0x80 && ascii_is_digit((char)c);
}

/* jieba's [a-zA-Z0-9]+(?:\.\d+)?%?, or all up to the next of these. */
static size_t
pattern_end(const uint16_t *c, size_t from, size_t to)
{
	size_t i = from;

	if (!is_alnum(c[i])) {
		while (i < to && !is_alnum(c[i]))
			i++;
		return i;
	}
	while (i < to && is_alnum(c[i]))
		i++;
	if (i + 1 < to && c[i] == '.' && is_digit(c[i + 1]))
		for (i++; i < to && is_digit(c[i]); )
			i++;
	return i < to && c[i] == '%' ? i + 1 : i;
}

void
words_unknown(const struct lexicon *l, struct words_work *w, size_t from,
    size_t to)
{
	size_t end, next;

	for (; from < to; from = end) {
		bool han = w->chars[from] >= 0x80;

		for (end = from; end < to && (w->chars[end] >= 0x80) == han; )
			end++;
		if (han)
			put_han(l, w, from, end);
		for (; !han && from < end; from = next) {
			next = pattern_end(w->chars, from, end);
			words_put_chars(w, from, next);
		}
	}
}
