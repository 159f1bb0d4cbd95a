#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>

#include "aggregate/amount.h"

#define MOST	4

static void
add_all(struct sum *s, const char *const *numbers, bool backwards)
{
	struct memory memory = MEMORY_ENDLESS;
	size_t n = 0;
	struct amount a;

	*s = (struct sum){0};
	while (n < MOST && numbers[n] != NULL)
		n++;
	for (size_t i = 0; i < n; i++) {
		assert_int_equal(amount_read(&a,
		    span_of(numbers[backwards ? n - 1 - i : i])), 0);
		sum_add(s, &a, &memory);
	}
}

static void
expect_text(struct buf *b, const char *text)
{
	buf_byte(b, '\0');
	assert_string_equal(b->p, text);
	buf_free(b);
}

static void
sums_are_exact_in_either_order(void **state)
{
	static const struct {
		const char	*numbers[MOST];
		const char	*sum;
	} cases[] = {
		{ { "0.1", "0.2" },		"0.3" },
		{ { NULL },			"0" },
		{ { "1", "2", "-3" },		"0" },
		{ { "-0.0" },			"0" },
		{ { "9007199254740993", "1" },	"9007199254740994" },
		{ { "9223372036854775807", "9223372036854775807" },
		    "18446744073709551614" },
		{ { "12345678901234567890" },	"12345678901234567890" },
		{ { "1e20", "1", "-1e20" },	"1" },
		{ { "1e300", "1", "-1e300" },	"1" },
		{ { "1e-300", "1e300", "-1e300" }, NULL },
		{ { "1e28", "1e-9" },
		    "10000000000000000000000000000.000000001" },
		{ { "1E+2", "2.50e-1" },	"100.25" },
		{ { "-1.5", "0.25" },		"-1.25" },
		{ { "1e29", "-1e29", "-7.5" },	"-7.5" },
		{ { "1e28", "9e28", "9e28", "-1" },
		    "189999999999999999999999999999" },
		{ { "0.0000000001", "0.9999999999" }, "1" },
		{ { "-1e-12", "1" },		"0.999999999999" },
		{ { "0.000", "0e5", "-0" },	"0" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		for (int backwards = 0; backwards < 2; backwards++) {
			struct buf b = {0};
			struct sum s;

			add_all(&s, cases[i].numbers, backwards);
			sum_put(&s, &b);
			sum_free(&s);
			if (cases[i].sum != NULL) {
				expect_text(&b, cases[i].sum);
				continue;
			}
			assert_int_equal(b.n, 302);
			assert_int_equal(b.p[301], '1');
			buf_free(&b);
		}
}

static void
means_are_divided_once(void **state)
{
	static const struct {
		const char	*numbers[MOST];
		uint64_t	 n;
		const char	*mean;
	} cases[] = {
		{ { "1", "2" },		2,	"1.5" },
		{ { "10" },		5,	"2" },
		{ { "1234" },		100,	"12.34" },
		{ { "-1" },		8,	"-0.125" },
		{ { "0" },		7,	"0" },
		{ { "-0.1" },		1,	"-0.1" },
		{ { "1" },		3,
		    "0.33333333333333333333333333333333333333331" },
		{ { "0.002" },		3,
		    "0.00066666666666666666666666666666666666666661" },
		{ { "1e30" },		4,	"250000000000000000000000000000" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct buf b = {0};
		struct sum s;

		add_all(&s, cases[i].numbers, false);
		sum_put_mean(&s, cases[i].n, &b);
		sum_free(&s);
		expect_text(&b, cases[i].mean);
	}
}

static void
numbers_beyond_the_limits_are_refused(void **state)
{
	static const struct {
		const char	*number;
		int		 result;
	} cases[] = {
		{ "1e308",	0 },
		{ "1e309",	-1 },
		{ "-1e400",	-1 },
		{ "1e99999999999999999999", -1 },
		{ "1e-400",	0 },
		{ "1e-401",	-1 },
		{ "1e-99999999999999999999", -1 },
		{ "0e99999999999999999999", 0 },
		{ "1.7976931348623157e308", 0 },
		{ "5e-324",	0 },
	};
	struct amount a;

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		if (amount_read(&a, span_of(cases[i].number)) !=
		    cases[i].result)
			fail_msg("%s", cases[i].number);
}

static void
buckets_are_cut_in_decimals(void **state)
{
	static const struct {
		const char	*number, *width, *bucket;
	} cases[] = {
		{ "0.3",	"0.1",	"0.3" },
		{ "0.29",	"0.1",	"0.2" },
		{ "7",		"5",	"5" },
		{ "5",		"5",	"5" },
		{ "-0.5",	"5",	"-5" },
		{ "-5",		"5",	"-5" },
		{ "0",		"5",	"0" },
		/* More digits than units have: doubles of quotients. */
		{ "33.333333333333336",	"0.1",	"33.3" },
		{ "0.30000000000000004", "0.1",	"0.3" },
		{ "23.999999999999996", "24",	"0" },
		{ "-0.00000000000001",	"5",	"-5" },
		{ "-5.00000000000001",	"5",	"-10" },
		{ "1e-300",	"5",	"0" },
	};
	struct amount number, width;
	int128 bound;

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct buf b = {0};

		amount_read(&number, span_of(cases[i].number));
		amount_read(&width, span_of(cases[i].width));
		assert_int_equal(amount_bucket(&number, width.units, &bound),
		    0);
		amount_put_units(&b, bound);
		expect_text(&b, cases[i].bucket);
	}
}

static void
a_bucket_beyond_the_units_is_an_error(void **state)
{
	struct amount number, width;
	int128 bound;

	(void)state;
	amount_read(&number, SPAN("-99000000000000000000000000000"));
	amount_read(&width, SPAN("98000000000000000000000000000"));
	assert_int_equal(amount_bucket(&number, width.units, &bound), -1);
}

/* Random decimals, in order and shuffled, as one sum and as sums of parts. */
static void
any_order_gives_the_same_text(void **state)
{
	struct buf text = {0}, one = {0}, other = {0};
	uint32_t seed = 3;

	(void)state;
	for (int round = 0; round < 300; round++) {
		struct span numbers[64];
		struct sum a = {0}, b = {0};
		struct memory memory = MEMORY_ENDLESS;
		size_t at[65] = {0};
		struct amount v;

		buf_cut(&text, 0);
		for (int i = 0; i < 64; i++) {
			seed = seed * 1664525 + 1013904223;
			buf_printf(&text, "%d.%ue%d", (int)(seed >> 16) - 30000,
			    seed >> 8, (int)(seed >> 24) % 50 - 25);
			at[i + 1] = text.n;
		}
		for (size_t i = 0; i < 64; i++)
			numbers[i] = span_make(text.p + at[i],
			    at[i + 1] - at[i]);
		for (size_t i = 0; i < 64; i++) {
			assert_int_equal(amount_read(&v, numbers[i]), 0);
			sum_add(&a, &v, &memory);
			assert_int_equal(amount_read(&v,
			    numbers[(i * 37 + 11) % 64]), 0);
			sum_add(&b, &v, &memory);
		}
		buf_cut(&one, 0);
		buf_cut(&other, 0);
		sum_put(&a, &one);
		sum_put(&b, &other);
		assert_true(span_equal(buf_span(&one), buf_span(&other)));
		sum_free(&a);
		sum_free(&b);
	}
	buf_free(&text);
	buf_free(&one);
	buf_free(&other);
}

/* What is read the short way is what the long way makes of it. */
static void
short_decimals_are_read_like_long_ones(void **state)
{
	uint64_t seed = 1;
	char text[40], longer[60];
	struct amount a, b;
	int n;

	(void)state;
	for (int i = 0; i < 100000; i++) {
		seed = seed * UINT64_C(6364136223846793005) + 1;
		n = snprintf(text, sizeof(text), "%s%llu.%0*llu",
		    seed >> 63 ? "-" : "", (unsigned long long)(seed >> 40) %
		    (i % 7 == 0 ? 10 : 10000000), i % 11 + 1,
		    (unsigned long long)(seed >> 20) % 10);
		snprintf(longer, sizeof(longer), "%s00000000000e0", text);
		assert_int_equal(amount_read(&a, span_make(text, (size_t)n)),
		    0);
		assert_int_equal(amount_read(&b, span_of(longer)), 0);
		assert_true(a.number == b.number);
		assert_true(a.number == strtod(text, NULL));
		assert_int_equal(a.wide, b.wide);
		assert_true(a.wide || a.units == b.units);
	}
}

int
main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(sums_are_exact_in_either_order),
		cmocka_unit_test(short_decimals_are_read_like_long_ones),
		cmocka_unit_test(means_are_divided_once),
		cmocka_unit_test(numbers_beyond_the_limits_are_refused),
		cmocka_unit_test(buckets_are_cut_in_decimals),
		cmocka_unit_test(a_bucket_beyond_the_units_is_an_error),
		cmocka_unit_test(any_order_gives_the_same_text),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
