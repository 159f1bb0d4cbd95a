#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <utf8proc.h>

#include <cmocka.h>

#include "base/buf.h"
#include "base/utf8.h"
#include "text/terms_table.h"
#include "text/variants.h"

#define MOST	16

/* The terms, the fold, the text, and the hits as "term:start-end ...". */
struct example {
	const char	*terms[MOST];
	unsigned	 fold;
	const char	*text;
	const char	*hits;
};

static void
check_example(const struct example *ex)
{
	struct arena a = { 0 };
	struct span terms[MOST];
	struct terms_hit *hits;
	struct buf got = { 0 };
	size_t i, n, count;

	for (count = 0; ex->terms[count] != NULL; count++)
		terms[count] = span_of(ex->terms[count]);
	n = terms_find(terms_build(&a, terms, NULL, count, ex->fold), &a,
	    span_of(ex->text), TERMS_ALL, SIZE_MAX, &hits);
	for (i = 0; i < n; i++)
		buf_printf(&got, "%s%u:%u-%u", i > 0 ? " " : "", hits[i].term,
		    hits[i].start, hits[i].end);
	buf_byte(&got, '\0');
	assert_string_equal(got.p, ex->hits);
	buf_free(&got);
	arena_free(&a);
}

static void
hits_are_as_the_table_says(void **state)
{
	static const struct example table[] = {
		{ { NULL }, 0, "居民", "" },
		{ { "居民" }, 0, "", "" },
		{ { "居民" }, 0, "居", "" },
		{ { "居民" }, 0, "小区居民和居民", "0:2-4 0:5-7" },
		{ { "居民", "居民委员会", "委员会", "会" }, 0,
		    "居民委员会", "0:0-2 1:0-5 2:2-5 3:4-5" },
		{ { "民" }, 0, "民", "0:0-1" },
		{ { "民", "民居" }, 0, "居民居民", "0:1-2 1:1-3 0:3-4" },
		{ { "aa", "a", "aa" }, 0, "aaa",
		    "1:0-1 0:0-2 2:0-2 1:1-2 0:1-3 2:1-3 1:2-3" },
		{ { "𠀀", "𠀀𠀁", "a𠀁" }, 0, "𠀀𠀁a𠀁",
		    "0:0-1 1:0-2 2:2-4" },
		{ { "é", "é " }, 0, "aé b", "0:1-2 1:1-3" },
		/* folds */
		{ { "3D" }, 0, "３Ｄ 3d 3D", "0:6-8" },
		{ { "3D" }, TERMS_FOLD_WIDTH, "３Ｄ 3d 3D", "0:0-2 0:6-8" },
		{ { "3D" }, TERMS_FOLD_CASE, "３Ｄ 3d 3D", "0:3-5 0:6-8" },
		{ { "３ｄ" }, TERMS_FOLD_CASE | TERMS_FOLD_WIDTH,
		    "３Ｄ 3d 3D", "0:0-2 0:3-5 0:6-8" },
		{ { "a　b" }, TERMS_FOLD_WIDTH, "a b", "0:0-3" },
		{ { "ａ" }, TERMS_FOLD_CASE, "a Ａ ａ", "0:2-3 0:4-5" },
		{ { "ΣΑΣ" }, TERMS_FOLD_CASE, "σας ΣΑΣ", "0:0-3 0:4-7" },
		{ { "k" }, TERMS_FOLD_CASE, "K\u212a", "0:0-1 0:1-2" },
		{ { "ı" }, TERMS_FOLD_CASE, "iI", "" },
		{ { "a", "A" }, TERMS_FOLD_CASE, "A", "0:0-1 1:0-1" },
		{ { "发现" }, TERMS_FOLD_SCRIPT, "發現頭髮现发現",
		    "0:0-2 0:3-5 0:5-7" },
		{ { "瞭解", "里" }, TERMS_FOLD_SCRIPT, "了解這裏裡",
		    "0:0-2 1:3-4 1:4-5" },
		{ { "看著" }, TERMS_FOLD_SCRIPT, "看着看著", "0:0-2 0:2-4" },
		{ { "发" }, TERMS_FOLD_CASE | TERMS_FOLD_WIDTH, "發", "" },
		{ { "K歌厅" }, TERMS_FOLD_CASE | TERMS_FOLD_SCRIPT,
		    "k歌廳Ｋ歌廳", "0:0-3" },
		{ { "缐", "𧹒" }, TERMS_FOLD_SCRIPT, "线買",
		    "0:0-1 1:1-2" },
	};
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(table) / sizeof(*table); i++)
		check_example(&table[i]);
}

static uint32_t
next_random(uint64_t *seed)
{
	*seed = *seed * 6364136223846793005u + 1442695040888963407u;
	return (uint32_t)(*seed >> 33);
}

/* A string of 1 to most characters of an alphabet. */
static struct span
random_text(struct arena *a, uint64_t *seed, const char *const *alphabet,
    uint32_t letters, uint32_t most)
{
	struct buf b = { 0 };
	struct span s;
	uint32_t n = 1 + next_random(seed) % most;

	while (n-- > 0)
		buf_add(&b, span_of(alphabet[next_random(seed) % letters]));
	s = arena_copy(a, buf_span(&b));
	buf_free(&b);
	return s;
}

/* Bytes of the text that are the term, folded; 0 if it doesn't begin so. */
static size_t
naive_match(struct span term, struct span text, unsigned fold)
{
	size_t i = 0, at = 0;

	while (i < term.n)
		if (at == text.n || terms_fold(utf8_next(term, &i), fold) !=
		    terms_fold(utf8_next(text, &at), fold))
			return 0;
	return at;
}

static int
compare_hits(const void *left, const void *right)
{
	const struct terms_hit *a = left, *b = right;

	if (a->start != b->start)
		return a->start < b->start ? -1 : 1;
	if (a->end != b->end)
		return a->end < b->end ? -1 : 1;
	return a->term < b->term ? -1 : a->term > b->term;
}

/* The twin: every term at every position, by the rule alone. */
static size_t
naive_find(const struct span *terms, size_t count, struct span text,
    unsigned fold, struct terms_hit *hits)
{
	size_t at = 0, n = 0, i;
	uint32_t pos;

	for (pos = 0; at < text.n; pos++) {
		for (i = 0; i < count; i++)
			if (naive_match(terms[i], span_from(text, at),
			    fold) > 0)
				hits[n++] = (struct terms_hit){ (uint32_t)i,
				    pos, pos + (uint32_t)utf8_length(terms[i]) };
		utf8_next(text, &at);
	}
	qsort(hits, n, sizeof(*hits), compare_hits);
	return n;
}

/* The hits of a kind are those of all that are of it. */
static void
check_parts(const struct terms *t, struct arena *a, struct span text,
    const struct terms_hit *all, size_t count)
{
	static const unsigned kinds[] = { TERMS_LONGER, TERMS_ALONE };
	struct terms_hit *hits;
	size_t k, i, n, got;
	bool alone;

	for (k = 0; k < sizeof(kinds) / sizeof(*kinds); k++) {
		got = terms_find(t, a, text, kinds[k], SIZE_MAX, &hits);
		for (i = n = 0; i < count; i++) {
			alone = all[i].end - all[i].start == 1;
			if (alone != (kinds[k] == TERMS_ALONE))
				continue;
			assert_true(n < got);
			assert_int_equal(compare_hits(&hits[n++], &all[i]), 0);
		}
		assert_int_equal(n, got);
	}
}

/* The same of all, by the processor's kernels and without them. */
static void
check_kernels(struct terms *t, struct arena *a, struct span text,
    const struct terms_hit *want, size_t count)
{
	struct terms_hit *hits;
	size_t i;
	int round;

	for (round = 0; round < 2; round++) {
		if (round == 1)
			t->avx2 = false;
		assert_int_equal(terms_find(t, a, text, TERMS_ALL, SIZE_MAX,
		    &hits), count);
		for (i = 0; i < count; i++)
			assert_int_equal(compare_hits(&hits[i], &want[i]), 0);
		check_parts(t, a, text, want, count);
	}
}

static void
random_terms_are_found_as_by_the_naive_search(void **state)
{
	static const char *const alphabets[][4] = {
		{ "a", "b", "c", "d" }, { "居", "民", "会", "。" },
		{ "a", "é", "民", "𠀀" }, { "𠀀", "𠀁", "𠂀", "𐀀" },
		{ "一", "丁", "七", "万" }, { "a", "A", "ａ", "Ａ" },
		{ "发", "發", "髮", "k" }, { "K", "k", "里", "裡" }
	};
	static struct terms_hit want[40 * 3000];
	struct terms_hit *hits;
	struct span terms[40], text;
	struct arena a = { 0 };
	uint32_t values[40];
	uint64_t seed = 11;
	uint32_t letters, round, i, count;
	unsigned fold;
	size_t n, h;
	const char *const *alphabet;

	(void)state;
	for (i = 0; i < 40; i++)
		values[i] = TERMS_MAX_VALUE - i;
	for (round = 0; round < 6000; round++) {
		alphabet = alphabets[next_random(&seed) % 8];
		letters = 2 + next_random(&seed) % 3;
		count = next_random(&seed) % 40;
		fold = next_random(&seed) % 8;
		for (i = 0; i < count; i++)
			terms[i] = random_text(&a, &seed, alphabet, letters,
			    1 + next_random(&seed) % 6);
		text = random_text(&a, &seed, alphabet, 4,
		    round % 200 == 0 ? 3000 : 60);
		n = naive_find(terms, count, text, fold, want);
		check_kernels(terms_build(&a, terms, NULL, count, fold), &a,
		    text, want, n);
		terms_find(terms_build(&a, terms, values, count, fold), &a,
		    text, TERMS_ALL, SIZE_MAX, &hits);
		for (h = 0; h < n; h++)
			assert_int_equal(hits[h].term, values[want[h].term]);
		arena_reset(&a);
	}
	arena_free(&a);
}

/* First and last of planes, of pages of the table, of words of bits. */
static const uint32_t edges[] = { 0, 1, 0x3f, 0x40, 0x7f, 0x80, 0x7ff, 0x800,
    0x4e00, 0xd7ff, 0xe000, 0xffff, 0x10000, 0x1003f, 0x10040, 0x100ff,
    0x10100, 0x1ffff, 0x20000, 0x10ff00, 0x10ffff };

#define EDGES	(sizeof(edges) / sizeof(*edges))

static struct span
random_edges(struct arena *a, uint64_t *seed, uint32_t first, uint32_t letters,
    uint32_t n)
{
	char *text = arena_alloc(a, 4 * (size_t)n);
	size_t size = 0;

	while (n-- > 0)
		size += utf8_encode(text + size, edges[(first +
		    next_random(seed) % letters) % EDGES]);
	return span_make(text, size);
}

/* The text where nothing stands behind it, for what watches memory. */
static void
check_exact(const struct terms *t, const struct span *terms, size_t count,
    struct span text)
{
	static struct terms_hit want[64 * 300];
	struct terms once = *t;
	struct arena a = { 0 };
	char *exact = malloc(text.n);
	size_t n;

	assert_non_null(exact);
	memcpy(exact, text.p, text.n);
	text.p = exact;
	n = naive_find(terms, count, text, 0, want);
	check_kernels(&once, &a, text, want, n);
	free(exact);
	arena_free(&a);
}

/* A text ends, at every character, in the middle of what terms begin with. */
static void
a_text_may_end_anywhere(void **state)
{
	struct arena a = { 0 };
	struct span terms[12], text;
	struct terms *t;
	uint64_t seed = 5;
	uint32_t round, i, first, letters;
	size_t at;

	(void)state;
	for (round = 0; round < 150; round++) {
		first = next_random(&seed);
		letters = 1 + next_random(&seed) % 4;
		for (i = 0; i < 12; i++)
			terms[i] = random_edges(&a, &seed, first, letters,
			    1 + next_random(&seed) % 5);
		t = terms_build(&a, terms, NULL, 12, 0);
		text = random_edges(&a, &seed, first, letters + 1, 24);
		for (at = 0; at < text.n;) {
			utf8_next(text, &at);
			check_exact(t, terms, 12, span_make(text.p, at));
		}
		arena_reset(&a);
	}
	arena_free(&a);
}

/* What is looked at in one stretch ends by another width, or by the end. */
static void
a_stretch_may_end_anywhere(void **state)
{
	static const char *const between[] = { "", "a", "é", "𠀀", "a民" };
	const struct span terms[] = { SPAN("民情"), SPAN("情民情"), SPAN("情"),
	    SPAN("情a"), SPAN("民é"), SPAN("a民情") };
	const size_t count = sizeof(terms) / sizeof(*terms);
	struct arena a = { 0 };
	struct terms *t = terms_build(&a, terms, NULL, count, 0);
	struct buf text = { 0 };
	size_t first, last, i;

	(void)state;
	for (first = 0; first < 70; first++)
		for (i = 0; i < sizeof(between) / sizeof(*between); i++) {
			last = (first * 7 + i) % 70;
			buf_cut(&text, 0);
			for (size_t k = 0; k < first + last; k++) {
				if (k == first)
					buf_add(&text, span_of(between[i]));
				buf_add(&text, k % 3 == 1 ? SPAN("民") :
				    SPAN("情"));
			}
			if (text.n > 0)
				check_exact(t, terms, count, buf_span(&text));
		}
	buf_free(&text);
	arena_free(&a);
}

/* The bits of terms of one character go from the first to the last of them. */
static void
terms_of_one_character_are_found_at_all_edges(void **state)
{
	struct arena a = { 0 };
	struct span terms[2], text;
	char bytes[2][4], all[4 * 3 * EDGES];
	uint32_t i, k, step;
	size_t n = 0;

	(void)state;
	for (i = 0; i < EDGES; i++)
		for (step = 0; step < 3; step++)
			if (edges[i] + step > 0 && edges[i] + step <= 0x110000 &&
			    (edges[i] + step - 1) >> 11 != 0x1b)
				n += utf8_encode(all + n, edges[i] + step - 1);
	text = span_make(all, n);
	for (i = 0; i < EDGES; i++)
		for (k = i; k < EDGES; k++) {
			terms[0] = span_make(bytes[0], utf8_encode(bytes[0],
			    edges[i]));
			terms[1] = span_make(bytes[1], utf8_encode(bytes[1],
			    edges[k]));
			check_exact(terms_build(&a, terms, NULL, 2, 0), terms,
			    2, text);
			arena_reset(&a);
		}
	arena_free(&a);
}

/* Many terms of many characters: the tables fill, blocks are added. */
static void
every_one_of_many_terms_is_found(void **state)
{
	enum { COUNT = 60000 };
	struct arena a = { 0 };
	struct span *terms = arena_alloc(&a, COUNT * sizeof(*terms));
	struct terms *t;
	struct terms_hit *hits;
	uint64_t seed = 3;
	size_t i, h, n, size;
	bool found;
	char text[64];
	uint32_t k;

	(void)state;
	for (i = 0; i < COUNT; i++) {
		size = 0;
		for (k = 1 + next_random(&seed) % 6; k > 0; k--)
			size += utf8_encode(text + size, k % 3 == 0 ?
			    0x20000 + next_random(&seed) % 40000 :
			    0x4e00 + next_random(&seed) % 20000);
		terms[i] = arena_copy(&a, span_make(text, size));
	}
	t = terms_build(&a, terms, NULL, COUNT, 0);
	for (i = 0; i < COUNT; i++) {
		n = terms_find(t, &a, terms[i], TERMS_ALL, SIZE_MAX,
		    &hits);
		for (found = false, h = 0; h < n; h++) {
			found = found || (hits[h].term == i);
			assert_true(h == 0 ||
			    hits[h].start >= hits[h - 1].start);
		}
		assert_true(found);
	}
	arena_free(&a);
}

static void
a_term_across_two_windows_is_found(void **state)
{
	struct arena a = { 0 };
	struct span terms[2];
	struct terms_hit *hits;
	struct buf b = { 0 };
	char longest[TERMS_MAX_LENGTH];
	size_t pad;

	(void)state;
	memset(longest, 'x', sizeof(longest));
	longest[0] = 'y';
	terms[0] = SPAN("小区");
	terms[1] = span_make(longest, sizeof(longest));
	for (pad = 0; pad < 5000; pad++) {
		buf_cut(&b, 0);
		buf_fill(&b, '-', pad);
		buf_add(&b, terms[0]);
		buf_add(&b, terms[1]);
		assert_int_equal(terms_find(terms_build(&a, terms, NULL, 2, 0),
		    &a, buf_span(&b), TERMS_ALL, SIZE_MAX, &hits), 2);
		assert_int_equal(hits[0].start, pad);
		assert_int_equal(hits[1].start, pad + 2);
		assert_int_equal(hits[1].end, pad + 2 + TERMS_MAX_LENGTH);
		arena_reset(&a);
	}
	buf_free(&b);
	arena_free(&a);
}

/* The ranges in terms.c hold all that has two cases. */
static void
every_cased_character_is_folded(void **state)
{
	struct arena a = { 0 };
	struct terms_hit *hits;
	struct span term;
	struct terms *t;
	char lower[4], text[4];
	int32_t c, folded;

	(void)state;
	for (c = 0; c < 0x110000; c++) {
		folded = utf8proc_tolower(utf8proc_toupper(c));
		if (folded == c || c == 0x130 || c == 0x131)
			continue;
		term = span_make(lower, utf8_encode(lower, (uint32_t)folded));
		t = terms_build(&a, &term, NULL, 1, TERMS_FOLD_CASE);
		assert_int_equal(terms_find(t, &a, span_make(text,
		    utf8_encode(text, (uint32_t)c)), TERMS_ALL, SIZE_MAX,
		    &hits), 1);
		arena_reset(&a);
	}
	arena_free(&a);
}

/* Each with each would be as many again; the plain one joins them. */
static void
every_variant_is_folded(void **state)
{
	struct arena a = { 0 };
	struct terms_hit *hits;
	struct span term;
	struct terms *t;
	char plain[4], text[4];
	size_t i;

	(void)state;
	assert_true(variant_count > 4000);
	for (i = 0; i < variant_count; i++) {
		assert_true(i == 0 || variants[i - 1].character <
		    variants[i].character);
		assert_int_equal(terms_fold(variants[i].plain,
		    TERMS_FOLD_SCRIPT), variants[i].plain);
		if (i % 16 != 0)
			continue;	/* tables are 128 KiB each */
		term = span_make(plain, utf8_encode(plain, variants[i].plain));
		t = terms_build(&a, &term, NULL, 1, TERMS_FOLD_SCRIPT);
		assert_int_equal(terms_find(t, &a, span_make(text,
		    utf8_encode(text, variants[i].character)), TERMS_ALL,
		    SIZE_MAX, &hits), 1);
		arena_reset(&a);
	}
	arena_free(&a);
}

static void
too_many_hits_end_the_search(void **state)
{
	struct arena a = { 0 };
	struct span term = SPAN("a");
	struct terms_hit *hits;
	struct buf b = { 0 };
	struct terms *t = terms_build(&a, &term, NULL, 1, 0);

	(void)state;
	buf_fill(&b, 'a', 1000000);
	assert_int_equal(terms_find(t, &a, buf_span(&b), TERMS_ALL, 1000000,
	    &hits), 1000000);
	assert_in_range(terms_find(t, &a, buf_span(&b), TERMS_ALL, 1000,
	    &hits), 1001, 10000);
	buf_free(&b);
	arena_free(&a);
}

static void
no_terms_take_no_tables(void **state)
{
	struct arena a = { 0 };

	(void)state;
	terms_build(&a, NULL, NULL, 0, 0);
	assert_true(arena_used(&a) < 256);
	arena_free(&a);
}

/*
 * 100,000 terms of two characters out of 20,000, which 2,000 begin: large nodes
 * whose labels are far apart must not each take a stretch of the table.
 */
static void
terms_of_many_characters_share_cells(void **state)
{
	enum { TERMS = 100000, FIRST = 2000, CHARS = 20000, BYTES = 6 };
	struct arena a = { 0 };
	struct span *terms = malloc(TERMS * sizeof(*terms));
	char *bytes = malloc((size_t)TERMS * BYTES), *p = bytes;
	struct terms_hit *hits;
	uint32_t i, random = 1;
	struct terms *t;

	(void)state;
	for (i = 0; i < TERMS; i++, p += BYTES) {
		random = random * 1664525 + 1013904223;
		utf8_encode(p, 0x3400 + i % FIRST);
		utf8_encode(p + 3, 0x3400 + (random >> 8) % CHARS);
		terms[i] = span_make(p, BYTES);
	}
	t = terms_build(&a, terms, NULL, TERMS, 0);
	assert_true(arena_used(&a) < (size_t)16 << 20);
	for (i = 0; i < TERMS; i += 997)
		assert_true(terms_find(t, &a, terms[i], TERMS_ALL, 8, &hits) > 0);
	arena_free(&a);
	free(bytes);
	free(terms);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(hits_are_as_the_table_says),
		cmocka_unit_test(random_terms_are_found_as_by_the_naive_search),
		cmocka_unit_test(a_text_may_end_anywhere),
		cmocka_unit_test(a_stretch_may_end_anywhere),
		cmocka_unit_test(terms_of_one_character_are_found_at_all_edges),
		cmocka_unit_test(every_one_of_many_terms_is_found),
		cmocka_unit_test(a_term_across_two_windows_is_found),
		cmocka_unit_test(every_cased_character_is_folded),
		cmocka_unit_test(every_variant_is_folded),
		cmocka_unit_test(too_many_hits_end_the_search),
		cmocka_unit_test(terms_of_many_characters_share_cells),
		cmocka_unit_test(no_terms_take_no_tables),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
