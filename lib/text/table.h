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
	TABLE_TEXT	/* aligned by East Asian width */
};

/* Notes are broken into lines of at most so many columns. */
#define TABLE_NOTE_COLUMNS	80

struct table_column {
	struct span	title;
	bool		right;	/* numbers: aligned to the right */
};

/*
 * In a TABLE_TEXT two spaces part the columns, a rule parts them from their
 * titles, and each control character of a cell is shown as a space; no line
 * ends in spaces.
 */
struct table {
	enum table_format	 format;
	const struct table_column *columns;
	size_t			 column_count;
	const struct span	*cells;		/* row by row */
	size_t			 row_count;
	struct span		 title;		/* above a TABLE_TEXT; "" if none */
	const struct span	*notes;		/* under a TABLE_TEXT */
	size_t			 note_count;
	bool			 bom;		/* before a TABLE_CSV */
};

void	table_write(const struct table *, struct buf *);

#endif
