#include "base/decimal.h"
#include "frame/tell.h"
#include "tag/former.h"

uint32_t
former_code(const struct plan *p, struct span id)
{
	uint32_t low = 0, high = p->code_count, middle;
	int order;

	while (low < high) {
		middle = low + (high - low) / 2;
		order = span_compare(p->codes[p->by_rank[middle]].id, id);
		if (order == 0)
			return p->by_rank[middle];
		if (order < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return TAG_NONE;
}

bool
former_is_under(const struct plan *p, struct span code)
{
	struct span prefix;
	uint32_t i;

	for (i = 0; i < p->book_count; i++) {
		prefix = p->books[i].prefix;
		if (prefix.n > 0 && span_starts(code, prefix) &&
		    code.n > prefix.n && code.p[prefix.n] == '.')
			return true;
	}
	return false;
}

/* A book owns what stands under its prefix, without one its own ids. */
bool
former_is_ours(const struct plan *p, struct span code)
{
	return former_is_under(p, code) || former_code(p, code) != TAG_NONE;
}

uint32_t
former_outside(const struct plan *p, struct span code)
{
	uint32_t low = 0, high = p->outside_count, middle;
	int order;

	while (low < high) {
		middle = low + (high - low) / 2;
		order = span_compare(p->outside[middle], code);
		if (order == 0)
			return middle;
		if (order < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return TAG_NONE;
}

/* The array of that name: 1, 0 if it is absent or null, -1 if it is none. */
static int
get_array(const struct record *r, const char *name, struct json *array,
    struct err *e)
{
	if (record_get(r, span_of(name), array, e) == -1)
		return -1;
	if (array->kind == JSON_ABSENT || array->kind == JSON_NULL)
		return 0;
	if (array->kind == JSON_ARRAY)
		return 1;
	return err_record(e, "field \"%s\": expected array, got %s", name,
	    json_kind_name(array->kind));
}

static int
member_text(const struct json *value, const char *name, struct arena *arena,
    struct span *text, struct err *e)
{
	if (value->kind != JSON_STRING)
		return err_record(e, "field \"tags\": expected a string as %s, "
		    "got %s", name, json_kind_name(value->kind));
	return json_text(value, arena, text, e);
}

static int
member_integer(const struct json *value, const char *name, int64_t *number,
    struct err *e)
{
	char	 came[TELL_SIZE];

	if (value->kind == JSON_NUMBER && decimal_integer(value->raw, number))
		return 0;
	return err_record(e, "field \"tags\": expected an integer as %s, "
	    "got %s", name, tell_json(value, came));
}

/* What a tag is ordered by, and told by whose it is. */
static int
read_tag(const struct json *value, struct arena *arena, struct tag *t,
    struct err *e)
{
	struct json_walk w;
	struct json key, member;
	int rc = 0;

	if (value->kind != JSON_OBJECT)
		return err_record(e, "field \"tags\": expected objects, got %s",
		    json_kind_name(value->kind));
	*t = (struct tag){ .field = SPAN("text"), .raw = value->raw };
	w = json_walk(value);
	while (rc == 0 && json_next(&w, &key, &member)) {
		if (json_key_is(&key, SPAN("code")))
			rc = member_text(&member, "code", arena, &t->code, e);
		else if (json_key_is(&key, SPAN("field")))
			rc = member_text(&member, "field", arena, &t->field, e);
		else if (json_key_is(&key, SPAN("start")))
			rc = member_integer(&member, "start", &t->start, e);
		else if (json_key_is(&key, SPAN("end")))
			rc = member_integer(&member, "end", &t->end, e);
	}
	if (rc == 0 && t->code.n == 0)
		return err_record(e, "field \"tags\": a tag without a code");
	return rc;
}

int
former_tags(const struct plan *p, const struct record *r, struct tags *tags,
    struct err *e)
{
	struct json array, value;
	struct json_walk w;
	struct tag t;
	int rc = get_array(r, "tags", &array, e);

	if (rc < 1)
		return rc;
	w = json_walk(&array);
	while (json_next(&w, NULL, &value)) {
		if (read_tag(&value, r->arena, &t, e) == -1)
			return -1;
		if (former_is_ours(p, t.code))
			continue;
		tags->items = arena_grow(r->arena, tags->items, tags->count,
		    &tags->capacity, tags->count + 1, sizeof(t));
		tags->items[tags->count++] = t;
	}
	return 0;
}

int
former_codes(const struct plan *p, const struct record *r, struct ids *ids,
    struct err *e)
{
	struct json array, value;
	struct json_walk w;
	struct span id;
	int rc = get_array(r, "codes", &array, e);

	if (rc < 1)
		return rc;
	w = json_walk(&array);
	while (json_next(&w, NULL, &value)) {
		if (value.kind != JSON_STRING)
			return err_record(e, "field \"codes\": expected "
			    "strings, got %s", json_kind_name(value.kind));
		if (json_text(&value, r->arena, &id, e) == -1)
			return -1;
		if (former_is_ours(p, id))
			continue;
		ids->items = arena_grow(r->arena, ids->items, ids->count,
		    &ids->capacity, ids->count + 1, sizeof(id));
		ids->items[ids->count++] = id;
	}
	return 0;
}
