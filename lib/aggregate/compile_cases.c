#include "aggregate/compile.h"
#include "text/calendar.h"

static const char *const column_names[] = {
	[COLUMN_CASE] = "case",
	[COLUMN_RESULT] = "result",
	[COLUMN_LIMIT] = "limit",
	[COLUMN_TIER] = "tier",
	[COLUMN_ORG] = "org",
	[COLUMN_RETURNS] = "returns",
	[COLUMN_EXTENSIONS] = "extensions",
	[COLUMN_RESOLVED] = "resolved",
	[COLUMN_SATISFIED] = "satisfied",
	[COLUMN_COLLECTED] = "collected",
	[COLUMN_HANDLED] = "handled",
	[COLUMN_CONTACTED] = "contacted",
	[COLUMN_CLOSED] = "closed",
	[COLUMN_EVALUATED] = "evaluated",
	[COLUMN_REPLIED] = "replied",
};

#define MAX_LIMIT_HOURS		100000
#define MAX_LIMIT_WORKDAYS	10000
#define MAX_AGAIN_DAYS		3660
#define HOUR			3600
#define DAY			86400

static void
read_columns(struct compiling *c, const struct node *node,
    struct case_plan *cases)
{
	const struct node *column;
	struct fields f;

	if (node == NULL || fields_begin(&f, node, c->run, c->faults) == -1)
		return;
	cases->rows = true;
	for (int i = 0; i < CASE_COLUMNS; i++)
		if ((column = fields_take(&f, column_names[i])) != NULL)
			compile_path(c, column, &cases->columns[i]);
	fields_end(&f);
	if (cases->columns[COLUMN_CASE].count == 0)
		cases->columns[COLUMN_CASE] = cases->key;
}

static void
read_amount(struct compiling *c, struct fields *f, struct case_limit *limit)
{
	const struct node *hours = fields_take(f, "hours");
	const struct node *workdays = fields_take(f, "workdays");
	int64_t amount = 0;

	limit->workdays = workdays != NULL;
	if ((hours == NULL) == (workdays == NULL))
		fault(c->faults, f->node->place, "expected either hours or "
		    "workdays");
	else if (hours != NULL && node_integer(hours, 1, MAX_LIMIT_HOURS,
	    &amount, c->faults) == 0)
		limit->amount = amount * HOUR;
	else if (workdays != NULL && node_integer(workdays, 1,
	    MAX_LIMIT_WORKDAYS, &amount, c->faults) == 0)
		limit->amount = amount;
	if (workdays != NULL && c->plan->calendar == NULL)
		fault(c->faults, workdays->place, "working days need a "
		    "holiday table: name one under calendar");
}

static void
read_limit(struct compiling *c, const struct node *node,
    struct case_limit *limit)
{
	static const char *const names[] = {
		"collected", "handled", "contacted", "responded", NULL
	};
	static const enum case_time clocks[] = {
		TIME_COLLECTED, TIME_HANDLED, TIME_CONTACTED, TIME_RESPONDED
	};
	const struct node *item;
	struct fields f;
	int clock = 0;

	if (fields_begin(&f, node, c->run, c->faults) == -1)
		return;
	if ((item = fields_take(&f, "when")) != NULL)
		limit->when = compile_expr(c, item, VALUE_BOOL);
	if ((item = fields_take(&f, "clock")) != NULL)
		node_choice(item, names, &clock, c->faults);
	limit->clock = clocks[clock];
	read_amount(c, &f, limit);
	fields_end(&f);
}

static void
read_case_limits(struct compiling *c, const struct node *node,
    struct case_plan *cases)
{
	if (node == NULL)
		return;
	if (node->kind != NODE_SEQUENCE || node->count == 0) {
		fault(c->faults, node->place, "expected a sequence of limits");
		return;
	}
	cases->limits = arena_zero(c->run, node->count,
	    sizeof(*cases->limits));
	cases->limit_count = node->count;
	for (size_t i = 0; i < node->count; i++)
		read_limit(c, node->items[i], &cases->limits[i]);
}

/* The index of a field of collect events, which is read from now on. */
static size_t
add_field(struct compiling *c, struct span name)
{
	struct case_plan *cases = c->plan->cases;
	size_t i = 0;

	while (i < cases->field_count && !span_equal(cases->fields[i], name))
		i++;
	if (i < cases->field_count)
		return i;
	cases->fields = arena_grow(c->run, cases->fields, i,
	    &c->field_capacity, i + 1, sizeof(*cases->fields));
	cases->fields[cases->field_count++] = name;
	return i;
}

/* Names of fields, of which none stands there twice, nor in `but`. */
static size_t *
read_fields(struct compiling *c, const struct node *node, size_t *count,
    const size_t *but, size_t but_count)
{
	struct span *names;
	size_t *indices;

	*count = 0;
	if (node == NULL ||
	    node_texts(node, c->run, &names, count, c->faults) == -1)
		return NULL;
	indices = arena_zero(c->run, *count, sizeof(*indices));
	for (size_t i = 0; i < *count; i++) {
		bool again = false;

		if (case_field(names[i]) != CASE_NO_FIELD)
			fault(c->faults, node->place, "expected fields of the "
			    "collect event, got %.*s", (int)names[i].n,
			    names[i].p);
		indices[i] = add_field(c, names[i]);
		for (size_t k = 0; k < i; k++)
			again |= indices[k] == indices[i];
		for (size_t k = 0; k < but_count; k++)
			again |= but[k] == indices[i];
		if (again)
			fault(c->faults, node->place, "%.*s stands there "
			    "twice", (int)names[i].n, names[i].p);
	}
	return indices;
}

static void
read_again(struct compiling *c, const struct node *node,
    struct case_plan *cases)
{
	struct case_repeats *r = &cases->repeats;
	const struct node *days;
	struct fields f;
	int64_t n;

	if (node == NULL || fields_begin(&f, node, c->run, c->faults) == -1)
		return;
	r->who = read_fields(c, fields_need(&f, "who"), &r->who_count, NULL,
	    0);
	r->same = read_fields(c, fields_need(&f, "same"), &r->same_count,
	    r->who, r->who_count);
	days = fields_need(&f, "days");
	if (days != NULL && node_integer(days, 1, MAX_AGAIN_DAYS, &n,
	    c->faults) == 0)
		r->within = n * DAY;
	fields_end(&f);
}

void
compile_cases(struct compiling *c, const struct node *node)
{
	static const char *const rows[] = { "last", "first", NULL };
	struct case_plan *cases = arena_zero(c->run, 1, sizeof(*cases));
	const struct node *item;
	const char *reason;
	struct fields f;
	int row = 0;

	if (fields_begin(&f, node, c->run, c->faults) == -1)
		return;
	c->plan->cases = cases;
	cases->due_tier = SIZE_MAX;
	cases->zone = c->plan->zone;
	cases->calendar = c->plan->calendar;
	path_parse(&cases->key, c->run, SPAN("case"), &reason);
	path_parse(&cases->order, c->run, SPAN("time"), &reason);
	if ((item = fields_take(&f, "key")) != NULL)
		compile_path(c, item, &cases->key);
	if ((item = fields_take(&f, "order")) != NULL)
		compile_path(c, item, &cases->order);
	read_columns(c, fields_take(&f, "columns"), cases);
	if ((item = fields_take(&f, "repeated")) != NULL &&
	    node_choice(item, rows, &row, c->faults) == 0 && !cases->rows)
		fault(c->faults, item->place, "repeated says which row of a "
		    "case counts: without columns there are none");
	cases->first = row == 1;
	read_case_limits(c, fields_take(&f, "limits"), cases);
	read_again(c, fields_take(&f, "again"), cases);
	fields_end(&f);
}

void
compile_calendar(struct compiling *c, const struct node *node)
{
	const struct file *file;

	if (node == NULL)
		return;
	file = config_file(c->config, c->rule, node, c->run, c->faults);
	if (file != NULL)
		c->plan->calendar = calendar_read(file, c->run, c->faults);
}

/* What is read, and whether some of it only a folded case has. */
struct reads {
	struct compiling	*c;
	bool			 folded;
};

static void
note_path(void *ctx, const struct path *path)
{
	struct reads *r = ctx;
	int field = case_field(path->keys[0]);

	if (field == CASE_NO_FIELD) {
		add_field(r->c, path->keys[0]);
		return;
	}
	r->c->plan->cases->reads |= UINT64_C(1) << field;
	r->folded = true;
}

static void
note_expr(struct reads *r, const struct expr *x)
{
	if (x != NULL)
		expr_paths(x, note_path, r);
}

static void
note_key(struct reads *r, struct key *key)
{
	r->folded = false;
	if (key->path.count > 0)
		note_path(r, &key->path);
	note_expr(r, key->value);
	key->folded = r->folded;
}

static void
note_input(struct reads *r, struct input *in)
{
	r->folded = false;
	note_expr(r, in->value);
	note_expr(r, in->where);
	note_expr(r, in->by);
	if (in->kind == INPUT_ID) {
		r->c->plan->cases->reads |= UINT64_C(1) <<
		    case_field(SPAN("id"));
		r->folded = true;
	}
	in->folded = r->folded;
}

void
compile_reads(struct compiling *c)
{
	struct reads r = { .c = c };
	struct plan *plan = c->plan;

	if (plan->cases == NULL)
		return;
	note_expr(&r, plan->where);
	for (size_t i = 0; i < plan->key_count; i++)
		note_key(&r, &plan->keys[i]);
	for (size_t i = 0; i < plan->input_count; i++)
		note_input(&r, &plan->inputs[i]);
	for (size_t i = 0; i < plan->cases->limit_count; i++)
		note_expr(&r, plan->cases->limits[i].when);
	if (plan->cases->reads >> case_field(SPAN("above_due")) & 1)
		plan->cases->due_tier = add_field(c, SPAN("due_tier"));
}
