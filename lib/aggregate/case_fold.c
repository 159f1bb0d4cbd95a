#include <stdlib.h>

#include "aggregate/case_fold.h"

static const char *const tiers[] = {
	[TIER_GRID] = "grid",
	[TIER_VILLAGE] = "village",
	[TIER_TOWN] = "town",
	[TIER_COUNTY] = "county",
};

struct span
case_tier_name(enum case_tier tier)
{
	return span_of(tiers[tier]);
}

enum case_tier
case_tier(struct span name)
{
	for (int i = TIER_GRID; i < CASE_TIERS; i++)
		if (span_is(name, tiers[i]))
			return (enum case_tier)i;
	return TIER_UNKNOWN;
}

static int
order_of(int64_t a, int64_t b)
{
	return (a > b) - (a < b);
}

/* All that an event says but for its time and result. */
static int
compare_rest(const struct case_event *a, const struct case_event *b)
{
	const int64_t orders[] = {
		order_of(a->limit, b->limit),
		order_of(a->tier, b->tier),
		order_of(a->contacted, b->contacted),
		order_of(a->resolved, b->resolved),
		order_of(a->satisfied, b->satisfied),
		span_compare(a->org, b->org),
		span_compare(a->fields, b->fields),
	};

	for (size_t i = 0; i < sizeof(orders) / sizeof(orders[0]); i++)
		if (orders[i] != 0)
			return (int)orders[i];
	return 0;
}

/* By time and result; by all else too, so that no tie is left to chance. */
static int
compare(const void *left, const void *right)
{
	const struct case_event *a = left, *b = right;

	if (a->time != b->time)
		return order_of(a->time, b->time);
	if (a->result != b->result)
		return order_of(a->result, b->result);
	return compare_rest(a, b);
}

/* Most cases have a few events, which stand in order already, or nearly. */
#define FEW	16

static void
sort_few(struct case_event *events, size_t count)
{
	for (size_t i = 1; i < count; i++) {
		struct case_event event = events[i];
		size_t at = i;

		for (; at > 0 && compare(&events[at - 1], &event) > 0; at--)
			events[at] = events[at - 1];
		events[at] = event;
	}
}

void
case_sort(struct case_event *events, size_t count)
{
	if (count <= FEW)
		sort_few(events, count);
	else
		qsort(events, count, sizeof(*events), compare);
}

size_t
case_known(const struct case_event *events, size_t count, int64_t moment)
{
	while (count > 0 && events[count - 1].time > moment)
		count--;
	return count;
}

static bool
is_collect(const struct case_event *e)
{
	return e->result <= COLLECT_WITHDRAWN;
}

static bool
is_handle(const struct case_event *e)
{
	return e->result >= HANDLE_ASSIGNED && e->result <= HANDLE_DONE;
}

static bool
is_evaluate(const struct case_event *e)
{
	return e->result >= EVALUATE_CALLED &&
	    e->result <= EVALUATE_EXCLUDED;
}

static void
note_first(struct case_state *s, enum case_time which, int64_t time)
{
	if (s->times[which] == CASE_NEVER)
		s->times[which] = time;
}

/*
 * Collected at the first collect event; the last one says whether the case
 * was accepted and has the fields.  Without one it is unaccepted.
 */
static void
fold_collect(struct case_state *s, const struct case_event *events,
    size_t count)
{
	static const enum case_truth refusals[] = {
		[COLLECT_REFUSED] = CASE_REFUSED,
		[COLLECT_MERGED] = CASE_MERGED,
		[COLLECT_WITHDRAWN] = CASE_WITHDRAWN,
	};
	const struct case_event *last = NULL;

	for (size_t i = 0; i < count; i++)
		if (is_collect(&events[i])) {
			last = &events[i];
			note_first(s, TIME_COLLECTED, last->time);
		}
	if (last == NULL) {
		s->truths[CASE_UNACCEPTED] = true;
		return;
	}
	s->decided = last->time;
	s->fields = last->fields;
	s->truths[CASE_ANSWERED] = last->result == COLLECT_ANSWERED;
	s->truths[CASE_ACCEPTED] = last->result <= COLLECT_ANSWERED;
	if (!s->truths[CASE_ACCEPTED])
		s->truths[refusals[last->result]] = true;
}

/*
 * Dispatched: accepted, with a handle event; handled at the first of these,
 * contacted at the first that tells of a contact, responded at that, else
 * when handled.
 */
static void
fold_handling(struct case_state *s, const struct case_event *events,
    size_t count)
{
	for (size_t i = 0; i < count; i++) {
		const struct case_event *e = &events[i];

		if (!is_handle(e))
			continue;
		s->truths[CASE_DISPATCHED] = true;
		note_first(s, TIME_HANDLED, e->time);
		if (e->result == HANDLE_CONTACTED ||
		    e->contacted == ANSWER_YES)
			note_first(s, TIME_CONTACTED, e->time);
		s->counts[COUNT_RETURNS] += e->result == HANDLE_RETURNED;
		s->counts[COUNT_EXTENSIONS] += e->result == HANDLE_EXTENDED;
		s->truths[CASE_SUPERVISED] |= e->result == HANDLE_SUPERVISED;
	}
	s->times[TIME_RESPONDED] = s->times[TIME_CONTACTED] != CASE_NEVER ?
	    s->times[TIME_CONTACTED] : s->times[TIME_HANDLED];
}

/* Handed off as often as the office of a handle event isn't the one before. */
static void
fold_handoffs(struct case_state *s, const struct case_event *events,
    size_t count)
{
	struct span org = SPAN("");

	for (size_t i = 0; i < count; i++) {
		if (!is_handle(&events[i]) || events[i].org.n == 0)
			continue;
		if (org.n == 0)
			s->org_first = events[i].org;
		else if (!span_equal(org, events[i].org))
			s->counts[COUNT_HANDOFFS]++;
		org = events[i].org;
	}
}

/*
 * Closed: answered on the spot, or done, and no redo since.  Who closed it is
 * told by that event, else by the last one before it that says.  Urged: while
 * it was open.
 */
static void
fold_closing(struct case_state *s, const struct case_event *events,
    size_t count)
{
	int64_t *closed = &s->times[TIME_CLOSED];
	enum case_tier tier = TIER_UNKNOWN;
	struct span org = SPAN("");

	for (size_t i = 0; i < count; i++) {
		const struct case_event *e = &events[i];

		if (e->tier != TIER_UNKNOWN)
			tier = e->tier;
		if (e->org.n > 0)
			org = e->org;
		if (e->result == HANDLE_DONE ||
		    (e->result == COLLECT_ANSWERED &&
		    s->truths[CASE_ANSWERED])) {
			*closed = e->time;
			s->tier_closed = tier;
			s->org_closed = org;
		} else if (e->result == EVALUATE_REDO) {
			s->truths[CASE_REOPENED] |= *closed != CASE_NEVER;
			*closed = CASE_NEVER;
		} else if (e->result == HANDLE_URGED)
			s->truths[CASE_URGED] |= *closed == CASE_NEVER;
	}
	s->truths[CASE_OPEN] = *closed == CASE_NEVER;
	if (s->truths[CASE_OPEN]) {
		s->tier_closed = TIER_UNKNOWN;
		s->org_closed = SPAN("");
	}
}

static void
forget_answers(struct case_state *s)
{
	s->times[TIME_EVALUATED] = CASE_NEVER;
	s->resolved = s->satisfied = ANSWER_UNKNOWN;
}

/*
 * Evaluated: reached, and answered one of the questions at least; each answer
 * is the last one given.  Who is excluded from evaluation gave none.
 */
static void
fold_evaluation(struct case_state *s, const struct case_event *events,
    size_t count)
{
	bool unreached = false;

	for (size_t i = 0; i < count; i++) {
		const struct case_event *e = &events[i];

		if (!is_evaluate(e))
			continue;
		unreached |= e->result == EVALUATE_UNREACHED;
		if (e->result == EVALUATE_UNREACHED)
			continue;
		s->truths[CASE_EXCLUDED] = e->result == EVALUATE_EXCLUDED;
		if (e->result == EVALUATE_EXCLUDED) {
			forget_answers(s);
			continue;
		}
		if (e->result == EVALUATE_REDO) {
			s->truths[CASE_REDO] = true;
			s->last_redo = e->time;
		}
		if (e->resolved != ANSWER_UNKNOWN)
			s->resolved = e->resolved;
		if (e->satisfied != ANSWER_UNKNOWN)
			s->satisfied = e->satisfied;
		if (e->resolved != ANSWER_UNKNOWN ||
		    e->satisfied != ANSWER_UNKNOWN)
			s->times[TIME_EVALUATED] = e->time;
	}
	s->truths[CASE_UNREACHED] = unreached && !s->truths[CASE_EXCLUDED] &&
	    s->times[TIME_EVALUATED] == CASE_NEVER;
}

/*
 * Replied at the first reply, before the evaluation or behind it.  Skipped: a
 * later stage was reached, but nobody answered or handled the case.
 */
static void
fold_feedback(struct case_state *s, const struct case_event *events,
    size_t count)
{
	bool later = false;

	for (size_t i = 0; i < count; i++) {
		later |= events[i].result >= EVALUATE_CALLED;
		if (events[i].result == FEEDBACK_REPLIED)
			note_first(s, TIME_REPLIED, events[i].time);
	}
	s->truths[CASE_SKIPPED] = later && !s->truths[CASE_ANSWERED] &&
	    !s->truths[CASE_DISPATCHED];
}

/* Backwards: by its clock something was done before the case was collected. */
static void
fold_clocks(struct case_state *s)
{
	for (int i = TIME_CONTACTED; i <= TIME_REPLIED; i++)
		if (s->times[i] != CASE_NEVER &&
		    s->times[i] < s->times[TIME_COLLECTED])
			s->truths[CASE_BACKWARDS] = true;
}

void
case_fold(struct case_state *s, const struct case_event *events, size_t count)
{
	*s = (struct case_state){ .decided = CASE_NEVER,
	    .last_redo = CASE_NEVER };
	for (int i = 0; i < CASE_TIMES; i++)
		s->times[i] = CASE_NEVER;
	fold_collect(s, events, count);
	if (!s->truths[CASE_ACCEPTED])
		return;
	fold_handling(s, events, count);
	fold_handoffs(s, events, count);
	fold_closing(s, events, count);
	fold_evaluation(s, events, count);
	fold_feedback(s, events, count);
	fold_clocks(s);
}
