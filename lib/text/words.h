#ifndef TEXT_WORDS_H
#define TEXT_WORDS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/err.h"
#include "base/span.h"

/*
 * The words of Chinese and mixed text, as jieba 0.42.1 cuts them, to the byte:
 * of all ways to cut a run of Han characters, ASCII letters, digits and
 * `+#&._%-` into words of the dictionary, the most probable one; what stays
 * single in it goes through a hidden Markov model, which knows how unknown
 * words begin and end.  Every other character is a word by itself, but CR LF
 * is one.  Logarithms are doubles, added in jieba's order, so that ties fall
 * as they fall there.
 *
 * In front of that come words that are joined wherever they stand, and behind
 * it words that are never left whole.
 */
struct lexicon;

/*
 * Maps words.dict, until lexicon_close() or the end of the process; all else is
 * in the arena.  If `words` is false its dictionary is left out: the lexicon
 * has only words that are added, and the model.  NULL: ERR_INPUT where it
 * can't be opened, ERR_SOFTWARE where it isn't one of ours, or damaged (its
 * checksum is against accidents: it is trusted as the program is), ERR_IO.
 */
struct lexicon	*lexicon_open(struct arena *, const char *path, bool words,
		    struct err *);
void		 lexicon_close(struct lexicon *);

/* Per thread: what a cut needs, and gives. */
struct words_work;
struct words_work	*words_work_new(void);
void			 words_work_free(struct words_work *);

#define WORDS_MAX_LENGTH	1000		/* code points of an own word */
#define WORDS_MAX_FREQUENCY	INT64_C(1000000000000)

/*
 * Adds a line of a user dictionary in jieba's format, `word frequency kind`,
 * the last two or one of them left out; not empty, without white space at its
 * ends, valid UTF-8.  Without a frequency a word gets what makes it whole
 * when it stands alone, as jieba computes it from the lexicon so far.
 * Frequency 0 takes a word out and has the model not make it again (but for
 * WORDS_KINDED, as in jieba).  NULL, or what is wrong with it (a constant).
 * The line must stay as long as the lexicon.
 */
const char	*lexicon_add(struct lexicon *, struct words_work *,
		    struct span line);

/*
 * Words that win over every other cut: at each place the longest, from left to
 * right; what stands around one is cut as if it stood alone.  One that begins
 * (ends) with an ASCII letter or digit is none behind (before) another.  And
 * words that are taken out, and cut into characters where they come
 * out all the same.  NULL, or what is wrong with it (a constant).
 */
const char	*lexicon_join(struct lexicon *, struct span word);
const char	*lexicon_split(struct lexicon *, struct span word);

struct word {
	uint32_t	start, n;	/* bytes */
	unsigned	kind;		/* with WORDS_KINDED */
};

#define WORDS_UNKNOWN	1	/* use the model */
#define WORDS_SEARCH	2	/* before a word, the words of two, then of
				 * three characters in it, as jieba's
				 * cut_for_search() has them */
#define WORDS_KINDED	4	/* with kinds (parts of speech), as
				 * jieba.posseg.cut() has both; its words
				 * aren't always those of jieba.cut().  Not
				 * with WORDS_SEARCH */

/* Is it a word of a dictionary, or joined, split or taken out? */
bool		lexicon_knows(const struct lexicon *, struct span word);

/* Kinds are numbers from 0 up to this; two may have one name. */
size_t		lexicon_kind_count(const struct lexicon *);
struct span	lexicon_kind_name(const struct lexicon *, unsigned kind);

/*
 * The words of valid UTF-8 under 2^32 bytes, in order; without WORDS_SEARCH
 * they hold every byte of it once.  Returns how many; they are the work's,
 * until its next call.
 */
size_t	words_cut(const struct lexicon *, struct words_work *,
	    struct span text, unsigned how, const struct word **);

#endif
