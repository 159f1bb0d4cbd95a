#include "text/quantity_words.h"

#include <stdlib.h>

#include "base/utf8.h"
#include "text/numeral.h"
#include "text/quantity_number.h"

static const struct {
	const char	*name;
	unsigned	 kind;
} kinds[] = {
	{ "end", WORD_END }, { "link", WORD_LINK }, { "start", WORD_START },
	{ "whole", WORD_WHOLE }, { "keep", WORD_KEEP },
	{ "behind", WORD_BEHIND },
	{ "counts", WORD_COUNTS }, { "measure", WORD_MEASURE },
	{ "time", WORD_TIME }, { "adverb", WORD_ADVERB },
	{ "self", WORD_SELF | WORD_COUNTS }, { "quality", WORD_QUALITY },
	{ "predicate", WORD_PREDICATE }, { "noun", WORD_NOUN }
};

#define KINDS		(sizeof(kinds) / sizeof(kinds[0]))
#define OF_UNITS	(WORD_COUNTS | WORD_MEASURE | WORD_TIME | \
			    WORD_SELF)
#define OF_ENDS		(WORD_END | WORD_LINK | WORD_START | WORD_WHOLE | \
			    WORD_KEEP | WORD_BEHIND | WORD_ADVERB | \
			    WORD_QUALITY | WORD_PREDICATE | WORD_NOUN)

static int
compare(const void *left, const void *right)
{
	const struct listed *a = left, *b = right;

	return span_compare(a->text, b->text);
}

/* Of the first character, in the order of bytes: all but few have three. */
static size_t
group_of(struct span text)
{
	const unsigned char *p = (const unsigned char *)text.p;

	if (p[0] < 0xe0)
		return 0;
	if (p[0] >= 0xf0)
		return WORD_GROUPS - 1;
	return 1 + ((p[0] & 15u) << 6 | (p[1] & 63u));
}

static bool
has_bit(const uint64_t *bits, uint32_t c)
{
	return (bits[c % WORD_BITS / 64] >> c % 64 & 1) != 0;
}

static void
set_bit(uint64_t *bits, uint32_t c)
{
	bits[c % WORD_BITS / 64] |= UINT64_C(1) << c % 64;
}

static void
set_bits(struct word_list *list, struct span text)
{
	size_t at = 0, end = text.n;

	if (text.n == 0)
		return;
	set_bit(list->first, utf8_next(text, &at));
	set_bit(list->last, utf8_previous(text, &end));
}

/* The last of the list that isn't behind the text; NULL: all of it is. */
static const struct listed *
last_until(const struct word_list *list, struct span text)
{
	const size_t group = group_of(text), first = list->groups[group];
	size_t low = first, high = list->groups[group + 1], middle;

	while (low < high) {
		middle = low + (high - low) / 2;
		if (span_compare(list->items[middle].text, text) <= 0)
			low = middle + 1;
		else
			high = middle;
	}
	return low == first ? NULL : &list->items[low - 1];
}

const struct listed *
word_find(const struct word_list *list, struct span text)
{
	const struct listed *w = text.n == 0 ? NULL : last_until(list, text);

	return w != NULL && span_equal(w->text, text) ? w : NULL;
}

/*
 * What stands between a word and a text that begins with it begins with the
 * word, too.
 */
const struct listed *
word_at(const struct word_list *list, struct span text, size_t at)
{
	const struct span rest = span_from(text, at);
	const struct listed *w;
	size_t next = 0;

	if (rest.n == 0 || !has_bit(list->first, utf8_next(rest, &next)))
		return NULL;
	w = last_until(list, rest);
	while (w != NULL && !span_starts(rest, w->text))
		w = w->shorter;
	return w;
}

bool
word_may_end(const struct word_list *list, struct span text, size_t at)
{
	return at > 0 && has_bit(list->last, utf8_previous(text, &at));
}

bool
words_name_number(const struct quantity_words *words, struct span text,
    size_t start, size_t end)
{
	const struct name_pattern *p;
	size_t i;

	if (word_at(&words->behind, text, end) != NULL)
		return true;
	for (i = 0; i < words->pattern_count; i++) {
		p = &words->patterns[i];
		if (span_ends(span_make(text.p, start), p->before) &&
		    span_starts(span_from(text, end), p->behind))
			return true;
	}
	return false;
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
read_line(struct span line, unsigned allowed, unsigned usual, struct listed *w)
{
	size_t at = allowed == 0 ? line.n : span_index(line, ' ');
	struct span rest = span_trim(span_from(line, at));
	unsigned kind;

	*w = (struct listed){ .text = span_make(line.p, at),
	    .kinds = rest.n == 0 ? usual : 0 };
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

/* The word before, or one that it begins with, or none is the longest. */
static void
find_shorter(struct word_list *list)
{
	const struct listed *w;
	size_t i;

	for (i = 1; i < list->count; i++) {
		w = &list->items[i - 1];
		while (w != NULL && !span_starts(list->items[i].text, w->text))
			w = w->shorter;
		list->items[i].shorter = w;
	}
}

static void
find_groups(struct word_list *list)
{
	size_t i, group, next = 0;

	for (i = 0; i < list->count; i++)
		for (group = group_of(list->items[i].text); next <= group;
		    next++)
			list->groups[next] = (uint32_t)i;
	for (; next <= WORD_GROUPS; next++)
		list->groups[next] = (uint32_t)list->count;
}

/* In order, of one text one. */
static void
settle(struct word_list *list)
{
	struct listed *last = NULL;
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
	find_shorter(list);
	find_groups(list);
}

static int
read_list(struct word_list *list, struct arena *arena,
    const struct span *lines, size_t count, unsigned allowed, unsigned usual,
    struct span *line)
{
	struct listed *w;
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

/* 六件事 end: a name with what only an end may have. */
static bool
has_kind(struct span name)
{
	size_t at = name.n;

	while (at > 0 && name.p[at - 1] != ' ')
		at--;
	return at > 0 && kind_of(span_from(name, at)) != 0;
}

/*
 * Names with an N are patterns, the others words; -1: *line is none, or an N
 * with nothing beside it, that would make names of all numbers.
 */
static int
read_names(struct quantity_words *words, struct arena *arena,
    const struct span *lines, size_t count, struct span *line)
{
	struct span *plain = arena_zero(arena, count, sizeof(*plain));
	struct span *behind = arena_zero(arena, count, sizeof(*behind));
	size_t i, at, n = 0, m = 0;

	words->patterns = arena_zero(arena, count, sizeof(*words->patterns));
	for (i = 0; i < count; i++) {
		*line = lines[i];
		if (span_is(*line, "N") || has_kind(*line))
			return -1;
		at = span_index(*line, 'N');
		if (at == line->n)
			plain[n++] = *line;
		else if (at == 0)
			behind[m++] = span_from(*line, 1);
		else
			words->patterns[words->pattern_count++] =
			    (struct name_pattern){ span_make(line->p, at),
			    span_from(*line, at + 1) };
	}
	return read_list(&words->behind, arena, behind, m, 0, 0, line) == -1 ?
	    -1 : read_list(&words->names, arena, plain, n, 0, 0, line);
}

static void
find_numbers(struct quantity_words *words)
{
	char bytes[4];
	uint32_t c;

	for (c = 0x800; c < 0x10000; c++) {
		if (!numeral_begins(c) && !written_is_digit(c))
			continue;
		utf8_encode(bytes, c);
		words->numbers[bytes[0] & 15] |= UINT64_C(1) <<
		    (bytes[1] & 63);
	}
}

struct quantity_words *
quantity_words(struct arena *arena, const struct quantity_lines *l,
    const struct lexicon *lexicon, struct span *line)
{
	struct quantity_words *words = arena_zero(arena, 1, sizeof(*words));

	if (read_list(&words->units, arena, l->units, l->unit_count, OF_UNITS,
	    WORD_COUNTS, line) == -1 ||
	    read_list(&words->ends, arena, l->ends, l->end_count, OF_ENDS,
	    WORD_END, line) == -1 ||
	    read_names(words, arena, l->names, l->name_count, line) == -1)
		return NULL;
	find_numbers(words);
	words->lexicon = lexicon;
	return words;
}
