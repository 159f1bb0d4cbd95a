#include "aggregate/case_event.h"
#include "base/pack.h"
#include "frame/tell.h"
#include "text/date.h"
#include "text/stamp.h"

static const struct stage {
	const char		*name;
	enum case_result	 first;
	enum case_result	 last;
	bool			 has_default;	/* the first */
	const char		*results;	/* for messages */
} stages[] = {
	{ "collect", COLLECT_ACCEPTED, COLLECT_WITHDRAWN, true,
	    "accepted, answered, refused, merged or withdrawn" },
	{ "handle", HANDLE_ASSIGNED, HANDLE_DONE, false,
	    "assigned, signed, contacted, returned, transferred, extended, "
	    "paused, resumed, urged, supervised or done" },
	{ "evaluate", EVALUATE_CALLED, EVALUATE_EXCLUDED, true,
	    "called, unreached, redo or excluded" },
	{ "feedback", FEEDBACK_REPLIED, FEEDBACK_PUBLISHED, true,
	    "replied or published" },
};

static const char *const results[] = {
	[COLLECT_ACCEPTED] = "accepted",
	[COLLECT_ANSWERED] = "answered",
	[COLLECT_REFUSED] = "refused",
	[COLLECT_MERGED] = "merged",
	[COLLECT_WITHDRAWN] = "withdrawn",
	[HANDLE_ASSIGNED] = "assigned",
	[HANDLE_SIGNED] = "signed",
	[HANDLE_CONTACTED] = "contacted",
	[HANDLE_RETURNED] = "returned",
	[HANDLE_TRANSFERRED] = "transferred",
	[HANDLE_EXTENDED] = "extended",
	[HANDLE_PAUSED] = "paused",
	[HANDLE_RESUMED] = "resumed",
	[HANDLE_URGED] = "urged",
	[HANDLE_SUPERVISED] = "supervised",
	[HANDLE_DONE] = "done",
	[EVALUATE_CALLED] = "called",
	[EVALUATE_UNREACHED] = "unreached",
	[EVALUATE_REDO] = "redo",
	[EVALUATE_EXCLUDED] = "excluded",
	[FEEDBACK_REPLIED] = "replied",
	[FEEDBACK_PUBLISHED] = "published",
};

int
told_field(const struct record *r, struct span name, struct told *t,
    struct err *e)
{
	*t = (struct told){ .name = name, .arena = r->arena };
	return record_get(r, name, &t->value, e);
}

int
told_path(const struct record *r, const struct path *path, struct told *t,
    struct err *e)
{
	*t = (struct told){ .name = path->text, .arena = r->arena };
	return record_path(r, path, &t->value, e);
}

static int
refuse(const struct told *t, const char *expected, struct err *e)
{
	char name[64], came[TELL_SIZE];

	return err_record(e, "field \"%s\": expected %s, got %s",
	    err_quote(name, sizeof(name), t->name), expected,
	    tell_kind(&t->value, came));
}

int
told_text(const struct told *t, struct span *text, struct err *e)
{
	*text = SPAN("");
	switch (t->value.kind) {
	case JSON_ABSENT:
	case JSON_NULL:
		return 0;
	case JSON_STRING:
		if (json_text(&t->value, t->arena, text, e) == -1)
			return -1;
		return text->n > 0;
	case JSON_NUMBER:
		*text = t->value.raw;
		return 1;
	default:
		return refuse(t, "text or a number", e);
	}
}

int
told_key(const struct told *t, struct span *key, struct err *e)
{
	int found = told_text(t, key, e);

	return found == 0 ? refuse(t, "the case that it is of", e) : found;
}

/* Days that are in the years 1 to 9999. */
#define FIRST_DAY	(-719162)	/* 0001-01-01 */
#define LAST_DAY	2932896		/* 9999-12-31 */

/* *date: a day without a time. */
static int
read_time(const struct told *t, int zone, bool *date, int64_t *time,
    struct err *e)
{
	char into[STAMP_SIZE];
	struct span text;
	int found = told_text(t, &text, e);
	struct when when;
	int64_t day;

	*date = false;
	if (found != 1)
		return found;
	if (t->value.kind == JSON_NUMBER ||
	    stamp_read(&text, zone, into, &when) == -1 ||
	    (day = when_day(when.seconds, zone)) < FIRST_DAY ||
	    day > LAST_DAY)
		return refuse(t, "a time such as 2024-05-03T08:30:00+08:00",
		    e);
	*time = when.seconds;
	*date = date_parse(text, &day) == 0;
	return 1;
}

int
told_time(const struct told *t, int zone, int64_t *time, struct err *e)
{
	bool date;

	return read_time(t, zone, &date, time, e);
}

int
told_limit(const struct told *t, int zone, int64_t *time, struct err *e)
{
	bool date;
	int found = read_time(t, zone, &date, time, e);

	if (date)
		*time = when_midnight(when_day(*time, zone) + 1, zone) - 1;
	return found;
}

int
told_answer(const struct told *t, enum case_answer *answer, struct err *e)
{
	struct span text = t->value.raw;

	*answer = ANSWER_UNKNOWN;
	if (t->value.kind == JSON_ABSENT || t->value.kind == JSON_NULL ||
	    span_is(text, "\"\""))
		return 0;
	if (!span_is(text, "true") && !span_is(text, "1") &&
	    !span_is(text, "false") && !span_is(text, "0"))
		return refuse(t, "true or false", e);
	*answer = span_is(text, "true") || span_is(text, "1") ? ANSWER_YES :
	    ANSWER_NO;
	return 1;
}

/* The index of the word among names[first..last], or -1. */
static int
find(struct span word, const char *const *names, int first, int last)
{
	for (int i = first; i <= last; i++)
		if (span_is(word, names[i]))
			return i;
	return -1;
}

int
told_tier(const struct told *t, enum case_tier *tier, struct err *e)
{
	struct span word;
	int found = told_text(t, &word, e);

	*tier = TIER_UNKNOWN;
	if (found != 1)
		return found;
	*tier = case_tier(word);
	return *tier == TIER_UNKNOWN ? refuse(t, CASE_TIER_NAMES, e) : 1;
}

int
told_result(const struct told *t, struct span name, enum case_result *result,
    struct err *e)
{
	const struct stage *stage = stages;
	struct span word;
	int found = told_text(t, &word, e), i;

	if (found == -1)
		return -1;
	while (!span_is(name, stage->name))
		stage++;
	i = found == 1 ? find(word, results, (int)stage->first,
	    (int)stage->last) : stage->has_default ? (int)stage->first : -1;
	if (i == -1)
		return refuse(t, stage->results, e);
	*result = (enum case_result)i;
	return 1;
}

/* One text has one form, however it was escaped: it is compared by bytes. */
static int
put_field(const struct json *value, struct arena *arena, struct buf *b,
    struct err *e)
{
	struct span text;

	if (value->kind == JSON_ABSENT)
		buf_add(b, SPAN("null"));
	else if (value->kind != JSON_STRING ||
	    span_index(value->raw, '\\') == value->raw.n)
		buf_add(b, value->raw);
	else if (json_text(value, arena, &text, e) == -1)
		return -1;
	else
		json_put_string(b, text);
	return 0;
}

int
told_fields(const struct case_plan *plan, const struct record *r,
    struct span *fields, struct err *e)
{
	enum case_tier tier;
	struct json value;
	struct buf b = {0};
	struct told t;
	int rc = 0;

	if (plan->due_tier != SIZE_MAX && (told_field(r,
	    plan->fields[plan->due_tier], &t, e) == -1 ||
	    told_tier(&t, &tier, e) == -1))
		return -1;
	buf_byte(&b, '[');
	for (size_t i = 0; rc == 0 && i < plan->field_count; i++) {
		if (i > 0)
			buf_byte(&b, ',');
		rc = record_get(r, plan->fields[i], &value, e);
		if (rc == 0)
			rc = put_field(&value, r->arena, &b, e);
	}
	buf_byte(&b, ']');
	*fields = arena_copy(r->arena, buf_span(&b));
	buf_free(&b);
	return rc;
}

/* 1 if the record is an event; *stage is then one of the known ones. */
static int
read_stage(const struct record *r, struct span *stage, struct err *e)
{
	struct told t;
	int found;

	if (told_field(r, SPAN("stage"), &t, e) == -1)
		return -1;
	found = told_text(&t, stage, e);
	if (found != 1)
		return found;
	for (size_t i = 0; i < sizeof(stages) / sizeof(stages[0]); i++)
		if (span_is(*stage, stages[i].name))
			return 1;
	return refuse(&t, "collect, handle, evaluate or feedback", e);
}

static int
read_answers(const struct record *r, struct case_event *event, struct err *e)
{
	struct told t;

	if (told_field(r, SPAN("contacted"), &t, e) == -1 ||
	    told_answer(&t, &event->contacted, e) == -1 ||
	    told_field(r, SPAN("resolved"), &t, e) == -1 ||
	    told_answer(&t, &event->resolved, e) == -1 ||
	    told_field(r, SPAN("satisfied"), &t, e) == -1)
		return -1;
	return told_answer(&t, &event->satisfied, e) == -1 ? -1 : 0;
}

static int
read_event(const struct case_plan *plan, const struct record *r,
    struct span stage, struct case_event *event, struct err *e)
{
	struct told t;
	int found;

	*event = (struct case_event){ .limit = CASE_NEVER };
	if (told_field(r, SPAN("result"), &t, e) == -1 ||
	    told_result(&t, stage, &event->result, e) == -1 ||
	    told_path(r, &plan->order, &t, e) == -1)
		return -1;
	found = told_time(&t, plan->zone, &event->time, e);
	if (found == 0)
		return refuse(&t, "the time of the event", e);
	if (found == -1 || told_field(r, SPAN("org"), &t, e) == -1 ||
	    told_text(&t, &event->org, e) == -1 ||
	    told_field(r, SPAN("tier"), &t, e) == -1 ||
	    told_tier(&t, &event->tier, e) == -1 ||
	    told_field(r, SPAN("limit"), &t, e) == -1 ||
	    told_limit(&t, plan->zone, &event->limit, e) == -1 ||
	    read_answers(r, event, e) == -1)
		return -1;
	return event->result <= COLLECT_WITHDRAWN ?
	    told_fields(plan, r, &event->fields, e) : 0;
}

int
telling_read(const struct case_plan *plan, const struct record *r,
    struct telling *telling, struct err *e)
{
	struct span stage;
	struct told t;
	int found = read_stage(r, &stage, e);

	if (found == -1)
		return -1;
	if (found == 0 && plan->rows)
		return telling_read_row(plan, r, telling, e);
	if (found == 0)
		return err_record(e, "field \"stage\": expected collect, "
		    "handle, evaluate or feedback, got nothing (for records "
		    "that are whole cases the rule needs cases.columns)");
	*telling = (struct telling){ .count = 1 };
	telling->events = arena_alloc(r->arena, sizeof(*telling->events));
	if (told_path(r, &plan->key, &t, e) == -1 ||
	    told_key(&t, &telling->key, e) == -1 ||
	    read_event(plan, r, stage, telling->events, e) == -1)
		return -1;
	telling->order = telling->events->time;
	return 0;
}

/* What an event says in one byte each, then its times and texts. */
static void
pack_event(struct buf *b, const struct case_event *e)
{
	const unsigned char small[] = {
		(unsigned char)e->result, (unsigned char)e->tier,
		(unsigned char)e->contacted, (unsigned char)e->resolved,
		(unsigned char)e->satisfied
	};

	pack_bytes(b, small, sizeof(small));
	pack_bytes(b, &e->time, sizeof(e->time));
	pack_bytes(b, &e->limit, sizeof(e->limit));
	pack_text(b, e->org);
	pack_text(b, e->fields);
}

static void
unpack_event(struct span *bytes, struct case_event *e)
{
	unsigned char small[5];

	unpack_bytes(bytes, small, sizeof(small));
	e->result = (enum case_result)small[0];
	e->tier = (enum case_tier)small[1];
	e->contacted = (enum case_answer)small[2];
	e->resolved = (enum case_answer)small[3];
	e->satisfied = (enum case_answer)small[4];
	unpack_bytes(bytes, &e->time, sizeof(e->time));
	unpack_bytes(bytes, &e->limit, sizeof(e->limit));
	e->org = unpack_text(bytes);
	e->fields = unpack_text(bytes);
}

void
telling_pack(const struct telling *t, struct buf *b)
{
	uint32_t count = (uint32_t)t->count;

	buf_byte(b, (char)t->is_row);
	pack_bytes(b, &t->order, sizeof(t->order));
	pack_bytes(b, &count, sizeof(count));
	for (size_t i = 0; i < t->count; i++)
		pack_event(b, &t->events[i]);
}

size_t
telling_count(struct span bytes)
{
	uint32_t count;

	bytes = span_from(bytes, 1 + sizeof(int64_t));
	unpack_bytes(&bytes, &count, sizeof(count));
	return count;
}

void
telling_unpack(struct span bytes, struct arena *arena, struct telling *t)
{
	uint32_t count;

	*t = (struct telling){ .is_row = *bytes.p != 0 };
	bytes = span_from(bytes, 1);
	unpack_bytes(&bytes, &t->order, sizeof(t->order));
	unpack_bytes(&bytes, &count, sizeof(count));
	t->count = count;
	t->events = arena_alloc(arena, t->count * sizeof(*t->events));
	for (size_t i = 0; i < t->count; i++)
		unpack_event(&bytes, &t->events[i]);
}
