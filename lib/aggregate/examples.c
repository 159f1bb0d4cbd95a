#include <stdlib.h>

#include "aggregate/examples.h"
#include "base/mem.h"

#define FIRST_CAPACITY	4

static int
compare_hashes(struct hash a, struct hash b)
{
	if (a.high != b.high)
		return a.high < b.high ? -1 : 1;
	return (a.low > b.low) - (a.low < b.low);
}

static struct example
make_example(struct hash hash, struct span id)
{
	struct example x = { hash, mem_alloc(id.n, 1), id.n };

	if (id.n > 0)
		memcpy(x.id, id.p, id.n);
	return x;
}

static void
drop_last(struct examples *x, struct memory *memory)
{
	x->count--;
	memory_give(memory, x->items[x->count].n);
	mem_free(x->items[x->count].id);
}

/* Room for one more with an id of n bytes. */
static bool
make_room(struct examples *x, size_t n, struct memory *memory)
{
	size_t more = x->capacity == 0 ? FIRST_CAPACITY : x->capacity;

	if (!memory_take(memory, n))
		return false;
	if (x->count < x->capacity)
		return true;
	if (!memory_take(memory, more * sizeof(*x->items)))
		return false;
	x->capacity += more;
	x->items = mem_resize(x->items, x->capacity, sizeof(*x->items));
	return true;
}

void
examples_add(struct examples *x, struct hash hash, struct span id,
    size_t most, struct memory *memory)
{
	size_t at = x->count;
	int order = -1;

	while (at > 0 && (order = compare_hashes(hash,
	    x->items[at - 1].hash)) < 0)
		at--;
	if (at == most || (at > 0 && order == 0))
		return;
	if (x->count == most)
		drop_last(x, memory);
	if (!make_room(x, id.n, memory))
		return;
	memmove(&x->items[at + 1], &x->items[at],
	    (x->count - at) * sizeof(*x->items));
	x->items[at] = make_example(hash, id);
	x->count++;
}

void
examples_free(struct examples *x)
{
	struct memory unused = { .used = SIZE_MAX };

	while (x->count > 0)
		drop_last(x, &unused);
	mem_free(x->items);
}

static int
compare_ids(const void *a, const void *b)
{
	const struct span *x = a, *y = b;

	if (x->n != y->n)
		return x->n < y->n ? -1 : 1;
	return span_compare(*x, *y);
}

void
examples_list(const struct examples *x, struct span *ids)
{
	for (size_t i = 0; i < x->count; i++)
		ids[i] = span_make(x->items[i].id, x->items[i].n);
	if (x->count > 0)
		qsort(ids, x->count, sizeof(*ids), compare_ids);
}

void
examples_put(const struct examples *x, struct buf *b)
{
	struct span *ids = mem_alloc(x->count, sizeof(*ids));

	examples_list(x, ids);
	buf_byte(b, '[');
	for (size_t i = 0; i < x->count; i++) {
		if (i > 0)
			buf_byte(b, ',');
		json_put_string(b, ids[i]);
	}
	buf_byte(b, ']');
	mem_free(ids);
}

int
examples_merge(struct examples *x, const struct json *from, size_t most,
    struct memory *memory)
{
	struct arena arena = {0};
	struct json_walk w;
	struct span id;
	struct json v;
	struct err e;
	int result = 0;

	if (from->kind != JSON_ARRAY)
		return -1;
	w = json_walk(from);
	while (result == 0 && json_next(&w, NULL, &v)) {
		if (v.kind != JSON_STRING ||
		    json_text(&v, &arena, &id, &e) == -1)
			result = -1;
		else
			examples_add(x, hash_of(id), id, most, memory);
	}
	arena_free(&arena);
	return result;
}
