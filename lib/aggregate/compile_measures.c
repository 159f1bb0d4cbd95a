#include "aggregate/compile.h"
#include "aggregate/examples.h"
#include "base/ascii.h"

/* A measure being read; what it names is looked up when all are there. */
struct reading {
	struct compiling	*c;
	struct fields		 f;
	struct measure		*m;
	const struct node	*where;
	const struct node	*of;
	const struct node	*to;
	const struct node	*within;
	const struct node	*min_n;		/* of a rank: {of, n} */
	const struct node	*computed;
	const struct node	*by;		/* of first and last */
	int128			 width;		/* of a histogram */
	bool			 way_is_told;	/* of a change */
	bool			 lenient;	/* bad: null */
};

static bool
reads_the_same(const struct input *a, const struct input *b)
{
	return a->kind == b->kind &&
	    (a->value == NULL) == (b->value == NULL) &&
	    span_equal(a->value_text, b->value_text) &&
	    a->width == b->width && a->lenient == b->lenient &&
	    (a->by == NULL) == (b->by == NULL) &&
	    span_equal(a->by_text, b->by_text) &&
	    (a->where == NULL) == (b->where == NULL) &&
	    span_equal(a->where_text, b->where_text);
}

/*
 * The index of an input; one that reads the same is shared.  PLAN_NONE after
 * a fault: only what compiled has a text to compare.
 */
static size_t
add_input(struct reading *r, enum input_kind kind, const struct node *value)
{
	struct plan *plan = r->c->plan;
	static const enum value_kind values[] = {
		[INPUT_TRUTH] = VALUE_BOOL,
		[INPUT_NUMBER] = VALUE_NUMBER,
		[INPUT_HASH] = VALUE_NULL,
		[INPUT_VALUE] = VALUE_NULL,
	};
	struct input in = { .kind = kind, .measure = r->m->name,
	    .width = r->width, .lenient = r->lenient };
	size_t i;

	if (r->by != NULL) {
		if ((in.by = compile_expr(r->c, r->by, VALUE_NULL)) == NULL)
			return PLAN_NONE;
		in.by_text = r->by->text;
	}

	if (value != NULL) {
		if ((in.value = compile_expr(r->c, value,
		    values[kind])) == NULL)
			return PLAN_NONE;
		in.value_text = value->text;
	}
	if (r->where != NULL) {
		if ((in.where = compile_expr(r->c, r->where,
		    VALUE_BOOL)) == NULL)
			return PLAN_NONE;
		in.where_text = r->where->text;
	}
	for (i = 0; i < plan->input_count; i++)
		if (reads_the_same(&plan->inputs[i], &in))
			return i;
	if (in.lenient) {
		in.bad = plan->bad_count++;
		plan->bad[in.bad] = in.measure;
	}
	plan->inputs[plan->input_count] = in;
	return plan->input_count++;
}

/*
 * A field by a name that is a slip away from `all`: nearly always the slip.
 * In brackets it is the field.
 */
static bool
is_slip(const struct node *node)
{
	static const char *const names[] = { "all", NULL };

	return node->kind == NODE_SCALAR && (node->text.n > 0 &&
	    (*node->text.p | 0x20) == 'a') && !span_is(node->text, "all") &&
	    fault_nearest(node->text, names) != NULL;
}

static void
read_count(struct reading *r, const struct node *node)
{
	bool all = node->kind == NODE_SCALAR && span_is(node->text, "all");
	char shown[128];

	if (is_slip(node))
		fault(r->c->faults, node->place, "expected all or a condition,"
		    " got \"%s\" (did you mean \"all\"?)",
		    err_quote(shown, sizeof(shown), node->text));
	else if (!all || r->where != NULL)
		r->m->input = add_input(r, INPUT_TRUTH, all ? NULL : node);
}

static void
read_distinct(struct reading *r, const struct node *node)
{
	r->m->input = add_input(r, INPUT_HASH, node);
}

static void
read_number(struct reading *r, const struct node *node)
{
	r->m->input = add_input(r, INPUT_NUMBER, node);
	if (r->m->input != PLAN_NONE && r->m->kind != MEASURE_QUANTILE)
		r->c->plan->inputs[r->m->input].exact = true;
}

static void
read_dispersion(struct reading *r, const struct node *node)
{
	read_number(r, node);
	if (r->m->input != PLAN_NONE)
		r->c->plan->inputs[r->m->input].squared = true;
}

static void
read_quantile(struct reading *r, const struct node *node)
{
	const struct node *q = fields_need(&r->f, "q");
	struct amount amount;
	double number;

	read_number(r, node);
	if (q == NULL || node_number(q, &number, r->c->faults) == -1)
		return;
	if (amount_read(&amount, q->text) == -1 || amount.wide ||
	    amount.units <= 0 || amount.units > AMOUNT_UNITS)
		fault(r->c->faults, q->place, "expected a number above 0 and "
		    "up to 1, with at most 9 decimals");
	else
		r->m->q = (uint64_t)amount.units;
}

static void
read_examples(struct reading *r, const struct node *node)
{
	int64_t n;

	r->m->input = add_input(r, INPUT_ID, NULL);
	if (node_integer(node, 1, EXAMPLES_MAX, &n, r->c->faults) == 0)
		r->m->most = (size_t)n;
}

#define MOST_LISTED	1000
#define DEFAULT_SET	100
#define DEFAULT_TOP	5

/* The values of a top or a set: at most n of them. */
static void
read_values(struct reading *r, const struct node *node)
{
	const struct node *item = fields_take(&r->f, "n");
	int64_t n = r->m->kind == MEASURE_SET ? DEFAULT_SET : DEFAULT_TOP;

	if (item != NULL)
		node_integer(item, 1, MOST_LISTED, &n, r->c->faults);
	r->m->most = (size_t)n;
	r->m->input = add_input(r, INPUT_VALUE, node);
}

static void
read_histogram(struct reading *r, const struct node *node)
{
	const struct node *width = fields_need(&r->f, "width");
	struct amount amount;
	double number;

	if (width == NULL || node_number(width, &number, r->c->faults) == -1)
		return;
	if (amount_read(&amount, width->text) == -1 || amount.wide ||
	    amount.units <= 0) {
		fault(r->c->faults, width->place, "expected a width above 0, "
		    "with at most 9 decimals");
		return;
	}
	r->width = amount.units;
	r->m->input = add_input(r, INPUT_VALUE, node);
}

static void
read_end(struct reading *r, const struct node *node)
{
	if ((r->by = fields_need(&r->f, "by")) != NULL)
		r->m->input = add_input(r, INPUT_VALUE, node);
}

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

static const struct kind {
	const char		*key;
	enum measure_kind	 kind;
	void	(*read)(struct reading *, const struct node *);
} kinds[] = {
	{ "count",	MEASURE_COUNT,		read_count },
	{ "distinct",	MEASURE_DISTINCT,	read_distinct },
	{ "sum",	MEASURE_SUM,		read_number },
	{ "mean",	MEASURE_MEAN,		read_number },
	{ "var",	MEASURE_VAR,		read_dispersion },
	{ "stddev",	MEASURE_STDDEV,		read_dispersion },
	{ "min",	MEASURE_MIN,		read_number },
	{ "max",	MEASURE_MAX,		read_number },
	{ "quantile",	MEASURE_QUANTILE,	read_quantile },
	{ "examples",	MEASURE_EXAMPLES,	read_examples },
	{ "top",	MEASURE_TOP,		read_values },
	{ "set",	MEASURE_SET,		read_values },
	{ "histogram",	MEASURE_HISTOGRAM,	read_histogram },
	{ "first",	MEASURE_FIRST,		read_end },
	{ "last",	MEASURE_LAST,		read_end },
	{ "ratio",	MEASURE_RATIO,		read_ratio },
	{ "change",	MEASURE_CHANGE,		read_change },
	{ "compute",	MEASURE_COMPUTE,	read_compute },
	{ "rank",	MEASURE_RANK,		read_rank },
	{ "share",	MEASURE_SHARE,		read_share },
	{ "per",	MEASURE_PER,		read_per },
};

/* p1 to p99: the quantile is in the key. */
static const struct node *
take_percentile(struct reading *r)
{
	const struct node *node = r->f.node;

	for (size_t i = 0; i < node->count; i++) {
		struct span key = node->keys[i]->text;
		unsigned percent = 0;

		for (size_t k = 1; k < key.n && k < 3 &&
		    ascii_is_digit(key.p[k]); k++)
			percent = percent * 10 + (unsigned)(key.p[k] - '0');
		if (percent == 0 || key.p[0] != 'p' || key.p[1] == '0' ||
		    key.n != (percent < 10 ? 2 : 3))
			continue;
		r->m->q = percent * (AMOUNT_UNITS / 100);
		return fields_take(&r->f, arena_string(r->c->run, key));
	}
	return NULL;
}

/* False if the mapping states no kind: told when all its keys were taken. */
static bool
read_kind(struct reading *r)
{
	const struct node *node, *found = NULL;
	const struct kind *kind = NULL;

	for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++)
		if ((node = fields_take(&r->f, kinds[i].key)) != NULL) {
			if (found != NULL)
				fault(r->c->faults, node->place, "a measure "
				    "is either %s or %s", kind->key,
				    kinds[i].key);
			kind = &kinds[i];
			found = node;
		}
	if (found != NULL) {
		r->m->kind = kind->kind;
		kind->read(r, found);
	} else if ((found = take_percentile(r)) != NULL) {
		r->m->kind = MEASURE_QUANTILE;
		read_number(r, found);
	}
	return found != NULL;
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

	return (a->kind == b->kind || totals || dispersions) && a->input == b->input &&
	    a->most == b->most;
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

static size_t
named(struct compiling *c, const struct node *node)
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
	size_t i = named(c, node);

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
	size_t of = named(r->c, r->of);
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
	size_t i = named(c, node);

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

static void
look_up(struct reading *r)
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
		look_up(&readings[i]);
}

void
compile_suppress(struct compiling *c, const struct node *node)
{
	static const char *const others[] = { "complement", NULL };
	struct suppress *s = &c->plan->suppress;
	const struct node *item;
	struct fields f;
	int64_t below;
	int chosen;

	if (fields_begin(&f, node, c->run, c->faults) == -1)
		return;
	if (c->plan->table != NULL)
		fault(c->faults, node->place, "suppress is for measures, not "
		    "for a table");
	if ((item = fields_need(&f, "below")) != NULL && node_integer(item, 2,
	    INT64_MAX, &below, c->faults) == 0)
		s->below = (uint64_t)below;
	if ((item = fields_need(&f, "of")) != NULL) {
		s->of = named(c, item);
		if (s->of != PLAN_NONE &&
		    c->plan->measures[s->of].kind > MEASURE_DISTINCT)
			fault(c->faults, item->place, "expected a count or "
			    "distinct");
	}
	if ((item = fields_take(&f, "also")) != NULL)
		s->complement = node_choice(item, others, &chosen,
		    c->faults) == 0;
	for (size_t i = 0; item != NULL && i < c->plan->measure_count; i++)
		if (c->plan->measures[i].kind == MEASURE_CHANGE)
			fault(c->faults, item->place, "\"%s\" would tell "
			    "what complement leaves out: it is a change",
			    c->plan->measures[i].name);
	fields_end(&f);
}
