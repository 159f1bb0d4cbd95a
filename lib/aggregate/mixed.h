#ifndef AGGREGATE_MIXED_H
#define AGGREGATE_MIXED_H

#include "aggregate/row.h"

/*
 * Keys that come as a number in some records and as a text in others: one
 * village, 610921100201 and "610921100201", has then two groups that look the
 * same in a table.  So has "a" beside "a ".  Counters a key, not shown.
 */
enum { MIXED_NUMBERS, MIXED_TEXTS, MIXED_SPACED, MIXED_KINDS };

/* So many counters. */
size_t	mixed_counters(const struct plan *);

/* What a record had for a key. */
void	mixed_note(uint64_t *counters, size_t key, const struct part *);

/*
 * The lines about a key, of its kinds and of white space at its ends; false if
 * there is nothing to say.
 */
bool	mixed_line(const struct plan *, size_t key, const uint64_t *counters,
	    struct buf *);
bool	mixed_spaces(const struct plan *, size_t key,
	    const uint64_t *counters, struct buf *);

#endif
