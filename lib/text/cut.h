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
 * number's point, behind `4.1.` or `一.` where a sentence begins, after an
 * abbreviation (`et al.`, `Vol. 3`), in an address, or inside a pair that is
 * closed in the same text; an opener without its closer opens nothing.
 * Closers, further end marks, marks of citation (`[3]`) and a stray comma
 * behind an end mark belong to the sentence; where 、 follows it goes on, and
 * behind a quote also where a comma, 的 or a small letter does.  " and ' close
 * where one was opened in the sentence, or where nothing follows.  A full stop
 * `.` or `．` ends one where white space and a capital, a Han character, or the
 * end follow, or a digit behind a word in small letters.  White space between
 * two sentences belongs to neither.
 *
 * A pair that begins a sentence or stands behind a colon or comma is speech:
 * where an end mark stands before its closer, the sentence around it ends as
 * well (他说：“好。”), unless 的, a comma or the like follows (“好！”的声音).
 *
 * A blank line ends a sentence and what was opened before it, as if another
 * text began.
 */
struct cut_rules {
	struct span	end;	/* end marks, default 。！？；!?; */
	struct span	pairs;	/* openers and closers in turn, one without its
				 * closer is ignored; default “”《》（）「」 */
	/* By cut_prepare(), or NULL. */
	const struct cut_signs *signs, *clause_signs;
};

extern const struct cut_rules	cut_default;

/*
 * Makes what every text is cut by, for rules that don't change any more, in
 * the arena: without it each text makes it anew.
 */
void	cut_prepare(struct cut_rules *, struct arena *);

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
 * The clauses: sentences cut again behind ，, ； ; ： and : outside numbers,
 * times and addresses, and behind the end marks inside pairs.
 */
size_t	cut_clauses(struct arena *, struct span text,
	    const struct cut_rules *, struct cut_piece **);

#endif
