#ifndef AGGREGATE_BAG_H
#define AGGREGATE_BAG_H

#include "aggregate/memory.h"
#include "base/arena.h"
#include "base/map.h"
#include "record/json.h"

/*
 * What a table knows of its records: tuples (tuple.h), each with how often it
 * came.  Adding commutes, so that neither the order nor the split of the input
 * changes anything; a table for which it is enough that a tuple came at all
 * looks at the tuple alone.
 */
struct bag {
	struct map	map;		/* tuple -> uint64_t */
	struct arena	arena;		/* both */
	size_t		bytes;		/* asked of memory */
	size_t		full;		/* tuples at which it is pruned */
};

struct entry {
	struct span	tuple;
	uint64_t	count;
};

/* A bag is initialised with = {0}; what it takes is asked of memory. */
void	bag_add(struct bag *, struct span tuple, uint64_t count,
	    struct memory *);
void	bag_free(struct bag *);

/* Adds tuples, each with its length before it, once. */
void	bag_add_all(struct bag *, struct span tuples, struct memory *);

/*
 * Of the tuples that begin with BAG_LEAST and the same second text, only the
 * first `most` are wanted: the others go, each time that there are twice as
 * many as stayed before.  0: all stay.
 */
#define BAG_LEAST	SPAN("least")

void	bag_prune(struct bag *, size_t most, struct memory *);

/* All of it, in the order of tuple_compare(). */
struct entry *bag_sorted(const struct bag *, struct arena *);

/*
 * Entries as JSON from *at on, for --partial, until there are BAG_PIECE bytes;
 * *at moves behind them.
 */
#define BAG_PIECE	((size_t)1 << 20)

void	bag_put(const struct entry *, size_t count, size_t *at, struct buf *);

/* Adds what bag_put() wrote; -1 if it is something else. */
int	bag_merge(struct bag *, const struct json *, struct memory *);

#endif
