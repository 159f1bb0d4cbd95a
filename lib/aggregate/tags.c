#include "aggregate/tags.h"
#include "base/decimal.h"
#include "base/utf8.h"

static int
fault_of(struct table_reading *r, const char *expected)
{
	return err_record(r->e, "field \"tags\": expected %s, as tag writes "
	    "it", expected);
}

static int
read_position(struct table_reading *r, const struct json *value, size_t *at)
{
	int64_t v;

	if (value->kind != JSON_NUMBER || !decimal_integer(value->raw, &v) ||
	    v < 0)
		return fault_of(r, "a position");
	*at = (size_t)v;
	return 0;
}

static int
read_tag(struct table_reading *r, const struct json *object, struct tag *tag,
    struct span *field)
{
	struct json_walk w;
	struct json key, value;
	int rc = 0;

	*tag = (struct tag){ .end = SIZE_MAX };
	*field = SPAN("text");
	if (object->kind != JSON_OBJECT)
		return fault_of(r, "objects");
	w = json_walk(object);
	while (rc == 0 && json_next(&w, &key, &value)) {
		if (json_key_is(&key, SPAN("start")))
			rc = read_position(r, &value, &tag->start);
		else if (json_key_is(&key, SPAN("end")))
			rc = read_position(r, &value, &tag->end);
		else if (json_key_is(&key, SPAN("code")) &&
		    value.kind == JSON_STRING)
			rc = json_text(&value, r->arena, &tag->code, r->e);
		else if (json_key_is(&key, SPAN("field")) &&
		    value.kind == JSON_STRING)
			rc = json_text(&value, r->arena, field, r->e);
	}
	if (rc == 0 && (tag->code.n == 0 || tag->end == SIZE_MAX ||
	    tag->start > tag->end))
		return fault_of(r, "code, start and end");
	return rc;
}

static int
check_places(struct table_reading *r, struct span field, struct span text,
    const struct tag *tags, size_t count)
{
	size_t length = count > 0 ? utf8_length(text) : 0;
	char name[64];

	for (size_t i = 0; i < count; i++)
		if (tags[i].end > length)
			return err_record(r->e, "field \"tags\": expected "
			    "places in \"%s\", which has %zu character%s, got "
			    "%zu to %zu", err_quote(name, sizeof(name), field),
			    length, length == 1 ? "" : "s", tags[i].start,
			    tags[i].end);
	return 0;
}

int
tags_read(struct table_reading *r, struct span field, struct span text,
    struct tag **tags, size_t *count)
{
	struct json array, object;
	struct json_walk w;
	struct span its;

	*count = 0;
	if (record_get(r->record, SPAN("tags"), &array, r->e) == -1)
		return -1;
	if (array.kind == JSON_ABSENT || array.kind == JSON_NULL)
		return 0;
	if (array.kind != JSON_ARRAY)
		return fault_of(r, "an array");
	*tags = arena_alloc(r->arena, json_count(&array) * sizeof(**tags));
	for (w = json_walk(&array); json_next(&w, NULL, &object);) {
		if (read_tag(r, &object, &(*tags)[*count], &its) == -1)
			return -1;
		*count += span_equal(its, field);
	}
	return check_places(r, field, text, *tags, *count);
}

bool
tags_code_is(struct span code, struct span wanted)
{
	if (span_ends(wanted, SPAN(".*")))
		return span_starts(code, span_make(wanted.p, wanted.n - 1));
	return span_equal(code, wanted);
}
