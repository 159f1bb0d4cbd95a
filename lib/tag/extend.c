#include "base/err.h"
#include "base/map.h"
#include "rules/meaning.h"
#include "tag/extend.h"

#define QUOTED	96

/* A tree on its way from two. */
struct extending {
	struct arena	*arena;
	struct faults	*faults;
};

static const struct node *
value_of(const struct node *node, struct span key)
{
	size_t i;

	for (i = 0; node->kind == NODE_MAPPING && i < node->count; i++)
		if (span_equal(node->keys[i]->text, key))
			return node->items[i];
	return NULL;
}

/* A node of that kind, with room for count items. */
static struct node *
new_node(const struct extending *x, enum node_kind kind, struct place place,
    size_t count)
{
	struct node *n = arena_zero(x->arena, 1, sizeof(*n));

	n->kind = kind;
	n->place = place;
	n->items = arena_alloc(x->arena, count * sizeof(*n->items));
	if (kind == NODE_MAPPING)
		n->keys = arena_alloc(x->arena, count * sizeof(*n->keys));
	return n;
}

static void
put(struct node *n, struct node *key, struct node *item)
{
	if (n->kind == NODE_MAPPING)
		n->keys[n->count] = key;
	n->items[n->count++] = item;
}

/* The keys of both; of one that both have, the value of own. */
static struct node *
join_mappings(const struct extending *x, const struct node *base,
    const struct node *own)
{
	struct node *n = new_node(x, NODE_MAPPING, own->place,
	    base->count + own->count);
	struct map names = { 0 };
	size_t i;

	for (i = 0; i < own->count; i++)
		map_put(&names, own->keys[i]->text, NULL);
	for (i = 0; i < base->count; i++)
		if (map_get(&names, base->keys[i]->text) == NULL)
			put(n, base->keys[i], base->items[i]);
	for (i = 0; i < own->count; i++)
		put(n, own->keys[i], own->items[i]);
	map_free(&names);
	return n;
}

static struct node *
join_sequences(const struct extending *x, const struct node *base,
    const struct node *own)
{
	struct node *n = new_node(x, NODE_SEQUENCE, own->place,
	    base->count + own->count);
	size_t i;

	for (i = 0; i < base->count; i++)
		put(n, NULL, base->items[i]);
	for (i = 0; i < own->count; i++)
		put(n, NULL, own->items[i]);
	return n;
}

/* What a node says, for maps. */
static struct span
key_of(const struct extending *x, const struct node *n)
{
	struct buf b = { 0 };
	struct span key;

	meaning_put(n, &b);
	key = arena_copy(x->arena, buf_span(&b));
	buf_free(&b);
	return key;
}

/* The items of a sequence, or of none, by what they say. */
static void
index_items(const struct extending *x, struct map *items,
    const struct node *sequence)
{
	size_t i;

	for (i = 0; sequence != NULL && i < sequence->count; i++)
		map_put(items, key_of(x, sequence->items[i]), NULL);
}

/* What a code removes has to be there. */
static void
check_removed(const struct extending *x, const struct node *match,
    const struct node *removed)
{
	struct map there = { 0 };
	size_t i;

	index_items(x, &there, match);
	for (i = 0; removed != NULL && i < removed->count; i++)
		if (map_get(&there, key_of(x, removed->items[i])) == NULL)
			fault(x->faults, removed->items[i]->place, "the code "
			    "at %s:%zu has no such matcher to remove",
			    match->place.file, match->place.line);
	map_free(&there);
}

/* A sequence, or NULL after a fault or where there is none. */
static const struct node *
sequence_of(const struct extending *x, const struct node *code,
    const char *key)
{
	const struct node *n = value_of(code, span_of(key));

	if (n == NULL || n->kind == NODE_SEQUENCE)
		return n;
	fault(x->faults, n->place, "expected a sequence of matchers, got a %s",
	    node_kind_name(n->kind));
	return NULL;
}

static struct node *
change_match(const struct extending *x, const struct node *match,
    const struct node *add, const struct node *removed)
{
	struct node *n = new_node(x, NODE_SEQUENCE, match->place,
	    match->count + (add == NULL ? 0 : add->count));
	struct map gone = { 0 };
	size_t i;

	check_removed(x, match, removed);
	index_items(x, &gone, removed);
	for (i = 0; i < match->count; i++)
		if (map_get(&gone, key_of(x, match->items[i])) == NULL)
			put(n, NULL, match->items[i]);
	map_free(&gone);
	for (i = 0; add != NULL && i < add->count; i++)
		put(n, NULL, add->items[i]);
	return n;
}

/* A code of the base, as a code of the same id changes it. */
static struct node *
change_code(const struct extending *x, const struct node *base,
    const struct node *own)
{
	const struct node *match = value_of(base, SPAN("match"));
	struct node *n, *joined;
	size_t i;

	if (value_of(own, SPAN("match")) != NULL || match == NULL ||
	    match->kind != NODE_SEQUENCE)
		fault(x->faults, own->place, "the book that is extended has "
		    "this code at %s:%zu: expected `add` or `remove` to change "
		    "what it matches", base->place.file, base->place.line);
	joined = join_mappings(x, base, own);
	n = new_node(x, NODE_MAPPING, own->place, joined->count);
	for (i = 0; i < joined->count; i++) {
		if (joined->items[i] == match &&
		    match->kind == NODE_SEQUENCE)
			put(n, joined->keys[i], change_match(x, match,
			    sequence_of(x, own, "add"),
			    sequence_of(x, own, "remove")));
		else if (!span_is(joined->keys[i]->text, "add") &&
		    !span_is(joined->keys[i]->text, "remove"))
			put(n, joined->keys[i], joined->items[i]);
	}
	return n;
}

/* Codes by id, the first of each; those without one stay out. */
static void
index_codes(struct map *ids, const struct node *codes)
{
	struct map_entry *entry;
	const struct node *id;
	bool is_new;
	size_t i;

	for (i = 0; i < codes->count; i++) {
		if ((id = value_of(codes->items[i], SPAN("id"))) == NULL)
			continue;
		entry = map_put(ids, id->text, &is_new);
		if (is_new)
			entry->value = codes->items[i];
	}
}

/* A code is changed once: the second change would be lost. */
static void
check_first(const struct extending *x, const struct node *code,
    const struct node *id, const struct node *first)
{
	char shown[QUOTED];

	if (code != first)
		fault(x->faults, code->place, "the code %s is already at "
		    "%s:%zu:%zu", err_quote(shown, sizeof(shown), id->text),
		    first->place.file, first->place.line,
		    first->place.column);
}

/* False after a fault: a code that changes another has to find it. */
static bool
is_new_code(const struct extending *x, const struct node *own,
    const struct map *base)
{
	const struct node *id = value_of(own, SPAN("id"));
	const char **names, *near;
	char shown[QUOTED];
	size_t i;

	if (id == NULL || (value_of(own, SPAN("add")) == NULL &&
	    value_of(own, SPAN("remove")) == NULL))
		return true;
	names = arena_zero(x->arena, base->count + 1, sizeof(*names));
	for (i = 0; i < base->count; i++)
		names[i] = arena_string(x->arena, base->entries[i].key);
	near = fault_nearest(id->text, names);
	fault(x->faults, id->place, "no code \"%s\" in the book that is "
	    "extended%s%s%s", err_quote(shown, sizeof(shown), id->text),
	    near != NULL ? " (did you mean " : "", near != NULL ? near : "",
	    near != NULL ? "?)" : "");
	return false;
}

static struct node *
join_codes(const struct extending *x, const struct node *base,
    const struct node *own)
{
	struct node *n = new_node(x, NODE_SEQUENCE, own->place,
	    base->count + own->count);
	struct map theirs = { 0 }, ours = { 0 };
	const struct map_entry *entry;
	const struct node *id;
	size_t i;

	index_codes(&theirs, base);
	index_codes(&ours, own);
	for (i = 0; i < base->count; i++) {
		id = value_of(base->items[i], SPAN("id"));
		entry = id == NULL ? NULL : map_get(&ours, id->text);
		put(n, NULL, entry == NULL ? base->items[i] :
		    change_code(x, base->items[i], entry->value));
	}
	for (i = 0; i < own->count; i++) {
		id = value_of(own->items[i], SPAN("id"));
		if (id != NULL && map_get(&theirs, id->text) != NULL) {
			check_first(x, own->items[i], id,
			    map_get(&ours, id->text)->value);
			continue;
		}
		if (is_new_code(x, own->items[i], &theirs))
			put(n, NULL, own->items[i]);
	}
	map_free(&theirs);
	map_free(&ours);
	return n;
}

/* Keys of which base and own are joined. */
static const struct join {
	const char	*key;
	enum node_kind	 kind;
	struct node	*(*join)(const struct extending *, const struct node *,
			    const struct node *);
} joins[] = {
	{ "lists", NODE_MAPPING, join_mappings },
	{ "contexts", NODE_MAPPING, join_mappings },
	{ "decoys", NODE_SEQUENCE, join_sequences },
	{ "codes", NODE_SEQUENCE, join_codes },
};

static void
join_keys(const struct extending *x, struct node *root,
    const struct node *base, const struct node *own)
{
	const struct node *theirs, *ours;
	size_t i, k;

	for (k = 0; k < sizeof(joins) / sizeof(*joins); k++) {
		theirs = value_of(base, span_of(joins[k].key));
		ours = value_of(own, span_of(joins[k].key));
		if (theirs == NULL || ours == NULL ||
		    theirs->kind != joins[k].kind ||
		    ours->kind != joins[k].kind)
			continue;
		for (i = 0; i < root->count; i++)
			if (root->items[i] == ours)
				root->items[i] = joins[k].join(x, theirs,
				    ours);
	}
}

const struct node *
extend_root(const struct rule *rule, struct arena *arena,
    struct faults *faults)
{
	const struct extending x = { arena, faults };
	const struct node *base;
	struct node *root;

	if (rule->base == NULL || rule->root->kind != NODE_MAPPING)
		return rule->root;
	base = extend_root(rule->base, arena, faults);
	if (base->kind != NODE_MAPPING)
		return rule->root;
	root = join_mappings(&x, base, rule->root);
	join_keys(&x, root, base, rule->root);
	return root;
}

const struct rule *
extend_rule(const struct rule *rule, const struct node *node)
{
	const struct rule *r;

	for (r = rule; r != NULL; r = r->base)
		if (strcmp(r->path, node->place.file) == 0)
			return r;
	return rule;
}
