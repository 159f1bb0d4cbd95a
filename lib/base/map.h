#ifndef BASE_MAP_H
#define BASE_MAP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/span.h"

/*
 * A hash map from bytes to a pointer.  Open addressing, linear probes,
 * seeded per process, so that no input can choose its collisions; the
 * entries stand in insertion order in one array, so walking them never
 * depends on the seed.  Keys are borrowed: they must outlive the map.
 * Initialised with = {0}; released by map_free().
 */
struct map_entry {
	struct span	key;
	void		*value;
	uint64_t	hash;
};

struct map {
	struct map_entry	*entries;	/* insertion order */
	size_t			 count;
	size_t			 capacity;	/* of entries */
	uint32_t		*slots;		/* index + 1, or 0 */
	size_t			 mask;		/* slots - 1 */
};

/* That an entry takes at most: they double, and each has two slots. */
#define MAP_BYTES	(2 * (sizeof(struct map_entry) + 2 * sizeof(uint32_t)))

/* The entry with that key, or NULL.  Valid until the next map_put(). */
struct map_entry	*map_get(const struct map *, struct span key);

/*
 * The entry with that key, made with value NULL if it is new; *is_new (may
 * be NULL) says which.  Valid until the next map_put().
 */
struct map_entry	*map_put(struct map *, struct span key, bool *is_new);

/* Room for so many entries in all, made at once. */
void			 map_reserve(struct map *, size_t count);

void			 map_clear(struct map *);	/* keeps its memory */
void			 map_free(struct map *);

/* The hash of a key with the seed of this process, for tables elsewhere. */
uint64_t		 map_hash(struct span key);

/* Sets the seed of this process, once, before threads start. */
void			 map_seed(uint64_t seed);

#endif
