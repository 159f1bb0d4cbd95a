#ifndef FRAME_NUMBER_H
#define FRAME_NUMBER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
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

/*
 * The JSON number times 10^shift, with so many decimals and no exponent; what
 * lies half way goes away from zero, as people round: 0.285 shifted by 2 is
 * 29 without decimals.  Takes as many bytes as the number has whole digits.
 */
void	number_put_rounded(struct buf *, struct span number, int shift,
	    int decimals);

#endif
