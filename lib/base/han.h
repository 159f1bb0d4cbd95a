#ifndef BASE_HAN_H
#define BASE_HAN_H

#ifdef __SSE2__
#include <immintrin.h>
#endif

#include "base/span.h"
#include "base/utf8.h"

/*
 * In Chinese text whoever looks for marks, white space or digits passes by
 * the characters U+4000 to U+9FFF, whose first byte is E4 to E9: all that are
 * common, and none but letters and a few symbols.
 */
static inline bool
han_leads(char byte)
{
	return (unsigned char)byte >= 0xe4 && (unsigned char)byte <= 0xe9;
}

#ifdef __SSE2__
/* How many bytes of the 16 at p stand before another character's first one. */
static inline size_t
han_in_word(const char *p)
{
	/* As signed bytes 80..BF are below C0, and E4..E9 -28..-23. */
	__m128i w = _mm_loadu_si128((const void *)p);
	__m128i inner = _mm_cmplt_epi8(w, _mm_set1_epi8(-64));
	__m128i first = _mm_and_si128(_mm_cmpgt_epi8(w, _mm_set1_epi8(-29)),
	    _mm_cmplt_epi8(w, _mm_set1_epi8(-22)));

	return (size_t)__builtin_ctz(~(unsigned)_mm_movemask_epi8(
	    _mm_or_si128(inner, first)));
}
#endif

/* Bytes of such characters that the valid UTF-8 s begins with. */
static inline size_t
han_run(struct span s)
{
	size_t n = 0;
#ifdef __SSE2__
	size_t run;

	for (; s.n - n >= 16; n += 16)
		if ((run = han_in_word(s.p + n)) < 16)
			return n + run;
#endif
	while (n < s.n && (utf8_is_continuation(s.p[n]) || han_leads(s.p[n])))
		n++;
	return n;
}

#endif
