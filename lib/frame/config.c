#include <limits.h>
#include <string.h>
#include <unistd.h>

#include "base/err.h"
#include "frame/config.h"
#include "rules/meaning.h"

const char *
config_setting(const struct config *config, const char *name)
{
	size_t	 i;

	for (i = 0; i < config->setting_count; i++)
		if (strcmp(config->settings[i].name, name) == 0)
			return config->settings[i].value;
	return NULL;
}

/* A rule of another filter has no key right: that alone is told. */
static bool
is_of_another(const struct node *node, const char *filter,
    struct faults *faults)
{
	static const char *const	 filters[] = { "normalize", "segment",
	    "tag", "aggregate" };
	size_t				 i;

	for (i = 0; i < sizeof(filters) / sizeof(filters[0]); i++)
		if (node->kind == NODE_SCALAR && span_is(node->text,
		    filters[i]) && strcmp(filters[i], filter) != 0) {
			fault(faults, node->place, "expected a rule of %s, "
			    "got one of %s (try: %s -r FILE)", filter,
			    filters[i], filters[i]);
			return true;
		}
	return false;
}

/* filter and format say what the file is; -e says it by being one. */
static int
check_kind(const struct rule *rule, const char *filter, struct fields *f)
{
	const struct node	*node;
	const char		*filters[] = { filter, NULL };
	const char		*formats[] = { "1", NULL };
	int			 index;

	node = rule->expression ? fields_take(f, "filter") :
	    fields_need(f, "filter");
	if (node != NULL && is_of_another(node, filter, f->faults))
		return -1;
	if (node != NULL)
		node_choice(node, filters, &index, f->faults);
	node = rule->expression ? fields_take(f, "format") :
	    fields_need(f, "format");
	if (node != NULL)
		node_choice(node, formats, &index, f->faults);
	return 0;
}

static void
check_title(const struct node *node, struct arena *arena,
    struct faults *faults)
{
	static const char *const languages[] = { "zh", "en", NULL };
	const struct node	*title;
	struct fields		 f;
	struct span		 text;
	size_t			 i;

	if (node->kind != NODE_MAPPING) {
		node_text(node, &text, faults);
		return;
	}
	fields_begin(&f, node, arena, faults);
	for (i = 0; languages[i] != NULL; i++)
		if ((title = fields_take(&f, languages[i])) != NULL)
			node_text(title, &text, faults);
	fields_end(&f);
}

/* A text, or a mapping of texts whose keys are the author's. */
static void
check_source(const struct node *node, struct faults *faults)
{
	struct span	 text;
	size_t		 i;

	if (node->kind != NODE_MAPPING) {
		node_text(node, &text, faults);
		return;
	}
	for (i = 0; i < node->count; i++)
		node_text(node->items[i], &text, faults);
}

int
config_head(const struct rule *rule, const char *filter, struct fields *f,
    struct arena *arena, struct faults *faults)
{
	const struct node	*node;
	struct span		 text;

	if (fields_begin(f, rule->root, arena, faults) == -1)
		return -1;
	if (check_kind(rule, filter, f) == -1)
		return -1;
	if ((node = fields_take(f, "edition")) != NULL)
		node_text(node, &text, faults);
	if ((node = fields_take(f, "title")) != NULL)
		check_title(node, arena, faults);
	if ((node = fields_take(f, "purpose")) != NULL)
		node_text(node, &text, faults);
	if ((node = fields_take(f, "source")) != NULL)
		check_source(node, faults);
	return 0;
}

/* The folder of the rule file, "." for an expression or a bare name. */
static struct span
own_folder(const struct rule *rule)
{
	struct span	 path = span_of(rule->path);

	while (path.n > 0 && path.p[path.n - 1] != '/')
		path.n--;
	if (rule->expression || path.n == 0)
		return SPAN(".");
	return path.n > 1 ? span_make(path.p, path.n - 1) : path;
}

static const char *
join(struct arena *arena, struct span folder, const char *name)
{
	return arena_printf(arena, "%.*s/%s", (int)folder.n, folder.p,
	    name).p;
}

/* A name that can't be a file's: "" or one that holds a NUL. */
static bool
is_no_name(struct span name)
{
	return name.n == 0 || memchr(name.p, '\0', name.n) != NULL;
}

struct hash
config_hash(const struct rule *rule)
{
	struct hash	 none = { 0 };

	if (rule->files == NULL || (rule->files->high == none.high &&
	    rule->files->low == none.low))
		return rule->hash;
	return meaning_join(rule->hash, *rule->files);
}

const char *
config_path(const struct config *config, const struct rule *rule,
    const struct node *node, struct arena *arena, struct faults *faults)
{
	struct span	 text, own = own_folder(rule);
	const char	*name, *path;
	char		 quoted[PATH_MAX];

	if (node_text(node, &text, faults) == -1)
		return NULL;
	err_quote(quoted, sizeof(quoted), text);
	if (is_no_name(text)) {
		fault(faults, node->place,
		    "expected the name of a file, got \"%s\"", quoted);
		return NULL;
	}
	name = arena_string(arena, text);
	path = name[0] == '/' ? name : join(arena, own, name);
	if (access(path, F_OK) == 0)
		return path;
	if (name[0] == '/' || config->rules_folder == NULL) {
		fault(faults, node->place, "no file %s", quoted);
		return NULL;
	}
	path = join(arena, span_of(config->rules_folder), name);
	if (access(path, F_OK) == 0)
		return path;
	fault(faults, node->place, "no file %s in %.*s or in %s", quoted,
	    (int)own.n, own.p, config->rules_folder);
	return NULL;
}

const struct file *
config_file(const struct config *config, const struct rule *rule,
    const struct node *node, struct arena *arena, struct faults *faults)
{
	const char		*path = config_path(config, rule, node, arena,
				    faults);
	const struct file	*file;

	if (path == NULL || (file = file_read(arena, path, node->place,
	    faults)) == NULL)
		return NULL;
	if (rule->files != NULL)
		*rule->files = meaning_join(*rule->files, hash_of(file->text));
	return file;
}
