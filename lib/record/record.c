#include "base/utf8.h"
#include "record/record.h"
#include "record/scan.h"

/* Refuses the line at byte at, before which it is valid UTF-8. */
static int
refuse(struct err *e, struct span line, size_t at, const char *reason)
{
	return err_set(e, ERR_RECORD, NULL, 0,
	    utf8_length(span_make(line.p, at)) + 1, "%s", reason);
}

static inline struct span
between_quotes(const struct json *key)
{
	return span_make(key->raw.p + 1, key->raw.n - 2);
}

/* A key with a lone surrogate stays as it stands: nobody can ask for it. */
static struct span
decoded(const struct json *key, struct arena *arena)
{
	struct span text;
	struct err unused;

	return json_text(key, arena, &text, &unused) == -1 ?
	    between_quotes(key) : text;
}

/* Names of a record differ in their length and their middle, mostly. */
static inline size_t
name_slot(struct span name)
{
	size_t middle = name.n == 0 ? 0 : (unsigned char)name.p[name.n / 2];

	return (11 * name.n + middle) & (RECORD_SLOTS - 1);
}

static inline uint64_t
name_bit(struct span name)
{
	return UINT64_C(1) << name_slot(name);
}

static void
put_in_slot(struct record *r, struct field *f)
{
	uint32_t *slot = &r->slots[name_slot(f->key)];

	f->next = *slot;
	*slot = (uint32_t)r->count;
}

/* The fields and the closing brace; s is behind the opening one. */
static int
parse_fields(struct record *r, struct scan *s)
{
	size_t capacity = 0;
	struct field *f;
	struct json key;
	int more = scan_first(s, '}');

	while (more == 1) {
		if (r->count == RECORD_MAX_FIELDS) {
			s->reason = "more than 1,000,000 fields";
			return -1;
		}
		if (r->count == capacity)
			r->fields = arena_grow(r->arena, r->fields, r->count,
			    &capacity, r->count + 16, sizeof(*f));
		f = &r->fields[r->count++];
		if (scan_key(s, &key) == -1 || scan_value(s, &f->value) == -1)
			return -1;
		f->start = key.raw.p;
		f->key = key.escaped ? decoded(&key, r->arena) :
		    between_quotes(&key);
		put_in_slot(r, f);
		more = scan_more(s, '}');
	}
	return more;
}

int
record_parse(struct record *r, struct arena *arena, struct span line,
    struct err *e)
{
	struct scan s = { .at = line.p, .end = line.p + line.n, .depth = 1 };
	size_t valid = utf8_check(line);

	*r = (struct record){ .arena = arena, .slotted = true };
	if (valid < line.n)
		return refuse(e, line, valid, "invalid UTF-8");
	scan_space(&s);
	r->line.p = s.at;
	if (scan_peek(&s) != '{') {
		s.reason = "expected a JSON object";
		goto refuse;
	}
	s.at++;
	if (parse_fields(r, &s) == -1)
		goto refuse;
	r->line.n = (size_t)(s.at - r->line.p);
	scan_space(&s);
	s.reason = "expected the end of the line after the object";
	if (s.at == s.end)
		return 0;
refuse:
	return refuse(e, line, (size_t)(s.at - line.p), s.reason);
}

static int
stands_twice(struct err *e, struct span name)
{
	char shown[128];

	return err_record(e, "field \"%s\" stands there twice",
	    err_quote(shown, sizeof(shown), name));
}

/* Names of one length differ in the middle sooner than at their ends. */
static inline bool
is_key(struct span key, struct span name)
{
	return key.n == name.n && (name.n == 0 ||
	    (key.p[name.n / 2] == name.p[name.n / 2] &&
	    memcmp(key.p, name.p, name.n) == 0));
}

/* The next field that may have the name, from number + 1 on; 0: none. */
static inline uint32_t
next_field(const struct record *r, uint32_t i)
{
	if (r->slotted)
		return r->fields[i - 1].next;
	return i < r->count ? i + 1 : 0;
}

int
record_get(const struct record *r, struct span name, struct json *value,
    struct err *e)
{
	const struct field *found = NULL;
	uint32_t i = r->slotted ? r->slots[name_slot(name)] : r->count > 0;

	*value = (struct json){0};
	for (; i != 0; i = next_field(r, i)) {
		if (!is_key(r->fields[i - 1].key, name))
			continue;
		if (found != NULL)
			return stands_twice(e, name);
		found = &r->fields[i - 1];
	}
	if (found != NULL)
		*value = found->value;
	return 0;
}

static int
wrong_kind(struct err *e, struct span name, const char *expected,
    const struct json *value)
{
	char shown[128];

	return err_record(e, "field \"%s\": expected %s, got %s",
	    err_quote(shown, sizeof(shown), name), expected,
	    json_kind_name(value->kind));
}

int
record_text(const struct record *r, struct span name, struct span *text,
    struct err *e)
{
	struct json value;

	if (record_get(r, name, &value, e) == -1)
		return -1;
	if (value.kind == JSON_ABSENT || value.kind == JSON_NULL)
		return 0;
	if (value.kind != JSON_STRING)
		return wrong_kind(e, name, "string", &value);
	return json_text(&value, r->arena, text, e) == -1 ? -1 : 1;
}

int
record_id(const struct record *r, struct span *id, struct err *e)
{
	struct json value;

	if (record_get(r, SPAN("id"), &value, e) == -1)
		return -1;
	switch (value.kind) {
	case JSON_ABSENT:
		return 0;
	case JSON_NUMBER:
		*id = value.raw;
		return 1;
	case JSON_STRING:
		return json_text(&value, r->arena, id, e) == -1 ? -1 : 1;
	default:
		return wrong_kind(e, SPAN("id"), "string or number", &value);
	}
}

/*
 * Takes the first key off *text.  Returns NULL, or what is wrong with it;
 * what is left begins with the dot before the next key.
 */
static const char *
take_key(struct span *text, struct span *key)
{
	bool quoted = text->n > 0 && *text->p == '`';
	size_t n;

	if (quoted) {
		*text = span_from(*text, 1);
		n = span_index(*text, '`');
		if (n == text->n)
			return "back quote without its pair";
	} else
		n = span_index(*text, '.');
	*key = span_make(text->p, n);
	*text = span_from(*text, n + quoted);
	if (n == 0)
		return "empty key";
	if (!quoted && span_index(*key, '`') < n)
		return "back quote inside a key";
	if (text->n > 0 && *text->p != '.')
		return "expected a dot after the back quote";
	return NULL;
}

int
path_parse(struct path *path, struct arena *arena, struct span text,
    const char **reason)
{
	size_t capacity = 0;

	*path = (struct path){ .text = text };
	for (;;) {
		path->keys = arena_grow(arena, path->keys, path->count,
		    &capacity, path->count + 1, sizeof(*path->keys));
		*reason = take_key(&text, &path->keys[path->count++]);
		if (*reason != NULL)
			return -1;
		if (text.n == 0)
			return 0;
		text = span_from(text, 1);
	}
}

static int
member(const struct json *object, struct span name, struct json *found,
    struct err *e)
{
	struct json_walk w = json_walk(object);
	struct json key, value;

	*found = (struct json){0};
	while (json_next(&w, &key, &value)) {
		if (!json_key_is(&key, name))
			continue;
		if (found->kind != JSON_ABSENT)
			return stands_twice(e, name);
		*found = value;
	}
	return 0;
}

/*
 * Goes down the path from its i-th key as far as there are objects; returns
 * how many keys it took, or SIZE_MAX with *e.
 */
static size_t
descend(const struct path *path, size_t i, struct json *value, struct err *e)
{
	struct json object;

	for (; i < path->count && value->kind == JSON_OBJECT; i++) {
		object = *value;
		if (member(&object, path->keys[i], value, e) == -1)
			return SIZE_MAX;
	}
	return i;
}

int
record_path(const struct record *r, const struct path *path,
    struct json *value, struct err *e)
{
	size_t i;

	if (record_get(r, path->keys[0], value, e) == -1 ||
	    (i = descend(path, 1, value, e)) == SIZE_MAX)
		return -1;
	if (i < path->count)
		*value = (struct json){0};
	return 0;
}

/* Adds what a value has at the rest of the path, from its i-th key. */
static int
gather(const struct path *path, size_t i, struct json value, struct buf *b,
    struct err *e)
{
	struct json_walk w;
	struct json element;

	if ((i = descend(path, i, &value, e)) == SIZE_MAX)
		return -1;
	if (i == path->count && value.kind != JSON_ABSENT) {
		if (b->n > 1)
			buf_byte(b, ',');
		buf_add(b, value.raw);
	} else if (value.kind == JSON_ARRAY) {
		w = json_walk(&value);
		while (json_next(&w, NULL, &element))
			if (gather(path, i, element, b, e) == -1)
				return -1;
	}
	return 0;
}

int
record_path_all(const struct record *r, const struct path *path,
    struct json *value, struct err *e)
{
	struct buf b = {0};
	size_t i;
	int rc;

	if (record_get(r, path->keys[0], value, e) == -1 ||
	    (i = descend(path, 1, value, e)) == SIZE_MAX)
		return -1;
	if (i == path->count)
		return 0;
	if (value->kind != JSON_ARRAY) {
		*value = (struct json){0};
		return 0;
	}
	buf_byte(&b, '[');
	rc = gather(path, i, *value, &b, e);
	*value = (struct json){0};
	if (rc == 0 && b.n > 1) {
		buf_byte(&b, ']');
		*value = json_value(arena_copy(r->arena, buf_span(&b)));
	}
	buf_free(&b);
	return rc;
}

bool
record_has(const struct record *r, const struct path *path)
{
	struct err ignored = {0};
	struct json value;

	return record_path_all(r, path, &value, &ignored) == -1 ||
	    value.kind != JSON_ABSENT;
}

/* Number of the change, from 1; 0: none. */
static uint32_t
find_change(const struct change *changes, size_t count, struct span key)
{
	for (size_t i = 0; i < count; i++)
		if (is_key(changes[i].key, key))
			return (uint32_t)i + 1;
	return 0;
}

static void
copy_until(struct buf *b, const char **from, const char *to)
{
	buf_add(b, span_make(*from, (size_t)(to - *from)));
	*from = to;
}

void
record_form_begin(struct record_form *f, const struct record *r,
    const struct change *changes, size_t count, const bool *varies,
    const struct span *names)
{
	uint32_t *of_field = arena_zero(r->arena, r->count, sizeof(*of_field));
	bool *stands = arena_zero(r->arena, count, sizeof(*stands));
	uint64_t bits = 0;
	size_t holes = count;

	for (size_t i = 0; i < count; i++)
		bits |= name_bit(changes[i].key);
	for (size_t i = 0; i < r->count; i++) {
		if ((bits & name_bit(r->fields[i].key)) == 0)
			continue;
		of_field[i] = find_change(changes, count, r->fields[i].key);
		if (of_field[i] == 0)
			continue;
		stands[of_field[i] - 1] = true;
		holes++;
	}
	f->record = r;
	f->count = count;
	f->of_field = of_field;
	f->stands = stands;
	f->varies = varies;
	f->names = names;
	f->holes = arena_alloc(r->arena, holes * sizeof(*f->holes));
}

static void
put_value(struct record_form *f, const struct change *changes, size_t i,
    struct buf *b)
{
	buf_add(b, changes[i].value);
	if (f->varies != NULL && f->varies[i])
		f->holes[f->hole_count++] = (struct record_hole){ b->n, i };
}

/*
 * Appends the fields that stand there, with the white space up to the
 * closing brace.  Each goes with what stands before it, its comma included;
 * only the first that is kept loses that.  True if one was kept.
 */
static bool
put_fields(struct record_form *f, const struct change *changes, struct buf *b)
{
	const struct record *r = f->record;
	const char *from = r->line.p;	/* what isn't copied yet */
	bool kept = false;

	for (size_t i = 0; i < r->count; i++) {
		const struct field *field = &r->fields[i];
		const size_t number = f->of_field[i];
		const char *end = field->value.raw.p + field->value.raw.n;

		if (number > 0 && changes[number - 1].value.p == NULL) {
			if (i == 0)
				copy_until(b, &from, field->start);
			else
				copy_until(b, &from,
				    r->fields[i - 1].value.raw.p +
				    r->fields[i - 1].value.raw.n);
			from = end;
			continue;
		}
		if (!kept && i > 0)
			from = field->start;
		kept = true;
		if (number > 0) {
			copy_until(b, &from, field->value.raw.p);
			put_value(f, changes, number - 1, b);
			from = end;
		}
	}
	copy_until(b, &from, r->line.p + r->line.n - 1);
	return kept;
}

static void
put_name(const struct record_form *f, size_t i, struct span key, bool comma,
    struct buf *b)
{
	if (f->names != NULL) {
		buf_add(b, span_from(f->names[i], !comma));
		return;
	}
	if (comma)
		buf_byte(b, ',');
	json_put_string(b, key);
	buf_byte(b, ':');
}

static void
put_record(struct record_form *f, const struct change *changes, struct buf *b)
{
	bool comma;

	f->hole_count = 0;
	buf_reserve(b, f->record->line.n + 1);
	comma = put_fields(f, changes, b);
	for (size_t i = 0; i < f->count; i++) {
		if (changes[i].value.p == NULL || f->stands[i])
			continue;
		put_name(f, i, changes[i].key, comma, b);
		put_value(f, changes, i, b);
		comma = true;
	}
	buf_add(b, SPAN("}\n"));
}

void
record_form_make(struct record_form *f, const struct change *changes)
{
	f->bytes.n = 0;
	put_record(f, changes, &f->bytes);
}

void
record_write(const struct record *r, const struct change *changes,
    size_t count, struct buf *b)
{
	struct record_form f;

	if (count == 0) {
		buf_reserve(b, r->line.n + 1);
		buf_add(b, r->line);
		buf_byte(b, '\n');
		return;
	}
	record_form_begin(&f, r, changes, count, NULL, NULL);
	put_record(&f, changes, b);
}
