#ifndef TEXT_WORDS_WORK_H
#define TEXT_WORDS_WORK_H

#include "text/words_lexicon.h"

/*
 * What words*.c cut in; nobody else sees it.  Of the run of characters at
 * hand: route[i] is the logarithm of the best way from i to its end, whose
 * first word has steps[i] characters.
 */
struct words_work {
	uint16_t	*chars;
	uint16_t	*classes;	/* and a 0 behind the last */
	uint16_t	*steps;
	uint8_t		*states;	/* of words_hmm() */
	double		*route;
	size_t		 n;		/* characters */
	size_t		 capacity;	/* of each of these but for 1 more */
	struct span	 text;		/* of the cut */
	struct word	*words;
	size_t		 count, word_capacity;
	size_t		 at;		/* byte where the next word begins */
	struct tagging	*tagging;	/* of words_kinds.c; NULL at first */
	struct word	*others;	/* of a second pass */
	size_t		 other_capacity;
};

/* Bytes of a character of a run, which is ASCII or one of jieba's Han. */
static inline size_t
words_bytes(uint16_t character)
{
	return character < 0x80 ? 1 : 3;
}

/* Appends a word of n bytes, which begins where the last one ended. */
void	words_put(struct words_work *, size_t n);

/* Appends characters from to before to of the run as one word. */
void	words_put_chars(struct words_work *, size_t from, size_t to);

/* Puts out the run by its route, with kinds; by the model if `unknown`. */
void	words_put_kinded(const struct lexicon *, struct words_work *,
	    bool unknown);

void	words_tagging_free(struct tagging *);

/*
 * jieba's finalseg.cut(): words of these characters, by the model where they
 * are Han, by a pattern where they aren't.
 */
void	words_unknown(const struct lexicon *, struct words_work *,
	    size_t from, size_t to);

#endif
