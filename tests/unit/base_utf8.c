#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/buf.h"
#include "base/han.h"
#include "base/mem.h"
#include "base/utf8.h"
#include "base/utf8_x86.h"

#define SUITES	"../shared/suites/utf8/"

typedef size_t	kernel(struct span);

/* The kernels that this processor has, ended by NULL. */
static kernel	*check_kernels[4], *plain_kernels[4], *space_kernels[4];

static int
find_kernels(void **state)
{
	size_t	c = 0, p = 0;

	(void)state;
	space_kernels[0] = utf8_space_scalar;
	check_kernels[c++] = utf8_check_scalar;
	plain_kernels[p++] = utf8_plain_scalar;
#ifdef __x86_64__
	space_kernels[p] = utf8_space_sse2;
	plain_kernels[p++] = utf8_plain_sse2;
	if (__builtin_cpu_supports("ssse3"))
		check_kernels[c++] = utf8_check_ssse3;
	if (__builtin_cpu_supports("avx2")) {
		check_kernels[c] = utf8_check_avx2;
		space_kernels[p] = utf8_space_avx2;
		plain_kernels[p] = utf8_plain_avx2;
	}
#endif
	return 0;
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

/*
 * The definition, without table 3-7: the bits of n bytes make a number that
 * is a scalar value and needs n bytes.
 */
static size_t
one_character(const unsigned char *p, size_t n)
{
	static const uint32_t	least[] = { 0, 0, 0x80, 0x800, 0x10000 };
	uint32_t		v;
	size_t			len, i;

	if (p[0] < 0x80)
		return 1;
	for (len = 2; len <= 4 && len <= n; len++) {
		/* len ones and a zero, as in 110xxxxx. */
		if ((unsigned)p[0] >> (7 - len) != (1u << (len + 1)) - 2)
			continue;
		v = p[0] & (0x7fu >> len);
		for (i = 1; i < len; i++) {
			if (p[i] >> 6 != 2)
				return 0;
			v = v * 64 + p[i] % 64;
		}
		return v >= least[len] && v <= 0x10ffff &&
		    v / 0x800 != 0xd800 / 0x800 ? len : 0;
	}
	return 0;
}

static size_t
by_definition(struct span s)
{
	size_t	at = 0, n;

	while (at < s.n) {
		n = one_character((const unsigned char *)s.p + at, s.n - at);
		if (n == 0)
			break;
		at += n;
	}
	return at;
}

static void
assert_all_say(struct span s, size_t want)
{
	size_t	i;

	for (i = 0; check_kernels[i] != NULL; i++)
		assert_int_equal(check_kernels[i](s), want);
}

static void
the_longest_valid_prefix_is_found(void **state)
{
	static const struct {
		const char	*text;
		size_t		 valid;
	} table[] = {
		{ "", 0 },
		{ "abc", 3 },
		{ "民情", 6 },
		{ "a\x80", 1 },			/* lone continuation */
		{ "\xc0\xaf", 0 },		/* overlong / */
		{ "\xc1\xbf", 0 },
		{ "\xc2\x80", 2 },		/* U+0080 */
		{ "\xdf\xbf", 2 },		/* U+07FF */
		{ "\xe0\x9f\xbf", 0 },		/* overlong U+07FF */
		{ "\xe0\xa0\x80", 3 },		/* U+0800 */
		{ "\xed\x9f\xbf", 3 },		/* U+D7FF */
		{ "\xed\xa0\x80", 0 },		/* U+D800 */
		{ "\xed\xbf\xbf", 0 },		/* U+DFFF */
		{ "\xee\x80\x80", 3 },		/* U+E000 */
		{ "\xef\xbf\xbf", 3 },		/* U+FFFF */
		{ "\xf0\x8f\xbf\xbf", 0 },	/* overlong U+FFFF */
		{ "\xf0\x90\x80\x80", 4 },	/* U+10000 */
		{ "\xf4\x8f\xbf\xbf", 4 },	/* U+10FFFF */
		{ "\xf4\x90\x80\x80", 0 },	/* U+110000 */
		{ "\xf5\x80\x80\x80", 0 },
		{ "\xf8\x88\x80\x80\x80", 0 },	/* five bytes */
		{ "\xfe", 0 },
		{ "\xff", 0 },
		{ "ab\xc3", 2 },		/* cut */
		{ "ab\xe6\xb0", 2 },
		{ "ab\xf0\x9f\x98", 2 },
		{ "\xe6\xb0" "a", 0 },
		{ "\xe6\xb0\x91\xe6", 3 },
		{ "\xc3\xa9\xa9", 2 },		/* one too many */
		{ "\xe6\xb0\x91\x91", 3 },
		{ "\xf0\x9f\x98\x80\x80", 4 },
	};
	struct span	s;
	size_t		i;

	(void)state;
	for (i = 0; i < sizeof(table) / sizeof(*table); i++) {
		s = span_of(table[i].text);
		assert_int_equal(by_definition(s), table[i].valid);
		assert_all_say(s, table[i].valid);
		assert_int_equal(utf8_check(s), table[i].valid);
	}
	assert_all_say(SPAN("a\0b"), 3);
	assert_all_say(span_make(NULL, 0), 0);
}

/* Bytes at the edges of table 3-7. */
static const unsigned char	edges[] = {
	0x00, 0x7f, 0x80, 0x8f, 0x90, 0x9f, 0xa0, 0xbf, 0xc0, 0xc1, 0xc2,
	0xdf, 0xe0, 0xe1, 0xec, 0xed, 0xee, 0xef, 0xf0, 0xf1, 0xf3, 0xf4,
	0xf5, 0xf8, 0xff
};

/* Every four of them, before, in and across the border of a block. */
static void
all_edges_are_judged_by_the_definition(void **state)
{
	const size_t	k = sizeof(edges);
	char		text[64];
	struct span	s;
	size_t		i, j, at, of;

	(void)state;
	for (i = 0; i < k * k * k * k; i++) {
		at = 12 + i % 23;
		memset(text, 'a', sizeof(text));
		for (j = 0, of = i; j < 4; j++, of /= k)
			text[at + j] = (char)edges[of % k];
		s = span_make(text, i % 3 == 0 ? at + 4 : sizeof(text));
		assert_all_say(s, by_definition(s));
	}
}

static void
all_pairs_of_bytes_are_judged_by_the_definition(void **state)
{
	char		text[40];
	struct span	s = { text, sizeof(text) };
	unsigned	i;

	(void)state;
	for (i = 0; i < 65536; i++) {
		memset(text, 'a', sizeof(text));
		text[15] = (char)(i >> 8);
		text[16] = (char)i;
		assert_all_say(s, by_definition(s));
		assert_all_say(span_make(text, 17),
		    by_definition(span_make(text, 17)));
	}
}

static uint32_t
random_scalar(uint64_t *v)
{
	static const uint32_t	end[] = { 0x80, 0x800, 0x10000, 0x110000 };
	uint32_t		c;

	do
		c = (uint32_t)(random_next(v) >> 20) % end[*v % 4];
	while (c >= 0xd800 && c < 0xe000);
	return c;
}

/* Valid text of n bytes, mostly Han. */
static void
fill_valid(char *p, size_t n, uint64_t *v)
{
	char		one[4];
	uint32_t	c;
	size_t		len, at = 0;

	while (at < n) {
		c = random_next(v) % 2 == 0 ? random_scalar(v) :
		    0x4e00 + (uint32_t)(*v >> 30) % 0x5000;
		len = utf8_encode(one, c);
		if (len > n - at) {
			p[at++] = 'x';
			continue;
		}
		memcpy(p + at, one, len);
		at += len;
	}
}

/* The bytes end where the allocation ends, so that ASan sees any excess. */
static void
kernels_agree_at_every_alignment_and_length(void **state)
{
	uint64_t	v = 88172645463325252u;
	struct span	s;
	size_t		align, n;
	char		*p, *text;

	(void)state;
	for (align = 0; align < 32; align++)
		for (n = 0; n <= 200; n++) {
			p = mem_alloc(align + n, 1);
			text = p + align;
			s = span_make(text, n);
			fill_valid(text, n, &v);
			assert_int_equal(by_definition(s), n);
			assert_all_say(s, n);
			if (n > 0) {
				text[random_next(&v) % n] = (char)(v >> 40);
				assert_all_say(s, by_definition(s));
				text[random_next(&v) % n] =
				    (char)edges[(v >> 40) % sizeof(edges)];
				assert_all_say(s, by_definition(s));
			}
			mem_free(p);
		}
}

static void
kernels_agree_on_random_bytes(void **state)
{
	uint64_t	v = 20240503;
	char		text[200];
	size_t		i, j;

	(void)state;
	for (i = 0; i < 20000; i++) {
		for (j = 0; j < sizeof(text); j++) {
			random_next(&v);
			text[j] = i % 2 == 0 ? (char)(v >> 33) :
			    (char)edges[(v >> 33) % sizeof(edges)];
		}
		/* A valid beginning, else the first block decides all. */
		fill_valid(text, i % 150, &v);
		assert_all_say(span_make(text, sizeof(text)),
		    by_definition(span_make(text, sizeof(text))));
	}
}

static void
every_scalar_value_goes_there_and_back(void **state)
{
	char		p[4];
	struct span	s;
	uint32_t	c;
	size_t		at;

	(void)state;
	for (c = 0; c < 0x110000; c++) {
		if (c == 0xd800)
			c = 0xe000;
		s = span_make(p, utf8_encode(p, c));
		at = 0;
		assert_int_equal(utf8_next(s, &at), c);
		assert_int_equal(at, s.n);
		assert_int_equal(utf8_previous(s, &at), c);
		assert_int_equal(at, 0);
		assert_int_equal(utf8_next_checked(s, &at), c);
		assert_int_equal(at, s.n);
		assert_int_equal(utf8_check(s), s.n);
		assert_int_equal(utf8_length(s), 1);
	}
}

static void
a_walk_back_meets_what_the_walk_forth_met(void **state)
{
	uint64_t	v = 5;
	char		text[997];
	struct span	s = { text, sizeof(text) };
	uint32_t	met[997];
	size_t		count = 0, at = 0;

	(void)state;
	fill_valid(text, sizeof(text), &v);
	while (at < s.n)
		met[count++] = utf8_next(s, &at);
	assert_int_equal(utf8_length(s), count);
	while (at > 0)
		assert_int_equal(utf8_previous(s, &at), met[--count]);
	assert_int_equal(count, 0);
}

/* Unicode, section 3.9, "U+FFFD Substitution of Maximal Subparts". */
static void
an_invalid_part_is_as_long_as_unicode_says(void **state)
{
	static const struct {
		const char	*text;
		size_t		 length;	/* of the first part */
		int32_t		 c;
	} table[] = {
		{ "\xff" "a", 1, -1 },
		{ "\x80\x80", 1, -1 },
		{ "\xc0\xaf", 1, -1 },
		{ "\xe0\x80\x80", 1, -1 },	/* Unicode, table 3-8 */
		{ "\xed\xa0\x80", 1, -1 },	/* table 3-9 */
		{ "\xf4\x91\x80\x80", 1, -1 },	/* table 3-10 */
		{ "\xe1\x80\xe2\xf0", 2, -1 },	/* table 3-11 */
		{ "\xf0\x91\x92\xf1", 3, -1 },
		{ "\xe6\xb0", 2, -1 },
		{ "\xf0\x9f\x98", 3, -1 },
		{ "\xc3" "a", 1, -1 },
		{ "\xe6\xb0\x91", 3, 0x6c11 },
	};
	size_t	at, i;

	(void)state;
	for (i = 0; i < sizeof(table) / sizeof(*table); i++) {
		at = 0;
		assert_int_equal(utf8_next_checked(span_of(table[i].text),
		    &at), table[i].c);
		assert_int_equal(at, table[i].length);
	}
}

static void
skipping_counts_code_points(void **state)
{
	struct span	s = SPAN("a民\xf0\x9f\x98\x80\xc3\xa9");

	(void)state;
	assert_int_equal(utf8_length(s), 4);
	assert_int_equal(utf8_skip(s, 0), 0);
	assert_int_equal(utf8_skip(s, 1), 1);
	assert_int_equal(utf8_skip(s, 2), 4);
	assert_int_equal(utf8_skip(s, 3), 8);
	assert_int_equal(utf8_skip(s, 4), 10);
	assert_int_equal(utf8_skip(s, 5), 10);
	assert_int_equal(utf8_skip(s, SIZE_MAX), 10);
	assert_int_equal(utf8_skip(span_make(NULL, 0), 3), 0);
	assert_int_equal(utf8_length(span_make(NULL, 0)), 0);
}

/* One byte of each value at each place of each length. */
static void
the_plain_prefix_ends_at_quote_backslash_and_control(void **state)
{
	char	*text;
	size_t	n, at, i, want;
	int	c;

	(void)state;
	for (n = 0; n <= 100; n++) {
		text = mem_alloc(n, 1);
		memset(text, 0xe6, n);
		for (i = 0; plain_kernels[i] != NULL; i++)
			assert_int_equal(plain_kernels[i](span_make(text, n)),
			    n);
		for (at = 0; at < n; at++) {
			for (c = n % 16 == 1 ? 0 : 0x1e; c < 256; c++) {
				text[at] = (char)c;
				want = c < 0x20 || c == '"' || c == '\\' ?
				    at : n;
				for (i = 0; plain_kernels[i] != NULL; i++)
					assert_int_equal(plain_kernels[i](
					    span_make(text, n)), want);
				if (n % 16 != 1 && c == '\\')
					break;
			}
			text[at] = 'a';
		}
		mem_free(text);
	}
	assert_int_equal(utf8_plain(span_make(NULL, 0)), 0);
}

static void
the_first_of_several_marks_counts(void **state)
{
	uint64_t	v = 99;
	char		text[200];
	struct span	s;
	size_t		round, i, align;

	(void)state;
	for (round = 0; round < 20000; round++) {
		for (i = 0; i < sizeof(text); i++)
			text[i] = random_next(&v) % 50 == 0 ? (char)(v >> 40) :
			    'p';
		align = v % 32;
		s = span_make(text + align, (v >> 8) % (200 - align));
		for (i = 0; plain_kernels[i] != NULL; i++)
			assert_int_equal(plain_kernels[i](s),
			    utf8_plain_scalar(s));
	}
}

static void
the_chosen_kernels_give_the_same(void **state)
{
	struct span	s = SPAN("民情，民情，民情，民情，民情，民情\xed\xa0");

	(void)state;
	assert_int_equal(utf8_check(s), s.n - 2);
	assert_int_equal(utf8_plain(s), s.n);
	utf8_choose();
	assert_int_equal(utf8_check(s), s.n - 2);
	assert_int_equal(utf8_plain(s), s.n);
}

static void
han_and_space_are_what_the_header_says(void **state)
{
	static const uint32_t	han[] = {
		0x3005, 0x3007, 0x3400, 0x4dbf, 0x4e00, 0x6c11, 0x9fff,
		0xf900, 0xfaff, 0x20000, 0x2a6df, 0x2a700, 0x2b73f, 0x2b740,
		0x2b820, 0x2ceb0, 0x2ebef, 0x2f800, 0x2fa1f, 0x30000,
		0x3134f, 0x31350, 0x323af
	};
	static const uint32_t	other[] = {
		0, 'a', 0x3001, 0x3002, 0x3004, 0x3006, 0x3008, 0x3042,
		0x30a2, 0x3105, 0x33ff, 0x4dc0, 0xa000, 0xac00, 0xf8ff,
		0xfb00, 0xff0c, 0xff21, 0x1f600, 0x2a6e0, 0x2ebf0, 0x2fa20,
		0x323b0, 0x10ffff
	};
	static const uint32_t	space[] = {
		'\t', '\n', '\v', '\f', '\r', ' ', 0x85, 0xa0, 0x1680,
		0x2000, 0x2009, 0x200a, 0x200b, 0x2028, 0x2029, 0x202f,
		0x205f, 0x3000, 0xfeff
	};
	size_t			i;

	(void)state;
	for (i = 0; i < sizeof(han) / sizeof(*han); i++) {
		assert_true(utf8_is_han(han[i]));
		assert_false(utf8_is_space(han[i]));
	}
	for (i = 0; i < sizeof(other) / sizeof(*other); i++) {
		assert_false(utf8_is_han(other[i]));
		assert_false(utf8_is_space(other[i]));
	}
	for (i = 0; i < sizeof(space) / sizeof(*space); i++) {
		assert_true(utf8_is_space(space[i]));
		assert_false(utf8_is_han(space[i]));
	}
	assert_false(utf8_is_space(0x200c));
	assert_false(utf8_is_space(0x180e));
}

/* s with each invalid part replaced. */
static void
replace(struct span s, struct span by, struct buf *out)
{
	size_t	at = 0, from;

	buf_cut(out, 0);
	while (at < s.n) {
		from = at;
		if (utf8_next_checked(s, &at) < 0)
			buf_add(out, by);
		else
			buf_add(out, span_make(s.p + from, at - from));
	}
}

static void
unhex(const char *hex, struct buf *out)
{
	int	used;
	unsigned v;

	buf_cut(out, 0);
	for (; sscanf(hex, " %2x%n", &v, &used) == 1; hex += used)
		buf_byte(out, (char)v);
}

static char *
field(char **rest)
{
	char	*s = *rest;

	*rest = s + strcspn(s, ":\n");
	if (**rest != '\0')
		*(*rest)++ = '\0';
	return s;
}

/* NUMBER:valid:TEXT, NUMBER:valid hex:HEX or NUMBER:invalid hex:HEX:HEX:HEX */
static bool
suite_line(char *line, struct buf *raw, struct buf *want, struct buf *got)
{
	char	*rest = line, *kind;

	field(&rest);
	kind = field(&rest);
	if (strcmp(kind, "valid hex") == 0) {
		unhex(rest, raw);
		assert_all_say(buf_span(raw), raw->n);
		return true;
	}
	if (strcmp(kind, "invalid hex") != 0)
		return false;
	unhex(field(&rest), raw);
	assert_true(utf8_check(buf_span(raw)) < raw->n);
	assert_all_say(buf_span(raw), by_definition(buf_span(raw)));
	unhex(field(&rest), want);
	replace(buf_span(raw), SPAN(""), got);
	assert_true(span_equal(buf_span(got), buf_span(want)));
	unhex(field(&rest), want);
	replace(buf_span(raw), SPAN("\xef\xbf\xbd"), got);
	assert_true(span_equal(buf_span(got), buf_span(want)));
	return true;
}

static void
the_outside_suite_is_judged_as_it_says(void **state)
{
	struct buf	raw = {0}, want = {0}, got = {0};
	char		line[1024];
	FILE		*f = fopen(SUITES "utf8tests/utf8tests.txt", "r");
	size_t		count = 0;

	(void)state;
	if (f == NULL) {
		print_message("no " SUITES "\n");
		skip();
	}
	while (fgets(line, sizeof(line), f) != NULL)
		if (line[0] >= '0' && line[0] <= '9')
			count += suite_line(line, &raw, &want, &got);
	fclose(f);
	assert_true(count > 150);
	buf_free(&raw);
	buf_free(&want);
	buf_free(&got);
}

static void
kernels_agree_on_every_cut_of_kuhns_file(void **state)
{
	static char	text[32768];
	FILE		*f = fopen(SUITES "markus_kuhn/UTF-8-test.txt", "r");
	struct span	s;
	size_t		n, at;

	(void)state;
	if (f == NULL) {
		print_message("no " SUITES "\n");
		skip();
	}
	n = fread(text, 1, sizeof(text), f);
	fclose(f);
	assert_true(n > 20000);
	for (at = 0; at < n; at++) {
		s = span_make(text + at, n - at < 500 ? n - at : 500);
		assert_all_say(s, by_definition(s));
	}
}

static void
skipping_goes_where_a_walk_goes(void **state)
{
	struct span	s = SPAN("ab民情c\xf0\x9f\x98\x80\xc3\xa9治理d，efghijklm"
			    "\xf0\x9f\x98\x80网格员n");
	size_t		from, at, count;

	(void)state;
	for (from = 0; from < s.n; utf8_next(s, &from)) {
		at = from;
		for (count = 0; at < s.n; count++, utf8_next(s, &at))
			assert_int_equal(utf8_skip(span_from(s, from), count),
			    at - from);
		assert_int_equal(utf8_skip(span_from(s, from), count + 9),
		    s.n - from);
		assert_int_equal(utf8_length(span_from(s, from)), count);
	}
}

/* From each place on, so many at a time. */
static void
starts_are_where_a_walk_comes_by(void **state)
{
	struct span	s = SPAN("ab民情民情民情民c\xf0\x9f\x98\x80\xc3\xa9治理d"
			    "，网格员网格员网格员n网格员网格员");
	uint32_t	starts[128], want[128], at;
	size_t		least, n, count = 0, i = 0;

	(void)state;
	for (want[count++] = 0; i < s.n; want[count++] = (uint32_t)i)
		utf8_next(s, &i);
	for (least = 1; least < 40; least++) {
		at = 0;
		for (i = 0; at < s.n; i += n) {
			n = utf8_starts(s, &at, least, starts + i);
			assert_true(n >= least || at == s.n);
		}
		assert_int_equal(i, count);
		assert_memory_equal(starts, want, count * sizeof(*want));
	}
	at = 0;
	assert_int_equal(utf8_starts(span_make(NULL, 0), &at, 1, starts), 1);
	assert_int_equal(starts[0], 0);
}

/* All starts of s, `least` at a time, where there is no more room than said. */
static void
assert_starts_by(struct span s, size_t least)
{
	uint32_t	*starts = mem_alloc(s.n + 1, sizeof(*starts)), at = 0;
	size_t		n, count = 0, byte = 0, i;

	do {
		n = utf8_starts(s, &at, least, starts + count);
		count += n;
		assert_true(n >= least || at == s.n);
	} while (at < s.n);
	for (i = 0; i + 1 < count; i++) {
		assert_int_equal(starts[i], byte);
		utf8_next(s, &byte);
	}
	assert_int_equal(byte, s.n);
	assert_int_equal(starts[i], s.n);
	mem_free(starts);
}

static void
starts_of_wide_runs_are_told_at_every_length(void **state)
{
	static const char	*const narrow[] = { "", "a", "é", "😀", "ab" };
	struct buf		b = {0};
	size_t			before, behind, wide, i, least;

	(void)state;
	for (before = 0; before < 5; before++)
		for (behind = 0; behind < 5; behind++)
			for (wide = 0; wide < 45; wide++) {
				buf_cut(&b, 0);
				buf_add(&b, span_of(narrow[before]));
				for (i = 0; i < wide; i++)
					buf_add(&b, SPAN("民"));
				buf_add(&b, span_of(narrow[behind]));
				for (least = 1; least < 50; least += 7)
					assert_starts_by(buf_span(&b), least);
			}
	buf_free(&b);
}

static void
a_run_of_han_ends_where_another_character_begins(void **state)
{
	static const char *const others[] = { "a", " ", "，", "。", "、", "“",
	    "　", "é", "𠀀", "\u3fff", "\ua000", "\uff21" };
	static const char *const inside[] = { "一", "龥", "\u4000", "\u9fff" };
	char	text[160];
	size_t	n, count, start, i;

	(void)state;
	for (count = 0; count < 24; count++)
		for (i = 0; i < sizeof(others) / sizeof(others[0]); i++) {
			for (n = 0; n < 3 * count; n += 3)
				memcpy(text + n, inside[(n + i) % 4], 3);
			strcpy(text + n, others[i]);
			strcat(text, "一二三四五六七八九十");
			for (start = 0; start <= n; start += 3)
				assert_int_equal(han_run(span_of(text +
				    start)), n - start);
			assert_int_equal(han_run(span_make(text, n)), n);
		}
}

/* Every white space, and every character that looks like the start of one. */
static void
white_space_is_found_at_every_place(void **state)
{
	static const char *const marks[] = { "，", "。", "、", "“", "”", "—",
	    "…", "·", "é", "一", "ａ", "𠀀", "！", "￥", "\u200c", "\u2010",
	    "\u2027", "\u2030", "\u2060", "\u3001", "\u1681", "\ufefe" };
	const size_t	mark_count = sizeof(marks) / sizeof(marks[0]);
	char		text[120];
	size_t		n, before, behind, i, k, found = 0;
	uint32_t	c;

	(void)state;
	for (c = 1; c < 0x10000; c++) {
		if (!utf8_is_space(c) && (c < 0x80 || c % 97 != 0 ||
		    (c >= 0xd800 && c <= 0xdfff)))
			continue;
		found += utf8_is_space(c);
		for (i = 0; i < 40 * 40; i++) {
			for (n = k = 0; k < i % 40 && n < 60; k++, n +=
			    strlen(text + n))
				strcpy(text + n, marks[(k * 7 + i + c) %
				    mark_count]);
			before = n;
			n += utf8_encode(text + n, c);
			behind = i / 40 < sizeof(text) - n ? i / 40 : 0;
			memset(text + n, 'x', behind);
			n += behind;
			for (k = 0; space_kernels[k] != NULL; k++)
				assert_int_equal(space_kernels[k](span_make(
				    text, n)), utf8_is_space(c) ? before : n);
		}
	}
	assert_int_equal(found, 27);
}

static void
each_invalid_part_is_one_replacement(void **state)
{
	struct arena	arena = { 0 };
	struct span	valid = SPAN("民a"), got;

	(void)state;
	got = utf8_repaired(&arena, valid);
	assert_ptr_equal(got.p, valid.p);
	got = utf8_repaired(&arena, SPAN("a\xff\xe6\xb0民\xf0"));
	assert_true(span_is(got, "a\xef\xbf\xbd\xef\xbf\xbd民"
	    "\xef\xbf\xbd"));
	arena_free(&arena);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_longest_valid_prefix_is_found),
		cmocka_unit_test(all_edges_are_judged_by_the_definition),
		cmocka_unit_test(
		    all_pairs_of_bytes_are_judged_by_the_definition),
		cmocka_unit_test(kernels_agree_at_every_alignment_and_length),
		cmocka_unit_test(kernels_agree_on_random_bytes),
		cmocka_unit_test(every_scalar_value_goes_there_and_back),
		cmocka_unit_test(a_walk_back_meets_what_the_walk_forth_met),
		cmocka_unit_test(an_invalid_part_is_as_long_as_unicode_says),
		cmocka_unit_test(skipping_counts_code_points),
		cmocka_unit_test(skipping_goes_where_a_walk_goes),
		cmocka_unit_test(starts_are_where_a_walk_comes_by),
		cmocka_unit_test(starts_of_wide_runs_are_told_at_every_length),
		cmocka_unit_test(
		    a_run_of_han_ends_where_another_character_begins),
		cmocka_unit_test(white_space_is_found_at_every_place),
		cmocka_unit_test(each_invalid_part_is_one_replacement),
		cmocka_unit_test(
		    the_plain_prefix_ends_at_quote_backslash_and_control),
		cmocka_unit_test(the_first_of_several_marks_counts),
		cmocka_unit_test(the_chosen_kernels_give_the_same),
		cmocka_unit_test(han_and_space_are_what_the_header_says),
		cmocka_unit_test(the_outside_suite_is_judged_as_it_says),
		cmocka_unit_test(kernels_agree_on_every_cut_of_kuhns_file),
	};

	return cmocka_run_group_tests(tests, find_kernels, NULL);
}
