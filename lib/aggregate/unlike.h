#ifndef AGGREGATE_UNLIKE_H
#define AGGREGATE_UNLIKE_H

#include "aggregate/compile.h"

/*
 * The comparisons of the rule's expressions over records: one that meets
 * values of a kind that it doesn't take, a code that is a text where the rule
 * has a number, never holds, and its figures look like any others.  Counters,
 * not shown, tell how many values each met.
 */
void	unlike_compile(struct compiling *);

/* So many counters. */
size_t	unlike_counters(const struct plan *);

/* The line about the i-th, of such a count above 0. */
void	unlike_line(const struct plan *, size_t i, uint64_t count,
	    struct buf *);

#endif
