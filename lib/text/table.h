#ifndef TEXT_TABLE_H
#define TEXT_TABLE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"
#include "base/span.h"

/*
 * Rows of cells for people and spreadsheets.  Cells are valid UTF-8.
 */
enum table_format {
	TABLE_CSV,	/* RFC 4180, LF; quoted where needed */
	TABLE_TSV,	/* tab, LF, CR and backslash as \t \n \r \\ */
	TABLE_TEXT,	/* aligned by East Asian width */
	TABLE_HTML,	/* a page with one table */
	TABLE_MARKDOWN	/* a pipe table, as GitHub and pandoc read it */
};

/* What becomes of cells that a TABLE_TEXT has no room for. */
enum table_fit {
	TABLE_WHOLE,		/* it has */
	TABLE_BROKEN,		/* they are broken over several lines */
	TABLE_CUT_START,	/* their start is left out, */
	TABLE_CUT_MIDDLE,	/* or what is between start and end, */
	TABLE_CUT_END		/* or their end; a … says so */
};

struct table_column {
	struct span	title;
	bool		right;	/* numbers: aligned to the right */
	enum table_fit	fit;
};

/*
 * In a TABLE_TEXT two spaces part the columns, a rule parts them from their
 * titles, and each control character of a cell is shown as a space; no line
 * ends in spaces.  One that is wider than `width` gets its titles broken over
 * several lines, then its cells fitted; if that isn't enough, it is written as
 * blocks of columns below each other, each of which begins with the keys.
 * Only where the keys and one column, or a single cell, are wider, is a line
 * longer than that.
 *
 * A TABLE_HTML is laid out by attributes that word processors keep, and its
 * columns of text are marked as text for spreadsheets: a code of an area
 * isn't made a number.
 */
struct table {
	enum table_format	 format;
	const struct table_column *columns;
	size_t			 column_count;
	size_t			 key_count;	/* the first so many are keys */
	const struct span	*cells;		/* row by row */
	size_t			 row_count;
	struct span		 title;		/* above what people read; or "" */
	const struct span	*notes;		/* under it */
	size_t			 note_count;
	size_t			 width;		/* of text; 0: any */
	const char		*language;	/* of HTML: "zh" */
	bool			 bom;		/* before a TABLE_CSV */
	bool			 formulas;	/* in it stay; else what begins
						 * like one, in a column of
						 * text, gets a ' before it */
	bool			 headless;	/* a TABLE_CSV or TABLE_TSV that
						 * goes on: without titles */
};

/* Notes are broken into lines of at most so many columns where width is 0. */
#define TABLE_NOTE_COLUMNS	80

void	table_write(const struct table *, struct buf *);

/* Appends a note as a TABLE_TEXT has it, with the LF of its last line. */
void	table_put_note(struct span note, size_t width, struct buf *);

/* Appends s with the entities of & < >, as HTML and XML want them. */
void	table_put_entities(struct span s, struct buf *);

#endif
