#include <stdlib.h>

#include "aggregate/bag.h"
#include "aggregate/read.h"
#include "aggregate/tuple.h"

void
bag_add(struct bag *bag, struct span tuple, uint64_t count,
    struct memory *memory)
{
	struct map_entry *entry = map_get(&bag->map, tuple);
	uint64_t *n;
	size_t size;

	if (entry != NULL) {
		n = entry->value;
		*n += count;
		return;
	}
	size = sizeof(*n) + tuple.n + MAP_BYTES;
	if (!memory_take(memory, size))
		return;
	bag->bytes += size;
	n = arena_alloc(&bag->arena, sizeof(*n));
	*n = count;
	map_put(&bag->map, arena_copy(&bag->arena, tuple), NULL)->value = n;
}

void
bag_free(struct bag *bag)
{
	map_free(&bag->map);
	arena_free(&bag->arena);
}

void
bag_add_all(struct bag *bag, struct span tuples, struct memory *memory)
{
	while (tuples.n > 0 && !memory->over)
		bag_add(bag, tuple_take(&tuples), 1, memory);
}

static int
compare(const void *a, const void *b)
{
	return tuple_compare(((const struct entry *)a)->tuple,
	    ((const struct entry *)b)->tuple);
}

struct entry *
bag_sorted(const struct bag *bag, struct arena *arena)
{
	size_t n = bag->map.count;
	struct entry *all = arena_alloc(arena, n * sizeof(*all));

	for (size_t i = 0; i < n; i++) {
		all[i].tuple = bag->map.entries[i].key;
		all[i].count = *(const uint64_t *)bag->map.entries[i].value;
	}
	if (n > 1)
		qsort(all, n, sizeof(*all), compare);
	return all;
}

#define FIRST_FULL	4096	/* tuples */

/* Adds those of the sorted entries that stay. */
static void
keep(struct bag *kept, const struct entry *entries, size_t count, size_t most,
    struct memory *memory)
{
	struct span stratum = { NULL, 0 };
	size_t run = 0;

	for (size_t i = 0; i < count; i++) {
		struct span tuple = entries[i].tuple, first, second;

		first = tuple_take(&tuple);
		second = tuple_take(&tuple);
		run = span_equal(second, stratum) ? run + 1 : 1;
		stratum = second;
		if (run <= most || !span_equal(first, BAG_LEAST))
			bag_add(kept, entries[i].tuple, entries[i].count,
			    memory);
	}
}

void
bag_prune(struct bag *bag, size_t most, struct memory *memory)
{
	struct bag kept = {0};
	struct arena arena = {0};

	if (most == 0 || bag->map.count < FIRST_FULL ||
	    bag->map.count < bag->full)
		return;
	memory_give(memory, bag->bytes);
	keep(&kept, bag_sorted(bag, &arena), bag->map.count, most, memory);
	arena_free(&arena);
	bag_free(bag);
	*bag = kept;
	bag->full = 2 * bag->map.count;
}

void
bag_put(const struct entry *entries, size_t count, size_t *at, struct buf *b)
{
	size_t from = b->n;

	buf_byte(b, '[');
	for (bool first = true; *at < count && b->n - from < BAG_PIECE;
	    first = false) {
		struct span tuple = entries[*at].tuple;

		buf_add(b, first ? SPAN("[") : SPAN(",["));
		buf_unsigned(b, entries[(*at)++].count);
		while (tuple.n > 0) {
			buf_byte(b, ',');
			json_put_string(b, tuple_take(&tuple));
		}
		buf_byte(b, ']');
	}
	buf_byte(b, ']');
}

static int
merge_entry(struct bag *bag, const struct json *from, struct arena *arena,
    struct memory *memory)
{
	struct buf tuple = {0};
	struct json_walk w;
	struct span text;
	struct json v;
	uint64_t count;
	struct err e;
	int rc = 0;

	if (from->kind != JSON_ARRAY)
		return -1;
	w = json_walk(from);
	if (!json_next(&w, NULL, &v) || read_count(&v, &count) == -1)
		return -1;
	while (rc == 0 && json_next(&w, NULL, &v)) {
		if (v.kind != JSON_STRING ||
		    json_text(&v, arena, &text, &e) == -1)
			rc = -1;
		else
			tuple_put(&tuple, text);
	}
	if (rc == 0)
		bag_add(bag, buf_span(&tuple), count, memory);
	buf_free(&tuple);
	return rc;
}

int
bag_merge(struct bag *bag, const struct json *from, struct memory *memory)
{
	struct arena arena = {0};
	struct json_walk w;
	struct json entry;
	int rc = 0;

	if (from->kind != JSON_ARRAY)
		return -1;
	w = json_walk(from);
	while (rc == 0 && json_next(&w, NULL, &entry)) {
		rc = merge_entry(bag, &entry, &arena, memory);
		arena_reset(&arena);
	}
	arena_free(&arena);
	return rc;
}
