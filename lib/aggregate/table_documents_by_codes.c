#include <stdlib.h>

#include "aggregate/tables.h"
#include "base/map.h"

/*
 * A row a document, a column a code.  Tuples:
 *
 *	document code		"" of a record that has none
 */
struct options {
	struct path	 codes;
	struct path	 document;
	bool		 binary;
	struct span	*wanted;	/* codes; NULL: all that came */
	size_t		 wanted_count;
};

static const struct column_head document_column =
	{ "document", "文献", "document", VALUE_STRING, -1 };

/* The columns of those codes. */
static struct column_head *
make_columns(const struct span *codes, size_t n, struct arena *arena)
{
	struct column_head *heads = arena_zero(arena, n + 1, sizeof(*heads));

	heads[0] = document_column;
	for (size_t i = 0; i < n; i++) {
		const char *name = arena_string(arena, codes[i]);

		heads[i + 1] = (struct column_head){ name, name, name,
		    VALUE_NUMBER, -1 };
	}
	return heads;
}

static void
compile(struct compiling *c, struct fields *f, const struct node *value,
    struct tabling *t)
{
	static const char *const ways[] = { "binary", "counts", NULL };
	struct options *o = arena_zero(c->run, 1, sizeof(*o));
	const struct node *codes = fields_take(f, "codes");
	int way = 0;

	node_choice(value, ways, &way, c->faults);
	o->binary = way == 0;
	o->codes = table_path(c, fields_take(f, "field"), "codes");
	o->document = table_path(c, fields_take(f, "document"), "parent");
	t->options = o;
	if (codes == NULL && c->plan->key_count > 0)
		fault(c->faults, value->place, "with `by` the columns need "
		    "names: state codes");
	if (codes == NULL || node_texts(codes, c->run, &o->wanted,
	    &o->wanted_count, c->faults) == -1)
		return;
	t->columns = make_columns(o->wanted, o->wanted_count, c->run);
	t->column_count = o->wanted_count + 1;
}

static int
read(const void *options, struct table_reading *r)
{
	const struct options *o = options;
	struct span texts[2], *codes;
	size_t n;

	if (table_text(r, &o->document, &texts[0]) == -1 ||
	    table_texts(r, &o->codes, &codes, &n) == -1)
		return -1;
	for (size_t i = 0; i == 0 || i < n; i++) {
		texts[1] = n > 0 ? codes[i] : SPAN("");
		table_put(r, texts, 2);
	}
	return 0;
}

static int
compare(const void *a, const void *b)
{
	return span_compare(((const struct map_entry *)a)->key,
	    ((const struct map_entry *)b)->key);
}

/* The codes that came, sorted; the rows get their columns. */
static struct span *
find_codes(const struct entry *entries, size_t count, struct rows *rows,
    size_t *n)
{
	struct map seen = {0};
	struct span *codes;

	for (size_t i = 0; i < count; i++) {
		struct span tuple = entries[i].tuple, code;

		tuple_take(&tuple);
		code = tuple_take(&tuple);
		if (code.n > 0)
			map_put(&seen, code, NULL);
	}
	*n = seen.count;
	if (*n > 1)
		qsort(seen.entries, *n, sizeof(*seen.entries), compare);
	codes = arena_alloc(rows->arena, *n * sizeof(*codes));
	for (size_t i = 0; i < *n; i++)
		codes[i] = seen.entries[i].key;
	map_free(&seen);
	rows->columns = make_columns(codes, *n, rows->arena);
	rows->width = *n + 1;
	return codes;
}

/* One document: how often each code came, of the entries given. */
static void
add_document(const struct options *o, struct rows *rows,
    const struct map *places, const struct entry *entries, size_t count)
{
	struct value *cell = rows_add(rows);
	struct value none = cell_count(rows, 0);

	for (size_t i = 1; i < rows->width; i++)
		cell[i] = none;
	for (size_t i = 0; i < count; i++) {
		struct span tuple = entries[i].tuple;
		struct map_entry *place;

		cell[0] = cell_text(tuple_take(&tuple));
		place = map_get(places, tuple_take(&tuple));
		if (place != NULL)
			cell[*(size_t *)place->value] = cell_count(rows,
			    o->binary ? 1 : entries[i].count);
	}
}

static void
finish(const void *options, const struct entry *entries, size_t count,
    struct rows *rows)
{
	const struct options *o = options;
	struct span *codes = o->wanted;
	size_t n = o->wanted_count, at = 0, from, *columns;
	struct map places = {0};

	if (codes == NULL)
		codes = find_codes(entries, count, rows, &n);
	columns = arena_alloc(rows->arena, n * sizeof(*columns));
	for (size_t i = 0; i < n; i++) {
		columns[i] = i + 1;
		map_put(&places, codes[i], NULL)->value = &columns[i];
	}
	while ((from = at) < count) {
		table_run(entries, count, &at, 1);
		add_document(o, rows, &places, entries + from, at - from);
	}
	map_free(&places);
}

const struct table_kind table_documents_by_codes = {
	.name = "documents_by_codes",
	.columns = &document_column,
	.column_count = 1,
	.keys = 1,
	.zh = "每篇文献一行，每个编码一列；0 是没有。",
	.en = "A row a document, a column a code; 0 where there is none.",
	.compile = compile,
	.read = read,
	.finish = finish,
};
