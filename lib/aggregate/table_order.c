#include "aggregate/table_order.h"
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

	o->codes = table_field(c, value);
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

/* What follows one unit, of those that there are behind it, as tuples a b. */
static void
count_after(const struct entry *unit, size_t behind, struct table_reading *r)
{
	struct span as = codes_of(unit->tuple), bs, texts[2];

	while (as.n > 0) {
		texts[0] = tuple_take(&as);
		for (size_t i = 1; i <= behind; i++) {
			bs = codes_of(unit[i].tuple);
			while (bs.n > 0) {
				texts[1] = tuple_take(&bs);
				if (!came_before(unit, i, texts[1]))
					table_put(r, texts, 2);
			}
		}
	}
}

/* All that follows, as tuples a b. */
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

void
order_count_units(const struct entry *entries, size_t count,
    struct order_units *units)
{
	struct memory endless = MEMORY_ENDLESS;
	struct buf tuple = {0};

	for (size_t i = 0; i < count; i++) {
		struct span codes = codes_of(entries[i].tuple);

		while (codes.n > 0) {
			buf_cut(&tuple, 0);
			tuple_put(&tuple, tuple_take(&codes));
			bag_add(&units->bag, buf_span(&tuple), 1, &endless);
		}
	}
	buf_free(&tuple);
	units->sorted = bag_sorted(&units->bag, &units->bag.arena);
}

uint64_t
order_units_with(struct order_units *units, struct span a)
{
	for (; units->at < units->bag.map.count; units->at++) {
		struct span tuple = units->sorted[units->at].tuple;
		int order = span_compare(tuple_take(&tuple), a);

		if (order == 0)
			return units->sorted[units->at].count;
		if (order > 0)
			break;
	}
	return 0;
}

static void
finish(const void *options, const struct entry *entries, size_t count,
    struct rows *rows)
{
	struct order_units units = {0};
	struct bag counts = {0};
	struct entry *all;

	count_all(options, entries, count, &counts);
	order_count_units(entries, count, &units);
	all = bag_sorted(&counts, rows->arena);
	for (size_t i = 0; i < counts.map.count; i++) {
		struct span tuple = all[i].tuple, a, b;
		struct value *cell = rows_add(rows);
		uint64_t with;

		a = arena_copy(rows->arena, tuple_take(&tuple));
		b = arena_copy(rows->arena, tuple_take(&tuple));
		with = order_units_with(&units, a);
		cell[COLUMN_A] = cell_text(a);
		cell[COLUMN_B] = cell_text(b);
		cell[COLUMN_COUNT] = cell_count(rows, all[i].count);
		cell[COLUMN_UNITS_A] = cell_count(rows, with);
		cell[COLUMN_SHARE] = cell_number(rows, (double)all[i].count /
		    (double)with);
	}
	bag_free(&units.bag);
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
