#include "base/signs_set.h"

#ifdef __x86_64__

#include <immintrin.h>
#include <string.h>

#define TARGET	__attribute__((target("avx2,popcnt")))

#define HALF	32
#define BLOCK	64
#define SEEN	(BLOCK + 2)	/* bytes that a block looks at */

/* The tables, and the bit of a byte by its high half. */
struct sieve {
	__m256i	ascii, leads, thirds;
	__m256i	ascii_bit, lead_bit, mix;
};

TARGET static inline __m256i
twice(const unsigned char table[16])
{
	return _mm256_broadcastsi128_si256(
	    _mm_load_si128((const __m128i *)table));
}

TARGET static inline __m256i
high(__m256i v)
{
	return _mm256_and_si256(_mm256_srli_epi16(v, 4),
	    _mm256_set1_epi8(0x0f));
}

/* A bit for each of the 32 bytes at p that may begin a sign. */
TARGET static inline uint32_t
sift_half(const struct sieve *s, const char *p, uint32_t *starts)
{
	__m256i	first = _mm256_loadu_si256((const __m256i *)p);
	__m256i	third = _mm256_loadu_si256((const __m256i *)(p + 2));
	__m256i	low = _mm256_and_si256(first, _mm256_set1_epi8(0x0f));
	__m256i	half = high(first), zero = _mm256_setzero_si256();
	__m256i	ascii, lead, miss;

	/* A byte over 7f finds 0 in a shuffle. */
	ascii = _mm256_and_si256(_mm256_shuffle_epi8(s->ascii, first),
	    _mm256_shuffle_epi8(s->ascii_bit, half));
	lead = _mm256_and_si256(_mm256_shuffle_epi8(s->leads, low),
	    _mm256_shuffle_epi8(s->lead_bit, half));
	third = _mm256_xor_si256(third, _mm256_shuffle_epi8(s->mix, low));
	miss = _mm256_cmpeq_epi8(zero, _mm256_and_si256(
	    _mm256_shuffle_epi8(s->thirds, third),
	    _mm256_shuffle_epi8(s->ascii_bit, high(third))));
	/* Only those of three bytes, whose lead has bit 2, may miss. */
	lead = _mm256_andnot_si256(
	    _mm256_and_si256(miss, _mm256_set1_epi8(4)), lead);
	*starts = (uint32_t)_mm256_movemask_epi8(
	    _mm256_cmpgt_epi8(first, _mm256_set1_epi8(-65)));
	return ~(uint32_t)_mm256_movemask_epi8(
	    _mm256_cmpeq_epi8(zero, _mm256_or_si256(ascii, lead)));
}

/* The same of 64; and one for each that begins a character. */
TARGET static inline uint64_t
sift(const struct sieve *s, const char *p, uint64_t *starts)
{
	uint32_t low_starts, high_starts;
	uint64_t low_bits = sift_half(s, p, &low_starts);
	uint64_t high_bits = sift_half(s, p + HALF, &high_starts);

	*starts = (uint64_t)high_starts << HALF | low_starts;
	return high_bits << HALF | low_bits;
}

/* The same of the last n < SEEN bytes of a text; bits for at most 64. */
TARGET static inline uint64_t
sift_last(const struct sieve *s, struct span text, uint64_t *starts)
{
	uint64_t valid = text.n >= BLOCK ? UINT64_MAX :
	    (UINT64_C(1) << text.n) - 1, bits;
	char tail[SEEN] = { 0 };

	memcpy(tail, text.p, text.n);
	bits = sift(s, tail, starts) & valid;
	*starts &= valid;
	return bits;
}

TARGET static inline struct sieve
sieve_of(const struct signs *s)
{
	_Alignas(16) static const unsigned char ascii_bit[16] = { 1, 2, 4, 8,
	    16, 32, 64, 128 };
	_Alignas(16) static const unsigned char lead_bit[16] = { [12] = 1, 2,
	    4, 8 };

	return (struct sieve){ twice(s->ascii), twice(s->leads),
	    twice(s->thirds), twice(ascii_bit), twice(lead_bit),
	    twice(sign_mix) };
}

TARGET size_t
signs_find_avx2(const struct signs *s, struct span text, struct signs_at *at,
    struct sign_place *into, size_t room)
{
	const struct sieve sieve = sieve_of(s);
	size_t n = 0, block = at->byte, chars = at->chars, next, number;
	uint64_t bits, starts;

	for (; block < text.n; block += BLOCK) {
		bits = text.n - block >= SEEN ?
		    sift(&sieve, text.p + block, &starts) :
		    sift_last(&sieve, span_from(text, block), &starts);
		for (; bits != 0; bits &= bits - 1) {
			next = block + (size_t)__builtin_ctzll(bits);
			into[n].byte = next;
			number = sign_number(s, utf8_next(text, &next));
			if (number == SIGN_NONE)
				continue;
			into[n].number = number;
			into[n].chars = chars + (size_t)__builtin_popcountll(
			    starts & ((bits & -bits) - 1));
			if (++n == room) {
				*at = (struct signs_at){ next,
				    into[n - 1].chars + 1 };
				return n;
			}
		}
		chars += (size_t)__builtin_popcountll(starts);
	}
	*at = (struct signs_at){ text.n, chars };
	return n;
}

#endif
