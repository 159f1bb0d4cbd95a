#include <stdlib.h>

#include "aggregate/families.h"
#include "aggregate/map.h"
#include "aggregate/mixed.h"
#include "aggregate/row.h"
#include "aggregate/table.h"
#include "base/decimal.h"
#include "frame/tell.h"
#include "text/period.h"
#include "text/when.h"

/* The values of one key; more than one only of an array. */
struct parts {
	struct part	*items;
	size_t		 count;
	size_t		 capacity;
};

struct mapping {
	const struct plan	*plan;
	const struct record	*record;
	struct arena		*arena;
	struct expr_fields	 fields;
	size_t			 row_start;
	int64_t			 seconds;	/* of the last period; or */
	bool			 timed;		/* none */
	struct row_counts	 counts;
	struct err		*e;
};

static int
wrong_kind(struct mapping *m, const struct path *path, const char *expected,
    enum json_kind got)
{
	char shown[128];

	return err_record(m->e, "field \"%s\": expected %s, got %s",
	    err_quote(shown, sizeof(shown), path->text), expected,
	    json_kind_name(got));
}

static struct span
canonical(struct mapping *m, struct span number)
{
	struct buf b = {0};
	struct span text;

	amount_put_canonical(&b, number);
	text = arena_copy(m->arena, buf_span(&b));
	buf_free(&b);
	return text;
}

static int
part_of_json(struct mapping *m, const struct path *path,
    const struct json *value, struct part *part)
{
	*part = (struct part){ PART_STRING, SPAN("") };
	switch (value->kind) {
	case JSON_ABSENT:
	case JSON_NULL:
		return 0;
	case JSON_STRING:
		return json_text(value, m->arena, &part->text, m->e);
	case JSON_NUMBER:
		*part = (struct part){ PART_NUMBER,
		    canonical(m, value->raw) };
		return 0;
	case JSON_TRUE:
	case JSON_FALSE:
		*part = (struct part){ PART_LITERAL, value->raw };
		return 0;
	default:
		return wrong_kind(m, path, "text or a number", value->kind);
	}
}

static int
field_part(struct mapping *m, const struct key *key, struct json *value,
    struct part *part)
{
	if (record_path(m->record, &key->path, value, m->e) == -1)
		return -1;
	return part_of_json(m, &key->path, value, part);
}

static int
area_part(struct mapping *m, const struct key *key, struct part *part)
{
	char came[TELL_SIZE];
	struct json value;

	if (field_part(m, key, &value, part) == -1)
		return -1;
	if (span_digits(part->text) < part->text.n)
		return err_record(m->e, "field \"%.*s\": expected an area "
		    "code of digits, got %s (names of areas? by: %.*s, "
		    "without area)", (int)key->path.text.n,
		    key->path.text.p, tell_json(&value, came),
		    (int)key->path.text.n, key->path.text.p);
	part->kind = PART_STRING;
	part->text.n = part->text.n < key->digits ? 0 : key->digits;
	return 0;
}

static int
period_part(struct mapping *m, const struct key *key, struct part *part)
{
	char text[16], came[TELL_SIZE];
	struct json value;
	struct when when;
	size_t n;

	if (field_part(m, key, &value, part) == -1)
		return -1;
	if (part->kind == PART_STRING && part->text.n == 0)
		return 0;
	if (part->kind != PART_STRING ||
	    when_parse(part->text, m->plan->zone, &when) == -1)
		return err_record(m->e, "field \"%.*s\": expected a time such "
		    "as 2024-05-03T08:30:00+08:00, got %s",
		    (int)key->path.text.n, key->path.text.p,
		    tell_kind(&value, came));
	m->seconds = when.seconds;
	m->timed = true;
	n = when_period(&when, key->period, m->plan->zone, text);
	part->text = arena_copy(m->arena, span_make(text, n));
	return 0;
}

/* Decimal text of a number, as it stands where it came from a record. */
static struct span
number_text(struct mapping *m, const struct value *value)
{
	struct buf b = {0};
	struct span text;

	if (value->integer)
		return arena_printf(m->arena, "%lld", (long long)value->i);
	if (value->text.n > 0)
		return value->text;
	decimal_put(&b, value->number);
	text = arena_copy(m->arena, buf_span(&b));
	buf_free(&b);
	return text;
}

static int
amount_of(struct mapping *m, const struct value *value, struct amount *a)
{
	struct span text;

	if (value->integer) {
		amount_of_integer(a, value->i);
		return 0;
	}
	text = number_text(m, value);
	if (amount_read(a, text) == 0)
		return 0;
	return err_record(m->e, "expected a number within a double and with "
	    "at most %d decimals, got one of %zu characters", AMOUNT_PLACES,
	    text.n);
}

static const char *
value_name(const struct value *value)
{
	static const char *const names[] = {
		[VALUE_NULL] = "nothing",
		[VALUE_BOOL] = "true or false",
		[VALUE_NUMBER] = "number",
		[VALUE_STRING] = "string",
		[VALUE_JSON] = "an array or object",
	};

	return names[value->kind];
}

static int
part_of_value(struct mapping *m, const struct key *key,
    const struct value *value, struct part *part)
{
	*part = (struct part){ PART_STRING, SPAN("") };
	switch (value->kind) {
	case VALUE_NULL:
		return 0;
	case VALUE_STRING:
		part->text = value->text;
		return 0;
	case VALUE_NUMBER:
		*part = (struct part){ PART_NUMBER,
		    canonical(m, number_text(m, value)) };
		return 0;
	case VALUE_BOOL:
		*part = (struct part){ PART_LITERAL, value->truth ?
		    SPAN("true") : SPAN("false") };
		return 0;
	default:
		return err_record(m->e, "key \"%s\": expected text or a "
		    "number, got %s", key->name, value_name(value));
	}
}

static int
bucket_part(struct mapping *m, const struct key *key,
    const struct value *value, struct part *part)
{
	struct buf b = {0};
	struct amount a;
	int128 bound;

	*part = (struct part){ PART_STRING, SPAN("") };
	if (value->kind == VALUE_NULL)
		return 0;
	if (value->kind != VALUE_NUMBER)
		return err_record(m->e, "key \"%s\": expected number, got %s",
		    key->name, value_name(value));
	if (amount_of(m, value, &a) == -1)
		return -1;
	if (amount_bucket(&a, key->width, &bound) == -1)
		return err_record(m->e, "key \"%s\": the number has too many "
		    "digits", key->name);
	amount_put_units(&b, bound);
	*part = (struct part){ PART_NUMBER, arena_copy(m->arena,
	    buf_span(&b)) };
	buf_free(&b);
	return 0;
}

static int
value_part(struct mapping *m, const struct key *key, struct part *part)
{
	struct value value;

	if (expr_value(key->value, &m->fields, m->arena, &value, m->e) == -1)
		return -1;
	return key->kind == KEY_BUCKET ? bucket_part(m, key, &value, part) :
	    part_of_value(m, key, &value, part);
}

static int
compare_parts(const void *left, const void *right)
{
	const struct part *a = left, *b = right;

	if (a->kind != b->kind)
		return a->kind < b->kind ? -1 : 1;
	return span_compare(a->text, b->text);
}

/* Leaves one of each. */
static void
drop_equals(struct parts *parts)
{
	size_t kept = 0;

	qsort(parts->items, parts->count, sizeof(*parts->items),
	    compare_parts);
	for (size_t i = 1; i < parts->count; i++)
		if (compare_parts(&parts->items[i], &parts->items[kept]) != 0)
			parts->items[++kept] = parts->items[i];
	parts->count = kept + 1;
}

static int
too_many_groups(struct mapping *m)
{
	return err_record(m->e, "expected at most %d groups, got more",
	    MAP_MAX_GROUPS);
}

/* So many elements may wait until the equal ones are dropped. */
#define MOST_PARTS	(2 * MAP_MAX_GROUPS)

static int
add_part(struct mapping *m, struct parts *parts, struct part part)
{
	if (parts->count == MOST_PARTS) {
		drop_equals(parts);
		if (parts->count > MAP_MAX_GROUPS)
			return too_many_groups(m);
	}
	parts->items = arena_grow(m->arena, parts->items, parts->count,
	    &parts->capacity, parts->count + 1, sizeof(*parts->items));
	parts->items[parts->count++] = part;
	return 0;
}

static int
add_family(struct mapping *m, const struct key *key, struct parts *parts,
    struct part part)
{
	struct span parents[FAMILIES_MOST];
	size_t n = part.kind != PART_STRING ? 0 :
	    families_parents(key->families, part.text, parents);
	int rc = add_part(m, parts, part);

	for (size_t i = 0; rc == 0 && i < n; i++)
		rc = add_part(m, parts, (struct part){ PART_STRING,
		    parents[i] });
	return rc;
}

/*
 * The different elements of an array, and the parents of those; text or a
 * number is one element.
 */
static int
each_parts(struct mapping *m, const struct key *key, struct parts *parts)
{
	struct json array, value;
	struct json_walk w;
	struct part part;

	if (record_path(m->record, &key->path, &array, m->e) == -1)
		return -1;
	if (array.kind == JSON_OBJECT)
		return wrong_kind(m, &key->path, "an array", array.kind);
	if (array.kind != JSON_ARRAY) {
		parts->count = 0;
		return part_of_json(m, &key->path, &array, &part) == -1 ? -1 :
		    add_family(m, key, parts, part);
	}
	w = json_walk(&array);
	if (!json_next(&w, NULL, &value))
		return 0;
	parts->count = 0;
	do
		if (part_of_json(m, &key->path, &value, &part) == -1 ||
		    add_family(m, key, parts, part) == -1)
			return -1;
	while (json_next(&w, NULL, &value));
	drop_equals(parts);
	return 0;
}

/* The values of a key: one, "" where the record has none. */
static int
key_parts(struct mapping *m, const struct key *key, struct parts *parts)
{
	struct json value;

	parts->items = arena_alloc(m->arena, sizeof(*parts->items));
	*parts->items = (struct part){ PART_STRING, SPAN("") };
	parts->count = parts->capacity = 1;
	switch (key->kind) {
	case KEY_AREA:
		return area_part(m, key, parts->items);
	case KEY_PERIOD:
		return period_part(m, key, parts->items);
	case KEY_EACH:
		return each_parts(m, key, parts);
	case KEY_BUCKET:
	case KEY_VALUE:
		return value_part(m, key, parts->items);
	default:
		return field_part(m, key, &value, parts->items);
	}
}

/* Moves on to the next combination of the values of the mask's keys. */
static bool
advance(const struct plan *plan, const struct parts *parts, unsigned mask,
    size_t *at, struct part *chosen)
{
	for (size_t i = 0; i < plan->key_count; i++) {
		if ((mask >> i & 1) == 0)
			continue;
		if (++at[i] == parts[i].count)
			at[i] = 0;
		chosen[i] = parts[i].items[at[i]];
		if (at[i] > 0)
			return true;
	}
	return false;
}

static int
put_groups(struct mapping *m, const struct parts *parts, size_t mask_index,
    struct buf *row)
{
	struct part chosen[PLAN_MAX_KEYS];
	size_t at[PLAN_MAX_KEYS] = {0}, groups = 0;
	const struct plan *plan = m->plan;

	for (size_t i = 0; i < plan->key_count; i++)
		chosen[i] = parts[i].items[0];
	do {
		if (++groups > MAP_MAX_GROUPS)
			return too_many_groups(m);
		row_put_group(row, plan, mask_index, chosen);
		if (row->n - m->row_start > MAP_MAX_BYTES)
			return err_record(m->e, "the keys of the "
			    "record's groups take more than %d bytes",
			    MAP_MAX_BYTES);
	} while (advance(plan, parts, plan->masks[mask_index], at, chosen));
	return 0;
}

/* The end of the window that the record's time is in; without one, never. */
static void
put_window(const struct mapping *m, char into[ROW_WINDOW])
{
	int zone = m->plan->zone;
	int64_t end, local = m->seconds + 60 * (int64_t)zone;
	enum when_unit unit = m->plan->keys[0].period;

	if (!m->timed) {
		row_put_window(into, INT64_MIN, INT64_MAX);
		return;
	}
	if (unit == WHEN_HOUR)
		end = m->seconds + 3600 - ((local % 3600) + 3600) % 3600;
	else
		end = when_midnight(period_of_day(when_day(m->seconds, zone),
		    unit).to, zone);
	row_put_window(into, m->seconds, end);
}

static int
put_all_groups(struct mapping *m, struct buf *row)
{
	struct parts parts[PLAN_MAX_KEYS];

	for (size_t i = 0; i < m->plan->key_count; i++) {
		if (key_parts(m, &m->plan->keys[i], &parts[i]) == -1)
			return -1;
		for (size_t k = 0; m->counts.mixed != NULL &&
		    k < parts[i].count; k++)
			mixed_note(m->counts.mixed, i, &parts[i].items[k]);
		if (i == 0 && m->plan->window != NULL)
			put_window(m, row->p + m->row_start);
		if (i == m->plan->dated)
			row_put_day(row->p + m->row_start, m->timed ?
			    when_day(m->seconds, m->plan->zone) : ROW_NO_DAY);
	}
	for (size_t i = 0; i < m->plan->mask_count; i++)
		if (put_groups(m, parts, i, row) == -1)
			return -1;
	return 0;
}

/* 1 and "1" are two things. */
static struct hash
hash_of_value(struct mapping *m, const struct value *value)
{
	struct span text = value->text;
	char *p;

	if (value->kind == VALUE_NUMBER)
		text = canonical(m, number_text(m, value));
	if (value->kind == VALUE_BOOL)
		text = value->truth ? SPAN("true") : SPAN("false");
	p = arena_alloc(m->arena, text.n + 1);
	p[0] = (char)value->kind;
	if (text.n > 0)
		memcpy(p + 1, text.p, text.n);
	return hash_of(span_make(p, text.n + 1));
}

static int
squared_amount_of(struct mapping *m, const struct input *in,
    const struct value *value, struct amount *a)
{
	if (amount_of(m, value, a) == -1)
		return -1;
	return amount_has_square(a) ? 0 : err_record(m->e, "measure \"%s\": "
	    "a variance takes numbers with digits up to %d places from the "
	    "point", in->measure, AMOUNT_SQUARE_PLACES);
}

static int
feed_value(struct mapping *m, const struct input *in, struct fed *fed)
{
	struct value value;

	if (expr_value(in->value, &m->fields, m->arena, &value, m->e) == -1)
		return -1;
	if (value.kind == VALUE_NULL)
		return 0;
	fed->given = true;
	if (in->kind == INPUT_HASH && value.kind != VALUE_JSON) {
		fed->hash = hash_of_value(m, &value);
		return 0;
	}
	if (in->kind == INPUT_NUMBER && value.kind == VALUE_NUMBER) {
		if (in->squared)
			return squared_amount_of(m, in, &value, &fed->amount);
		if (in->exact || value.text.n > 0)
			return amount_of(m, &value, &fed->amount);
		fed->amount = (struct amount){ .number = value.number };
		return 0;
	}
	return err_record(m->e, "measure \"%s\": expected %s, got %s",
	    in->measure, in->kind == INPUT_HASH ? "text or a number" :
	    "number", value_name(&value));
}

/* The seconds of the time that a value is first or last by. */
static int
put_time(struct mapping *m, const struct input *in, struct buf *tuple,
    bool *given)
{
	struct value value;
	struct when when;
	char came[TELL_SIZE];

	if (expr_eval(in->by, &m->fields, m->arena, &value, m->e) == -1)
		return -1;
	*given = value.kind != VALUE_NULL;
	if (!*given)
		return 0;
	if (value.kind != VALUE_STRING ||
	    when_parse(value.text, m->plan->zone, &when) == -1)
		return err_record(m->e, "measure \"%s\": expected a time such "
		    "as 2024-05-03T08:30:00+08:00, got %s", in->measure,
		    value.kind != VALUE_STRING ? value_name(&value) :
		    tell_text(value.text, came));
	tuple_put_integer(tuple, when.seconds);
	return 0;
}

/* A value as JSON: the lower bound of its bucket, or as it is. */
static int
put_listed(struct mapping *m, const struct input *in,
    const struct value *value, struct buf *tuple)
{
	struct key key = { .name = in->measure, .width = in->width };
	struct part part = { PART_STRING, SPAN("") };
	struct buf json = {0};

	if ((in->width > 0 ? bucket_part(m, &key, value, &part) :
	    part_of_value(m, &key, value, &part)) == -1)
		return -1;
	if (part.kind == PART_STRING)
		json_put_string(&json, part.text);
	else
		buf_add(&json, part.text);
	tuple_put(tuple, buf_span(&json));
	buf_free(&json);
	return 0;
}

static int
feed_listing(struct mapping *m, const struct input *in, struct fed *fed)
{
	struct buf tuple = {0};
	struct value value;
	int rc = expr_value(in->value, &m->fields, m->arena, &value, m->e);

	fed->given = rc == 0 && value.kind != VALUE_NULL;
	if (fed->given && in->by != NULL)
		rc = put_time(m, in, &tuple, &fed->given);
	if (rc == 0 && fed->given)
		rc = put_listed(m, in, &value, &tuple);
	fed->text = arena_copy(m->arena, buf_span(&tuple));
	buf_free(&tuple);
	return rc;
}

static int
feed(struct mapping *m, const struct input *in, struct fed *fed)
{
	int found;

	fed->given = true;	/* all of it would be 112 bytes a measure */
	if (in->where != NULL && expr_test(in->where, &m->fields, m->arena,
	    &fed->given, m->e) == -1)
		return -1;
	if (!fed->given)
		return 0;
	switch (in->kind) {
	case INPUT_TRUTH:
		return in->value == NULL ? 0 : expr_test(in->value, &m->fields,
		    m->arena, &fed->given, m->e);
	case INPUT_ID:
		found = record_id(m->record, &fed->text, m->e);
		fed->given = found == 1;
		if (fed->given)
			fed->hash = hash_of(fed->text);
		return found == -1 ? -1 : 0;
	case INPUT_VALUE:
		fed->given = false;
		return feed_listing(m, in, fed);
	case INPUT_TUPLES:
		return table_read_record(m->plan->table, &m->fields, m->record,
		    m->arena, &fed->text, m->e);
	default:
		fed->given = false;
		return feed_value(m, in, fed);
	}
}

/* The same, where what can't be read is passed over if the rule wants that. */
static int
feed_leniently(struct mapping *m, const struct input *in, struct fed *fed)
{
	if (feed(m, in, fed) == 0)
		return 0;
	if (!in->lenient || m->e->kind != ERR_RECORD)
		return -1;
	err_none(m->e);
	fed->given = false;
	if (m->counts.bad != NULL)
		m->counts.bad[in->bad]++;
	return 0;
}

int
row_check_fields(const struct plan *plan, struct regex_work *regexes,
    const struct unit *unit, struct err *e)
{
	struct mapping m = {
		.plan = plan, .record = unit->record, .arena = unit->arena,
		.fields = { expr_record_get, unit->record, regexes }, .e = e
	};
	struct parts parts;
	struct fed fed;

	for (size_t i = 0; i < plan->key_count; i++)
		if (!plan->keys[i].folded &&
		    key_parts(&m, &plan->keys[i], &parts) == -1)
			return -1;
	for (size_t i = 0; i < plan->input_count; i++)
		if (!plan->inputs[i].folded &&
		    feed_leniently(&m, &plan->inputs[i], &fed) == -1)
			return -1;
	return 0;
}

int
row_of_record(const struct plan *plan, const struct expr_fields *fields,
    const struct unit *unit, struct buf *row, bool *dropped,
    const struct row_counts *counts, struct err *e)
{
	struct mapping m = {
		.plan = plan, .record = unit->record, .arena = unit->arena,
		.fields = *fields, .row_start = row->n,
		.counts = *counts, .e = e
	};
	bool holds = true;
	struct fed fed;

	if (plan->where != NULL && expr_test(plan->where, &m.fields, m.arena,
	    &holds, e) == -1)
		return -1;
	*dropped = !holds;
	if (!holds)
		return 0;
	if (plan->window != NULL)
		buf_fill(row, 0, ROW_WINDOW);
	if (plan->dated != PLAN_NONE)
		buf_fill(row, 0, ROW_DAY);
	for (size_t i = 0; i < plan->input_count; i++) {
		if (feed_leniently(&m, &plan->inputs[i], &fed) == -1)
			return -1;
		row_put_fed(row, plan->inputs[i].kind, &fed);
	}
	return put_all_groups(&m, row);
}
