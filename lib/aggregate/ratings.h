#ifndef AGGREGATE_RATINGS_H
#define AGGREGATE_RATINGS_H

#include <stddef.h>
#include <stdint.h>

/*
 * What coders gave to units, and how far they agree.  Of each unit there may
 * be several items, e.g. a yes or no for each code.  Items with fewer than two
 * values count nowhere.
 */
#define RATING_NONE	SIZE_MAX

enum level {
	LEVEL_NOMINAL,
	LEVEL_ORDINAL,		/* values are in their order */
	LEVEL_INTERVAL
};

struct ratings {
	/* A value below `values`, or RATING_NONE. */
	size_t		(*value)(const void *of, size_t unit, size_t item,
			    size_t coder);
	const void	*of;
	size_t		 units;
	size_t		 items;		/* of each unit */
	size_t		 coders;
	size_t		 values;
	enum level	 level;
	const double	*numbers;	/* of values; LEVEL_INTERVAL */
};

/*
 * percent: the mean share of pairs of coders that agree.  kappa: of two coders
 * Cohen's (1960), of more that of Fleiss (1971) with what each unit has of
 * values.  alpha: Krippendorff (2011), with missing values.  ac1: Gwet (2008).
 * NAN where there is no pair, or the denominator is 0.
 */
struct agreement {
	size_t	n;		/* items with a pair */
	size_t	disagreed;	/* of these */
	double	percent;
	double	kappa;
	double	alpha;
	double	ac1;
};

void	ratings_agree(const struct ratings *, struct agreement *);

/*
 * The middle 95 % of alpha over so many draws of as many units, by a generator
 * of that seed; NAN where alpha is.
 */
void	ratings_bootstrap(const struct ratings *, size_t draws, uint64_t seed,
	    double *low, double *high);

#endif
