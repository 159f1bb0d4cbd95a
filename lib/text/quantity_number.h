#ifndef TEXT_QUANTITY_NUMBER_H
#define TEXT_QUANTITY_NUMBER_H

#include "text/quantity.h"

/* A number, as it was written; its value is mantissa / 10^places. */
struct written {
	size_t		start, end;	/* bytes */
	uint64_t	mantissa;
	int		places;		/* below 0: zeros behind it */
	unsigned	zeros;		/* that 万 and its like told last */
	uint64_t	upper;		/* of 两三: 3; else 0 */
	bool		more;		/* 余, 多 or 几 in it or behind it */
	bool		bare;		/* 百, 千, 万 alone: upon 近, 上, 余 */
	bool		small;		/* 一, or 二: not how one counts */
	bool		one;		/* 一 */
	bool		digits;		/* not in Chinese numerals */
	bool		percent;	/* 百分之 stood before */
	bool		permille;
};

/*
 * Reads the number that begins at byte `at`, where a digit or a numeral
 * stands.  False where there is none with a value; n->end is behind what
 * was read in any case.
 */
bool		written_read(struct written *, struct span text, size_t at);

/* True for a digit of any width. */
static inline bool
written_is_digit(uint32_t c)
{
	return (c >= '0' && c <= '9') || (c >= 0xff10 && c <= 0xff19);
}

/* Multiplies by a power of ten.  False: over 16 digits. */
bool		written_shift(struct written *, unsigned zeros);

/* <0, 0 or >0, as the value of a is below, equal to or above b's. */
int		written_compare(const struct written *a,
		    const struct written *b);

/* Its value, halves of a unit added, as JSON; in the arena. */
struct span	written_value(const struct written *, struct arena *);

#endif
