#ifndef AGGREGATE_VALUES_H
#define AGGREGATE_VALUES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "aggregate/pairs.h"
#include "base/buf.h"
#include "record/json.h"

/*
 * The distribution of numbers, for quantiles: each distinct value with its
 * count up to `exact` numbers in all; beyond that the buckets that share
 * sign, exponent and the top 7 bits of the mantissa, so that a quantile is
 * off by at most 0.4 %.  Which of the two depends on the total alone.
 */
#define VALUES_ALWAYS_EXACT	UINT64_MAX

struct values {
	struct pairs	pairs;		/* a word in the value's order; count */
	uint64_t	total;
	bool		buckets;	/* the values are their middles */
};

/* Initialised with = {0}; what is taken is asked of memory. */
void	values_add(struct values *, double, uint64_t count, uint64_t exact,
	    struct memory *memory);
void	values_free(struct values *);

/*
 * The smallest value with at least q * total at or below it; total > 0.  q
 * is in units of 10^-9, because 0.07 * 100 is over 7 in doubles.
 */
double	values_quantile(struct values *, uint64_t q);

/* As JSON: {"buckets":false,"values":[[1.5,2],...]}. */
void	values_put(struct values *, struct buf *);

/* Adds what values_put() wrote; -1 if it is something else. */
int	values_merge(struct values *, const struct json *, uint64_t exact,
	    struct memory *memory);

#endif
