#include <math.h>
#include <stdlib.h>

#include "aggregate/order.h"
#include "aggregate/rank.h"
#include "aggregate/results.h"
#include "aggregate/suppress.h"

bool
result_has(const struct result *r, size_t key)
{
	return r->plan->masks[r->mask_index] >> key & 1;
}

const struct part *
result_part(const struct result *r, size_t key)
{
	return result_has(r, key) ? &r->parts[key] : NULL;
}

size_t
result_removed(const struct result *r)
{
	size_t removed = 0;

	for (size_t i = 0; i < r->plan->key_count; i++)
		removed += !result_has(r, i);
	return removed;
}

/* The measure of the group with those of the result's keys. */
static struct figure
figure_within(const struct groups *g, const struct result *r, unsigned within,
    size_t measure, struct arena *arena)
{
	const struct measure *m = &g->plan->measures[measure];
	struct group *group = r->group;
	struct buf key = {0};

	if (within != g->plan->masks[r->mask_index]) {
		row_put_key(&key, g->plan, plan_mask(g->plan, within),
		    r->parts);
		group = groups_find(g, buf_span(&key));
		buf_free(&key);
	}
	if (group == NULL)
		return (struct figure){ .null = true, .json = SPAN("null") };
	return cell_figure(&group->cells[m->cell], m, arena);
}

/* The group of that key in another period: an empty one if it has none. */
static struct group *
same_group(const struct groups *other, struct span key, struct arena *arena)
{
	struct group *found = groups_find(other, key);

	if (found != NULL)
		return found;
	found = arena_zero(arena, 1, sizeof(*found) +
	    other->plan->cell_count * sizeof(*found->cells));
	found->key = key;
	return found;
}

/* The key of a group of that mask with those parts, in the arena. */
static struct span
key_of(const struct plan *plan, size_t mask_index, const struct part *parts,
    struct arena *arena)
{
	struct buf b = {0};
	struct span key;

	row_put_key(&b, plan, mask_index, parts);
	key = arena_copy(arena, buf_span(&b));
	buf_free(&b);
	return key;
}

/*
 * The name of the period that a result is compared with; false if its group
 * has no period, or if the data begin behind the first day of the other.
 */
static bool
name_other(const struct groups *g, const struct result *r,
    enum case_against against, struct arena *arena, struct span *name)
{
	size_t key = g->plan->dated;
	char text[PERIOD_SIZE];
	struct period period, other;

	if (!result_has(r, key) ||
	    period_parse(r->parts[key].text, &period) == -1)
		return false;
	other = period_previous(&period);
	if (against == AGAINST_YEAR_AGO && !period_year_ago(&period, &other))
		return false;
	*name = arena_copy(arena, span_of(period_text(&other, text)));
	return g->first_day <= other.from;
}

/*
 * The same keys in the other period: an empty group if it has none, but no
 * result where no record at all is of that period.
 */
static bool
find_dated(const struct groups *g, const struct result *r,
    const struct measure *m, struct arena *arena, struct result *before)
{
	const struct plan *plan = g->plan;
	struct part *parts = arena_alloc(arena,
	    plan->key_count * sizeof(*parts));

	memcpy(parts, r->parts, plan->key_count * sizeof(*parts));
	if (!name_other(g, r, m->against, arena, &parts[plan->dated].text) ||
	    groups_find(g, key_of(plan, plan_mask(plan, 1u << plan->dated),
	    parts, arena)) == NULL)
		return false;
	*before = *r;
	before->parts = parts;
	before->group = same_group(g, key_of(plan, r->mask_index, parts,
	    arena), arena);
	return true;
}

/* What a result is compared with, and the groups that it is of; or NULL. */
static const struct groups *
find_before(const struct groups *g, const struct result *r,
    const struct measure *m, struct arena *arena, struct result *before)
{
	const struct groups *other = g->against[m->against];

	if (g->plan->dated != PLAN_NONE)
		return find_dated(g, r, m, arena, before) ? g : NULL;
	*before = *r;
	if (other != NULL)
		before->group = same_group(other, r->group->key, arena);
	return other;
}

/*
 * Null where the other period isn't known, was 0, or was too small to be told:
 * what is now and by how much it changed would tell it.
 */
static struct figure
figure_of_change(const struct groups *g, const struct result *r,
    const struct measure *m, struct arena *arena)
{
	struct figure now = result_figure(g, r, m->of, arena), then, f;
	struct result before;
	const struct groups *other = find_before(g, r, m, arena, &before);

	if (other == NULL || (g->plan->suppress.below > 0 &&
	    suppress_is_small(other, &before, arena)))
		return (struct figure){ .null = true, .json = SPAN("null") };
	then = result_figure(other, &before, m->of, arena);
	if (now.null || then.null)
		return now.null ? now : then;
	f = figure_of_number(m->points ? now.number - then.number :
	    (now.number - then.number) / fabs(then.number), arena);
	f.approximate = now.approximate || then.approximate;
	return f;
}

static struct figure
figure_of_rank(const struct result *r, const struct measure *m,
    struct arena *arena)
{
	if (r->ranks == NULL || r->ranks[m->rank] == 0)
		return (struct figure){ .null = true, .json = SPAN("null") };
	return figure_of_number((double)r->ranks[m->rank], arena);
}

/* Of the shortest period that its keys tell, in days; 0 if they tell none. */
static double
days_of(const struct result *r)
{
	struct period period;
	double days = 0, n;

	for (size_t i = 0; i < r->plan->key_count; i++) {
		if (r->plan->keys[i].kind != KEY_PERIOD || !result_has(r, i) ||
		    period_parse(r->parts[i].text, &period) == -1)
			continue;
		n = (double)(period.to - period.from);
		days = days == 0 || n < days ? n : days;
	}
	return days;
}

static struct figure
figure_of_days(const struct groups *g, const struct result *r,
    const struct measure *m, struct arena *arena)
{
	struct figure of = figure_within(g, r, g->plan->masks[r->mask_index],
	    m->of, arena), f;

	if (of.null)
		return of;
	f = figure_of_number(of.number * m->factor / days_of(r), arena);
	f.approximate = of.approximate;
	return f;
}

static struct figure
figure_of_division(const struct groups *g, const struct result *r,
    const struct measure *m, struct arena *arena)
{
	unsigned mask = g->plan->masks[r->mask_index];
	struct figure of, to, f;

	of = figure_within(g, r, mask, m->of, arena);
	to = figure_within(g, r, m->kind == MEASURE_RATIO ? mask :
	    plan_within(m, mask), m->to, arena);
	if (of.null || to.null)
		return of.null ? of : to;
	f = figure_of_number(of.number * m->factor / to.number, arena);
	f.approximate = of.approximate || to.approximate;
	return f;
}

/* What `having` and computed measures read. */
struct reading {
	const struct groups	*groups;
	const struct result	*result;
	bool			*approximate;	/* some of it; or NULL */
};

static int
value_of_part(const struct part *part, struct arena *arena,
    struct value *value, struct err *e)
{
	struct json json;

	*value = (struct value){ .kind = VALUE_STRING, .text = part->text };
	if (part->kind == PART_STRING)
		return 0;
	json = json_value(part->text);
	return expr_value_of_json(&json, arena, value, e);
}

static int
get_value(const void *from, const struct path *path, struct arena *arena,
    struct value *value, struct err *e)
{
	const struct reading *reading = from;
	const struct result *r = reading->result;
	struct column column = plan_column(r->plan, path);
	struct figure f;
	struct json json;

	*value = (struct value){ .kind = VALUE_NULL };
	if (column.is_key)
		return result_has(r, column.index) ?
		    value_of_part(&r->parts[column.index], arena, value, e) :
		    0;
	f = result_figure(reading->groups, r, column.index, arena);
	if (reading->approximate != NULL)
		*reading->approximate |= f.approximate;
	if (f.null)
		return 0;
	json = json_value(f.json);
	return expr_value_of_json(&json, arena, value, e);
}

/* What is too large for a number is null. */
static struct figure
figure_of_expr(const struct groups *g, const struct result *r,
    const struct measure *m, struct arena *arena)
{
	bool approximate = false;
	struct reading reading = { g, r, &approximate };
	struct expr_fields fields = { get_value, &reading, NULL, NULL };
	struct figure f = { .null = true, .json = SPAN("null") };
	struct value value;
	struct err e = { 0 };

	if (expr_eval(m->value, &fields, arena, &value, &e) == -1 ||
	    value.kind != VALUE_NUMBER)
		return f;
	if (!value.integer)
		f = figure_of_number(value.number, arena);
	else
		f = (struct figure){ .number = value.number,
		    .json = arena_printf(arena, "%lld", (long long)value.i) };
	f.approximate = approximate;
	return f;
}

struct figure
result_figure(const struct groups *g, const struct result *r, size_t measure,
    struct arena *arena)
{
	const struct measure *m = &g->plan->measures[measure];

	if (r->suppressed)
		return (struct figure){ .null = true, .json = SPAN("null") };
	if (m->cell != PLAN_NONE)
		return cell_figure(&r->group->cells[m->cell], m, arena);
	switch (m->kind) {
	case MEASURE_CHANGE:
		return figure_of_change(g, r, m, arena);
	case MEASURE_COMPUTE:
		return figure_of_expr(g, r, m, arena);
	case MEASURE_RANK:
		return figure_of_rank(r, m, arena);
	default:
		return m->by_days ? figure_of_days(g, r, m, arena) :
		    figure_of_division(g, r, m, arena);
	}
}

/* What would refuse a record is here the fault of the rule. */
static int
blame(struct place place, struct err *e)
{
	struct err why = *e;

	if (why.kind != ERR_RECORD)
		return -1;
	return err_set(e, ERR_RULES, place.file, place.line, place.column,
	    "having: %s", why.text);
}

int
result_test(const struct groups *g, const struct result *r,
    const struct expr *x, struct place place, struct regex_work *regexes,
    struct arena *arena, bool *holds, struct err *e)
{
	struct reading reading = { g, r, NULL };
	struct expr_fields fields = { get_value, &reading, regexes, NULL };

	return expr_test(x, &fields, arena, holds, e) == -1 ?
	    blame(place, e) : 0;
}

/* What all results are judged with; scratch is emptied after each. */
struct judge {
	const struct groups	*groups;
	struct arena		*arena;
	struct arena		 scratch;
	struct regex_work	*regexes;
};

/* Notes the figures that order. */
static void
note_order(struct judge *j, struct result *r)
{
	const struct plan *plan = r->plan;
	struct figure f;

	if (plan->order_count == 0)
		return;
	r->order = arena_zero(j->arena, plan->order_count, sizeof(*r->order));
	for (size_t i = 0; i < plan->order_count; i++) {
		if (plan->order[i].is_key)
			continue;
		f = result_figure(j->groups, r, plan->order[i].index,
		    &j->scratch);
		f.json = arena_copy(j->arena, f.json);
		r->order[i] = f;
	}
}

static int
judge(struct judge *j, struct result *r, bool *wanted, struct err *e)
{
	const struct plan *plan = r->plan;

	*wanted = true;
	if (plan->having != NULL && result_test(j->groups, r, plan->having,
	    plan->having_place, j->regexes, &j->scratch, wanted, e) == -1)
		return -1;
	if (*wanted)
		note_order(j, r);
	arena_reset(&j->scratch);
	return 0;
}

static int
compare_keys(const struct result *a, const struct result *b, size_t key,
    bool descending)
{
	return order_parts(result_part(a, key), result_part(b, key),
	    descending);
}

/*
 * By the rule's order, then by keys.  A figure of a rolled-up group is not
 * compared with one of its parts: it stands behind them.
 */
static int
compare(const void *left, const void *right)
{
	const struct result *a = left, *b = right;
	const struct plan *plan = a->plan;
	int order = 0;

	for (size_t i = 0; order == 0 && i < plan->order_count; i++) {
		const struct ordering *o = &plan->order[i];

		if (o->is_key)
			order = compare_keys(a, b, o->index, o->descending);
		else if (a->mask_index != b->mask_index)
			order = a->mask_index < b->mask_index ? -1 : 1;
		else
			order = order_figures(&a->order[i],
			    &b->order[i], o->descending);
	}
	for (size_t i = 0; order == 0 && i < plan->key_count; i++)
		order = compare_keys(a, b, i, false);
	return order;
}

static void
limit(struct results *all, uint64_t most)
{
	size_t count[PLAN_MAX_MASKS] = {0}, kept = 0;

	for (size_t i = 0; i < all->count; i++)
		if (count[all->items[i].mask_index]++ < most)
			all->items[kept++] = all->items[i];
	all->count = kept;
}

/* All groups that may be written. */
static int
fill(struct results *all, struct err *e)
{
	const struct groups *g = all->groups;
	const struct plan *plan = g->plan;
	struct arena *arena = all->arena;
	struct result *r;

	if (groups_check(g, g->map.count * sizeof(*all->items), e) == -1)
		return -1;
	all->items = arena_zero(arena, g->map.count, sizeof(*all->items));
	for (size_t i = 0; i < g->map.count; i++) {
		r = &all->items[all->count];
		*r = (struct result){ .plan = plan,
		    .group = g->map.entries[i].value };
		r->mask_index = (unsigned char)*r->group->key.p;
		if (r->mask_index >= plan->written)
			continue;
		r->parts = arena_zero(arena, plan->key_count,
		    sizeof(*r->parts));
		row_read_key(r->group->key, plan, r->parts);
		all->count++;
		if (groups_check(g, arena_used(arena), e) == -1)
			return -1;
	}
	return 0;
}

/* Leaves those for which `having` holds. */
static int
choose(struct results *all, struct groups *g, struct err *e)
{
	struct judge j = { .groups = all->groups, .arena = all->arena,
	    .regexes = regex_work_new() };
	size_t kept = 0;
	bool wanted;
	int rc = 0;

	for (size_t i = 0; rc == 0 && i < all->count; i++) {
		all->items[kept] = all->items[i];
		rc = judge(&j, &all->items[kept], &wanted, e);
		kept += rc == 0 && wanted;
		if (rc == 0)
			rc = groups_check(all->groups,
			    arena_used(all->arena), e);
	}
	g->wanted = kept;
	g->unwanted = all->count - kept;
	all->count = kept;
	regex_work_free(j.regexes);
	arena_free(&j.scratch);
	return rc;
}

int
results_make(struct results *all, struct groups *g, struct arena *arena,
    struct err *e)
{
	groups_make_total(g);
	*all = (struct results){ .groups = g, .arena = arena };
	if (fill(all, e) == -1)
		return -1;
	suppress_small(all);
	rank_all(all);
	if (choose(all, g, e) == -1)
		return -1;
	if (all->count > 0)
		qsort(all->items, all->count, sizeof(*all->items), compare);
	limit(all, g->plan->limit);
	return 0;
}
