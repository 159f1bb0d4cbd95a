#include "aggregate/compile_measures.h"
#include "aggregate/examples.h"
#include "base/ascii.h"

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

bool
measures_read_percentile(struct reading *r)
{
	const struct node *found = take_percentile(r);

	if (found == NULL)
		return false;
	r->m->kind = MEASURE_QUANTILE;
	read_number(r, found);
	return true;
}

const struct measure_reader measures_read[] = {
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
	{ NULL, MEASURE_COUNT, NULL },
};
