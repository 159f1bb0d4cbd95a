#include "base/ascii.h"
#include "normalize/mask.h"
#include "normalize/mask_rule.h"

/* The values inside a value, as far as they were written again. */
struct rewriting {
	const struct mask	*mask;
	struct arena		*arena;
	uint64_t		*hits;
	struct buf		 out;
	const char		*copied;	/* up to here, of the value */
	bool			 person;	/* a value as of 联系人 */
};

/* The value's text becomes other; what stands before it passes. */
static void
rewrite(struct rewriting *r, const struct json *value, struct span other)
{
	buf_add(&r->out, span_make(r->copied,
	    (size_t)(value->raw.p - r->copied)));
	json_put_string(&r->out, other);
	r->copied = value->raw.p + value->raw.n;
}

static int
mask_string(struct rewriting *r, const struct json *value, struct err *e)
{
	struct edits edits;
	struct span text;

	if (json_text(value, r->arena, &text, e) == -1)
		return err_record(e, "a string with a lone surrogate can't be "
		    "searched for personal data");
	edits = r->person ? mask_person_edits(r->mask, r->arena, text,
	    r->hits) : mask_edits(r->mask, r->arena, text, r->hits);
	if (edits.count > 0)
		rewrite(r, value, edits_apply(&edits, r->arena, text));
	return 0;
}

/* 13812345678, and .0 or .00 behind it, as tables have it. */
static bool
may_be_number(struct span raw)
{
	size_t at = 0;

	while (at < raw.n && ascii_is_digit(raw.p[at]))
		at++;
	raw = span_from(raw, at);
	return raw.n == 0 || span_is(raw, ".0") || span_is(raw, ".00");
}

static void
mask_number(struct rewriting *r, const struct json *value)
{
	struct edits edits;

	if (!may_be_number(value->raw))
		return;
	edits = mask_edits(r->mask, r->arena, value->raw, r->hits);
	if (edits.count > 0)
		rewrite(r, value, edits_apply(&edits, r->arena, value->raw));
}

static int	mask_any(struct rewriting *, const struct json *,
		    struct err *);

/*
 * A key can't become another one, which might stand there already.  It may
 * say what its value is.
 */
static int
read_key(struct rewriting *r, const struct json *key, struct err *e)
{
	uint64_t hits[PERSONAL_KINDS] = { 0 };
	struct span name;

	if (json_text(key, r->arena, &name, e) == -1 ||
	    mask_edits(r->mask, r->arena, name, hits).count > 0)
		return err_record(e, "expected the names of fields without "
		    "personal data, which isn't masked there");
	r->person = mask_is_person(r->mask, name);
	return 0;
}

static int
mask_inside(struct rewriting *r, const struct json *value, struct err *e)
{
	struct json_walk walk = json_walk(value);
	struct json key, element;

	while (json_next(&walk, &key, &element))
		if ((value->kind == JSON_OBJECT &&
		    read_key(r, &key, e) == -1) ||
		    mask_any(r, &element, e) == -1)
			return -1;
	return 0;
}

/* Nested at most JSON_MAX_DEPTH deep. */
static int
mask_any(struct rewriting *r, const struct json *value, struct err *e)
{
	switch (value->kind) {
	case JSON_STRING:
		return mask_string(r, value, e);
	case JSON_NUMBER:
		mask_number(r, value);
		return 0;
	case JSON_ARRAY:
	case JSON_OBJECT:
		return mask_inside(r, value, e);
	default:
		return 0;
	}
}

int
mask_value(const struct mask *mask, struct arena *arena,
    const struct json *value, struct span *masked,
    uint64_t hits[PERSONAL_KINDS], struct err *e)
{
	struct rewriting r = { .mask = mask, .arena = arena, .hits = hits,
	    .copied = value->raw.p };
	const char *end = value->raw.p + value->raw.n;
	int rc = mask_any(&r, value, e);

	*masked = value->raw;
	if (rc == 0 && r.copied != value->raw.p) {
		buf_add(&r.out, span_make(r.copied, (size_t)(end - r.copied)));
		*masked = arena_copy(arena, buf_span(&r.out));
	}
	buf_free(&r.out);
	return rc;
}

/* True if an escape may stand for a digit, an @ or what parts digits. */
static bool
has_escape(struct span json)
{
	const char *at = json.p, *end = json.p + json.n;

	while (at < end && (at = memchr(at, '\\', (size_t)(end - at))) !=
	    NULL && end - at > 1) {
		if (at[1] == 'u')
			return true;
		at += 2;
	}
	return false;
}

/* Most records hold nothing, which one pass over them tells. */
static bool
may_hold(struct span json)
{
	return has_escape(json) || personal_may_come(json);
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

static int
mask_fields(struct rewriting *r, const struct json *object, struct err *e)
{
	struct json_walk walk = json_walk(object);
	struct json key, value;

	while (json_next(&walk, &key, &value))
		if (!is_excepted(r->mask, &key) &&
		    (read_key(r, &key, e) == -1 ||
		    mask_any(r, &value, e) == -1))
			return -1;
	return 0;
}

int
mask_record(const struct mask *mask, struct arena *arena, struct buf *b,
    size_t start, uint64_t hits[PERSONAL_KINDS], struct err *e)
{
	struct span line = span_make(b->p + start, b->n - start);
	struct rewriting r = { .mask = mask, .arena = arena, .hits = hits,
	    .copied = line.p };
	struct json object;
	int rc;

	if (!mask->wants && !may_hold(line))
		return 0;
	object = json_value(span_make(line.p, line.n - 1));
	rc = mask_fields(&r, &object, e);
	if (rc == 0 && r.copied != line.p) {
		buf_add(&r.out, span_from(line, (size_t)(r.copied - line.p)));
		buf_cut(b, start);
		buf_add(b, buf_span(&r.out));
	}
	buf_free(&r.out);
	return rc;
}
