#ifndef NORMALIZE_NOTES_H
#define NORMALIZE_NOTES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/edit.h"
#include "base/span.h"
#include "normalize/note_mark.h"
#include "normalize/unwrap.h"

/*
 * Notes of a text: marks that are taken out of it, and what they stand for.
 *
 * A note's text is the line that its mark begins, which stays: a foot note
 * that begins with ① or a superscript, a reference [3], and behind a title
 * such as 参考文献 or 注释 also 3. or 3、.  No mark is taken out of such a
 * line, nor anywhere behind that title.  ① is a mark of a note only if a line
 * begins with ①, too, and it doesn't begin an item: punctuation follows, or
 * Han or a closing mark stands before the only circled number of its line.
 */
struct notes_rule {
	bool	remove[NOTE_WAYS];
};

#define NOTE_NOWHERE	SIZE_MAX

struct note {
	struct span	mark;		/* as it stood; borrowed */
	uint16_t	number;
	size_t		at;		/* byte where it stood; or NOWHERE */
	size_t		body;		/* byte of the note's text; or NOWHERE */
	struct span	text;		/* its line, if body is NOWHERE */
	size_t		order;
	bool		again;		/* one before has the same text */
};

struct notes {
	struct note	*items;
	size_t		 count;
	size_t		 capacity;
};

/*
 * The edits that take the marks out, and the notes: one for each number of a
 * mark, and one for each note's text without a mark; places are those after
 * the edits.  In the arena.
 */
struct edits	notes_edits(struct arena *, struct span text,
		    const struct notes_rule *, struct notes *);

/* Carries the places through a step of cleaning; moves may be NULL. */
void		notes_follow(struct notes *, const struct edits *,
		    const struct moves *);

/*
 * Appends the JSON array of the notes of the cleaned text, in the order of
 * their places, which are counted in code points of the text as `later` edits
 * it, by masks.  A note's text comes with its first mark, and with others as
 * long as what came so isn't over four times the text: else a long note that
 * is cited often would be the square of the input.
 */
void		notes_put(const struct notes *, struct span text,
		    const struct edits *later, struct arena *, struct buf *);

#endif
