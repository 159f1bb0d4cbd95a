#include "aggregate/case_window.h"

static void
bound(struct case_window *w, const struct period *period, int zone)
{
	w->bounded = true;
	w->period = *period;
	w->from = when_midnight(period->from, zone);
	w->last = when_midnight(period->to, zone) - 1;
}

struct case_window
case_window(const struct case_plan *plan, int64_t latest)
{
	struct case_window w = { .basis = plan->basis,
	    .as_of = plan->has_as_of ? plan->as_of : latest };
	struct period period = plan->period;

	if (!plan->has_period && (!plan->has_unit || w.as_of == CASE_NEVER))
		return w;
	if (!plan->has_period)
		period = period_of_day(when_day(w.as_of, plan->zone),
		    plan->unit);
	bound(&w, &period, plan->zone);
	if (!plan->has_as_of)
		w.as_of = w.last;
	return w;
}

bool
case_window_against(const struct case_plan *plan, const struct case_window *w,
    enum case_against against, const struct case_days *days,
    struct case_window *other)
{
	struct period period;

	if (w->as_of == CASE_NEVER)	/* there is no case */
		return false;
	period = period_previous(&w->period);
	if (against == AGAINST_YEAR_AGO &&
	    !period_year_ago(&w->period, &period))
		return false;
	*other = (struct case_window){ .basis = w->basis };
	bound(other, &period, plan->zone);
	if (w->as_of >= w->last)
		other->as_of = other->last + (w->as_of - w->last);
	else {
		other->as_of = other->from + (w->as_of - w->from);
		if (other->as_of > other->last)
			other->as_of = other->last;
	}
	return case_days_any(days, period.from, period.to) &&
	    days->first <= period.from;
}

static bool
is_in(const struct case_window *w, int64_t time)
{
	return time >= w->from && time <= w->last;
}

/* Collected in the period; without a collect event, begun in it. */
static bool
is_of_cohort(const struct case_window *w, const struct case_event *events,
    const struct case_state *s)
{
	int64_t collected = s->times[TIME_COLLECTED];

	return is_in(w, collected != CASE_NEVER ? collected : events[0].time);
}

/*
 * Accepted + carried = closed + open, of this case.  What was closed before it
 * was accepted, by its clock, was closed when it was accepted.
 */
static int
check_flow(const struct case_window *w, const struct case_state *s,
    struct err *e)
{
	int64_t closed = s->times[TIME_CLOSED];
	int in, out;

	if (closed != CASE_NEVER && closed < s->decided)
		closed = s->decided;
	in = s->truths[CASE_ACCEPTED] + s->truths[CASE_CARRIED];
	out = (closed != CASE_NEVER && is_in(w, closed)) +
	    s->truths[CASE_OPEN];
	if (in == out)
		return 0;
	return err_set(e, ERR_DATA, NULL, 0, 0, "accepted or carried over: "
	    "%d, closed or open: %d", in, out);
}

/*
 * In hand in the period: accepted by its end, and either not yet at its start,
 * or open at its start or again since.  What was turned down in the period is
 * of it too, to be counted.
 */
static int
is_of_flow(const struct case_window *w, const struct case_event *events,
    size_t count, struct case_state *s, struct err *e)
{
	struct case_state before = {0};
	size_t known = case_known(events, count, w->from - 1);
	bool was_accepted;

	if (!s->truths[CASE_ACCEPTED])
		return is_in(w, s->decided != CASE_NEVER ? s->decided :
		    events[0].time);
	if (known > 0)
		case_fold(&before, events, known);
	was_accepted = before.truths[CASE_ACCEPTED];
	s->truths[CASE_ACCEPTED] = !was_accepted;
	s->truths[CASE_CARRIED] = was_accepted &&
	    (before.truths[CASE_OPEN] || s->truths[CASE_OPEN] ||
	    (s->last_redo != CASE_NEVER && s->last_redo >= w->from));
	if (was_accepted && !s->truths[CASE_CARRIED])
		return 0;
	return check_flow(w, s, e) == -1 ? -1 : 1;
}

int
case_window_has(const struct case_window *w, const struct case_event *events,
    size_t count, struct case_state *s, struct err *e)
{
	if (!w->bounded)
		return 1;
	if (w->basis == BASIS_FLOW)
		return is_of_flow(w, events, count, s, e);
	return is_of_cohort(w, events, s);
}

struct span
case_window_text(const struct case_window *w, int zone, bool chinese,
    struct arena *arena)
{
	static const char *const bases[2][2] = {
		[BASIS_COHORT] = {
			"cohort (cases collected in the period)",
			"同期群（期内受理的工单）"
		},
		[BASIS_FLOW] = {
			"flow (cases carried into the period or accepted in "
			"it)",
			"流量（上期结转与本期受理的工单）"
		},
	};
	char period[PERIOD_SIZE], as_of[WHEN_SIZE];

	if (w->as_of == CASE_NEVER)
		return chinese ? SPAN("没有工单。") : SPAN("No cases.");
	when_text(w->as_of, zone, as_of);
	if (!w->bounded)
		return arena_printf(arena, chinese ?
		    "全部工单，截至 %s。" : "All cases, as of %s.", as_of);
	return arena_printf(arena, chinese ?
	    "统计期：%s；口径：%s；截至 %s。" :
	    "Period: %s; basis: %s; as of %s.",
	    period_text(&w->period, period), bases[w->basis][chinese],
	    as_of);
}
