#include "aggregate/case_due.h"
#include "text/date.h"

struct due {
	const struct case_plan	*plan;
	const struct case_event	*events;
	size_t			 count;
	int64_t			 until;		/* pauses end by then */
	struct err		*e;
};

/* The last limit that was told, and when; CASE_NEVER if none was. */
static int64_t
told_limit_of(const struct due *d, int64_t *since)
{
	int64_t limit = CASE_NEVER;

	for (size_t i = 0; i < d->count; i++)
		if (d->events[i].limit != CASE_NEVER) {
			limit = d->events[i].limit;
			*since = d->events[i].time;
		}
	return limit;
}

/*
 * The pause that begins at event *i, which is moved to its end: the case goes
 * on, or is closed.
 */
static bool
next_pause(const struct due *d, size_t *i, int64_t since, int64_t *from,
    int64_t *to)
{
	while (*i < d->count && (d->events[*i].result != HANDLE_PAUSED ||
	    d->events[*i].time < since))
		(*i)++;
	if (*i == d->count || d->events[*i].time >= d->until)
		return false;
	*from = d->events[*i].time;
	while (*i < d->count && d->events[*i].result != HANDLE_RESUMED &&
	    d->events[*i].result != HANDLE_DONE)
		(*i)++;
	*to = *i < d->count ? d->events[*i].time : d->until;
	if (*to > d->until)
		*to = d->until;
	return true;
}

static int64_t
paused_seconds(const struct due *d, int64_t since)
{
	int64_t from, to, paused = 0;

	for (size_t i = 0; next_pause(d, &i, since, &from, &to);)
		paused += to - from;
	return paused;
}

static int
paused_workdays(const struct due *d, int64_t since, int64_t *paused)
{
	int zone = d->plan->zone;
	int64_t from, to, days;

	*paused = 0;
	for (size_t i = 0; next_pause(d, &i, since, &from, &to);) {
		if (calendar_workdays(d->plan->calendar, when_day(from, zone),
		    when_day(to, zone), &days, d->e) == -1)
			return -1;
		*paused += days;
	}
	return 0;
}

/* N working days end with the N-th working day after that of the clock. */
static int
end_of_workdays(const struct due *d, int64_t clock, int64_t amount,
    int64_t *due_at)
{
	int zone = d->plan->zone;
	int64_t paused, last;

	if (paused_workdays(d, clock, &paused) == -1 ||
	    calendar_deadline(d->plan->calendar, when_day(clock, zone),
	    amount + paused, &last, d->e) == -1)
		return -1;
	*due_at = when_midnight(last + 1, zone) - 1;
	return 0;
}

static int
rule_limit(const struct due *d, const struct expr_fields *fields,
    const struct case_state *s, struct arena *arena, int64_t *due_at)
{
	for (size_t i = 0; i < d->plan->limit_count; i++) {
		const struct case_limit *limit = &d->plan->limits[i];
		int64_t clock = s->times[limit->clock];
		bool holds = true;

		if (limit->when != NULL && expr_test(limit->when, fields,
		    arena, &holds, d->e) == -1)
			return -1;
		if (!holds)
			continue;
		if (clock == CASE_NEVER)
			return 0;
		if (limit->workdays)
			return end_of_workdays(d, clock, limit->amount,
			    due_at);
		*due_at = clock + limit->amount + paused_seconds(d, clock);
		return 0;
	}
	return 0;
}

/* Some write 9999-12-31 where there is no limit: no pause moves that. */
static int64_t
latest(int zone)
{
	return when_midnight(date_days((struct date){ 10000, 1, 1 }), zone) - 1;
}

int
case_due(const struct case_plan *plan, const struct expr_fields *fields,
    const struct case_event *events, size_t count, int64_t moment,
    struct case_state *s, struct arena *arena, struct err *e)
{
	struct due d = { .plan = plan, .events = events, .count = count,
	    .until = moment, .e = e };
	int64_t closed = s->times[TIME_CLOSED], since = 0;
	int64_t *due_at = &s->times[TIME_DUE_AT];

	if (!s->truths[CASE_ACCEPTED])
		return 0;
	if (closed != CASE_NEVER)
		d.until = closed;
	*due_at = told_limit_of(&d, &since);
	if (*due_at != CASE_NEVER)
		*due_at += paused_seconds(&d, since);
	else if (rule_limit(&d, fields, s, arena, due_at) == -1)
		return -1;
	if (*due_at > latest(plan->zone))
		*due_at = latest(plan->zone);
	s->truths[CASE_DUE] = *due_at != CASE_NEVER && *due_at <= moment;
	s->truths[CASE_ON_TIME] = s->truths[CASE_DUE] &&
	    closed != CASE_NEVER && closed <= *due_at;
	s->truths[CASE_OVERDUE] = s->truths[CASE_DUE] &&
	    closed == CASE_NEVER;
	return 0;
}
