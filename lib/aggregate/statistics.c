#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "aggregate/statistics.h"
#include "base/mem.h"

/* What a cell adds to G2 / 2: nothing where it is empty. */
static double
surprise(double seen, double expected)
{
	return seen > 0 ? seen * log(seen / expected) : 0;
}

double
log_likelihood(double a, double b, double c, double d)
{
	double n = a + b + c + d;
	double g;

	if (n == 0)
		return (double)NAN;
	g = 2 * (surprise(a, (a + b) / n * (a + c)) +
	    surprise(b, (a + b) / n * (b + d)) +
	    surprise(c, (c + d) / n * (a + c)) +
	    surprise(d, (c + d) / n * (b + d)));
	return g < 0 ? 0 : g;
}

double
npmi(double both, double one, double other, double n)
{
	if (both == 0)
		return -1;
	if (both == n)
		return (double)NAN;
	return log(both / one * (n / other)) / -log(both / n);
}

/* Q(a + 1, x) = Q(a, x) + x^a e^-x / gamma(a + 1), up from a = 1/2 or 1. */
double
chi_square_chance(double x, size_t degrees)
{
	static const double two_by_root_pi = 1.1283791670955126;
	double half = x / 2, a = degrees % 2 == 1 ? 0.5 : 1;
	double q = degrees % 2 == 1 ? erfc(sqrt(half)) : exp(-half);
	double term = exp(-half) * (degrees % 2 == 1 ?
	    sqrt(half) * two_by_root_pi : half);

	while (2 * a < (double)degrees) {
		q += term;
		a++;
		term *= half / a;
	}
	return q > 1 ? 1 : q;
}

double
chi_square(const double *first, const double *second, size_t n)
{
	double one = 0, two = 0, x = 0, column, want;

	for (size_t i = 0; i < n; i++) {
		one += first[i];
		two += second[i];
	}
	for (size_t i = 0; i < n; i++) {
		column = first[i] + second[i];
		if (column == 0 || one == 0 || two == 0)
			return (double)NAN;
		want = column * one / (one + two);
		x += (first[i] - want) * (first[i] - want) / want;
		want = column * two / (one + two);
		x += (second[i] - want) * (second[i] - want) / want;
	}
	return x;
}

static double
total(const double *counts, size_t n)
{
	double all = 0;

	for (size_t i = 0; i < n; i++)
		all += counts[i];
	return all;
}

double
herfindahl(const double *counts, size_t n)
{
	double all = total(counts, n), sum = 0;

	for (size_t i = 0; i < n; i++)
		sum += counts[i] / all * (counts[i] / all);
	return sum;
}

double
entropy(const double *counts, size_t n)
{
	double all = total(counts, n), sum = 0;

	if (n < 2)
		return (double)NAN;
	for (size_t i = 0; i < n; i++)
		sum -= counts[i] / all * log(counts[i] / all);
	return sum / log((double)n);
}

static int
compare_counts(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return (x > y) - (x < y);
}

double
gini(const double *counts, size_t n)
{
	double *sorted = mem_alloc(n, sizeof(*sorted)), weighted = 0, all;

	memcpy(sorted, counts, n * sizeof(*sorted));
	qsort(sorted, n, sizeof(*sorted), compare_counts);
	for (size_t i = 0; i < n; i++)
		weighted += (double)(i + 1) * sorted[i];
	all = total(sorted, n);
	mem_free(sorted);
	return (2 * weighted / all - (double)(n + 1)) / (double)n;
}

struct chance {
	double	p;
	size_t	index;
};

static int
compare(const void *left, const void *right)
{
	const struct chance *a = left, *b = right;

	if (a->p != b->p)
		return a->p < b->p ? -1 : 1;
	return (a->index > b->index) - (a->index < b->index);
}

/* Each times how many are left, never less than one before it. */
static void
correct_up(double *p, const struct chance *sorted, size_t m)
{
	double least = 0;

	for (size_t i = 0; i < m; i++) {
		least = fmax(least, sorted[i].p * (double)(m - i));
		p[sorted[i].index] = fmin(least, 1);
	}
}

/* Each times m by its rank, never more than one behind it. */
static void
correct_down(double *p, const struct chance *sorted, size_t m)
{
	double most = 1;

	for (size_t i = m; i-- > 0;) {
		most = fmin(most, sorted[i].p * (double)m / (double)(i + 1));
		p[sorted[i].index] = most;
	}
}

void
correct_chances(double *p, size_t n, enum correction way)
{
	struct chance *sorted = mem_alloc(n, sizeof(*sorted));
	size_t m = 0;

	for (size_t i = 0; i < n; i++)
		if (!isnan(p[i]))
			sorted[m++] = (struct chance){ p[i], i };
	if (m > 1)
		qsort(sorted, m, sizeof(*sorted), compare);
	if (way == CORRECT_HOLM)
		correct_up(p, sorted, m);
	else if (way == CORRECT_BH)
		correct_down(p, sorted, m);
	mem_free(sorted);
}
