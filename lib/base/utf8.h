#ifndef BASE_UTF8_H
#define BASE_UTF8_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/span.h"

/*
 * UTF-8 as in Unicode 15, section 3.9, table 3-7: no overlong form, no
 * surrogate, nothing above U+10FFFF.
 */

/*
 * Chooses the kernels for this processor; called once, before threads
 * start.  Without it the scalar ones are used.
 */
void	 utf8_choose(void);

/* Length in bytes of the longest valid prefix of s: s.n if s is valid. */
size_t	 utf8_check(struct span s);
size_t	 utf8_check_scalar(struct span s);	/* the twin, for tests */

/* How many bytes the character has that begins with c, in valid UTF-8. */
static inline size_t
utf8_width(char c)
{
	unsigned char	lead = (unsigned char)c;

	return lead < 0x80 ? 1 : lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4;
}

/*
 * The code point at byte *at of the valid UTF-8 s; *at moves behind it.
 * *at < s.n.
 */
static inline uint32_t
utf8_next(struct span s, size_t *at)
{
	const unsigned char	*p = (const unsigned char *)s.p + *at;

	if (p[0] < 0x80) {
		*at += 1;
		return p[0];
	}
	if (p[0] < 0xe0) {
		*at += 2;
		return (p[0] & 0x1fu) << 6 | (p[1] & 0x3fu);
	}
	if (p[0] < 0xf0) {
		*at += 3;
		return (p[0] & 0x0fu) << 12 | (p[1] & 0x3fu) << 6 |
		    (p[2] & 0x3fu);
	}
	*at += 4;
	return (p[0] & 0x07u) << 18 | (p[1] & 0x3fu) << 12 |
	    (p[2] & 0x3fu) << 6 | (p[3] & 0x3fu);
}

static inline bool
utf8_is_continuation(char c)
{
	return ((unsigned char)c & 0xc0) == 0x80;
}

/* The code point that ends before byte *at > 0; *at moves to its start. */
static inline uint32_t
utf8_previous(struct span s, size_t *at)
{
	size_t	start = *at;

	do
		start--;
	while (start > 0 && utf8_is_continuation(s.p[start]));
	*at = start;
	return utf8_next(s, &start);
}

/*
 * The code point at byte *at of any bytes; -1 for an invalid one, of which
 * *at passes the maximal subpart (at least one byte).
 */
int32_t	 utf8_next_checked(struct span s, size_t *at);

/* Any bytes as UTF-8, U+FFFD for each invalid one; s itself if it is valid. */
struct span utf8_repaired(struct arena *, struct span s);

/* Writes c (a scalar value) to into, 1 to 4 bytes; returns how many. */
size_t	 utf8_encode(char into[4], uint32_t c);

/* Number of code points of valid UTF-8. */
size_t	 utf8_length(struct span s);

/*
 * Length in bytes of the first count code points of valid UTF-8; s.n if
 * there are fewer.
 */
size_t	 utf8_skip(struct span s, size_t count);

/*
 * Writes where code points of valid UTF-8 begin, from byte *at on, which moves
 * behind: `least` of them or some more, or all that there are, and s.n behind
 * the last.  Returns how many were written; room for s.n - *at + 1.  s.n is
 * under 2^32, and *at under s.n if it was reached before.
 */
size_t	 utf8_starts(struct span s, uint32_t *at, size_t least,
	    uint32_t *starts);

/*
 * Length in bytes of the prefix of s without `"`, `\` and U+0000-001F: the
 * plain part of a JSON string.  SIMD where utf8_choose() found it.
 */
size_t	 utf8_plain(struct span s);
size_t	 utf8_plain_scalar(struct span s);

/* Properties that rules speak of; all by Unicode 15 blocks. */
bool	 utf8_is_rare_han(uint32_t c);
bool	 utf8_is_rare_space(uint32_t c);

/* Ideographs, extensions, 〇 々. */
static inline bool
utf8_is_han(uint32_t c)
{
	return (c >= 0x4e00 && c <= 0x9fff) || (c > 0x3004 &&
	    (c < 0xff00 || c > 0xffff) && utf8_is_rare_han(c));
}

/*
 * What a reader looks for in vain: the soft hyphen, U+200B, marks of
 * direction, U+2028 and U+2029, invisible operators, U+FEFF.  Joiners are seen
 * by what they join.
 */
static inline bool
utf8_is_unseen(uint32_t c)
{
	return c == 0xad || c == 0x61c || c == 0x200b || c == 0x200e ||
	    c == 0x200f || (c >= 0x2028 && c <= 0x202e) ||
	    (c >= 0x2060 && c <= 0x2069) || c == 0xfeff;
}

/* White_Space, and U+FEFF, U+200B. */
static inline bool
utf8_is_space(uint32_t c)
{
	if (c < 0x80)
		return c == ' ' || (c >= '\t' && c <= '\r');
	return c > 0x3000 ? c == 0xfeff : utf8_is_rare_space(c);
}

/*
 * Bytes of the valid UTF-8 s before its first white space; s.n if it has none,
 * as most lines of Chinese text.  SIMD where utf8_choose() found it.
 */
size_t	 utf8_space(struct span s);
size_t	 utf8_space_scalar(struct span s);

/* s without white space, as above, at both ends; valid UTF-8. */
struct span utf8_trim(struct span s);

#endif
