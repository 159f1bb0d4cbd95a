#ifndef TEXT_CUT_H
#define TEXT_CUT_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/span.h"

/*
 * Sentences and clauses of Chinese, English and mixed text.
 *
 * A sentence ends at one of the end marks, and never at an ellipsis, a
 * number's point, inside `4.1.`, after an abbreviation (`Vol. 3`), or inside a pair
 * that is closed in the same text; an opener without its closer opens
 * nothing; closers after an end mark belong to the sentence.  A full stop `.` ends
 * one where white space and a capital, a Han character, or the end follow.
 * White space between two sentences belongs to neither.
 */
struct cut_rules {
	struct span	end;	/* end marks, default 。！？；!?; */
	struct span	pairs;	/* openers and closers in turn, default “”《》（）「」 */
};

extern const struct cut_rules	cut_default;

/* A piece, in bytes and in code points, both ends' worth. */
struct cut_piece {
	size_t	start, end;		/* bytes */
	size_t	char_start, char_end;	/* code points */
};

/*
 * The sentences of valid UTF-8, in order, none empty, none beginning or
 * ending in white space; together they hold every character of the text that
 * isn't white space.  In the arena.  Returns how many.
 */
size_t	cut_sentences(struct arena *, struct span text,
	    const struct cut_rules *, struct cut_piece **);

/*
 * The clauses: sentences cut again behind ，, ； ; ： and : outside numbers
 * and times.
 */
size_t	cut_clauses(struct arena *, struct span text,
	    const struct cut_rules *, struct cut_piece **);

#endif
