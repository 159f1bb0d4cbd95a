#include <stdlib.h>

#include "aggregate/statistics.h"
#include "aggregate/tables.h"

/* How far records gather in few values of a field.  Tuples: value. */
struct options {
	struct path	field;
};

enum { COLUMN_VALUES, COLUMN_COUNT, COLUMN_HHI, COLUMN_GINI, COLUMN_ENTROPY,
    COLUMN_TOP, COLUMN_TOP_SHARE, COLUMNS };

static const struct column_head columns[COLUMNS] = {
	{ "values", "不同值", "values", VALUE_NUMBER, -1 },
	{ "count", "合计", "count", VALUE_NUMBER, -1 },
	{ "hhi", "HHI", "HHI", VALUE_NUMBER, 3 },
	{ "gini", "基尼系数", "Gini", VALUE_NUMBER, 3 },
	{ "entropy", "熵（归一）", "entropy", VALUE_NUMBER, 3 },
	{ "top", "最多", "top", VALUE_STRING, -1 },
	{ "top_share", "其占比", "its share", VALUE_NUMBER, 3 },
};

static void
compile(struct compiling *c, struct fields *f, const struct node *value,
    struct tabling *t)
{
	struct options *o = arena_zero(c->run, 1, sizeof(*o));

	(void)f;
	o->field = table_field(c, value);
	t->options = o;
}

static int
read(const void *options, struct table_reading *r)
{
	const struct options *o = options;
	struct span *values;
	size_t n;

	if (table_texts(r, &o->field, &values, &n) == -1)
		return -1;
	for (size_t i = 0; i < n; i++)
		table_put(r, &values[i], 1);
	return 0;
}

static void
finish(const void *options, const struct entry *entries, size_t count,
    struct rows *rows)
{
	double *counts = arena_alloc(rows->arena, count * sizeof(*counts));
	struct value *cell = rows_add(rows);
	double all = 0;
	size_t top = 0;

	(void)options;
	for (size_t i = 0; i < count; i++) {
		counts[i] = (double)entries[i].count;
		all += counts[i];
		if (counts[i] > counts[top])
			top = i;
	}
	cell[COLUMN_VALUES] = cell_count(rows, count);
	cell[COLUMN_COUNT] = cell_integer(rows, (int64_t)all);
	if (count == 0)
		return;
	cell[COLUMN_TOP] = cell_text(tuple_take(&(struct span){
	    entries[top].tuple.p, entries[top].tuple.n }));
	cell[COLUMN_TOP_SHARE] = cell_number(rows, counts[top] / all);
	cell[COLUMN_HHI] = cell_rounded(rows, herfindahl(counts, count));
	cell[COLUMN_ENTROPY] = cell_rounded(rows, entropy(counts, count));
	cell[COLUMN_GINI] = cell_rounded(rows, gini(counts, count));
}

const struct table_kind table_concentration = {
	.name = "concentration",
	.columns = columns,
	.column_count = COLUMNS,
	.zh = "HHI：各值占比的平方和，1 为全在一个值；基尼系数：0 为各值一样多；熵：除以最大可能，1 为各值一样多。只算出现过的值。",
	.en = "HHI: the sum of squared shares, 1 where all is one value; Gini: "
	    "0 where all have the same; entropy: of the greatest there could "
	    "be, 1 where all have the same. Only values that came count.",
	.compile = compile,
	.read = read,
	.finish = finish,
};
