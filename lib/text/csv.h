#ifndef TEXT_CSV_H
#define TEXT_CSV_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/err.h"
#include "base/span.h"
#include "io/units.h"
#include "rules/fault.h"
#include "rules/file.h"

/*
 * CSV and TSV as spreadsheets and databases write them: RFC 4180, rows that
 * end with LF, CR LF or CR, any number of cells.  A cell is quoted if its
 * first character is `"`; line breaks and delimiters stand in it, `""` is a
 * quote.  In an unquoted cell a quote is a character like others.  The bytes
 * may be any encoding in which ASCII stands for itself alone below 0x40, so
 * UTF-8, GB18030 and Big5.
 *
 * A row whose quotes are broken (closed before something other than a
 * delimiter or the end of the row, or not closed within CSV_MAX_REACH bytes
 * behind its first line) ends with its first line and is refused by
 * csv_cells(): it doesn't swallow the rows behind it.
 */
#define CSV_MAX_CELLS	4096			/* of a row */
#define CSV_MAX_REACH	((size_t)128 * 1024)	/* a cell of Excel's is less */

/*
 * Where a cutter is in its input.  Initialised with = { .delimiter = ',' };
 * all else is csv.c's.  Time is linear in the input, whatever it holds.
 */
struct csv_cutting {
	char		delimiter;
	unsigned char	part;		/* of the row, that is next */
	bool		over;		/* the first line ended in quotes */
	bool		lost;		/* the row's front was given up */
	ptrdiff_t	looked;		/* bytes of the row */
	ptrdiff_t	first;		/* of its first line, if over */
	ptrdiff_t	doomed;		/* quotes over a line end up to here
					 * are broken, as a row before told */
};

/* The cutter, for one input; the cutting is borrowed. */
struct cutter	csv_cutter(struct csv_cutting *);

/*
 * The cells of one row that a cutter gave, unquoted, in the arena or in row,
 * which is UTF-8.  A row without a byte but its line end has no cell.  -1:
 * ERR_RECORD with the column, in characters, of row's first line.
 */
int	csv_cells(struct span row, char delimiter, struct arena *,
	    struct span **cells, size_t *count, struct err *);

/*
 * The cell of that index as it stands in a row that csv_cells() took: between
 * its quotes, with `""` in it.
 */
struct span	csv_raw(struct span row, char delimiter, size_t index);

/*
 * Drops the white space (that of Unicode) at both ends of each cell; returns
 * how many there are without the empty ones at the end: 0 of a blank row.
 */
size_t	csv_trim(struct span *cells, size_t count);

/* Line ends of a row, so that the line of the next one is known. */
size_t	csv_lines(struct span row);

/*
 * The index of the name that is nearest to what was wanted, for a message;
 * count if none is near.
 */
size_t		csv_nearest(const struct span *names, size_t count,
		    struct span wanted);

/*
 * A small CSV file that a rule names: look-ups, corrections, holidays, names
 * of areas.  UTF-8, with or without BOM, or GB18030; the first row is the
 * header.  Blank lines are passed over, white space at both ends of a cell is
 * dropped, and so are empty cells behind the last name.
 */
struct csv_file {
	const char	 *path;
	struct span	 *names;	/* of the columns */
	size_t		  column_count;
	struct span	**rows;		/* each of column_count cells */
	size_t		 *lines;	/* that each row begins on, from 1 */
	size_t		  row_count;
};

/*
 * Its rows, in the arena.  -1 after faults: a ragged row, two columns of one
 * name, a wrong encoding (at their lines), no row at all (at asked_at).
 */
int	csv_file_read(struct csv_file *, const struct file *, struct arena *,
	    struct faults *);

/*
 * The index of the column of that name; else SIZE_MAX after a fault at
 * asked_at with the nearest one.
 */
size_t	csv_file_column(const struct csv_file *, struct span name,
	    struct place asked_at, struct faults *);

#endif
