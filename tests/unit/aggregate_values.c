#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>
#include <math.h>
#include <stdlib.h>

#include "aggregate/amount.h"
#include "aggregate/values.h"

static uint32_t
next(uint32_t *seed)
{
	*seed = *seed * 1664525 + 1013904223;
	return *seed >> 8;
}

static void
a_quantile_is_the_smallest_value_with_enough_at_or_below(void **state)
{
	static const struct {
		double		values[5];
		size_t		n;
		uint64_t	q;	/* thousandths */
		double		result;
	} cases[] = {
		{ { 3, 1, 2 },		3, 500,		2 },
		{ { 1, 2, 3, 4 },	4, 500,		2 },
		{ { 1, 2, 3, 4 },	4, 501,		3 },
		{ { 1, 2, 3, 4 },	4, 1,		1 },
		{ { 1, 2, 3, 4 },	4, 1000,	4 },
		{ { 7 },		1, 900,		7 },
		{ { 5, 5, 5, 9, 5 },	5, 800,		5 },
		{ { 5, 5, 5, 9, 5 },	5, 801,		9 },
		{ { -0.0, 0.0, -1 },	3, 600,		0 },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct values v = {0};
		struct memory memory = MEMORY_ENDLESS;

		for (size_t k = 0; k < cases[i].n; k++)
			values_add(&v, cases[i].values[k], 1,
			    VALUES_ALWAYS_EXACT, &memory);
		assert_true(values_quantile(&v, cases[i].q * (AMOUNT_UNITS /
		    1000)) == cases[i].result);
		values_free(&v);
	}
}

static void
memory_is_asked_for_before_it_is_taken(void **state)
{
	struct memory memory = { .most = 1000 };
	struct values v = {0};

	(void)state;
	for (int i = 0; i < 1000; i++)
		values_add(&v, i, 1, VALUES_ALWAYS_EXACT, &memory);
	assert_true(memory.over);
	assert_true(memory.used <= 1000);
	assert_int_equal(memory.used, v.pairs.capacity *
	    sizeof(*v.pairs.items));
	values_free(&v);
}

/* 0.07 * 100 is over 7 in doubles, and the eighth value would be told. */
static void
ranks_are_reckoned_in_decimals(void **state)
{
	struct values v = {0};
	struct memory memory = MEMORY_ENDLESS;

	(void)state;
	for (int i = 1; i <= 100; i++)
		values_add(&v, i, 1, VALUES_ALWAYS_EXACT, &memory);
	for (uint64_t percent = 1; percent <= 100; percent++)
		assert_true(values_quantile(&v, percent * (AMOUNT_UNITS /
		    100)) == (double)percent);
	values_free(&v);
}

static void
equal_values_take_no_room_of_their_own(void **state)
{
	struct values v = {0};
	struct memory memory = MEMORY_ENDLESS;

	(void)state;
	for (int i = 0; i < 1000000; i++)
		values_add(&v, i % 10, 1, VALUES_ALWAYS_EXACT, &memory);
	assert_true(memory.used <= 8 * 10 * sizeof(struct pair));
	assert_int_equal(v.total, 1000000);
	assert_true(values_quantile(&v, AMOUNT_UNITS / 2) == 4);
	values_free(&v);
}

static void
one_value_that_came_often_is_over_the_limit_too(void **state)
{
	struct values v = {0};
	struct memory memory = MEMORY_ENDLESS;

	(void)state;
	values_add(&v, 1.3, 500, 200, &memory);
	assert_true(v.buckets);
	assert_true(values_quantile(&v, 1) != 1.3);
	values_free(&v);
}

static int
compare(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return (x > y) - (x < y);
}

static void
estimated_quantiles_are_within_four_tenths_of_a_percent(void **state)
{
	enum { N = 20000 };
	static double all[N];
	struct values v = {0};
	struct memory memory = MEMORY_ENDLESS;
	uint32_t seed = 4;

	(void)state;
	for (int i = 0; i < N; i++) {
		all[i] = exp((double)(next(&seed) % 60000) / 1000 - 30);
		if (next(&seed) % 3 == 0)
			all[i] = -all[i];
		values_add(&v, all[i], 1, 100, &memory);
	}
	qsort(all, N, sizeof(all[0]), compare);
	assert_true(v.buckets);
	for (int q = 1; q <= 100; q++) {
		double exact = all[N / 100 * q - 1];
		double got = values_quantile(&v, (uint64_t)q *
		    (AMOUNT_UNITS / 100));

		assert_true(fabs(got - exact) <= 0.004 * fabs(exact));
	}
	values_free(&v);
}

static struct json
put(struct values *v, struct buf *b)
{
	buf_cut(b, 0);
	values_put(v, b);
	return json_value(buf_span(b));
}

static void
parts_merge_to_the_whole_on_either_side_of_the_limit(void **state)
{
	struct buf one = {0}, two = {0};
	uint32_t seed = 6;

	(void)state;
	for (size_t n = 0; n < 400; n += 7) {
		struct values whole = {0}, merged = {0}, part[2] = {
			whole, whole };
		struct memory memory = MEMORY_ENDLESS;
		struct json json;

		for (size_t i = 0; i < n; i++) {
			double x = next(&seed) % 1000 / 8.0 - 20;

			values_add(&whole, x, 1, 200, &memory);
			values_add(&part[next(&seed) % 3 == 0], x, 1, 200,
			    &memory);
		}
		for (size_t i = 0; i < 2; i++) {
			json = put(&part[i], &two);
			assert_int_equal(values_merge(&merged, &json, 200,
			    &memory), 0);
			values_free(&part[i]);
		}
		put(&whole, &one);
		put(&merged, &two);
		assert_true(span_equal(buf_span(&one), buf_span(&two)));
		assert_int_equal(merged.buckets, n > 200);
		values_free(&whole);
		values_free(&merged);
	}
	buf_free(&one);
	buf_free(&two);
}

int
main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(memory_is_asked_for_before_it_is_taken),
		cmocka_unit_test(
		    a_quantile_is_the_smallest_value_with_enough_at_or_below),
		cmocka_unit_test(ranks_are_reckoned_in_decimals),
		cmocka_unit_test(equal_values_take_no_room_of_their_own),
		cmocka_unit_test(
		    one_value_that_came_often_is_over_the_limit_too),
		cmocka_unit_test(
		    estimated_quantiles_are_within_four_tenths_of_a_percent),
		cmocka_unit_test(
		    parts_merge_to_the_whole_on_either_side_of_the_limit),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
