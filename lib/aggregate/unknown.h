#ifndef AGGREGATE_UNKNOWN_H
#define AGGREGATE_UNKNOWN_H

#include "aggregate/plan.h"
#include "base/arena.h"

/*
 * The line that names, of these codes, those that no book of `labels` has, as
 * slips of who wrote them down by hand; each with the code that it resembles.
 * "" where all are there, or where none is and none resembles one: they are of
 * another book.  In the arena.
 */
struct span	unknown_codes(const struct labels *, const struct span *codes,
		    size_t count, bool chinese, struct arena *);

/*
 * The line that says that none of the codes asked for came, and names the first
 * few of these, which did.  In the arena.
 */
struct span	other_codes(const struct span *codes, size_t count,
		    bool chinese, struct arena *);

#endif
