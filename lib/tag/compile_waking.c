#include <stdlib.h>

#include "tag/compile.h"
#include "text/rate.h"

/*
 * Who wakes whom.  What needs any of its parts is woken by each; what needs
 * several by those that stand in the fewest texts, so that words such as 不 or
 * 居民 wake almost nothing, and by no more of them than it takes.
 */
#define NEVER	1e30		/* to be woken by: it always may hold */

struct waking_links {
	struct compiler	*c;
	double		*rates;		/* by matcher, once they are known */
	bool		*rated;
	struct edge	*edges;		/* from a part to what it wakes */
	size_t		 count, capacity;
};

static void
rate_leaves(struct waking_links *l)
{
	const struct plan *p = l->c->plan;
	uint32_t i, k;

	for (i = 0; i < p->literal_count; i++)
		for (k = p->users.start[i]; k < p->users.start[i + 1]; k++)
			l->rates[p->users.to[k]] += rate_of(p->literals[i]);
}

static double	rate(struct waking_links *, uint32_t matcher);

/*
 * The parts, those of the least rate in front; returns how many of them one
 * of stands wherever the matcher holds.
 */
static uint32_t
rank_parts(struct waking_links *l, const struct matcher *m, uint32_t *ranked)
{
	uint32_t i, k, part;

	for (i = 0; i < m->part_count; i++) {
		part = m->parts[i];
		for (k = i; k > 0 && rate(l, ranked[k - 1]) > rate(l, part);
		    k--)
			ranked[k] = ranked[k - 1];
		ranked[k] = part;
	}
	return m->part_count - m->least + 1;
}

static double
rate_parts(struct waking_links *l, const struct matcher *m)
{
	uint32_t ranked[TAG_MAX_PARTS], i, n = m->part_count;
	const uint32_t *parts = m->parts;
	double sum = 0;

	if (m->kind != MATCHER_ANY && m->kind != MATCHER_CODE) {
		n = rank_parts(l, m, ranked);
		parts = ranked;
	}
	for (i = 0; i < n; i++)
		sum += rate(l, parts[i]);
	return sum;
}

static double
rate(struct waking_links *l, uint32_t matcher)
{
	const struct matcher *m = &l->c->plan->matchers[matcher];

	if (m->always)
		return NEVER;
	if (!l->rated[matcher] && m->part_count > 0)
		l->rates[matcher] = rate_parts(l, m);
	l->rated[matcher] = true;
	return l->rates[matcher];
}

static void	listen(struct waking_links *, uint32_t matcher);

static void
link_part(struct waking_links *l, uint32_t part, uint32_t matcher)
{
	l->edges = arena_grow(l->c->run, l->edges, l->count, &l->capacity,
	    l->count + 1, sizeof(*l->edges));
	l->edges[l->count++] = (struct edge){ part, matcher };
	listen(l, part);
}

/* A matcher that is to be woken, and so what it takes. */
static void
listen(struct waking_links *l, uint32_t matcher)
{
	struct matcher *m = &l->c->plan->matchers[matcher];
	uint32_t ranked[TAG_MAX_PARTS], i, n;

	if (m->woken || m->always)
		return;
	m->woken = true;
	if (m->kind == MATCHER_ANY || m->kind == MATCHER_CODE) {
		for (i = 0; i < m->part_count; i++)
			link_part(l, m->parts[i], matcher);
	} else if (m->part_count > 0) {
		n = rank_parts(l, m, ranked);
		for (i = 0; i < n; i++)
			link_part(l, ranked[i], matcher);
	}
}

/* What the literals wake, but for those of lists, which wake these. */
static void
link_literals(struct compiler *c, const uint32_t *lists)
{
	struct plan *p = c->plan;
	struct edge *all = arena_alloc(c->run, c->user_count * sizeof(*all));
	size_t count = 0;
	uint32_t i, k;

	for (i = 0; i < p->literal_count; i++)
		for (k = p->users.start[i]; k < p->users.start[i + 1]; k++)
			if (lists[i] == TAG_NONE &&
			    p->matchers[p->users.to[k]].woken)
				all[count++] = (struct edge){ i,
				    p->users.to[k] };
	p->wakes = edges_make(c->run, p->literal_count, all, count);
}

void
waking_link(struct compiler *c, const uint32_t *lists)
{
	struct plan *p = c->plan;
	struct waking_links l = { .c = c };
	uint32_t i;

	l.rates = arena_zero(c->run, p->matcher_count, sizeof(*l.rates));
	l.rated = arena_zero(c->run, p->matcher_count, sizeof(*l.rated));
	rate_leaves(&l);
	for (i = 0; i < p->code_count; i++)
		if (p->codes[i].matcher != TAG_NONE)
			listen(&l, p->codes[i].matcher);
	p->parents = edges_make(c->run, p->matcher_count, l.edges, l.count);
	link_literals(c, lists);
	p->waking = arena_alloc(c->run, p->matcher_count * sizeof(*p->waking));
	for (i = 0; i < p->matcher_count; i++)
		p->waking[i] = (struct waking){ p->matchers[i].code,
		    p->matchers[i].kind == MATCHER_ANY };
}
