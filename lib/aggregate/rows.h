#ifndef AGGREGATE_ROWS_H
#define AGGREGATE_ROWS_H

#include <math.h>

#include "base/arena.h"
#include "frame/expr.h"

/*
 * The rows of a table, of one group: `width` cells each, VALUE_NULL,
 * VALUE_STRING, VALUE_NUMBER with its JSON text, or VALUE_JSON, an array of
 * strings.
 */
struct rows {
	struct arena	*arena;		/* of all of it */
	size_t		 width;
	const struct column_head *columns;	/* where only the records
						 * tell; or NULL */
	struct value	*cells;
	size_t		 count;		/* rows */
	size_t		 room;		/* bytes that the arena may hold;
					 * 0: any number */
	size_t		 looked;	/* rows when that was looked at */
	size_t		 capacity;	/* cells */
	bool		 chinese;	/* what people read */
	struct span	 why;		/* the rows tell nothing; or "" */
	uint64_t	 coderless;	/* records left out of agreement */
	struct span	 unknown;	/* what is told of its codes; or "" */
	bool		 over;		/* they would need more than --memory */
};

/*
 * Whether so many more bytes may be taken in the arena; where not, the rows
 * are over, and what finish() makes of them is good for nothing.
 */
bool		 rows_fit(struct rows *, size_t bytes);

/*
 * A new row of nulls, valid until the next call.  Once they are over it is
 * always the same one, so that nothing grows.
 */
struct value	*rows_add(struct rows *);

/* What stands in a cell; texts are borrowed. */
struct value	 cell_text(struct span);
struct value	 cell_count(struct rows *, uint64_t);
struct value	 cell_integer(struct rows *, int64_t);

/*
 * A number as its shortest decimal, and one that went through log or exp with
 * 10 digits, so that every machine writes the same; null where it is infinite
 * or none.
 */
struct value	 cell_number(struct rows *, double);
struct value	 cell_rounded(struct rows *, double);

/* An array of strings; one as it stands in a record, null if it is none. */
struct value	 cell_json(struct span);
struct value	 cell_list(struct rows *, const struct span *, size_t count);

/* a / b; none where b is 0. */
static inline double
rows_ratio(double a, double b)
{
	return b == 0 ? (double)NAN : a / b;
}

#endif
