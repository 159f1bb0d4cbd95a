#ifndef NORMALIZE_UNWRAP_H
#define NORMALIZE_UNWRAP_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/edit.h"
#include "normalize/lines.h"

/* n bytes of the old text that stand elsewhere in the new one. */
struct move {
	size_t	from, n, to;
};

/* By from. */
struct moves {
	struct move	*items;
	size_t		 count;
	size_t		 capacity;
};

/*
 * The edits that join the lines of each paragraph, so that a block is one
 * line and blocks are parted by one blank line.  Dropped lines go.
 *
 * A line goes on in the next one if no sentence ends with it and it fills
 * its column, or is long running text; a line that a sentence ends goes on
 * only if it fills its column exactly and nothing parts the two (a blank
 * line where the others have none, an indent, 第二，).  The column is that
 * of the six lines of text before or after: at least three of them equally
 * wide, mostly running text, mostly cut in mid-sentence.  Two blocks with a
 * blank line between are joined only where the first is long running text
 * that no sentence ends, and the second goes on as such text does.
 *
 * Never joined to the line before: a heading, a numbered line, a list item,
 * a reference, a caption, a note, a label (摘要：), a turn of talk, a row of
 * a table.  A heading takes the next line only if it ends in a colon and
 * the next is its title's rest, or if it fills its column and the next is
 * short.  Notes, captions, page numbers and running heads that stand in
 * mid-sentence come behind the joined paragraph, each its own block; with
 * across_pages false nothing is joined over a page break or over them.
 *
 * Han to Han and Han to Latin are joined without a space, Latin to Latin
 * with one; a hyphen between two letters at the cut goes.
 *
 * Lines that came before others are edits like any; moves tells where they
 * went (NULL: nobody asks).
 */
struct edits	unwrap_edits(struct arena *, const struct lines *,
		    bool across_pages, struct moves *);

#endif
