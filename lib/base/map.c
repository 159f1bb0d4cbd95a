#include <string.h>

#include "base/hash.h"
#include "base/map.h"
#include "base/mem.h"

#define MAP_FIRST	8	/* entries of the first allocation */

static uint64_t	map_seeded;

void
map_seed(uint64_t seed)
{
	map_seeded = seed;
}

uint64_t
map_hash(struct span key)
{
	return hash_seeded(key, map_seeded);
}

/* The slot that holds the entry with that key, or the free one for it. */
static uint32_t *
find(const struct map *m, struct span key, uint64_t hash)
{
	const struct map_entry	*e;
	size_t			 i;

	for (i = hash & m->mask; m->slots[i] != 0; i = (i + 1) & m->mask) {
		e = &m->entries[m->slots[i] - 1];
		if (e->hash == hash && span_equal(e->key, key))
			break;
	}
	return &m->slots[i];
}

/*
 * So many entries, and twice as many slots: at most every second slot is
 * taken, which keeps the probes short.
 */
static void
grow(struct map *m, size_t capacity)
{
	uint32_t *slots;
	size_t	 i, at, mask = 2 * capacity - 1;

	if (capacity > UINT32_MAX)
		mem_failed(SIZE_MAX);
	m->entries = mem_resize(m->entries, capacity, sizeof(*m->entries));
	slots = mem_zero(2 * capacity, sizeof(*slots));
	for (i = 0; i < m->count; i++) {
		at = m->entries[i].hash & mask;
		while (slots[at] != 0)
			at = (at + 1) & mask;
		slots[at] = (uint32_t)(i + 1);
	}
	mem_free(m->slots);
	m->slots = slots;
	m->mask = mask;
	m->capacity = capacity;
}

struct map_entry *
map_get(const struct map *m, struct span key)
{
	uint32_t	slot;

	if (m->count == 0)
		return NULL;
	slot = *find(m, key, map_hash(key));
	return slot == 0 ? NULL : &m->entries[slot - 1];
}

void
map_reserve(struct map *m, size_t count)
{
	size_t	capacity = m->capacity == 0 ? MAP_FIRST : m->capacity;

	while (capacity < count && capacity <= UINT32_MAX)
		capacity *= 2;
	if (m->capacity < capacity)
		grow(m, capacity);
}

struct map_entry *
map_put(struct map *m, struct span key, bool *is_new)
{
	uint64_t	 hash = map_hash(key);
	uint32_t	*slot = NULL;
	bool		 new;

	if (m->capacity > 0)
		slot = find(m, key, hash);
	new = slot == NULL || *slot == 0;
	if (is_new != NULL)
		*is_new = new;
	if (!new)
		return &m->entries[*slot - 1];
	if (m->count == m->capacity) {
		map_reserve(m, m->count + 1);
		slot = find(m, key, hash);
	}
	m->entries[m->count] = (struct map_entry){ key, NULL, hash };
	*slot = (uint32_t)++m->count;
	return &m->entries[m->count - 1];
}

void
map_clear(struct map *m)
{
	m->count = 0;
	if (m->slots != NULL)
		memset(m->slots, 0, (m->mask + 1) * sizeof(*m->slots));
}

void
map_free(struct map *m)
{
	mem_free(m->entries);
	mem_free(m->slots);
	*m = (struct map){0};
}
