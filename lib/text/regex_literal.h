#ifndef TEXT_REGEX_LITERAL_H
#define TEXT_REGEX_LITERAL_H

#include <stddef.h>

#include "base/arena.h"
#include "base/span.h"

/*
 * Literals, at most REGEX_MAX_REQUIRED, of which at least one stands in every
 * match of the pattern (PCRE2, valid UTF-8, already compiled without error),
 * up to case if it is caseless; returns how many, 0 where a short reading of
 * the pattern can't tell.  Of the parts in a row it takes the one whose
 * literals are the rarest together (rate.h): a run of characters, a class of up
 * to 16, a digit, or alternatives that each have such a part.
 * What may occur zero times and look-around add nothing; inline flags,
 * references, verbs, \Q and whatever else it doesn't know end the reading.
 *
 * One part, not all of them: more literals would be looked for in every text,
 * and running regexes takes 7 % of what the shipped books take together, 0.1 %
 * with 500 regexes of words.
 */
size_t	regex_literals(struct arena *, struct span pattern,
	    const struct span **set);

#endif
