#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/span.h"

static const struct span	none = { NULL, 0 };

static int
sign(int v)
{
	return (v > 0) - (v < 0);
}

static void
order_is_by_unsigned_bytes_and_prefix_first(void **state)
{
	static const struct {
		const char	*a, *b;
		int		 order;
	} table[] = {
		{ "", "", 0 },
		{ "", "a", -1 },
		{ "a", "a", 0 },
		{ "a", "b", -1 },
		{ "a", "ab", -1 },
		{ "b", "ab", 1 },
		{ "z", "\xc3\xa9", -1 },	/* é is above ASCII */
		{ "\xef\xbf\xbd", "\xf0\x9f\x98\x80", -1 },
	};
	struct span	a, b;
	size_t		i;

	(void)state;
	for (i = 0; i < sizeof(table) / sizeof(*table); i++) {
		a = span_of(table[i].a);
		b = span_of(table[i].b);
		assert_int_equal(sign(span_compare(a, b)), table[i].order);
		assert_int_equal(sign(span_compare(b, a)), -table[i].order);
	}
	assert_int_equal(span_compare(none, SPAN("")), 0);
	assert_true(span_compare(none, SPAN("a")) < 0);
	assert_true(span_compare(SPAN("a\0b"), SPAN("a\0c")) < 0);
}

static void
only_equal_bytes_are_equal(void **state)
{
	(void)state;
	assert_true(span_equal(none, SPAN("")));
	assert_true(span_equal(SPAN("a\0b"), SPAN("a\0b")));
	assert_false(span_equal(SPAN("a\0b"), SPAN("a\0c")));
	assert_false(span_equal(SPAN("a"), SPAN("ab")));
	assert_true(span_is(SPAN("id"), "id"));
	assert_false(span_is(SPAN("id"), "ide"));
}

static void
an_affix_longer_than_the_span_is_none(void **state)
{
	(void)state;
	assert_true(span_starts(SPAN("abc"), SPAN("ab")));
	assert_true(span_starts(SPAN("abc"), none));
	assert_true(span_starts(none, none));
	assert_false(span_starts(SPAN("ab"), SPAN("abc")));
	assert_false(span_starts(SPAN("abc"), SPAN("bc")));
	assert_true(span_ends(SPAN("abc"), SPAN("bc")));
	assert_true(span_ends(SPAN("abc"), none));
	assert_false(span_ends(SPAN("bc"), SPAN("abc")));
	assert_false(span_ends(SPAN("abc"), SPAN("ab")));
}

static void
a_place_behind_the_end_leaves_nothing(void **state)
{
	struct span	s = SPAN("abc");

	(void)state;
	assert_true(span_is(span_from(s, 0), "abc"));
	assert_true(span_is(span_from(s, 2), "c"));
	assert_int_equal(span_from(s, 3).n, 0);
	assert_int_equal(span_from(s, 99).n, 0);
	assert_ptr_equal(span_from(s, 99).p, s.p + 3);
}

static void
trimming_takes_ascii_white_space_alone(void **state)
{
	(void)state;
	assert_true(span_is(span_trim(SPAN(" \t\r\n a b \n")), "a b"));
	assert_true(span_is(span_trim(SPAN("a")), "a"));
	assert_int_equal(span_trim(SPAN(" \t ")).n, 0);
	assert_int_equal(span_trim(none).n, 0);
	assert_true(span_is(span_trim(SPAN("　a\v")), "　a\v"));
}

static void
the_index_of_an_absent_byte_is_the_length(void **state)
{
	(void)state;
	assert_int_equal(span_index(SPAN("a:b:"), ':'), 1);
	assert_int_equal(span_index(SPAN("ab"), ':'), 2);
	assert_int_equal(span_index(SPAN("ab\0"), '\0'), 2);
	assert_int_equal(span_index(none, ':'), 0);
	assert_int_equal(span_digits(SPAN("12a3")), 2);
	assert_int_equal(span_digits(SPAN("a1")), 0);
	assert_int_equal(span_digits(SPAN("09")), 2);
	assert_int_equal(span_digits(none), 0);
}

static void
distances_are_those_of_damerau(void **state)
{
	static const struct {
		const char	*a, *b;
		size_t		 distance;
	} table[] = {
		{ "", "", 0 },
		{ "", "abc", 3 },
		{ "label", "label", 0 },
		{ "label", "lable", 1 },	/* transposition */
		{ "label", "labl", 1 },		/* deletion */
		{ "label", "labbel", 1 },	/* insertion */
		{ "label", "lapel", 1 },	/* substitution */
		{ "ab", "ba", 1 },
		{ "ca", "abc", 3 },		/* restricted: 2 else */
		{ "kitten", "sitting", 3 },
		{ "abcdef", "badcfe", 3 },
	};
	struct span	a, b;
	size_t		i;

	(void)state;
	for (i = 0; i < sizeof(table) / sizeof(*table); i++) {
		a = span_of(table[i].a);
		b = span_of(table[i].b);
		assert_int_equal(span_distance(a, b), table[i].distance);
		assert_int_equal(span_distance(b, a), table[i].distance);
	}
}

static void
names_over_64_bytes_are_at_no_distance(void **state)
{
	char	a[65], b[65];

	(void)state;
	memset(a, 'a', sizeof(a));
	memset(b, 'b', sizeof(b));
	assert_int_equal(span_distance(span_make(a, 64), span_make(b, 64)),
	    64);
	assert_int_equal(span_distance(span_make(a, 65), span_make(b, 1)),
	    SIZE_MAX);
	assert_int_equal(span_distance(span_make(a, 1), span_make(b, 65)),
	    SIZE_MAX);
}

static void
a_part_is_found_wherever_it_stands(void **state)
{
	static const struct { const char *text, *part; bool is_there; } cases[]
	    = {
		{ "", "", true }, { "a", "", true }, { "", "a", false },
		{ "a", "a", true }, { "aab", "ab", true },
		{ "居民、业主", "、", true }, { "居民，业主", "、", false },
		{ "aaa", "aaaa", false }, { "xab", "b", true },
		{ "abx", "bxy", false }
	};
	size_t	i;

	(void)state;
	for (i = 0; i < sizeof(cases) / sizeof(*cases); i++)
		assert_int_equal(span_contains(span_of(cases[i].text),
		    span_of(cases[i].part)), cases[i].is_there);
	assert_true(span_contains(SPAN("a\0b"), SPAN("\0b")));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(order_is_by_unsigned_bytes_and_prefix_first),
		cmocka_unit_test(only_equal_bytes_are_equal),
		cmocka_unit_test(an_affix_longer_than_the_span_is_none),
		cmocka_unit_test(a_place_behind_the_end_leaves_nothing),
		cmocka_unit_test(trimming_takes_ascii_white_space_alone),
		cmocka_unit_test(the_index_of_an_absent_byte_is_the_length),
		cmocka_unit_test(a_part_is_found_wherever_it_stands),
		cmocka_unit_test(distances_are_those_of_damerau),
		cmocka_unit_test(names_over_64_bytes_are_at_no_distance),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
