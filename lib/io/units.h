#ifndef IO_UNITS_H
#define IO_UNITS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "base/span.h"
#include "io/source.h"

/*
 * A source cut into units: lines, or whatever a cutter says (CSV rows, whole
 * files).  Memory is one unit, at most max bytes; the rest of a longer one
 * is skipped without being held.
 */

/*
 * Length in bytes of the first unit of window, its terminator included; 0 if
 * its end isn't in sight.  The first `seen` bytes were looked at before
 * without success; state may say how they ended.  (A unit over max loses its
 * front: of what was seen one byte is left.)  Borrowed by units_open().
 */
struct cutter {
	size_t	(*cut)(void *state, struct span window, size_t seen);
	void	*state;

	/*
	 * At the end of the input, where cut() found no end in rest: length
	 * of its first unit.  NULL: all of it is one.
	 */
	size_t	(*last)(void *state, struct span rest);

	/* A CR without LF ends a line, too, where lines are counted. */
	bool	cr_ends_line;
};

/* Ends at LF.  The unit that units_next() gives has no LF. */
extern const struct cutter	cutter_lines;

/* Never ends before the input does. */
extern const struct cutter	cutter_whole;

enum units_got {
	UNITS_END,	/* true end of the input */
	UNITS_ONE,	/* *unit is one */
	UNITS_LONG,	/* one over max bytes was passed over */
	UNITS_WAIT	/* nothing is ready, and may_wait was false */
};

struct units;

/*
 * Takes the source over (units_close() closes it).  max is in bytes.
 * A UTF-8 BOM at the start is passed over if skip_bom.
 */
struct units	*units_open(struct source *, const struct cutter *,
		    size_t max, bool skip_bom);

/*
 * What the input begins with, before the first units_next(): at least want
 * bytes, unless it ends before (*whole), and at most UNITS_PEEK, without BOM;
 * nothing is taken.  *front is borrowed until the next call.  -1: a read error
 * or damage behind *front.
 */
#define UNITS_PEEK	((size_t)256 * 1024 - 3)

int		 units_peek(struct units *, size_t want, struct span *front,
		    bool *whole, struct err *);

/*
 * The next unit, an enum units_got.  *unit is borrowed until the next call;
 * *line is the line (from 1) that it, or the one passed over, begins on.  A
 * read error or damage is -1, after every whole unit before it was given; a
 * unit that the damage cut is not given.
 */
int		 units_next(struct units *, bool may_wait, struct span *unit,
		    size_t *line, struct err *);

/*
 * Bytes of the input up to the end of the unit that units_next() gave last;
 * and whether its end was in sight, or only that of the input.
 */
uint64_t	 units_offset(const struct units *);
bool		 units_is_whole(const struct units *);

const struct source	*units_source(const struct units *);
/* NULL is allowed. */
void		 units_close(struct units *);

#endif
