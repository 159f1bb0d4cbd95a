#include "normalize/personal_found.h"

#include <stdlib.h>

void
found_add(struct found *f, enum personal_kind kind, size_t start, size_t end)
{
	f->items = arena_grow(f->arena, f->items, f->count, &f->capacity,
	    f->count + 1, sizeof(*f->items));
	f->items[f->count++] = (struct personal){ kind, start, end };
}

static int
compare(const void *a, const void *b)
{
	const struct personal *x = a, *y = b;

	if (x->start != y->start)
		return x->start < y->start ? -1 : 1;
	if (x->end != y->end)
		return x->end > y->end ? -1 : 1;
	return (int)x->kind - (int)y->kind;
}

void
found_sort(struct found *f)
{
	size_t i, kept = 0;

	if (f->count > 1)
		qsort(f->items, f->count, sizeof(*f->items), compare);
	for (i = 0; i < f->count; i++)
		if (kept == 0 || f->items[i].start >= f->items[kept - 1].end)
			f->items[kept++] = f->items[i];
	f->count = kept;
}
