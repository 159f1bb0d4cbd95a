#include "aggregate/table_order.h"
#include "aggregate/tables.h"

/*
 * Two matrices of codes beside each other, which are never added: what a text
 * says to bring about what, and what comes behind what.  Tuples are those of
 * the tables said and order, each behind the table's name.
 */
struct options {
	const void	*said;
	const void	*order;
};

enum { COLUMN_A, COLUMN_B, COLUMN_SAID, COLUMN_ORDER, COLUMN_UNITS_A,
    COLUMN_SHARE, COLUMNS };

static const struct column_head columns[COLUMNS] = {
	{ "a", "甲", "a", VALUE_STRING, -1 },
	{ "b", "乙", "b", VALUE_STRING, -1 },
	{ "said", "说甲引起乙", "a said to cause b", VALUE_NUMBER, -1 },
	{ "order", "甲后有乙", "b behind a", VALUE_NUMBER, -1 },
	{ "units_a", "甲的单位", "with a", VALUE_NUMBER, -1 },
	{ "share", "占比", "share", VALUE_NUMBER, 3 },
};

static void
compile(struct compiling *c, struct fields *f, const struct node *value,
    struct tabling *t)
{
	struct options *o = arena_zero(c->run, 1, sizeof(*o));
	struct tabling part = {0};

	table_said.compile(c, f, value, &part);
	o->said = part.options;
	table_order.compile(c, f, value, &part);
	o->order = part.options;
	t->options = o;
}

/* Puts the tuples of a part, each behind the part's name. */
static int
read_part(const struct table_kind *part, const void *options,
    struct table_reading *r)
{
	struct buf made = {0};
	struct table_reading inner = *r;
	struct span rest, tuple;
	int rc;

	inner.tuples = &made;
	rc = part->read(options, &inner);
	for (rest = buf_span(&made); rc == 0 && rest.n > 0;) {
		struct buf *into = table_open_tuple(r);

		tuple = tuple_take(&rest);
		tuple_put(into, span_of(part->name));
		buf_add(into, tuple);
		table_close_tuple(r);
	}
	buf_free(&made);
	return rc;
}

static int
read(const void *options, struct table_reading *r)
{
	const struct options *o = options;

	return read_part(&table_order, o->order, r) == -1 ? -1 :
	    read_part(&table_said, o->said, r);
}

/* The entries of a part, and the rows that it makes of them. */
struct part {
	struct entry	*entries;
	size_t		 count;
	struct rows	 rows;
};

/* How many of the entries are of a part. */
static size_t
count_part(const struct table_kind *kind, const struct entry *entries,
    size_t count)
{
	size_t n = 0;

	for (size_t i = 0; i < count; i++) {
		struct span tuple = entries[i].tuple;

		n += span_is(tuple_take(&tuple), kind->name);
	}
	return n;
}

static struct part
finish_part(const struct table_kind *kind, const void *options,
    const struct entry *entries, size_t count, const struct rows *like)
{
	struct part part = { .rows = { .arena = like->arena,
	    .room = like->room, .width = kind->column_count,
	    .chinese = like->chinese } };
	size_t n = count_part(kind, entries, count);

	if (!rows_fit(&part.rows, n * sizeof(*part.entries)))
		return part;
	part.entries = arena_alloc(like->arena, n * sizeof(*part.entries));
	for (size_t i = 0; i < count; i++) {
		struct span tuple = entries[i].tuple;

		if (span_is(tuple_take(&tuple), kind->name))
			part.entries[part.count++] = (struct entry){ tuple,
			    entries[i].count };
	}
	kind->finish(options, part.entries, part.count, &part.rows);
	return part;
}

/* The i-th row of a part; its first two cells are a and b. */
static const struct value *
row_of(const struct rows *rows, size_t i)
{
	return i < rows->count ? rows->cells + i * rows->width : NULL;
}

static int
compare_rows(const struct value *x, const struct value *y)
{
	int order;

	if (x == NULL || y == NULL)
		return (x == NULL) - (y == NULL);
	order = span_compare(x[0].text, y[0].text);
	return order != 0 ? order : span_compare(x[1].text, y[1].text);
}

/* row is that of said, or else of order, which is NULL where it has none. */
static void
add_row(struct rows *rows, const struct value *row, bool is_said,
    const struct value *order, struct order_units *units)
{
	struct value *cell = rows_add(rows);
	uint64_t with = order_units_with(units, row[0].text);

	cell[COLUMN_A] = row[0];
	cell[COLUMN_B] = row[1];
	cell[COLUMN_SAID] = is_said ? row[2] : cell_count(rows, 0);
	cell[COLUMN_ORDER] = order != NULL ? order[2] : cell_count(rows, 0);
	cell[COLUMN_UNITS_A] = cell_count(rows, with);
	if (with > 0)
		cell[COLUMN_SHARE] = order != NULL ? order[4] :
		    cell_count(rows, 0);
}

/* Both parts are in the order of a and b. */
static void
finish(const void *options, const struct entry *entries, size_t count,
    struct rows *rows)
{
	const struct options *o = options;
	struct part saids = finish_part(&table_said, o->said, entries, count,
	    rows);
	struct part orders = finish_part(&table_order, o->order, entries,
	    count, rows);
	struct order_units units = {0};
	size_t i = 0, k = 0;

	order_count_units(orders.entries, orders.count, &units);
	rows->over = saids.rows.over || orders.rows.over;
	while (!rows->over &&
	    (i < saids.rows.count || k < orders.rows.count)) {
		const struct value *said = row_of(&saids.rows, i);
		const struct value *order = row_of(&orders.rows, k);
		int before = compare_rows(said, order);

		add_row(rows, before <= 0 ? said : order, before <= 0,
		    before >= 0 ? order : NULL, &units);
		i += before <= 0;
		k += before >= 0;
	}
	bag_free(&units.bag);
}

const struct table_kind table_flow = {
	.name = "flow",
	.columns = columns,
	.column_count = COLUMNS,
	.keys = 2,
	.zh = "两个矩阵并列，不相加。说甲引起乙：两处编码之间有因果词，且没有句号、分号隔开的单位数。甲后有乙：甲所在的单位之后几个单位里出现乙的"
	    "次数，占比除以甲的全部单位。说有因果，不等于有因果；先后更不是。",
	.en = "Two matrices side by side, never added. A said to cause b: units "
	    "with a causal word between the two and no end of a sentence. B "
	    "behind a: units with a behind which b comes within the next few; "
	    "share is of all units with a. Said isn't shown, and what comes "
	    "after isn't caused.",
	.compile = compile,
	.read = read,
	.finish = finish,
};
