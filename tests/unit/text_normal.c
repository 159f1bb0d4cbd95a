#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <cmocka.h>
#include <utf8proc.h>

#include "base/buf.h"
#include "base/utf8.h"
#include "text/normal.h"
#include "text/normal_table.h"

#define SUITE	"../shared/suites/unicode/NormalizationTest.txt"
#define END	0x110000u

static struct arena	arena;

static int
free_arena(void **state)
{
	(void)state;
	arena_free(&arena);
	return 0;
}

static struct span
nfc(struct span s)
{
	struct edits	e = normal_nfc(&arena, s);

	return edits_apply(&e, &arena, s);
}

static struct span
nfkc(struct span s)
{
	struct edits	e = normal_nfkc(&arena, s);

	return edits_apply(&e, &arena, s);
}

static void
assert_nfkc(struct span s, struct span want)
{
	assert_true(span_equal(nfkc(s), want));
}

static void
assert_nfc(struct span s, struct span want)
{
	assert_true(span_equal(nfc(s), want));
}

static void
texts_come_into_the_form(void **state)
{
	static const struct {
		const char	*text, *form;
	} table[] = {
		{ "", "" },
		{ "abc", "abc" },
		{ "民情，治理。", "民情，治理。" },
		{ "e\u0301", "\u00e9" },
		{ "xe\u0301y", "x\u00e9y" },
		{ "\u00e9", "\u00e9" },
		{ "\u0301", "\u0301" },			/* no base */
		{ "\u212b", "\u00c5" },			/* singleton */
		{ "か\u3099", "が" },
		{ "\u1112\u1161\u11ab", "\ud55c" },	/* Hangul */
		{ "\ud558\u11ab", "\ud55c" },		/* LV + T */
		{ "\ud558\u11a7", "\ud558\u11a7" },	/* no T */
		{ "a\u0315\u0300", "\u00e0\u0315" },	/* order */
		{ "q\u0307\u0323", "q\u0323\u0307" },
		{ "\u1e0b\u0323", "\u1e0d\u0307" },	/* UAX #15 */
		{ "\u0958", "\u0915\u093c" },		/* excluded */
		{ "\uf900", "\u8c48" },
		{ "\U0002f800", "\u4e3d" },
		{ "\u0344", "\u0308\u0301" },
		{ "\u1f82", "\u1f82" },
		{ "\u03b1\u0313\u0300\u0345", "\u1f82" },
		{ "\uff21，：", "\uff21，：" },		/* not NFKC */
	};
	size_t	i;

	(void)state;
	for (i = 0; i < sizeof(table) / sizeof(*table); i++)
		assert_nfc(span_of(table[i].text), span_of(table[i].form));
}

static void
compatible_characters_become_what_they_stand_for(void **state)
{
	static const struct {
		const char	*text, *form;
	} table[] = {
		{ "民情，治理。", "民情,治理。" },
		{ "１２，Ａｂ　（）", "12,Ab ()" },
		{ "，，！？", ",,!?" },
		{ "Ａ\u0301，e\u0301", "\u00c1,\u00e9" },
		{ "e\uff0c\u0301", "e,\u0301" },
		{ "①㎡……ﬁ", "1m2......fi" },
		{ "ﾊﾟﾋﾟ", "パピ" },		/* half-width, with marks */
		{ "\u1e9b\u0323", "\u1e69" },	/* UAX #15 */
		{ "\u314e\u314f", "\ud558" },
		{ "\ufdfa", "\u0635\u0644\u0649 "
		    "\u0627\u0644\u0644\u0647 \u0639\u0644\u064a\u0647 "
		    "\u0648\u0633\u0644\u0645" },	/* the longest */
	};
	size_t	i;

	(void)state;
	for (i = 0; i < sizeof(table) / sizeof(*table); i++)
		assert_nfkc(span_of(table[i].text), span_of(table[i].form));
	assert_int_equal(normal_nfkc(&arena, SPAN("民情。a“b”—\u00e9")).count,
	    0);
}

static void
an_edit_leaves_out_what_stays(void **state)
{
	struct edits	e = normal_nfkc(&arena, SPAN("民，，情①"));

	(void)state;
	assert_int_equal(e.count, 3);
	assert_int_equal(e.items[0].start, 3);
	assert_int_equal(e.items[0].old_n, 3);
	assert_int_equal(e.items[1].start, 6);
	assert_int_equal(e.items[2].start, 12);
	assert_int_equal(e.items[2].old_n, 3);
}

static void
a_text_in_the_form_has_no_edits(void **state)
{
	(void)state;
	assert_int_equal(normal_nfc(&arena,
	    SPAN("民情 \u00e9\u1e69 a\u0315 か が \ud55c ไทย ก\u0e48")).count,
	    0);
	assert_int_equal(normal_nfc(&arena, span_make(NULL, 0)).count, 0);
}

static void
an_edit_is_as_small_as_a_segment(void **state)
{
	struct edits	e;

	(void)state;
	e = normal_nfc(&arena, SPAN("民情e\u0301e\u0301治理o\u0308。"));
	assert_int_equal(e.count, 3);
	assert_int_equal(e.items[0].start, 6);
	assert_int_equal(e.items[0].old_n, 3);
	assert_int_equal(e.items[1].start, 9);
	assert_int_equal(e.items[1].old_n, 3);
	assert_int_equal(e.items[2].start, 18);
	assert_int_equal(edits_origin(&e, 8), 9);
	assert_int_equal(edits_origin(&e, 10), 12);
}

static void
put(struct buf *b, uint32_t c)
{
	char	p[4];

	buf_add(b, span_make(p, utf8_encode(p, c)));
}

/* One column of the suite: code points in hexadecimal, ended by `;`. */
static const char *
column(const char *p, struct buf *b)
{
	char	*end;

	buf_cut(b, 0);
	while (*p != ';') {
		put(b, (uint32_t)strtoul(p, &end, 16));
		assert_ptr_not_equal(p, end);
		p = end;
	}
	return p + 1;
}

/*
 * NFC: c2 == toNFC(c1, c2, c3), c4 == toNFC(c4, c5).
 * NFKC: c4 == toNFKC(c1, c2, c3, c4, c5).
 */
static void
check_row(const char *line, struct buf c[5])
{
	int	i;

	for (i = 0; i < 5; i++)
		line = column(line, &c[i]);
	for (i = 0; i < 3; i++)
		assert_nfc(buf_span(&c[i]), buf_span(&c[1]));
	for (i = 3; i < 5; i++)
		assert_nfc(buf_span(&c[i]), buf_span(&c[3]));
	for (i = 0; i < 5; i++)
		assert_nfkc(buf_span(&c[i]), buf_span(&c[3]));
	arena_reset(&arena);
}

static void
check_unlisted(const unsigned char *listed, struct buf *b)
{
	uint32_t	c;

	for (c = 0; c < END; c++) {
		if (listed[c] || (c >= 0xd800 && c < 0xe000))
			continue;
		buf_cut(b, 0);
		put(b, c);
		assert_int_equal(normal_nfc(&arena, buf_span(b)).count, 0);
		assert_int_equal(normal_nfkc(&arena, buf_span(b)).count, 0);
		arena_reset(&arena);
	}
}

static void
the_outside_suite_is_followed_line_by_line(void **state)
{
	static unsigned char	listed[END];
	struct buf		c[5] = {{0}};
	char			line[2048];
	FILE			*f = fopen(SUITE, "r");
	size_t			rows = 0;
	int			i, part = -1;

	(void)state;
	if (f == NULL) {
		print_message("no " SUITE "\n");
		skip();
	}
	while (fgets(line, sizeof(line), f) != NULL) {
		if (line[0] == '@')
			part = line[5] - '0';
		if (line[0] == '@' || line[0] == '#' || line[0] == '\n')
			continue;
		if (part == 1)
			listed[strtoul(line, NULL, 16)] = 1;
		check_row(line, c);
		rows++;
	}
	fclose(f);
	assert_int_equal(rows, 19074);
	check_unlisted(listed, &c[0]);
	for (i = 0; i < 5; i++)
		buf_free(&c[i]);
}

/* The table again, from the library's decompositions. */
static void
the_table_is_that_of_the_library(void **state)
{
	static unsigned char	joins[END];
	utf8proc_int32_t	d[8], form[8];
	utf8proc_ssize_t	n, i;
	uint32_t		c;
	int			boundary;

	(void)state;
	for (c = 0; c < END; c++) {
		boundary = 0;
		n = utf8proc_decompose_char((utf8proc_int32_t)c, d, 8,
		    UTF8PROC_DECOMPOSE, &boundary);
		assert_in_range(n, 1, 4);
		memcpy(form, d, sizeof(form));
		if (utf8proc_get_property((utf8proc_int32_t)c)->
		    combining_class != 0)
			joins[c] = 1;
		if (utf8proc_normalize_utf32(form, n, UTF8PROC_COMPOSE |
		    UTF8PROC_STABLE) != 1 || form[0] != (int32_t)c)
			joins[c] = 1;
		else
			for (i = 1; i < n; i++)
				joins[d[i]] = 1;
	}
	for (c = 0; c < END; c++)
		assert_int_equal(normal_is_boundary(c), !joins[c]);
}

static void
the_other_table_is_that_of_the_library(void **state)
{
	utf8proc_int32_t	d[32], form[32];
	utf8proc_ssize_t	n;
	uint32_t		c;
	int			boundary;
	bool			same;

	(void)state;
	for (c = 0; c < END; c++) {
		boundary = 0;
		n = utf8proc_decompose_char((utf8proc_int32_t)c, d, 32,
		    UTF8PROC_DECOMPOSE | UTF8PROC_COMPAT, &boundary);
		assert_in_range(n, 1, 18);
		memcpy(form, d, sizeof(form));
		same = utf8proc_normalize_utf32(form, n, UTF8PROC_COMPOSE |
		    UTF8PROC_STABLE) == 1 && form[0] == (int32_t)c;
		assert_int_equal(normal_is_compatible_boundary(c),
		    same && normal_is_boundary(c));
	}
}

/* xorshift64, fixed seed. */
static uint64_t
random_next(uint64_t *v)
{
	*v ^= *v << 13;
	*v ^= *v >> 7;
	*v ^= *v << 17;
	return *v;
}

/* The library over the whole text, with its own sort and its own memory. */
static struct span
by_library(struct span s, utf8proc_option_t options)
{
	utf8proc_uint8_t *p;
	utf8proc_ssize_t n;
	struct span	 copy;

	n = utf8proc_map((const utf8proc_uint8_t *)s.p,
	    (utf8proc_ssize_t)s.n, &p, UTF8PROC_COMPOSE | UTF8PROC_STABLE |
	    options);
	assert_true(n >= 0);
	copy = arena_copy(&arena, span_make((const char *)p, (size_t)n));
	free(p);
	return copy;
}

/*
 * Blocks in which much is joined, reordered or replaced; but U+11A7, which
 * the library loses behind a syllable of Hangul, and we don't.
 */
static void
random_texts_are_as_the_library_makes_them(void **state)
{
	static const uint32_t	first[] = {
		0x41, 0xc0, 0x300, 0x316, 0x340, 0x370, 0x590, 0x610, 0x930,
		0x9be, 0xb3e, 0xdcf, 0xf71, 0x1100, 0x1161, 0x11a8, 0x1e00,
		0x1f80, 0x2126, 0x304b, 0x3099, 0x4e00, 0xac00, 0xf900,
		0xfb1d, 0x110ba, 0x1d15e, 0x2f800, 0x3131, 0x314f, 0xff0c,
		0xff21, 0x3000, 0x2460, 0xff71, 0xff9e, 0xffc2, 0xfb00
	};
	uint64_t		v = 15;
	struct buf		b = {0};
	size_t			round, i, n;

	(void)state;
	for (round = 0; round < 50000; round++) {
		buf_cut(&b, 0);
		n = random_next(&v) % 12;
		for (i = 0; i < n; i++) {
			random_next(&v);
			put(&b, first[(v >> 20) % (sizeof(first) /
			    sizeof(*first))] + (uint32_t)(v >> 40) % 16);
		}
		assert_nfc(buf_span(&b), by_library(buf_span(&b), 0));
		assert_nfkc(buf_span(&b), by_library(buf_span(&b),
		    UTF8PROC_COMPAT));
		arena_reset(&arena);
	}
	buf_free(&b);
}

static void
a_hundred_thousand_marks_take_linear_time(void **state)
{
	struct buf	b = {0};
	struct span	form;
	clock_t		begin = clock();
	size_t		i;

	(void)state;
	buf_byte(&b, 'a');
	for (i = 0; i < 100000; i++)
		put(&b, i % 2 == 0 ? 0x0315 : 0x0323);	/* 232, 220 */
	form = nfc(buf_span(&b));
	assert_int_equal(form.n, b.n);
	assert_memory_equal(form.p, "\u1ea1\u0323", 5);
	assert_memory_equal(form.p + form.n - 2, "\u0315", 2);
	buf_cut(&b, 0);
	for (i = 0; i < 100000; i++)
		buf_add(&b, SPAN("\u1112\u1161\u11ab"));
	form = nfc(buf_span(&b));
	assert_int_equal(form.n, 300000);
	assert_true(clock() - begin < 5 * CLOCKS_PER_SEC);
	buf_free(&b);
}

static void
widths_are_those_of_a_terminal(void **state)
{
	static const struct {
		uint32_t	c;
		int		width;
	} table[] = {
		{ 0x00, 0 }, { 'a', 1 }, { 0xe9, 1 }, { 0x301, 0 },
		{ 0x6c11, 2 }, { 0x3000, 2 }, { 0xff0c, 2 }, { 0x3002, 2 },
		{ 0xac00, 2 }, { 0x30a2, 2 }, { 0xff71, 1 }, { 0x200b, 0 },
		{ 0x1f600, 2 }, { 0x20000, 2 }, { 0x201c, 1 }, { 0x0e48, 0 },
	};
	size_t	i;

	(void)state;
	for (i = 0; i < sizeof(table) / sizeof(*table); i++)
		assert_int_equal(normal_width(table[i].c), table[i].width);
	assert_int_equal(normal_columns(SPAN("民情a，e\u0301")), 8);
	assert_int_equal(normal_columns(span_make(NULL, 0)), 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(texts_come_into_the_form),
		cmocka_unit_test(
		    compatible_characters_become_what_they_stand_for),
		cmocka_unit_test(an_edit_leaves_out_what_stays),
		cmocka_unit_test(a_text_in_the_form_has_no_edits),
		cmocka_unit_test(an_edit_is_as_small_as_a_segment),
		cmocka_unit_test(the_outside_suite_is_followed_line_by_line),
		cmocka_unit_test(the_table_is_that_of_the_library),
		cmocka_unit_test(the_other_table_is_that_of_the_library),
		cmocka_unit_test(random_texts_are_as_the_library_makes_them),
		cmocka_unit_test(a_hundred_thousand_marks_take_linear_time),
		cmocka_unit_test(widths_are_those_of_a_terminal),
	};

	return cmocka_run_group_tests(tests, NULL, free_arena);
}
