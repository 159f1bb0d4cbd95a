#ifndef NORMALIZE_FILL_H
#define NORMALIZE_FILL_H

#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/span.h"

struct input;
struct worker;

/*
 * `fill`: an empty cell has the value above it, as those of merged cells do
 * where a sheet is saved as text.  The reader's thread knows the rows above;
 * what a row needs of them goes with it.
 */
struct fill_column;

struct filling {
	struct fill_column	*columns;	/* as input->fills */
	size_t			 count;
};

/* Forgets the rows of an input, before the next one and in the end. */
void	fill_forget(struct filling *);

/*
 * The next row, as it came; p is NULL where it was too long.  Adds to `above`
 * what its empty cells need, if it has any.
 */
void	fill_row(struct worker *, const struct input *, struct span row,
	    struct buf *above);

/*
 * Puts that into the cells of the row, and counts.  -1: ERR_RECORD where the
 * row with the value can't be read.
 */
int	fill_cells(const struct input *, struct span above,
	    struct span *cells, uint64_t *filled, struct err *);

#endif
