#ifndef TEXT_REGEX_LITERAL_H
#define TEXT_REGEX_LITERAL_H

#include <stddef.h>

#include "base/arena.h"
#include "base/span.h"
#include "text/regex.h"

/* At most REGEX_MAX_REQUIRED; none: unknown. */
struct literal_set {
	const struct span	*items;
	size_t			 count;
};

/*
 * Sets of literals of each of which at least one stands in every match of the
 * pattern (PCRE2, valid UTF-8, already compiled without error), up to case if
 * it is caseless; none where a short reading of the pattern can't tell.  A set
 * is a run of characters, a class of up to 16, a digit, or alternatives that
 * each have such a part.  The first is that whose literals are the rarest
 * together (rate.h).
 * What may occur zero times and look-around add nothing; inline flags,
 * references, verbs, \Q and whatever else it doesn't know end the reading.
 *
 * The others are parts of the pattern itself, of none of its groups, if they
 * rule out more than looking for them costs: those of the first must be
 * frequent, and their own not too much so.  `(?:房子|墙)...了` of a text with
 * many 了 and no house isn't tried.
 */
void	regex_literals(struct arena *, struct span pattern,
	    struct literal_set sets[REGEX_MAX_SETS]);

#endif
