#include "text/words.h"

#include <math.h>
#include <string.h>

#include "base/ascii.h"
#include "base/mem.h"
#include "base/utf8.h"
#include "text/words_work.h"

/*
 * A text falls into runs of characters that words are made of, and others,
 * each a word by itself:
 *
 *	今年3.5%的增长，\r\n比去年快
 *	[           ]|  | [      ]
 *
 * Of a run the best way is found from its end; then its words are put out
 * from its beginning.
 */

#define AHEAD	3	/* characters from asking for a cell to reading it */

struct words_work *
words_work_new(void)
{
	return mem_zero(1, sizeof(struct words_work));
}

void
words_work_free(struct words_work *w)
{
	if (w == NULL)
		return;
	mem_free(w->chars);
	mem_free(w->classes);
	mem_free(w->steps);
	mem_free(w->states);
	mem_free(w->route);
	mem_free(w->words);
	mem_free(w->others);
	words_tagging_free(w->tagging);
	mem_free(w);
}

static void
grow_run(struct words_work *w)
{
	size_t n = w->capacity == 0 ? 1024 : 2 * w->capacity;

	w->chars = mem_resize(w->chars, n, sizeof(*w->chars));
	w->classes = mem_resize(w->classes, n + 1, sizeof(*w->classes));
	w->steps = mem_resize(w->steps, n, sizeof(*w->steps));
	w->states = mem_resize(w->states, n, sizeof(*w->states));
	w->route = mem_resize(w->route, n + 1, sizeof(*w->route));
	w->capacity = n;
}

static void
append(struct word **words, size_t *count, size_t *capacity, struct word word)
{
	if (*count == *capacity) {
		*capacity = *capacity == 0 ? 1024 : 2 * *capacity;
		*words = mem_resize(*words, *capacity, sizeof(**words));
	}
	(*words)[(*count)++] = word;
}

void
words_put(struct words_work *w, size_t n)
{
	append(&w->words, &w->count, &w->word_capacity,
	    (struct word){ (uint32_t)w->at, (uint32_t)n, 0 });
	w->at += n;
}

void
words_put_chars(struct words_work *w, size_t from, size_t to)
{
	size_t n = 0;

	for (; from < to; from++)
		n += words_bytes(w->chars[from]);
	words_put(w, n);
}

static void
put_each(struct words_work *w, size_t from, size_t to)
{
	for (; from < to; from++)
		words_put(w, words_bytes(w->chars[from]));
}

/* One of jieba's [\u4E00-\u9FD5a-zA-Z0-9+#&\._%\-] at p; 0 if it is none. */
static inline uint16_t
run_character(const char *p, size_t n)
{
	static const bool is_mark[0x80] = {
		['+'] = true, ['#'] = true, ['&'] = true, ['.'] = true,
		['_'] = true, ['%'] = true, ['-'] = true
	};
	const unsigned char *u = (const unsigned char *)p;
	unsigned c;

	if (u[0] < 0x80)
		return ascii_is_alnum(p[0]) || is_mark[u[0]] ? u[0] : 0;
	if (n < 3 || u[0] < 0xe4 || u[0] > 0xe9)
		return 0;
	c = (u[0] & 0x0fu) << 12 | (u[1] & 0x3fu) << 6 | (u[2] & 0x3fu);
	return c >= WORDS_HAN_FIRST && c <= WORDS_HAN_LAST ? (uint16_t)c : 0;
}

/* Reads the run that begins at byte w->at; it may be empty.  For posseg, % and
 * - are in none. */
static void
read_run(const struct lexicon *l, struct words_work *w, size_t end,
    unsigned how)
{
	const char *p = w->text.p;
	size_t at = w->at;
	uint16_t c;

	w->n = 0;
	while (at < end && (c = run_character(p + at, end - at)) != 0) {
		if ((c == '%' || c == '-') && (how & WORDS_KINDED))
			break;
		if (w->n == w->capacity)
			grow_run(w);
		w->chars[w->n] = c;
		w->classes[w->n++] = l->classes[c];
		at += words_bytes(c);
	}
}

/* The best way on from a character: of equal ones the longest first word. */
struct way {
	double	sum;
	size_t	end;		/* of its first word; 0: there is none */
};

static inline void
consider(const struct lexicon *l, const struct words_work *w, struct way *best,
    size_t end, double log)
{
	double sum = log - l->log_total + w->route[end];

	if (sum >= best->sum) {
		best->sum = sum;
		best->end = end;
	}
}

static inline struct way
best_of_dictionary(const struct lexicon *l, const struct words_work *w,
    size_t i)
{
	struct way best = { -INFINITY, 0 };
	uint32_t cell = 0, value;
	size_t end = i;

	while ((cell = lexicon_next(l, cell, w->classes[end])) !=
	    LEXICON_NOWHERE) {
		end++;
		value = words_cell_value(l->cells[cell]);
		if (value != 0)
			consider(l, w, &best, end, l->logs[value]);
	}
	return best;
}

/* The same where words of one's own stand before those of the dictionary. */
static struct way
best_of_both(const struct lexicon *l, const struct words_work *w, size_t i)
{
	struct way best = { -INFINITY, 0 };
	const struct own_node *own;
	uint32_t cell = 0, node = OWN_ROOT, value;
	size_t end;

	for (end = i; end < w->n; ) {
		if (cell != LEXICON_NOWHERE)
			cell = lexicon_next(l, cell, w->classes[end]);
		node = own_next(&l->own, node, w->chars[end]);
		if (cell == LEXICON_NOWHERE && node == OWN_NOWHERE)
			break;
		end++;
		own = &l->own.nodes[node];
		value = cell == LEXICON_NOWHERE ? 0 :
		    words_cell_value(l->cells[cell]);
		if (own->marks & OWN_KNOWN) {
			if (own->frequency > 0)
				consider(l, w, &best, end, own->log);
		} else if (value != 0)
			consider(l, w, &best, end, l->logs[value]);
	}
	return best;
}

/*
 * Where a walk from i looks for its second and its third character.  These
 * cells are far apart, so they are asked for before the walk begins; first
 * ones are in the cache.
 */
static inline const uint64_t *
second_cell(const struct lexicon *l, const struct words_work *w, size_t i)
{
	uint32_t first = words_cell_base(l->cells[0]) ^ w->classes[i];

	return &l->cells[words_cell_base(l->cells[first]) ^ w->classes[i + 1]];
}

static inline const uint64_t *
third_cell(const struct lexicon *l, const struct words_work *w, size_t i)
{
	return &l->cells[words_cell_base(*second_cell(l, w, i)) ^
	    w->classes[i + 2]];
}

/* From the end; what is no word passes as a character of frequency 1. */
static void
find_route(const struct lexicon *l, struct words_work *w)
{
	struct way best;
	size_t i = w->n;

	w->classes[i] = 0;
	w->route[i] = 0;
	while (i-- > 0) {
		if (i >= 2 * AHEAD)
			__builtin_prefetch(second_cell(l, w, i - 2 * AHEAD));
		if (i >= AHEAD)
			__builtin_prefetch(third_cell(l, w, i - AHEAD));
		best = own_begins(&l->own, w->chars[i]) ?
		    best_of_both(l, w, i) : best_of_dictionary(l, w, i);
		if (best.end == 0)
			consider(l, w, &best, i + 1, 0);
		w->route[i] = best.sum;
		w->steps[i] = (uint16_t)(best.end - i);
	}
}

/* Characters that the route left single: are they unknown words? */
static void
put_singles(const struct lexicon *l, struct words_work *w, size_t from,
    size_t to)
{
	size_t i, n = 0;

	for (i = from; i < to; i++)
		n += words_bytes(w->chars[i]);
	if (to - from == 1 || lexicon_frequency(l,
	    span_make(w->text.p + w->at, n)) > 0)
		put_each(w, from, to);
	else
		words_unknown(l, w, from, to);
}

/* Without the model: letters and digits that stayed single are one word. */
static void
put_known(struct words_work *w, size_t from, size_t to)
{
	size_t end;

	for (; from < to; from = end) {
		end = from;
		while (end < to && w->chars[end] < 0x80 &&
		    ascii_is_alnum((char)w->chars[end]))
			end++;
		if (end == from)
			end++;
		words_put_chars(w, from, end);
	}
}

static void
put_run(const struct lexicon *l, struct words_work *w, unsigned how)
{
	size_t i, end;

	for (i = 0; i < w->n; i = end) {
		end = i + w->steps[i];
		if (w->steps[i] > 1) {
			words_put_chars(w, i, end);
			continue;
		}
		while (end < w->n && w->steps[end] == 1)
			end++;
		if (how & WORDS_UNKNOWN)
			put_singles(l, w, i, end);
		else
			put_known(w, i, end);
	}
}

/* The words from w->at up to that byte. */
static void
cut_piece(const struct lexicon *l, struct words_work *w, size_t end,
    unsigned how)
{
	size_t at;

	while (w->at < end) {
		read_run(l, w, end, how);
		if (w->n > 0) {
			find_route(l, w);
			if (how & WORDS_KINDED)
				words_put_kinded(l, w, how & WORDS_UNKNOWN);
			else
				put_run(l, w, how);
			continue;
		}
		at = w->at;
		if (end - at > 1 && memcmp(w->text.p + at, "\r\n", 2) == 0)
			at += 2;
		else
			utf8_next(w->text, &at);
		words_put(w, at - w->at);
	}
}

/* Length of the longest joined word at byte `from`; 0 if there is none. */
static size_t
joined_at(const struct lexicon *l, struct span text, size_t from)
{
	uint32_t node = OWN_ROOT;
	size_t at = from, length = 0;

	if (from > 0 && ascii_is_alnum(text.p[from - 1]) &&
	    ascii_is_alnum(text.p[from]))
		return 0;
	while (at < text.n && (node = own_next(&l->own, node,
	    utf8_next(text, &at))) != OWN_NOWHERE)
		if ((l->own.nodes[node].marks & OWN_JOINED) && !(at < text.n &&
		    ascii_is_alnum(text.p[at - 1]) && ascii_is_alnum(text.p[at])))
			length = at - from;
	return length;
}

static void
cut_around_joined(const struct lexicon *l, struct words_work *w, unsigned how)
{
	size_t at = 0, n;

	while (at < w->text.n) {
		n = joined_at(l, w->text, at);
		if (n == 0) {
			utf8_next(w->text, &at);
			continue;
		}
		cut_piece(l, w, at, how);
		words_put(w, n);
		if (how & WORDS_KINDED)
			w->words[w->count - 1].kind = lexicon_kind(l,
			    span_make(w->text.p + at, n));
		at += n;
	}
	cut_piece(l, w, at, how);
}

/* A second pass has made words of words. */
static void
take_others(struct words_work *w, size_t count)
{
	struct word *words = w->words;
	size_t capacity = w->word_capacity;

	w->words = w->others;
	w->word_capacity = w->other_capacity;
	w->count = count;
	w->others = words;
	w->other_capacity = capacity;
}

/* A character of a word that was split. */
static struct word
character_at(const struct lexicon *l, struct span text, size_t at,
    unsigned how)
{
	size_t next = at;

	utf8_next(text, &next);
	return (struct word){ (uint32_t)at, (uint32_t)(next - at),
	    how & WORDS_KINDED ? lexicon_kind(l, span_make(text.p + at,
	    next - at)) : 0 };
}

static void
split_words(const struct lexicon *l, struct words_work *w, unsigned how)
{
	size_t i, at, end, count = 0;
	struct word word;

	for (i = 0; i < w->count; i++) {
		at = w->words[i].start;
		end = at + w->words[i].n;
		if (!lexicon_is_marked(l, span_make(w->text.p + at, end - at),
		    OWN_SPLIT)) {
			append(&w->others, &count, &w->other_capacity,
			    w->words[i]);
			continue;
		}
		for (; at < end; at += word.n) {
			word = character_at(l, w->text, at, how);
			append(&w->others, &count, &w->other_capacity, word);
		}
	}
	take_others(w, count);
}

/* The words of `characters` characters in a longer one. */
static void
add_parts(const struct lexicon *l, struct words_work *w, size_t *count,
    struct word word, size_t characters)
{
	struct span text = span_make(w->text.p + word.start, word.n), part;
	size_t at, end = utf8_skip(text, characters);

	for (at = 0; end <= text.n; ) {
		part = span_make(text.p + at, end - at);
		if (lexicon_frequency(l, part) > 0)
			append(&w->others, count, &w->other_capacity,
			    (struct word){ word.start + (uint32_t)at,
			    (uint32_t)part.n, 0 });
		if (end == text.n)
			break;
		utf8_next(text, &at);
		utf8_next(text, &end);
	}
}

static void
add_search_words(const struct lexicon *l, struct words_work *w)
{
	size_t i, n, count = 0;

	for (i = 0; i < w->count; i++) {
		n = utf8_length(span_make(w->text.p + w->words[i].start,
		    w->words[i].n));
		if (n > 2)
			add_parts(l, w, &count, w->words[i], 2);
		if (n > 3)
			add_parts(l, w, &count, w->words[i], 3);
		append(&w->others, &count, &w->other_capacity, w->words[i]);
	}
	take_others(w, count);
}

size_t
words_cut(const struct lexicon *l, struct words_work *w, struct span text,
    unsigned how, const struct word **words)
{
	w->text = text;
	w->count = w->at = 0;
	if (l->has_joined)
		cut_around_joined(l, w, how);
	else
		cut_piece(l, w, text.n, how);
	if (l->has_split)
		split_words(l, w, how);
	if (how & WORDS_SEARCH)
		add_search_words(l, w);
	*words = w->words;
	return w->count;
}
