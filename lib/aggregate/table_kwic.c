#include "aggregate/tables.h"
#include "aggregate/tags.h"
#include "base/utf8.h"

/*
 * Keyword in context.  Tuples:
 *
 *	"at" id start left match right
 *	"other" family			of a tag that isn't asked for
 */
#define DEFAULT_CHARS	20
#define MOST_CHARS	1000

struct options {
	struct span	code;
	struct path	field;
	size_t		chars;		/* on either side */
};

enum { COLUMN_ID, COLUMN_LEFT, COLUMN_MATCH, COLUMN_RIGHT, COLUMN_START,
    COLUMNS };

static const struct column_head columns[COLUMNS] = {
	{ "id", "编号", "id", VALUE_STRING, -1 },
	{ "left", "上文", "left", VALUE_STRING, LOOK_CUT_START },
	{ "match", "命中", "match", VALUE_STRING, LOOK_CUT_MIDDLE },
	{ "right", "下文", "right", VALUE_STRING, LOOK_CUT_END },
	{ "start", "位置", "start", VALUE_NUMBER, -1 },
};

static void
compile(struct compiling *c, struct fields *f, const struct node *value,
    struct tabling *t)
{
	struct options *o = arena_zero(c->run, 1, sizeof(*o));

	node_text(value, &o->code, c->faults);
	o->field = table_path(c, fields_take(f, "field"), "text");
	o->chars = (size_t)table_number(c, fields_take(f, "chars"), 1,
	    MOST_CHARS, DEFAULT_CHARS);
	t->options = o;
}

/* The code points from `from` to `to`, as far as there are any. */
static struct span
slice(struct span text, size_t from, size_t to)
{
	struct span rest = span_from(text, utf8_skip(text, from));

	return span_make(rest.p, utf8_skip(rest, to - from));
}

static void
put_place(const struct options *o, struct table_reading *r, struct span id,
    struct span text, const struct tag *tag)
{
	size_t from = tag->start > o->chars ? tag->start - o->chars : 0;
	struct buf *tuple = table_open_tuple(r);

	tuple_put(tuple, SPAN("at"));
	tuple_put(tuple, id);
	tuple_put_integer(tuple, (int64_t)tag->start);
	tuple_put(tuple, slice(text, from, tag->start));
	tuple_put(tuple, slice(text, tag->start, tag->end));
	tuple_put(tuple, slice(text, tag->end, tag->end + o->chars));
	table_close_tuple(r);
}

static int
read(const void *options, struct table_reading *r)
{
	const struct options *o = options;
	struct span id = SPAN(""), text;
	struct tag *tags;
	size_t n;

	if (record_id(r->record, &id, r->e) == -1 ||
	    table_text(r, &o->field, &text) == -1 ||
	    tags_read(r, o->field.text, text, &tags, &n) == -1)
		return -1;
	for (size_t i = 0; i < n; i++)
		if (tags_code_is(tags[i].code, o->code))
			put_place(o, r, id, text, &tags[i]);
		else
			table_put_other(r, tags[i].code);
	return 0;
}

static void
finish(const void *options, const struct entry *entries, size_t count,
    struct rows *rows)
{
	const struct options *o = options;

	for (size_t i = 0; i < count; i++) {
		struct span tuple = entries[i].tuple;
		struct value *cell;

		if (span_equal(tuple_take(&tuple), TABLE_OTHER))
			break;
		cell = rows_add(rows);
		cell[COLUMN_ID] = cell_text(tuple_take(&tuple));
		cell[COLUMN_START] = cell_integer(rows,
		    tuple_take_integer(&tuple));
		cell[COLUMN_LEFT] = cell_text(tuple_take(&tuple));
		cell[COLUMN_MATCH] = cell_text(tuple_take(&tuple));
		cell[COLUMN_RIGHT] = cell_text(tuple_take(&tuple));
	}
	if (rows->count == 0)
		table_tell_others(rows, "kwic", o->code, entries, count);
}

const struct table_kind table_kwic = {
	.name = "kwic",
	.columns = columns,
	.column_count = COLUMNS,
	.keys = 1,
	.right = COLUMN_LEFT,
	.zh = "每个命中一行：前后各若干字；位置是它在原句里的第几个字（从 0 数）。",
	.en = "A row a match, with the characters on either side; start is its "
	    "place in the text, in characters from 0.",
	.compile = compile,
	.read = read,
	.finish = finish,
};
