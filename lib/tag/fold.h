#ifndef TAG_FOLD_H
#define TAG_FOLD_H

#include "frame/engine.h"
#include "tag/map.h"

/*
 * With corrections, records pass through a fold: a unit that a correction may
 * hold in, because it contains the quote and is of the document, waits until
 * the document is read, and so do the records behind it.
 */

/* Appends the row of a record: one that is done, or one to be coded later. */
int	fold_put(const struct record *, const struct claims *, bool later,
	    struct span line, struct buf *row, struct err *);

/* The engine's; see engine.h. */
int	fold_begin(const struct plan *, void **state);
int	fold_row(void *state, struct span row, struct out *, struct err *);
int	fold_finish(void *state, struct out *, struct err *);
void	fold_drop(void *state);

#endif
