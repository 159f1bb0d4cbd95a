#include <stdlib.h>

#include "aggregate/rank.h"
#include "base/mem.h"

/* A group that is ranked. */
struct ranked {
	struct result	*result;
	struct span	 within;	/* the groups it is ranked among */
	double		 number;
	bool		 ascending;
};

static int
compare(const void *left, const void *right)
{
	const struct ranked *a = left, *b = right;
	int order = span_compare(a->within, b->within);

	if (order == 0 && a->number != b->number)
		order = (a->number < b->number) == a->ascending ? -1 : 1;
	return order;
}

/* Which groups a group is compared with: its mask, and the keys of `within`. */
static struct span
company(const struct result *r, const struct measure *m, struct arena *arena)
{
	struct buf b = {0};
	struct span key;

	buf_byte(&b, (char)r->mask_index);
	for (size_t i = 0; i < r->plan->key_count; i++)
		if (result_has(r, i) && (m->within >> i & 1)) {
			buf_byte(&b, (char)r->parts[i].kind);
			buf_unsigned(&b, r->parts[i].text.n);
			buf_byte(&b, ' ');
			buf_add(&b, r->parts[i].text);
		}
	key = arena_copy(arena, buf_span(&b));
	buf_free(&b);
	return key;
}

static bool
has_enough(const struct groups *g, const struct result *r,
    const struct measure *m, struct arena *arena)
{
	struct figure f;

	if (m->least == 0)
		return true;
	f = result_figure(g, r, m->to, arena);
	return !f.null && f.number >= (double)m->least;
}

bool
rank_has(const struct groups *g, const struct result *r,
    const struct measure *m, struct arena *arena, struct span *among,
    struct figure *f)
{
	*f = result_figure(g, r, m->of, arena);
	if (f->null || !has_enough(g, r, m, arena))
		return false;
	*among = company(r, m, arena);
	return true;
}

static void
rank_one(struct results *all, const struct measure *m, struct arena *arena)
{
	struct ranked *ranked = mem_alloc(all->count, sizeof(*ranked));
	size_t n = 0, first = 0;
	struct figure f;
	struct span among;

	for (size_t i = 0; i < all->count; i++) {
		struct result *r = &all->items[i];

		if (rank_has(all->groups, r, m, arena, &among, &f))
			ranked[n++] = (struct ranked){ r, among, f.number,
			    m->ascending };
	}
	if (n > 1)
		qsort(ranked, n, sizeof(*ranked), compare);
	for (size_t i = 0, best = 0; i < n; i++) {
		if (i == 0 || !span_equal(ranked[i].within,
		    ranked[first].within))
			first = best = i;
		else if (ranked[i].number != ranked[best].number)
			best = i;
		ranked[i].result->ranks[m->rank] = best - first + 1;
	}
	mem_free(ranked);
}

void
rank_all(struct results *all)
{
	const struct plan *plan = all->groups->plan;
	struct arena scratch = {0};

	if (plan->rank_count == 0)
		return;
	for (size_t i = 0; i < all->count; i++)
		all->items[i].ranks = arena_zero(all->arena,
		    plan->rank_count, sizeof(*all->items[i].ranks));
	for (size_t i = 0; i < plan->measure_count; i++)
		if (plan->measures[i].kind == MEASURE_RANK) {
			rank_one(all, &plan->measures[i], &scratch);
			arena_reset(&scratch);
		}
	arena_free(&scratch);
}
