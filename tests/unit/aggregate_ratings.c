#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>
#include <math.h>

#include "aggregate/ratings.h"

#define NEAR(a, b, tolerance) \
	assert_true(fabs((a) - (b)) <= (tolerance))

/* Units as rows of characters, a coder each; `.` is no value, `1` is 0. */
static size_t
value(const void *of, size_t unit, size_t item, size_t coder)
{
	const char *const *rows = of;

	(void)item;
	return rows[unit][coder] == '.' ? RATING_NONE :
	    (size_t)(rows[unit][coder] - '1');
}

/*
 * Krippendorff, Computing Krippendorff's alpha-reliability (2011), section E:
 * four observers, twelve units, values missing.
 */
static const char *const krippendorff[] = {
	"11.1", "2232", "3333", "3333", "2222", "1234", "4444", "1121",
	"2222", ".555", "..11", ".3.."
};

static void
alpha_is_krippendorffs(void **state)
{
	static const double numbers[] = { 1, 2, 3, 4, 5 };
	struct ratings r = { .value = value, .of = krippendorff,
	    .units = 12, .items = 1, .coders = 4, .values = 5,
	    .numbers = numbers };
	struct agreement a;

	(void)state;
	ratings_agree(&r, &a);
	NEAR(a.alpha, 0.743, 0.0005);
	assert_int_equal(a.n, 11);
	r.level = LEVEL_ORDINAL;
	ratings_agree(&r, &a);
	NEAR(a.alpha, 0.815, 0.0005);
	r.level = LEVEL_INTERVAL;
	ratings_agree(&r, &a);
	NEAR(a.alpha, 0.849, 0.0005);
}

/* A table of two coders' values, a row the first's: units in the order. */
struct square {
	const size_t	*counts;
	size_t		 values;
};

static size_t
value_of_square(const void *of, size_t unit, size_t item, size_t coder)
{
	const struct square *s = of;
	size_t i = 0;

	(void)item;
	for (; unit >= s->counts[i]; i++)
		unit -= s->counts[i];
	return coder == 0 ? i / s->values : i % s->values;
}

static void
agree_in_square(const size_t *counts, size_t values, struct agreement *a)
{
	struct square s = { counts, values };
	struct ratings r = { .value = value_of_square, .of = &s, .items = 1,
	    .coders = 2, .values = values };

	for (size_t i = 0; i < values * values; i++)
		r.units += counts[i];
	ratings_agree(&r, a);
}

/* Cohen, A coefficient of agreement for nominal scales (1960), Table 2. */
static void
kappa_of_two_is_cohens(void **state)
{
	static const size_t counts[] = { 88, 14, 18, 10, 40, 10, 2, 6, 12 };
	static const size_t even[] = { 25, 25, 25, 25 };
	struct agreement a;

	(void)state;
	agree_in_square(counts, 3, &a);
	NEAR(a.percent, 0.70, 1e-12);
	NEAR(a.kappa, 0.492, 0.0005);
	agree_in_square(even, 2, &a);
	NEAR(a.kappa, 0, 1e-12);
}

/*
 * Fleiss, Measuring nominal scale agreement among many raters (1971), by the
 * worked example of ten subjects and fourteen raters that textbooks print.
 */
static size_t
value_of_counts(const void *of, size_t unit, size_t item, size_t coder)
{
	const unsigned char *counts = (const unsigned char *)of + unit * 5;
	size_t v = 0;

	(void)item;
	for (; coder >= counts[v]; v++)
		coder -= counts[v];
	return v;
}

static void
kappa_of_many_is_that_of_fleiss(void **state)
{
	static const unsigned char counts[10][5] = {
		{ 0, 0, 0, 0, 14 }, { 0, 2, 6, 4, 2 }, { 0, 0, 3, 5, 6 },
		{ 0, 3, 9, 2, 0 }, { 2, 2, 8, 1, 1 }, { 7, 7, 0, 0, 0 },
		{ 3, 2, 6, 3, 0 }, { 2, 5, 3, 2, 2 }, { 6, 5, 2, 1, 0 },
		{ 0, 2, 2, 3, 7 }
	};
	struct ratings r = { .value = value_of_counts, .of = counts,
	    .units = 10, .items = 1, .coders = 14, .values = 5 };
	struct agreement a;

	(void)state;
	ratings_agree(&r, &a);
	NEAR(a.kappa, 0.210, 0.0005);
	NEAR(a.percent, 0.378, 0.0005);
}

/* Gwet's 118, 5, 2 and 0 of 125: kappa's paradox (2002, 2008). */
static void
ac1_is_gwets(void **state)
{
	static const size_t counts[] = { 118, 5, 2, 0 };
	struct agreement a;

	(void)state;
	agree_in_square(counts, 2, &a);
	NEAR(a.ac1, 0.9408, 0.0001);
	NEAR(a.kappa, -0.0234, 0.0001);
}

static void
the_interval_is_that_of_its_seed_and_holds_alpha(void **state)
{
	struct ratings r = { .value = value, .of = krippendorff,
	    .units = 12, .items = 1, .coders = 4, .values = 5 };
	double low, high, again_low, again_high, other_low, other_high;

	(void)state;
	ratings_bootstrap(&r, 500, 7, &low, &high);
	ratings_bootstrap(&r, 500, 7, &again_low, &again_high);
	ratings_bootstrap(&r, 500, 8, &other_low, &other_high);
	assert_true(low == again_low && high == again_high);
	assert_true(low != other_low || high != other_high);
	assert_true(low < 0.743 && high > 0.743);
}

static void
units_that_one_coder_saw_count_nowhere(void **state)
{
	static const char *const rows[] = { "1.", ".2", "..", "2." };
	struct ratings r = { .value = value, .of = rows, .units = 4,
	    .items = 1, .coders = 2, .values = 2 };
	struct agreement a;

	(void)state;
	ratings_agree(&r, &a);
	assert_int_equal(a.n, 0);
	assert_true(isnan(a.alpha) && isnan(a.percent) && isnan(a.kappa));
}

int
main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(alpha_is_krippendorffs),
		cmocka_unit_test(kappa_of_two_is_cohens),
		cmocka_unit_test(kappa_of_many_is_that_of_fleiss),
		cmocka_unit_test(ac1_is_gwets),
		cmocka_unit_test(
		    the_interval_is_that_of_its_seed_and_holds_alpha),
		cmocka_unit_test(units_that_one_coder_saw_count_nowhere),
	};

	return cmocka_run_group_tests_name("aggregate/ratings", tests, NULL,
	    NULL);
}
