#include "aggregate/statistics.h"
#include "aggregate/tables.h"

/*
 * How often each code stands in the records of groups that are named.  Tuples:
 *
 *	"all" group
 *	"code" code group
 *	"documents" group document
 */
#define MOST_GROUPS	16

struct options {
	struct path	 field;		/* whose values groups are; or else */
	const struct expr *when[MOST_GROUPS];	/* what holds of them */
	struct terms	 codes;
	struct path	 document;
	struct span	*groups;
	size_t		 group_count;
	bool		 conditions;
	enum correction	 correction;
};

/* Behind the code: of each group a count and a share; then the test. */
enum { TEST_CHI2, TEST_DF, TEST_P, TEST_V, TESTS };

static const struct column_head code_column =
	{ "code", "编码", "code", VALUE_STRING, -1 };
static const struct column_head test_columns[TESTS] = {
	{ "chi2", "χ²", "chi-square", VALUE_NUMBER, 2 },
	{ "df", "自由度", "df", VALUE_NUMBER, -1 },
	{ "p", "p", "p", VALUE_NUMBER, LOOK_CHANCE },
	{ "v", "Cramér V", "Cramér's V", VALUE_NUMBER, 3 },
};

static size_t
test_column(const struct options *o, size_t test)
{
	return 1 + 2 * o->group_count + test;
}

static void
make_columns(struct compiling *c, const struct options *o,
    struct tabling *t)
{
	struct column_head *heads = arena_zero(c->run,
	    test_column(o, TESTS), sizeof(*heads));

	heads[0] = code_column;
	for (size_t i = 0; i < o->group_count; i++) {
		const char *name = arena_string(c->run, o->groups[i]);
		const char *share = arena_printf(c->run, "%s_share", name).p;

		heads[1 + 2 * i] = (struct column_head){ name, name, name,
		    VALUE_NUMBER, -1 };
		heads[2 + 2 * i] = (struct column_head){ share,
		    arena_printf(c->run, "%s占比", name).p,
		    arena_printf(c->run, "%s, share", name).p, VALUE_NUMBER,
		    3 };
	}
	for (size_t i = 0; i < TESTS; i++)
		heads[test_column(o, i)] = test_columns[i];
	t->columns = heads;
	t->column_count = test_column(o, TESTS);
}

/* Their names, which are values of the field or have a condition each. */
static int
read_groups(struct compiling *c, const struct node *groups,
    struct options *o)
{
	if (groups->kind != NODE_MAPPING)
		return node_texts(groups, c->run, &o->groups,
		    &o->group_count, c->faults);
	o->conditions = true;
	o->group_count = groups->count;
	o->groups = arena_alloc(c->run, groups->count * sizeof(*o->groups));
	for (size_t i = 0; i < groups->count; i++) {
		o->groups[i] = groups->keys[i]->text;
		if (i < MOST_GROUPS)
			o->when[i] = compile_expr(c, groups->items[i],
			    VALUE_BOOL);
	}
	return 0;
}

static void
compile(struct compiling *c, struct fields *f, const struct node *value,
    struct tabling *t)
{
	struct options *o = arena_zero(c->run, 1, sizeof(*o));
	const struct node *groups = fields_need(f, "groups");
	const struct node *codes = fields_take(f, "codes");
	bool conditions = groups != NULL && groups->kind == NODE_MAPPING;

	if (conditions && codes != NULL)
		fault(c->faults, codes->place, "with conditions side_by_side "
		    "itself names the field of the codes: leave out codes");
	o->field = table_path(c, value, NULL);
	o->codes.path = conditions ? o->field :
	    table_path(c, codes, "codes");
	o->codes.families = families_compile(c, fields_take(f, "parents"));
	o->document = table_path(c, fields_take(f, "document"), "parent");
	t->correction = o->correction = table_correction(c, fields_take(f,
	    "correct"));
	t->options = o;
	if (groups == NULL || read_groups(c, groups, o) == -1)
		return;
	if (o->group_count < 2 || o->group_count > MOST_GROUPS)
		fault(c->faults, groups->place, "expected 2 to %d groups, got "
		    "%zu", MOST_GROUPS, o->group_count);
	else
		make_columns(c, o, t);
}

static size_t
group_of(const struct options *o, struct span name)
{
	size_t i = 0;

	while (i < o->group_count && !span_equal(o->groups[i], name))
		i++;
	return i;
}

/* The one group that the record is of; "" where it is of none. */
static int
find_group(const struct options *o, struct table_reading *r,
    struct span *name)
{
	bool holds;

	if (!o->conditions)
		return table_text(r, &o->field, name);
	*name = SPAN("");
	for (size_t i = 0; i < o->group_count; i++) {
		if (expr_test(o->when[i], &r->fields, r->arena, &holds,
		    r->e) == -1)
			return -1;
		if (holds && name->n > 0)
			return err_record(r->e, "expected one group, both "
			    "\"%.*s\" and \"%.*s\" hold", (int)name->n,
			    name->p, (int)o->groups[i].n, o->groups[i].p);
		if (holds)
			*name = o->groups[i];
	}
	return 0;
}

static int
read(const void *options, struct table_reading *r)
{
	const struct options *o = options;
	struct span texts[3] = { SPAN("all") }, *codes;
	size_t n;

	if (find_group(o, r, &texts[1]) == -1 ||
	    table_terms(r, &o->codes, &codes, &n) == -1 ||
	    table_document(r, &o->document, &texts[2]) == -1)
		return -1;
	if (group_of(o, texts[1]) == o->group_count)
		return 0;
	table_put(r, texts, 2);
	texts[0] = SPAN("documents");
	table_put(r, texts, 3);
	texts[0] = SPAN("code");
	texts[2] = texts[1];
	for (size_t i = 0; i < n; i++) {
		texts[1] = codes[i];
		table_put(r, texts, 3);
	}
	return 0;
}

/* The test of one code: those that have it and those that don't, by group. */
static double
add_test(const struct options *o, struct rows *rows, struct value *cell,
    const double *with, const double *all)
{
	double without[MOST_GROUPS], n = 0, x;
	size_t df = o->group_count - 1;

	for (size_t i = 0; i < o->group_count; i++) {
		without[i] = all[i] - with[i];
		n += all[i];
	}
	x = chi_square(with, without, o->group_count);
	cell[test_column(o, TEST_CHI2)] = cell_rounded(rows, x);
	cell[test_column(o, TEST_DF)] = cell_count(rows, df);
	cell[test_column(o, TEST_V)] = cell_rounded(rows, sqrt(x / n));
	return chi_square_chance(x, df);
}

/* One code, of the entries of which there are so many. */
static double
add_code(const struct options *o, struct rows *rows,
    const struct entry *entries, size_t count, const double *all)
{
	double with[MOST_GROUPS] = {0};
	struct value *cell = rows_add(rows);

	for (size_t i = 0; i < count; i++) {
		struct span tuple = entries[i].tuple;
		size_t group;

		tuple_take(&tuple);
		cell[0] = cell_text(tuple_take(&tuple));
		group = group_of(o, tuple_take(&tuple));
		if (group < o->group_count)
			with[group] = (double)entries[i].count;
	}
	for (size_t i = 0; i < o->group_count; i++) {
		cell[1 + 2 * i] = cell_integer(rows, (int64_t)with[i]);
		cell[2 + 2 * i] = cell_number(rows, rows_ratio(with[i],
		    all[i]));
	}
	return add_test(o, rows, cell, with, all);
}

/* What the groups are: so many records, and different documents, of each. */
struct totals {
	double	all[MOST_GROUPS];
	size_t	documents[MOST_GROUPS];
};

static void
add_total(const struct options *o, struct totals *t, struct span kind,
    struct span name, const struct entry *entries, size_t count)
{
	size_t group = group_of(o, name);

	if (group == o->group_count)
		return;
	if (span_is(kind, "all"))
		t->all[group] = (double)entries[0].count;
	else
		t->documents[group] = count;
}

static bool
has_few_documents(const struct options *o, const struct totals *t)
{
	for (size_t i = 0; i < o->group_count; i++)
		if (t->documents[i] < TABLE_DOCUMENTS)
			return true;
	return false;
}

/* The groups are the rule's words, and may be told. */
static void
tell_empty(const struct options *o, const struct totals *t,
    struct rows *rows)
{
	for (size_t i = 0; i < o->group_count; i++) {
		if (t->all[i] > 0)
			continue;
		if (o->conditions)
			rows->why = arena_printf(rows->arena, rows->chinese ?
			    "没有一条记录属于 %.*s：没有可比的。" :
			    "no record is of %.*s: there is nothing to "
			    "compare", (int)o->groups[i].n, o->groups[i].p);
		else
			rows->why = arena_printf(rows->arena, rows->chinese ?
			    "没有一条记录的 \"%.*s\" 是 %.*s：没有可比的。" :
			    "no record has \"%.*s\" %.*s: there is nothing "
			    "to compare", (int)o->field.text.n,
			    o->field.text.p, (int)o->groups[i].n,
			    o->groups[i].p);
	}
}

static void
finish(const void *options, const struct entry *entries, size_t count,
    struct rows *rows)
{
	const struct options *o = options;
	double *p = arena_alloc(rows->arena, count * sizeof(*p)), chance;
	struct totals t = {0};
	size_t at = 0, from;

	while ((from = at) < count) {
		struct span first = entries[from].tuple;
		struct span kind = tuple_take(&first);
		size_t n = table_run(entries, count, &at, 2);

		if (!span_is(kind, "code")) {
			add_total(o, &t, kind, tuple_take(&first),
			    entries + from, n);
			continue;
		}
		chance = add_code(o, rows, entries + from, n, t.all);
		p[rows->count - 1] = chance;
	}
	tell_empty(o, &t, rows);
	correct_chances(p, rows->count, o->correction);
	if (has_few_documents(o, &t))
		return;
	for (size_t i = 0; i < rows->count; i++)
		rows->cells[i * rows->width + test_column(o, TEST_P)] =
		    cell_rounded(rows, p[i]);
}

const struct table_kind table_side_by_side = {
	.name = "side_by_side",
	.columns = &code_column,
	.column_count = 1,
	.keys = 1,
	.zh = "各组里有该编码的单位数与占比；χ² 检验占比在各组之间是否不同（Pearson，不作连续性校正），Cramér V 为其强弱，0 无、1 全；任一组不足五篇文献时不给 p。",
	.en = "Units with the code in each group, and their share. Chi-square "
	    "(Pearson, without correction for continuity) asks whether shares "
	    "differ; Cramér's V says how much, 0 to 1. No p where a group has "
	    "fewer than five documents.",
	.compile = compile,
	.read = read,
	.finish = finish,
};
