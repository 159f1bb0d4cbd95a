#include "normalize/compile.h"

#include "normalize/notes.h"
#include "normalize/page.h"

/* A pattern, or a list of them. */
static void
read_drop(const struct compiler *c, const struct node *node,
    struct page_rule *rule)
{
	struct span *texts = NULL;
	struct regex *pattern;
	size_t i, count = 0;

	if (node == NULL ||
	    node_texts(node, c->arena, &texts, &count, c->faults) == -1)
		return;
	rule->drop = arena_zero(c->arena, count, sizeof(struct regex *));
	for (i = 0; i < count; i++) {
		pattern = compile_pattern(c, node->kind == NODE_SEQUENCE ?
		    node->items[i] : node, "drop");
		if (pattern != NULL)
			rule->drop[rule->drop_count++] = pattern;
	}
}

static void
read_heads(const struct compiler *c, const struct node *node,
    struct page_rule *rule)
{
	const struct node *pages;
	struct fields f;
	int64_t count;

	if (node == NULL || fields_begin(&f, node, c->arena, c->faults) == -1)
		return;
	pages = fields_need(&f, "on_pages");
	if (pages != NULL &&
	    node_integer(pages, 2, 1000, &count, c->faults) == 0)
		rule->on_pages = (size_t)count;
	fields_end(&f);
}

/* The one word `prose`, or where the body is from and to. */
static void
read_body(const struct compiler *c, const struct node *node,
    struct page_rule *rule)
{
	static const char *const words[] = { "prose", NULL };
	struct body_rule *body = arena_zero(c->arena, 1, sizeof(*body));
	const struct node *from, *to;
	struct fields f;
	int word;

	if (node == NULL)
		return;
	rule->body = body;
	if (node->kind == NODE_SCALAR) {
		body->prose = node_choice(node, words, &word, c->faults) == 0;
		return;
	}
	if (fields_begin(&f, node, c->arena, c->faults) == -1)
		return;
	from = fields_take(&f, "from");
	to = fields_take(&f, "to");
	if (from != NULL)
		body->from = compile_pattern(c, from, "from");
	if (to != NULL)
		body->to = compile_pattern(c, to, "to");
	if (from == NULL && to == NULL)
		fault(c->faults, node->place, "body: expected from, to or "
		    "both, got none");
	fields_end(&f);
}

void
compile_lines(const struct compiler *c, const struct node *node)
{
	struct page_rule *rule;
	const struct node *pages;
	struct fields f;

	if (node == NULL || fields_begin(&f, node, c->arena, c->faults) == -1)
		return;
	rule = arena_zero(c->arena, 1, sizeof(*rule));
	rule->unwrap = compile_truth(c, fields_take(&f, "unwrap"));
	pages = fields_take(&f, "across_pages");
	rule->across_pages = compile_truth(c, pages);
	if (rule->across_pages && !rule->unwrap)
		fault(c->faults, pages->place, "across_pages: says how to "
		    "unwrap; expected unwrap: true with it");
	rule->columns = compile_truth(c, fields_take(&f, "columns"));
	read_heads(c, fields_take(&f, "running_heads"), rule);
	read_drop(c, fields_take(&f, "drop"), rule);
	read_body(c, fields_take(&f, "body"), rule);
	fields_end(&f);
	if (rule->unwrap || rule->columns || rule->on_pages > 0 ||
	    rule->drop_count > 0 || rule->body != NULL)
		c->plan->clean.lines = rule;
}

static void
read_ways(const struct compiler *c, const struct node *node,
    struct notes_rule *rule)
{
	static const char *const ways[] = {
		[NOTE_SUPERSCRIPT] = "superscript",
		[NOTE_BRACKET] = "bracket",
		[NOTE_CIRCLED] = "circled",
		[NOTE_WAYS] = NULL
	};
	size_t i, count = node->kind == NODE_SEQUENCE ? node->count : 1;
	int way;

	for (i = 0; i < count; i++)
		if (node_choice(node->kind == NODE_SEQUENCE ? node->items[i] :
		    node, ways, &way, c->faults) == 0)
			rule->remove[way] = true;
}

void
compile_notes(const struct compiler *c, const struct node *node)
{
	static const char *const places[] = { "notes", NULL };
	const struct node *remove, *to;
	struct notes_rule *rule;
	struct fields f;
	int place;

	if (node == NULL || fields_begin(&f, node, c->arena, c->faults) == -1)
		return;
	rule = arena_zero(c->arena, 1, sizeof(*rule));
	remove = fields_need(&f, "remove");
	if (remove != NULL)
		read_ways(c, remove, rule);
	to = fields_need(&f, "to");
	if (to != NULL)
		node_choice(to, places, &place, c->faults);
	fields_end(&f);
	if (c->plan->rows)
		fault(c->faults, node->place, "note_marks: of texts; expected "
		    "another format than csv or tsv with it");
	else if (!names_have(&c->plan->fields, SPAN("text")))
		fault(c->faults, node->place, "note_marks: taken out of "
		    "text; expected it among the fields");
	c->plan->clean.notes = rule;
}

void
compile_markup(const struct compiler *c, const struct node *node)
{
	static const char *const kinds[] = {
		[CLEAN_PLAIN] = "none",
		[CLEAN_HTML] = "html",
		[CLEAN_ARTICLE] = "article",
		[CLEAN_MARKDOWN] = "markdown",
		[CLEAN_MARKUPS] = NULL
	};
	int kind;

	if (node != NULL && node_choice(node, kinds, &kind, c->faults) == 0)
		c->plan->clean.markup = (enum clean_markup)kind;
}
