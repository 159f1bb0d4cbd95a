#include "aggregate/case_event.h"
#include "aggregate/read.h"
#include "base/decimal.h"

/*
 * A telling as members of a record:
 *
 *	"case":KEY,"row":false,"order":TIME,"events":[[TIME,RESULT,TIER,
 *	    CONTACTED,RESOLVED,SATISFIED,LIMIT or null,ORG,FIELDS or null]]
 *
 * Times are seconds; results, tiers and answers are their numbers, as in
 * case_fold.h: a partial result is read by the program that wrote it, and the
 * hash of the rule stands before it.
 */
enum {
	PART_TIME,
	PART_RESULT,
	PART_TIER,
	PART_CONTACTED,
	PART_RESOLVED,
	PART_SATISFIED,
	PART_LIMIT,
	PART_ORG,
	PART_FIELDS,
	PARTS
};

static void
put_event(const struct case_event *e, struct buf *b)
{
	buf_printf(b, "[%lld,%d,%d,%d,%d,%d,", (long long)e->time,
	    (int)e->result, (int)e->tier, (int)e->contacted,
	    (int)e->resolved, (int)e->satisfied);
	if (e->limit == CASE_NEVER)
		buf_add(b, SPAN("null,"));
	else
		buf_printf(b, "%lld,", (long long)e->limit);
	json_put_string(b, e->org);
	buf_byte(b, ',');
	buf_add(b, e->fields.n == 0 ? SPAN("null") : e->fields);
	buf_byte(b, ']');
}

void
telling_put(const struct telling *t, struct buf *b)
{
	json_put_key(b, "case");
	json_put_string(b, t->key);
	buf_printf(b, ",\"row\":%s,\"order\":%lld,\"events\":[",
	    t->is_row ? "true" : "false", (long long)t->order);
	for (size_t i = 0; i < t->count; i++) {
		if (i > 0)
			buf_byte(b, ',');
		put_event(&t->events[i], b);
	}
	buf_byte(b, ']');
}

/* Seconds of a time that when_parse() could have read. */
#define TIME_LOW	(-62135683200 - 86400)
#define TIME_HIGH	(253402300800 + 86400)

static int
take_time(const struct json *value, int64_t *time)
{
	if (value->kind != JSON_NUMBER ||
	    !decimal_integer(value->raw, time))
		return -1;
	return *time >= TIME_LOW && *time <= TIME_HIGH ? 0 : -1;
}

/* A number below count. */
static int
take_number(const struct json *value, int count, int *number)
{
	uint64_t v;

	if (read_count(value, &v) == -1 || v >= (uint64_t)count)
		return -1;
	*number = (int)v;
	return 0;
}

static int
take_texts(const struct case_plan *plan, const struct json *parts,
    struct arena *arena, struct case_event *event)
{
	const struct json *fields = &parts[PART_FIELDS];
	struct err e;

	if (parts[PART_ORG].kind != JSON_STRING ||
	    json_text(&parts[PART_ORG], arena, &event->org, &e) == -1)
		return -1;
	if (fields->kind == JSON_NULL)
		return event->result > COLLECT_WITHDRAWN ? 0 : -1;
	if (fields->kind != JSON_ARRAY ||
	    json_count(fields) != plan->field_count)
		return -1;
	event->fields = fields->raw;
	return 0;
}

static int
take_event(const struct case_plan *plan, const struct json *array,
    struct arena *arena, struct case_event *event)
{
	int result, tier, contacted, resolved, satisfied;
	struct json parts[PARTS];

	if (read_elements(array, parts, PARTS) == -1 ||
	    take_number(&parts[PART_RESULT], CASE_RESULTS, &result) == -1 ||
	    take_number(&parts[PART_TIER], CASE_TIERS, &tier) == -1 ||
	    take_number(&parts[PART_CONTACTED], ANSWER_YES + 1,
	    &contacted) == -1 ||
	    take_number(&parts[PART_RESOLVED], ANSWER_YES + 1,
	    &resolved) == -1 ||
	    take_number(&parts[PART_SATISFIED], ANSWER_YES + 1,
	    &satisfied) == -1)
		return -1;
	*event = (struct case_event){
		.limit = CASE_NEVER, .result = (enum case_result)result,
		.tier = (enum case_tier)tier,
		.contacted = (enum case_answer)contacted,
		.resolved = (enum case_answer)resolved,
		.satisfied = (enum case_answer)satisfied
	};
	if (take_time(&parts[PART_TIME], &event->time) == -1 ||
	    (parts[PART_LIMIT].kind != JSON_NULL &&
	    take_time(&parts[PART_LIMIT], &event->limit) == -1))
		return -1;
	return take_texts(plan, parts, arena, event);
}

int
telling_take(const struct case_plan *plan, const struct json *object,
    struct arena *arena, struct telling *t)
{
	struct json key, order, events, event;
	struct json_walk w;
	struct err e;
	size_t i = 0;

	*t = (struct telling){0};
	if (read_member(object, "case", JSON_STRING, &key) == -1 ||
	    json_text(&key, arena, &t->key, &e) == -1 || t->key.n == 0 ||
	    read_member(object, "order", JSON_NUMBER, &order) == -1 ||
	    take_time(&order, &t->order) == -1 ||
	    read_member(object, "events", JSON_ARRAY, &events) == -1)
		return -1;
	t->is_row = read_member(object, "row", JSON_TRUE, &key) == 0;
	t->count = json_count(&events);
	if (t->count == 0 || t->count > TELLING_MAX_EVENTS)
		return -1;
	t->events = arena_alloc(arena, t->count * sizeof(*t->events));
	for (w = json_walk(&events); json_next(&w, NULL, &event); i++)
		if (take_event(plan, &event, arena, &t->events[i]) == -1)
			return -1;
	return 0;
}
