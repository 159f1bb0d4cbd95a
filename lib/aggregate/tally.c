#include "aggregate/merge.h"
#include "aggregate/read.h"
#include "aggregate/tally.h"

#define TALLY_MOST_DAYS	10000000	/* more than there are up to 9999 */

void
tally_bad(struct tally *t, const struct plan *plan, const uint64_t *bad)
{
	for (size_t i = 0; i < plan->bad_count; i++)
		t->bad[i] += bad[i];
}

static bool
is_empty(const struct tally *t, const struct plan *plan)
{
	bool empty = t->dropped == 0 && t->refused == 0 &&
	    t->first_day == ROW_NO_DAY;

	for (size_t i = 0; i < plan->bad_count; i++)
		empty &= t->bad[i] == 0;
	return empty;
}

bool
tally_put(const struct tally *t, const struct plan *plan, struct buf *b)
{
	if (is_empty(t, plan))
		return false;
	merge_put_head(plan, b);
	buf_add(b, SPAN(",\"uncounted\":["));
	buf_unsigned(b, t->dropped);
	buf_byte(b, ',');
	buf_unsigned(b, t->refused);
	for (size_t i = 0; i < plan->bad_count; i++) {
		buf_byte(b, ',');
		buf_unsigned(b, t->bad[i]);
	}
	if (plan->dated != PLAN_NONE) {
		buf_byte(b, ',');
		buf_unsigned(b, t->first_day == ROW_NO_DAY ? 0 :
		    (uint64_t)(t->first_day - TALLY_EPOCH));
	}
	buf_add(b, SPAN("]}\n"));
	return true;
}

bool
tally_merge(struct tally *t, const struct plan *plan,
    const struct json *record)
{
	struct json list, counts[3 + PLAN_MAX_MEASURES];
	uint64_t n[3 + PLAN_MAX_MEASURES];
	size_t bad = 2 + plan->bad_count;
	size_t count = bad + (plan->dated != PLAN_NONE);

	if (read_member(record, "uncounted", JSON_ARRAY, &list) == -1 ||
	    read_elements(&list, counts, count) == -1)
		return false;
	for (size_t i = 0; i < count; i++)
		if (read_count(&counts[i], &n[i]) == -1)
			return false;
	if (plan->dated != PLAN_NONE && n[bad] > TALLY_MOST_DAYS)
		return false;
	t->first_day = plan->dated == PLAN_NONE || n[bad] == 0 ? ROW_NO_DAY :
	    (int64_t)n[bad] + TALLY_EPOCH;
	t->dropped += n[0];
	t->refused += n[1];
	tally_bad(t, plan, n + 2);
	return true;
}

static void
foot_line(struct groups *g, uint64_t count, const char *what,
    const char *end)
{
	struct buf b = {0};

	if (count > 0) {
		buf_add(&b, span_of(what));
		buf_unsigned(&b, count);
		buf_add(&b, span_of(end));
		groups_foot(g, buf_span(&b));
	}
	buf_free(&b);
}

/* One line for all measures: there may be many. */
static void
foot_bad(const struct tally *t, struct groups *g)
{
	const struct plan *plan = g->plan;
	struct buf b = {0};

	for (size_t i = 0; i < plan->bad_count; i++) {
		if (t->bad[i] == 0)
			continue;
		buf_add(&b, b.n > 0 ?
		    (plan->chinese ? SPAN("，") : SPAN(", ")) :
		    plan->chinese ? SPAN("读不出而作空缺的值：") :
		    SPAN("Values that could not be read, taken for none: "));
		buf_printf(&b, "%s ", plan->bad[i]);
		buf_unsigned(&b, t->bad[i]);
	}
	if (b.n > 0) {
		buf_add(&b, plan->chinese ? SPAN("。") : SPAN("."));
		groups_foot(g, buf_span(&b));
	}
	buf_free(&b);
}

void
tally_foot(const struct tally *t, struct groups *g)
{
	bool chinese = g->plan->chinese;

	foot_line(g, t->dropped, chinese ? "按规则的 where 略去的记录：" :
	    "Records left out by where: ", chinese ? "。" : ".");
	foot_line(g, t->refused, chinese ? "有误而未计入的记录：" :
	    "Records refused, not counted: ", chinese ? "。" : ".");
	foot_bad(t, g);
}
