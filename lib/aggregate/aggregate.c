#include "aggregate/aggregate.h"
#include "aggregate/cases_fold.h"
#include "aggregate/check.h"
#include "aggregate/compile.h"
#include "aggregate/foot.h"
#include "aggregate/map.h"
#include "aggregate/merge.h"
#include "aggregate/methods.h"
#include "aggregate/mixed.h"
#include "aggregate/tally.h"
#include "aggregate/unlike.h"
#include "aggregate/watched.h"
#include "aggregate/windows.h"
#include "aggregate/write_groups.h"
#include "base/mem.h"

struct worker {
	const struct plan	*plan;
	struct regex_work	*regexes;
};

/* What is folded: groups, or cases that become groups at the end. */
struct state {
	const struct plan	*plan;
	struct groups		*groups;
	struct cases		*cases;		/* or NULL */
	struct windows		*windows;	/* instead of groups; or NULL */
	struct methods_state	 methods;	/* with --methods alone */
	struct tally		 tally;
};

/* Cases have no windows. */
enum { COUNTER_DROPPED, COUNTER_SPILLS, COUNTER_CASES,
    COUNTER_LATE = COUNTER_CASES };

static const char *const counter_names[] = {
	[COUNTER_DROPPED] = "dropped",
	[COUNTER_SPILLS] = "spills",
	[COUNTER_CASES + CASES_ALL] = "cases",
	[COUNTER_CASES + CASES_TWICE] = "told_twice",
	[COUNTER_CASES + CASES_CONTRARY] = "contrary",
	[COUNTER_CASES + CASES_UNACCEPTED] = "unaccepted",
	[COUNTER_CASES + CASES_BACKWARDS] = "backwards",
	[COUNTER_CASES + CASES_UNCONTACTED] = "uncontacted",
	[COUNTER_CASES + CASES_MASKED] = "masked",
	[COUNTER_CASES + CASES_GAPS] = "gaps",
	[COUNTER_CASES + CASES_SHORT] = "short",
	[COUNTER_CASES + CASES_ABSENT] = "absent",
};

/* So many counters behind those that are shown. */
static size_t
hidden_counters(const struct plan *plan)
{
	return unlike_counters(plan) + mixed_counters(plan) +
	    watched_counters(plan);
}

/*
 * In the order of enum counter, then lenient measures, comparisons, keys and
 * what is watched.
 */
static void
name_counters(struct plan *plan, struct arena *run)
{
	size_t n = plan->cases == NULL ? COUNTER_CASES :
	    COUNTER_CASES + CASES_COUNTERS;
	const char **names = arena_zero(run, n + 1 + plan->bad_count +
	    hidden_counters(plan), sizeof(*names));

	memcpy(names, counter_names, n * sizeof(*names));
	if (plan->window != NULL)
		names[n++] = "late";
	for (size_t i = 0; i < plan->bad_count; i++)
		names[n++] = arena_printf(run, "bad.%s", plan->bad[i]).p;
	plan->counters = names;
	plan->counter_count = n + hidden_counters(plan);
}

/* How many bad values there were, of each lenient measure. */
static uint64_t *
bad_of(const struct plan *plan, const struct out *out)
{
	return out->counters + plan->counter_count - hidden_counters(plan) -
	    plan->bad_count;
}

static uint64_t *
unlike_of(const struct plan *plan, const struct out *out)
{
	return out->counters + plan->counter_count - hidden_counters(plan);
}

static uint64_t *
mixed_of(const struct plan *plan, const struct out *out)
{
	return unlike_of(plan, out) + unlike_counters(plan);
}

static uint64_t *
watched_of(const struct plan *plan, const struct out *out)
{
	return out->counters + plan->counter_count - watched_counters(plan);
}

static int
compile(const struct config *config, struct arena *run, void **p,
    struct faults *faults)
{
	struct plan *plan = compile_rule(config, run, faults);

	if (plan == NULL)
		return -1;
	name_counters(plan, run);
	*p = plan;
	return 0;
}

static const char *
format(const void *p)
{
	static const char *const names[] = {
		[FORMAT_JSONL] = NULL,
		[FORMAT_CSV] = "csv",
		[FORMAT_TSV] = "tsv",
		[FORMAT_TABLE] = "table",
		[FORMAT_HTML] = "html",
		[FORMAT_MARKDOWN] = "markdown",
		[FORMAT_BULLETIN] = "bulletin",
		[FORMAT_GRAPHML] = "graphml",
		[FORMAT_DOT] = "dot",
	};
	const struct plan *plan = p;

	return names[plan->format];
}

static size_t
counters(const void *p, const char *const **names)
{
	const struct plan *plan = p;

	*names = plan->counters;
	return plan->counter_count;
}

static int
open_worker(const void *plan, void **worker, struct err *e)
{
	struct worker *w = mem_zero(1, sizeof(*w));

	(void)e;
	w->plan = plan;
	w->regexes = regex_work_new();
	*worker = w;
	return 0;
}

static void
close_worker(void *worker)
{
	struct worker *w = worker;

	regex_work_free(w->regexes);
	mem_free(w);
}

/* What a rule with cases leaves out it judges by the case, not by events. */
static int
map_methods(const struct worker *w, const struct expr_fields *fields,
    const struct unit *unit, struct out *out, struct err *e)
{
	bool holds = true;

	if (w->plan->where != NULL && w->plan->cases == NULL &&
	    expr_test(w->plan->where, fields, unit->arena, &holds, e) == -1)
		return -1;
	out->counters[COUNTER_DROPPED] += !holds;
	return holds ? methods_row(w->plan, fields, unit, out->record, e) : 0;
}

static int
map(void *worker, const struct unit *unit, struct out *out, struct err *e)
{
	const struct worker *w = worker;
	struct expr_fields fields = { expr_record_get, unit->record,
	    w->regexes, unlike_of(w->plan, out) };
	struct row_counts counts = { bad_of(w->plan, out),
	    mixed_of(w->plan, out) };
	bool dropped = false;

	if (w->plan->merge) {
		buf_add(out->record, unit->record->line);
		return 0;
	}
	if (w->plan->methods != NULL)
		return map_methods(w, &fields, unit, out, e);
	if (w->plan->cases != NULL) {
		watched_note(w->plan, unit->record, watched_of(w->plan, out));
		return cases_row(w->plan, w->regexes, unit, out->record, e);
	}
	if (row_of_record(w->plan, &fields, unit, out->record, &dropped,
	    &counts, e) == -1)
		return -1;
	out->counters[COUNTER_DROPPED] += dropped;
	watched_note(w->plan, unit->record, watched_of(w->plan, out));
	return 0;
}

static int
begin(const void *p, void **state, struct err *e)
{
	const struct plan *plan = p;
	struct state *s;

	if (plan->usage != NULL)
		return err_set(e, ERR_USAGE, NULL, 0, 0, "%s", plan->usage);
	s = mem_zero(1, sizeof(*s));
	s->plan = plan;
	s->tally.bad = mem_zero(plan->bad_count, sizeof(*s->tally.bad));
	s->tally.first_day = ROW_NO_DAY;
	s->methods.memory.most = plan->memory;
	if (plan->cases != NULL && plan->methods == NULL)
		s->cases = cases_new(plan);
	else if (plan->window != NULL && !plan->merge &&
	    plan->methods == NULL)
		s->windows = windows_new(plan);
	else
		s->groups = groups_new(plan);
	*state = s;
	return 0;
}

static int
merge(struct state *s, struct span line, struct err *e)
{
	struct json record = json_value(line);

	if (merge_check(s->plan, &record, e) == -1)
		return -1;
	if (tally_merge(&s->tally, s->plan, &record)) {
		if (s->groups != NULL)
			groups_note_day(s->groups, s->tally.first_day);
		return 0;
	}
	return s->cases != NULL ? cases_merge(s->cases, line, e) :
	    merge_record(s->groups, line, e);
}

static int
fold(void *state, struct span row, struct out *out, struct err *e)
{
	struct state *s = state;

	if (s->windows != NULL)
		return windows_add(s->windows, row, out,
		    out->counters + COUNTER_LATE, e);
	if (s->plan->merge)
		return merge(s, row, e);
	if (s->plan->methods != NULL)
		return methods_add(&s->methods, row, e);
	return s->cases != NULL ? cases_add(s->cases, row, e) :
	    groups_add(s->groups, row, e);
}

static void
drop(void *state)
{
	struct state *s = state;

	if (s->cases != NULL)
		cases_free(s->cases);
	if (s->groups != NULL)
		groups_free(s->groups);
	windows_free(s->windows);
	methods_free(&s->methods);
	mem_free(s->tally.bad);
	mem_free(s);
}

static int
write_states(struct state *s, struct out *out, struct err *e)
{
	if (s->cases == NULL)
		tally_bad(&s->tally, s->plan, bad_of(s->plan, out));
	if (s->groups != NULL)
		s->tally.first_day = s->groups->first_day;
	*out->records += tally_put(&s->tally, s->plan, out->record);
	if (s->cases != NULL) {
		out->counters[COUNTER_SPILLS] += s->cases->spills;
		return cases_partial(s->cases, out, e);
	}
	if (s->windows != NULL)
		return windows_finish(s->windows, out, e);
	out->counters[COUNTER_SPILLS] += s->groups->spills;
	return write_groups(s->groups, out, e);
}

static void
tell(const struct out *out, struct span line)
{
	struct err note;

	err_set(&note, ERR_NONE, NULL, 0, 0, "%.*s", (int)line.n, line.p);
	out->tell(&note);
}

/* -v says what the foot of a table does. */
static void
tell_foot(const struct groups *g, const struct out *out)
{
	for (size_t i = 0; g->plan->verbose && i < g->foot_count; i++)
		tell(out, g->foot[i]);
}

/* A slip in `where` leaves figures of 0 that look like any others. */
static void
tell_left_out(const struct state *s, const struct out *out)
{
	struct err note;

	if (s->tally.dropped == 0 || s->cases != NULL || out->tell == NULL ||
	    s->groups->map.count > 0 || s->groups->spilled != NULL)
		return;
	err_set(&note, ERR_NONE, NULL, 0, 0, s->plan->chinese ?
	    "规则的 where 把 %llu 条记录全都略去了" :
	    "the rule's where left out all of %llu records",
	    (unsigned long long)s->tally.dropped);
	out->tell(&note);
}

/* Nor does a misspelt field: the figures of it are 0, or none. */
static void
tell_missing(const struct state *s, const struct out *out)
{
	struct buf line = {0};

	if (out->tell != NULL && watched_line(s->plan, watched_of(s->plan,
	    out), true, out->first, &line)) {
		watched_hint(s->plan, watched_of(s->plan, out), &line);
		tell(out, buf_span(&line));
	}
	buf_free(&line);
}

static void
tell_unlike(const struct plan *plan, const struct out *out, struct buf *line)
{
	const uint64_t *counts = unlike_of(plan, out);

	for (size_t i = 0; i < unlike_counters(plan); i++)
		if (counts[i] > 0) {
			buf_cut(line, 0);
			unlike_line(plan, i, counts[i], line);
			tell(out, buf_span(line));
		}
}

/* Behind the folding: the measures and keys of cases are read there. */
static void
tell_kinds(const struct plan *plan, const struct out *out)
{
	struct buf line = {0};

	if (out->tell != NULL)
		tell_unlike(plan, out, &line);
	for (size_t i = 0; out->tell != NULL && i < plan->key_count; i++) {
		buf_cut(&line, 0);
		if (mixed_line(plan, i, mixed_of(plan, out), &line))
			tell(out, buf_span(&line));
		buf_cut(&line, 0);
		if (mixed_spaces(plan, i, mixed_of(plan, out), &line))
			tell(out, buf_span(&line));
	}
	buf_free(&line);
}

/* The keys stand at the foot already, and all that cases lack. */
static void
foot_missing(const struct state *s, const struct out *out)
{
	struct buf line = {0};

	if (s->cases == NULL && watched_line(s->plan,
	    watched_of(s->plan, out), false, SPAN(""), &line)) {
		buf_add(&line, s->plan->chinese ? SPAN("。") : SPAN("."));
		groups_foot(s->groups, buf_span(&line));
	}
	buf_free(&line);
}

static int
write_figures(struct state *s, struct out *out, struct err *e)
{
	int rc;

	if (s->windows != NULL)
		return windows_finish(s->windows, out, e);
	if (s->cases != NULL && (s->groups = cases_fold(s->cases,
	    out->counters + COUNTER_CASES, e)) == NULL)
		return -1;
	if (s->cases != NULL)
		tell_kinds(s->plan, out);
	tell_left_out(s, out);
	foot_keys(s->groups);
	tell_foot(s->groups, out);
	foot_missing(s, out);
	tally_bad(&s->tally, s->plan, bad_of(s->plan, out));
	tally_foot(&s->tally, s->groups);
	rc = write_groups(s->groups, out, e);
	out->counters[COUNTER_SPILLS] += s->groups->spills +
	    (s->cases != NULL ? s->cases->spills : 0);
	return rc;
}

static int
write_methods(const struct state *s, struct out *out, struct err *e)
{
	if (methods_put(&s->methods, s->plan, &s->tally, out->record,
	    e) == -1)
		return -1;
	++*out->records;
	return 0;
}

static int
finish(void *state, struct out *out, struct err *e)
{
	struct state *s = state;
	int rc;

	s->tally.dropped += out->counters[COUNTER_DROPPED];
	s->tally.refused += out->refused;
	tell_missing(s, out);
	if (s->cases == NULL)
		tell_kinds(s->plan, out);
	rc = s->plan->methods != NULL ? write_methods(s, out, e) :
	    s->plan->partial ? write_states(s, out, e) :
	    write_figures(s, out, e);
	drop(s);
	return rc;
}

static int
check(const void *plan, struct arena *arena, struct faults *faults)
{
	return check_tests(plan, arena, faults);
}

const struct engine aggregate_engine = {
	.name = "aggregate",
	.compile = compile,
	.format = format,
	.counters = counters,
	.open = open_worker,
	.map = map,
	.begin = begin,
	.fold = fold,
	.finish = finish,
	.drop = drop,
	.close = close_worker,
	.check = check,
};
