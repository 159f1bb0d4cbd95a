#include "text/terms_x86.h"

#ifdef __x86_64__

#include <immintrin.h>

#define TARGET	__attribute__((target("avx2")))
#define STEP	8	/* characters */

/*
 * The bytes of eight characters from p on, those of the last four in the upper
 * half; in each half there is room for four bytes more.
 */
TARGET static inline __m256i
bytes_of_eight(const char *p)
{
	return _mm256_inserti128_si256(_mm256_castsi128_si256(
	    _mm_loadu_si128((const void *)p)),
	    _mm_loadu_si128((const void *)(p + 12)), 1);
}

/* Whether they and the two behind them are of three bytes. */
TARGET static inline bool
are_wide(__m256i v)
{
	const __m256i first = _mm256_broadcastsi128_si256(_mm_setr_epi8(-16, 0,
	    0, -16, 0, 0, -16, 0, 0, -16, 0, 0, -16, 0, 0, -16));
	const __m256i wide = _mm256_broadcastsi128_si256(_mm_setr_epi8(-32, 0,
	    0, -32, 0, 0, -32, 0, 0, -32, 0, 0, -32, 0, 0, -32));

	return _mm256_movemask_epi8(_mm256_cmpeq_epi8(
	    _mm256_and_si256(v, first), wide)) == -1;
}

/* Of each half the bytes that stand there, four times four. */
TARGET static inline __m256i
take(__m256i v, __m128i which)
{
	return _mm256_shuffle_epi8(v, _mm256_broadcastsi128_si256(which));
}

/* The bit of each of eight words that five bits count from the top. */
TARGET static inline __m256i
bit_of(__m256i words, __m256i from_top)
{
	return _mm256_sllv_epi32(words, _mm256_and_si256(from_top,
	    _mm256_set1_epi32(31)));
}

TARGET static inline unsigned
top_bits(__m256i words)
{
	return (unsigned)_mm256_movemask_ps(_mm256_castsi256_ps(words));
}

TARGET static inline __m256i
times(__m256i v, uint32_t factor)
{
	return _mm256_mullo_epi32(v, _mm256_set1_epi32((int)factor));
}

/* As heads_hold() has it. */
TARGET static inline __m256i
look_up(const struct heads *heads, __m256i hash)
{
	const __m256i words = _mm256_i32gather_epi32(
	    (const int *)heads->words,
	    _mm256_and_si256(_mm256_srli_epi32(hash, HEADS_WORD),
	    _mm256_set1_epi32((int)heads->last)), 4);

	return _mm256_and_si256(
	    bit_of(words, _mm256_srli_epi32(hash, HEADS_BIT)),
	    bit_of(words, _mm256_srli_epi32(hash, HEADS_OTHER)));
}

/* Which of the eight characters from p on something is true of, by bits. */
typedef unsigned looker(const void *tables, const char *p);

/*
 * The walk of both kernels.  What is left behind the last step is less than
 * one, and looked at together with characters before it.
 */
TARGET static inline __attribute__((always_inline)) unsigned
look_along(looker *look, const void *tables, const char *p, const char *end,
    uint64_t *bits)
{
	unsigned n, again;

	*bits = 0;
	for (n = 0; n < TERMS_STRETCH && end - p >= TERMS_BLOCK; n += STEP) {
		if (!are_wide(bytes_of_eight(p)))
			return n;
		*bits |= (uint64_t)look(tables, p) << n;
		p += 3 * STEP;
	}
	if (n == TERMS_STRETCH)
		return n;
	again = (unsigned)(TERMS_BLOCK - (end - p) + 2) / 3;
	if (again >= STEP || again > n ||
	    !are_wide(bytes_of_eight(p - 3 * again)))
		return n;
	*bits |= (uint64_t)(look(tables, p - 3 * again) >> again) << n;
	return n + STEP - again;
}

TARGET static inline unsigned
look_at_heads(const void *tables, const char *p)
{
	const struct heads *heads = tables;
	const __m128i each = _mm_setr_epi8(0, 1, 2, 3, 3, 4, 5, 6, 6, 7, 8,
	    9, 9, 10, 11, 12);
	const __m128i last = _mm_setr_epi8(3, 4, 5, 6, 6, 7, 8, 9, 9, 10, 11,
	    12, 12, 13, 14, 15);
	const __m256i third = bytes_of_eight(p + 2);
	const __m256i pair = _mm256_add_epi32(
	    times(take(bytes_of_eight(p), each), HEADS_FIRST),
	    times(take(third, each), HEADS_THIRD));
	const __m256i triple = _mm256_add_epi32(pair,
	    times(take(third, last), HEADS_LAST));

	return top_bits(_mm256_or_si256(look_up(heads, pair),
	    look_up(heads, triple)));
}

TARGET unsigned
terms_heads_avx2(const struct heads *heads, const char *p, const char *end,
    uint64_t *bits)
{
	return look_along(look_at_heads, heads, p, end, bits);
}

/* The slots of the characters: 4, 6 and 6 bits of their bytes. */
TARGET static inline __m256i
slots_of(__m256i v)
{
	const __m256i bytes = _mm256_and_si256(take(v, _mm_setr_epi8(2, 1, 0,
	    -1, 5, 4, 3, -1, 8, 7, 6, -1, 11, 10, 9, -1)),
	    _mm256_set1_epi32(0x0f3f3f));

	return _mm256_madd_epi16(_mm256_maddubs_epi16(bytes,
	    _mm256_set1_epi32(0x014001)), _mm256_set1_epi32(0x10000001));
}

TARGET static inline unsigned
look_alone(const void *tables, const char *p)
{
	const struct terms *t = tables;
	const __m256i at = _mm256_sub_epi32(slots_of(bytes_of_eight(p)),
	    _mm256_set1_epi32((int)t->alone_first));
	const __m256i word = _mm256_min_epu32(_mm256_srli_epi32(at, 5),
	    _mm256_set1_epi32((int)t->alone_words));

	return top_bits(bit_of(_mm256_i32gather_epi32((const int *)t->alone,
	    word, 4), at));
}

TARGET unsigned
terms_alone_avx2(const struct terms *t, const char *p, const char *end,
    uint64_t *bits)
{
	return look_along(look_alone, t, p, end, bits);
}

#else

unsigned
terms_heads_avx2(const struct heads *heads, const char *p, const char *end,
    uint64_t *bits)
{
	(void)heads, (void)p, (void)end;
	*bits = 0;
	return 0;
}

unsigned
terms_alone_avx2(const struct terms *t, const char *p, const char *end,
    uint64_t *bits)
{
	(void)t, (void)p, (void)end;
	*bits = 0;
	return 0;
}

#endif
