#include "base/utf8.h"
#include "base/utf8_x86.h"

#ifdef __x86_64__

#include <immintrin.h>

/*
 * J. Keiser and D. Lemire, "Validating UTF-8 in less than one instruction
 * per byte" (2021).  Whether two neighbouring bytes are wrong together is
 * told by three nibbles: both of the first byte and the high one of the
 * second.  Each nibble looks up the mistakes that it doesn't rule out; what
 * remains in the three of them is a mistake.  Only PAIR isn't one by itself:
 * two continuation bytes in a row must stand in a long character, and the
 * third and fourth byte of one must be such a pair.
 */
#define SHORT		0x01	/* a leading byte, then no continuation */
#define LONG		0x02	/* ASCII, then a continuation */
#define OVERLONG_3	0x04	/* E0 80..9F */
#define LARGE		0x08	/* F4 90..BF, F5..FF 90..BF */
#define SURROGATE	0x10	/* ED A0..BF */
#define OVERLONG_2	0x20	/* C0 or C1 and a continuation */
#define EDGE_4		0x40	/* F0 80..8F, F5..FF 80..8F */
#define PAIR		0x80	/* two continuations */

#define ANY		(SHORT | LONG | PAIR)
#define CONTINUATION	(LONG | OVERLONG_2 | PAIR)

_Alignas(16) static const unsigned char first_high[16] = {
	LONG, LONG, LONG, LONG, LONG, LONG, LONG, LONG,
	PAIR, PAIR, PAIR, PAIR,
	SHORT | OVERLONG_2,
	SHORT,
	SHORT | OVERLONG_3 | SURROGATE,
	SHORT | LARGE | EDGE_4
};

_Alignas(16) static const unsigned char first_low[16] = {
	ANY | OVERLONG_2 | OVERLONG_3 | EDGE_4,
	ANY | OVERLONG_2,
	ANY,
	ANY,
	ANY | LARGE,
	ANY | LARGE | EDGE_4,
	ANY | LARGE | EDGE_4,
	ANY | LARGE | EDGE_4,
	ANY | LARGE | EDGE_4,
	ANY | LARGE | EDGE_4,
	ANY | LARGE | EDGE_4,
	ANY | LARGE | EDGE_4,
	ANY | LARGE | EDGE_4,
	ANY | LARGE | EDGE_4 | SURROGATE,
	ANY | LARGE | EDGE_4,
	ANY | LARGE | EDGE_4
};

_Alignas(16) static const unsigned char second_high[16] = {
	SHORT, SHORT, SHORT, SHORT, SHORT, SHORT, SHORT, SHORT,
	CONTINUATION | OVERLONG_3 | EDGE_4,
	CONTINUATION | OVERLONG_3 | LARGE,
	CONTINUATION | SURROGATE | LARGE,
	CONTINUATION | SURROGATE | LARGE,
	SHORT, SHORT, SHORT, SHORT
};

/*
 * The exact answer where a kernel found a fault in the block at byte `at`:
 * the scalar twin goes on from the last character before that block, which
 * may reach into it.
 */
static size_t
resume(struct span s, size_t at)
{
	if (at > 0)
		do
			at--;
		while (at > 0 && utf8_is_continuation(s.p[at]));
	return at + utf8_check_scalar(span_from(s, at));
}

#define TARGET	__attribute__((target("ssse3")))

TARGET static inline __m128i
lookup_ssse3(const unsigned char table[16], __m128i nibbles)
{
	return _mm_shuffle_epi8(_mm_load_si128((const __m128i *)table),
	    nibbles);
}

TARGET static inline __m128i
high_ssse3(__m128i v)
{
	return _mm_and_si128(_mm_srli_epi16(v, 4), _mm_set1_epi8(0x0f));
}

/* Not 0 where a byte of now is wrong behind those before it. */
TARGET static inline __m128i
faults_ssse3(__m128i now, __m128i before)
{
	__m128i	back1 = _mm_alignr_epi8(now, before, 15);
	__m128i	back2 = _mm_alignr_epi8(now, before, 14);
	__m128i	back3 = _mm_alignr_epi8(now, before, 13);
	__m128i	low = _mm_and_si128(back1, _mm_set1_epi8(0x0f));
	__m128i	pairs, third, fourth, must;

	pairs = _mm_and_si128(lookup_ssse3(second_high, high_ssse3(now)),
	    _mm_and_si128(lookup_ssse3(first_high, high_ssse3(back1)),
	    lookup_ssse3(first_low, low)));
	/* The high bit is left where back2 >= E0, back3 >= F0. */
	third = _mm_subs_epu8(back2, _mm_set1_epi8(0xe0 - 0x80));
	fourth = _mm_subs_epu8(back3, _mm_set1_epi8(0xf0 - 0x80));
	must = _mm_and_si128(_mm_or_si128(third, fourth),
	    _mm_set1_epi8((char)PAIR));
	return _mm_xor_si128(pairs, must);
}

TARGET static inline bool
any_ssse3(__m128i v)
{
	return _mm_movemask_epi8(_mm_cmpeq_epi8(v, _mm_setzero_si128())) !=
	    0xffff;
}

TARGET size_t
utf8_check_ssse3(struct span s)
{
	__m128i	now, before = _mm_setzero_si128();
	char	tail[16] = {0};
	size_t	at;

	for (at = 0; s.n - at >= sizeof(now); at += sizeof(now)) {
		now = _mm_loadu_si128((const __m128i *)(s.p + at));
		if (any_ssse3(faults_ssse3(now, before)))
			return resume(s, at);
		before = now;
	}
	/* The NULs behind the tail end a character that was cut. */
	if (at < s.n)
		memcpy(tail, s.p + at, s.n - at);
	now = _mm_loadu_si128((const __m128i *)tail);
	return any_ssse3(faults_ssse3(now, before)) ? resume(s, at) : s.n;
}

#undef TARGET
#define TARGET	__attribute__((target("avx2")))

TARGET static inline __m256i
lookup_avx2(const unsigned char table[16], __m256i nibbles)
{
	__m128i	t = _mm_load_si128((const __m128i *)table);

	return _mm256_shuffle_epi8(_mm256_broadcastsi128_si256(t), nibbles);
}

TARGET static inline __m256i
high_avx2(__m256i v)
{
	return _mm256_and_si256(_mm256_srli_epi16(v, 4),
	    _mm256_set1_epi8(0x0f));
}

TARGET static inline __m256i
faults_avx2(__m256i now, __m256i before)
{
	/* alignr works in halves: the half before each half of now. */
	__m256i	last = _mm256_permute2x128_si256(before, now, 0x21);
	__m256i	back1 = _mm256_alignr_epi8(now, last, 15);
	__m256i	back2 = _mm256_alignr_epi8(now, last, 14);
	__m256i	back3 = _mm256_alignr_epi8(now, last, 13);
	__m256i	low = _mm256_and_si256(back1, _mm256_set1_epi8(0x0f));
	__m256i	pairs, third, fourth, must;

	pairs = _mm256_and_si256(lookup_avx2(second_high, high_avx2(now)),
	    _mm256_and_si256(lookup_avx2(first_high, high_avx2(back1)),
	    lookup_avx2(first_low, low)));
	third = _mm256_subs_epu8(back2, _mm256_set1_epi8(0xe0 - 0x80));
	fourth = _mm256_subs_epu8(back3, _mm256_set1_epi8(0xf0 - 0x80));
	must = _mm256_and_si256(_mm256_or_si256(third, fourth),
	    _mm256_set1_epi8((char)PAIR));
	return _mm256_xor_si256(pairs, must);
}

TARGET size_t
utf8_check_avx2(struct span s)
{
	__m256i	now, before = _mm256_setzero_si256(), faults;
	char	tail[32] = {0};
	size_t	at;

	for (at = 0; s.n - at >= sizeof(now); at += sizeof(now)) {
		now = _mm256_loadu_si256((const __m256i *)(s.p + at));
		faults = faults_avx2(now, before);
		if (!_mm256_testz_si256(faults, faults))
			return resume(s, at);
		before = now;
	}
	if (at < s.n)
		memcpy(tail, s.p + at, s.n - at);
	now = _mm256_loadu_si256((const __m256i *)tail);
	faults = faults_avx2(now, before);
	return _mm256_testz_si256(faults, faults) ? s.n : resume(s, at);
}

/* One bit for each byte that isn't plain. */
static inline unsigned
marks_sse2(const char *p)
{
	__m128i	v = _mm_loadu_si128((const __m128i *)p);
	__m128i	control = _mm_cmpeq_epi8(v,
	    _mm_min_epu8(v, _mm_set1_epi8(0x1f)));
	__m128i	quote = _mm_cmpeq_epi8(v, _mm_set1_epi8('"'));
	__m128i	slash = _mm_cmpeq_epi8(v, _mm_set1_epi8('\\'));

	return (unsigned)_mm_movemask_epi8(
	    _mm_or_si128(control, _mm_or_si128(quote, slash)));
}

/* The last block overlaps the one before, instead of a scalar tail. */
size_t
utf8_plain_sse2(struct span s)
{
	size_t		at = 0;
	unsigned	marks;

	if (s.n < sizeof(__m128i))
		return utf8_plain_scalar(s);
	for (;;) {
		marks = marks_sse2(s.p + at);
		if (marks != 0)
			return at + (size_t)__builtin_ctz(marks);
		if (at == s.n - sizeof(__m128i))
			return s.n;
		at += sizeof(__m128i);
		if (at > s.n - sizeof(__m128i))
			at = s.n - sizeof(__m128i);
	}
}

TARGET static inline unsigned
marks_avx2(const char *p)
{
	__m256i	v = _mm256_loadu_si256((const __m256i *)p);
	__m256i	control = _mm256_cmpeq_epi8(v,
	    _mm256_min_epu8(v, _mm256_set1_epi8(0x1f)));
	__m256i	quote = _mm256_cmpeq_epi8(v, _mm256_set1_epi8('"'));
	__m256i	slash = _mm256_cmpeq_epi8(v, _mm256_set1_epi8('\\'));

	return (unsigned)_mm256_movemask_epi8(
	    _mm256_or_si256(control, _mm256_or_si256(quote, slash)));
}

TARGET size_t
utf8_plain_avx2(struct span s)
{
	size_t		at = 0;
	unsigned	marks;

	if (s.n < sizeof(__m256i))
		return utf8_plain_sse2(s);
	for (;;) {
		marks = marks_avx2(s.p + at);
		if (marks != 0)
			return at + (size_t)__builtin_ctz(marks);
		if (at == s.n - sizeof(__m256i))
			return s.n;
		at += sizeof(__m256i);
		if (at > s.n - sizeof(__m256i))
			at = s.n - sizeof(__m256i);
	}
}

/*
 * The walk of both kernels: spaces() looks at a block and two bytes behind it.
 * The last block overlaps the one before; what is left is for rest().
 */
static inline __attribute__((always_inline)) size_t
find_space(struct span s, size_t block, unsigned (*spaces)(const char *),
    size_t (*rest)(struct span))
{
	size_t		at = 0, start, next;
	unsigned	may;

	while (s.n >= block + 2 && at < s.n - 2) {
		start = at < s.n - 2 - block ? at : s.n - 2 - block;
		may = spaces(s.p + start) >> (at - start);
		if (may == 0) {
			at = start + block;
			continue;
		}
		next = at += (size_t)__builtin_ctz(may);
		if (utf8_is_space(utf8_next(s, &next)))
			return at;
		at = next;
	}
	while (at < s.n && utf8_is_continuation(s.p[at]))
		at++;
	return at + rest(span_from(s, at));
}

/*
 * A bit for each of the 16 bytes at p that may begin white space: ASCII up to
 * the space; C2; E1 and E3 before 80 as the third byte, EF before BF; and E2
 * but before 90 to 9E, which are quotes and dashes.  18 bytes are read.
 */
static inline unsigned
spaces_sse2(const char *p)
{
	__m128i	one = _mm_loadu_si128((const __m128i *)p);
	__m128i	three = _mm_loadu_si128((const __m128i *)(p + 2));
	__m128i	low = _mm_cmpeq_epi8(one,
	    _mm_min_epu8(one, _mm_set1_epi8(' ')));
	__m128i	c2 = _mm_cmpeq_epi8(one, _mm_set1_epi8((char)0xc2));
	__m128i	e1 = _mm_and_si128(_mm_cmpeq_epi8(
	    _mm_and_si128(one, _mm_set1_epi8((char)0xfd)),
	    _mm_set1_epi8((char)0xe1)),
	    _mm_cmpeq_epi8(three, _mm_set1_epi8((char)0x80)));
	__m128i	ef = _mm_and_si128(
	    _mm_cmpeq_epi8(one, _mm_set1_epi8((char)0xef)),
	    _mm_cmpeq_epi8(three, _mm_set1_epi8((char)0xbf)));
	__m128i	common = _mm_and_si128(
	    _mm_cmpgt_epi8(three, _mm_set1_epi8((char)0x8f)),
	    _mm_cmpgt_epi8(_mm_set1_epi8((char)0x9f), three));
	__m128i	e2 = _mm_andnot_si128(common,
	    _mm_cmpeq_epi8(one, _mm_set1_epi8((char)0xe2)));

	return (unsigned)_mm_movemask_epi8(_mm_or_si128(
	    _mm_or_si128(_mm_or_si128(low, c2), ef),
	    _mm_or_si128(e1, e2)));
}

size_t
utf8_space_sse2(struct span s)
{
	return find_space(s, sizeof(__m128i), spaces_sse2,
	    utf8_space_scalar);
}

/* The same of the 32 bytes at p; 34 are read. */
TARGET static inline unsigned
spaces_avx2(const char *p)
{
	__m256i	one = _mm256_loadu_si256((const __m256i *)p);
	__m256i	three = _mm256_loadu_si256((const __m256i *)(p + 2));
	__m256i	low = _mm256_cmpeq_epi8(one,
	    _mm256_min_epu8(one, _mm256_set1_epi8(' ')));
	__m256i	c2 = _mm256_cmpeq_epi8(one, _mm256_set1_epi8((char)0xc2));
	__m256i	e1 = _mm256_and_si256(_mm256_cmpeq_epi8(
	    _mm256_and_si256(one, _mm256_set1_epi8((char)0xfd)),
	    _mm256_set1_epi8((char)0xe1)),
	    _mm256_cmpeq_epi8(three, _mm256_set1_epi8((char)0x80)));
	__m256i	ef = _mm256_and_si256(
	    _mm256_cmpeq_epi8(one, _mm256_set1_epi8((char)0xef)),
	    _mm256_cmpeq_epi8(three, _mm256_set1_epi8((char)0xbf)));
	__m256i	common = _mm256_and_si256(
	    _mm256_cmpgt_epi8(three, _mm256_set1_epi8((char)0x8f)),
	    _mm256_cmpgt_epi8(_mm256_set1_epi8((char)0x9f), three));
	__m256i	e2 = _mm256_andnot_si256(common,
	    _mm256_cmpeq_epi8(one, _mm256_set1_epi8((char)0xe2)));

	return (unsigned)_mm256_movemask_epi8(_mm256_or_si256(
	    _mm256_or_si256(_mm256_or_si256(low, c2), ef),
	    _mm256_or_si256(e1, e2)));
}

TARGET size_t
utf8_space_avx2(struct span s)
{
	return find_space(s, sizeof(__m256i), spaces_avx2, utf8_space_sse2);
}

#endif
