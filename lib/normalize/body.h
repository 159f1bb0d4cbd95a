#ifndef NORMALIZE_BODY_H
#define NORMALIZE_BODY_H

#include <stdbool.h>

#include "base/arena.h"
#include "normalize/lines.h"
#include "text/markup.h"
#include "text/regex.h"

/* Which part of a text is its body. */
struct body_rule {
	struct regex	*from;		/* first line that matches; or NULL */
	struct regex	*to;		/* first behind it, no more of it */
	bool		 prose;		/* the stretch that is running text */
};

/*
 * Marks as dropped the lines that stand before and behind the body.  Without
 * a match of `from` it begins with the text, without one of `to` it ends with
 * it.
 *
 * With prose it is the stretch of lines whose running text outweighs most
 * what stands between: a line of running text (a paragraph of 40 columns, a
 * sentence of 20) weighs its columns, at most 200, a row of cells, an item or
 * a numbered heading nothing, any other -60, as does one that stands in the
 * text three times, or in which one of those stands.  Numbered headings right
 * before it, the last heading # before it, and rows right behind it are of it.
 * So is the article from its first to its last line that is running text, ends
 * a sentence, or is a row or an item, and each heading # in it.  Where no line
 * is running text, nothing is dropped.
 *
 * -1, ERR_RECORD, where a pattern met its limit.
 */
int	body_mark(const struct body_rule *, struct regex_work *,
	    struct lines *, struct markup_part article, struct arena *,
	    struct err *);

#endif
