#ifndef TEXT_QUANTITY_WORDS_H
#define TEXT_QUANTITY_WORDS_H

#include "text/quantity.h"

/* What the parts of quantity.c share. */
enum {
	WORD_END = 1,		/* of ends */
	WORD_LINK = 2,
	WORD_START = 4,
	WORD_WHOLE = 8,
	WORD_KEEP = 16,
	WORD_BEHIND = 32,
	WORD_ADVERB = 512,
	WORD_COUNTS = 64,	/* of units */
	WORD_MEASURE = 128,
	WORD_TIME = 256,
	WORD_SELF = 1024	/* counts what it names: 户, 人 */
};

struct word {
	struct span		 text;
	unsigned		 kinds;
	const struct word	*shorter;	/* the longest that it begins
						 * with, or NULL */
};

/* Most characters begin, and end, no word of a list. */
#define WORD_BITS	4096

struct word_list {
	struct word	*items;		/* by text */
	size_t		 count;
	size_t		 longest;	/* bytes */
	uint64_t	 first[WORD_BITS / 64];	/* characters that begin */
	uint64_t	 last[WORD_BITS / 64];	/* or end one, by their low bits */
};

/* A name with an N in it. */
struct name_pattern {
	struct span	before, behind;
};

struct quantity_words {
	struct word_list	 units, names, ends;
	struct name_pattern	*patterns;
	size_t			 pattern_count;
	uint64_t		 behind[WORD_BITS / 64];	/* N: first
						 * characters, as above */
	uint64_t		 numbers[16];	/* what begins one with three
						 * bytes, by the low bits of
						 * the first and the second */
};

/* True if a pattern covers the number between two bytes. */
bool			 words_name_number(const struct quantity_words *,
			    struct span text, size_t start, size_t end);

/* The longest of the list that begins at byte `at`; NULL: none. */
const struct word	*word_at(const struct word_list *, struct span text,
			    size_t at);

/* The longest that ends before byte `at`. */
const struct word	*word_before(const struct word_list *,
			    struct span text, size_t at);

/* The word itself. */
const struct word	*word_find(const struct word_list *, struct span word);

#endif
