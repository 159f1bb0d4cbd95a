#include "record/json.h"
#include "tag/compile.h"

#define QUOTED	96

/* Fields that filters know by name: a book that wrote them would lie. */
static bool
is_reserved(struct span name)
{
	static const char *const names[] = {
		"id", "source", "tags", "codes", "quantities", "unit", "block",
		"level", "section", "paragraph", "parent", "start", "end",
		"words", NULL
	};
	size_t i;

	for (i = 0; names[i] != NULL; i++)
		if (span_is(name, names[i]))
			return true;
	return false;
}

/* The name of a field at the top of the record. */
static int
read_name(struct compiler *c, const struct node *node, struct span *name)
{
	struct span text;
	struct path path;
	const char *reason;
	char shown[QUOTED];

	if (node_text(node, &text, c->faults) == -1)
		return -1;
	if (path_parse(&path, c->run, text, &reason) == 0 && path.count > 1)
		reason = "books write at the top level of a record";
	if (reason != NULL)
		return fault(c->faults, node->place, "expected the name of a "
		    "field, got \"%s\": %s", err_quote(shown, sizeof(shown),
		    text), reason);
	*name = path.keys[0];
	if (!is_reserved(*name))
		return 0;
	return fault(c->faults, node->place, "the field \"%.*s\" isn't for "
	    "books to write", (int)name->n, name->p);
}

static uint32_t
add_derived(struct compiler *c, const struct node *node, bool set)
{
	struct plan *p = c->plan;
	const struct derived *other;
	char shown[QUOTED];
	struct span name;
	uint32_t i;

	if (read_name(c, node, &name) == -1)
		return TAG_NONE;
	for (i = 0; i < p->derived_count; i++) {
		other = &p->derived[i];
		if (!span_equal(other->name, name))
			continue;
		if (set && other->set && other->book == c->book_number)
			return i;
		fault(c->faults, node->place, "the field \"%s\" is written "
		    "by %s:%zu:%zu already", err_quote(shown, sizeof(shown),
		    name), other->place.file, other->place.line,
		    other->place.column);
		return TAG_NONE;
	}
	p->derived = arena_grow(c->run, p->derived, p->derived_count,
	    &c->derived_capacity, (size_t)p->derived_count + 1,
	    sizeof(*p->derived));
	p->derived[p->derived_count] = (struct derived){ .name = name,
	    .place = node->place, .book = c->book_number, .set = set };
	return p->derived_count++;
}

uint32_t
derived_new(struct compiler *c, const struct node *name)
{
	return add_derived(c, name, false);
}

uint32_t
derived_set(struct compiler *c, const struct node *name)
{
	return add_derived(c, name, true);
}

/* What a field is looked up by that is written later, or by another book. */
static void
check_key(struct compiler *c, const struct lookup *l)
{
	const struct derived *d;
	char shown[QUOTED];
	uint32_t i;

	if (l->key.count == 0 || l->from != TAG_NONE)
		return;
	for (i = 0; i < c->plan->derived_count; i++) {
		d = &c->plan->derived[i];
		if (span_equal(d->name, l->key.keys[0]))
			fault(c->faults, l->key_place, "the field \"%s\" is "
			    "written by %s:%zu:%zu, which comes later",
			    err_quote(shown, sizeof(shown), d->name),
			    d->place.file, d->place.line, d->place.column);
	}
}

/* A condition, and who asks what it reads. */
struct reading {
	struct compiler	*c;
	uint32_t	 book;
	struct place	 place;
};

/* Fields that are written later, or by another book. */
static void
check_path(void *ctx, const struct path *path)
{
	const struct reading *r = ctx;
	const struct derived *d;
	char shown[QUOTED];
	uint32_t i;

	if (r->c->plan->books[r->book].as_of.n > 0 &&
	    span_is(path->keys[0], "as_of"))
		return;
	for (i = 0; i < r->c->plan->derived_count; i++) {
		d = &r->c->plan->derived[i];
		if (d->early && d->book == r->book)
			continue;
		if (span_equal(d->name, path->keys[0]))
			fault(r->c->faults, r->place, "the field \"%s\" is "
			    "written by %s:%zu:%zu, which comes later",
			    err_quote(shown, sizeof(shown), d->name),
			    d->place.file, d->place.line, d->place.column);
	}
}

static void
check_conditions(struct compiler *c, uint32_t book,
    const struct condition *conditions, size_t count)
{
	struct reading r = { .c = c, .book = book };
	size_t i;

	for (i = 0; i < count; i++) {
		if (conditions[i].where == NULL)
			continue;
		r.place = conditions[i].place;
		expr_paths(conditions[i].where, check_path, &r);
	}
}

/* Those of codes and of voices. */
static void
check_all_conditions(struct compiler *c)
{
	const struct plan *p = c->plan;
	const struct voice *voice;
	const struct code *code;
	uint32_t i, v;

	for (i = 0; i < p->code_count; i++) {
		code = &p->codes[i];
		check_conditions(c, code->book, code->conditions,
		    code->condition_count);
	}
	for (i = 0; i < p->book_count; i++)
		for (v = 0; v < VOICE_COUNT; v++) {
			voice = &p->books[i].voices[v];
			check_conditions(c, i, voice->conditions,
			    voice->condition_count);
		}
}

void
derived_check(struct compiler *c)
{
	const struct plan *p = c->plan;
	const struct path *path;
	char shown[QUOTED];
	uint32_t i, k;

	check_all_conditions(c);
	for (i = 0; i < p->lookup_count; i++)
		check_key(c, &p->lookups[i]);
	for (i = 0; i < p->derived_count; i++)
		for (k = 0; k < p->field_count; k++) {
			path = &p->fields[k].path;
			if (span_equal(path->keys[0], p->derived[i].name))
				fault(c->faults, p->derived[i].place, "the "
				    "field \"%s\" is coded, so it can't be "
				    "written", err_quote(shown, sizeof(shown),
				    path->text));
		}
}

struct span
put_string(struct compiler *c, struct span text)
{
	struct buf b = { 0 };
	struct span json;

	json_put_string(&b, text);
	json = arena_copy(c->run, buf_span(&b));
	buf_free(&b);
	return json;
}

int
value_read(struct compiler *c, const struct node *node, struct span *value)
{
	const char *reason;
	size_t at;

	if (node->kind != NODE_SCALAR)
		return fault(c->faults, node->place, "expected a text, a "
		    "number, true or false, got a %s",
		    node_kind_name(node->kind));
	*value = node->text;
	if (node->quoted) {
		*value = put_string(c, node->text);
	} else if (node->text.n == 0 || span_is(node->text, "null") ||
	    span_is(node->text, "~")) {
		return fault(c->faults, node->place, "expected a text, a "
		    "number, true or false, got nothing (a code that isn't "
		    "there sets nothing)");
	} else if (json_check(node->text, &at, &reason) == -1 ||
	    strchr("[{\"", node->text.p[0]) != NULL) {
		*value = put_string(c, node->text);
	}
	return 0;
}

void
set_read(struct compiler *c, struct code *code, const struct node *node)
{
	struct assignment a;
	size_t i;

	if (node->kind != NODE_MAPPING) {
		fault(c->faults, node->place, "expected a mapping of fields "
		    "to values, got a %s", node_kind_name(node->kind));
		return;
	}
	code->scored = true;
	code->sets = arena_alloc(c->run, node->count * sizeof(*code->sets));
	for (i = 0; i < node->count; i++) {
		a.field = derived_set(c, node->keys[i]);
		if (value_read(c, node->items[i], &a.value) == 0 &&
		    a.field != TAG_NONE)
			code->sets[code->set_count++] = a;
	}
}
