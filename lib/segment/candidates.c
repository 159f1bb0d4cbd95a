#include "segment/candidates.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/decimal.h"
#include "base/mem.h"
#include "base/utf8.h"
#include "record/json.h"

/*
 * All texts stand in one array, their Han characters as they are and a 0 for
 * whatever stands between two runs of them.  `order` has the places of the
 * characters, sorted by what begins there, so that all places of a word follow
 * each other; common[i] tells how many characters i shares with the one
 * before:
 *
 *	chars	网格员和网格长0	order	3 0 4 1 5 2 6	(sorted)
 *	                         common	0 0 2 0 1 0 0
 */
#define EDGE		0
#define SYMBOLS		0x10000
#define FIXED_BYTES	((size_t)14 * SYMBOLS)	/* of counts, ends, seen
						 * and symbols */
#define CHAR_BYTES	16	/* of the limit, for each character: 11 here,
				 * the others are for what is found */
#define DEFAULT_MEMORY	((size_t)256 * 1024 * 1024)

struct candidate {
	uint32_t	first;		/* of its places in order[] */
	uint32_t	length;		/* characters */
	uint32_t	count;
	double		pmi, left, right;
};

struct candidates {
	const struct candidate_rule	*rule;
	uint16_t			*chars;
	size_t				 n, capacity, most;
	uint32_t			*order, *other;
	size_t				 places;	/* in order[] */
	uint32_t			*ends;		/* by symbol: of the
							 * places of it */
	uint8_t				*common;
	uint32_t			*counts;	/* by symbol */
	uint32_t			*seen;		/* counts, one by one */
	uint16_t			*symbols;
	struct candidate		*found;
	size_t				 found_count, found_capacity;
};

struct candidates *
candidates_new(const struct candidate_rule *rule)
{
	struct candidates *c = mem_zero(1, sizeof(*c));

	c->rule = rule;
	if (rule->memory > FIXED_BYTES)
		c->most = (rule->memory - FIXED_BYTES) / CHAR_BYTES;
	if (c->most > UINT32_MAX)
		c->most = UINT32_MAX;
	return c;
}

void
candidates_free(struct candidates *c)
{
	mem_free(c->chars);
	mem_free(c->order);
	mem_free(c->other);
	mem_free(c->ends);
	mem_free(c->common);
	mem_free(c->counts);
	mem_free(c->seen);
	mem_free(c->symbols);
	mem_free(c->found);
	mem_free(c);
}

static int
refuse(const struct candidates *c, const char *what, struct err *e)
{
	return err_set(e, ERR_MEMORY, NULL, 0, 0, "%s take more than the %zu "
	    "bytes of --memory: allow more, or give less text", what,
	    c->rule->memory);
}

static bool
is_han(uint32_t character)
{
	return character >= 0x4e00 && character <= 0x9fd5;
}

void
candidates_row(struct span text, struct buf *row)
{
	uint16_t last = EDGE, character;
	uint32_t read;
	size_t at = 0;

	while (at < text.n) {
		read = utf8_next(text, &at);
		character = is_han(read) ? (uint16_t)read : EDGE;
		if (character != EDGE || last != EDGE)
			buf_add(row, span_make((const char *)&character,
			    sizeof(character)));
		last = character;
	}
	character = EDGE;
	if (last != EDGE)
		buf_add(row, span_make((const char *)&character,
		    sizeof(character)));
}

int
candidates_add(struct candidates *c, struct span row, struct err *e)
{
	size_t n = row.n / sizeof(*c->chars);
	size_t end = CANDIDATE_LENGTH_MAX + 1;	/* EDGEs, put at the end */

	if (c->most < end || n > c->most - end || c->n > c->most - end - n)
		return refuse(c, "the characters", e);
	if (c->n + n + end > c->capacity) {
		c->capacity = 2 * (c->n + n + end);
		if (c->capacity > c->most)
			c->capacity = c->most;
		c->chars = mem_resize(c->chars, c->capacity,
		    sizeof(*c->chars));
	}
	memcpy(c->chars + c->n, row.p, row.n);
	c->n += n;
	return 0;
}

/* One pass of a radix sort, by the character at that distance. */
static void
sort_by(struct candidates *c, size_t distance)
{
	const uint16_t *chars = c->chars + distance;
	uint32_t *swap = c->order, at = 0, n;
	size_t i;

	memset(c->counts, 0, SYMBOLS * sizeof(*c->counts));
	for (i = 0; i < c->places; i++)
		c->counts[chars[c->order[i]]]++;
	for (i = 0; i < SYMBOLS; i++) {
		n = c->counts[i];
		c->counts[i] = at;
		at += n;
	}
	for (i = 0; i < c->places; i++)
		c->other[c->counts[chars[c->order[i]]]++] = c->order[i];
	c->order = c->other;
	c->other = swap;
}

static void
find_common(struct candidates *c, size_t depth)
{
	const uint16_t *a, *b;
	size_t i, n;

	for (i = 1; i < c->places; i++) {
		a = c->chars + c->order[i - 1];
		b = c->chars + c->order[i];
		for (n = 0; n < depth && a[n] == b[n]; )
			n++;
		c->common[i] = (uint8_t)n;
	}
}

static void
sort_places(struct candidates *c)
{
	size_t i, depth = (size_t)c->rule->max_length + 1;

	memset(c->chars + c->n, 0,
	    (CANDIDATE_LENGTH_MAX + 1) * sizeof(*c->chars));
	c->order = mem_zero(c->n + 1, sizeof(*c->order));
	c->other = mem_zero(c->n + 1, sizeof(*c->other));
	c->common = mem_zero(c->n + 1, sizeof(*c->common));
	c->ends = mem_zero(SYMBOLS, sizeof(*c->ends));
	c->counts = mem_zero(SYMBOLS, sizeof(*c->counts));
	c->seen = mem_zero(SYMBOLS, sizeof(*c->seen));
	c->symbols = mem_zero(SYMBOLS, sizeof(*c->symbols));
	for (i = 0; i < c->n; i++)
		if (c->chars[i] != EDGE)
			c->order[c->places++] = (uint32_t)i;
	for (i = depth; i-- > 0; )
		sort_by(c, i);
	memcpy(c->ends, c->counts, SYMBOLS * sizeof(*c->ends));
	memset(c->counts, 0, SYMBOLS * sizeof(*c->counts));
	find_common(c, depth);
}

/* <0, 0 or >0, by the first n characters. */
static int
compare(const uint16_t *a, const uint16_t *b, size_t n)
{
	size_t i;

	for (i = 0; i < n; i++)
		if (a[i] != b[i])
			return a[i] < b[i] ? -1 : 1;
	return 0;
}

/* The first place whose n characters are over those of word, or like them. */
static size_t
bound(const struct candidates *c, const uint16_t *word, size_t n, bool over)
{
	size_t lo = c->ends[*word - 1], hi = c->ends[*word], middle;

	while (lo < hi) {
		middle = lo + (hi - lo) / 2;
		if (compare(c->chars + c->order[middle], word, n) <
		    (over ? 1 : 0))
			lo = middle + 1;
		else
			hi = middle;
	}
	return lo;
}

static double
count_of(const struct candidates *c, const uint16_t *word, size_t n)
{
	if (n == 1)
		return (double)(c->ends[*word] - c->ends[*word - 1]);
	return (double)(bound(c, word, n, true) - bound(c, word, n, false));
}

/*
 * Of all ways to cut it in two, that whose parts are closest to chance; or the
 * first that is closer than the rule wants.
 */
static double
pmi_of(const struct candidates *c, const uint16_t *word, size_t n,
    double count)
{
	double pmi, least = INFINITY;
	size_t i;

	for (i = 1; i < n && least >= c->rule->min_pmi; i++) {
		pmi = log2(count * (double)c->places /
		    (count_of(c, word, i) * count_of(c, word + i, n - i)));
		if (pmi < least)
			least = pmi;
	}
	return least;
}

static int
by_number(const void *left, const void *right)
{
	uint32_t a = *(const uint32_t *)left, b = *(const uint32_t *)right;

	return (a > b) - (a < b);
}

/* Of the neighbours whose counts were seen: smallest first, so that the sum is
 * the same whatever their order was. */
static double
entropy_of(struct candidates *c, size_t seen, double count)
{
	double sum = 0;
	size_t i;

	qsort(c->seen, seen, sizeof(*c->seen), by_number);
	for (i = 0; i < seen; i++)
		sum += (double)c->seen[i] * log2((double)c->seen[i]);
	return log2(count) - sum / count;
}

/* Neighbours of places lo to hi: at a distance, or just before. */
static double
neighbours(struct candidates *c, size_t lo, size_t hi, bool before,
    size_t distance)
{
	size_t i, at, seen = 0;
	uint16_t symbol;

	for (i = lo; i < hi; i++) {
		at = c->order[i];
		if (before)
			symbol = at == 0 ? EDGE : c->chars[at - 1];
		else
			symbol = c->chars[at + distance];
		if (c->counts[symbol]++ == 0)
			c->symbols[seen++] = symbol;
	}
	for (i = 0; i < seen; i++) {
		c->seen[i] = c->counts[c->symbols[i]];
		c->counts[c->symbols[i]] = 0;
	}
	return entropy_of(c, seen, (double)(hi - lo));
}

static bool
has_edge(const uint16_t *word, size_t n)
{
	size_t i;

	for (i = 0; i < n; i++)
		if (word[i] == EDGE)
			return true;
	return false;
}

/* In UTF-8; the bytes are the caller's, 3 a character. */
static struct span
spell(const uint16_t *word, size_t n, char *bytes)
{
	size_t i, length = 0;

	for (i = 0; i < n; i++)
		length += utf8_encode(bytes + length, word[i]);
	return span_make(bytes, length);
}

static int
keep(struct candidates *c, struct candidate candidate, struct err *e)
{
	size_t room = c->rule->memory - FIXED_BYTES - 11 * c->capacity;

	if (c->found_count == c->found_capacity) {
		c->found_capacity = 64 + 2 * c->found_capacity;
		if (c->found_capacity > room / sizeof(candidate))
			return refuse(c, "the candidates", e);
		c->found = mem_resize(c->found, c->found_capacity,
		    sizeof(*c->found));
	}
	c->found[c->found_count++] = candidate;
	return 0;
}

/* The n characters at places lo to hi of the order. */
static int
judge(struct candidates *c, size_t lo, size_t hi, size_t n, struct err *e)
{
	const struct candidate_rule *rule = c->rule;
	const uint16_t *word = c->chars + c->order[lo];
	struct candidate found = { (uint32_t)lo, (uint32_t)n,
	    (uint32_t)(hi - lo), 0, 0, 0 };
	char bytes[3 * CANDIDATE_LENGTH_MAX];

	if (found.count < rule->min_count || has_edge(word, n) ||
	    lexicon_knows(rule->lexicon, spell(word, n, bytes)))
		return 0;
	found.pmi = pmi_of(c, word, n, found.count);
	if (found.pmi < rule->min_pmi)
		return 0;
	found.left = neighbours(c, lo, hi, true, 0);
	found.right = neighbours(c, lo, hi, false, n);
	if (found.left < rule->min_entropy || found.right < rule->min_entropy)
		return 0;
	return keep(c, found, e);
}

/* Each run of places that have n characters in common. */
static int
judge_all(struct candidates *c, size_t n, struct err *e)
{
	size_t lo, hi;

	for (lo = 0; lo < c->places; lo = hi) {
		for (hi = lo + 1; hi < c->places && c->common[hi] >= n; )
			hi++;
		if (judge(c, lo, hi, n, e) == -1)
			return -1;
	}
	return 0;
}

static int
by_count(const void *left, const void *right)
{
	const struct candidate *a = left, *b = right;

	if (a->count != b->count)
		return a->count < b->count ? 1 : -1;
	if (a->first != b->first)
		return a->first < b->first ? -1 : 1;
	return (a->length > b->length) - (a->length < b->length);
}

static void
put_figure(struct buf *b, const char *name, double value)
{
	buf_printf(b, ",\"%s\":", name);
	decimal_put_digits(b, value, 6);
}

static void
put(const struct candidates *c, const struct candidate *f, struct buf *b)
{
	char bytes[3 * CANDIDATE_LENGTH_MAX];

	buf_add(b, SPAN("{\"word\":"));
	json_put_string(b, spell(c->chars + c->order[f->first], f->length,
	    bytes));
	buf_add(b, SPAN(",\"count\":"));
	buf_unsigned(b, f->count);
	put_figure(b, "pmi", f->pmi);
	put_figure(b, "left_entropy", f->left);
	put_figure(b, "right_entropy", f->right);
	buf_add(b, SPAN("}\n"));
}

int
candidates_write(struct candidates *c, struct buf *b, uint64_t *records,
    struct err *e)
{
	size_t i, n;

	if (c->n == 0)
		return 0;
	sort_places(c);
	for (n = 2; n <= (size_t)c->rule->max_length; n++)
		if (judge_all(c, n, e) == -1)
			return -1;
	if (c->found_count > 0)
		qsort(c->found, c->found_count, sizeof(*c->found), by_count);
	for (i = 0; i < c->found_count; i++)
		put(c, &c->found[i], b);
	*records += c->found_count;
	return 0;
}

static void
read_bits(const struct node *node, double *bits, struct faults *faults)
{
	if (node == NULL || node_number(node, bits, faults) == -1)
		return;
	if (!(*bits >= 0 && *bits <= 64))
		fault(faults, node->place, "expected bits from 0 to 64, got "
		    "%g", *bits);
}

struct candidate_rule *
candidate_rule_read(const struct config *config, const struct node *node,
    struct arena *arena, struct faults *faults)
{
	struct candidate_rule *rule = arena_zero(arena, 1, sizeof(*rule));
	const char *memory = config_setting(config, "memory");
	const struct node *item;
	struct fields f;

	rule->min_count = 5;
	rule->max_length = 4;
	rule->min_pmi = 3;
	rule->min_entropy = 1;
	rule->memory = DEFAULT_MEMORY;
	if (memory != NULL && decimal_size(memory, &rule->memory) == -1)
		rule->usage = arena_printf(arena, "--memory: expected a size "
		    "such as 256M, got %s", memory).p;
	if (fields_begin(&f, node, arena, faults) == -1)
		return rule;
	if ((item = fields_take(&f, "min_count")) != NULL)
		node_integer(item, 2, UINT32_MAX, &rule->min_count, faults);
	if ((item = fields_take(&f, "max_length")) != NULL)
		node_integer(item, 2, CANDIDATE_LENGTH_MAX, &rule->max_length,
		    faults);
	read_bits(fields_take(&f, "min_pmi"), &rule->min_pmi, faults);
	read_bits(fields_take(&f, "min_entropy"), &rule->min_entropy, faults);
	fields_end(&f);
	return rule;
}
