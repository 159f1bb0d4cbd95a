#ifndef NORMALIZE_LINES_H
#define NORMALIZE_LINES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/err.h"
#include "base/span.h"
#include "text/regex.h"
#include "text/shape.h"

/*
 * The lines of a text as they stand on the page.  A line ends at LF or at a
 * form feed, which also ends the page; blank lines are counted, not kept.
 */
struct line {
	size_t		start, end;	/* bytes, without white space around */
	uint32_t	width;		/* columns, Han 2, from start to end */
	uint32_t	indent;		/* columns of white space before */
	uint32_t	blanks;		/* blank lines before it */
	uint8_t		shape;		/* enum shape */
	bool		page;		/* first of a page */
	bool		dropped;	/* by the rule */
	bool		headed;		/* a running head went before it */
	bool		ended;		/* shape_is_ended() */
	bool		prose;		/* shape_is_prose() */
};

struct lines {
	struct span	 text;
	struct line	*items;
	size_t		 count;
	size_t		 capacity;
};

/* Lines to be left out: those in which one of the patterns matches. */
struct line_drop {
	struct regex	**patterns;
	size_t		  count;
	struct regex_work *work;	/* NULL where count is 0 */
};

/*
 * The lines of valid UTF-8.  A dropped line is listed, marked, without
 * shape.  -1, ERR_RECORD, where a pattern met its limit.
 */
int		lines_read(struct lines *, struct arena *, struct span text,
		    const struct line_drop *, struct err *);

/* The text of a line. */
struct span	line_text(const struct lines *, size_t at);

#endif
