#ifndef TEXT_HTML_PAGE_H
#define TEXT_HTML_PAGE_H

#include <stdbool.h>
#include <stddef.h>

/*
 * What the text of an element is made of, counted in code points and
 * elements, those in it included.
 */
struct html_measure {
	size_t	elements;	/* it and those in it */
	size_t	chars;
	size_t	link_chars;
	size_t	links;
	size_t	rows;		/* <tr> */
	size_t	cells;		/* of a row */
	size_t	row_cells;	/* of the row that has most */
	size_t	longest_cell;
	bool	has_blocks;	/* a table, heading or list stands in it */
};

/* What is known of an element by its tag and attributes. */
struct html_look {
	bool		 frames;	/* nav, aside, footer, dialog ... */
	bool		 head;		/* header */
	bool		 box;		/* that may be a list of links */
	bool		 article;	/* article or main */
	const char	*role;		/* NULL: none */
	const char	*names[2];	/* id, class; the same */
};

/*
 * True if the element stands around an article, as in_article says whether
 * one is open; whole is the measure of the page.
 */
bool	html_page_drops(const struct html_look *, const struct html_measure *,
	    const struct html_measure *whole, bool in_article);

#endif
