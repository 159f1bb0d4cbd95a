#ifndef TEXT_NUMERAL_H
#define TEXT_NUMERAL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/span.h"

/*
 * Chinese numerals: 〇零一二三四五六七八九两十百千万亿廿卅.
 */
enum numeral_kind {
	NUMERAL_NONE,		/* no number: 三五, 十四五, 千万, 百, 零 */
	NUMERAL_COUNT,		/* 三千二百, 两万三, 十五, 廿三, 五 */
	NUMERAL_DIGITS		/* two or more: 二〇二四, 三五 */
};

struct numeral {
	enum numeral_kind	kind;
	size_t			end;	/* of the run, in bytes */
	size_t			count;	/* of its characters */
	uint64_t		value;	/* below 10^16; 0 if NUMERAL_NONE */
	bool			large;	/* 百, 千, 万 or 亿 is in it */
	bool			brief;	/* it ends as 两万三 does */
};

/* True if a run begins with c. */
bool		numeral_begins(uint32_t c);

/*
 * The longest run of numerals at byte `at` of valid UTF-8, and what it is.
 * A digit behind 百, 千, 万 or 亿 alone is of the next place: 两万三 is 23000.
 */
struct numeral	numeral_read(struct span text, size_t at);

#define NUMERAL_MOST	UINT64_C(9999999999999999)

/* Ten to the n-th, n at most 19. */
static inline uint64_t
numeral_power(unsigned n)
{
	uint64_t p = 1;

	while (n-- > 0)
		p *= 10;
	return p;
}

/* value, at most NUMERAL_MOST, as 三千二百零五; in the arena. */
struct span	numeral_count(struct arena *, uint64_t value);

/* Digits of ASCII one by one as 二〇二四, a point as 点; in the arena. */
struct span	numeral_digits(struct arena *, struct span digits);

#endif
