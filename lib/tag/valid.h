#ifndef TAG_VALID_H
#define TAG_VALID_H

#include "tag/coding.h"

/* What becomes of a match before overlap is settled. */
enum fate {
	FATE_VALID,
	FATE_REMOVED,	/* by a correction */
	FATE_CONTEXT,	/* void, by a context of its book */
	FATE_UNLESS	/* void, by a matcher under `unless` */
};

/* *by is the context or matcher that voids it. */
enum fate	valid_fate(struct search *, struct coded *, uint32_t *by);

/* The word by which a context of its book acts on a match; NULL: by none. */
const struct found	*valid_word(struct search *, const struct coded *,
			    uint32_t context);

/* A word of a context of the code inside a match, where none acts; or NULL. */
const struct found	*valid_inside(struct search *, const struct coded *);

/*
 * The matches of a code in the text at hand, in order of place: what its
 * matchers tell, less what `unless` voids and what is removed; none where its
 * book doesn't code the text.  In the arena; returns how many.
 */
size_t	valid_matches(struct search *, uint32_t code, struct coded **matches);

#endif
