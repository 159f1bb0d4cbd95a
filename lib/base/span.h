#ifndef BASE_SPAN_H
#define BASE_SPAN_H

#include <stdbool.h>
#include <stddef.h>
#include <string.h>

/*
 * n bytes at p, borrowed: a span never owns what it points to, and it is
 * not NUL-terminated.  The empty span may have p == NULL.
 */
struct span {
	const char	*p;
	size_t		 n;
};

#define SPAN(literal)	((struct span){ (literal), sizeof(literal) - 1 })

static inline struct span
span_of(const char *s)
{
	return (struct span){ s, strlen(s) };
}

static inline struct span
span_make(const char *p, size_t n)
{
	return (struct span){ p, n };
}

static inline bool
span_equal(struct span a, struct span b)
{
	return a.n == b.n && (a.n == 0 || memcmp(a.p, b.p, a.n) == 0);
}

static inline bool
span_is(struct span a, const char *s)
{
	return span_equal(a, span_of(s));
}

static inline bool
span_starts(struct span a, struct span prefix)
{
	return a.n >= prefix.n &&
	    (prefix.n == 0 || memcmp(a.p, prefix.p, prefix.n) == 0);
}

static inline bool
span_ends(struct span a, struct span suffix)
{
	return a.n >= suffix.n && (suffix.n == 0 ||
	    memcmp(a.p + a.n - suffix.n, suffix.p, suffix.n) == 0);
}

/* The bytes of a from at on; empty if a is shorter. */
static inline struct span
span_from(struct span a, size_t at)
{
	size_t	n = at < a.n ? at : a.n;

	/* No arithmetic with NULL. */
	return n == 0 ? a : (struct span){ a.p + n, a.n - n };
}

/* Order by bytes, as unsigned; a prefix comes first.  <0, 0 or >0. */
int		span_compare(struct span a, struct span b);

/* a without ASCII space, tab, CR and LF at both ends. */
struct span	span_trim(struct span a);

/* Where byte c stands first in a, or a.n. */
size_t		span_index(struct span a, char c);

/* Whether part stands in a; an empty one stands in all. */
bool		span_contains(struct span a, struct span part);

/* How many ASCII digits a begins with. */
size_t		span_digits(struct span a);

/*
 * Number of insertions, deletions, substitutions and transpositions of
 * neighbours, in bytes, between a and b (Damerau 1964, restricted);
 * SIZE_MAX where one of them is over 64 bytes long.
 */
size_t		span_distance(struct span a, struct span b);

#endif
