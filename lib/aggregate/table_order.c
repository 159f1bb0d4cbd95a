#include "aggregate/tables.h"
#include "base/decimal.h"

/*
 * Which code comes in the next units of a document after another.  Tuples:
 * document, place, id, code...
 */
#define MOST_NEXT	100

struct options {
	struct path	codes;
	struct path	document;
	struct path	place;
	size_t		next;		/* units looked at behind each */
};

enum { COLUMN_A, COLUMN_B, COLUMN_COUNT, COLUMN_UNITS_A, COLUMN_SHARE,
    COLUMNS };

static const struct column_head columns[COLUMNS] = {
	{ "a", "先", "a", VALUE_STRING, -1 },
	{ "b", "后", "b", VALUE_STRING, -1 },
	{ "count", "次数", "count", VALUE_NUMBER, -1 },
	{ "units_a", "先者的单位", "with a", VALUE_NUMBER, -1 },
	{ "share", "占比", "share", VALUE_NUMBER, 3 },
};

static void
compile(struct compiling *c, struct fields *f, const struct node *value,
    struct tabling *t)
{
	struct options *o = arena_zero(c->run, 1, sizeof(*o));

	o->codes = table_path(c, value, NULL);
	o->document = table_path(c, fields_take(f, "document"), "parent");
	o->place = table_path(c, fields_take(f, "place"), "start");
	o->next = (size_t)table_number(c, fields_take(f, "next"), 1,
	    MOST_NEXT, 1);
	t->options = o;
}

static int
read_place(const struct options *o, struct table_reading *r, int64_t *place)
{
	struct json value;

	if (record_path(r->record, &o->place, &value, r->e) == -1)
		return -1;
	if (value.kind == JSON_NUMBER && decimal_integer(value.raw, place))
		return 0;
	return err_record(r->e, "field \"%.*s\": expected the place of the "
	    "unit in its document, an integer, got %s",
	    (int)o->place.text.n, o->place.text.p,
	    json_kind_name(value.kind));
}

static int
read(const void *options, struct table_reading *r)
{
	const struct options *o = options;
	struct span document, id = SPAN(""), *codes;
	struct buf *tuple;
	int64_t place;
	size_t n;

	if (table_text(r, &o->document, &document) == -1 ||
	    read_place(o, r, &place) == -1 ||
	    record_id(r->record, &id, r->e) == -1 ||
	    table_texts(r, &o->codes, &codes, &n) == -1)
		return -1;
	tuple = table_open_tuple(r);
	tuple_put(tuple, document);
	tuple_put_integer(tuple, place);
	tuple_put(tuple, id);
	for (size_t i = 0; i < n; i++)
		tuple_put(tuple, codes[i]);
	table_close_tuple(r);
	return 0;
}

/* The codes of a unit, behind document, place and id. */
static struct span
codes_of(struct span tuple)
{
	for (int i = 0; i < 3; i++)
		tuple_take(&tuple);
	return tuple;
}

static bool
holds(struct span codes, struct span code)
{
	while (codes.n > 0)
		if (span_equal(tuple_take(&codes), code))
			return true;
	return false;
}

/* Whether b stands in one of the units before the i-th that follow. */
static bool
came_before(const struct entry *unit, size_t i, struct span b)
{
	for (size_t k = 1; k < i; k++)
		if (holds(codes_of(unit[k].tuple), b))
			return true;
	return false;
}

/* What follows one unit, of those that there are behind it. */
static void
count_after(const struct entry *unit, size_t behind, struct table_reading *r)
{
	struct span as = codes_of(unit->tuple), bs;
	struct span texts[3] = { SPAN("one") };

	while (as.n > 0) {
		texts[1] = tuple_take(&as);
		texts[0] = SPAN("one");
		table_put(r, texts, 2);
		texts[0] = SPAN("two");
		for (size_t i = 1; i <= behind; i++) {
			bs = codes_of(unit[i].tuple);
			while (bs.n > 0) {
				texts[2] = tuple_take(&bs);
				if (!came_before(unit, i, texts[2]))
					table_put(r, texts, 3);
			}
		}
	}
}

/* All that follows, as tuples "one" a and "two" a b. */
static void
count_all(const struct options *o, const struct entry *entries, size_t count,
    struct bag *counts)
{
	struct memory endless = MEMORY_ENDLESS;
	struct buf tuples = {0};
	struct table_reading r = { .tuples = &tuples };
	size_t at = 0, from;

	while ((from = at) < count) {
		table_run(entries, count, &at, 1);
		for (size_t i = from; i < at; i++) {
			count_after(&entries[i], at - i - 1 < o->next ?
			    at - i - 1 : o->next, &r);
			bag_add_all(counts, buf_span(&tuples), &endless);
			buf_cut(&tuples, 0);
		}
	}
	buf_free(&tuples);
}

/* "one" stands before "two", codes in the same order: *at moves on. */
static uint64_t
units_with(const struct entry *all, size_t *at, struct span a)
{
	for (;; ++*at) {
		struct span tuple = all[*at].tuple;

		tuple_take(&tuple);
		if (span_equal(tuple_take(&tuple), a))
			return all[*at].count;
	}
}

static void
finish(const void *options, const struct entry *entries, size_t count,
    struct rows *rows)
{
	struct bag counts = {0};
	struct entry *all;
	size_t at = 0;

	count_all(options, entries, count, &counts);
	all = bag_sorted(&counts, rows->arena);
	for (size_t i = 0; i < counts.map.count; i++) {
		struct span tuple = all[i].tuple, a, b;
		struct value *cell;
		uint64_t units;

		if (!span_is(tuple_take(&tuple), "two"))
			continue;
		a = arena_copy(rows->arena, tuple_take(&tuple));
		b = arena_copy(rows->arena, tuple_take(&tuple));
		units = units_with(all, &at, a);
		cell = rows_add(rows);
		cell[COLUMN_A] = cell_text(a);
		cell[COLUMN_B] = cell_text(b);
		cell[COLUMN_COUNT] = cell_count(rows, all[i].count);
		cell[COLUMN_UNITS_A] = cell_count(rows, units);
		cell[COLUMN_SHARE] = cell_number(rows, (double)all[i].count /
		    (double)units);
	}
	bag_free(&counts);
}

const struct table_kind table_order = {
	.name = "order",
	.columns = columns,
	.column_count = COLUMNS,
	.keys = 2,
	.zh = "先者所在的单位之后几个单位里出现后者的次数，一个单位算一次；占比是除以先者的全部单位。先后不等于因果。",
	.en = "Units with a behind which b comes within the next few; share is "
	    "of all units with a. What comes after isn't therefore caused.",
	.compile = compile,
	.read = read,
	.finish = finish,
};
