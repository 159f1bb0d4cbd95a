#ifndef BASE_DECIMAL_H
#define BASE_DECIMAL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/span.h"

/*
 * Numbers as JSON writes them (RFC 8259 section 6).
 */

/* Bytes of the longest number that s begins with; 0 if with none. */
size_t	decimal_length(struct span s);

/* 1,234,567.89: whether the digits before the point are in threes. */
bool	decimal_is_grouped(struct span s);

/* The double nearest to s, which is a JSON number; +-inf when too large. */
double	decimal_double(struct span s);

/* True and *v if s is an integer without fraction or exponent in int64_t. */
bool	decimal_integer(struct span s, int64_t *v);

/*
 * The shortest decimal that reads back as v: 0.1, 1.5e-7, 1e16, with an
 * exponent below 0.0001 and from 10^16 on; -0 as 0; null where v isn't
 * finite (JSON has no such number).
 */
void	decimal_put(struct buf *, double v);

/*
 * v with `digits` significant digits (1 to 17), trailing zeros dropped, in
 * the shape of decimal_put(): for what went through log or exp.
 */
void	decimal_put_digits(struct buf *, double v, int digits);

/*
 * A size as options have it, "256M": a whole number of bytes, or of K, M, G
 * (powers of 1,024).  -1 if it is none, or over SIZE_MAX.
 */
int	decimal_size(const char *text, size_t *bytes);

#endif
