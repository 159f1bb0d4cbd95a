#include <dirent.h>
#include <errno.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/hash.h"
#include "io/sink.h"
#include "rules/file.h"
#include "rules/meaning.h"
#include "run/msg.h"
#include "run/rulebook.h"

#define MOST_BASES	8	/* rules that extend one another */

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
	else if (strchr(name, ',') != NULL)
		hint = " (several are given as -r ONE -r OTHER)";
	msg(MSG_RULE_UNKNOWN, name, folder, hint);
	return NULL;
}

/* The value of a key at the top of a rule; NULL if there is none. */
static const struct node *
value_of(const struct node *root, const char *key)
{
	size_t i;

	for (i = 0; root->kind == NODE_MAPPING && i < root->count; i++)
		if (span_is(root->keys[i]->text, key))
			return root->items[i];
	return NULL;
}

/* The edition that a rule states, as text; "" if it states none. */
static struct span
edition_of(const struct node *root)
{
	const struct node *edition = value_of(root, "edition");

	return edition != NULL && edition->kind == NODE_SCALAR ?
	    edition->text : SPAN("");
}

static int
read_rule(struct rule *rule, struct arena *arena, const char *path,
    struct span text, struct faults *faults)
{
	rule->path = path;
	rule->files = arena_zero(arena, 1, sizeof(*rule->files));
	rule->root = node_parse(arena, text, path, faults);
	if (rule->root == NULL)
		return -1;
	rule->hash = meaning_hash(rule->root);
	rule->edition = edition_of(rule->root);
	return 0;
}

static int
read_file(struct arena *arena, const char *path, struct span *text)
{
	const char *reason;

	if (file_bytes(arena, path, RULES_MAX_BYTES, text, &reason) == 0)
		return 0;
	msg(MSG_RULE_FOLDER, path, reason);
	return -1;
}

/* The rules of a call on their way. */
struct reading {
	struct config	*config;
	struct arena	*arena;
	const char	*filter;
	struct faults	*faults;
	struct rule	*rules;
	size_t		 count, capacity;
};

/* The file of a rule that another one names; NULL after a fault. */
static const char *
find_named(const struct reading *r, const struct rule *rule,
    const struct node *node)
{
	const char *folder = r->config->rules_folder, *name, *path, *near;
	const char **names;

	if (node->kind != NODE_SCALAR || node->text.n == 0 ||
	    memchr(node->text.p, '\0', node->text.n) != NULL) {
		fault(r->faults, node->place, "expected the name of a rule");
		return NULL;
	}
	name = arena_string(r->arena, node->text);
	if (strchr(name, '/') != NULL || is_rule_file(name))
		return config_path(r->config, rule, node, r->arena, r->faults);
	path = arena_printf(r->arena, "%s/%s/%s.yaml", folder, r->filter,
	    name).p;
	if (access(path, F_OK) == 0)
		return path;
	names = shipped(r->arena, folder, r->filter);
	near = names == NULL ? NULL : fault_nearest(node->text, names);
	fault(r->faults, node->place, "no shipped rule \"%s\"%s%s%s (a file "
	    "is named by its path)", name, near != NULL ? " (did you mean " :
	    "", near != NULL ? near : "", near != NULL ? "?)" : "");
	return NULL;
}

static int
read_named(const struct reading *r, const char *path, const struct node *node,
    struct rule *rule)
{
	const char *reason;
	struct span text;

	*rule = (struct rule){ .name = arena_string(r->arena, node->text) };
	if (file_bytes(r->arena, path, RULES_MAX_BYTES, &text, &reason) == -1)
		return fault(r->faults, node->place, "%s: %s", path, reason);
	return read_rule(rule, r->arena, path, text, r->faults);
}

/* Reads what a rule extends, and what that does: all of it is its meaning. */
static int
read_bases(const struct reading *r, struct rule *first)
{
	struct rule *rule = first, *base;
	const struct node *node;
	const char *path;
	unsigned depth = 0;

	while ((node = value_of(rule->root, "extends")) != NULL) {
		if (++depth > MOST_BASES)
			return fault(r->faults, node->place, "expected at "
			    "most %d rules that extend one another, and none "
			    "that extends itself", MOST_BASES);
		base = arena_zero(r->arena, 1, sizeof(*base));
		if ((path = find_named(r, rule, node)) == NULL ||
		    read_named(r, path, node, base) == -1)
			return -1;
		first->hash = meaning_join(first->hash, base->hash);
		base->files = first->files;
		rule->base = base;
		rule = base;
	}
	return 0;
}

static bool
is_read(const struct reading *r, const char *path)
{
	size_t i;

	for (i = 0; i < r->count; i++)
		if (strcmp(r->rules[i].path, path) == 0 ||
		    sink_is_same_file(r->rules[i].path, path))
			return true;
	return false;
}

/* Adds the rules that a rule uses, but those that are there already. */
static int
read_used(struct reading *r, const struct rule *by)
{
	const struct node *uses = value_of(by->root, "uses");
	struct rule rule;
	const char *path;
	size_t i;

	for (i = 0; uses != NULL && uses->kind == NODE_SEQUENCE &&
	    i < uses->count; i++) {
		if ((path = find_named(r, by, uses->items[i])) == NULL)
			return -1;
		if (is_read(r, path))
			continue;
		if (read_named(r, path, uses->items[i], &rule) == -1 ||
		    read_bases(r, &rule) == -1)
			return -1;
		r->rules = arena_grow(r->arena, r->rules, r->count,
		    &r->capacity, r->count + 1, sizeof(*r->rules));
		r->rules[r->count++] = rule;
	}
	return 0;
}

/* Reads what the rules name, and what is named there. */
static int
read_related(struct reading *r)
{
	const struct rule *by;
	size_t i;

	for (i = 0; i < r->count; i++)
		if (read_bases(r, &r->rules[i]) == -1)
			return -1;
	/* What is used comes behind, and so its own turn. */
	for (i = 0; i < r->count; i++)
		for (by = &r->rules[i]; by != NULL; by = by->base)
			if (read_used(r, by) == -1)
				return -1;
	return 0;
}

static bool
is_file_of(const struct rule *rule, const struct rule *other)
{
	return !rule->expression && !other->expression &&
	    (strcmp(rule->path, other->path) == 0 ||
	    sink_is_same_file(rule->path, other->path));
}

/* One that two rules bring: each of its codes would be there twice. */
static int
look_for_twice(const struct rule *rules, size_t count)
{
	const struct rule *base;
	size_t i, k;

	for (i = 0; i < count; i++)
		for (k = 0; k < count; k++) {
			if (k > i && is_file_of(&rules[i], &rules[k])) {
				msg(MSG_RULE_TWICE, rules[k].name);
				return -1;
			}
			for (base = rules[k].base; base != NULL;
			    base = base->base)
				if (is_file_of(&rules[i], base)) {
					msg(MSG_RULE_EXTENDED, rules[i].name,
					    rules[k].name);
					return -1;
				}
		}
	return 0;
}

int
rulebook_read(struct config *config, struct arena *arena, const char *filter,
    const struct options *o, struct faults *faults)
{
	struct rule *rules = arena_zero(arena, o->rule_count, sizeof(*rules));
	struct reading r = { config, arena, filter, faults, rules,
	    o->rule_count, o->rule_count };
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
	if (bad == 0)
		bad = read_related(&r);
	if (bad == 0)
		bad = look_for_twice(r.rules, o->rule_count);
	config->rules = r.rules;
	config->rule_count = r.count;
	config->settings = o->settings;
	config->setting_count = o->setting_count;
	config->allow_empty = o->allow_empty;
	config->checks = o->check;
	config->has_output = o->output != NULL || o->rejects != NULL;
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
