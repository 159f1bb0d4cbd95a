#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>
#include <stdio.h>

#include "base/decimal.h"
#include "frame/number.h"

static const struct {
	const char	*a, *b;
	int		 order;
} cases[] = {
	{ "1", "1", 0 },
	{ "1", "2", -1 },
	{ "10", "9", 1 },
	{ "-1", "1", -1 },
	{ "-1", "-2", 1 },
	{ "0", "-0", 0 },
	{ "0.000", "0e99", 0 },
	{ "0", "1e-99", -1 },
	{ "0", "-1e-99", 1 },
	{ "1.10", "1.1", 0 },
	{ "1.10", "11e-1", 0 },
	{ "0.001", "1e-3", 0 },
	{ "0.0010", "10E-4", 0 },
	{ "100", "1e2", 0 },
	{ "100", "1e+2", 0 },
	{ "100.5", "1.005e2", 0 },
	{ "100.5", "1.0050001e2", -1 },
	{ "9007199254740993", "9007199254740992", 1 },
	{ "123456789012345678901234567890.1",
	  "123456789012345678901234567890.09", 1 },
	{ "1e400", "1e401", -1 },
	{ "-1e400", "-1e401", 1 },
	{ "1e-400", "1e-401", 1 },
	{ "1e999999999999999999999", "1", 1 },
	{ "1e-999999999999999999999", "0", 1 },
	{ "0.1e1", "1", 0 },
	{ "12.5", "1.25e1", 0 },
	{ "12.5", "125e-1", 0 },
	{ "9.99", "10", -1 }
};

static void
digits_stand_behind_the_point(void **state)
{
	static const struct {
		const char	*text, *digits;
		size_t		 count;
		long long	 exponent;
	} table[] = {
		{ "0", "", 0, 0 }, { "-0.00e7", "", 0, 0 },
		{ "1", "1", 1, 1 }, { "1200", "12", 2, 4 },
		{ "12.5", "12.5", 3, 2 }, { "0.0125", "125", 3, -1 },
		{ "1.0", "1", 1, 1 }, { "100.0e-2", "1", 1, 1 },
		{ "-10.010E3", "10.01", 4, 5 },
	};
	struct number	 n;
	size_t		 i;

	(void)state;
	for (i = 0; i < sizeof(table) / sizeof(*table); i++) {
		n = number_read(span_of(table[i].text));
		if (!span_is(n.digits, table[i].digits) ||
		    n.count != table[i].count ||
		    n.exponent != table[i].exponent ||
		    n.negative != (table[i].text[0] == '-'))
			fail_msg("%s", table[i].text);
	}
}

static void
what_is_half_way_goes_away_from_zero(void **state)
{
	static const struct {
		const char	*text;
		int		 shift, decimals;
		const char	*result;
	} table[] = {
		{ "0.575", 2, 0, "58" }, { "0.285", 2, 0, "29" },
		{ "-0.285", 2, 0, "-29" }, { "0.2849999", 2, 0, "28" },
		{ "1.005", 0, 2, "1.01" }, { "2.5", 0, 0, "3" },
		{ "0.5", 0, 0, "1" }, { "-0.5", 0, 0, "-1" },
		{ "0.49", 0, 0, "0" }, { "-0.49", 0, 0, "0" },
		{ "-0.0004", 0, 3, "0.000" }, { "0.0005", 0, 3, "0.001" },
		{ "0.05", 0, 0, "0" }, { "1e-300", 2, 9, "0.000000000" },
		{ "9.995", 0, 2, "10.00" }, { "0.9996", 2, 1, "100.0" },
		{ "99.5", 0, 0, "100" }, { "0", 2, 1, "0.0" },
		{ "-0", 0, 0, "0" }, { "1", 2, 1, "100.0" },
		{ "12", 0, 3, "12.000" }, { "1.25e3", 0, 1, "1250.0" },
		{ "1e20", 0, 0, "100000000000000000000" },
		{ "1234567.891", 0, 2, "1234567.89" },
		{ "0.001255", 0, 5, "0.00126" },
	};
	struct buf	 b = {0};
	size_t		 i;

	(void)state;
	for (i = 0; i < sizeof(table) / sizeof(*table); i++) {
		buf_cut(&b, 0);
		number_put_rounded(&b, span_of(table[i].text), table[i].shift,
		    table[i].decimals);
		if (!span_is(buf_span(&b), table[i].result))
			fail_msg("%s: %.*s", table[i].text, (int)b.n, b.p);
	}
	buf_free(&b);
}

static void
numbers_are_in_the_order_of_what_is_written(void **state)
{
	size_t	 i;

	(void)state;
	for (i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		if (number_compare(span_of(cases[i].a), span_of(cases[i].b)) !=
		    cases[i].order)
			fail_msg("%s, %s", cases[i].a, cases[i].b);
		if (number_compare(span_of(cases[i].b), span_of(cases[i].a)) !=
		    -cases[i].order)
			fail_msg("%s, %s", cases[i].b, cases[i].a);
	}
}

static uint32_t
next_random(uint32_t *seed)
{
	*seed = *seed * 1664525 + 1013904223;
	return *seed >> 8;
}

/* A number of few digits, in one of several shapes, and its value. */
static double
random_number(uint32_t *seed, char into[64])
{
	int	 digits = (int)(next_random(seed) % 2000) - 1000;
	int	 exponent = (int)(next_random(seed) % 7) - 3;

	switch (next_random(seed) % 3) {
	case 0:
		snprintf(into, 64, "%de%d", digits, exponent);
		break;
	case 1:
		snprintf(into, 64, "%.2fE%+03d", digits / 100.0, exponent + 2);
		break;
	default:
		snprintf(into, 64, "%d.000e%d", digits, exponent);
	}
	return decimal_double(span_of(into));
}

static void
short_numbers_are_in_the_order_of_doubles(void **state)
{
	uint32_t	 seed = 1;
	double		 a, b;
	char		 s[64], t[64];
	int		 i, order;

	(void)state;
	for (i = 0; i < 100000; i++) {
		a = random_number(&seed, s);
		b = random_number(&seed, t);
		order = (a > b) - (a < b);
		if (number_compare(span_of(s), span_of(t)) != order)
			fail_msg("%s, %s", s, t);
	}
}

int
main(void)
{
	const struct CMUnitTest	 tests[] = {
		cmocka_unit_test(what_is_half_way_goes_away_from_zero),
		cmocka_unit_test(digits_stand_behind_the_point),
		cmocka_unit_test(numbers_are_in_the_order_of_what_is_written),
		cmocka_unit_test(short_numbers_are_in_the_order_of_doubles)
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
