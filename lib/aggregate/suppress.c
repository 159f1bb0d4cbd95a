#include <stdlib.h>

#include "aggregate/suppress.h"
#include "base/map.h"
#include "base/mem.h"

/* A group with the figure that decides, sorted by the group that it is in. */
struct part_of {
	struct result	*result;
	struct span	 whole;		/* key of the group it is part of */
	double		 number;
};

static int
compare(const void *left, const void *right)
{
	const struct part_of *a = left, *b = right;
	int order = span_compare(a->whole, b->whole);

	if (order == 0 && a->number != b->number)
		order = a->number < b->number ? -1 : 1;
	return order != 0 ? order : span_compare(a->result->group->key,
	    b->result->group->key);
}

struct figure
suppress_figure(const struct groups *g, const struct result *r,
    struct arena *arena)
{
	struct result bare = *r;

	bare.suppressed = false;
	return result_figure(g, &bare, g->plan->suppress.of, arena);
}

bool
suppress_is_small(const struct groups *g, const struct result *r,
    struct arena *arena)
{
	double number = suppress_figure(g, r, arena).number;

	return number > 0 && number < (double)g->plan->suppress.below;
}

/* The parts of all groups of the kind above; returns how many. */
static size_t
find_parts(const struct results *all, size_t mask_index,
    struct part_of *parts, struct arena *arena)
{
	struct buf key = {0};
	size_t n = 0;

	for (size_t i = 0; i < all->count; i++) {
		struct result *r = &all->items[i];

		if (r->mask_index != mask_index)
			continue;
		buf_cut(&key, 0);
		row_put_key(&key, r->plan, mask_index + 1, r->parts);
		parts[n++] = (struct part_of){ r,
		    arena_copy(arena, buf_span(&key)),
		    suppress_figure(all->groups, r, arena).number };
	}
	buf_free(&key);
	if (n > 1)
		qsort(parts, n, sizeof(*parts), compare);
	return n;
}

/* Of the parts of one group, smallest first, one more if that is needed. */
static void
complete(struct part_of *parts, size_t n, bool whole_is_told)
{
	size_t untold = 0, next = n;

	for (size_t i = n; i-- > 0;) {
		untold += parts[i].result->suppressed;
		if (!parts[i].result->suppressed && parts[i].number > 0)
			next = i;
	}
	if (untold == (whole_is_told ? 1 : 0) && next < n)
		parts[next].result->suppressed = true;
}

static bool
is_told(const struct map *told, struct span key)
{
	const struct map_entry *entry = map_get(told, key);

	return entry != NULL &&
	    !((const struct result *)entry->value)->suppressed;
}

/* From the total down to the groups of all keys. */
static void
suppress_complements(struct results *all, struct arena *arena)
{
	struct part_of *parts = mem_alloc(all->count, sizeof(*parts));
	struct map groups = {0};
	size_t n, run;

	for (size_t i = 0; i < all->count; i++)
		map_put(&groups, all->items[i].group->key, NULL)->value =
		    &all->items[i];
	for (size_t mask = all->groups->plan->written - 1; mask-- > 0;) {
		n = find_parts(all, mask, parts, arena);
		for (size_t i = 0; i < n; i += run) {
			run = 1;
			while (i + run < n && span_equal(parts[i + run].whole,
			    parts[i].whole))
				run++;
			complete(parts + i, run, is_told(&groups,
			    parts[i].whole));
		}
	}
	map_free(&groups);
	mem_free(parts);
}

void
suppress_small(struct results *all)
{
	const struct suppress *s = &all->groups->plan->suppress;
	struct arena scratch = {0};

	for (size_t i = 0; s->below > 0 && i < all->count; i++) {
		all->items[i].suppressed = suppress_is_small(all->groups,
		    &all->items[i], &scratch);
		arena_reset(&scratch);
	}
	if (s->below > 0 && s->complement && all->count > 0)
		suppress_complements(all, &scratch);
	arena_free(&scratch);
}
