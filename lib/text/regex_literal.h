#ifndef TEXT_REGEX_LITERAL_H
#define TEXT_REGEX_LITERAL_H

#include "base/arena.h"
#include "base/span.h"

/*
 * The longest literal that stands in every text in which the pattern (PCRE2,
 * valid UTF-8, already compiled without error and not caseless) matches;
 * empty where a short reading of the pattern can't tell.  It reads runs of
 * characters in a row, also in groups without alternatives; it passes over
 * classes, look-around and what may occur zero times; it gives up at inline
 * flags, references, verbs, \Q and whatever else it doesn't know.
 */
struct span	regex_literal(struct arena *, struct span pattern);

/*
 * The same for alternatives: literals, at most `most` (from 1), of which at
 * least one stands in every such text; 0 where there is no such set.
 */
size_t		regex_literals(struct arena *, struct span pattern,
		    size_t most, struct span **set);

#endif
