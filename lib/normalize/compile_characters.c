#include "normalize/compile.h"

#include "base/utf8.h"
#include "text/terms.h"
#include "text/width.h"

/* A word of a list, or 0, the first of them, where the key is absent. */
static int
word_of(const struct compiler *c, const struct node *node,
    const char *const *words)
{
	int index = 0;

	if (node != NULL)
		node_choice(node, words, &index, c->faults);
	return index;
}

static unsigned
read_fold(const struct compiler *c, const struct node *node)
{
	static const char *const words[] = { "letters", "digits", "spaces",
	    "symbols", NULL };	/* as enum width_fold */
	const struct node *item;
	unsigned fold = 0;
	size_t i, count = node->kind == NODE_SEQUENCE ? node->count : 1;
	int index;

	for (i = 0; i < count; i++) {
		item = node->kind == NODE_SEQUENCE ? node->items[i] : node;
		if (node_choice(item, words, &index, c->faults) == 0)
			fold |= 1u << index;
	}
	return fold;
}

static void
read_width(const struct compiler *c, const struct node *node)
{
	const struct node *fold;
	struct fields f;

	if (node == NULL || fields_begin(&f, node, c->arena, c->faults) == -1)
		return;
	fold = fields_need(&f, "fold");
	if (fold != NULL)
		c->plan->clean.width = read_fold(c, fold);
	fields_end(&f);
}

static void
read_protected(const struct compiler *c, struct script *script,
    const struct node *node)
{
	struct span *words = NULL;
	size_t count = 0, i;

	if (node_texts(node, c->arena, &words, &count, c->faults) == -1)
		return;
	for (i = 0; i < count; i++)
		if (words[i].n == 0 ||
		    utf8_length(words[i]) > TERMS_MAX_LENGTH) {
			fault(c->faults, node->place, "protect: expected "
			    "words of 1 to %d characters", TERMS_MAX_LENGTH);
			return;
		}
	if (!script_protect(script, c->arena, words, count))
		fault(c->faults, node->place, "protect: more than %d "
		    "different characters", TERMS_MAX_CHARS);
}

static void
read_to(const struct compiler *c, const struct node *to,
    const struct node *protect)
{
	static const char *const scripts[] = { "keep", "simplified",
	    "traditional", NULL };
	const char *folder = c->config->share_folder;
	struct script *script;
	struct err e = { 0 };
	int index = word_of(c, to, scripts);

	if (index == 0)
		return;
	script = script_open(c->arena, arena_printf(c->arena, "%s/%s.script",
	    folder == NULL ? "." : folder, scripts[index]).p, &e);
	if (script == NULL)
		fault(c->faults, to->place, "script: %s: %s", e.file, e.text);
	else if (protect != NULL)
		read_protected(c, script, protect);
	c->plan->clean.script = script;
}

/* A word, or a mapping of it and the words that stay. */
static void
read_script(const struct compiler *c, const struct node *node)
{
	const struct node *to, *protect;
	struct fields f;

	if (node == NULL)
		return;
	if (node->kind != NODE_MAPPING) {
		read_to(c, node, NULL);
		return;
	}
	if (fields_begin(&f, node, c->arena, c->faults) == -1)
		return;
	to = fields_need(&f, "to");
	protect = fields_take(&f, "protect");
	if (to != NULL)
		read_to(c, to, protect);
	fields_end(&f);
}

void
compile_characters(const struct compiler *c, struct fields *f)
{
	static const char *const escapes[] = { "keep", "spreadsheet", NULL };
	static const char *const forms[] = { "none", "nfc", "nfkc", NULL };
	static const char *const marks[] = { "keep", "cjk", NULL };
	static const char *const digits[] = { "keep", "arabic", "chinese",
	    NULL };
	struct clean_rule *rule = &c->plan->clean;

	rule->escapes = word_of(c, fields_take(f, "escapes"), escapes) == 1;
	rule->unicode = (enum clean_unicode)word_of(c,
	    fields_take(f, "unicode"), forms);
	read_width(c, fields_take(f, "width"));
	rule->punctuation = word_of(c, fields_take(f, "punctuation"),
	    marks) == 1;
	read_script(c, fields_take(f, "script"));
	rule->numerals = (enum numerals)word_of(c,
	    fields_take(f, "numerals"), digits);
}
