#include "aggregate/statistics.h"
#include "aggregate/tables.h"
#include "aggregate/together.h"

enum {
	COLUMN_A,
	COLUMN_B,
	COLUMN_COUNT,
	COLUMN_JACCARD,
	COLUMN_DICE,
	COLUMN_NPMI,
	COLUMN_LL,
	COLUMN_UNITS_A,
	COLUMN_UNITS_B,
	COLUMN_UNITS,
	COLUMNS
};

static const struct column_head columns[COLUMNS] = {
	{ "a", "编码甲", "a", VALUE_STRING, -1 },
	{ "b", "编码乙", "b", VALUE_STRING, -1 },
	{ "count", "同现", "together", VALUE_NUMBER, -1 },
	{ "jaccard", "Jaccard", "Jaccard", VALUE_NUMBER, 3 },
	{ "dice", "Dice", "Dice", VALUE_NUMBER, 3 },
	{ "npmi", "NPMI", "NPMI", VALUE_NUMBER, 3 },
	{ "ll", "对数似然", "LL", VALUE_NUMBER, 2 },
	{ "units_a", "甲单独计", "with a", VALUE_NUMBER, -1 },
	{ "units_b", "乙单独计", "with b", VALUE_NUMBER, -1 },
	{ "units", "全部单位", "units", VALUE_NUMBER, -1 },
};

static void
compile(struct compiling *c, struct fields *f, const struct node *value,
    struct tabling *t)
{
	struct together_options *o = arena_zero(c->run, 1, sizeof(*o));

	together_compile(c, f, value, o);
	t->options = o;
}

static int
read(const void *options, struct table_reading *r)
{
	return together_read(options, r);
}

static void
add_row(struct rows *rows, const struct together *t,
    const struct together_pair *pair)
{
	const struct together_code *a = &t->codes[pair->a];
	const struct together_code *b = &t->codes[pair->b];
	struct value *cell = rows_add(rows);
	double n = (double)t->units, both = (double)pair->units;
	double one = (double)a->units, two = (double)b->units;

	cell[COLUMN_A] = cell_text(a->code);
	cell[COLUMN_B] = cell_text(b->code);
	cell[COLUMN_COUNT] = cell_count(rows, pair->units);
	cell[COLUMN_JACCARD] = cell_number(rows, both / (one + two - both));
	cell[COLUMN_DICE] = cell_number(rows, 2 * both / (one + two));
	cell[COLUMN_NPMI] = cell_rounded(rows, npmi(both, one, two, n));
	cell[COLUMN_LL] = cell_rounded(rows, log_likelihood(both, one - both,
	    two - both, n - one - two + both));
	cell[COLUMN_UNITS_A] = cell_count(rows, a->units);
	cell[COLUMN_UNITS_B] = cell_count(rows, b->units);
	cell[COLUMN_UNITS] = cell_count(rows, t->units);
}

static void
finish(const void *options, const struct entry *entries, size_t count,
    struct rows *rows)
{
	struct together t;

	together_make(&t, options, entries, count, rows->arena);
	rows->over = t.over;
	for (size_t i = 0; i < t.pair_count; i++)
		add_row(rows, &t, &t.pairs[i]);
}

const struct table_kind table_cooccurrence = {
	.name = "cooccurrence",
	.columns = columns,
	.column_count = COLUMNS,
	.keys = 2,
	.zh = "同现：同时有这两个编码的单位数。Jaccard、Dice：同现占有其一者的份额；NPMI：-1 从不同现，0 互不相干，1 总是同现"
	    "（Bouma 2009）；对数似然：Dunning 1993，大于 3.84 为 p<0.05，未按比较次数校正。",
	.en = "together: units with both codes. Jaccard and Dice: their share "
	    "of the units with either; NPMI: -1 never, 0 by chance, 1 always "
	    "together (Bouma 2009); LL: log-likelihood (Dunning 1993), above "
	    "3.84 is p < 0.05, not corrected for the number of pairs.",
	.compile = compile,
	.read = read,
	.finish = finish,
};
