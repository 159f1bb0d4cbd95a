#include "aggregate/case_record.h"

/* Kinds of fields, one behind the other; numbers are indices of the kind. */
enum field_kind {
	FIELD_TIME,
	FIELD_TRUTH,
	FIELD_COUNT,
	FIELD_ANSWER,
	FIELD_TEXT
};

enum { ANSWER_RESOLVED, ANSWER_SATISFIED };
enum { TEXT_TIER_CLOSED, TEXT_ORG_FIRST, TEXT_ORG_CLOSED };

static const struct case_field_row {
	const char	*name;
	enum field_kind	 kind;
	int		 index;
} fields[] = {
	{ "collected",		FIELD_TIME,	TIME_COLLECTED },
	{ "contacted",		FIELD_TIME,	TIME_CONTACTED },
	{ "handled",		FIELD_TIME,	TIME_HANDLED },
	{ "responded",		FIELD_TIME,	TIME_RESPONDED },
	{ "closed",		FIELD_TIME,	TIME_CLOSED },
	{ "evaluated",		FIELD_TIME,	TIME_EVALUATED },
	{ "replied",		FIELD_TIME,	TIME_REPLIED },
	{ "due_at",		FIELD_TIME,	TIME_DUE_AT },
	{ "unaccepted",		FIELD_TRUTH,	CASE_UNACCEPTED },
	{ "accepted",		FIELD_TRUTH,	CASE_ACCEPTED },
	{ "answered",		FIELD_TRUTH,	CASE_ANSWERED },
	{ "dispatched",		FIELD_TRUTH,	CASE_DISPATCHED },
	{ "refused",		FIELD_TRUTH,	CASE_REFUSED },
	{ "merged",		FIELD_TRUTH,	CASE_MERGED },
	{ "withdrawn",		FIELD_TRUTH,	CASE_WITHDRAWN },
	{ "open",		FIELD_TRUTH,	CASE_OPEN },
	{ "due",		FIELD_TRUTH,	CASE_DUE },
	{ "on_time",		FIELD_TRUTH,	CASE_ON_TIME },
	{ "overdue",		FIELD_TRUTH,	CASE_OVERDUE },
	{ "reopened",		FIELD_TRUTH,	CASE_REOPENED },
	{ "repeated",		FIELD_TRUTH,	CASE_REPEATED },
	{ "redo",		FIELD_TRUTH,	CASE_REDO },
	{ "carried",		FIELD_TRUTH,	CASE_CARRIED },
	{ "urged",		FIELD_TRUTH,	CASE_URGED },
	{ "supervised",		FIELD_TRUTH,	CASE_SUPERVISED },
	{ "unreached",		FIELD_TRUTH,	CASE_UNREACHED },
	{ "excluded",		FIELD_TRUTH,	CASE_EXCLUDED },
	{ "skipped",		FIELD_TRUTH,	CASE_SKIPPED },
	{ "backwards",		FIELD_TRUTH,	CASE_BACKWARDS },
	{ "returns",		FIELD_COUNT,	COUNT_RETURNS },
	{ "handoffs",		FIELD_COUNT,	COUNT_HANDOFFS },
	{ "extensions",		FIELD_COUNT,	COUNT_EXTENSIONS },
	{ "resolved",		FIELD_ANSWER,	ANSWER_RESOLVED },
	{ "satisfied",		FIELD_ANSWER,	ANSWER_SATISFIED },
	{ "tier_closed",	FIELD_TEXT,	TEXT_TIER_CLOSED },
	{ "org_first",		FIELD_TEXT,	TEXT_ORG_FIRST },
	{ "org_closed",		FIELD_TEXT,	TEXT_ORG_CLOSED },
	{ "id",			FIELD_TEXT,	-1 },	/* the key */
};

#define FIELDS	((int)(sizeof(fields) / sizeof(fields[0])))

int
case_field(struct span name)
{
	for (int i = 0; i < FIELDS; i++)
		if (span_is(name, fields[i].name))
			return i;
	return CASE_NO_FIELD;
}

enum value_kind
case_field_kind(int field)
{
	switch (fields[field].kind) {
	case FIELD_TRUTH:
	case FIELD_ANSWER:
		return VALUE_BOOL;
	case FIELD_COUNT:
		return VALUE_NUMBER;
	default:
		return VALUE_STRING;
	}
}

static struct span
quoted(struct span text, struct arena *arena)
{
	struct buf b = {0};
	struct span json;

	json_put_string(&b, text);
	json = arena_copy(arena, buf_span(&b));
	buf_free(&b);
	return json;
}

/* No text of a time needs an escape. */
static struct span
quoted_time(int64_t time, int zone, struct arena *arena)
{
	char *p = arena_alloc(arena, WHEN_SIZE + 2);
	size_t n;

	p[0] = '"';
	n = strlen(when_text(time, zone, p + 1));
	p[n + 1] = '"';
	return span_make(p, n + 2);
}

static struct span
truth(bool holds)
{
	return holds ? SPAN("true") : SPAN("false");
}

static struct span
text_of(const struct case_state *s, int index)
{
	static const char *const tiers[] = {
		[TIER_UNKNOWN] = "",
		[TIER_GRID] = "grid",
		[TIER_VILLAGE] = "village",
		[TIER_TOWN] = "town",
		[TIER_COUNTY] = "county",
	};

	switch (index) {
	case TEXT_TIER_CLOSED:
		return span_of(tiers[s->tier_closed]);
	case TEXT_ORG_FIRST:
		return s->org_first;
	default:
		return s->org_closed;
	}
}

/* The value as JSON; "" where the case has none. */
static struct span
value_of(const struct case_plan *plan, struct span key,
    const struct case_state *s, int field, struct arena *arena)
{
	int index = fields[field].index;
	enum case_answer answer;
	struct span string;

	switch (fields[field].kind) {
	case FIELD_TIME:
		return s->times[index] == CASE_NEVER ? SPAN("") :
		    quoted_time(s->times[index], plan->zone, arena);
	case FIELD_TRUTH:
		return truth(s->truths[index]);
	case FIELD_COUNT:
		return arena_printf(arena, "%lld",
		    (long long)s->counts[index]);
	case FIELD_ANSWER:
		answer = index == ANSWER_RESOLVED ? s->resolved :
		    s->satisfied;
		return answer == ANSWER_UNKNOWN ? SPAN("") :
		    truth(answer == ANSWER_YES);
	default:
		string = index < 0 ? key : text_of(s, index);
		return string.n == 0 ? string : quoted(string, arena);
	}
}

static void
add(struct record *r, struct span name, struct json value)
{
	r->fields[r->count++] = (struct field){ .key = name,
	    .value = value };
}

void
case_record(const struct case_plan *plan, struct span key,
    const struct case_state *s, struct arena *arena, struct record *r)
{
	struct json list, value;
	struct json_walk w;
	struct span json;
	size_t i = 0;

	*r = (struct record){ .line = SPAN("{}"), .arena = arena };
	r->fields = arena_alloc(arena, ((size_t)FIELDS + plan->field_count) *
	    sizeof(*r->fields));
	for (int field = 0; field < FIELDS; field++) {
		if ((plan->reads >> field & 1) == 0)
			continue;
		json = value_of(plan, key, s, field, arena);
		if (json.n > 0)
			add(r, span_of(fields[field].name), json_value(json));
	}
	if (s->fields.n == 0)
		return;
	list = json_value(s->fields);
	for (w = json_walk(&list); json_next(&w, NULL, &value); i++)
		if (value.kind != JSON_NULL)
			add(r, plan->fields[i], value);
}
