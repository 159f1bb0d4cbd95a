#include <stdlib.h>

#include "base/mem.h"
#include "rules/meaning.h"

/* A pair of a mapping. */
struct pair {
	const struct node	*key, *value;
};

static int
compare_pairs(const void *left, const void *right)
{
	const struct pair *a = left, *b = right;

	return span_compare(a->key->text, b->key->text);
}

/* Quotes make a text of what else is a number or a truth. */
enum quotes { QUOTES_COUNT, QUOTES_PASS };

static void put_meaning(const struct node *, enum quotes, struct buf *);

static void
put_text(struct buf *b, struct span text)
{
	buf_unsigned(b, text.n);
	buf_byte(b, ':');
	buf_add(b, text);
}

static void
put_mapping(const struct node *n, enum quotes quotes, struct buf *b)
{
	struct pair *pairs = mem_alloc(n->count, sizeof(*pairs));
	size_t i;

	for (i = 0; i < n->count; i++)
		pairs[i] = (struct pair){ n->keys[i], n->items[i] };
	if (n->count > 1)
		qsort(pairs, n->count, sizeof(*pairs), compare_pairs);
	for (i = 0; i < n->count; i++) {
		put_text(b, pairs[i].key->text);
		put_meaning(pairs[i].value, quotes, b);
	}
	mem_free(pairs);
}

/* Depth is limited by the parser. */
static void
put_meaning(const struct node *n, enum quotes quotes, struct buf *b)
{
	size_t i;

	buf_byte(b, (char)('0' + (int)n->kind));
	buf_byte(b, n->quoted && quotes == QUOTES_COUNT ? 'q' : 'p');
	buf_unsigned(b, n->count);
	buf_byte(b, ':');
	if (n->kind == NODE_SCALAR)
		put_text(b, n->text);
	else if (n->kind == NODE_MAPPING)
		put_mapping(n, quotes, b);
	else
		for (i = 0; i < n->count; i++)
			put_meaning(n->items[i], quotes, b);
}

void
meaning_put(const struct node *n, struct buf *b)
{
	put_meaning(n, QUOTES_PASS, b);
}

struct hash
meaning_hash(const struct node *root)
{
	struct buf b = { 0 };
	struct hash hash;

	put_meaning(root, QUOTES_COUNT, &b);
	hash = hash_of(buf_span(&b));
	buf_free(&b);
	return hash;
}

struct hash
meaning_join(struct hash a, struct hash b)
{
	char hex[65];

	hash_hex(a, hex);
	hash_hex(b, hex + 32);
	return hash_of(span_make(hex, 64));
}
