#ifndef AGGREGATE_STATISTICS_H
#define AGGREGATE_STATISTICS_H

#include <stddef.h>

/*
 * Figures of counts.  Where a denominator is 0 the value is NAN.  Tests name
 * the published examples that each is held to.
 */

/*
 * The log-likelihood ratio G2 of a table of two by two, -2 log lambda of
 * Dunning (1993): a and b in the first row, c and d in the second.
 */
double	log_likelihood(double a, double b, double c, double d);

/*
 * Normalised pointwise mutual information (Bouma 2009) of two things, of
 * which each came so often, and both so often, in n.
 */
double	npmi(double both, double one, double other, double n);

/* The chance of a chi-square of that many degrees, 1 or more, or beyond. */
double	chi_square_chance(double x, size_t degrees);

/*
 * Pearson's chi-square of two rows of n columns without correction; NAN where
 * a row or a column is empty.
 */
double	chi_square(const double *first, const double *second, size_t n);

/*
 * Of n counts, each above 0: the Herfindahl-Hirschman index, the sum of squared
 * shares; Shannon's entropy by the greatest there could be, NAN of one count;
 * and the Gini coefficient.
 */
double	herfindahl(const double *counts, size_t n);
double	entropy(const double *counts, size_t n);
double	gini(const double *counts, size_t n);

/*
 * Corrects n chances, where they are not NAN, for being so many: by Holm
 * (1979), or by Benjamini and Hochberg (1995).
 */
enum correction {
	CORRECT_NONE,
	CORRECT_HOLM,
	CORRECT_BH
};

void	correct_chances(double *p, size_t n, enum correction);

#endif
