#include <yaml.h>

#include "base/err.h"
#include "base/map.h"
#include "base/mem.h"
#include "base/utf8.h"
#include "rules/file.h"
#include "rules/node.h"
#include "rules/suspect.h"
#include "rules/typing.h"

/* A file is repaired and read anew so often, and so many bytes in all. */
#define MAX_READINGS	1000
#define MAX_BYTES_READ	(8 * 1024 * 1024)

/* libyaml's events on their way to nodes. */
struct builder {
	yaml_parser_t	 parser;
	struct arena	*arena;
	struct faults	*faults;
	const char	*file;
	size_t		 depth;
	size_t		 examples;	/* > 0: inside `examples`: sentences */
};

static struct place
place_of(const struct builder *b, yaml_mark_t mark)
{
	return (struct place){ b->file, mark.line + 1, mark.column + 1 };
}

/* -1 if libyaml can't go on: what it says stays in the parser. */
static int
next_event(struct builder *b, yaml_event_t *event)
{
	if (yaml_parser_parse(&b->parser, event))
		return 0;
	if (b->parser.error == YAML_MEMORY_ERROR)
		mem_failed(0);
	return -1;
}

static struct node *
new_node(struct builder *b, enum node_kind kind, yaml_mark_t mark)
{
	struct node	*node;

	node = arena_zero(b->arena, 1, sizeof(*node));
	node->kind = kind;
	node->place = place_of(b, mark);
	return node;
}

/* True if the characters between the marks are those of the text. */
static bool
stands_as_it_is(const yaml_event_t *event, struct span text, bool quoted)
{
	size_t	 width = event->end_mark.column - event->start_mark.column;

	return event->start_mark.line == event->end_mark.line &&
	    width == utf8_length(text) + (quoted ? 2 : 0);
}

static struct node *
build_scalar(struct builder *b, const yaml_event_t *event)
{
	yaml_scalar_style_t	 style = event->data.scalar.style;
	struct node		*node;

	node = new_node(b, NODE_SCALAR, event->start_mark);
	node->quoted = style != YAML_PLAIN_SCALAR_STYLE;
	node->text = arena_copy(b->arena, span_make(
	    (const char *)event->data.scalar.value,
	    event->data.scalar.length));
	node->exact = stands_as_it_is(event, node->text, node->quoted);
	return node;
}

static struct node	*build(struct builder *, yaml_event_t *);

static void
append(struct builder *b, struct node ***list, size_t count, size_t *capacity,
    struct node *node)
{
	*list = arena_grow(b->arena, *list, count, capacity, count + 1,
	    sizeof(**list));
	(*list)[count] = node;
}

static struct node *
build_sequence(struct builder *b, yaml_mark_t start, bool flow)
{
	struct node	*node, *item;
	yaml_event_t	 event;
	size_t		 capacity = 0;

	node = new_node(b, NODE_SEQUENCE, start);
	for (;;) {
		if (next_event(b, &event) == -1)
			return NULL;
		if (event.type == YAML_SEQUENCE_END_EVENT)
			break;
		if ((item = build(b, &event)) == NULL)
			return NULL;
		append(b, &node->items, node->count++, &capacity, item);
	}
	yaml_event_delete(&event);
	if (b->examples == 0)
		suspect_sequence(node, flow, b->faults);
	return node;
}

/* True if the key may be added: a text that isn't there yet. */
static bool
new_key(struct builder *b, struct map *seen, struct node *key)
{
	struct map_entry	*entry;
	const struct node	*first;
	char			 quoted[200];
	bool			 is_new;

	if (key->kind != NODE_SCALAR) {
		fault(b->faults, key->place, "expected a key, got a %s",
		    node_kind_name(key->kind));
		return false;
	}
	entry = map_put(seen, key->text, &is_new);
	if (is_new) {
		entry->value = key;
		return true;
	}
	first = entry->value;
	fault(b->faults, key->place,
	    "duplicate key \"%s\" (it stands in line %zu, column %zu already)",
	    err_quote(quoted, sizeof(quoted), key->text),
	    first->place.line, first->place.column);
	return false;
}

/* Adds the pairs to node; 0, or -1 after a syntax error. */
static int
build_pairs(struct builder *b, struct node *node, struct map *seen)
{
	struct node	*key, *value;
	yaml_event_t	 event;
	size_t		 keys_capacity = 0, items_capacity = 0, examples;

	for (;;) {
		if (next_event(b, &event) == -1)
			return -1;
		if (event.type == YAML_MAPPING_END_EVENT)
			break;
		if ((key = build(b, &event)) == NULL ||
		    next_event(b, &event) == -1)
			return -1;
		examples = span_is(key->text, "examples");
		b->examples += examples;
		value = build(b, &event);
		b->examples -= examples;
		if (value == NULL)
			return -1;
		if (b->examples == 0)
			suspect_value(value, b->faults);
		if (!new_key(b, seen, key))
			continue;
		append(b, &node->keys, node->count, &keys_capacity, key);
		append(b, &node->items, node->count, &items_capacity, value);
		node->count++;
	}
	yaml_event_delete(&event);
	return 0;
}

static struct node *
build_mapping(struct builder *b, yaml_mark_t start)
{
	struct node	*node;
	struct map	 seen = {0};
	int		 result;

	node = new_node(b, NODE_MAPPING, start);
	result = build_pairs(b, node, &seen);
	map_free(&seen);
	return result == -1 ? NULL : node;
}

/* The node that begins with the event, which it releases. */
static struct node *
build(struct builder *b, yaml_event_t *event)
{
	yaml_mark_t	 start = event->start_mark;
	yaml_event_type_t type = event->type;
	struct node	*node;
	bool		 flow;

	if (type == YAML_SCALAR_EVENT || type == YAML_ALIAS_EVENT) {
		/* An alias was refused by the scan; it stands for nothing. */
		node = type == YAML_SCALAR_EVENT ? build_scalar(b, event) :
		    new_node(b, NODE_SCALAR, start);
		yaml_event_delete(event);
		return node;
	}
	flow = type == YAML_SEQUENCE_START_EVENT &&
	    event->data.sequence_start.style == YAML_FLOW_SEQUENCE_STYLE;
	yaml_event_delete(event);
	if (b->depth == RULES_MAX_DEPTH) {
		fault(b->faults, place_of(b, start),
		    "nested deeper than %d levels", RULES_MAX_DEPTH);
		return NULL;
	}
	b->depth++;
	node = type == YAML_SEQUENCE_START_EVENT ?
	    build_sequence(b, start, flow) : build_mapping(b, start);
	b->depth--;
	return node;
}

/* What must follow the document: nothing. */
static void
expect_end(struct builder *b)
{
	yaml_event_t	 event;

	if (next_event(b, &event) == -1)	/* of the document */
		return;
	yaml_event_delete(&event);
	if (next_event(b, &event) == -1)
		return;
	if (event.type == YAML_DOCUMENT_START_EVENT)
		fault(b->faults, place_of(b, event.start_mark),
		    "expected one document, got a second one");
	yaml_event_delete(&event);
}

static struct node *
build_document(struct builder *b)
{
	struct node	*root;
	yaml_event_t	 event;
	bool		 empty;

	if (next_event(b, &event) == -1)	/* start of the stream */
		return NULL;
	yaml_event_delete(&event);
	if (next_event(b, &event) == -1)
		return NULL;
	empty = event.type == YAML_STREAM_END_EVENT;
	yaml_event_delete(&event);
	if (empty) {
		fault(b->faults, (struct place){ b->file, 1, 1 },
		    "expected a mapping, got an empty file");
		return NULL;
	}
	if (next_event(b, &event) == -1 || (root = build(b, &event)) == NULL)
		return NULL;
	expect_end(b);
	return root;
}

/* Tells what libyaml couldn't go on with; true if that was repaired. */
static bool
explain(struct typing *t, const yaml_parser_t *p)
{
	struct mishap	 m = {
		.context = p->context, .problem = p->problem,
		.begin = typing_byte(t, p->context_mark.index),
		.at = typing_byte(t, p->problem_mark.index)
	};

	return explain_mishap(t, &m);
}

/* *again: a mistake was repaired, so that the text is worth another look. */
static struct node *
read_document(struct typing *t, struct arena *arena, bool *again)
{
	struct builder	 b = {
		.arena = arena, .faults = &t->found, .file = t->file
	};
	struct node	*root;

	if (!yaml_parser_initialize(&b.parser))
		mem_failed(sizeof(b.parser));
	yaml_parser_set_encoding(&b.parser, YAML_UTF8_ENCODING);
	yaml_parser_set_input_string(&b.parser,
	    (const unsigned char *)t->text.p, t->text.n);
	root = build_document(&b);
	*again = b.parser.error != YAML_NO_ERROR && explain(t, &b.parser);
	yaml_parser_delete(&b.parser);
	return root;
}

/* Reads, repairs what was mistyped, and reads anew. */
static struct node *
read_and_repair(struct typing *t, struct arena *arena)
{
	struct node	*root = NULL;
	size_t		 i, bytes = 0;
	bool		 again = true;

	for (i = 0; again && i < MAX_READINGS && bytes < MAX_BYTES_READ; i++) {
		bytes += t->text.n;
		t->found.count = t->found.errors = 0;
		again = false;
		if (scan_tokens(t) == 0)
			root = read_document(t, arena, &again);
		if (t->count == 0)
			break;
		t->text = typing_apply(t);
		again = true;
		root = NULL;
	}
	return root;
}

/* What was told of the text with its repairs. */
static void
append_faults(struct faults *to, const struct typing *t)
{
	const struct fault	*f;
	struct place		 place;
	size_t			 i;

	for (i = 0; i < t->found.count; i++) {
		f = &t->found.items[i];
		place = typing_original(t, f->place);
		if (f->slip)
			fault_slip(to, place, "%s", f->text);
		else
			fault(to, place, "%s", f->text);
	}
}

/* The places of a node, and of what is in it, in the text as it came. */
static void
place_nodes(const struct typing *t, struct node *node)
{
	size_t	 i;

	node->place = typing_original(t, node->place);
	for (i = 0; i < node->count; i++) {
		if (node->kind == NODE_MAPPING)
			place_nodes(t, node->keys[i]);
		place_nodes(t, node->items[i]);
	}
}

struct node *
node_parse(struct arena *arena, struct span text, const char *file,
    struct faults *faults)
{
	struct typing	 t = {
		.arena = arena, .file = file, .faults = faults,
		.found = { .arena = faults->arena }
	};
	struct node	*root;

	if (text.n > RULES_MAX_BYTES) {
		fault(faults, (struct place){ file, 0, 0 },
		    "expected at most %d bytes, got %zu", RULES_MAX_BYTES,
		    text.n);
		return NULL;
	}
	if (file_check_utf8(text, file, faults) == -1)
		return NULL;
	if (span_starts(text, SPAN("\xEF\xBB\xBF")))
		text = span_from(text, 3);
	t.text = text;
	root = read_and_repair(&t, arena);
	append_faults(faults, &t);
	if (root != NULL && t.round_count > 0)
		place_nodes(&t, root);
	return root;
}
