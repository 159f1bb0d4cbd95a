#ifndef IO_SORTER_H
#define IO_SORTER_H

#include <stdbool.h>
#include <stddef.h>

#include "base/err.h"
#include "base/span.h"
#include "io/scratch.h"

/*
 * Records in order, be there more than memory holds.  What is put is kept
 * until there are `memory` bytes of it, then sorted and written behind one
 * another, as a run, to the scratch file.  So many runs of a level become one
 * of the next:
 *
 *	put -> [memory] -> run run ... run	(level 0)
 *	                   `-----.-------' -> run run ...	(level 1)
 *	next <- the smallest of memory and of all runs
 *
 * Beside `memory`, reading takes SORTER_READ bytes a run, or as many as the
 * largest record has, of at most SORTER_RUNS runs a level.
 */
#define SORTER_RUNS	64
#define SORTER_READ	((size_t)16 * 1024)

struct sorter;

/* For qsort(), of two struct span.  Equal ones come in any order. */
typedef int	 sorter_order(const void *, const void *);

/* scratch is borrowed; others may use it between two calls. */
struct sorter	*sorter_new(struct scratch *, size_t memory, sorter_order *);
void		 sorter_free(struct sorter *);	/* NULL is allowed */

/* Adds a copy of a record.  ERR_IO, also where it has 4 GiB or more. */
int		 sorter_put(struct sorter *, struct span record,
		    struct err *);

/* Goes to the first record, as often as wanted.  Nothing is put behind it. */
int		 sorter_rewind(struct sorter *, struct err *);

/* The next record, valid until the next call: 1; 0 at the end; -1: ERR_IO. */
int		 sorter_next(struct sorter *, struct span *record,
		    struct err *);

/* Whether anything was written to a file. */
bool		 sorter_spilled(const struct sorter *);

#endif
