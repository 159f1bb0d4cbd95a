#include "aggregate/compile.h"
#include "rules/meaning.h"

const struct node *
compile_book_value(const struct node *node, const char *key)
{
	if (node->kind == NODE_MAPPING)
		for (size_t i = 0; i < node->count; i++)
			if (span_is(node->keys[i]->text, key))
				return node->items[i];
	return NULL;
}

struct span
compile_book_text(const struct node *node, const char *key)
{
	const struct node *value = compile_book_value(node, key);

	return value != NULL && value->kind == NODE_SCALAR ? value->text :
	    SPAN("");
}

/*
 * What stands before the ids of a book, e.g. `institutions.`.  Whether the
 * book is right is tag's to judge; here only its labels count.
 */
static void
add_book(struct compiling *c, const struct node *book, size_t *capacity)
{
	const struct node *codes = compile_book_value(book, "codes"), *label;
	struct span prefix = compile_book_text(book, "prefix"), id;
	struct labels *labels = &c->plan->labels;

	for (size_t i = 0; codes != NULL && i < codes->count; i++) {
		id = compile_book_text(codes->items[i], "id");
		label = compile_book_value(codes->items[i], "label");
		if (id.n == 0 || label == NULL)
			continue;
		if (prefix.n > 0)
			id = arena_printf(c->run, "%.*s.%.*s", (int)prefix.n,
			    prefix.p, (int)id.n, id.p);
		labels->items = arena_grow(c->run, labels->items,
		    labels->count, capacity, labels->count + 1,
		    sizeof(*labels->items));
		labels->items[labels->count++] =
		    (struct label){ id, compile_wording(c, label) };
	}
}

/* A list of terms or a table of areas has no labels for codes. */
static bool
is_book(struct compiling *c, const struct node *book, struct place place,
    const char *path)
{
	if (span_is(compile_book_text(book, "filter"), "tag"))
		return true;
	fault(c->faults, place, "%s is no codebook: expected filter: tag",
	    path);
	return false;
}

/* The ids of the book's codes whose status says that they are drafts. */
static void
put_drafts(const struct node *book, struct buf *b)
{
	const struct node *codes = compile_book_value(book, "codes");
	bool first = true;

	for (size_t i = 0; codes != NULL && i < codes->count; i++) {
		if (!span_is(compile_book_text(codes->items[i], "status"),
		    "draft"))
			continue;
		if (first)
			json_put_key(b, "draft");
		buf_byte(b, first ? '[' : ',');
		json_put_string(b, compile_book_text(codes->items[i], "id"));
		first = false;
	}
	if (!first)
		buf_byte(b, ']');
}

/*
 * Which book it is, as JSON: {name, edition, hash, corrections?, draft?}; each
 * is noted once.
 */
static void
note_book(struct compiling *c, const struct node *book, struct span name)
{
	struct span corrections = compile_book_text(book, "corrections");
	struct buf b = {0};
	char hex[33];
	size_t i = 0;

	hash_hex(meaning_hash(book), hex);
	buf_byte(&b, '{');
	json_put_key(&b, "name");
	json_put_string(&b, name);
	json_put_key(&b, "edition");
	json_put_string(&b, compile_book_text(book, "edition"));
	json_put_key(&b, "hash");
	json_put_string(&b, span_of(hex));
	if (corrections.n > 0) {
		json_put_key(&b, "corrections");
		json_put_string(&b, corrections);
	}
	put_drafts(book, &b);
	buf_byte(&b, '}');
	c->books = arena_grow(c->run, c->books, c->book_count,
	    &c->book_capacity, c->book_count + 1, sizeof(*c->books));
	while (i < c->book_count && !span_equal(c->books[i], buf_span(&b)))
		i++;
	if (i == c->book_count)
		c->books[c->book_count++] = arena_copy(c->run, buf_span(&b));
	buf_free(&b);
}

const struct node *
compile_book(struct compiling *c, const struct node *name)
{
	struct node named = *name;
	const struct node *book;
	const struct file *file;
	struct span text;

	if (node_text(name, &text, c->faults) == -1)
		return NULL;
	if (span_index(text, '/') == text.n && !span_ends(text, SPAN(".yaml")))
		named.text = arena_printf(c->run, "tag/%.*s.yaml", (int)text.n,
		    text.p);
	file = config_file(c->config, c->rule, &named, c->run, c->faults);
	if (file == NULL)
		return NULL;
	book = node_parse(c->run, file->text, file->path, c->faults);
	if (book != NULL)
		note_book(c, book, name->text);
	return book != NULL && is_book(c, book, name->place, file->path) ?
	    book : NULL;
}

void
compile_labels(struct compiling *c, const struct node *books)
{
	const struct node *const *items;
	size_t n = compile_items(&books, &items), capacity = 0;
	const struct node *book;

	for (size_t i = 0; i < n; i++)
		if ((book = compile_book(c, items[i])) != NULL)
			add_book(c, book, &capacity);
	labels_settle(&c->plan->labels, c->plan->chinese, c->run);
}
