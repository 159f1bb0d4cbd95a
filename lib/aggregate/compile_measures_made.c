#include "aggregate/compile_measures.h"

static void
read_ratio(struct reading *r, const struct node *node)
{
	struct fields f;

	if (fields_begin(&f, node, r->c->run, r->c->faults) == -1)
		return;
	r->of = fields_need(&f, "of");
	r->to = fields_need(&f, "to");
	fields_end(&f);
}

static void
read_share(struct reading *r, const struct node *node)
{
	r->of = r->to = node;
}

static void
read_per(struct reading *r, const struct node *node)
{
	const struct node *unit, *days;
	struct fields f;

	if (fields_begin(&f, node, r->c->run, r->c->faults) == -1)
		return;
	r->of = fields_need(&f, "of");
	days = fields_take(&f, "days");
	r->m->by_days = days != NULL;
	r->to = days != NULL ? r->of : fields_need(&f, "to");
	unit = days != NULL ? days : fields_take(&f, "unit");
	if (unit != NULL && node_number(unit, &r->m->factor,
	    r->c->faults) == 0 && r->m->factor <= 0)
		fault(r->c->faults, unit->place, "expected a number above 0");
	fields_end(&f);
}

static void
read_change(struct reading *r, const struct node *node)
{
	static const char *const ways[] = { "relative", "points", NULL };
	const struct case_plan *cases = r->c->plan->cases;
	const struct node *item = fields_need(&r->f, "against");
	int against, way;

	r->of = r->to = node;
	if (item != NULL && node_choice(item, compile_againsts, &against,
	    r->c->faults) == 0) {
		r->m->against = (enum case_against)against;
		if (cases != NULL && !cases->compare[against])
			fault(r->c->faults, item->place, "a change needs "
			    "compare: [%s]", compile_againsts[against]);
	}
	item = fields_take(&r->f, "as");
	r->way_is_told = item != NULL && node_choice(item, ways, &way,
	    r->c->faults) == 0;
	r->m->points = r->way_is_told && way == 1;
}

static void
read_compute(struct reading *r, const struct node *node)
{
	r->computed = node;
}

static void
read_rank(struct reading *r, const struct node *node)
{
	static const char *const ways[] = { "descending", "ascending", NULL };
	const struct node *item;
	struct fields f;
	int64_t n;
	int way;

	r->of = node;
	r->m->rank = r->c->plan->rank_count++;
	if ((item = fields_take(&r->f, "order")) != NULL &&
	    node_choice(item, ways, &way, r->c->faults) == 0)
		r->m->ascending = way == 1;
	r->within = fields_take(&r->f, "within");
	if ((item = fields_take(&r->f, "min_n")) == NULL ||
	    fields_begin(&f, item, r->c->run, r->c->faults) == -1)
		return;
	r->min_n = fields_need(&f, "of");
	if ((item = fields_need(&f, "n")) != NULL &&
	    node_integer(item, 1, INT64_MAX, &n, r->c->faults) == 0)
		r->m->least = (uint64_t)n;
	fields_end(&f);
}

const struct measure_reader measures_made[] = {
	{ "ratio",	MEASURE_RATIO,		read_ratio },
	{ "change",	MEASURE_CHANGE,		read_change },
	{ "compute",	MEASURE_COMPUTE,	read_compute },
	{ "rank",	MEASURE_RANK,		read_rank },
	{ "share",	MEASURE_SHARE,		read_share },
	{ "per",	MEASURE_PER,		read_per },
	{ NULL, MEASURE_COUNT, NULL },
};

size_t
measures_named(struct compiling *c, const struct node *node)
{
	struct span name;
	char shown[128];
	size_t i;

	if (node == NULL || node_text(node, &name, c->faults) == -1)
		return PLAN_NONE;
	i = plan_measure(c->plan, name);
	if (i == PLAN_NONE)
		fault(c->faults, node->place, "there is no measure \"%s\"%s",
		    err_quote(shown, sizeof(shown), name),
		    compile_nearest(c, name, NAMES_MEASURES));
	return i;
}

/* Which measure a ratio, share or per names. */
static size_t
divided(struct compiling *c, const struct node *node)
{
	size_t i = measures_named(c, node);

	if (i != PLAN_NONE && c->plan->measures[i].kind >= MEASURE_EXAMPLES)
		fault(c->faults, node->place, "\"%s\" can't be divided: "
		    "expected a count, sum or another figure of records",
		    c->plan->measures[i].name);
	return i;
}

/*
 * Without `within`: the keys that aren't `each`, so that a record without
 * any code is among those divided by; a share without such a key is of the
 * group that lacks the last key.
 */
static unsigned
default_within(const struct plan *plan, enum measure_kind kind)
{
	unsigned all = (1u << plan->key_count) - 1, within = 0;

	for (size_t i = 0; i < plan->key_count; i++)
		if (plan->keys[i].kind != KEY_EACH)
			within |= 1u << i;
	return kind == MEASURE_SHARE && within == all ? all >> 1 : within;
}

unsigned
compile_key_mask(struct compiling *c, const struct node *node)
{
	unsigned within = 0;
	struct span *names;
	char shown[128];
	size_t n, key;

	if (node_texts(node, c->run, &names, &n, c->faults) == -1)
		return 0;
	for (size_t i = 0; i < n; i++) {
		key = plan_key(c->plan, names[i]);
		if (key == PLAN_NONE)
			fault(c->faults, node->place, "there is no key "
			    "\"%s\"%s",
			    err_quote(shown, sizeof(shown), names[i]),
			    compile_nearest(c, names[i], NAMES_KEYS));
		else
			within |= 1u << key;
	}
	return within;
}

/*
 * Without cases a change is between rows: of the one key that is a period.
 * Windows are forgotten before the next one comes.
 */
static void
look_up_dated(struct reading *r)
{
	struct plan *plan = r->c->plan;
	struct place place = r->of->place;
	size_t found = 0;

	for (size_t i = 0; i < plan->key_count; i++)
		if (plan->keys[i].kind == KEY_PERIOD) {
			plan->dated = i;
			found++;
		}
	if (found != 1 || plan->keys[plan->dated].period == WHEN_HOUR)
		fault(r->c->faults, place, "a change is against another "
		    "period: group by one year, quarter, month, week or day, "
		    "such as {month: time}");
	if (plan->window != NULL)
		fault(r->c->faults, place, "with window each period is "
		    "reported alone: there is none to compare it with");
}

/* Which measure a change names; shares change by points, others relatively. */
static void
look_up_compared(struct reading *r)
{
	struct plan *plan = r->c->plan;
	size_t of = measures_named(r->c, r->of);
	enum measure_kind kind;

	r->m->of = r->m->to = of;
	if (plan->cases == NULL)
		look_up_dated(r);
	if (of == PLAN_NONE)
		return;
	kind = plan->measures[of].kind;
	if (measure_is_no_number(&plan->measures[of]) ||
	    (kind >= MEASURE_CHANGE && kind <= MEASURE_RANK))
		fault(r->c->faults, r->of->place, "\"%s\" can't be compared: "
		    "expected a figure of one period",
		    plan->measures[of].name);
	if (!r->way_is_told)
		r->m->points = kind == MEASURE_RATIO || kind == MEASURE_SHARE;
}

/* A figure that can be put in an order, and isn't made of ranks itself. */
static size_t
ranked(struct compiling *c, const struct node *node)
{
	size_t i = measures_named(c, node);

	if (i != PLAN_NONE && (c->plan->measures[i].kind == MEASURE_RANK ||
	    c->plan->measures[i].kind == MEASURE_COMPUTE ||
	    measure_is_no_number(&c->plan->measures[i])))
		fault(c->faults, node->place, "\"%s\" can't be ranked: "
		    "expected a figure of records, or a ratio, share or "
		    "change of them", c->plan->measures[i].name);
	return i;
}

static void
look_up_rank(struct reading *r)
{
	r->m->of = ranked(r->c, r->of);
	r->m->to = r->min_n == NULL ? r->m->of : ranked(r->c, r->min_n);
	if (r->within != NULL)
		r->m->within = compile_key_mask(r->c, r->within);
}

static void
check_computed_path(void *ctx, const struct path *path)
{
	struct reading *r = ctx;
	size_t i = plan_measure(r->c->plan, path->text);
	char shown[128];

	if (i == PLAN_NONE || &r->c->plan->measures[i] >= r->m ||
	    measure_is_no_number(&r->c->plan->measures[i]))
		fault(r->c->faults, r->computed->place,
		    "expected measures that stand above, got \"%s\"%s",
		    err_quote(shown, sizeof(shown), path->text),
		    i == PLAN_NONE ? compile_nearest(r->c, path->text,
		    NAMES_MEASURES) : "");
}

static enum value_kind
kind_of_measure(const void *from, const struct path *path)
{
	(void)from;
	(void)path;
	return VALUE_NUMBER;
}

static void
look_up_computed(struct reading *r)
{
	struct expr_use use = { .kind = VALUE_NUMBER,
	    .zone = r->c->plan->zone, .field = kind_of_measure };

	r->m->value = expr_compile(r->c->run, r->computed, &use,
	    r->c->faults);
	if (r->m->value != NULL)
		expr_paths(r->m->value, check_computed_path, r);
}

/* So many days of the period that a group is of, which a key must tell. */
static void
look_up_days(struct reading *r)
{
	const struct plan *plan = r->c->plan;
	bool told = false;

	r->m->within = (1u << plan->key_count) - 1;
	if (r->within != NULL)
		fault(r->c->faults, r->within->place, "within says nothing "
		    "to days: leave it out");
	for (size_t i = 0; i < plan->key_count; i++)
		told |= plan->keys[i].kind == KEY_PERIOD &&
		    plan->keys[i].period != WHEN_HOUR;
	if (!told && r->of != NULL)
		fault(r->c->faults, r->of->place, "days are those of a "
		    "period: group by one, such as {month: time}");
}

void
measures_look_up(struct reading *r)
{
	if (r->m->kind < MEASURE_RATIO)
		return;
	if (r->m->kind == MEASURE_COMPUTE) {
		look_up_computed(r);
		return;
	}
	if (r->m->kind == MEASURE_RANK) {
		look_up_rank(r);
		return;
	}
	if (r->m->kind == MEASURE_CHANGE) {
		look_up_compared(r);
		return;
	}
	r->m->of = divided(r->c, r->of);
	r->m->to = r->to == r->of ? r->m->of : divided(r->c, r->to);
	if (r->m->by_days)
		look_up_days(r);
	else
		r->m->within = r->within != NULL ?
		    compile_key_mask(r->c, r->within) :
		    default_within(r->c->plan, r->m->kind);
}
