#ifndef SEGMENT_BLOCKS_H
#define SEGMENT_BLOCKS_H

#include <stddef.h>

#include "base/arena.h"
#include "base/err.h"
#include "base/span.h"
#include "segment/plan.h"
#include "text/regex.h"

/*
 * A block is a line that isn't blank, without white space around it; a
 * heading that runs into its paragraph makes two of one line.
 */
struct block {
	enum block_kind	kind;
	int		level;			/* of a heading; else 0 */
	bool		plain;			/* needs no escape in JSON */
	size_t		start, end;		/* bytes of the text */
	struct span	section;		/* JSON array of titles */
	struct span	quote[QUOTE_FIELDS];	/* p NULL: none */
};

/*
 * The blocks of a text of valid UTF-8, one after the other.  Kinds, in the
 * order of asking:
 *
 *	reference	after a title of the rule's references.after, while
 *			lines go on as the first of them began
 *	heading		what the outline leaves of the lines that a regex of the
 *			rule matches (at most HEADING_MAX characters and not a
 *			sentence, or RUN_IN_MAX up to title_ends_at), that have
 *			# or, if the rule asks, the style of a title; else
 *			引言, 结语, 摘要 and the like alone on their line, level 1
 *	abstract	what 摘要 or Abstract begins
 *	caption, note	by the line's own shape (text/shape.h)
 *	front		before the first heading and the first paragraph of
 *			at least PROSE_MIN Han characters that a sentence
 *			ends; none where the text has no heading and no 摘要
 *	back		what stands behind the references
 *	list		by the line's own shape
 *	quote		what the rule's turns.match or quotes.match matches; an
 *			article of the rule is a paragraph whatever it looks like
 *	paragraph	all else
 */
#define HEADING_MAX	100
#define RUN_IN_MAX	60	/* of a title that runs into its paragraph */
#define PROSE_MIN	30

/* NULL, ERR_RECORD, where a regex met its limit.  All in the arena. */
struct blocks;
struct blocks	*blocks_of(const struct plan *, struct regex_work *,
		    struct arena *, struct span text, struct err *);

/*
 * The next block; its section is in the arena, its quote fields in the text.
 * 1, 0 at the end, -1 as above.
 */
int		 blocks_next(struct blocks *, struct block *, struct err *);

#endif
