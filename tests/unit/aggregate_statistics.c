#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>
#include <math.h>
#include <string.h>

#include "aggregate/graph.h"
#include "aggregate/statistics.h"

#define NEAR(a, b, tolerance) \
	assert_true(fabs((a) - (b)) <= (tolerance))

/*
 * Dunning, Accurate methods for the statistics of surprise and coincidence,
 * Computational Linguistics 19 (1993), the table of bigrams.
 */
static void
log_likelihood_is_that_of_dunning(void **state)
{
	static const double rows[][5] = {
		{ 270.72, 110, 2442, 111, 29114 },
		{ 263.90, 29, 13, 123, 31612 },
		{ 256.84, 31, 23, 139, 31584 },
		{ 167.23, 10, 0, 3, 31764 },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		NEAR(log_likelihood(rows[i][1], rows[i][2], rows[i][3],
		    rows[i][4]), rows[i][0], 0.005);
	NEAR(log_likelihood(2, 2, 3, 3), 0, 1e-12);
	assert_true(isnan(log_likelihood(0, 0, 0, 0)));
}

/* The three values that Bouma (2009) fixes: -1, 0 and 1. */
static void
npmi_is_one_together_zero_by_chance_minus_one_never(void **state)
{
	(void)state;
	NEAR(npmi(5, 5, 5, 100), 1, 1e-12);
	NEAR(npmi(10, 20, 50, 100), 0, 1e-12);
	NEAR(npmi(0, 5, 5, 100), -1, 0);
	assert_true(isnan(npmi(7, 7, 7, 7)));
}

/*
 * The worked example that encyclopedias print for pointwise mutual
 * information, in bits, of a table of 10, 70, 15 and 5 %; Bouma divides by
 * -log2 of the share of both.
 */
static void
npmi_is_the_worked_example_by_its_surprise(void **state)
{
	static const struct { double both, one, other, pmi; } rows[] = {
		{ 10, 80, 25, -1 }, { 70, 80, 75, 0.222392 },
		{ 15, 20, 25, 1.584963 }, { 5, 20, 75, -1.584963 },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		NEAR(npmi(rows[i].both, rows[i].one, rows[i].other, 100) *
		    -log2(rows[i].both / 100), rows[i].pmi, 1e-6);
}

/* The 5 % and 1 % points that every table of chi-square prints. */
static void
chances_of_chi_square_are_those_of_the_tables(void **state)
{
	static const struct { double x, p; size_t degrees; } rows[] = {
		{ 3.841, 0.05, 1 }, { 6.635, 0.01, 1 }, { 10.828, 0.001, 1 },
		{ 5.991, 0.05, 2 }, { 7.815, 0.05, 3 }, { 9.488, 0.05, 4 },
		{ 18.307, 0.05, 10 }, { 30.578, 0.01, 15 }, { 0, 1, 1 },
		{ 0, 1, 2 },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		NEAR(chi_square_chance(rows[i].x, rows[i].degrees),
		    rows[i].p, 2e-5);
}

/* Pearson's table of admissions: 1198 and 557 of 2691 and 1835 (Berkeley). */
static void
chi_square_is_pearsons_without_correction(void **state)
{
	static const double in[] = { 1198, 557 }, out[] = { 1493, 1278 };
	static const double none[] = { 0, 3 }, also[] = { 0, 4 };

	(void)state;
	NEAR(chi_square(in, out, 2), 92.205, 0.001);
	assert_true(isnan(chi_square(none, also, 2)));
}

/* Holm (1979) and Benjamini & Hochberg (1995), the 15 p of their section 4. */
static void
chances_are_corrected_by_name(void **state)
{
	static const double found[] = { 0.0001, 0.0004, 0.0019, 0.0095,
	    0.0201, 0.0278, 0.0298, 0.0344, 0.0459, 0.3240, 0.4262, 0.5719,
	    0.6528, 0.7590, 1.0000 };
	double holm[15], bh[15];
	size_t kept_holm = 0, kept_bh = 0;

	(void)state;
	memcpy(holm, found, sizeof(holm));
	memcpy(bh, found, sizeof(bh));
	correct_chances(holm, 15, CORRECT_HOLM);
	correct_chances(bh, 15, CORRECT_BH);
	for (size_t i = 0; i < 15; i++) {
		kept_holm += holm[i] <= 0.05;
		kept_bh += bh[i] <= 0.05;
	}
	assert_int_equal(kept_holm, 3);
	assert_int_equal(kept_bh, 4);
	NEAR(bh[3], 0.0095 * 15 / 4, 1e-12);
	NEAR(holm[2], 0.0019 * 13, 1e-12);
}

/*
 * Shares of 30, 30, 20 and 20 %: 2,600 points (US merger guidelines); the ten
 * incomes of the manual of the R package ineq, whose Gini is 0.4620911.
 */
static void
concentration_is_that_of_the_textbooks(void **state)
{
	static const double shares[] = { 30, 30, 20, 20 };
	static const double rising[] = { 4, 1, 5, 3, 2 };
	static const double incomes[] = { 541, 1463, 2445, 3438, 4437, 5401,
	    6392, 8304, 11904, 22261 };
	static const double even[] = { 7, 7, 7 };

	(void)state;
	NEAR(herfindahl(shares, 4), 0.26, 1e-12);
	NEAR(gini(rising, 5), 4.0 / 15, 1e-12);
	NEAR(gini(incomes, 10), 0.4620911, 1e-7);
	NEAR(gini(even, 3), 0, 1e-12);
	NEAR(entropy(even, 3), 1, 1e-12);
	assert_true(isnan(entropy(even, 1)));
}

/* Krackhardt, Assessing the political landscape (1990): the kite. */
static void
betweenness_of_the_kite_is_krackhardts(void **state)
{
	static const struct graph_edge kite[] = {
		{ 0, 1 }, { 0, 2 }, { 0, 3 }, { 0, 5 }, { 1, 3 }, { 1, 4 },
		{ 1, 6 }, { 2, 3 }, { 2, 5 }, { 3, 4 }, { 3, 5 }, { 3, 6 },
		{ 4, 6 }, { 5, 6 }, { 5, 7 }, { 6, 7 }, { 7, 8 }, { 8, 9 }
	};
	static const double known[] = { 0.8333, 0.8333, 0, 3.6667, 0, 8.3333,
	    8.3333, 14, 8, 0 };
	double found[10];

	(void)state;
	graph_betweenness(kite, sizeof(kite) / sizeof(kite[0]), found, 10);
	for (size_t i = 0; i < 10; i++)
		NEAR(found[i], known[i], 0.0001);
}

int
main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(log_likelihood_is_that_of_dunning),
		cmocka_unit_test(
		    npmi_is_one_together_zero_by_chance_minus_one_never),
		cmocka_unit_test(npmi_is_the_worked_example_by_its_surprise),
		cmocka_unit_test(chances_of_chi_square_are_those_of_the_tables),
		cmocka_unit_test(chi_square_is_pearsons_without_correction),
		cmocka_unit_test(chances_are_corrected_by_name),
		cmocka_unit_test(concentration_is_that_of_the_textbooks),
		cmocka_unit_test(betweenness_of_the_kite_is_krackhardts),
	};

	return cmocka_run_group_tests_name("aggregate/statistics", tests,
	    NULL, NULL);
}
