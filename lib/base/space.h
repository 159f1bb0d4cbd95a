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
 * the space; C2, E1 and EF BB; E3 80 80; and E2 before what isn't one of the
 * common marks, U+2010 to U+2027, by the third byte.  18 bytes are read.
 */
static inline unsigned
space_in_word(const char *p)
{
	__m128i one = _mm_loadu_si128((const void *)p);
	__m128i two = _mm_loadu_si128((const void *)(p + 1));
	__m128i three = _mm_loadu_si128((const void *)(p + 2));
	__m128i low = _mm_cmpeq_epi8(one,
	    _mm_min_epu8(one, _mm_set1_epi8(' ')));
	__m128i rare = _mm_or_si128(
	    _mm_cmpeq_epi8(one, _mm_set1_epi8((char)0xc2)),
	    _mm_cmpeq_epi8(one, _mm_set1_epi8((char)0xe1)));
	__m128i ef = _mm_and_si128(
	    _mm_cmpeq_epi8(one, _mm_set1_epi8((char)0xef)),
	    _mm_cmpeq_epi8(two, _mm_set1_epi8((char)0xbb)));
	__m128i e3 = _mm_and_si128(
	    _mm_cmpeq_epi8(one, _mm_set1_epi8((char)0xe3)),
	    _mm_cmpeq_epi8(three, _mm_set1_epi8((char)0x80)));
	__m128i common = _mm_and_si128(
	    _mm_cmpgt_epi8(three, _mm_set1_epi8((char)0x8f)),
	    _mm_and_si128(_mm_cmplt_epi8(three, _mm_set1_epi8((char)0xa8)),
	    _mm_cmpeq_epi8(two, _mm_set1_epi8((char)0x80))));
	__m128i e2 = _mm_andnot_si128(common,
	    _mm_cmpeq_epi8(one, _mm_set1_epi8((char)0xe2)));

	return (unsigned)_mm_movemask_epi8(_mm_or_si128(
	    _mm_or_si128(_mm_or_si128(low, rare), ef),
	    _mm_or_si128(e3, e2)));
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
