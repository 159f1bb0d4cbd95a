#ifndef AGGREGATE_SPILL_H
#define AGGREGATE_SPILL_H

#include "aggregate/results.h"
#include "io/sorter.h"

/*
 * Groups that memory doesn't hold.  Each goes to a sorter as a record, with
 * the states of its cells as --partial has them; a group of a table with one
 * record for each of its tuples.  What was put at different times of one group
 * becomes one when it is read, by the sums that --merge does.
 *
 *	[place][tuple][key][suppressed][rank]...[states, or a count]
 *
 * place: see order_packed().  It ends with the parts of the key, so that no
 * two groups have the same.
 */

/* A sorter for such records, with a share of the plan's memory. */
struct sorter	*spill_sorter(const struct plan *);

/* All groups of the map to g->spilled; the map is empty then.  ERR_IO. */
int		 spill_groups(struct groups *, struct err *);

/* All of them back to the map, of a table.  ERR_IO, ERR_MEMORY. */
int		 spill_load(struct groups *, struct err *);

/* The end of a place. */
void		 spill_put_keys(const struct result *, struct buf *place);

/* One group that isn't of a table. */
int		 spill_put(struct sorter *, struct span place,
		    const struct result *, struct err *);

/* All groups of a sorter, one after another. */
struct spill_walk {
	const struct plan	*plan;
	struct sorter		*from;
	struct memory		 memory;	/* of the group */
	struct result		 result;	/* the group: until the next */
	struct part		 parts[PLAN_MAX_KEYS];
	struct entry		*entries;	/* of a table, sorted */
	size_t			 entry_count;
	size_t			 entry_capacity;
	struct arena		 arena;		/* of the group */
	struct span		 pending;	/* the next one's record; or */
	bool			 is_pending;	/* none */
};

/* -1: ERR_IO.  spill_end() is due in any case. */
int		 spill_begin(struct spill_walk *, const struct plan *,
		    struct sorter *, struct err *);

/*
 * Makes result the next group: 1; 0 at the end; -1: ERR_IO, ERR_MEMORY where
 * one group takes more than the plan's memory.
 */
int		 spill_next(struct spill_walk *, struct err *);
void		 spill_end(struct spill_walk *);

#endif
