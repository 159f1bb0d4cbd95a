#include "aggregate/tables.h"
#include "aggregate/tags.h"
#include "base/hash.h"

/*
 * Units that bear a code, to be quoted: those whose ids have the least hash.
 * Tuples:
 *
 *	"least" "" hash id section text
 *	"other" family			of a code that isn't asked for
 */
#define DEFAULT_UNITS	20
#define MOST_UNITS	1000000

struct options {
	struct span	code;
	struct path	codes;
	struct path	text;
	struct path	section;
	size_t		most;
};

enum { COLUMN_ID, COLUMN_SECTION, COLUMN_TEXT, COLUMNS };

static const struct column_head columns[COLUMNS] = {
	{ "id", "编号", "id", VALUE_STRING, -1 },
	{ "section", "位置", "place", VALUE_STRING, LOOK_BROKEN },
	{ "text", "原文", "quote", VALUE_STRING, LOOK_BROKEN },
};

static void
compile(struct compiling *c, struct fields *f, const struct node *value,
    struct tabling *t)
{
	struct options *o = arena_zero(c->run, 1, sizeof(*o));

	node_text(value, &o->code, c->faults);
	o->most = t->most = (size_t)table_number(c, fields_take(f, "n"), 1,
	    MOST_UNITS, DEFAULT_UNITS);
	o->codes = table_path(c, fields_take(f, "codes"), "codes");
	o->text = table_path(c, fields_take(f, "text"), "text");
	o->section = table_path(c, NULL, "section");
	t->options = o;
}

static int
read(const void *options, struct table_reading *r)
{
	const struct options *o = options;
	struct span *codes, texts[6] = { BAG_LEAST };
	bool bears = false;
	char hex[33];
	size_t n;

	if (table_texts(r, &o->codes, &codes, &n) == -1)
		return -1;
	for (size_t i = 0; i < n; i++)
		bears |= tags_code_is(codes[i], o->code);
	for (size_t i = 0; i < n && !bears; i++)
		table_put_other(r, codes[i]);
	if (!bears)
		return 0;
	texts[1] = texts[3] = SPAN("");
	if (record_id(r->record, &texts[3], r->e) == -1 ||
	    table_joined(r, &o->section, " / ", &texts[4]) == -1 ||
	    table_text(r, &o->text, &texts[5]) == -1)
		return -1;
	hash_hex(hash_of(texts[3]), hex);
	texts[2] = span_of(hex);
	table_put(r, texts, sizeof(texts) / sizeof(texts[0]));
	return 0;
}

/* In the order of the hash. */
static void
finish(const void *options, const struct entry *entries, size_t count,
    struct rows *rows)
{
	const struct options *o = options;

	for (size_t i = 0; i < count && i < o->most; i++) {
		struct span tuple = entries[i].tuple;
		struct value *cell;

		if (span_equal(tuple_take(&tuple), TABLE_OTHER))
			break;
		cell = rows_add(rows);
		tuple_take(&tuple);
		tuple_take(&tuple);
		cell[COLUMN_ID] = cell_text(tuple_take(&tuple));
		cell[COLUMN_SECTION] = cell_text(tuple_take(&tuple));
		cell[COLUMN_TEXT] = cell_text(tuple_take(&tuple));
	}
	if (rows->count == 0)
		table_tell_others(rows, "extract", o->code, entries, count);
}

const struct table_kind table_extract = {
	.name = "extract",
	.columns = columns,
	.column_count = COLUMNS,
	.keys = 1,
	.zh = "有这个编码的单位里编号散列值最小的若干个，与输入的次序无关。",
	.en = "Of the units with the code those with the least hash of their "
	    "ids, whatever their order.",
	.compile = compile,
	.read = read,
	.finish = finish,
};
