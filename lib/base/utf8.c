#include <string.h>
#ifdef __SSE2__
#include <immintrin.h>
#endif

#include "base/plain.h"
#include "base/utf8.h"
#include "base/utf8_x86.h"

static size_t	(*check)(struct span) = utf8_check_scalar;
static size_t	(*plain)(struct span) = utf8_plain_scalar;
static size_t	(*find_space)(struct span) = utf8_space_scalar;

void
utf8_choose(void)
{
#ifdef __x86_64__
	plain = utf8_plain_sse2;
	find_space = utf8_space_sse2;
	if (__builtin_cpu_supports("ssse3"))
		check = utf8_check_ssse3;
	if (__builtin_cpu_supports("avx2")) {
		check = utf8_check_avx2;
		plain = utf8_plain_avx2;
		find_space = utf8_space_avx2;
	}
#endif
}

size_t
utf8_check(struct span s)
{
	return check(s);
}

size_t
utf8_plain(struct span s)
{
	return plain(s);
}

size_t
utf8_space(struct span s)
{
	return find_space(s);
}

/*
 * Table 3-7: how many bytes a leading byte asks for, and the range of the
 * second one; the further ones are continuation bytes.  0 for a byte that
 * can't lead.
 */
struct lead {
	unsigned char	n, low, high;
};

static struct lead
lead_of(unsigned char c)
{
	if (c < 0x80)
		return (struct lead){ 1, 0, 0 };
	if (c < 0xc2)
		return (struct lead){ 0, 0, 0 };
	if (c < 0xe0)
		return (struct lead){ 2, 0x80, 0xbf };
	if (c < 0xf0)
		return (struct lead){ 3, c == 0xe0 ? 0xa0 : 0x80,
		    c == 0xed ? 0x9f : 0xbf };
	if (c < 0xf5)
		return (struct lead){ 4, c == 0xf0 ? 0x90 : 0x80,
		    c == 0xf4 ? 0x8f : 0xbf };
	return (struct lead){ 0, 0, 0 };
}

/*
 * Length of the valid character that s begins with; for an invalid one 0,
 * with *bad its maximal subpart.
 */
static size_t
character(struct span s, size_t *bad)
{
	struct lead	 l = lead_of((unsigned char)s.p[0]);
	unsigned char	 c;
	size_t		 i;

	for (i = 1; i < l.n; i++) {
		c = i < s.n ? (unsigned char)s.p[i] : 0;
		if (i == 1 ? c < l.low || c > l.high : (c & 0xc0) != 0x80)
			break;
	}
	if (l.n > 0 && i == l.n)
		return i;
	*bad = i;
	return 0;
}

/* Length of the longest prefix of s[at..] that is ASCII, in whole words. */
static size_t
ascii_words(struct span s, size_t at)
{
	const uint64_t	high = UINT64_C(0x8080808080808080);
	size_t		from = at;
	uint64_t	word;

	while (s.n - at >= sizeof(word)) {
		memcpy(&word, s.p + at, sizeof(word));
		if ((word & high) != 0)
			break;
		at += sizeof(word);
	}
	return at - from;
}

size_t
utf8_check_scalar(struct span s)
{
	size_t	at = 0, n, bad;

	while (at < s.n) {
		if ((unsigned char)s.p[at] < 0x80) {
			n = ascii_words(s, at);
			at += n > 0 ? n : 1;
			continue;
		}
		n = character(span_from(s, at), &bad);
		if (n == 0)
			break;
		at += n;
	}
	return at;
}

static uint32_t
decode(const char *p, size_t n)
{
	static const unsigned char	mask[] = { 0, 0x7f, 0x1f, 0x0f, 0x07 };
	uint32_t			c = (unsigned char)p[0] & mask[n];
	size_t				i;

	for (i = 1; i < n; i++)
		c = c << 6 | ((unsigned char)p[i] & 0x3f);
	return c;
}

int32_t
utf8_next_checked(struct span s, size_t *at)
{
	size_t	bad, n;

	n = character(span_from(s, *at), &bad);
	*at += n > 0 ? n : bad;
	return n > 0 ? (int32_t)decode(s.p + *at - n, n) : -1;
}

size_t
utf8_encode(char into[4], uint32_t c)
{
	static const unsigned char	lead[] = { 0, 0, 0xc0, 0xe0, 0xf0 };
	size_t				n, i;

	n = c < 0x80 ? 1 : c < 0x800 ? 2 : c < 0x10000 ? 3 : 4;
	for (i = n - 1; i > 0; i--) {
		into[i] = (char)(0x80 | (c & 0x3f));
		c >>= 6;
	}
	into[0] = (char)(lead[n] | c);
	return n;
}

struct span
utf8_repaired(struct arena *arena, struct span s)
{
	char	*into, *p;
	size_t	 at = 0;
	int32_t	 c;

	if (utf8_check(s) == s.n)
		return s;
	p = into = arena_alloc(arena, s.n * 3);
	while (at < s.n) {
		c = utf8_next_checked(s, &at);
		p += utf8_encode(p, c == -1 ? 0xfffd : (uint32_t)c);
	}
	return span_make(into, (size_t)(p - into));
}

/* How many of the eight bytes at p begin a code point: aren't 10xxxxxx. */
static inline size_t
starts_in_eight(const char *p)
{
	const uint64_t	ones = UINT64_C(0x0101010101010101);
	uint64_t	word;

	memcpy(&word, p, sizeof(word));
	return (size_t)(((~word >> 7 | word >> 6) & ones) * ones >> 56);
}

#ifdef __SSE2__
/* The same of the last n of the sixteen. */
static inline size_t
starts_in_last(const char *p, size_t n)
{
	static const char	ones[32] = { [16] = 1, 1, 1, 1, 1, 1, 1, 1,
	    1, 1, 1, 1, 1, 1, 1, 1 };
	__m128i	word = _mm_loadu_si128((const void *)p);
	__m128i	count = _mm_loadu_si128((const void *)(ones + n));
	__m128i	starts = _mm_cmpgt_epi8(word, _mm_set1_epi8(-65));
	__m128i	sums = _mm_sad_epu8(_mm_and_si128(starts, count),
	    _mm_setzero_si128());

	return (size_t)(_mm_cvtsi128_si32(sums) +
	    _mm_extract_epi16(sums, 4));
}
#endif

size_t
utf8_length(struct span s)
{
	size_t	i = 0, count = 0;

#ifdef __SSE2__
	for (; i + 16 <= s.n; i += 16)
		count += starts_in_last(s.p + i, 16);
	if (s.n >= 16)
		return count + starts_in_last(s.p + s.n - 16, s.n - i);
#endif
	for (; i + 8 <= s.n; i += 8)
		count += starts_in_eight(s.p + i);
	for (; i < s.n; i++)
		count += !utf8_is_continuation(s.p[i]);
	return count;
}

#define FEW	8	/* characters that are faster one by one */
#define FIVE	15	/* bytes of five of three bytes each */

#ifdef __SSE2__
/*
 * All bits where the bytes of 16 that `leads` holds F0 for are the first of a
 * character of three.
 */
static inline __m128i
wide_at(const char *p, __m128i leads)
{
	return _mm_cmpeq_epi8(_mm_and_si128(leads,
	    _mm_loadu_si128((const void *)p)),
	    _mm_and_si128(leads, _mm_set1_epi8((char)0xe0)));
}

/* Whether five characters of three bytes stand there, of sixteen bytes. */
static inline bool
five_are_wide(const char *p)
{
	return _mm_movemask_epi8(wide_at(p, _mm_setr_epi8(-16, 0, 0, -16, 0, 0,
	    -16, 0, 0, -16, 0, 0, -16, 0, 0, 0))) == 0xffff;
}
#endif

static size_t
skip_few(struct span s, size_t count)
{
	size_t	at = 0;

	while (count > 0 && at < s.n)
		if (count >= 2 && s.n - at >= 8 &&
		    eight_are_wide(eight_at(s.p + at), 2)) {
			at += 6;
			count -= 2;
		} else {
			at += utf8_width(s.p[at]);
			count--;
		}
	return at;
}

/* Most of a Chinese text is of three bytes a character. */
size_t
utf8_skip(struct span s, size_t count)
{
	size_t	at = 0, n;

	if (s.n <= count)
		return s.n;
#ifdef __SSE2__
	for (; count >= 5 && s.n - at >= 16 && five_are_wide(s.p + at);
	    count -= 5)
		at += FIVE;
#endif
	if (count <= FEW)
		return at + skip_few(span_from(s, at), count);
#ifdef __SSE2__
	for (; at + 16 <= s.n; at += 16, count -= n)
		if ((n = starts_in_last(s.p + at, 16)) > count)
			break;
#endif
	for (; at + 8 <= s.n; at += 8, count -= n)
		if ((n = starts_in_eight(s.p + at)) > count)
			break;
	for (; at < s.n; at++)
		if (!utf8_is_continuation(s.p[at]) && count-- == 0)
			break;
	return at;
}

#define TEN	30	/* bytes of ten of three bytes each */

#ifdef __SSE2__
/* Whether ten do, of thirty: six begin in sixteen bytes. */
static inline bool
ten_are_wide(const char *p)
{
	const __m128i	six = _mm_setr_epi8(-16, 0, 0, -16, 0, 0, -16, 0, 0,
	    -16, 0, 0, -16, 0, 0, -16);

	return _mm_movemask_epi8(_mm_and_si128(wide_at(p, six),
	    wide_at(p + 12, six))) == 0xffff;
}

/* Where ten begin, the first at byte i; there is room for two more. */
static inline void
put_ten(uint32_t *starts, uint32_t i)
{
	const __m128i	four = _mm_add_epi32(_mm_set1_epi32((int)i),
	    _mm_setr_epi32(0, 3, 6, 9));

	_mm_storeu_si128((void *)starts, four);
	_mm_storeu_si128((void *)(starts + 4),
	    _mm_add_epi32(four, _mm_set1_epi32(12)));
	_mm_storeu_si128((void *)(starts + 8),
	    _mm_add_epi32(four, _mm_set1_epi32(24)));
}

/*
 * Goes on while ten are wide, or enough are written.  What is left behind them
 * is less than ten, and looked at together with some of those.
 */
static size_t
starts_of_wide(struct span s, uint32_t *at, size_t least, uint32_t *starts,
    size_t n)
{
	uint32_t	i = *at;
	size_t		left, again;

	for (; n < least && s.n - i >= TEN && ten_are_wide(s.p + i); n += 10) {
		put_ten(starts + n, i);
		i += TEN;
	}
	left = s.n - i;
	again = 10 - left / 3;
	if (n < least && left > 0 && left < TEN && left % 3 == 0 &&
	    n >= again && s.n >= TEN && ten_are_wide(s.p + s.n - TEN)) {
		put_ten(starts + n - again, (uint32_t)s.n - TEN);
		n += left / 3;
		i = (uint32_t)s.n;
	}
	*at = i;
	return n;
}
#endif

size_t
utf8_starts(struct span s, uint32_t *at, size_t least, uint32_t *starts)
{
	size_t	n = 0;

	for (;;) {
#ifdef __SSE2__
		n = starts_of_wide(s, at, least, starts, n);
#endif
		if (*at == s.n || n >= least)
			break;
		starts[n++] = *at;
		*at += (uint32_t)utf8_width(s.p[*at]);
	}
	if (*at == s.n)
		starts[n++] = *at;
	return n;
}

/* By words, then what is left with some bytes before it. */
size_t
utf8_plain_scalar(struct span s)
{
	size_t	i = 0;
	int	n;

	for (; s.n - i > 8; i += 8)
		if ((n = plain_in_eight(eight_at(s.p + i))) < 8)
			return i + (size_t)n;
	if (i > 0 ? plain_in_eight(eight_at(s.p + s.n - 8)) == 8 :
	    s.n >= 4 && plain_few(s))
		return s.n;
	for (; i < s.n; i++)
		if ((unsigned char)s.p[i] < 0x20 || s.p[i] == '"' ||
		    s.p[i] == '\\')
			break;
	return i;
}

size_t
utf8_space_scalar(struct span s)
{
	size_t	at, next;

	for (at = 0; at < s.n; at = next) {
		next = at;
		if (utf8_is_space(utf8_next(s, &next)))
			break;
	}
	return at;
}

struct range {
	uint32_t	first, last;
};

static bool
within(const struct range *r, size_t n, uint32_t c)
{
	size_t	low = 0, high = n, middle;

	while (low < high) {
		middle = low + (high - low) / 2;
		if (c > r[middle].last)
			low = middle + 1;
		else if (c < r[middle].first)
			high = middle;
		else
			return true;
	}
	return false;
}

/* But U+4E00 to U+9FFF. */
bool
utf8_is_rare_han(uint32_t c)
{
	static const struct range	han[] = {
		{ 0x3005, 0x3005 },	/* iteration mark */
		{ 0x3007, 0x3007 },	/* zero */
		{ 0x3400, 0x4dbf },	/* extension A */
		{ 0xf900, 0xfaff },	/* compatibility */
		{ 0x20000, 0x2a6df },	/* B */
		{ 0x2a700, 0x2ebef },	/* C, D, E, F */
		{ 0x2f800, 0x2fa1f },	/* compatibility supplement */
		{ 0x30000, 0x323af }	/* G, H */
	};

	return within(han, sizeof(han) / sizeof(han[0]), c);
}

/* Of U+0080 to U+3000. */
bool
utf8_is_rare_space(uint32_t c)
{
	static const struct range	space[] = {
		{ 0x85, 0x85 }, { 0xa0, 0xa0 }, { 0x1680, 0x1680 },
		{ 0x2000, 0x200b }, { 0x2028, 0x2029 }, { 0x202f, 0x202f },
		{ 0x205f, 0x205f }, { 0x3000, 0x3000 }
	};

	return within(space, sizeof(space) / sizeof(space[0]), c);
}

/* True if the character that begins with c is no white space: most of them. */
static bool
is_dark(char c)
{
	unsigned char byte = (unsigned char)c;

	return (byte > ' ' && byte < 0x7f) || (byte >= 0xe4 && byte <= 0xe9);
}

struct span
utf8_trim(struct span s)
{
	size_t at = 0, start = 0, end = s.n;

	if (s.n == 0 || (is_dark(s.p[0]) && ((s.p[s.n - 1] > ' ' &&
	    s.p[s.n - 1] < 0x7f) || (s.n >= 3 && is_dark(s.p[s.n - 3]) &&
	    utf8_is_continuation(s.p[s.n - 2]) &&
	    utf8_is_continuation(s.p[s.n - 1])))))
		return s;
	while (at < s.n && utf8_is_space(utf8_next(s, &at)))
		start = at;
	at = end;
	while (at > start && utf8_is_space(utf8_previous(s, &at)))
		end = at;
	return span_make(s.p + start, end - start);
}
