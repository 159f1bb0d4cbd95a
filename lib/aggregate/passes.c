#include "aggregate/order.h"
#include "aggregate/passes.h"
#include "aggregate/rank.h"
#include "aggregate/suppress.h"
#include "text/regex.h"

#define MOST_PASSES	(PLAN_MAX_MASKS + PLAN_MAX_MEASURES + 2)

enum pass_kind {
	PASS_SMALL,		/* what is too small isn't told */
	PASS_COMPLEMENT,	/* nor what would tell it */
	PASS_RANK,
	PASS_WRITE
};

struct pass {
	enum pass_kind	kind;
	size_t		index;		/* of the mask, or the measure */
};

struct passing {
	struct groups		*groups;
	const struct plan	*plan;
	struct pass		 passes[MOST_PASSES];
	size_t			 count;
	struct sorter		*now;		/* that is read */
	struct sorter		*next;		/* that is filled; or NULL */
	struct arena		 scratch;	/* of one group */
	struct regex_work	*regexes;
	struct buf		 place;
	struct buf		 run;		/* what the last ones had in
						 * common */
	bool			 told;		/* PASS_COMPLEMENT: their
						 * whole; */
	bool			 done;		/* it is safe */
	size_t			 untold;	/* so many of its parts */
	size_t			 position;	/* PASS_RANK: in the run */
	size_t			 best;		/* of those equal to it */
	double			 number;	/* that they have */
	uint64_t		 written[PLAN_MAX_MASKS];
	passes_take		*take;
	void			*to;
	struct err		*e;
};

static void
add_pass(struct passing *p, enum pass_kind kind, size_t index)
{
	p->passes[p->count++] = (struct pass){ kind, index };
}

static void
plan_passes(struct passing *p)
{
	const struct plan *plan = p->plan;

	if (plan->suppress.below > 0 || plan->rank_count > 0 ||
	    plan->order_count > 0)
		add_pass(p, PASS_SMALL, 0);
	if (plan->suppress.below > 0 && plan->suppress.complement)
		for (size_t mask = plan->written - 1; mask-- > 0;)
			add_pass(p, PASS_COMPLEMENT, mask);
	for (size_t i = 0; i < plan->measure_count; i++)
		if (plan->measures[i].kind == MEASURE_RANK)
			add_pass(p, PASS_RANK, i);
	add_pass(p, PASS_WRITE, 0);
}

/* The group that one of mask `part` is part of; its own; or "". */
static void
put_whole(const struct result *r, size_t part, struct buf *key)
{
	buf_cut(key, 0);
	if (r->mask_index == part)
		row_put_key(key, r->plan, part + 1, r->parts);
	else if (r->mask_index == part + 1)
		buf_add(key, r->group->key);
}

/* A whole, then its parts, the smallest first. */
static void
place_part(struct passing *p, const struct result *r, size_t mask)
{
	struct buf whole = {0};
	struct figure f;

	put_whole(r, mask, &whole);
	order_put_text(&p->place, buf_span(&whole));
	buf_free(&whole);
	if (r->mask_index != mask) {
		order_put_text(&p->place, SPAN("0"));
		return;
	}
	f = suppress_figure(p->groups, r, &p->scratch);
	order_put_text(&p->place, SPAN("1"));
	order_put_figure(&p->place, &f, false);
	order_put_text(&p->place, r->group->key);
}

/* What has no rank stands before all others. */
static void
place_ranked(struct passing *p, const struct result *r,
    const struct measure *m)
{
	struct figure f;
	struct span among;

	if (!rank_has(p->groups, r, m, &p->scratch, &among, &f)) {
		order_put_text(&p->place, SPAN(""));
		return;
	}
	order_put_text(&p->place, among);
	order_put_figure(&p->place, &f, !m->ascending);
}

/* As the compare() of results.c. */
static void
place_ordered(struct passing *p, const struct result *r)
{
	const char mask = (char)r->mask_index;
	struct figure f;

	for (size_t i = 0; i < p->plan->order_count; i++) {
		const struct ordering *o = &p->plan->order[i];

		if (o->is_key) {
			order_put_part(&p->place, result_part(r, o->index),
			    o->descending);
			continue;
		}
		f = result_figure(p->groups, r, o->index, &p->scratch);
		order_put_text(&p->place, span_make(&mask, 1));
		order_put_figure(&p->place, &f, o->descending);
	}
}

/* On to the next pass. */
static int
hand_on(struct passing *p, const struct pass *next, const struct result *r)
{
	buf_cut(&p->place, 0);
	switch (next->kind) {
	case PASS_COMPLEMENT:
		place_part(p, r, next->index);
		break;
	case PASS_RANK:
		place_ranked(p, r, &p->plan->measures[next->index]);
		break;
	default:
		place_ordered(p, r);
	}
	spill_put_keys(r, &p->place);
	return spill_put(p->next, buf_span(&p->place), r, p->e);
}

/* Whether the run is the one before; else it begins a new one. */
static bool
goes_on(struct passing *p, struct span run)
{
	if (span_equal(buf_span(&p->run), run))
		return true;
	buf_cut(&p->run, 0);
	buf_add(&p->run, run);
	return false;
}

/*
 * Parts that are too small come before the others: where the first of those
 * comes it is known whether one of them has to go with them.
 */
static void
complete(struct passing *p, struct result *r, size_t mask)
{
	struct buf whole = {0};

	put_whole(r, mask, &whole);
	if (!goes_on(p, buf_span(&whole))) {
		p->untold = 0;
		p->told = p->done = false;
	}
	buf_free(&whole);
	if (r->mask_index == mask + 1)
		p->told = !r->suppressed;
	if (r->mask_index != mask)
		return;
	p->untold += r->suppressed;
	if (p->done || r->suppressed ||
	    suppress_figure(p->groups, r, &p->scratch).number <= 0)
		return;
	p->done = true;
	r->suppressed = p->untold == (p->told ? 1 : 0);
}

static void
rank(struct passing *p, struct result *r, const struct measure *m)
{
	struct figure f;
	struct span among;

	if (!rank_has(p->groups, r, m, &p->scratch, &among, &f))
		return;
	if (!goes_on(p, among))
		p->position = p->best = 0;
	else if (f.number != p->number)
		p->best = p->position;
	p->number = f.number;
	p->position++;
	r->ranks[m->rank] = p->best + 1;
}

static int
judge(struct passing *p, struct spill_walk *w)
{
	const struct plan *plan = p->plan;
	const struct result *r = &w->result;
	bool wanted = true;

	if (plan->having != NULL && result_test(p->groups, r, plan->having,
	    plan->having_place, p->regexes, &p->scratch, &wanted, p->e) == -1)
		return -1;
	p->groups->wanted += wanted;
	p->groups->unwanted += !wanted;
	if (!wanted || p->written[r->mask_index]++ >= plan->limit)
		return 0;
	return p->take(p->to, w, p->e);
}

static int
visit(struct passing *p, const struct pass *pass, struct spill_walk *w)
{
	struct result *r = &w->result;

	switch (pass->kind) {
	case PASS_SMALL:
		r->suppressed = p->plan->suppress.below > 0 &&
		    suppress_is_small(p->groups, r, &p->scratch);
		break;
	case PASS_COMPLEMENT:
		complete(p, r, pass->index);
		break;
	case PASS_RANK:
		rank(p, r, &p->plan->measures[pass->index]);
		break;
	case PASS_WRITE:
		return judge(p, w);
	}
	return hand_on(p, pass + 1, r);
}

/* Those that are looked up alone are left out on the way. */
static int
pass_once(struct passing *p, const struct pass *pass)
{
	struct spill_walk w;
	int rc = spill_begin(&w, p->plan, p->now, p->e);

	buf_cut(&p->run, 0);
	while (rc != -1 && (rc = spill_next(&w, p->e)) == 1) {
		if (w.result.mask_index < p->plan->written)
			rc = visit(p, pass, &w);
		arena_reset(&p->scratch);
	}
	spill_end(&w);
	return rc;
}

/* Which groups are asked for the sake of others, by the index of their mask. */
static bool
find_wholes(const struct plan *plan, bool *is_whole)
{
	bool any = plan->dated != PLAN_NONE;

	for (size_t i = 0; any && i < plan->mask_count; i++)
		is_whole[i] = plan->masks[i] >> plan->dated & 1;
	for (size_t i = 0; i < plan->measure_count; i++) {
		const struct measure *m = &plan->measures[i];

		for (size_t k = 0; m->kind >= MEASURE_SHARE &&
		    k < plan->written; k++)
			if (plan_within(m, plan->masks[k]) != plan->masks[k])
				any = is_whole[plan_mask(plan, plan_within(m,
				    plan->masks[k]))] = true;
	}
	return any;
}

static int
too_large(const struct groups *g, struct err *e)
{
	return err_set(e, ERR_MEMORY, NULL, 0, 0, "the groups that others "
	    "are divided by or compared with, or that this format writes, "
	    "need more than the %zu bytes of --memory: allow more, or write "
	    "jsonl or csv", g->memory.most);
}

/* The group of a walk, moved to the map. */
static struct group *
keep(struct groups *g, struct spill_walk *w, struct err *e)
{
	struct group *group = groups_get(g, w->result.group->key);

	if (group == NULL || !memory_take(&g->memory, w->memory.used)) {
		too_large(g, e);
		return NULL;
	}
	memcpy(group->cells, w->result.group->cells,
	    g->plan->cell_count * sizeof(*group->cells));
	memset(w->result.group->cells, 0,
	    g->plan->cell_count * sizeof(*group->cells));
	return group;
}

static int
load_wholes(struct groups *g, struct err *e)
{
	bool is_whole[PLAN_MAX_MASKS] = {0};
	struct spill_walk w;
	int rc;

	g->memory.soft = false;
	if (!find_wholes(g->plan, is_whole))
		return 0;
	rc = spill_begin(&w, g->plan, g->spilled, e);
	while (rc != -1 && (rc = spill_next(&w, e)) == 1)
		if (is_whole[w.result.mask_index] && keep(g, &w, e) == NULL)
			rc = -1;
	spill_end(&w);
	return rc;
}

static int
run_all(struct passing *p)
{
	int rc = 0;

	for (size_t i = 0; rc == 0 && i < p->count; i++) {
		if (i + 1 < p->count)
			p->next = spill_sorter(p->plan);
		rc = pass_once(p, &p->passes[i]);
		if (p->now != p->groups->spilled)
			sorter_free(p->now);
		p->now = p->next;
		p->next = NULL;
	}
	if (p->now != p->groups->spilled)
		sorter_free(p->now);
	return rc;
}

int
passes_run(struct groups *g, passes_take *take, void *to, struct err *e)
{
	struct passing p = { .groups = g, .plan = g->plan, .now = g->spilled,
	    .take = take, .to = to, .e = e };
	int rc = load_wholes(g, e);

	g->wanted = g->unwanted = 0;
	if (rc == -1)
		return -1;
	p.regexes = regex_work_new();
	plan_passes(&p);
	rc = run_all(&p);
	regex_work_free(p.regexes);
	arena_free(&p.scratch);
	buf_free(&p.place);
	buf_free(&p.run);
	return rc;
}

struct gathering {
	struct groups	*groups;
	struct results	*all;
	size_t		 capacity;
};

/* Those that others are divided by stand in the map already. */
static int
gather(void *to, struct spill_walk *w, struct err *e)
{
	struct gathering *into = to;
	struct results *all = into->all;
	struct groups *g = into->groups;
	struct group *group = groups_find(g, w->result.group->key);
	struct result *r;

	if (group == NULL && (group = keep(g, w, e)) == NULL)
		return -1;
	all->items = arena_grow(all->arena, all->items, all->count,
	    &into->capacity, all->count + 1, sizeof(*all->items));
	r = &all->items[all->count++];
	*r = w->result;
	r->group = group;
	r->parts = arena_zero(all->arena, g->plan->key_count,
	    sizeof(*r->parts));
	row_read_key(group->key, g->plan, r->parts);
	r->ranks = arena_alloc(all->arena,
	    g->plan->rank_count * sizeof(*r->ranks));
	if (g->plan->rank_count > 0)
		memcpy(r->ranks, w->result.ranks,
		    g->plan->rank_count * sizeof(*r->ranks));
	return groups_check(g, arena_used(all->arena), e) == 0 ? 0 :
	    too_large(g, e);
}

int
passes_gather(struct results *all, struct groups *g, struct arena *arena,
    struct err *e)
{
	struct gathering into = { .groups = g, .all = all };

	*all = (struct results){ .groups = g, .arena = arena };
	return passes_run(g, gather, &into, e);
}
