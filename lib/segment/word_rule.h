#ifndef SEGMENT_WORD_RULE_H
#define SEGMENT_WORD_RULE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/err.h"
#include "base/span.h"
#include "frame/config.h"
#include "rules/fault.h"
#include "rules/node.h"
#include "text/words.h"

/* The key `words` of a rule, compiled. */
struct word_rule {
	const struct lexicon	*lexicon;	/* NULL: *why */
	struct err		 why;
	unsigned		 how;		/* of words_cut() */
	bool			 keeps;		/* only some words */
	size_t			 min_length;	/* code points */
	bool			*kinds;		/* kept, by kind; NULL: all */
	struct span		*stop;		/* sorted */
	size_t			 stop_count;
};

/*
 * Reads it, and the dictionaries that it and --dictionary name; NULL stands for
 * an empty one.  In the arena.
 * That there is no dictionary to map, or a damaged one, is no fault of the
 * rule: lexicon is NULL then.
 */
struct word_rule	*word_rule_read(const struct config *,
			    const struct node *, struct arena *,
			    struct faults *);

/* The words don't make up the text: they are of a search, or some of all. */
static inline bool
word_rule_has_starts(const struct word_rule *rule)
{
	return rule->keeps || (rule->how & WORDS_SEARCH) != 0;
}

static inline bool
word_rule_has_kinds(const struct word_rule *rule)
{
	return (rule->how & WORDS_KINDED) != 0;
}

/*
 * Appends the words of text as a JSON array; and, where the rule has them, an
 * array of where they begin, in code points of the text, and an array of their
 * kinds.  The arena is the record's.
 */
void			 word_rule_write(const struct word_rule *,
			    struct words_work *, struct arena *,
			    struct span text, struct buf *words,
			    struct buf *starts, struct buf *kinds);

#endif
