#include "normalize/mask_walk.h"
#include "normalize/mask_rule.h"

/* 13812345678, and .0 or .00 behind it, as tables have it. */
static bool
may_be_number(struct span raw)
{
	raw = span_from(raw, span_digits(raw));
	return raw.n == 0 || span_is(raw, ".0") || span_is(raw, ".00");
}

static int
look_at_string(const struct mask_walk *w, struct mask_found *f,
    struct err *e)
{
	if (json_text(f->value, w->arena, &f->text, e) == -1)
		return err_record(e, "a string with a lone surrogate can't be "
		    "searched for personal data");
	return w->each(w->to, f, e);
}

/* Tells its text; *f is then for the value behind it. */
static int
look_at_key(const struct mask_walk *w, const struct json *key,
    struct mask_found *f, struct err *e)
{
	const struct json *value = f->value;

	if (json_text(key, w->arena, &f->text, e) == -1)
		return err_record(e, "the name of a field with a lone "
		    "surrogate can't be searched for personal data");
	f->value = NULL;
	f->person = false;
	if (w->each(w->to, f, e) == -1)
		return -1;
	f->value = value;
	f->person = mask_is_person(w->mask, f->text);
	return 0;
}

static int	look_at(const struct mask_walk *, struct mask_found,
		    struct err *);

static int
look_inside(const struct mask_walk *w, struct mask_found f, struct err *e)
{
	struct json_walk walk = json_walk(f.value);
	bool is_object = f.value->kind == JSON_OBJECT;
	struct json key, element;

	f.value = &element;
	while (json_next(&walk, &key, &element))
		if ((is_object && look_at_key(w, &key, &f, e) == -1) ||
		    look_at(w, f, e) == -1)
			return -1;
	return 0;
}

/* Nested at most JSON_MAX_DEPTH deep. */
static int
look_at(const struct mask_walk *w, struct mask_found f, struct err *e)
{
	switch (f.value->kind) {
	case JSON_STRING:
		return look_at_string(w, &f, e);
	case JSON_NUMBER:
		f.text = f.value->raw;
		f.person = false;
		return may_be_number(f.text) ? w->each(w->to, &f, e) : 0;
	case JSON_ARRAY:
	case JSON_OBJECT:
		return look_inside(w, f, e);
	default:
		return 0;
	}
}

int
mask_walk_value(const struct mask_walk *w, const struct json *value,
    struct err *e)
{
	return look_at(w, (struct mask_found){ .value = value }, e);
}

static bool
is_excepted(const struct mask *mask, const struct json *key)
{
	size_t i;

	for (i = 0; i < mask->except_count; i++)
		if (json_key_is(key, mask->except[i]))
			return true;
	return false;
}

int
mask_walk_record(const struct mask_walk *w, const struct json *object,
    struct err *e)
{
	struct json_walk walk = json_walk(object);
	struct json key, value;
	struct mask_found f = { .value = &value };

	while (json_next(&walk, &key, &value)) {
		if (is_excepted(w->mask, &key))
			continue;
		f.field = SPAN("");
		if (look_at_key(w, &key, &f, e) == -1)
			return -1;
		f.field = f.text;
		if (look_at(w, f, e) == -1)
			return -1;
	}
	return 0;
}
