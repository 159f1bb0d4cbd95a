#ifndef TEXT_CUT_CHARS_H
#define TEXT_CUT_CHARS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/ascii.h"
#include "base/span.h"
#include "base/utf8.h"

/* What the files of cut.h ask of characters; 0 stands for none. */

static inline uint32_t
char_at(struct span text, size_t at)
{
	return at == text.n ? 0 : utf8_next(text, &at);
}

static inline bool
is_digit(uint32_t c)
{
	return c < 0x80 && ascii_is_digit((char)c);
}

static inline bool
is_letter(uint32_t c)
{
	return c < 0x80 && ascii_is_letter((char)c);
}

static inline bool
is_lower(uint32_t c)
{
	return c >= 'a' && c <= 'z';
}

/* ASCII, Latin-1, Greek and Cyrillic: what begins a sentence in print. */
static inline bool
is_capital(uint32_t c)
{
	return (c >= 'A' && c <= 'Z') || (c >= 0xc0 && c <= 0xde &&
	    c != 0xd7) || (c >= 0x391 && c <= 0x3a9) ||
	    (c >= 0x400 && c <= 0x42f);
}

#endif
