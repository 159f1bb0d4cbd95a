#include "normalize/duplicates.h"

#include "base/arena.h"
#include "base/map.h"
#include "base/mem.h"

struct duplicates {
	struct arena	arena;		/* of the keys */
	struct map	seen;
};

struct duplicates *
duplicates_new(void)
{
	return mem_zero(1, sizeof(struct duplicates));
}

bool
duplicates_add(struct duplicates *d, struct hash hash)
{
	struct span key = span_make((const char *)&hash, sizeof(hash));
	struct map_entry *entry;
	bool is_new;

	if (hash.high == 0 && hash.low == 0)
		return true;
	entry = map_put(&d->seen, key, &is_new);
	if (is_new)
		entry->key = arena_copy(&d->arena, key);
	return is_new;
}

void
duplicates_free(struct duplicates *d)
{
	map_free(&d->seen);
	arena_free(&d->arena);
	mem_free(d);
}
