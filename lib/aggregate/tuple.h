#ifndef AGGREGATE_TUPLE_H
#define AGGREGATE_TUPLE_H

#include <stdint.h>

#include "base/buf.h"
#include "base/span.h"

/*
 * Texts in a row as one span of bytes: what a table knows of a record.  Each
 * is valid UTF-8 with its length before it.
 */
void		tuple_put(struct buf *, struct span text);

/* A number as text of which the order by bytes is that of the numbers. */
void		tuple_put_integer(struct buf *, int64_t);

/* The next text of a tuple, "" behind its last; and back to the number. */
struct span	tuple_take(struct span *tuple);
int64_t		tuple_take_integer(struct span *tuple);

/* In the order of the first texts that differ; a beginning comes first. */
int		tuple_compare(struct span a, struct span b);

#endif
