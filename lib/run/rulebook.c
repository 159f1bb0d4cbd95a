#include <dirent.h>
#include <errno.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/hash.h"
#include "run/msg.h"
#include "run/rulebook.h"

/* The folder of what is installed beside the executable; in the arena. */
static const char *
share_folder(struct arena *arena)
{
	char path[PATH_MAX];
	ssize_t n;
	int i;

	n = readlink("/proc/self/exe", path, sizeof(path) - 1);
	if (n < 0)
		return ".";
	path[n] = '\0';
	for (i = 0; i < 2; i++)		/* off with bin/tag */
		if (strrchr(path, '/') != NULL)
			*strrchr(path, '/') = '\0';
	return arena_printf(arena, "%s/share/minqing", path).p;
}

/* The folder of shipped rules; in the arena. */
static const char *
rules_folder(struct arena *arena)
{
	const char *set = getenv("MINQING_RULES");

	if (set != NULL && set[0] != '\0')
		return set;
	return arena_printf(arena, "%s/rules", share_folder(arena)).p;
}

static bool
is_rule_file(const char *name)
{
	size_t n = strlen(name);

	return n > 5 && name[0] != '.' && strcmp(name + n - 5, ".yaml") == 0;
}

static int
compare_names(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

/* Names of a filter's shipped rules, sorted, without .yaml; ends with NULL. */
static const char **
shipped(struct arena *arena, const char *folder, const char *filter)
{
	const char *path = arena_printf(arena, "%s/%s", folder, filter).p;
	const char **names = NULL;
	size_t count = 0, capacity = 0;
	struct dirent *entry;
	DIR *dir;

	dir = opendir(path);
	if (dir == NULL) {
		msg(MSG_RULE_FOLDER, path, strerror(errno));
		return NULL;
	}
	while ((entry = readdir(dir)) != NULL) {
		if (!is_rule_file(entry->d_name))
			continue;
		names = arena_grow(arena, names, count, &capacity, count + 1,
		    sizeof(*names));
		names[count++] = arena_string(arena, span_make(entry->d_name,
		    strlen(entry->d_name) - 5));
	}
	closedir(dir);
	if (count > 0)
		qsort(names, count, sizeof(*names), compare_names);
	names = arena_grow(arena, names, count, &capacity, count + 1,
	    sizeof(*names));
	names[count] = NULL;
	return names;
}

/* The path that -r NAME means; NULL after a message. */
static const char *
find(struct arena *arena, const char *folder, const char *filter,
    const char *name)
{
	const char **names, *near, *path, *hint = "";

	if (strchr(name, '/') != NULL || is_rule_file(name))
		return name;
	path = arena_printf(arena, "%s/%s/%s.yaml", folder, filter, name).p;
	if (access(path, F_OK) == 0)
		return path;
	names = shipped(arena, folder, filter);
	if (names == NULL)
		return NULL;
	near = fault_nearest(span_of(name), names);
	if (near != NULL)
		hint = arena_printf(arena, " (did you mean %s?)", near).p;
	msg(MSG_RULE_UNKNOWN, name, folder, hint);
	return NULL;
}

/* The edition that a rule states, as text; "" if it states none. */
static struct span
edition_of(const struct node *root)
{
	size_t i;

	if (root->kind == NODE_MAPPING)
		for (i = 0; i < root->count; i++)
			if (span_is(root->keys[i]->text, "edition") &&
			    root->items[i]->kind == NODE_SCALAR)
				return root->items[i]->text;
	return SPAN("");
}

static int
read_rule(struct rule *rule, struct arena *arena, const char *path,
    struct span text, struct faults *faults)
{
	rule->path = path;
	rule->hash = hash_of(text);
	rule->root = node_parse(arena, text, path, faults);
	if (rule->root == NULL)
		return -1;
	rule->edition = edition_of(rule->root);
	return 0;
}

static int
read_file(struct arena *arena, const char *path, struct span *text)
{
	const char *reason;

	if (node_read_file(arena, path, RULES_MAX_BYTES, text, &reason) == 0)
		return 0;
	msg(MSG_RULE_FOLDER, path, reason);
	return -1;
}

int
rulebook_read(struct config *config, struct arena *arena, const char *filter,
    const struct options *o, struct faults *faults)
{
	struct rule *rules = arena_zero(arena, o->rule_count, sizeof(*rules));
	struct span text;
	const char *path;
	size_t i, expressions = 0;
	int bad = 0;

	config->rules_folder = rules_folder(arena);
	config->share_folder = share_folder(arena);
	for (i = 0; i < o->rule_count; i++) {
		rules[i].name = o->rules[i].text;
		rules[i].expression = o->rules[i].expression;
		if (rules[i].expression) {
			rules[i].name = ++expressions == 1 ? "-e" :
			    arena_printf(arena, "-e (%zu)", expressions).p;
			path = rules[i].name;
			text = span_of(o->rules[i].text);
		} else {
			path = find(arena, config->rules_folder, filter,
			    o->rules[i].text);
			if (path == NULL || read_file(arena, path, &text) == -1)
				return -1;
		}
		if (read_rule(&rules[i], arena, path, text, faults) == -1)
			bad = -1;
	}
	config->rules = rules;
	config->rule_count = o->rule_count;
	config->settings = o->settings;
	config->setting_count = o->setting_count;
	config->allow_empty = o->allow_empty;
	config->verbose = msg_is_verbose();
	return bad;
}

/* The title, in the language that it states first. */
static struct span
title_of(const struct node *root)
{
	const struct node *title = NULL;
	size_t i;

	for (i = 0; root->kind == NODE_MAPPING && i < root->count; i++)
		if (span_is(root->keys[i]->text, "title"))
			title = root->items[i];
	if (title != NULL && title->kind == NODE_MAPPING && title->count > 0)
		title = title->items[0];
	return title != NULL && title->kind == NODE_SCALAR ? title->text :
	    SPAN("");
}

int
rulebook_list(struct arena *arena, const char *filter, struct buf *out)
{
	const char *folder = rules_folder(arena);
	const char **names = shipped(arena, folder, filter), *path;
	struct rule rule;
	struct span text;
	struct faults faults;

	if (names == NULL)
		return -1;
	for (; *names != NULL; names++) {
		rule = (struct rule){ .edition = SPAN("") };
		faults = (struct faults){ .arena = arena };
		path = find(arena, folder, filter, *names);
		if (path == NULL || read_file(arena, path, &text) == -1)
			return -1;
		if (read_rule(&rule, arena, path, text, &faults) == -1) {
			msg_faults(&faults, false);
			return -1;
		}
		buf_printf(out, "%s\t", *names);
		buf_add(out, rule.edition);
		buf_byte(out, '\t');
		buf_add(out, title_of(rule.root));
		buf_printf(out, "\t%s\n", path);
	}
	return 0;
}

int
rulebook_show(struct arena *arena, const char *filter, const char *name,
    struct buf *out)
{
	const char *path;
	struct span text;

	path = find(arena, rules_folder(arena), filter, name);
	if (path == NULL || read_file(arena, path, &text) == -1)
		return -1;
	buf_add(out, text);
	return 0;
}
