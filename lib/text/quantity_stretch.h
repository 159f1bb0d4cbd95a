#ifndef TEXT_QUANTITY_STRETCH_H
#define TEXT_QUANTITY_STRETCH_H

#include "text/quantity_words.h"

#define STRETCH_MOST	24	/* characters */
#define STRETCH_BYTES	120	/* with digits before them */

/* True for what may stand in the name of what is counted. */
bool			 stretch_has(uint32_t character);

/* Such characters from byte `at` on, as far as a stretch may go: their end. */
size_t			 stretch_end(struct span text, size_t at);

/* The same before it, not below floor: where they begin. */
size_t			 stretch_start(struct span text, size_t at,
			    size_t floor);

/* Text beside a figure, at most so long, and where words begin in it. */
struct stretch {
	const struct quantity_words	*words;
	struct span			 text;
	uint64_t			 breaks[2];	/* by bytes, both ends */
};

void			 stretch_cut(struct stretch *,
			    const struct quantity_words *, struct words_work *,
			    struct span text);

/* True if no word goes over byte `at` of a part of the stretch. */
bool			 stretch_breaks(const struct stretch *,
			    struct span part, size_t at);

/*
 * 规|上|企业, 在|建|工程: what the dictionary leaves single side by side is a
 * word that it doesn't know, and so a character from byte `at` to `end` no end.
 */
bool			 stretch_coins(const struct stretch *,
			    struct span part, size_t at, size_t end);

/* Of `ends`, the longest of whole words that begins at byte `at` of a part. */
const struct listed	*stretch_at(const struct stretch *, struct span part,
			    size_t at);

/* The longest that ends before it. */
const struct listed	*stretch_before(const struct stretch *,
			    struct span part, size_t at);

#endif
