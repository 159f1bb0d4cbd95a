#include "text/words_lexicon.h"

#include <math.h>

#include "base/ascii.h"
#include "base/utf8.h"

#define ABSENT	(-1)

/* Where the dictionary of the file has it; LEXICON_NOWHERE if it doesn't. */
static uint32_t
base_cell(const struct lexicon *l, struct span word)
{
	uint32_t cell = 0, character;
	size_t at = 0;

	while (at < word.n && cell != LEXICON_NOWHERE) {
		character = utf8_next(word, &at);
		cell = character >= WORDS_CLASSES ? LEXICON_NOWHERE :
		    lexicon_next(l, cell, l->classes[character]);
	}
	return cell;
}

static int64_t
base_frequency(const struct lexicon *l, struct span word)
{
	uint32_t cell = base_cell(l, word);

	if (cell == LEXICON_NOWHERE)
		return ABSENT;
	return words_cell_value(l->cells[cell]) == 0 ? 0 :
	    l->frequencies[words_cell_value(l->cells[cell])];
}

int64_t
lexicon_frequency(const struct lexicon *l, struct span word)
{
	uint32_t node = l->has_own ? own_find(&l->own, word) : OWN_NOWHERE;
	int64_t frequency;

	if (l->own.nodes[node].marks & OWN_KNOWN)
		return l->own.nodes[node].frequency;
	frequency = base_frequency(l, word);
	return frequency == ABSENT && node != OWN_NOWHERE ? 0 : frequency;
}

bool
lexicon_knows(const struct lexicon *l, struct span word)
{
	return lexicon_frequency(l, word) > 0 ||
	    lexicon_is_marked(l, word, OWN_KNOWN | OWN_JOINED | OWN_SPLIT);
}

unsigned
lexicon_kind(const struct lexicon *l, struct span word)
{
	uint32_t node = l->has_own ? own_find(&l->own, word) : OWN_NOWHERE;
	uint32_t cell;

	if (l->own.nodes[node].kind != 0)
		return l->own.nodes[node].kind;
	cell = base_cell(l, word);
	if (cell == LEXICON_NOWHERE || words_cell_value(l->cells[cell]) == 0)
		return KIND_OTHER;
	return KIND_FIRST + l->kinds[cell];
}

size_t
lexicon_kind_count(const struct lexicon *l)
{
	return KIND_OWN + l->own_kind_count;
}

struct span
lexicon_kind_name(const struct lexicon *l, unsigned kind)
{
	if (kind == KIND_OTHER)
		return SPAN("x");
	if (kind == KIND_LATIN)
		return SPAN("eng");
	if (kind == KIND_NUMBER)
		return SPAN("m");
	if (kind < KIND_OWN)
		return span_of(l->tagger->kinds[kind - KIND_FIRST]);
	return l->own_kinds[kind - KIND_OWN];
}

bool
lexicon_is_marked(const struct lexicon *l, struct span word, unsigned marks)
{
	return l->own.nodes[own_find(&l->own, word)].marks & marks;
}

static struct own_node *
make(struct lexicon *l, struct span word)
{
	l->has_own = true;
	return own_make(&l->own, l->arena, word);
}

static void
set_frequency(struct lexicon *l, struct span word, int64_t frequency)
{
	struct own_node *node = make(l, word);

	node->marks |= OWN_KNOWN;
	node->frequency = frequency;
	node->log = frequency == 0 ? 0 : log((double)frequency);
	if (frequency == 0) {
		node->marks |= OWN_FORCED;
		l->has_forced = true;
	}
	l->total += frequency;
	l->log_total = l->total == 0 ? 0 : log((double)l->total);
}

/*
 * jieba's suggest_freq(): one more than the product of the probabilities of
 * the words that it falls into makes of it, with its roundings.
 */
static int64_t
suggest(const struct lexicon *l, struct words_work *work, struct span word)
{
	const struct word *pieces;
	double product = 1, total = (double)l->total;
	int64_t f, own, whole;
	size_t i, n = words_cut(l, work, word, 0, &pieces);

	for (i = 0; i < n; i++) {
		f = lexicon_frequency(l, span_make(word.p + pieces[i].start,
		    pieces[i].n));
		product *= (double)(f == ABSENT ? 1 : f) / total;
	}
	own = lexicon_frequency(l, word);
	whole = (int64_t)(product * total) + 1;
	if (own == ABSENT)
		own = 1;
	return whole > own ? whole : own;
}

/* Length of the last field, with the blank before it; 0 if it is no such. */
static size_t
last_field(struct span line, bool is_digit)
{
	size_t n = line.n;

	while (n > 0 && (is_digit ? ascii_is_digit(line.p[n - 1]) :
	    line.p[n - 1] >= 'a' && line.p[n - 1] <= 'z'))
		n--;
	return n > 1 && n < line.n && line.p[n - 1] == ' ' ? line.n - n + 1 :
	    0;
}

static const char *
read_frequency(struct span digits, int64_t *frequency)
{
	size_t i;

	*frequency = 0;
	for (i = 0; i < digits.n; i++) {
		*frequency = 10 * *frequency + (digits.p[i] - '0');
		if (*frequency > WORDS_MAX_FREQUENCY)
			return "its frequency is over 10^12";
	}
	return NULL;
}

/* The number of a kind, given anew if its name is; 0: there are too many. */
static unsigned
kind_of(struct lexicon *l, struct span name)
{
	unsigned kind, count = (unsigned)lexicon_kind_count(l);

	/* A dictionary of one's own has few kinds, and runs of one. */
	if (l->last_kind != 0 &&
	    span_equal(lexicon_kind_name(l, l->last_kind), name))
		return l->last_kind;
	for (kind = KIND_LATIN; kind < count; kind++)
		if (span_equal(lexicon_kind_name(l, kind), name))
			return l->last_kind = kind;
	if (l->own_kind_count == KIND_OWN_MOST)
		return 0;
	l->own_kinds = arena_grow(l->arena, l->own_kinds, l->own_kind_count,
	    &l->own_kind_capacity, l->own_kind_count + 1,
	    sizeof(*l->own_kinds));
	l->own_kinds[l->own_kind_count++] = name;
	return count;
}

static const char *
check(struct span word)
{
	if (word.n == 0)
		return "it is empty";
	return utf8_length(word) > WORDS_MAX_LENGTH ?
	    "it has more than 1,000 characters" : NULL;
}

const char *
lexicon_add(struct lexicon *l, struct words_work *work, struct span line)
{
	struct span word = line, digits = { NULL, 0 };
	const char *wrong;
	int64_t frequency;
	unsigned kind = 0;
	size_t n, named = last_field(word, false);

	word.n -= named;
	n = last_field(word, true);
	if (n > 0)
		digits = span_make(word.p + word.n - n + 1, n - 1);
	word.n -= n;
	if ((wrong = check(word)) != NULL ||
	    (wrong = read_frequency(digits, &frequency)) != NULL)
		return wrong;
	if (digits.n == 0 && l->total == 0)
		return "it has no frequency, and there is no dictionary to "
		    "compute one from";
	if (named > 0 && (kind = kind_of(l, span_from(line,
	    line.n - named + 1))) == 0)
		return "there are more than 250 kinds of words";
	set_frequency(l, word, digits.n == 0 ? suggest(l, work, word) :
	    frequency);
	if (kind != 0)
		make(l, word)->kind = kind;
	return NULL;
}

const char *
lexicon_join(struct lexicon *l, struct span word)
{
	const char *wrong = check(word);

	if (wrong != NULL)
		return wrong;
	if (lexicon_is_marked(l, word, OWN_SPLIT))
		return "it is in both join and split";
	make(l, word)->marks |= OWN_JOINED;
	l->has_joined = true;
	return NULL;
}

const char *
lexicon_split(struct lexicon *l, struct span word)
{
	const char *wrong = check(word);

	if (wrong != NULL)
		return wrong;
	if (lexicon_is_marked(l, word, OWN_JOINED))
		return "it is in both join and split";
	set_frequency(l, word, 0);
	make(l, word)->marks |= OWN_SPLIT;
	l->has_split = true;
	return NULL;
}
