#include "segment/word_rule.h"

#include <stdlib.h>

#include "rules/list.h"

/* What the readers of the key share. */
struct reader {
	const struct config	*config;
	struct word_rule	*rule;
	struct lexicon		*lexicon;	/* NULL: can't be opened */
	struct arena		*arena;
	struct faults		*faults;
};

/* A sequence, or one item that stands for a sequence of one. */
struct items {
	const struct node	*const *nodes;
	size_t			 count;
};

static struct items
items_of(const struct node *const *node)
{
	if (*node == NULL)
		return (struct items){ NULL, 0 };
	if ((*node)->kind != NODE_SEQUENCE)
		return (struct items){ node, 1 };
	return (struct items){ (const struct node *const *)(*node)->items,
	    (*node)->count };
}

static bool
is_default(const struct node *node)
{
	return node->kind == NODE_SCALAR && span_is(node->text, "default");
}

static void
open_lexicon(struct reader *r, struct items dictionaries, bool named)
{
	const char *folder = r->config->share_folder;
	bool words = !named;
	size_t i;

	for (i = 0; i < dictionaries.count; i++)
		words = words || is_default(dictionaries.nodes[i]);
	r->lexicon = lexicon_open(r->arena, arena_printf(r->arena,
	    "%s/words.dict", folder == NULL ? "." : folder).p, words,
	    &r->rule->why);
	r->rule->lexicon = r->lexicon;
}

static const struct file *
file_of(struct reader *r, const struct node *name)
{
	return config_file(r->config, &r->config->rules[0], name, r->arena,
	    r->faults);
}

/* The lines of a dictionary in jieba's format; the first bad one is told. */
static void
add_file(struct reader *r, const struct file *file)
{
	char quoted[256], shown[128];
	struct span *lines;
	struct words_work *work;
	const char *wrong = NULL;
	size_t i, count;

	if (file == NULL || list_read(r->arena, file, &lines, &count,
	    r->faults) == -1 || r->lexicon == NULL)
		return;
	work = words_work_new();
	for (i = 0; i < count && wrong == NULL; i++)
		wrong = lexicon_add(r->lexicon, work, lines[i]);
	words_work_free(work);
	if (wrong != NULL)
		fault(r->faults, file->asked_at,
		    "the dictionary %s: \"%s\": %s",
		    err_quote(quoted, sizeof(quoted), span_of(file->path)),
		    err_quote(shown, sizeof(shown), lines[i - 1]), wrong);
}

static void
add_dictionaries(struct reader *r, struct items dictionaries)
{
	const struct node *node;
	const char *path;
	size_t i;

	for (i = 0; i < dictionaries.count; i++) {
		node = dictionaries.nodes[i];
		if (is_default(node))
			continue;
		if (node->kind != NODE_SCALAR)
			fault(r->faults, node->place, "dictionary: expected "
			    "default or a file, got a %s",
			    node_kind_name(node->kind));
		else
			add_file(r, file_of(r, node));
	}
	path = config_setting(r->config, "dictionary");
	if (path != NULL)
		add_file(r, file_read(r->arena, path,
		    (struct place){ "--dictionary", 0, 0 }, r->faults));
}

static void
add_words(struct reader *r, const struct node *node,
    const char *(*add)(struct lexicon *, struct span))
{
	struct items items = items_of(&node);
	struct span word;
	const char *wrong;
	char shown[128];
	size_t i;

	for (i = 0; i < items.count; i++) {
		if (node_text(items.nodes[i], &word, r->faults) == -1 ||
		    r->lexicon == NULL)
			continue;
		wrong = add(r->lexicon, word);
		if (wrong != NULL)
			fault(r->faults, items.nodes[i]->place, "\"%s\": %s",
			    err_quote(shown, sizeof(shown), word), wrong);
	}
}

static int
by_bytes(const void *left, const void *right)
{
	return span_compare(*(const struct span *)left,
	    *(const struct span *)right);
}

/* Marks the kinds of that name; false if there are none. */
static bool
mark_kind(const struct lexicon *l, bool *kinds, struct span name)
{
	unsigned kind, count = (unsigned)lexicon_kind_count(l);
	bool found = false;

	for (kind = 0; kind < count; kind++)
		if (span_equal(lexicon_kind_name(l, kind), name))
			found = kinds[kind] = true;
	return found;
}

static void
read_kinds(struct reader *r, const struct node *node)
{
	struct items items = items_of(&node);
	struct span name;
	char shown[128];
	size_t i;

	if (node != NULL && !(r->rule->how & WORDS_KINDED))
		fault(r->faults, node->place, "keep.pos: expected pos: true "
		    "beside it, got none");
	if (node == NULL || r->lexicon == NULL)
		return;
	r->rule->kinds = arena_zero(r->arena, lexicon_kind_count(r->lexicon),
	    sizeof(*r->rule->kinds));
	for (i = 0; i < items.count; i++)
		if (node_text(items.nodes[i], &name, r->faults) == 0 &&
		    !mark_kind(r->lexicon, r->rule->kinds, name))
			fault(r->faults, items.nodes[i]->place, "keep.pos: no "
			    "dictionary and no model has the kind \"%s\"",
			    err_quote(shown, sizeof(shown), name));
	if (items.count == 0)
		fault(r->faults, node->place, "keep.pos: expected kinds of "
		    "words, got none (left out, it means all)");
}

static void
read_keep(struct reader *r, const struct node *node)
{
	struct word_rule *rule = r->rule;
	const struct node *item;
	const struct file *file;
	struct fields f;
	int64_t least = 1;

	if (node == NULL ||
	    fields_begin(&f, node, r->arena, r->faults) == -1)
		return;
	rule->keeps = true;
	if ((item = fields_take(&f, "min_length")) != NULL)
		node_integer(item, 1, WORDS_MAX_LENGTH, &least, r->faults);
	rule->min_length = (size_t)least;
	if ((item = fields_take(&f, "stop")) != NULL &&
	    (file = file_of(r, item)) != NULL &&
	    list_read(r->arena, file, &rule->stop, &rule->stop_count,
	    r->faults) == 0 && rule->stop_count > 0)
		qsort(rule->stop, rule->stop_count, sizeof(*rule->stop),
		    by_bytes);
	read_kinds(r, fields_take(&f, "pos"));
	fields_end(&f);
}

static void
read_how(struct reader *r, struct fields *f)
{
	static const char *const modes[] = { "accurate", "search", NULL };
	const struct node *node;
	bool unknown = true, kinded = false;
	int mode = 0;

	if ((node = fields_take(f, "unknown")) != NULL)
		node_bool(node, &unknown, r->faults);
	if ((node = fields_take(f, "mode")) != NULL)
		node_choice(node, modes, &mode, r->faults);
	if ((node = fields_take(f, "pos")) != NULL)
		node_bool(node, &kinded, r->faults);
	if (kinded && mode == 1)
		fault(r->faults, node->place, "pos: expected the mode "
		    "accurate with it, got search (jieba has no such)");
	r->rule->how = (unknown ? WORDS_UNKNOWN : 0u) |
	    (mode == 1 ? WORDS_SEARCH : 0u) | (kinded ? WORDS_KINDED : 0u);
}

struct word_rule *
word_rule_read(const struct config *config, const struct node *node,
    struct arena *arena, struct faults *faults)
{
	struct word_rule *rule = arena_zero(arena, 1, sizeof(*rule));
	struct reader r = { config, rule, NULL, arena, faults };
	const struct node *named;
	struct items dictionaries = { NULL, 0 };
	struct fields f;

	if (node == NULL) {
		open_lexicon(&r, dictionaries, false);
		add_dictionaries(&r, dictionaries);
		return rule;
	}
	if (fields_begin(&f, node, arena, faults) == -1)
		return NULL;
	named = fields_take(&f, "dictionary");
	dictionaries = items_of(&named);
	open_lexicon(&r, dictionaries, named != NULL);
	add_dictionaries(&r, dictionaries);
	add_words(&r, fields_take(&f, "join"), lexicon_join);
	add_words(&r, fields_take(&f, "split"), lexicon_split);
	read_how(&r, &f);
	read_keep(&r, fields_take(&f, "keep"));
	fields_end(&f);
	return rule;
}
