/*
 * compile_script PHRASES CHARACTERS OUT: dictionaries of OpenCC as text
 * (`key<TAB>value value ...`, of which the first counts), as the file that
 * lib/text/script_file.h describes.  A program of the build.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/utf8.h"
#include "text/script_file.h"
#include "tools/tool.h"

struct entry {
	struct span	key, value;
	uint32_t	order;		/* of equal keys the first counts */
};

/* Entries lo to hi share their first depth bytes. */
struct reach {
	uint32_t	lo, hi;
	uint32_t	depth;
};

struct compiler {
	struct arena		 arena;
	struct script_header	 header;
	struct entry		*entries;
	size_t			 count, capacity;
	uint16_t		*pages;
	struct buf		 roots;		/* of uint32_t */
	struct script_node	*nodes;
	size_t			 node_capacity;
	struct reach		*reaches;	/* by node */
	size_t			 reach_capacity;
	struct buf		 texts;
};

/*
 * A segment of OpenCC's is a phrase or what stands between two; so phrases
 * win over characters, and the longest one wins, as in one trie of both if
 * characters are really such.
 */
static void
read_entries(struct compiler *c, const char *path, bool characters)
{
	struct span text = read_file(&c->arena, path), line;
	struct entry *entry;

	while (next_line(&text, &line)) {
		c->entries = arena_grow(&c->arena, c->entries, c->count,
		    &c->capacity, c->count + 1, sizeof(*c->entries));
		entry = &c->entries[c->count];
		entry->order = (uint32_t)c->count++;
		entry->key = span_make(line.p, span_index(line, '\t'));
		entry->value = span_from(line, entry->key.n + 1);
		entry->value.n = span_index(entry->value, ' ');
		if (entry->key.n == 0 || entry->value.n == 0 ||
		    entry->value.n > UINT16_MAX)
			die("%s: expected key, tab, value", path);
		if (characters && utf8_length(entry->key) != 1)
			die("%s: a key of many characters", path);
	}
	if (c->count == 0)
		die("%s: no entries", path);
}

static int
by_key(const void *left, const void *right)
{
	const struct entry *a = left, *b = right;
	int order = span_compare(a->key, b->key);

	return order != 0 ? order : (a->order > b->order) -
	    (a->order < b->order);
}

static uint32_t
add_node(struct compiler *c, uint32_t character, struct reach reach)
{
	const size_t n = c->header.node_count;

	c->nodes = arena_grow(&c->arena, c->nodes, n, &c->node_capacity,
	    n + 1, sizeof(*c->nodes));
	c->reaches = arena_grow(&c->arena, c->reaches, n, &c->reach_capacity,
	    n + 1, sizeof(*c->reaches));
	c->nodes[n] = (struct script_node){ .character = character };
	c->reaches[n] = reach;
	return c->header.node_count++;
}

/* The root's child for a character, as the page that it stands in says. */
static void
add_root(struct compiler *c, uint32_t character, uint32_t node)
{
	const uint32_t empty[256] = { 0 };
	uint16_t *page = &c->pages[character >> 8];

	if (*page == 0) {
		*page = (uint16_t)c->header.page_count++;
		add(&c->roots, empty, sizeof(empty));
	}
	memcpy(c->roots.p + (*page * 256u + (character & 255)) * sizeof(node),
	    &node, sizeof(node));
}

/* The nodes for the entries of reach by their next character. */
static void
add_children(struct compiler *c, struct reach reach, uint32_t parent)
{
	struct reach child = { 0 };
	uint32_t i, character, node;
	size_t at;

	for (i = reach.lo; i < reach.hi; i = child.hi) {
		at = reach.depth;
		character = utf8_next(c->entries[i].key, &at);
		child = (struct reach){ i, i + 1, (uint32_t)at };
		while (child.hi < reach.hi && span_starts(
		    c->entries[child.hi].key,
		    span_make(c->entries[i].key.p, at)))
			child.hi++;
		node = add_node(c, character, child);
		if (parent == 0)
			add_root(c, character, node);
		else if (c->nodes[parent].count++ == 0)
			c->nodes[parent].first = node;
	}
}

/* The first entry is the key that ends here, if one does. */
static void
expand(struct compiler *c, uint32_t node)
{
	struct reach reach = c->reaches[node];
	const struct entry *entry = &c->entries[reach.lo];

	if (entry->key.n == reach.depth) {
		c->nodes[node].text = (uint32_t)c->texts.n;
		c->nodes[node].text_n = (uint16_t)entry->value.n;
		buf_add(&c->texts, entry->value);
	}
	while (reach.lo < reach.hi &&
	    c->entries[reach.lo].key.n == reach.depth)
		reach.lo++;
	add_children(c, reach, node);
}

static void
make_nodes(struct compiler *c)
{
	const uint32_t empty[256] = { 0 };
	const struct reach all = { 0, (uint32_t)c->count, 0 };
	uint32_t i;

	qsort(c->entries, c->count, sizeof(*c->entries), by_key);
	c->pages = arena_zero(&c->arena, SCRIPT_PAGES, sizeof(*c->pages));
	add(&c->roots, empty, sizeof(empty));
	c->header.page_count = 1;
	add_node(c, 0, (struct reach){ 0, 0, 0 });
	add_children(c, all, 0);
	for (i = 1; i < c->header.node_count; i++)
		expand(c, i);
}

static void
write_file(struct compiler *c, const char *path)
{
	struct buf b = { 0 };

	c->header.text_bytes = (uint32_t)c->texts.n;
	add(&b, &c->header, sizeof(c->header));
	add(&b, c->pages, SCRIPT_PAGES * sizeof(*c->pages));
	buf_add(&b, buf_span(&c->roots));
	add(&b, c->nodes, c->header.node_count * sizeof(*c->nodes));
	buf_add(&b, buf_span(&c->texts));
	write_compiled(&b, SCRIPT_MAGIC, SCRIPT_VERSION, path);
	buf_free(&b);
}

int
main(int argc, char **argv)
{
	struct compiler c = { 0 };

	if (argc != 4) {
		fputs("usage: compile_script phrases characters out\n",
		    stderr);
		return 64;
	}
	read_entries(&c, argv[1], false);
	read_entries(&c, argv[2], true);
	make_nodes(&c);
	write_file(&c, argv[3]);
	printf("%zu entries, %u nodes\n", c.count, c.header.node_count);
	buf_free(&c.roots);
	buf_free(&c.texts);
	arena_free(&c.arena);
	return 0;
}
