#include "aggregate/case_record.h"

/* Kinds of fields, one behind the other; numbers are indices of the kind. */
enum field_kind {
	FIELD_TIME,
	FIELD_TRUTH,
	FIELD_COUNT,
	FIELD_ANSWER,
	FIELD_TEXT
};

enum { ANSWER_RESOLVED, ANSWER_SATISFIED, ANSWER_ABOVE_DUE };
enum { TEXT_TIER_CLOSED, TEXT_ORG_FIRST, TEXT_ORG_CLOSED, TEXT_ID };

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
	{ "above_due",		FIELD_ANSWER,	ANSWER_ABOVE_DUE },
	{ "tier_closed",	FIELD_TEXT,	TEXT_TIER_CLOSED },
	{ "org_first",		FIELD_TEXT,	TEXT_ORG_FIRST },
	{ "org_closed",		FIELD_TEXT,	TEXT_ORG_CLOSED },
	{ "id",			FIELD_TEXT,	TEXT_ID },	/* the key */
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

const char *
case_field_words(int field, struct span text)
{
	if (fields[field].kind != FIELD_TEXT ||
	    fields[field].index != TEXT_TIER_CLOSED ||
	    case_tier(text) != TIER_UNKNOWN)
		return NULL;
	return CASE_TIER_NAMES;
}

/* Short names are near to everything: `urgent` isn't meant to be `urged`. */
#define NEAR_BYTES	4	/* of a name, for each slip, up to two */

const char *
case_field_near(struct span name)
{
	size_t most = name.n / NEAR_BYTES < 2 ? name.n / NEAR_BYTES : 2;
	size_t best = most + 1, distance;
	const char *near = NULL;

	for (int i = 0; i < FIELDS; i++) {
		distance = span_distance(name, span_of(fields[i].name));
		if (distance >= best)
			continue;
		near = fields[i].name;
		best = distance;
	}
	return near;
}

static struct json
quoted(struct span text, struct arena *arena)
{
	struct buf b = {0};
	struct span json;

	json_put_string(&b, text);
	json = arena_copy(arena, buf_span(&b));
	buf_free(&b);
	return json_value(json);
}

static struct json
plain(enum json_kind kind, struct span raw)
{
	return (struct json){ .kind = kind, .raw = raw };
}

/* No text of a time needs an escape. */
static struct json
quoted_time(int64_t time, int zone, struct arena *arena)
{
	char *p = arena_alloc(arena, WHEN_SIZE + 2);
	size_t n;

	p[0] = '"';
	n = strlen(when_text(time, zone, p + 1));
	p[n + 1] = '"';
	return plain(JSON_STRING, span_make(p, n + 2));
}

static struct json
truth(bool holds)
{
	return holds ? plain(JSON_TRUE, SPAN("true")) :
	    plain(JSON_FALSE, SPAN("false"));
}

static struct json
number(int64_t count, struct arena *arena)
{
	struct buf b = {0};
	struct span text;

	if (count == 0)
		return plain(JSON_NUMBER, SPAN("0"));
	buf_unsigned(&b, (uint64_t)count);
	text = arena_copy(arena, buf_span(&b));
	buf_free(&b);
	return plain(JSON_NUMBER, text);
}

/* JSON_ABSENT where the case has no text. */
static struct json
text_of(struct span key, const struct case_state *s, int index,
    struct arena *arena)
{
	struct json absent = {0};
	struct span text = index == TEXT_ID ? key :
	    index == TEXT_ORG_FIRST ? s->org_first : s->org_closed;

	if (index == TEXT_TIER_CLOSED)
		text = s->tier_closed == TIER_UNKNOWN ? SPAN("") :
		    case_tier_name(s->tier_closed);
	return text.n == 0 ? absent : quoted(text, arena);
}

/* The tier that should have closed it, as its collect event tells. */
static enum case_tier
due_tier(const struct case_plan *plan, const struct case_state *s,
    struct arena *arena)
{
	struct json list = json_value(s->fields), value;
	struct json_walk w = json_walk(&list);
	struct span text;
	struct err e;
	size_t i = 0;

	while (json_next(&w, NULL, &value) && i < plan->due_tier)
		i++;
	if (value.kind != JSON_STRING ||
	    json_text(&value, arena, &text, &e) == -1)
		return TIER_UNKNOWN;
	return case_tier(text);
}

static enum case_answer
answer_of(const struct case_plan *plan, const struct case_state *s,
    int index, struct arena *arena)
{
	enum case_tier due;

	if (index != ANSWER_ABOVE_DUE)
		return index == ANSWER_RESOLVED ? s->resolved : s->satisfied;
	if (s->tier_closed == TIER_UNKNOWN || s->fields.n == 0)
		return ANSWER_UNKNOWN;
	due = due_tier(plan, s, arena);
	return due == TIER_UNKNOWN ? ANSWER_UNKNOWN :
	    s->tier_closed > due ? ANSWER_YES : ANSWER_NO;
}

/* JSON_ABSENT where the case has no such value. */
static struct json
value_of(const struct case_plan *plan, struct span key,
    const struct case_state *s, int field, struct arena *arena)
{
	int index = fields[field].index;
	enum case_answer answer;
	struct json absent = {0};

	switch (fields[field].kind) {
	case FIELD_TIME:
		return s->times[index] == CASE_NEVER ? absent :
		    quoted_time(s->times[index], plan->zone, arena);
	case FIELD_TRUTH:
		return truth(s->truths[index]);
	case FIELD_COUNT:
		return number(s->counts[index], arena);
	case FIELD_ANSWER:
		answer = answer_of(plan, s, index, arena);
		return answer == ANSWER_UNKNOWN ? absent :
		    truth(answer == ANSWER_YES);
	default:
		return text_of(key, s, index, arena);
	}
}

/* Each case_field() stands at its number, those of the collect event behind. */
void
case_record(const struct case_plan *plan, struct span key,
    const struct case_state *s, struct arena *arena, struct record *r)
{
	struct json list, value;
	struct json_walk w;
	size_t i = 0;

	*r = (struct record){ .line = SPAN("{}"), .arena = arena,
	    .count = (size_t)FIELDS };
	r->fields = arena_zero(arena, r->count + plan->field_count,
	    sizeof(*r->fields));
	for (int field = 0; field < FIELDS; field++)
		if (plan->reads >> field & 1)
			r->fields[field] = (struct field){
			    .key = span_of(fields[field].name),
			    .value = value_of(plan, key, s, field, arena) };
	if (s->fields.n == 0)
		return;
	list = json_value(s->fields);
	for (w = json_walk(&list); json_next(&w, NULL, &value); i++)
		if (value.kind != JSON_NULL)
			r->fields[r->count++] = (struct field){
			    .key = plan->fields[i], .value = value };
}

void
case_record_note(const struct case_plan *plan, const struct record *r,
    struct case_seen *seen)
{
	for (int i = 0; i < FIELDS; i++)
		if (r->fields[i].value.kind != JSON_ABSENT)
			seen->fields |= UINT64_C(1) << i;
	for (size_t i = (size_t)FIELDS; i < r->count; i++)
		for (size_t k = 0; k < plan->field_count; k++)
			if (r->fields[i].key.p == plan->fields[k].p)
				seen->told[k] = true;
}

bool
case_record_has_all(const struct case_plan *plan,
    const struct case_seen *seen)
{
	for (size_t i = 0; i < plan->field_count; i++)
		if (!seen->told[i])
			return false;
	return (plan->reads & ~seen->fields) == 0;
}

/* One of `who`, and another one of them is known. */
static bool
is_spare(const struct case_plan *plan, const struct case_seen *seen,
    size_t field)
{
	const struct case_repeats *r = &plan->repeats;
	bool is_who = false, other = false;

	for (size_t i = 0; i < r->who_count; i++) {
		is_who |= r->who[i] == field;
		other |= seen->told[r->who[i]];
	}
	return is_who && other;
}

size_t
case_record_missing(const struct case_plan *plan,
    const struct case_seen *seen, struct span *names)
{
	size_t n = 0;

	for (size_t i = 0; i < plan->field_count; i++)
		if (!seen->told[i] && !is_spare(plan, seen, i))
			names[n++] = plan->fields[i];
	for (int i = 0; i < FIELDS; i++)
		if ((plan->reads & ~seen->fields) >> i & 1)
			names[n++] = span_of(fields[i].name);
	return n;
}

int
case_record_get(const void *record, const struct path *path,
    struct arena *arena, struct value *value, struct err *e)
{
	const struct record *r = record;

	if (path->place == 0)
		return expr_record_get(r, path, arena, value, e);
	return expr_value_of_json(&r->fields[path->place - 1].value, arena,
	    value, e);
}
