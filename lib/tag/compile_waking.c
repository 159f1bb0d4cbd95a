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

/* Of at most TAG_MAX_PARTS. */
static bool
needs_several(const struct matcher *m)
{
	return m->kind != MATCHER_ANY && m->kind != MATCHER_CODE;
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

	if (needs_several(m)) {
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
	uint32_t ranked[TAG_MAX_PARTS], i, n = m->part_count;
	const uint32_t *parts = m->parts;

	if (m->woken || m->always)
		return;
	m->woken = true;
	if (n > 0 && needs_several(m)) {
		n = rank_parts(l, m, ranked);
		parts = ranked;
	}
	for (i = 0; i < n; i++)
		link_part(l, parts[i], matcher);
}

/* Those of a literal of which so much holds. */
static uint32_t
put_leaves_of(struct plan *p, uint32_t literal, unsigned holding, uint32_t n)
{
	uint32_t k, matcher;

	for (k = p->users.start[literal]; k < p->users.start[literal + 1];
	    k++) {
		matcher = p->users.to[k];
		if ((p->holding[matcher] & (HOLDING_WOKEN | HOLDING_TOLD)) ==
		    holding)
			p->leaf_numbers[n++] = matcher;
	}
	return n;
}

/* What the literals tell, but for those of lists, which stand for these. */
static void
put_leaves(struct compiler *c, const uint32_t *lists)
{
	struct plan *p = c->plan;
	uint32_t i, n = 0;

	p->leaves = arena_alloc(c->run,
	    (p->literal_count + (size_t)1) * sizeof(*p->leaves));
	p->leaf_numbers = arena_alloc(c->run,
	    c->user_count * sizeof(*p->leaf_numbers));
	for (i = 0; i < p->literal_count; i++) {
		p->leaves[i] = (struct leaves){ n, n };
		if (lists[i] != TAG_NONE)
			continue;
		n = put_leaves_of(p, i, HOLDING_WOKEN | HOLDING_TOLD, n);
		p->leaves[i].asleep = n;
		n = put_leaves_of(p, i, HOLDING_TOLD, n);
	}
	p->leaves[i] = (struct leaves){ n, n };
}

static bool
has_literals(const struct plan *p, uint32_t matcher)
{
	const struct matcher *m = &p->matchers[matcher];

	return m->kind <= MATCHER_NEEDED && !m->always;
}

/* The literals of each matcher as bits, but for those of lists. */
static void
put_bits(struct compiler *c, const uint32_t *lists)
{
	struct plan *p = c->plan;
	struct edge *all = arena_alloc(c->run, c->user_count * sizeof(*all));
	struct literal_bits *last = NULL;
	struct edges literals;
	size_t count = 0;
	uint32_t i, k, n = 0;

	for (i = 0; i < p->literal_count; i++)
		for (k = p->users.start[i]; k < p->users.start[i + 1]; k++)
			if (lists[i] == TAG_NONE)
				all[count++] = (struct edge){
				    p->users.to[k], i };
	literals = edges_make(c->run, p->matcher_count, all, count);
	p->literal_bits = arena_alloc(c->run,
	    count * sizeof(*p->literal_bits));
	for (i = 0; i < p->matcher_count; i++) {
		if (p->matchers[i].part_count > 0)
			continue;
		p->waking[i].first = n;
		for (k = literals.start[i]; k < literals.start[i + 1]; k++) {
			if (n == p->waking[i].first ||
			    last->word != literals.to[k] / 32) {
				last = &p->literal_bits[n++];
				*last = (struct literal_bits){
				    literals.to[k] / 32, 0 };
			}
			last->bits |= UINT32_C(1) << literals.to[k] % 32;
		}
		p->waking[i].end = n;
	}
}

/* The parts of each matcher; of several that it needs, the rarest first. */
static void
put_ranked(struct waking_links *l)
{
	struct plan *p = l->c->plan;
	const struct matcher *m;
	uint32_t i, n = 0;

	for (i = 0; i < p->matcher_count; i++)
		n += p->matchers[i].part_count;
	p->ranked = arena_alloc(l->c->run, n * sizeof(*p->ranked));
	for (i = n = 0; i < p->matcher_count; i++) {
		m = &p->matchers[i];
		if (m->part_count == 0)
			continue;
		p->waking[i].first = n;
		if (needs_several(m))
			rank_parts(l, m, p->ranked + n);
		else
			memcpy(p->ranked + n, m->parts,
			    m->part_count * sizeof(*m->parts));
		n += m->part_count;
		p->waking[i].end = n;
	}
}

/* What a part of a matcher isn't enough without: its rarest other leaf. */
static uint32_t
besides(struct waking_links *l, uint32_t part, uint32_t matcher)
{
	const struct plan *p = l->c->plan;
	const struct matcher *m = &p->matchers[matcher];
	const struct waking *w = &p->waking[matcher];
	uint32_t i;

	if (!needs_several(m) || w->least < m->part_count)
		return TAG_NONE;
	for (i = w->first; i < w->end; i++)
		if (p->ranked[i] != part && has_literals(p, p->ranked[i]))
			return p->ranked[i];
	return TAG_NONE;
}

static void
put_parents(struct waking_links *l)
{
	struct plan *p = l->c->plan;
	struct edges parents = edges_make(l->c->run, p->matcher_count,
	    l->edges, l->count);
	uint32_t i, k, other;

	p->parents = arena_alloc(l->c->run, l->count * sizeof(*p->parents));
	for (i = 0; i <= p->matcher_count; i++)
		p->waking[i].parents = parents.start[i];
	for (i = 0; i < p->matcher_count; i++)
		for (k = parents.start[i]; k < parents.start[i + 1]; k++) {
			other = besides(l, i, parents.to[k]);
			p->parents[k] = (struct parent){ parents.to[k],
			    other };
			if (other != TAG_NONE)
				p->holding[other] |= HOLDING_TOLD;
		}
}

void
waking_link(struct compiler *c, const uint32_t *lists)
{
	struct plan *p = c->plan;
	struct waking_links l = { .c = c };
	const struct matcher *m;
	uint32_t i;

	l.rates = arena_zero(c->run, p->matcher_count, sizeof(*l.rates));
	l.rated = arena_zero(c->run, p->matcher_count, sizeof(*l.rated));
	rate_leaves(&l);
	for (i = 0; i < p->code_count; i++)
		if (p->codes[i].matcher != TAG_NONE)
			listen(&l, p->codes[i].matcher);
	p->waking = arena_zero(c->run, p->matcher_count + (size_t)1,
	    sizeof(*p->waking));
	p->holding = arena_zero(c->run, p->matcher_count, 1);
	for (i = 0; i < p->matcher_count; i++) {
		m = &p->matchers[i];
		p->waking[i] = (struct waking){ .code = m->code,
		    .least = (uint16_t)(m->kind == MATCHER_CODE ? 1 :
		    m->least), .kind = (uint8_t)m->kind,
		    .needs = m->needed_count > 0 };
		p->holding[i] = (uint8_t)((m->always ? HOLDING_ALWAYS : 0) |
		    (m->woken ? HOLDING_WOKEN : 0) |
		    (m->woken && m->part_count == 0 ? HOLDING_TOLD : 0));
	}
	put_bits(c, lists);
	put_ranked(&l);
	put_parents(&l);
	for (i = 0; i < p->matcher_count; i++)
		if (p->holding[i] & HOLDING_TOLD && !p->waking[i].needs)
			p->holding[i] |= HOLDING_ANY;
	put_leaves(c, lists);
}
