#include "aggregate/read.h"
#include "base/decimal.h"

int
read_member(const struct json *object, const char *name, enum json_kind kind,
    struct json *value)
{
	struct json_walk w;
	struct json key;

	if (object->kind != JSON_OBJECT)
		return -1;
	w = json_walk(object);
	while (json_next(&w, &key, value))
		if (json_key_is(&key, span_of(name)))
			return value->kind == kind ? 0 : -1;
	return -1;
}

int
read_elements(const struct json *array, struct json *elements, size_t count)
{
	struct json_walk w;
	struct json more;

	if (array->kind != JSON_ARRAY)
		return -1;
	w = json_walk(array);
	for (size_t i = 0; i < count; i++)
		if (!json_next(&w, NULL, &elements[i]))
			return -1;
	return json_next(&w, NULL, &more) ? -1 : 0;
}

int
read_count(const struct json *value, uint64_t *count)
{
	int64_t v;

	if (value->kind != JSON_NUMBER || !decimal_integer(value->raw, &v) ||
	    v < 0)
		return -1;
	*count = (uint64_t)v;
	return 0;
}
