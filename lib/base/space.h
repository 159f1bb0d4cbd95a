#ifndef BASE_SPACE_H
#define BASE_SPACE_H

#ifdef __SSE2__
#include <immintrin.h>
#endif

#include "base/span.h"
#include "base/utf8.h"

/*
 * Where the first white space stands, as utf8_is_space() knows it: most lines
 * of Chinese text have none.
 */

#ifdef __SSE2__
/*
 * A bit for each of the 16 bytes at p that may begin white space: ASCII up to
 * the space; C2; E1 and E3 before 80 as the third byte, EF before BF; and E2
 * but before 90 to 9E, which are quotes and dashes.  18 bytes are read.
 */
static inline unsigned
space_in_word(const char *p)
{
	__m128i one = _mm_loadu_si128((const void *)p);
	__m128i three = _mm_loadu_si128((const void *)(p + 2));
	__m128i low = _mm_cmpeq_epi8(one,
	    _mm_min_epu8(one, _mm_set1_epi8(' ')));
	__m128i c2 = _mm_cmpeq_epi8(one, _mm_set1_epi8((char)0xc2));
	__m128i e1 = _mm_and_si128(_mm_cmpeq_epi8(
	    _mm_and_si128(one, _mm_set1_epi8((char)0xfd)),
	    _mm_set1_epi8((char)0xe1)),
	    _mm_cmpeq_epi8(three, _mm_set1_epi8((char)0x80)));
	__m128i ef = _mm_and_si128(
	    _mm_cmpeq_epi8(one, _mm_set1_epi8((char)0xef)),
	    _mm_cmpeq_epi8(three, _mm_set1_epi8((char)0xbf)));
	__m128i common = _mm_and_si128(
	    _mm_cmpgt_epi8(three, _mm_set1_epi8((char)0x8f)),
	    _mm_cmplt_epi8(three, _mm_set1_epi8((char)0x9f)));
	__m128i e2 = _mm_andnot_si128(common,
	    _mm_cmpeq_epi8(one, _mm_set1_epi8((char)0xe2)));

	return (unsigned)_mm_movemask_epi8(_mm_or_si128(
	    _mm_or_si128(_mm_or_si128(low, c2), ef),
	    _mm_or_si128(e1, e2)));
}
#endif

/* Bytes of the valid UTF-8 s before its first white space; s.n: it has none. */
static inline size_t
space_find(struct span s)
{
	size_t at = 0, next;
#ifdef __SSE2__
	size_t start;
	unsigned may;

	while (s.n >= 18 && at < s.n - 2) {
		/* The last word overlaps the one before. */
		start = at < s.n - 18 ? at : s.n - 18;
		may = space_in_word(s.p + start) >> (at - start);
		if (may == 0) {
			at = start + 16;
			continue;
		}
		at += (size_t)__builtin_ctz(may);
		next = at;
		if (utf8_is_space(utf8_next(s, &next)))
			return at;
		at = next;
	}
	while (at < s.n && utf8_is_continuation(s.p[at]))
		at++;
#endif
	for (next = at; at < s.n; at = next)
		if (utf8_is_space(utf8_next(s, &next)))
			break;
	return at;
}

#endif
