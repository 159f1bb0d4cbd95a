#ifndef BASE_SIGNS_H
#define BASE_SIGNS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/span.h"

/*
 * Characters that mean something, and the places where they stand in a text
 * that is mostly others: marks of sentences, line feeds.
 */
struct signs;

/* A set for at most that many characters, empty.  All in the arena. */
struct signs	*signs_new(struct arena *, size_t most);

/*
 * Puts a character in; its number is how many were there before.  False if
 * it is there.
 */
bool		 signs_add(struct signs *, uint32_t c);

struct sign_place {
	size_t	byte;
	size_t	chars;		/* code points before it */
	size_t	number;		/* of the character */
};

/* How far a text was searched; {0}: nothing yet. */
struct signs_at {
	size_t	byte;
	size_t	chars;
};

/*
 * Finds the next places in valid UTF-8, at most room > 0, in order; returns
 * how many, less than room only at the end of the text.  SIMD where the
 * processor has it.
 */
size_t		 signs_find(const struct signs *, struct span text,
		    struct signs_at *, struct sign_place *, size_t room);
size_t		 signs_find_scalar(const struct signs *, struct span text,
		    struct signs_at *, struct sign_place *, size_t room);

#endif
