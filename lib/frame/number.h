#ifndef FRAME_NUMBER_H
#define FRAME_NUMBER_H

#include "base/span.h"

/*
 * The order of two JSON numbers (RFC 8259 section 6) as they are written, to
 * the last digit: <0, 0 or >0.  1.10 equals 11e-1, -0 equals 0.  Exponents
 * beyond 10^15 count as 10^15.
 */
int	number_compare(struct span a, struct span b);

#endif
