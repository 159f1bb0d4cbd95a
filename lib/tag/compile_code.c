#include "base/ascii.h"
#include "tag/compile.h"

#define QUOTED	96

static bool
is_name_byte(char c)
{
	return (c >= 'a' && c <= 'z') || ascii_is_digit(c) || c == '-';
}

int
name_read(const struct node *node, const char *what, struct span *name,
    struct faults *faults)
{
	char shown[QUOTED];
	bool good;
	size_t i;

	if (node_text(node, name, faults) == -1)
		return -1;
	good = name->n > 0 && name->n <= TAG_MAX_ID_LENGTH;
	for (i = 0; good && i < name->n; i++)
		good = is_name_byte(name->p[i]) || (name->p[i] == '.' &&
		    i > 0 && i + 1 < name->n && name->p[i - 1] != '.');
	if (good)
		return 0;
	return fault(faults, node->place, "expected %s of lower-case letters, "
	    "digits, - and . between them, got \"%s\"", what,
	    err_quote(shown, sizeof(shown), *name));
}

/* A text, or one a language. */
static void
read_label(struct compiler *c, struct code *code, const struct node *node)
{
	const struct node *label;
	struct fields f;
	struct span text;
	size_t i;

	if (node->kind != NODE_MAPPING) {
		if (node_text(node, &text, c->faults) == 0)
			for (i = 0; i < LANGUAGE_COUNT; i++)
				code->labels[i] = text;
		return;
	}
	if (fields_begin(&f, node, c->run, c->faults) == -1)
		return;
	for (i = 0; i < LANGUAGE_COUNT; i++)
		if ((label = fields_take(&f, tag_language_names[i])) != NULL)
			node_text(label, &code->labels[i], c->faults);
	fields_end(&f);
}

static void
check_source(struct compiler *c, const struct node *node)
{
	static const char *const texts[] = { "document", "section", NULL };
	const struct node *value;
	struct fields f;
	struct span text;
	bool stated;
	size_t i;

	if (fields_begin(&f, node, c->run, c->faults) == -1)
		return;
	for (i = 0; texts[i] != NULL; i++)
		if ((value = fields_take(&f, texts[i])) != NULL)
			node_text(value, &text, c->faults);
	if ((value = fields_take(&f, "stated")) != NULL)
		node_bool(value, &stated, c->faults);
	fields_end(&f);
}

static void
read_related(struct compiler *c, struct code *code, const struct node *node)
{
	const struct node *value;
	struct related *r;
	struct fields f;
	struct span text;
	size_t i;

	if (node->kind != NODE_SEQUENCE) {
		fault(c->faults, node->place, "expected a sequence of "
		    "{type, id}, got a %s", node_kind_name(node->kind));
		return;
	}
	code->related = arena_zero(c->run, node->count,
	    sizeof(*code->related));
	for (i = 0; i < node->count; i++) {
		if (fields_begin(&f, node->items[i], c->run, c->faults) == -1)
			continue;
		r = &code->related[code->related_count++];
		r->place = node->items[i]->place;
		if ((value = fields_need(&f, "type")) != NULL &&
		    node_text(value, &text, c->faults) == 0)
			r->renamed = span_is(text, "renamed");
		if ((value = fields_need(&f, "id")) != NULL)
			node_text(value, &r->id, c->faults);
		fields_end(&f);
	}
}

/* What people read: of it, labels alone are ever written. */
static void
read_description(struct compiler *c, struct code *code, struct fields *f)
{
	static const char *const texts[] = {
		"definition", "use_when", "not_when", NULL
	};
	static const char *const statuses[] = {
		"draft", "stable", "deprecated", NULL
	};
	const struct node *node;
	struct span text;
	int index;
	size_t i;

	if ((node = fields_take(f, "label")) != NULL)
		read_label(c, code, node);
	for (i = 0; texts[i] != NULL; i++) {
		if ((node = fields_take(f, texts[i])) == NULL)
			continue;
		node_text(node, &text, c->faults);
		code->has_definition = code->has_definition || i == 0;
	}
	if ((node = fields_take(f, "source")) != NULL) {
		check_source(c, node);
		code->has_source = true;
	}
	if ((node = fields_take(f, "status")) != NULL &&
	    node_choice(node, statuses, &index, c->faults) == 0)
		code->is_draft = index == 0;
	if ((node = fields_take(f, "related")) != NULL)
		read_related(c, code, node);
}

static void
add_examples(struct compiler *c, struct code *code, const struct node *node,
    bool miss)
{
	const struct node *item;
	struct example *all;
	size_t i, n = node->kind == NODE_SEQUENCE ? node->count : 1;
	struct span text;

	all = arena_alloc(c->run, (code->example_count + n) * sizeof(*all));
	if (code->example_count > 0)
		memcpy(all, code->examples, code->example_count * sizeof(*all));
	code->examples = all;
	for (i = 0; i < n; i++) {
		item = node->kind == NODE_SEQUENCE ? node->items[i] : node;
		if (node_text(item, &text, c->faults) == 0)
			all[code->example_count++] =
			    (struct example){ text, item->place, miss };
	}
}

static void
read_examples(struct compiler *c, struct code *code, const struct node *node)
{
	const struct node *value;
	struct fields f;

	if (fields_begin(&f, node, c->run, c->faults) == -1)
		return;
	if ((value = fields_take(&f, "match")) != NULL)
		add_examples(c, code, value, false);
	if ((value = fields_take(&f, "miss")) != NULL)
		add_examples(c, code, value, true);
	fields_end(&f);
}

/* Whether a context was meant by $ and its name: no list has that. */
static bool
names_as_list(const struct compiler *c, const struct node *node)
{
	struct span name = span_from(node->text, 1);

	return list_is_named(node) && map_get(&c->lists, name) == NULL &&
	    map_get(&c->contexts, name) != NULL;
}

static void
add_unless(struct compiler *c, struct code *code, const struct node *node)
{
	const struct map_entry *entry;
	char shown[QUOTED];
	uint32_t n;

	if (names_as_list(c, node)) {
		fault(c->faults, node->place, "no list %.*s under `lists`: a "
		    "context is named without the $", (int)node->text.n,
		    node->text.p);
		return;
	}
	if (node->kind == NODE_SCALAR && !span_starts(node->text, SPAN("$"))) {
		entry = map_get(&c->contexts, node->text);
		if (entry != NULL)
			code->contexts[code->context_count++] =
			    (uint32_t)((uintptr_t)entry->value - 1);
		else
			fault(c->faults, node->place, "no context \"%s\" under "
			    "`contexts`%s (a term is written {term: ...} here)",
			    err_quote(shown, sizeof(shown), node->text),
			    name_hint(c, &c->contexts, node->text));
		return;
	}
	if ((n = matcher_read(c, node)) != TAG_NONE)
		code->unless[code->unless_count++] = n;
}

static void
read_unless(struct compiler *c, struct code *code, const struct node *node)
{
	size_t i;

	if (node->kind != NODE_SEQUENCE) {
		fault(c->faults, node->place, "expected a sequence of contexts "
		    "and matchers, got a %s%s", node_kind_name(node->kind),
		    node->kind == NODE_MAPPING ? ": write unless: [{...}]; "
		    "words within a reach are a context: unless: [NAME], with "
		    "NAME: {words: [...], reach: {left: N}, effect: void} "
		    "under contexts" : node->kind == NODE_SCALAR ?
		    ": write unless: [...]" : "");
		return;
	}
	code->contexts = arena_alloc(c->run,
	    node->count * sizeof(*code->contexts));
	code->unless = arena_alloc(c->run,
	    node->count * sizeof(*code->unless));
	c->in_unless = true;
	for (i = 0; i < node->count; i++)
		add_unless(c, code, node->items[i]);
	c->in_unless = false;
}

/* What stands before the first dot of an id; "" where there is none. */
static struct span
family_of(struct span id)
{
	size_t n = span_index(id, '.');

	return span_make(id.p, n < id.n ? n : 0);
}

/* The family of an id, by the first code of the book that is of it. */
static uint32_t
find_family(struct compiler *c, struct span id)
{
	struct map_entry *entry;
	bool is_new;

	entry = map_put(&c->families, family_of(id), &is_new);
	if (is_new)
		entry->value = (void *)(uintptr_t)c->plan->code_count;
	return (uint32_t)(uintptr_t)entry->value;
}

/* The id as records bear it; no two codes of all books share one. */
static void
read_id(struct compiler *c, struct code *code, const struct node *node)
{
	struct map_entry *entry;
	struct place other;
	struct span id;
	bool is_new;

	code->place = node->place;
	if (name_read(node, "an id", &id, c->faults) == -1)
		return;
	code->id = id;
	code->family = find_family(c, id);
	if (c->book->prefix.n > 0)
		code->id = arena_printf(c->run, "%.*s.%.*s",
		    (int)c->book->prefix.n, c->book->prefix.p, (int)id.n,
		    id.p);
	code->json = put_string(c, code->id);
	code->tag = arena_printf(c->run, "{\"code\":%.*s%*s",
	    (int)code->json.n, code->json.p, TAG_STEP, "");
	code->tag.n -= TAG_STEP;
	entry = map_put(&c->ids, code->id, &is_new);
	if (is_new) {
		entry->value = (void *)((uintptr_t)c->plan->code_count + 1);
		return;
	}
	other = c->plan->codes[(uintptr_t)entry->value - 1].place;
	fault(c->faults, node->place, "the code %.*s is already at %s:%zu:%zu",
	    (int)code->id.n, code->id.p, other.file, other.line,
	    other.column);
}

/* What a code has found of its matchers so far. */
struct matching {
	struct choice	 matches;	/* that tell where the code is */
	struct part	*parts;		/* all of them, for its score */
	size_t		 count, capacity;
	struct condition *conditions;
	size_t		 condition_count, condition_capacity;
};

static void
add_part(struct compiler *c, struct matching *m, uint32_t matcher, bool each)
{
	m->parts = arena_grow(c->run, m->parts, m->count, &m->capacity,
	    m->count + 1, sizeof(*m->parts));
	m->parts[m->count++] = (struct part){ matcher, each };
}

/* A list: every term in it is a part. */
static void
add_terms(struct compiler *c, struct matching *m, uint32_t matcher)
{
	const struct matcher *list;
	uint32_t i;

	if (matcher == TAG_NONE)
		return;
	list = &c->plan->matchers[matcher];
	if (list->kind == MATCHER_TERMS)
		add_part(c, m, matcher, true);
	for (i = 0; i < list->part_count; i++)
		add_terms(c, m, list->parts[i]);
}

static bool
has_key(const struct node *node, const char *key)
{
	size_t i;

	for (i = 0; node->kind == NODE_MAPPING && i < node->count; i++)
		if (span_is(node->keys[i]->text, key))
			return true;
	return false;
}

static void
put_condition(struct compiler *c, struct matching *m, struct condition one)
{
	m->conditions = arena_grow(c->run, m->conditions, m->condition_count,
	    &m->condition_capacity, m->condition_count + 1, sizeof(one));
	m->conditions[m->condition_count++] = one;
}

bool
condition_is(const struct node *node)
{
	return has_key(node, "where");
}

/* {where: EXPR}, on the fields of the record. */
int
condition_read(struct compiler *c, const struct node *node,
    struct condition *one)
{
	struct expr_use use = { .kind = VALUE_BOOL, .zone = TAG_ZONE,
	    .comparisons = &c->comparisons };
	const struct node *where, *weight;
	struct fields f;

	*one = (struct condition){ .weight = 1, .matcher = TAG_NONE };

	fields_begin(&f, node, c->run, c->faults);
	where = fields_need(&f, "where");
	if ((weight = fields_take(&f, "weight")) != NULL)
		weight_read(c, weight, &one->weight);
	if (fields_end(&f) == -1 || (one->where = expr_compile(c->run, where,
	    &use, c->faults)) == NULL)
		return -1;
	one->place = where->place;
	return 0;
}

/* The CODE that a matcher is, or that it weighs. */
static uint32_t
code_matcher(const struct compiler *c, uint32_t n)
{
	const struct matcher *m = &c->plan->matchers[n];

	return m->kind == MATCHER_CODE ? n : m->parts[0];
}

/* One of `match`; a matcher that speaks against the code tells no place. */
static void
add_matcher(struct compiler *c, struct matching *m, const struct node *node)
{
	struct condition one;
	uint32_t n;

	if (node->kind == NODE_SCALAR && !list_is_named(node)) {
		choice_add_term(c, &m->matches, node->text, node->place);
		return;
	}
	if (condition_is(node)) {
		if (condition_read(c, node, &one) == 0)
			put_condition(c, m, one);
		return;
	}
	if ((n = matcher_read_weighed(c, node)) == TAG_NONE)
		return;
	if (list_is_named(node))
		add_terms(c, m, n);
	else
		add_part(c, m, n, false);
	if (has_key(node, "code"))
		put_condition(c, m, (struct condition){ .matcher =
		    code_matcher(c, n), .place = node->place,
		    .weight = c->plan->matchers[n].weight });
	if (c->plan->matchers[n].weight >= 0)
		choice_add(c, &m->matches, n);
}

/* A matcher of the code's own, as a list may be another code's as well. */
static uint32_t
whole(struct compiler *c, struct choice *matches)
{
	uint32_t n = choice_end(c, matches);

	if (n == TAG_NONE)
		return n;
	if (matches->count == 1)
		return matcher_whole(c, n, c->plan->code_count);
	c->plan->matchers[n].code = c->plan->code_count;
	return n;
}

static void
read_match(struct compiler *c, struct code *code, const struct node *node)
{
	struct matching m = { .matches = { .terms = TAG_NONE } };
	size_t i;

	if (!matcher_items(c, node, "matchers"))
		return;
	for (i = 0; i < node->count; i++)
		add_matcher(c, &m, node->items[i]);
	if (m.matches.terms != TAG_NONE)
		add_part(c, &m, m.matches.terms, true);
	code->parts = m.parts;
	code->part_count = (uint32_t)m.count;
	code->conditions = m.conditions;
	code->condition_count = (uint32_t)m.condition_count;
	code->matcher = whole(c, &m.matches);
	if (code->matcher == TAG_NONE && m.count > 0 &&
	    m.condition_count == 0)
		fault(c->faults, node->place, "expected a matcher of a weight "
		    "of 0 or more, by which the code is found");
}

static void
read_code(struct compiler *c, const struct node *node)
{
	struct plan *p = c->plan;
	struct code code = { .book = c->book_number, .matcher = TAG_NONE };
	const struct node *value;
	struct fields f;

	if (fields_begin(&f, node, c->run, c->faults) == -1)
		return;
	code.place = node->place;
	c->code = p->code_count;
	if ((value = fields_need(&f, "id")) != NULL)
		read_id(c, &code, value);
	read_description(c, &code, &f);
	if ((value = fields_need(&f, "match")) != NULL)
		read_match(c, &code, value);
	if ((value = fields_take(&f, "unless")) != NULL)
		read_unless(c, &code, value);
	if ((value = fields_take(&f, "set")) != NULL)
		set_read(c, &code, value);
	if ((value = fields_take(&f, "examples")) != NULL)
		read_examples(c, &code, value);
	fields_end(&f);
	p->codes = arena_grow(c->run, p->codes, p->code_count,
	    &c->code_capacity, (size_t)p->code_count + 1, sizeof(*p->codes));
	p->codes[p->code_count++] = code;
	c->code = TAG_NONE;
}

void
codes_read(struct compiler *c, const struct node *node)
{
	size_t i;

	if (node->kind != NODE_SEQUENCE) {
		fault(c->faults, node->place, "expected a sequence of codes, "
		    "got a %s", node_kind_name(node->kind));
		return;
	}
	for (i = 0; i < node->count; i++)
		read_code(c, node->items[i]);
}
