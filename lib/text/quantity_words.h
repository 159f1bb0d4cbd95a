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
	WORD_SELF = 1024,	/* counts what it names: 户, 人 */
	WORD_QUALITY = 2048,	/* of ends */
	WORD_PREDICATE = 4096,
	WORD_NOUN = 8192
};

struct listed {
	struct span		 text;
	unsigned		 kinds;
	const struct listed	*shorter;	/* the longest that it begins
						 * with, or NULL */
};

/* Most characters begin, and end, no word of a list. */
#define WORD_BITS	4096

/* Words that begin with like characters stand together. */
#define WORD_GROUPS	1026

struct word_list {
	struct listed	*items;		/* by text */
	size_t		 count;
	size_t		 longest;	/* bytes */
	uint32_t	 groups[WORD_GROUPS + 1];	/* where each begins */
	uint64_t	 first[WORD_BITS / 64];	/* characters that begin */
	uint64_t	 last[WORD_BITS / 64];	/* or end one, by their low bits */
};

/* A name with an N behind something. */
struct name_pattern {
	struct span	before, behind;
};

struct quantity_words {
	struct word_list	 units, names, ends;
	struct word_list	 behind;	/* the rest of names that begin
						 * with an N */
	struct name_pattern	*patterns;
	size_t			 pattern_count;
	const struct lexicon	*lexicon;	/* NULL: each character is a
						 * word */
	uint64_t		 numbers[16];	/* what begins one with three
						 * bytes, by the low bits of
						 * the first and the second */
};

/* True if a pattern covers the number between two bytes. */
bool			 words_name_number(const struct quantity_words *,
			    struct span text, size_t start, size_t end);

/* The longest of the list that begins at byte `at`; NULL: none. */
const struct listed	*word_at(const struct word_list *, struct span text,
			    size_t at);

/* False if none ends before byte `at`. */
bool			 word_may_end(const struct word_list *,
			    struct span text, size_t at);

/* The word itself. */
const struct listed	*word_find(const struct word_list *, struct span word);

#endif
