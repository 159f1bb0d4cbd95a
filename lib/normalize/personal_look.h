#ifndef NORMALIZE_PERSONAL_LOOK_H
#define NORMALIZE_PERSONAL_LOOK_H

#include <stdbool.h>
#include <stddef.h>

#include "base/ascii.h"
#include "base/span.h"
#include "base/utf8.h"

/* What those who look for personal data share: signs and their borders. */

/* Where somebody may look: a text, or JSON that shows no borders. */
struct look {
	struct span	text;
	bool		loose;
};

/* Length in bytes of the digit at byte `at`, ASCII or full-width; or 0. */
static inline size_t
digit_at(struct span text, size_t at, char *digit)
{
	const unsigned char *p = (const unsigned char *)text.p + at;

	if (at >= text.n)
		return 0;
	if (ascii_is_digit(text.p[at])) {
		*digit = text.p[at];
		return 1;
	}
	if (p[0] != 0xef || text.n - at < 3 || p[1] != 0xbc || p[2] < 0x90 ||
	    p[2] > 0x99)
		return 0;
	*digit = (char)('0' + (p[2] - 0x90));
	return 3;
}

/* The byte at `at`, 0 outside of the text. */
static inline char
byte_at(struct span text, size_t at)
{
	return at < text.n ? text.p[at] : '\0';
}

/* The byte before `at`. */
static inline char
byte_before(struct span text, size_t at)
{
	return at > 0 ? text.p[at - 1] : '\0';
}

/*
 * Length in bytes of the character at byte `at`, 0 at the end; *c becomes it
 * if it is ASCII, full-width too, else NUL.
 */
static inline size_t
plain_at(struct span text, size_t at, char *c)
{
	const unsigned char *p = (const unsigned char *)text.p + at;

	*c = '\0';
	if (at >= text.n)
		return 0;
	if (p[0] < 0x80) {
		*c = text.p[at];
		return 1;
	}
	if (p[0] == 0xef && p[1] == 0xbc && p[2] > 0x80)
		*c = (char)(p[2] - 0x60);
	if (p[0] == 0xef && p[1] == 0xbd && p[2] < 0x9f)
		*c = (char)(p[2] - 0x20);
	return utf8_width(text.p[at]);
}

/* True if the character of three bytes at byte `at` is one of the list. */
static inline bool
is_one_of(struct span text, size_t at, const char *list)
{
	if (text.n < 3 || at > text.n - 3)
		return false;
	for (; *list != '\0'; list += 3)
		if (memcmp(text.p + at, list, 3) == 0)
			return true;
	return false;
}

static inline bool
follows(struct span text, size_t at, struct span what)
{
	return span_starts(span_from(text, at), what);
}

#endif
