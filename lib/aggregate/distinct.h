#ifndef AGGREGATE_DISTINCT_H
#define AGGREGATE_DISTINCT_H

#include <stddef.h>
#include <stdint.h>

#include "aggregate/pairs.h"
#include "base/buf.h"
#include "base/hash.h"
#include "record/json.h"

/*
 * How many different things there are, each known by its 128-bit hash: a
 * set up to `exact` things, beyond that a HyperLogLog of 2^14 registers
 * (standard error 0.8 %).  Which of the two depends on the total alone.
 */
struct distinct {
	struct pairs	 hashes;
	uint64_t	 exact;		/* that distinct_add() was told */
	uint8_t		*registers;	/* once the set was too large; or NULL */
};

/* Initialised with = {0}; what is taken is asked of memory. */
void		distinct_add(struct distinct *, struct hash, uint64_t exact,
		    struct memory *memory);
void		distinct_free(struct distinct *);

/* The number, or where there are more than `exact`, its estimate. */
uint64_t	distinct_count(struct distinct *, bool *estimate);

/* As JSON: a string of hashes, sorted, or {"registers":"..."}; hexadecimal. */
void		distinct_put(struct distinct *, struct buf *);

/* Adds what distinct_put() wrote; -1 if it is something else. */
int		distinct_merge(struct distinct *, const struct json *,
		    uint64_t exact, struct memory *memory);

#endif
