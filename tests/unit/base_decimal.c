#include <float.h>
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/decimal.h"
#include "base/mem.h"

/* xorshift64, fixed seed. */
static uint64_t
random_next(uint64_t *v)
{
	*v ^= *v << 13;
	*v ^= *v >> 7;
	*v ^= *v << 17;
	return *v;
}

static bool
same(double a, double b)
{
	return memcmp(&a, &b, sizeof(a)) == 0;
}

static void
a_number_ends_where_json_ends_it(void **state)
{
	static const struct {
		const char	*text;
		size_t		 length;
	} table[] = {
		{ "", 0 }, { "-", 0 }, { "+1", 0 }, { ".5", 0 }, { "x", 0 },
		{ "0", 1 }, { "-0", 2 }, { "01", 1 }, { "-01", 2 },
		{ "12", 2 }, { "12x", 2 }, { "1.", 1 }, { "1.x", 1 },
		{ "1.5", 3 }, { "1.50.", 4 }, { "0.5", 3 }, { "1e", 1 },
		{ "1e+", 1 }, { "1e5", 3 }, { "1E-05", 5 }, { "1.5e+3.2", 6 },
	};
	size_t	i;

	(void)state;
	for (i = 0; i < sizeof(table) / sizeof(*table); i++)
		if (decimal_length(span_of(table[i].text)) != table[i].length)
			fail_msg("%s", table[i].text);
}

static void
reading_gives_the_nearest_double(void **state)
{
	static const char *const	table[] = {
		"0", "-0", "1", "-1", "10", "0.1", "-0.1", "3.14159",
		"1e22", "1e23", "1e-22", "1e-23", "123456789012345e5",
		"9007199254740991", "9007199254740992", "9007199254740993",
		"9007199254740993.0000000000000000000000001",
		"179769313486231570000000000000000000000e270",
		"1.7976931348623157e308", "1.7976931348623159e308",
		"1e400", "-1e400", "1e-400", "5e-324", "2.4e-324", "2.5e-324",
		"2.2250738585072011e-308", "2.2250738585072012e-308",
		"0.000001", "1E5", "1e+5", "1.5E-05", "0e999999999999",
		"0.0000000000000000000000000000000000001e37",
		"18446744073709551615", "18446744073709551616",
		"99999999999999999999", "1e0000000000000000000000005",
		"1e99999999999999999999", "1e-99999999999999999999",
	};
	size_t				i;

	(void)state;
	for (i = 0; i < sizeof(table) / sizeof(*table); i++)
		assert_true(same(decimal_double(span_of(table[i])),
		    strtod(table[i], NULL)));
}

static void
what_follows_the_span_is_not_read(void **state)
{
	(void)state;
	assert_true(decimal_double(span_make("1234", 2)) == 12);
	assert_true(decimal_double(span_make("1e99", 3)) == 1e9);
	assert_true(decimal_double(span_make(
	    "1234567890123456789012345", 21)) == 123456789012345678901.0);
}

static void
random_numbers_are_read_as_strtod_does(void **state)
{
	uint64_t	v = 7;
	char		s[80];
	int		i, n;

	(void)state;
	for (i = 0; i < 200000; i++) {
		n = snprintf(s, sizeof(s), "%s%llu", i % 2 == 0 ? "-" : "",
		    (unsigned long long)(random_next(&v) >> (v % 64)));
		if (i % 3 > 0)
			n += snprintf(s + n, sizeof(s) - (size_t)n, ".%llu",
			    (unsigned long long)(random_next(&v) >> (v % 64)));
		if (i % 5 > 2)
			n += snprintf(s + n, sizeof(s) - (size_t)n, "e%d",
			    (int)(random_next(&v) % 80) - 40);
		assert_true(same(decimal_double(span_of(s)), strtod(s, NULL)));
	}
}

static void
a_number_of_a_million_digits_is_read(void **state)
{
	const size_t	n = 1000000;
	char		*s = mem_alloc(n, 1);

	(void)state;
	memset(s, '9', n);
	assert_true(isinf(decimal_double(span_make(s, n))));
	s[0] = '0';
	s[1] = '.';
	assert_true(decimal_double(span_make(s, n)) == 1);
	mem_free(s);
}

static void
only_integers_of_64_bits_are_integers(void **state)
{
	static const struct {
		const char	*text;
		bool		 is;
		int64_t		 v;
	} table[] = {
		{ "0", true, 0 },
		{ "-0", true, 0 },
		{ "7", true, 7 },
		{ "-7", true, -7 },
		{ "9007199254740993", true, 9007199254740993 },
		{ "9223372036854775807", true, INT64_MAX },
		{ "9223372036854775808", false, 0 },
		{ "9223372036854775810", false, 0 },
		{ "-9223372036854775808", true, INT64_MIN },
		{ "-9223372036854775809", false, 0 },
		{ "18446744073709551616", false, 0 },
		{ "99999999999999999999999", false, 0 },
		{ "1.0", false, 0 },
		{ "1e3", false, 0 },
		{ "-", false, 0 },
		{ "", false, 0 },
	};
	int64_t	v;
	size_t	i;

	(void)state;
	for (i = 0; i < sizeof(table) / sizeof(*table); i++) {
		v = 42;
		assert_int_equal(decimal_integer(span_of(table[i].text), &v),
		    table[i].is);
		assert_int_equal(v, table[i].is ? table[i].v : 42);
	}
}

static void
assert_writes(double v, int digits, const char *want)
{
	struct buf	b = {0};

	if (digits == 0)
		decimal_put(&b, v);
	else
		decimal_put_digits(&b, v, digits);
	buf_byte(&b, '\0');
	assert_string_equal(b.p, want);
	buf_free(&b);
}

static void
numbers_are_written_as_the_table_says(void **state)
{
	static const struct {
		double		 v;
		const char	*want;
	} table[] = {
		{ 0, "0" },
		{ -0.0, "0" },
		{ 1, "1" },
		{ -12, "-12" },
		{ 1e15, "1000000000000000" },
		{ 9007199254740991, "9007199254740991" },
		{ 9007199254740992, "9007199254740992" },
		{ -9007199254740992, "-9007199254740992" },
		{ 9.1e15, "9100000000000000" },
		{ 1e16, "1e16" },
		{ 123456789012345680, "1.2345678901234568e17" },
		{ 1e21, "1e21" },
		{ 1e300, "1e300" },
		{ 0.1, "0.1" },
		{ 0.1 + 0.2, "0.30000000000000004" },
		{ 1.0 / 3, "0.3333333333333333" },
		{ -2.5, "-2.5" },
		{ 100.5, "100.5" },
		{ 4.35, "4.35" },
		{ 0.001, "0.001" },
		{ 0.0001, "0.0001" },
		{ 0.00001, "1e-5" },
		{ -1.5e-7, "-1.5e-7" },
		{ 5e-324, "5e-324" },
		{ 1e-320, "1e-320" },
		{ DBL_MIN, "2.2250738585072014e-308" },
		{ DBL_MAX, "1.7976931348623157e308" },
		{ 0x1p-44, "5.684341886080802e-14" },	/* not the nearest */
		{ 9.5367431640625e-07, "9.5367431640625e-7" },
		{ INFINITY, "null" },
		{ -INFINITY, "null" },
		{ NAN, "null" },
	};
	size_t	i;

	(void)state;
	for (i = 0; i < sizeof(table) / sizeof(*table); i++)
		assert_writes(table[i].v, 0, table[i].want);
}

static void
digits_are_rounded_and_zeros_dropped(void **state)
{
	static const struct {
		double		 v;
		int		 digits;
		const char	*want;
	} table[] = {
		{ 0, 3, "0" },
		{ 1.0 / 3, 6, "0.333333" },
		{ 2.0 / 3, 1, "0.7" },
		{ 0.5, 12, "0.5" },
		{ 1, 12, "1" },
		{ -1.25, 17, "-1.25" },
		{ 0.1, 17, "0.10000000000000001" },
		{ 123456, 3, "123000" },
		{ 999.96, 4, "1000" },
		{ 99999, 1, "100000" },
		{ 1e16, 5, "1e16" },
		{ 1.23456e-10, 3, "1.23e-10" },
		{ 0.000123456, 3, "0.000123" },
		{ 12.5, 2, "12" },		/* half to even */
		{ NAN, 3, "null" },
	};
	size_t	i;

	(void)state;
	for (i = 0; i < sizeof(table) / sizeof(*table); i++)
		assert_writes(table[i].v, table[i].digits, table[i].want);
}

/*
 * True if no decimal of count digits reads back as v > 0: neither of the two
 * that enclose it, the lower being the exact expansion cut off.
 */
static bool
none_of(double v, int count)
{
	char			exact[800], text[60];
	unsigned long long	lower;
	int			power, i;

	snprintf(exact, sizeof(exact), "%.770e", v);
	power = atoi(strchr(exact, 'e') + 1) - (count - 1);
	memmove(exact + 1, exact + 2, 40);
	exact[count] = '\0';
	lower = strtoull(exact, NULL, 10);
	for (i = 0; i < 2; i++) {
		snprintf(text, sizeof(text), "%llue%d",
		    lower + (unsigned long long)i, power);
		if (strtod(text, NULL) == v)
			return false;
	}
	return true;
}

static int
significant(struct span s)
{
	size_t	i;
	int	count = 0, zeros = 0;

	for (i = 0; i < s.n && s.p[i] != 'e'; i++) {
		if (s.p[i] == '.' || (count == 0 && s.p[i] == '0'))
			continue;
		count++;
		zeros = s.p[i] == '0' ? zeros + 1 : 0;
	}
	return count - zeros;
}

static void
assert_shortest(double v)
{
	struct buf	b = {0};
	int		n;

	decimal_put(&b, v);
	assert_true(same(decimal_double(buf_span(&b)), v));
	n = significant(buf_span(&b));
	assert_true(n >= 1 && n <= 17);
	if (n > 1)
		assert_true(none_of(v, n - 1));
	buf_free(&b);
}

static void
nothing_shorter_reads_back_at_powers_of_two(void **state)
{
	int	i;

	(void)state;
	for (i = -1074; i < 1024; i++) {
		assert_shortest(ldexp(1, i));
		assert_shortest(nextafter(ldexp(1, i), INFINITY));
		if (i > -1074)
			assert_shortest(nextafter(ldexp(1, i), 0));
	}
}

static void
nothing_shorter_reads_back_of_random_doubles(void **state)
{
	uint64_t	bits, v = 11;
	double		d;
	int		i;

	(void)state;
	for (i = 0; i < 10000; i++) {
		bits = random_next(&v) >> 1;
		if (i % 4 == 0)		/* subnormal */
			bits = (bits & 0xfffffffffffff) >> (v % 52) | 1;
		memcpy(&d, &bits, sizeof(d));
		if (isfinite(d))
			assert_shortest(d);
		assert_shortest((double)(v % 1000000) / 1000 + 0.001);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_number_ends_where_json_ends_it),
		cmocka_unit_test(reading_gives_the_nearest_double),
		cmocka_unit_test(what_follows_the_span_is_not_read),
		cmocka_unit_test(random_numbers_are_read_as_strtod_does),
		cmocka_unit_test(a_number_of_a_million_digits_is_read),
		cmocka_unit_test(only_integers_of_64_bits_are_integers),
		cmocka_unit_test(numbers_are_written_as_the_table_says),
		cmocka_unit_test(digits_are_rounded_and_zeros_dropped),
		cmocka_unit_test(nothing_shorter_reads_back_at_powers_of_two),
		cmocka_unit_test(nothing_shorter_reads_back_of_random_doubles),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
