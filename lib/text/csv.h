#ifndef TEXT_CSV_H
#define TEXT_CSV_H

#include <stddef.h>

#include "base/arena.h"
#include "base/err.h"
#include "base/span.h"
#include "io/units.h"
#include "rules/fault.h"

/*
 * CSV and TSV as spreadsheets and databases write them: RFC 4180, rows that
 * end with LF, CR LF or CR, any number of cells.  A cell is quoted if its
 * first character is `"`; line breaks and delimiters stand in it, `""` is a
 * quote.  In an unquoted cell a quote is a character like others.  The bytes
 * may be any encoding in which ASCII stands for itself alone below 0x40, so
 * UTF-8, GB18030 and Big5.
 *
 * A row whose quotes are broken (one never closed within CSV_MAX_QUOTED
 * bytes, or closed before something other than a delimiter or the end of the
 * row) ends with its first line and is refused by csv_cells(): it doesn't
 * swallow the rows behind it.
 */
#define CSV_MAX_CELLS	4096			/* of a row */
#define CSV_MAX_QUOTED	((size_t)256 * 1024)	/* bytes of a quoted cell */

extern const struct cutter	csv_cutter_comma;
extern const struct cutter	csv_cutter_tab;

/*
 * The cells of one row that a cutter gave, unquoted, in the arena or in row.
 * A row without a byte has no cell.  -1: ERR_RECORD with the column, in
 * characters.
 */
int	csv_cells(struct span row, char delimiter, struct arena *,
	    struct span **cells, size_t *count, struct err *);

/*
 * A small CSV file that a rule names: look-ups, corrections, holidays, names
 * of areas.  UTF-8, with or without BOM, or GB18030; the first row is the
 * header.  Blank lines are passed over, white space at both ends of a cell is
 * dropped.
 */
#define CSV_FILE_MAX_BYTES	((size_t)64 * 1024 * 1024)

struct csv_file {
	const char	 *path;
	struct span	 *names;	/* of the columns */
	size_t		  column_count;
	struct span	**rows;		/* each of column_count cells */
	size_t		 *lines;	/* that each row begins on, from 1 */
	size_t		  row_count;
};

/*
 * Reads it into the arena.  -1 after faults: a file that can't be read (at
 * asked_at), a ragged row, two columns of one name, a wrong encoding (at
 * their lines).
 */
int	csv_file_read(struct csv_file *, const char *path,
	    struct place asked_at, struct arena *, struct faults *);

/*
 * The index of the column of that name; else SIZE_MAX after a fault at
 * asked_at with the nearest one.
 */
size_t	csv_file_column(const struct csv_file *, struct span name,
	    struct place asked_at, struct faults *);

#endif
