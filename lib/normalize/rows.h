#ifndef NORMALIZE_ROWS_H
#define NORMALIZE_ROWS_H

#include "frame/engine.h"
#include "normalize/worker.h"

/*
 * Appends the record of a row, cleaned and masked, with its hash before it
 * where duplicates are dropped.  1; 0 for a row without a value, or behind
 * the data; -1, ERR_RECORD, with the name of the column, but nothing of what
 * stands in it.
 */
int	rows_map(const struct worker *, const struct unit *, struct out *,
	    struct err *);

#endif
