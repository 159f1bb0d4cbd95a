#include "aggregate/case_notes.h"
#include "aggregate/cases_fold.h"

#define MOST_NAMES	5	/* of a list */
#define MOST_FIELDS	64	/* that a case has: see case_plan.reads */

/* What is said, in the two languages: @ is a number or a list. */
struct wording {
	const char	*en;
	const char	*zh;
};

static void
note(struct groups *g, const struct wording *wording, struct span what)
{
	const char *text = g->plan->chinese ? wording->zh : wording->en;
	size_t before = span_index(span_of(text), '@');
	struct buf b = {0};

	buf_add(&b, span_make(text, before));
	buf_add(&b, what);
	buf_add(&b, span_from(span_of(text), before + 1));
	groups_foot(g, buf_span(&b));
	buf_free(&b);
}

static void
note_number(struct groups *g, uint64_t n, const struct wording *wording)
{
	struct buf b = {0};

	if (n > 0) {
		buf_unsigned(&b, n);
		note(g, wording, buf_span(&b));
	}
	buf_free(&b);
}

static void
note_counters(struct groups *g, const uint64_t *counters)
{
	static const struct {
		enum cases_counter	counter;
		struct wording		wording;
	} notes[] = {
		{ CASES_CONTRARY, {
			"@ cases have rows of one time that differ: the one "
			"that tells more steps was taken; answers that "
			"contradict each other don't count.",
			"@ 件有几行时间相同而说法不同：取环节多的一行，是否"
			"解决、是否满意说法相反的不算。" } },
		{ CASES_UNACCEPTED, {
			"@ cases were never collected: they aren't accepted.",
			"@ 件没有受理记录，不计入受理。" } },
		{ CASES_BACKWARDS, {
			"@ cases have a step before they were collected.",
			"@ 件有环节早于受理（时钟不准）。" } },
		{ CASES_UNCONTACTED, {
			"@ cases have no first contact: they responded when "
			"handled.",
			"@ 件没有首次联系时间，响应时间按首次处置计。" } },
		{ CASES_MASKED, {
			"@ cases have nothing but a masked caller: whether "
			"they are repeated isn't known.",
			"@ 件的来电人打了码，不知道是否重复；要算重复，先在 "
			"normalize 里换成假名（pseudonym）。" } },
	};

	for (size_t i = 0; i < sizeof(notes) / sizeof(notes[0]); i++)
		note_number(g, counters[notes[i].counter], &notes[i].wording);
}

/* Adds a name to a list of the first few. */
static void
list(struct buf *b, bool chinese, size_t before, struct span name)
{
	if (before == MOST_NAMES)
		buf_add(b, chinese ? SPAN(" 等") : SPAN(" ..."));
	if (before >= MOST_NAMES)
		return;
	if (before > 0)
		buf_add(b, chinese ? SPAN("、") : SPAN(", "));
	buf_add(b, name);
}

/* Months, or what else the rule counts by: a day without cases is nothing. */
static bool
unit_of_gaps(const struct case_plan *plan, const struct case_window *w,
    enum when_unit *unit)
{
	*unit = plan->has_unit ? plan->unit : w->period.any ? WHEN_MONTH :
	    w->period.unit;
	return w->bounded && *unit != WHEN_DAY;
}

/* A file that wasn't given, maybe; the data begin with the first case. */
static uint64_t
note_gaps(struct groups *g, const struct cases *c,
    const struct case_window *w)
{
	static const struct wording wording = {
		"No case was collected in @: what is carried over and what "
		"has changed lack it.",
		"没有受理工单的时段：@；结转、环比、同比里缺这些。"
	};
	char name[PERIOD_SIZE];
	enum when_unit unit;
	struct period p;
	struct buf b = {0};
	uint64_t n = 0;

	if (c->days.bits == NULL ||
	    !unit_of_gaps(c->plan->cases, w, &unit))
		return 0;
	for (p = period_of_day(c->days.first, unit); p.from < w->period.to;
	    p = period_of_day(p.to, unit))
		if (!case_days_any(&c->days, p.from, p.to))
			list(&b, g->plan->chinese, n++,
			    span_of(period_text(&p, name)));
	if (n > 0)
		note(g, &wording, buf_span(&b));
	buf_free(&b);
	return n;
}

static uint64_t
note_end(struct groups *g, const struct cases *c, const struct case_window *w)
{
	static const struct wording wording = {
		"The data end with @, before the period does.",
		"数据只到 @，统计期还没有完。"
	};
	int zone = c->plan->cases->zone;
	char text[WHEN_SIZE];
	int64_t last;

	if (!w->bounded || c->latest == CASE_NEVER)
		return 0;
	last = when_day(c->latest, zone);
	if (last >= w->period.to - 1)
		return 0;
	when_text(c->latest, zone, text);
	note(g, &wording, span_make(text, 10));
	return (uint64_t)(w->period.to - 1 - last);
}

static uint64_t
note_absent(struct groups *g, const struct case_plan *plan,
    const struct case_seen *seen)
{
	static const struct wording wording = {
		"No case has the field @.", "没有一件工单有字段 @。"
	};
	struct arena arena = {0};
	struct span *names = arena_alloc(&arena,
	    (plan->field_count + MOST_FIELDS) * sizeof(*names));
	size_t n = case_record_missing(plan, seen, names);
	struct buf b = {0};

	for (size_t i = 0; i < n; i++)
		list(&b, g->plan->chinese, i, arena_printf(&arena, "\"%.*s\"",
		    (int)names[i].n, names[i].p));
	if (n > 0)
		note(g, &wording, buf_span(&b));
	buf_free(&b);
	arena_free(&arena);
	return n;
}

static void
note_against(struct groups *g)
{
	static const struct wording unknown[CASE_AGAINSTS] = {
		[AGAINST_PREVIOUS] = {
			"The data don't reach back to all of the period "
			"before, or have no case of it: no change against it.",
			"上期的数据不全，没有环比。"
		},
		[AGAINST_YEAR_AGO] = {
			"The data don't reach back to all of the period a "
			"year ago, or have no case of it: no change against "
			"it.",
			"去年同期的数据不全，没有同比。"
		},
	};

	for (int i = 0; i < CASE_AGAINSTS; i++)
		if (g->plan->cases->compare[i] && g->against[i] == NULL)
			groups_foot(g, span_of(g->plan->chinese ?
			    unknown[i].zh : unknown[i].en));
}

void
case_notes(struct groups *g, const struct cases *c,
    const struct case_window *w, const struct case_seen *seen,
    uint64_t *counters)
{
	struct arena arena = {0};

	groups_foot(g, case_window_text(w, g->plan->zone, g->plan->chinese,
	    &arena));
	counters[CASES_SHORT] += note_end(g, c, w);
	counters[CASES_GAPS] += note_gaps(g, c, w);
	note_counters(g, counters);
	if (counters[CASES_ALL] > 0)
		counters[CASES_ABSENT] += note_absent(g, g->plan->cases, seen);
	note_against(g);
	arena_free(&arena);
}
