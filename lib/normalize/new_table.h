#ifndef NORMALIZE_NEW_TABLE_H
#define NORMALIZE_NEW_TABLE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/span.h"
#include "text/encoding.h"

/* So many rows are looked at. */
#define TABLE_MAX_ROWS	1000
#define TABLE_NONE	((size_t)-1)

/* The first rows of a CSV or TSV file, in the arena. */
struct table {
	char		  delimiter;
	struct span	**rows;		/* cells without white space around */
	size_t		 *counts;	/* of cells, empty ones behind too */
	size_t		 *lines;	/* that each begins on, from 1 */
	size_t		  count;	/* of rows, to that of totals */
	size_t		  read;		/* with it and what is behind */
	size_t		  behind;	/* more than are kept */
	bool		  whole;	/* the file has no more */
	size_t		  column_count;	/* of most rows */
	size_t		  header;	/* its row, or TABLE_NONE */
	size_t		  total_line;	/* of the row of totals; or 0 */
	size_t		  subtotals;	/* rows, which are left out */
	struct span	  twice;	/* a name that two columns have: why
					 * there is no header */
};

/*
 * Reads bytes, the first of a file or all of it if whole.  A row with broken
 * quotes or of another encoding has no cells.  False if that is no table:
 * fewer than two columns, or rows of all lengths.
 */
bool		table_read(struct table *, struct arena *, enum encoding,
		    struct span bytes, bool whole, char delimiter);

/* The rows of data are from first to before end. */
size_t		table_first(const struct table *);
size_t		table_end(const struct table *);

/* The cell; empty where the row is shorter. */
struct span	table_cell(const struct table *, size_t row, size_t column);

#endif
