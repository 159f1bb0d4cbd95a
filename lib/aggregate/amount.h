#ifndef AGGREGATE_AMOUNT_H
#define AGGREGATE_AMOUNT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "aggregate/memory.h"
#include "base/buf.h"
#include "base/span.h"

/*
 * Numbers that are added without rounding: integers in units of 10^-9, and
 * an accumulator of all decimal places that a double may have for what
 * doesn't fit.  A sum is rounded once, when it is written, so that it
 * depends neither on the order nor on the split of what was added.
 */
__extension__ typedef __int128 int128;

#define AMOUNT_UNITS	1000000000	/* of one */
#define AMOUNT_PLACES	400		/* decimal places on either side */

struct amount {
	double		number;		/* nearest, finite */
	bool		integer;	/* exact in i */
	bool		wide;		/* stands in text, not in units */
	int64_t		i;
	int128		units;
	struct span	text;		/* a JSON number; borrowed */
};

void	amount_of_integer(struct amount *, int64_t);

/*
 * The amount that a JSON number is.  -1 if it is infinite as a double or has
 * digits beyond AMOUNT_PLACES.
 */
int	amount_read(struct amount *, struct span number);

/*
 * The order of two amounts to the last digit: <0, 0 or >0.  Wide ones of the
 * same value are in the order of their text: 0 is the same text.
 */
int	amount_compare(const struct amount *, const struct amount *);

/* The exact decimal text: a JSON number. */
void	amount_put(struct buf *, const struct amount *);

/*
 * number divided by width, rounded down to a whole number, times width: the
 * lower bound of its bucket.  width is positive, in units.  -1 if the bound has
 * more digits than units can hold.
 */
int	amount_bucket(const struct amount *number, int128 width,
	    int128 *bound);

/*
 * Decimal text that numbers of one value share, however they are written:
 * 1, 1.0 and 1e0 are 1.  Those with exponents beyond 9 * 10^7 stay as they are.
 */
void	amount_put_canonical(struct buf *, struct span number);

/* Decimal text of so many units, without trailing zeros. */
void	amount_put_units(struct buf *, int128 units);

/*
 * Whether the square of the amount, and those of sums of it, can be added:
 * none of its digits is farther than AMOUNT_SQUARE_PLACES from the point.
 */
#define AMOUNT_SQUARE_PLACES	160

bool	amount_has_square(const struct amount *);

struct sum {
	int128		 units;
	struct exact	*exact;		/* once something didn't fit; or NULL */
};

/* A sum is initialised with = {0}; what it takes is asked of memory. */
void	sum_add(struct sum *, const struct amount *, struct memory *memory);
void	sum_free(struct sum *);

/* The exact decimal text: a JSON number. */
void	sum_put(const struct sum *, struct buf *);

/*
 * Adds what sum_put() wrote, which may be beyond a double.  -1 if the JSON
 * number has digits beyond AMOUNT_PLACES.
 */
int	sum_merge(struct sum *, struct span number, struct memory *memory);

/*
 * The nearest decimal to sum / n, n > 0: to 40 significant digits, more than
 * any double needs; the last is 1 where a remainder is left.
 */
void	sum_put_mean(const struct sum *, uint64_t n, struct buf *);

/* Adds the exact square of an amount that has one. */
void	sum_add_square(struct sum *, const struct amount *,
	    struct memory *memory);

/*
 * The sample variance of n > 1 amounts of that sum and sum of squares, as
 * decimal text: what it is exactly, to 40 significant digits.
 */
void	sum_put_variance(const struct sum *, const struct sum *squares,
	    uint64_t n, struct buf *);

#endif
