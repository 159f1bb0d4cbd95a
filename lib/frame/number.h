#ifndef FRAME_NUMBER_H
#define FRAME_NUMBER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/span.h"

/*
 * A JSON number (RFC 8259 section 6) as its digits: 0.DIGITS * 10^exponent.
 * Exponents beyond 10^15 count as 10^15.
 */
struct number {
	struct span	digits;		/* first to last that isn't 0, maybe
					 * with a point; borrowed */
	size_t		count;		/* of digits; 0: zero */
	int64_t		exponent;	/* of zero: 0 */
	bool		negative;
};

struct number	number_read(struct span);

/*
 * The order of two JSON numbers as they are written, to the last digit: <0, 0
 * or >0.  1.10 equals 11e-1, -0 equals 0.
 */
int	number_compare(struct span a, struct span b);

#endif
