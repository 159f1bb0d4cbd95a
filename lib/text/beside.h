#ifndef TEXT_BESIDE_H
#define TEXT_BESIDE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/span.h"

/*
 * Whether words, none of them empty, stand right behind, or right before, byte
 * `at` of a text, which is at most its length.
 */
static inline bool
follows(struct span text, size_t at, const char *word)
{
	return at < text.n && text.p[at] == word[0] &&
	    span_starts(span_from(text, at), span_of(word));
}

/* Its last byte first: most words end with another. */
static inline bool
precedes_span(struct span text, size_t at, struct span word)
{
	return word.n <= at && text.p[at - 1] == word.p[word.n - 1] &&
	    span_ends(span_make(text.p, at), word);
}

static inline bool
precedes(struct span text, size_t at, const char *word)
{
	return precedes_span(text, at, span_of(word));
}

#define COUNT(list)	(sizeof(list) / sizeof((list)[0]))

/* One of so many words. */
static inline bool
follows_any(struct span text, size_t at, const char *const *words,
    size_t count)
{
	size_t i;

	for (i = 0; i < count; i++)
		if (follows(text, at, words[i]))
			return true;
	return false;
}

static inline bool
precedes_any(struct span text, size_t at, const char *const *words,
    size_t count)
{
	size_t i;

	for (i = 0; i < count; i++)
		if (precedes(text, at, words[i]))
			return true;
	return false;
}

#endif
