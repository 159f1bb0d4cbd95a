#include <stdlib.h>

#include "aggregate/near.h"
#include "aggregate/pairs.h"
#include "base/hash.h"
#include "base/mem.h"
#include "base/utf8.h"

#define RUN		3	/* characters */
#define HASHES		128	/* bands of rows, together, at least */
#define AT_ONCE		8	/* bands */

/* Letters, digits and Han; what stands for nothing is left out. */
static bool
counts(uint32_t c)
{
	if (c < 0x80)
		return (c >= '0' && c <= '9') || ((c | 0x20) >= 'a' &&
		    (c | 0x20) <= 'z');
	return utf8_is_han(c) || (!utf8_is_space(c) && c > 0x2bff &&
	    !(c >= 0x3000 && c <= 0x303f) && !(c >= 0xff00 && c <= 0xff0f) &&
	    !(c >= 0xff1a && c <= 0xff20));
}

static int
compare_runs(const void *a, const void *b)
{
	uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;

	return (x > y) - (x < y);
}

/* A text of fewer than three characters is one run.  False: no room. */
static bool
find_runs(struct near_text *t, struct rows *rows)
{
	uint32_t last[RUN] = {0};
	size_t at = 0, seen = 0, n = 0, kept = 0;
	size_t bytes = sizeof(*t->runs) * (t->text.n < NEAR_MOST_CHARACTERS ?
	    t->text.n + 1 : NEAR_MOST_CHARACTERS + 1);

	if (!rows_fit(rows, bytes))
		return false;
	t->runs = arena_alloc(rows->arena, bytes);
	while (at < t->text.n && seen < NEAR_MOST_CHARACTERS) {
		uint32_t c = utf8_next(t->text, &at);

		if (!counts(c))
			continue;
		last[0] = last[1];
		last[1] = last[2];
		last[2] = c;
		if (++seen >= RUN)
			t->runs[n++] = (uint32_t)hash_seeded(span_make(
			    (const char *)last, sizeof(last)), 0);
	}
	if (n == 0 && seen > 0)
		t->runs[n++] = (uint32_t)hash_seeded(span_make(
		    (const char *)last, sizeof(last)), 0);
	if (n > 1)
		qsort(t->runs, n, sizeof(*t->runs), compare_runs);
	for (size_t i = 1; i < n; i++)
		if (t->runs[i] != t->runs[kept])
			t->runs[++kept] = t->runs[i];
	t->run_count = n == 0 ? 0 : kept + 1;
	return true;
}

double
near_similarity(const struct near_text *a, const struct near_text *b)
{
	size_t i = 0, k = 0, both = 0;

	while (i < a->run_count && k < b->run_count) {
		both += a->runs[i] == b->runs[k];
		if (a->runs[i] < b->runs[k])
			i++;
		else if (a->runs[i] > b->runs[k])
			k++;
		else {
			i++;
			k++;
		}
	}
	i = a->run_count + b->run_count - both;
	return i == 0 ? 0 : (double)both / (double)i;
}

/* The first text of the group, the way to it shortened. */
static size_t
group_of(struct near_text *texts, size_t i)
{
	while (texts[i].group != i) {
		texts[i].group = texts[texts[i].group].group;
		i = texts[i].group;
	}
	return i;
}

static void
join(struct near_text *texts, size_t a, size_t b)
{
	a = group_of(texts, a);
	b = group_of(texts, b);
	if (a < b)
		texts[b].group = a;
	else
		texts[a].group = b;
}

static uint64_t
mix(uint64_t z)
{
	z = (z ^ z >> 30) * UINT64_C(0xbf58476d1ce4e5b9);
	z = (z ^ z >> 27) * UINT64_C(0x94d049bb133111eb);
	return z ^ z >> 31;
}

/* The least of the text's runs under the n-th order of all. */
static uint64_t
least(const struct near_text *t, uint64_t n)
{
	uint64_t by = mix(2 * n + 1) | 1, add = mix(2 * n + 2);
	uint64_t found = UINT64_MAX, v;

	for (size_t i = 0; i < t->run_count; i++) {
		v = (t->runs[i] * by + add) >> 32;
		if (v < found)
			found = v;
	}
	return found;
}

static uint64_t
key_of(const struct near_text *t, size_t band, size_t rows)
{
	uint64_t key = 0;

	for (size_t i = 0; i < rows; i++)
		key = mix(key ^ least(t, band * rows + i)) + 1;
	return key;
}

/* Joins a text with those before it in its bucket. */
static void
look_back(struct near_text *texts, const struct pair *bucket, size_t i,
    double similarity, int64_t window)
{
	const struct near_text *t = &texts[bucket[i].with];
	size_t stop = i > NEAR_MOST_COMPARED ? i - NEAR_MOST_COMPARED : 0;

	for (size_t k = i; k-- > stop;) {
		size_t other = bucket[k].with;

		if (t->time - texts[other].time > window)
			return;
		if (group_of(texts, other) != group_of(texts,
		    bucket[i].with) &&
		    near_similarity(t, &texts[other]) >= similarity)
			join(texts, other, bucket[i].with);
	}
}

/* Joins what is near in one band, of which the pairs are key and text. */
static void
join_band(struct near_text *texts, struct pairs *band, double similarity,
    int64_t window)
{
	size_t from = 0;

	pairs_settle(band, PAIRS_SET);
	for (size_t i = 1; i < band->used; i++) {
		if (band->items[i].key != band->items[from].key)
			from = i;
		look_back(texts, band->items + from, i - from, similarity,
		    window);
	}
}

/* Rows of a band, so that 99 % of the pairs at the threshold meet in one. */
static size_t
rows_of(double similarity)
{
	return similarity < 0.5 ? 2 : similarity < 0.7 ? 3 : 4;
}

/* The keys of some bands, text by text, so that its runs are read once. */
static void
fill_bands(const struct near_text *texts, size_t count, size_t rows,
    size_t first, struct pairs bands[AT_ONCE])
{
	for (size_t i = 0; i < count; i++)
		for (size_t k = 0; texts[i].run_count > 0 && k < AT_ONCE; k++)
			bands[k].items[bands[k].used++] = (struct pair){
			    key_of(&texts[i], first + k, rows), i };
}

void
near_group(struct near_text *texts, size_t count, double similarity,
    int64_t window, struct rows *rows)
{
	struct pair *items;
	size_t height = rows_of(similarity);

	for (size_t i = 0; i < count; i++) {
		if (!find_runs(&texts[i], rows))
			return;
		texts[i].group = i;
	}
	if (!rows_fit(rows, count * AT_ONCE * sizeof(*items)))
		return;
	items = mem_alloc(count * AT_ONCE, sizeof(*items));
	for (size_t first = 0; first < HASHES / height; first += AT_ONCE) {
		struct pairs bands[AT_ONCE] = {0};

		for (size_t k = 0; k < AT_ONCE; k++)
			bands[k].items = items + k * count;
		fill_bands(texts, count, height, first, bands);
		for (size_t k = 0; k < AT_ONCE; k++)
			if (bands[k].used > 1)
				join_band(texts, &bands[k], similarity,
				    window);
	}
	for (size_t i = 0; i < count; i++)
		texts[i].group = group_of(texts, i);
	mem_free(items);
}
