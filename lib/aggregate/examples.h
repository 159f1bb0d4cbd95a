#ifndef AGGREGATE_EXAMPLES_H
#define AGGREGATE_EXAMPLES_H

#include <stddef.h>

#include "aggregate/memory.h"
#include "base/buf.h"
#include "base/hash.h"
#include "base/span.h"
#include "record/json.h"

/*
 * The ids with the smallest hashes: a sample that depends neither on the
 * order nor on the split of the records.
 */
#define EXAMPLES_MAX	1000

struct example {
	struct hash	 hash;
	char		*id;		/* on the heap */
	size_t		 n;
};

struct examples {
	struct example	*items;		/* by hash */
	size_t		 count;
	size_t		 capacity;
};

/*
 * Initialised with = {0}.  Keeps at most `most`.  What is taken is asked of
 * memory.
 */
void	examples_add(struct examples *, struct hash, struct span id,
	    size_t most, struct memory *memory);
void	examples_free(struct examples *);

/*
 * The ids, shorter ones first, those of a length by their bytes: so that
 * #9 stands before #10.  ids has room for all.
 */
void	examples_list(const struct examples *, struct span *ids);

/* As JSON: an array of strings, in that order. */
void	examples_put(const struct examples *, struct buf *);

/* Adds what examples_put() wrote; -1 if it is something else. */
int	examples_merge(struct examples *, const struct json *, size_t most,
	    struct memory *memory);

#endif
