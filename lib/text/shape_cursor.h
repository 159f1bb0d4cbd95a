#ifndef TEXT_SHAPE_CURSOR_H
#define TEXT_SHAPE_CURSOR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <uchar.h>

#include "base/ascii.h"
#include "base/han.h"
#include "base/span.h"
#include "base/utf8.h"

/* A place in a line, for the files of shape.h, which read lines by characters. */
struct cursor {
	struct span	s;
	size_t		at;
};

/* The character at the cursor; 0 at the end. */
static inline uint32_t
look(const struct cursor *c)
{
	size_t at = c->at;

	return at < c->s.n ? utf8_next(c->s, &at) : 0;
}

static inline uint32_t
step(struct cursor *c)
{
	return c->at < c->s.n ? utf8_next(c->s, &c->at) : 0;
}

/* True if c is one of the characters of set, which ends with 0. */
static inline bool
is_one_of(uint32_t c, const char32_t *set)
{
	for (; *set != 0; set++)
		if (*set == c)
			return true;
	return false;
}

static inline bool
take(struct cursor *c, const char32_t *set)
{
	if (c->at == c->s.n || !is_one_of(look(c), set))
		return false;
	step(c);
	return true;
}

/* Takes as many characters of set as stand there, at most max. */
static inline size_t
take_run(struct cursor *c, const char32_t *set, size_t max)
{
	size_t n = 0;

	while (n < max && take(c, set))
		n++;
	return n;
}

/* The same of digits, full-width ones too. */
static inline size_t
take_digits(struct cursor *c, size_t max)
{
	uint32_t have;
	size_t n;

	for (n = 0; n < max; n++) {
		have = look(c);
		if (have - '0' > 9 && have - 0xff10 > 9)
			break;
		step(c);
	}
	return n;
}

static inline void
pass_spaces(struct cursor *c)
{
	while (c->at < c->s.n && utf8_is_space(look(c)))
		step(c);
}

/* True if a character of set stands before the last one of the line. */
static inline bool
has_inside(struct span line, const char32_t *set)
{
	struct cursor c = { line, 0 };
	uint32_t have;

	while (c.at < line.n) {
		have = step(&c);
		if (c.at < line.n && is_one_of(have, set))
			return true;
	}
	return false;
}

/* ① to ⑳ */
static inline bool
is_circled(uint32_t c)
{
	return c >= 0x2460 && c <= 0x2473;
}

/* An ASCII letter or digit, or a Han character: no mark and no white space. */
static inline bool
begins_letter(char byte)
{
	return han_leads(byte) || ascii_is_alnum(byte);
}

#endif
