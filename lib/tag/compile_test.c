#include "record/json.h"
#include "tag/compile.h"

#define QUOTED	96

/* Any value as JSON: what may nest is bounded by the YAML. */
static int
put_value(struct compiler *c, const struct node *node, struct buf *b)
{
	const bool is_mapping = node->kind == NODE_MAPPING;
	struct span value;
	size_t i;

	if (node->kind == NODE_SCALAR) {
		if (value_read(c, node, &value) == -1)
			return -1;
		buf_add(b, value);
		return 0;
	}
	buf_byte(b, is_mapping ? '{' : '[');
	for (i = 0; i < node->count; i++) {
		if (i > 0)
			buf_byte(b, ',');
		if (is_mapping) {
			json_put_string(b, node->keys[i]->text);
			buf_byte(b, ':');
		}
		if (put_value(c, node->items[i], b) == -1)
			return -1;
	}
	buf_byte(b, is_mapping ? '}' : ']');
	return 0;
}

static bool
is_mapping(struct compiler *c, const struct node *node)
{
	if (node->kind != NODE_MAPPING)
		fault(c->faults, node->place, "expected a mapping of fields "
		    "to values, got a %s", node_kind_name(node->kind));
	return node->kind == NODE_MAPPING;
}

static void
read_record(struct compiler *c, struct test *t, const struct node *node)
{
	struct buf b = { 0 };

	if (!is_mapping(c, node))
		return;
	put_value(c, node, &b);
	t->record = arena_copy(c->run, buf_span(&b));
	buf_free(&b);
}

/* A field that the book writes; TAG_NONE after a fault. */
static uint32_t
find_field(struct compiler *c, const struct node *name)
{
	const struct plan *p = c->plan;
	char shown[QUOTED];
	uint32_t i;

	for (i = 0; i < p->derived_count; i++)
		if (p->derived[i].book == c->book_number &&
		    span_equal(p->derived[i].name, name->text))
			return i;
	fault(c->faults, name->place, "the book writes no field \"%s\"",
	    err_quote(shown, sizeof(shown), name->text));
	return TAG_NONE;
}

/* null: the field is absent. */
static struct span
read_expected(struct compiler *c, const struct node *node)
{
	struct buf b = { 0 };
	struct span value = { NULL, 0 };

	if (node->kind == NODE_SCALAR && !node->quoted &&
	    span_is(node->text, "null"))
		return value;
	if (put_value(c, node, &b) == 0)
		value = arena_copy(c->run, buf_span(&b));
	buf_free(&b);
	return value;
}

static void
read_gives(struct compiler *c, struct test *t, const struct node *node)
{
	struct expectation e;
	size_t i;

	if (!is_mapping(c, node))
		return;
	t->gives = arena_alloc(c->run, node->count * sizeof(*t->gives));
	for (i = 0; i < node->count; i++) {
		e.place = node->items[i]->place;
		e.value = read_expected(c, node->items[i]);
		e.field = find_field(c, node->keys[i]);
		if (e.field != TAG_NONE)
			t->gives[t->count++] = e;
	}
}

void
tests_read(struct compiler *c, const struct node *node)
{
	struct book *book = c->book;
	const struct node *value;
	struct test *t;
	struct fields f;
	size_t i;

	if (node->kind != NODE_SEQUENCE) {
		fault(c->faults, node->place, "expected a sequence of "
		    "{record, gives}, got a %s", node_kind_name(node->kind));
		return;
	}
	book->tests = arena_zero(c->run, node->count, sizeof(*book->tests));
	for (i = 0; i < node->count; i++) {
		if (fields_begin(&f, node->items[i], c->run, c->faults) == -1)
			continue;
		t = &book->tests[book->test_count++];
		t->place = node->items[i]->place;
		if ((value = fields_need(&f, "record")) != NULL)
			read_record(c, t, value);
		if ((value = fields_need(&f, "gives")) != NULL)
			read_gives(c, t, value);
		fields_end(&f);
	}
}
