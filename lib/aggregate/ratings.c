#include <math.h>
#include <stdlib.h>

#include "aggregate/ratings.h"
#include "base/mem.h"

/* What is summed over the items. */
struct sums {
	double	*counts;	/* of each value, where there is a pair */
	double	*shares;	/* of each value, over items */
	double	*first;		/* of each value, of the first coder */
	double	*second;
	double	*scores;	/* of each value: what differences are of */
	double	 pairable;	/* values */
	double	 agreed;	/* shares of agreeing pairs */
	double	 differing;	/* of alpha: what was observed */
	size_t	 n;
	size_t	 disagreed;
};

static void
sums_new(struct sums *s, size_t values)
{
	*s = (struct sums){ .counts = mem_zero(5 * values,
	    sizeof(*s->counts)) };
	s->shares = s->counts + values;
	s->first = s->shares + values;
	s->second = s->first + values;
	s->scores = s->second + values;
}

static void
sums_free(struct sums *s)
{
	mem_free(s->counts);
}

/* The values of one item; returns how many. */
static size_t
gather(const struct ratings *r, size_t unit, size_t item, size_t *values)
{
	size_t n = 0, v;

	for (size_t i = 0; i < r->coders; i++)
		if ((v = r->value(r->of, unit, item, i)) != RATING_NONE)
			values[n++] = v;
	return n;
}

/* First walk: how often each value came. */
static void
count_item(struct sums *s, const size_t *values, size_t n)
{
	size_t same = 0;

	for (size_t i = 0; i < n; i++) {
		s->counts[values[i]]++;
		s->shares[values[i]] += 1 / (double)n;
		for (size_t k = 0; k < n; k++)
			same += k != i && values[k] == values[i];
	}
	s->first[values[0]]++;
	s->second[values[1]]++;
	s->pairable += (double)n;
	s->agreed += (double)same / (double)(n * (n - 1));
	s->disagreed += same < n * (n - 1);
	s->n++;
}

/*
 * What two values differ by.  The ordinal difference of Krippendorff is that
 * of the ranks, each the middle of all that have it.
 */
static void
make_scores(const struct ratings *r, struct sums *s)
{
	double below = 0;

	for (size_t v = 0; v < r->values; v++) {
		s->scores[v] = r->level == LEVEL_INTERVAL ? r->numbers[v] :
		    below + s->counts[v] / 2;
		below += s->counts[v];
	}
}

static double
difference(const struct ratings *r, const struct sums *s, size_t a, size_t b)
{
	double d = s->scores[a] - s->scores[b];

	return r->level == LEVEL_NOMINAL ? a != b : d * d;
}

/* Second walk: how far the values of an item lie apart. */
static void
compare_item(const struct ratings *r, struct sums *s, const size_t *values,
    size_t n)
{
	double sum = 0;

	for (size_t i = 0; i < n; i++)
		for (size_t k = 0; k < i; k++)
			sum += 2 * difference(r, s, values[i], values[k]);
	s->differing += sum / (double)(n - 1);
}

/* What pairs of all values differ by: linear in how many values there are. */
static double
expected(const struct ratings *r, const struct sums *s)
{
	double squares = 0, sum = 0, all = 0, x, c;

	for (size_t v = 0; v < r->values; v++) {
		x = s->scores[v];
		c = s->counts[v];
		all += r->level == LEVEL_NOMINAL ? c * c : 0;
		squares += c * x * x;
		sum += c * x;
	}
	if (r->level == LEVEL_NOMINAL)
		return s->pairable * s->pairable - all;
	return 2 * (s->pairable * squares - sum * sum);
}

/* Both walks; units[i] is the unit that stands at i, NULL: all as they are. */
static void
walk(const struct ratings *r, const size_t *units, struct sums *s)
{
	size_t *values = mem_alloc(r->coders, sizeof(*values)), n;

	for (int second = 0; second < 2; second++) {
		for (size_t i = 0; i < r->units * r->items; i++) {
			size_t unit = units == NULL ? i / r->items :
			    units[i / r->items];

			n = gather(r, unit, i % r->items, values);
			if (n >= 2 && second)
				compare_item(r, s, values, n);
			else if (n >= 2)
				count_item(s, values, n);
		}
		if (second == 0)
			make_scores(r, s);
	}
	mem_free(values);
}

static double
ratio(double a, double b)
{
	return b == 0 ? (double)NAN : a / b;
}

static double
alpha_of(const struct ratings *r, const struct sums *s)
{
	return 1 - ratio((s->pairable - 1) * s->differing, expected(r, s));
}

static double
kappa_of(const struct ratings *r, const struct sums *s)
{
	double n = (double)s->n, by_chance = 0, share;

	for (size_t v = 0; v < r->values; v++) {
		share = s->shares[v] / n;
		by_chance += r->coders == 2 ?
		    s->first[v] / n * (s->second[v] / n) : share * share;
	}
	return ratio(s->agreed / n - by_chance, 1 - by_chance);
}

static double
ac1_of(const struct ratings *r, const struct sums *s)
{
	double n = (double)s->n, by_chance = 0, share;

	for (size_t v = 0; v < r->values; v++) {
		share = s->shares[v] / n;
		by_chance += share * (1 - share);
	}
	by_chance = r->values < 2 ? (double)NAN :
	    by_chance / (double)(r->values - 1);
	return ratio(s->agreed / n - by_chance, 1 - by_chance);
}

void
ratings_agree(const struct ratings *r, struct agreement *a)
{
	struct sums s;

	sums_new(&s, r->values);
	walk(r, NULL, &s);
	*a = (struct agreement){ .n = s.n, .disagreed = s.disagreed,
	    .percent = (double)NAN, .kappa = (double)NAN,
	    .alpha = (double)NAN, .ac1 = (double)NAN };
	if (s.n > 0) {
		a->percent = s.agreed / (double)s.n;
		a->kappa = kappa_of(r, &s);
		a->alpha = alpha_of(r, &s);
		a->ac1 = ac1_of(r, &s);
	}
	sums_free(&s);
}

/* SplitMix64 (Steele, Lea and Flood 2014). */
static uint64_t
draw(uint64_t *state)
{
	uint64_t z = *state += UINT64_C(0x9e3779b97f4a7c15);

	z = (z ^ z >> 30) * UINT64_C(0xbf58476d1ce4e5b9);
	z = (z ^ z >> 27) * UINT64_C(0x94d049bb133111eb);
	return z ^ z >> 31;
}

static int
compare(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return (x > y) - (x < y);
}

/* A draw in which all values are one has no alpha: nothing disagreed. */
static double
alpha_of_draw(const struct ratings *r, size_t *units, uint64_t *state)
{
	struct sums s;
	double alpha;

	for (size_t i = 0; i < r->units; i++)
		units[i] = (size_t)(draw(state) % r->units);
	sums_new(&s, r->values);
	walk(r, units, &s);
	alpha = alpha_of(r, &s);
	sums_free(&s);
	return isnan(alpha) ? 1 : alpha;
}

void
ratings_bootstrap(const struct ratings *r, size_t draws, uint64_t seed,
    double *low, double *high)
{
	double *alphas = mem_alloc(draws, sizeof(*alphas));
	size_t *units = mem_alloc(r->units, sizeof(*units));

	for (size_t i = 0; i < draws; i++)
		alphas[i] = alpha_of_draw(r, units, &seed);
	qsort(alphas, draws, sizeof(*alphas), compare);
	*low = alphas[(draws - 1) * 25 / 1000];
	*high = alphas[(draws - 1) * 975 / 1000];
	mem_free(units);
	mem_free(alphas);
}
