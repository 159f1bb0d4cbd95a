#include "text/quantity_words.h"

#include <stdlib.h>

#include "base/utf8.h"

static const struct {
	const char	*name;
	unsigned	 kind;
} kinds[] = {
	{ "end", WORD_END }, { "link", WORD_LINK }, { "start", WORD_START },
	{ "whole", WORD_WHOLE }, { "keep", WORD_KEEP },
	{ "behind", WORD_BEHIND },
	{ "counts", WORD_COUNTS }, { "measure", WORD_MEASURE },
	{ "time", WORD_TIME }, { "adverb", WORD_ADVERB },
	{ "self", WORD_SELF | WORD_COUNTS }
};

#define KINDS		(sizeof(kinds) / sizeof(kinds[0]))
#define OF_UNITS	(WORD_COUNTS | WORD_MEASURE | WORD_TIME | \
			    WORD_SELF)
#define OF_ENDS		(WORD_END | WORD_LINK | WORD_START | WORD_WHOLE | \
			    WORD_KEEP | WORD_BEHIND | WORD_ADVERB)

static int
compare(const void *left, const void *right)
{
	const struct word *a = left, *b = right;

	return span_compare(a->text, b->text);
}

const struct word *
word_find(const struct word_list *list, struct span text)
{
	const struct word key = { .text = text };

	return list->count == 0 ? NULL : bsearch(&key, list->items,
	    list->count, sizeof(key), compare);
}

static bool
has_bit(const uint64_t *bits, uint32_t c)
{
	return (bits[c % WORD_BITS / 64] >> c % 64 & 1) != 0;
}

static void
set_bits(struct word_list *list, struct span text)
{
	size_t at = 0, end = text.n;
	uint32_t c;

	if (text.n == 0)
		return;
	c = utf8_next(text, &at);
	list->first[c % WORD_BITS / 64] |= UINT64_C(1) << c % 64;
	c = utf8_previous(text, &end);
	list->last[c % WORD_BITS / 64] |= UINT64_C(1) << c % 64;
}

const struct word *
word_at(const struct word_list *list, struct span text, size_t at)
{
	size_t n = text.n - at < list->longest ? text.n - at : list->longest;
	size_t next = at;
	const struct word *w = NULL;

	if (n == 0 || !has_bit(list->first, utf8_next(text, &next)))
		return NULL;
	for (; n > 0 && w == NULL; n--)
		if (at + n == text.n || !utf8_is_continuation(text.p[at + n]))
			w = word_find(list, span_make(text.p + at, n));
	return w;
}

const struct word *
word_before(const struct word_list *list, struct span text, size_t at)
{
	size_t n = at < list->longest ? at : list->longest, end = at;
	const struct word *w = NULL;

	if (n == 0 || !has_bit(list->last, utf8_previous(text, &end)))
		return NULL;
	for (; n > 0 && w == NULL; n--)
		if (!utf8_is_continuation(text.p[at - n]))
			w = word_find(list, span_make(text.p + at - n, n));
	return w;
}

static unsigned
kind_of(struct span name)
{
	size_t i;

	for (i = 0; i < KINDS; i++)
		if (span_is(name, kinds[i].name))
			return kinds[i].kind;
	return 0;
}

/*
 * `WORD KIND ...`, of the kinds allowed; -1: another one.  Where none is, the
 * line is the word.
 */
static int
read_line(struct span line, unsigned allowed, unsigned usual, struct word *w)
{
	size_t at = allowed == 0 ? line.n : span_index(line, ' ');
	struct span rest = span_trim(span_from(line, at));
	unsigned kind;

	*w = (struct word){ span_make(line.p, at), rest.n == 0 ? usual : 0 };
	while (rest.n > 0) {
		at = span_index(rest, ' ');
		kind = kind_of(span_make(rest.p, at));
		if ((kind & allowed) == 0)
			return -1;
		w->kinds |= kind;
		rest = span_trim(span_from(rest, at));
	}
	return 0;
}

/* In order, of one text one. */
static void
settle(struct word_list *list)
{
	struct word *last = NULL;
	size_t i, n = 0;

	if (list->count > 1)
		qsort(list->items, list->count, sizeof(*list->items), compare);
	for (i = 0; i < list->count; i++)
		if (last != NULL && span_equal(last->text,
		    list->items[i].text)) {
			last->kinds |= list->items[i].kinds;
		} else {
			last = &list->items[n++];
			*last = list->items[i];
		}
	list->count = n;
}

static int
read_list(struct word_list *list, struct arena *arena,
    const struct span *lines, size_t count, unsigned allowed, unsigned usual,
    struct span *line)
{
	struct word *w;
	size_t i;

	list->items = arena_zero(arena, count, sizeof(*list->items));
	for (i = 0; i < count; i++) {
		w = &list->items[list->count++];
		*line = lines[i];
		if (read_line(lines[i], allowed, usual, w) == -1)
			return -1;
		if (w->text.n > list->longest)
			list->longest = w->text.n;
		set_bits(list, w->text);
	}
	settle(list);
	return 0;
}

/* Names with an N are patterns, the others words. */
static void
read_names(struct quantity_words *words, struct arena *arena,
    const struct span *lines, size_t count)
{
	struct span *plain = arena_zero(arena, count, sizeof(*plain)), line;
	size_t i, at, n = 0;

	words->patterns = arena_zero(arena, count, sizeof(*words->patterns));
	for (i = 0; i < count; i++) {
		at = span_index(lines[i], 'N');
		if (at == lines[i].n)
			plain[n++] = lines[i];
		else
			words->patterns[words->pattern_count++] =
			    (struct name_pattern){ span_make(lines[i].p, at),
			    span_from(lines[i], at + 1) };
	}
	read_list(&words->names, arena, plain, n, 0, 0, &line);
}

struct quantity_words *
quantity_words(struct arena *arena, const struct quantity_lines *l,
    struct span *line)
{
	struct quantity_words *words = arena_zero(arena, 1, sizeof(*words));

	if (read_list(&words->units, arena, l->units, l->unit_count, OF_UNITS,
	    WORD_COUNTS, line) == -1 ||
	    read_list(&words->ends, arena, l->ends, l->end_count, OF_ENDS,
	    WORD_END, line) == -1)
		return NULL;
	read_names(words, arena, l->names, l->name_count);
	return words;
}
