#include <stdlib.h>

#include "aggregate/tables.h"
#include "base/hash.h"

/*
 * Units by the least of a keyed hash of their ids, of which any split of the
 * input knows the same: for coding by hand, and for extracts.  Tuples:
 *
 *	"least" stratum hash id text section codes	at most n a stratum
 *	"size" stratum					how many it has
 */
#define DEFAULT_UNITS	200
#define DEFAULT_EXTRACTS	20
#define MOST_UNITS	1000000
#define HEX_DIGITS	16

struct options {
	struct path	by;		/* count 0: one stratum */
	struct path	codes;
	struct path	text;
	struct path	section;
	size_t		most;		/* units of a stratum */
	uint64_t	seed;
	bool		blind;
};

enum { PLAIN_ID, PLAIN_STRATUM, PLAIN_SIZE, PLAIN_WEIGHT, PLAIN_TEXT,
    PLAIN_SECTION, PLAIN_CODES, PLAIN_COLUMNS };

static const struct column_head plain_columns[PLAIN_COLUMNS] = {
	{ "id", "编号", "id", VALUE_STRING, -1 },
	{ "stratum", "层", "stratum", VALUE_STRING, -1 },
	{ "size", "层内总数", "size", VALUE_NUMBER, -1 },
	{ "weight", "权重", "weight", VALUE_NUMBER, 3 },
	{ "text", "原文", "quote", VALUE_STRING, LOOK_BROKEN },
	{ "section", "位置", "place", VALUE_STRING, LOOK_BROKEN },
	{ "codes", "编码", "codes", VALUE_JSON, -1 },
};

enum { BLIND_ID, BLIND_TEXT, BLIND_SECTION, BLIND_CODER, BLIND_CODES,
    BLIND_COLUMNS };

static const struct column_head blind_columns[BLIND_COLUMNS] = {
	{ "id", "编号", "id", VALUE_STRING, -1 },
	{ "text", "原文", "quote", VALUE_STRING, LOOK_BROKEN },
	{ "section", "位置", "place", VALUE_STRING, LOOK_BROKEN },
	{ "coder", "编码员", "coder", VALUE_STRING, -1 },
	{ "codes", "编码", "codes", VALUE_JSON, -1 },
};

static void
compile(struct compiling *c, struct fields *f, const struct node *value,
    struct tabling *t)
{
	struct options *o = arena_zero(c->run, 1, sizeof(*o));
	const struct node *item;
	struct fields own;

	t->options = o;
	if (fields_begin(&own, value, c->run, c->faults) == -1)
		return;
	(void)f;
	o->most = t->most = (size_t)table_number(c, fields_take(&own, "n"), 1,
	    MOST_UNITS, DEFAULT_UNITS);
	o->seed = (uint64_t)table_number(c, fields_take(&own, "seed"), 0,
	    INT64_MAX, 1);
	if ((item = fields_take(&own, "by")) != NULL)
		compile_path(c, item, &o->by);
	o->codes = table_path(c, fields_take(&own, "codes"), "codes");
	o->text = table_path(c, fields_take(&own, "text"), "text");
	o->section = table_path(c, NULL, "section");
	if ((item = fields_take(&own, "blind")) != NULL)
		node_bool(item, &o->blind, c->faults);
	fields_end(&own);
	if (o->blind) {
		t->columns = blind_columns;
		t->column_count = BLIND_COLUMNS;
	}
}

/* What stands in the sheet, but for its stratum. */
struct unit_texts {
	char		hash[HEX_DIGITS + 1];
	struct span	id;
	struct span	text;
	struct span	section;
	struct span	codes;		/* an array, as JSON */
};

static void
put_hash(char hex[HEX_DIGITS + 1], uint64_t hash)
{
	static const char digits[] = "0123456789abcdef";

	for (size_t i = HEX_DIGITS; i-- > 0; hash >>= 4)
		hex[i] = digits[hash & 15];
	hex[HEX_DIGITS] = '\0';
}

static void
put_unit(struct table_reading *r, const struct unit_texts *u,
    struct span stratum)
{
	const struct span size[] = { SPAN("size"), stratum };
	const struct span least[] = { BAG_LEAST, stratum, span_of(u->hash),
	    u->id, u->text, u->section, u->codes };

	table_put(r, size, 2);
	table_put(r, least, sizeof(least) / sizeof(least[0]));
}

static int
read_unit(const struct options *o, struct table_reading *r,
    struct unit_texts *u)
{
	int found;

	if ((found = record_id(r->record, &u->id, r->e)) == -1 ||
	    table_text(r, &o->text, &u->text) == -1 ||
	    table_joined(r, &o->section, " / ", &u->section) == -1 ||
	    table_json(r, &o->codes, &u->codes) == -1)
		return -1;
	if (found == 0)
		return err_record(r->e, "a sample needs the field \"id\"");
	put_hash(u->hash, hash_seeded(u->id, o->seed));
	return 0;
}

static int
read(const void *options, struct table_reading *r)
{
	const struct options *o = options;
	struct span *strata = NULL;
	struct unit_texts u;
	size_t n = 0;

	if (read_unit(o, r, &u) == -1 || (o->by.count > 0 &&
	    table_texts(r, &o->by, &strata, &n) == -1))
		return -1;
	if (n == 0)
		put_unit(r, &u, SPAN(""));
	for (size_t i = 0; i < n; i++)
		put_unit(r, &u, strata[i]);
	return 0;
}

/* A unit that was drawn in a stratum. */
struct drawn {
	struct span	tuple;		/* from the hash on */
	struct span	stratum;
	uint64_t	size;		/* of the stratum */
	size_t		taken;		/* of it */
};

/* By the hash and the rest; of one unit the smallest stratum first. */
static int
compare(const void *left, const void *right)
{
	const struct drawn *a = left, *b = right;
	int order = tuple_compare(a->tuple, b->tuple);

	if (order != 0)
		return order;
	if (a->size != b->size)
		return a->size < b->size ? -1 : 1;
	return span_compare(a->stratum, b->stratum);
}

/* Sizes stand behind the units, strata in the same order: *at moves on. */
static uint64_t
size_of(const struct entry *entries, size_t count, size_t *at,
    struct span stratum)
{
	for (; *at < count; ++*at) {
		struct span tuple = entries[*at].tuple;

		if (span_is(tuple_take(&tuple), "size") &&
		    span_equal(tuple_take(&tuple), stratum))
			return entries[*at].count;
	}
	return 0;
}

/* All units drawn, in each stratum; returns how many. */
static size_t
draw(const struct options *o, const struct entry *entries, size_t count,
    struct drawn *drawn)
{
	size_t at = 0, from, n = 0, size_at = 0;

	while ((from = at) < count) {
		struct span first = entries[from].tuple, stratum;
		size_t run = table_run(entries, count, &at, 2), taken;
		uint64_t size;

		if (!span_equal(tuple_take(&first), BAG_LEAST))
			break;
		stratum = tuple_take(&first);
		size = size_of(entries, count, &size_at, stratum);
		taken = run < o->most ? run : o->most;
		for (size_t i = 0; i < taken; i++) {
			struct span tuple = entries[from + i].tuple;

			tuple_take(&tuple);
			tuple_take(&tuple);
			drawn[n++] = (struct drawn){ tuple, stratum, size,
			    taken };
		}
	}
	return n;
}

static void
add_row(const struct options *o, struct rows *rows, const struct drawn *d)
{
	struct value *cell = rows_add(rows), codes;
	struct span tuple = d->tuple, id, text, section;

	tuple_take(&tuple);
	id = tuple_take(&tuple);
	text = tuple_take(&tuple);
	section = tuple_take(&tuple);
	codes = cell_json(tuple_take(&tuple));
	if (o->blind) {
		cell[BLIND_ID] = cell_text(id);
		cell[BLIND_TEXT] = cell_text(text);
		cell[BLIND_SECTION] = cell_text(section);
		cell[BLIND_CODER] = cell_text(SPAN(""));
		cell[BLIND_CODES] = cell_list(rows, NULL, 0);
		return;
	}
	cell[PLAIN_ID] = cell_text(id);
	cell[PLAIN_STRATUM] = cell_text(d->stratum);
	cell[PLAIN_SIZE] = cell_count(rows, d->size);
	cell[PLAIN_WEIGHT] = cell_number(rows, (double)d->size /
	    (double)d->taken);
	cell[PLAIN_TEXT] = cell_text(text);
	cell[PLAIN_SECTION] = cell_text(section);
	cell[PLAIN_CODES] = codes;
}

/* A unit that was drawn in several strata is written once, of the smallest. */
static void
finish(const void *options, const struct entry *entries, size_t count,
    struct rows *rows)
{
	const struct options *o = options;
	struct drawn *drawn = arena_alloc(rows->arena,
	    count * sizeof(*drawn));
	size_t n = draw(o, entries, count, drawn);

	if (n > 1)
		qsort(drawn, n, sizeof(*drawn), compare);
	for (size_t i = 0; i < n; i++)
		if (i == 0 || tuple_compare(drawn[i].tuple,
		    drawn[i - 1].tuple) != 0)
			add_row(o, rows, &drawn[i]);
}

const struct table_kind table_sample = {
	.name = "sample",
	.columns = plain_columns,
	.column_count = PLAIN_COLUMNS,
	.keys = 1,
	.zh = "每层取编号散列值最小的若干单位，与输入的次序无关；权重是层内总数除以抽到的数。落在几层里的单位写一次，算最小的那层。",
	.en = "Of each stratum the units with the least hash of their ids, "
	    "whatever their order; weight is the size of the stratum by the "
	    "units drawn.  A unit of several strata is written once, of the "
	    "smallest.",
	.compile = compile,
	.read = read,
	.finish = finish,
};
