#ifndef BASE_PLAIN_H
#define BASE_PLAIN_H

#ifdef __SSE2__
#include <immintrin.h>
#endif

#include "base/eight.h"
#include "base/span.h"

/*
 * How many plain bytes, as utf8_plain() has them, eight bytes begin with, the
 * first of them lowest.
 */
static inline int
plain_in_eight(uint64_t w)
{
	const uint64_t ones = UINT64_C(0x0101010101010101);
	const uint64_t quote = w ^ ones * '"', slash = w ^ ones * '\\';
	const uint64_t special = (((quote - ones) & ~quote) |
	    ((slash - ones) & ~slash) | ((w - ones * 0x20) & ~w)) &
	    ones * 0x80;

	return special == 0 ? 8 : __builtin_ctzll(special) / 8;
}

/* Whether all of 4 to PLAIN_FEW bytes are: as two words, which may overlap. */
#define PLAIN_FEW	16

static inline bool
plain_few(struct span s)
{
	uint32_t first, last;

	if (s.n >= 8)
		return plain_in_eight(eight_at(s.p)) == 8 &&
		    plain_in_eight(eight_at(s.p + s.n - 8)) == 8;
	memcpy(&first, s.p, sizeof(first));
	memcpy(&last, s.p + s.n - sizeof(last), sizeof(last));
	return plain_in_eight((uint64_t)first << 32 | last) == 8;
}

/*
 * The same of one word at p, PLAIN_WORD if all are: JSON's keys and short
 * values end within two, where the call of a kernel would cost more than it
 * saves.
 */
#ifdef __SSE2__
#define PLAIN_WORD	16

static inline int
plain_in_word(const char *p)
{
	__m128i w = _mm_loadu_si128((const void *)p);
	__m128i control = _mm_min_epu8(w, _mm_set1_epi8(0x1f));
	__m128i special = _mm_or_si128(_mm_cmpeq_epi8(w, control),
	    _mm_or_si128(_mm_cmpeq_epi8(w, _mm_set1_epi8('"')),
	    _mm_cmpeq_epi8(w, _mm_set1_epi8('\\'))));

	return __builtin_ctz((unsigned)_mm_movemask_epi8(special) |
	    1u << PLAIN_WORD);
}
#else
#define PLAIN_WORD	8

static inline int
plain_in_word(const char *p)
{
	return plain_in_eight(eight_at(p));
}
#endif

#endif
