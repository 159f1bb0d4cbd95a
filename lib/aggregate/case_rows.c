#include "aggregate/case_event.h"
#include "base/decimal.h"
#include "frame/tell.h"

/* A row of which the events are being made. */
struct row {
	const struct case_plan	*plan;
	const struct record	*record;
	struct telling		*telling;
	int64_t			 times[CASE_COLUMNS];	/* CASE_NEVER: none */
	enum case_answer	 resolved;
	enum case_answer	 satisfied;
	enum case_tier		 tier;
	struct span		 org;
	int64_t			 counts[CASE_COLUMNS];	/* of steps */
	enum case_result	 result;
	struct err		*e;
};

static int
column(struct row *row, enum case_column which, struct told *t)
{
	const struct path *path = &row->plan->columns[which];

	if (path->count > 0)
		return told_path(row->record, path, t, row->e);
	*t = (struct told){ .arena = row->record->arena };
	return 0;
}

static int
read_times(struct row *row)
{
	struct told t;
	int i, found;

	for (i = COLUMN_COLLECTED; i <= COLUMN_REPLIED; i++) {
		row->times[i] = CASE_NEVER;
		if (column(row, (enum case_column)i, &t) == -1 ||
		    told_time(&t, row->plan->zone, &row->times[i],
		    row->e) == -1)
			return -1;
	}
	row->times[COLUMN_LIMIT] = CASE_NEVER;
	if (column(row, COLUMN_LIMIT, &t) == -1)
		return -1;
	found = told_limit(&t, row->plan->zone, &row->times[COLUMN_LIMIT],
	    row->e);
	return found == -1 ? -1 : 0;
}

static int
read_steps(struct row *row, enum case_column which)
{
	char came[TELL_SIZE];
	struct span text;
	struct told t;
	int found;

	row->counts[which] = 0;
	if (column(row, which, &t) == -1 ||
	    (found = told_text(&t, &text, row->e)) == -1)
		return -1;
	if (found == 0)
		return 0;
	if (decimal_integer(text, &row->counts[which]) &&
	    row->counts[which] >= 0 && row->counts[which] <= CASE_MAX_STEPS)
		return 0;
	return err_record(row->e, "field \"%.*s\": expected a number from 0 "
	    "to %d, got %s", (int)t.name.n, t.name.p, CASE_MAX_STEPS,
	    tell_json(&t.value, came));
}

static int
read_words(struct row *row)
{
	struct told t;

	if (column(row, COLUMN_RESULT, &t) == -1 ||
	    told_result(&t, SPAN("collect"), &row->result, row->e) == -1 ||
	    column(row, COLUMN_TIER, &t) == -1 ||
	    told_tier(&t, &row->tier, row->e) == -1 ||
	    column(row, COLUMN_ORG, &t) == -1 ||
	    told_text(&t, &row->org, row->e) == -1 ||
	    column(row, COLUMN_RESOLVED, &t) == -1 ||
	    told_answer(&t, &row->resolved, row->e) == -1 ||
	    column(row, COLUMN_SATISFIED, &t) == -1 ||
	    told_answer(&t, &row->satisfied, row->e) == -1 ||
	    read_steps(row, COLUMN_RETURNS) == -1)
		return -1;
	return read_steps(row, COLUMN_EXTENSIONS);
}

static struct case_event *
add(struct row *row, enum case_result result, int64_t time)
{
	struct telling *t = row->telling;

	t->events[t->count] = (struct case_event){
		.time = time, .limit = CASE_NEVER, .result = result,
		.org = SPAN(""), .fields = SPAN("")
	};
	return &t->events[t->count++];
}

static int64_t
earlier(int64_t a, int64_t b)
{
	return a != CASE_NEVER && (b == CASE_NEVER || a < b) ? a : b;
}

/*
 * Steps that have a number, but no time: they were taken at the first time of
 * handling that is known, else when the case was closed.  Without either it
 * wasn't handled as far as is known: there is no response to be measured.
 */
static void
add_steps(struct row *row, enum case_column which, enum case_result result)
{
	int64_t time = earlier(row->times[COLUMN_HANDLED],
	    row->times[COLUMN_CONTACTED]);

	if (time == CASE_NEVER && row->result != COLLECT_ANSWERED)
		time = row->times[COLUMN_CLOSED];
	for (int64_t i = 0; time != CASE_NEVER && i < row->counts[which]; i++)
		add(row, result, time);
}

static int
add_collect(struct row *row)
{
	int64_t time = row->times[COLUMN_COLLECTED];
	struct case_event *event;

	if (time == CASE_NEVER)
		return 0;
	event = add(row, row->result, time);
	event->limit = row->times[COLUMN_LIMIT];
	if (row->result == COLLECT_ANSWERED) {
		event->tier = row->tier;
		event->org = row->org;
	}
	return told_fields(row->plan, row->record, &event->fields, row->e);
}

/* What was answered on the spot wasn't handled, whatever its row says. */
static void
add_handling(struct row *row)
{
	const int64_t *times = row->times;
	struct case_event *event;

	if (times[COLUMN_HANDLED] != CASE_NEVER)
		add(row, HANDLE_ASSIGNED, times[COLUMN_HANDLED])->org =
		    row->org;
	if (times[COLUMN_CONTACTED] != CASE_NEVER)
		add(row, HANDLE_CONTACTED, times[COLUMN_CONTACTED]);
	add_steps(row, COLUMN_RETURNS, HANDLE_RETURNED);
	add_steps(row, COLUMN_EXTENSIONS, HANDLE_EXTENDED);
	if (times[COLUMN_CLOSED] != CASE_NEVER &&
	    row->result != COLLECT_ANSWERED) {
		event = add(row, HANDLE_DONE, times[COLUMN_CLOSED]);
		event->tier = row->tier;
		event->org = row->org;
	}
}

/* Answers without a time were given when the case was closed. */
static void
add_later(struct row *row)
{
	int64_t time = row->times[COLUMN_EVALUATED];
	struct case_event *event;

	if (time == CASE_NEVER && (row->resolved != ANSWER_UNKNOWN ||
	    row->satisfied != ANSWER_UNKNOWN))
		time = row->times[COLUMN_CLOSED];
	if (time != CASE_NEVER) {
		event = add(row, EVALUATE_CALLED, time);
		event->resolved = row->resolved;
		event->satisfied = row->satisfied;
	}
	if (row->times[COLUMN_REPLIED] != CASE_NEVER)
		add(row, FEEDBACK_REPLIED, row->times[COLUMN_REPLIED]);
}

/*
 * Of rows of one case the last counts: by the field that orders, else by what
 * they know of last.
 */
static int
read_order(struct row *row)
{
	struct telling *t = row->telling;
	struct told told;
	int found;

	for (size_t i = 0; i < t->count; i++)
		if (i == 0 || t->events[i].time > t->order)
			t->order = t->events[i].time;
	if (told_path(row->record, &row->plan->order, &told, row->e) == -1)
		return -1;
	found = told_time(&told, row->plan->zone, &t->order, row->e);
	return found == -1 ? -1 : 0;
}

/* Names the fields that would have been one. */
static int
no_time(const struct case_plan *plan, struct err *e)
{
	struct buf names = {0};

	for (int i = COLUMN_COLLECTED; i <= COLUMN_REPLIED; i++)
		if (plan->columns[i].count > 0)
			buf_printf(&names, "%s\"%.*s\"",
			    names.n > 0 ? ", " : "",
			    (int)plan->columns[i].text.n,
			    plan->columns[i].text.p);
	err_record(e, "expected a time in one of the fields %.*s, got none",
	    (int)names.n, names.p);
	buf_free(&names);
	return -1;
}

int
telling_read_row(const struct case_plan *plan, const struct record *r,
    struct telling *telling, struct err *e)
{
	struct row row = { .plan = plan, .record = r, .telling = telling,
	    .e = e };
	struct told t;

	*telling = (struct telling){ .is_row = true };
	if (told_path(r, &plan->columns[COLUMN_CASE], &t, e) == -1 ||
	    told_key(&t, &telling->key, e) == -1 ||
	    read_times(&row) == -1 || read_words(&row) == -1)
		return -1;
	telling->events = arena_alloc(r->arena, sizeof(*telling->events) *
	    (size_t)(6 + row.counts[COLUMN_RETURNS] +
	    row.counts[COLUMN_EXTENSIONS]));
	if (add_collect(&row) == -1)
		return -1;
	add_handling(&row);
	add_later(&row);
	if (telling->count == 0)
		return no_time(plan, e);
	return read_order(&row);
}
