#include "aggregate/compile_measures.h"

/* The kind that the mapping states, of a list, beside one found before. */
static void
take_kind(struct reading *r, const struct measure_reader *list,
    const struct measure_reader **kind, const struct node **value)
{
	const struct node *node;

	for (; list->key != NULL; list++) {
		if ((node = fields_take(&r->f, list->key)) == NULL)
			continue;
		if (*kind != NULL)
			fault(r->c->faults, node->place, "a measure is either "
			    "%s or %s", (*kind)->key, list->key);
		*kind = list;
		*value = node;
	}
}

/* False if the mapping states no kind: told when all its keys were taken. */
static bool
read_kind(struct reading *r)
{
	const struct measure_reader *kind = NULL;
	const struct node *value = NULL;

	take_kind(r, measures_read, &kind, &value);
	take_kind(r, measures_made, &kind, &value);
	if (kind == NULL)
		return measures_read_percentile(r);
	r->m->kind = kind->kind;
	kind->read(r, value);
	return true;
}

/* The title and the unit, as people read them. */
static struct span
title_of(struct reading *r, const struct node *label, const struct node *unit)
{
	struct span title = compile_wording(r->c, label);
	struct span of = compile_wording(r->c, unit);

	if (title.n == 0)
		title = span_of(r->m->name);
	if (of.n == 0)
		return title;
	return arena_printf(r->c->run, r->c->plan->chinese ?
	    "%.*s（%.*s）" : "%.*s (%.*s)",
	    (int)title.n, title.p, (int)of.n, of.p);
}

/* Whole numbers have no decimals but in percent; examples are no numbers. */
static void
refuse_looks(struct reading *r, const struct node *show,
    const struct node *decimals)
{
	const struct measure *m = r->m;

	if (show != NULL && measure_is_no_number(m))
		fault(r->c->faults, show->place, "\"%s\" is no number to "
		    "show", m->name);
	if (decimals != NULL && !m->percent && (m->kind == MEASURE_COUNT ||
	    m->kind == MEASURE_DISTINCT || measure_is_no_number(m)))
		fault(r->c->faults, decimals->place, measure_is_no_number(m) ?
		    "what is no number has no decimals" :
		    "a number of things has no decimals");
}

static void
read_looks(struct reading *r)
{
	static const char *const shows[] = { "percent", "points", NULL };
	const struct node *label = fields_take(&r->f, "label");
	const struct node *show, *decimals, *hidden;
	struct measure *m = r->m;
	int64_t count;
	int chosen;

	m->title = title_of(r, label, fields_take(&r->f, "unit"));
	m->describe = compile_wording(r->c, fields_take(&r->f, "describe"));
	m->source = compile_wording(r->c, fields_take(&r->f, "source"));
	show = fields_take(&r->f, "show");
	m->percent = show != NULL &&
	    node_choice(show, shows, &chosen, r->c->faults) == 0;
	m->in_points = m->percent && chosen == 1;
	m->decimals = m->percent ? 1 : -1;
	decimals = fields_take(&r->f, "decimals");
	if (decimals != NULL &&
	    node_integer(decimals, 0, 9, &count, r->c->faults) == 0)
		m->decimals = (int)count;
	refuse_looks(r, show, decimals);
	if ((hidden = fields_take(&r->f, "hidden")) != NULL)
		node_bool(hidden, &m->hidden, r->c->faults);
}

/* Two quantiles of the same numbers know the same, and so do sum and mean. */
static bool
share_a_cell(const struct measure *a, const struct measure *b)
{
	bool totals = (a->kind == MEASURE_SUM || a->kind == MEASURE_MEAN) &&
	    (b->kind == MEASURE_SUM || b->kind == MEASURE_MEAN);
	bool dispersions =
	    (a->kind == MEASURE_VAR || a->kind == MEASURE_STDDEV) &&
	    (b->kind == MEASURE_VAR || b->kind == MEASURE_STDDEV);

	return (a->kind == b->kind || totals || dispersions) &&
	    a->input == b->input && a->most == b->most;
}

static size_t
add_cell(struct plan *plan, const struct measure *m)
{
	for (size_t i = 0; i < plan->cell_count; i++)
		if (share_a_cell(plan_cell(plan, i), m))
			return i;
	plan->cells[plan->cell_count] = (size_t)(m - plan->measures);
	return plan->cell_count++;
}

static void
read_measure(struct reading *r, const struct node *name,
    const struct node *node)
{
	static const char *const policies[] = { "reject", "null", NULL };
	struct plan *plan = r->c->plan;
	const struct node *bad;
	bool has_kind;
	int policy;

	r->m->input = r->m->cell = PLAN_NONE;
	r->m->factor = 1;
	r->m->name = arena_string(r->c->run, name->text);
	compile_name_is_unfit(r->c, name->text, name->place);
	if (fields_begin(&r->f, node, r->c->run, r->c->faults) == -1)
		return;
	r->where = fields_take(&r->f, "where");
	bad = fields_take(&r->f, "bad");
	if (bad != NULL && node_choice(bad, policies, &policy,
	    r->c->faults) == 0)
		r->lenient = policy == 1;
	has_kind = read_kind(r);
	if (bad != NULL && r->m->input == PLAN_NONE && has_kind)
		fault(r->c->faults, bad->place, "bad is for measures that "
		    "read fields");
	if (r->m->kind < MEASURE_RATIO)
		r->m->cell = add_cell(plan, r->m);
	else if (r->where != NULL)
		fault(r->c->faults, r->where->place,
		    "where belongs to the measures that are divided or "
		    "compared");
	if (r->m->kind >= MEASURE_SHARE)
		r->within = fields_take(&r->f, "within");
	read_looks(r);
	if (fields_end(&r->f) == 0 && !has_kind)
		fault(r->c->faults, node->place, "expected one of count, "
		    "distinct, sum, mean, var, stddev, min, max, quantile, "
		    "p50 (or another percentile), examples, top, set, "
		    "histogram, first, last, ratio, change, compute, rank, "
		    "share, per");
}

void
compile_measures(struct compiling *c, const struct node *measures)
{
	struct plan *plan = c->plan;
	struct reading *readings;
	size_t n = measures->count;

	if (measures->kind != NODE_MAPPING || n == 0 || n > PLAN_MAX_MEASURES) {
		fault(c->faults, measures->place,
		    "expected a mapping of 1 to %d measures",
		    PLAN_MAX_MEASURES);
		return;
	}
	plan->measures = arena_zero(c->run, n, sizeof(*plan->measures));
	plan->inputs = arena_zero(c->run, n, sizeof(*plan->inputs));
	plan->cells = arena_zero(c->run, n, sizeof(*plan->cells));
	plan->bad = arena_zero(c->run, n, sizeof(*plan->bad));
	readings = arena_zero(c->run, n, sizeof(*readings));
	for (size_t i = 0; i < n; i++) {
		readings[i].c = c;
		readings[i].m = &plan->measures[i];
		read_measure(&readings[i], measures->keys[i],
		    measures->items[i]);
		plan->measure_count++;
	}
	for (size_t i = 0; i < n; i++)
		measures_look_up(&readings[i]);
}
