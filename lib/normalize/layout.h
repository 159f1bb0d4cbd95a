#ifndef NORMALIZE_LAYOUT_H
#define NORMALIZE_LAYOUT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "normalize/lines.h"

/* A column of print, in columns of a terminal; 0, 0: there is none. */
struct column {
	uint32_t	usual;		/* end of the median of its full lines */
	uint32_t	widest;
};

/* What the lines around tell of a line. */
struct around {
	struct column	before, after;	/* of six lines of text each */
	uint32_t	indent;		/* the least around */
	bool		indents;	/* paragraphs have one */
	bool		spaced;		/* a blank line between any two */
};

/* Less of an indent is what a page break left. */
#define INDENT	2

struct layout {
	struct lines	 lines;		/* without the dropped ones */
	struct around	*around;	/* by line */
	bool		 pages_spaced;	/* most pages, by a blank line */
};

/* Looks at all lines.  In the arena. */
void	layout_find(struct layout *, struct arena *, const struct lines *);

/* True if the line was cut at the end of its column, as far as one sees. */
bool	layout_is_full(const struct layout *, size_t at);

/* True if what follows wouldn't have fitted, had the line so much less room. */
#define JUSTIFIED	2	/* columns that print takes, or a sign that can't
				 * begin a line */
bool	layout_is_quite_full(const struct layout *, size_t at,
	    uint32_t slack);

#endif
