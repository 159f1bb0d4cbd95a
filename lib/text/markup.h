#ifndef TEXT_MARKUP_H
#define TEXT_MARKUP_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/edit.h"
#include "base/err.h"
#include "base/span.h"

/*
 * Plain text out of HTML (libgumbo: the parser of HTML5) and Markdown
 * (libmd4c: CommonMark, with tables as GitHub's).  What is a block becomes a
 * line of its own with a blank line before it:
 *
 *	# Heading, by its level		- item, 1. item
 *	| cell | cell |			> quote
 *
 * Code and <pre> keep their lines.  White space is one space, and none where
 * a line ends between two Han characters.  What is raised is ^so^; emphasis,
 * links' addresses, pictures, comments, scripts and styles go.
 */

enum markup_page {
	MARKUP_WHOLE,	/* all that is shown */
	MARKUP_ARTICLE	/* less what a web page has around its article */
};

/* A part of a text, in bytes; empty: there is none. */
struct markup_part {
	size_t	from, to;
};

/*
 * The edits that make text of HTML, valid UTF-8; none where there is no
 * element in it.  Forms and menus of choices are left out.  A table is one of
 * cells if it has several rows and columns, no cell is longer than 300
 * characters, and none holds a table, heading or list; else it lays out a
 * page, and each cell is a block.  Elements deeper than 256 are looked
 * through, and so are attributes behind the 16th of a tag.
 *
 * An article has no <nav>, <aside>, <footer>, <dialog>, no <header> outside
 * <article> and <main>, nothing whose role, class or id says navigation,
 * menu, sidebar, share, comments, advertisement or the like unless half the
 * page stands in it, and no list, table or box most of whose text is links.
 *
 * article, unless NULL, is where in the new text the longest <article> is.
 */
struct edits	markup_html(struct arena *, struct span text,
		    enum markup_page, struct markup_part *article);

/*
 * The edits that make text of Markdown, valid UTF-8.  Blocks of HTML are read
 * as HTML; of tags in a line <sup> is what is raised, <br> ends the line, and
 * others go.  -1, ERR_RECORD: a table has more cells than the text has bytes.
 */
int		markup_markdown(struct arena *, struct span text,
		    struct edits *, struct err *);

#endif
