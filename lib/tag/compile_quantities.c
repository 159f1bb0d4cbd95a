#include "rules/list.h"
#include "tag/compile.h"
#include "text/words.h"

#define QUOTED	96

/* The lines of a file that the book names; -1 after a fault. */
static int
read_lines(struct compiler *c, const struct node *file,
    const struct span **lines, size_t *count)
{
	struct span *read;
	const struct file *list;

	*count = 0;
	if (file == NULL)
		return 0;
	list = book_file(c, c->book, file);
	if (list == NULL || list_read(c->run, list, &read, count,
	    c->faults) == -1)
		return -1;
	*lines = read;
	return 0;
}

/* The dictionary, where `words` asks for it; NULL: it doesn't, or a fault. */
static const struct lexicon *
open_lexicon(struct compiler *c, const struct node *node)
{
	const char *folder = c->config->share_folder;
	const struct lexicon *lexicon;
	bool asked;
	struct err e;

	if (node == NULL || node_bool(node, &asked, c->faults) == -1 || !asked)
		return NULL;
	lexicon = lexicon_open(c->run, arena_printf(c->run, "%s/words.dict",
	    folder == NULL ? "." : folder).p, true, &e);
	if (lexicon == NULL)
		fault(c->faults, node->place, "words: %s: %s", e.file, e.text);
	return lexicon;
}

static void
read_words(struct compiler *c, const struct node *node, struct fields *f)
{
	const struct node *cut = fields_take(f, "words");
	const struct node *units = fields_need(f, "units");
	const struct node *names = fields_take(f, "names");
	const struct node *ends = fields_take(f, "ends");
	struct quantity_lines l = { 0 };
	char shown[QUOTED];
	struct span line;

	if (units == NULL ||
	    read_lines(c, units, &l.units, &l.unit_count) == -1 ||
	    read_lines(c, names, &l.names, &l.name_count) == -1 ||
	    read_lines(c, ends, &l.ends, &l.end_count) == -1)
		return;
	c->plan->quantities = quantity_words(c->run, &l,
	    open_lexicon(c, cut), &line);
	if (c->plan->quantities == NULL)
		fault(c->faults, node->place, "expected lines WORD or WORD "
		    "KIND, a unit's kind counts, measure, time or self, an "
		    "end's end, link, start, behind, predicate, noun, "
		    "adverb, quality, whole or keep, of names the name alone, "
		    "N beside other characters, got \"%s\"",
		    err_quote(shown, sizeof(shown), line));
}

/* What an example must find: the keys that it names. */
static void
read_figure(struct compiler *c, struct quantity_figure *figure,
    const struct node *node)
{
	static const char *const keys[] = {
		[FIGURE_VALUE] = "value", [FIGURE_UNIT] = "unit",
		[FIGURE_BOUND] = "bound", [FIGURE_PER] = "per",
		[FIGURE_OF] = "of"
	};
	const struct node *value;
	struct fields f;
	size_t i;

	figure->place = node->place;
	if (fields_begin(&f, node, c->run, c->faults) == -1)
		return;
	for (i = 0; i < FIGURE_KEYS; i++)
		if ((value = fields_take(&f, keys[i])) != NULL)
			node_text(value, &figure->keys[i], c->faults);
	fields_end(&f);
}

static void
read_example(struct compiler *c, struct quantity_example *x,
    const struct node *node)
{
	const struct node *text, *gives;
	struct fields f;
	size_t i;

	x->place = node->place;
	if (fields_begin(&f, node, c->run, c->faults) == -1)
		return;
	if ((text = fields_need(&f, "text")) != NULL)
		node_text(text, &x->text, c->faults);
	gives = fields_need(&f, "gives");
	if (fields_end(&f) == -1 || gives == NULL)
		return;
	if (gives->kind != NODE_SEQUENCE) {
		fault(c->faults, gives->place, "expected a sequence of "
		    "figures, got a %s", node_kind_name(gives->kind));
		return;
	}
	x->figures = arena_zero(c->run, gives->count, sizeof(*x->figures));
	for (i = 0; i < gives->count; i++)
		read_figure(c, &x->figures[x->count++], gives->items[i]);
}

static void
read_examples(struct compiler *c, const struct node *node)
{
	struct plan *p = c->plan;
	size_t i;

	if (node->kind != NODE_SEQUENCE) {
		fault(c->faults, node->place, "expected a sequence of texts "
		    "and figures, got a %s", node_kind_name(node->kind));
		return;
	}
	p->quantity_examples = arena_zero(c->run, node->count,
	    sizeof(*p->quantity_examples));
	for (i = 0; i < node->count; i++)
		read_example(c,
		    &p->quantity_examples[p->quantity_example_count++],
		    node->items[i]);
}

void
quantities_read(struct compiler *c, const struct node *node)
{
	const struct node *examples;
	struct fields f;

	if (c->plan->quantities != NULL) {
		fault(c->faults, node->place, "another book of this run "
		    "writes `quantities`: %s",
		    c->plan->books[c->plan->quantity_book].rule->root->
		    place.file);
		return;
	}
	c->plan->quantity_book = c->book_number;
	if (fields_begin(&f, node, c->run, c->faults) == -1)
		return;
	read_words(c, node, &f);
	if ((examples = fields_take(&f, "examples")) != NULL)
		read_examples(c, examples);
	fields_end(&f);
}
