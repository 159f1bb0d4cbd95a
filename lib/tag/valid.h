#ifndef TAG_VALID_H
#define TAG_VALID_H

#include "tag/coding.h"

/*
 * The matches of a code in the text at hand, in order of place: what its
 * matchers tell, less what `unless` voids and what is removed; none where its
 * book doesn't code the text.  In the arena; returns how many.
 */
size_t	valid_matches(struct search *, uint32_t code, struct coded **matches);

#endif
