#include "aggregate/statistics.h"
#include "aggregate/tables.h"

/*
 * What is used more in one part of the records than in another.  Tuples, with
 * "of" or "against" as side:
 *
 *	"all" side			records, or elements
 *	"documents" side document
 *	"term" term side		records with it, or its elements
 */
struct options {
	struct terms		 terms;
	struct path		 document;
	const struct expr	*of;
	const struct expr	*against;
	uint64_t		 least;		/* on both sides together */
	enum correction		 correction;
};

enum { COLUMN_TERM, COLUMN_OF, COLUMN_AGAINST, COLUMN_LL, COLUMN_P,
    COLUMN_DIFF, COLUMN_LOGRATIO, COLUMNS };

static const struct column_head columns[COLUMNS] = {
	{ "term", "词或编码", "term", VALUE_STRING, -1 },
	{ "of", "本组", "of", VALUE_NUMBER, -1 },
	{ "against", "对照", "against", VALUE_NUMBER, -1 },
	{ "ll", "对数似然", "LL", VALUE_NUMBER, 2 },
	{ "p", "p", "p", VALUE_NUMBER, LOOK_CHANCE },
	{ "diff", "差（%）", "diff (%)", VALUE_NUMBER, 1 },
	{ "logratio", "对数比", "log ratio", VALUE_NUMBER, 2 },
};

static void
compile(struct compiling *c, struct fields *f, const struct node *value,
    struct tabling *t)
{
	struct options *o = arena_zero(c->run, 1, sizeof(*o));
	const struct node *item;

	table_take_terms(c, f, value, &o->terms);
	o->document = table_path(c, fields_take(f, "document"), "parent");
	if ((item = fields_need(f, "of")) != NULL)
		o->of = compile_expr(c, item, VALUE_BOOL);
	if ((item = fields_need(f, "against")) != NULL)
		o->against = compile_expr(c, item, VALUE_BOOL);
	t->correction = o->correction = table_correction(c, fields_take(f,
	    "correct"));
	o->least = (uint64_t)table_number(c, fields_take(f, "min"), 1,
	    INT64_MAX, 1);
	t->options = o;
}

static int
put_side(const struct options *o, struct table_reading *r, struct span side)
{
	struct span texts[3] = { SPAN("all"), side }, *terms;
	size_t n;

	if (table_terms(r, &o->terms, &terms, &n) == -1)
		return -1;
	for (size_t i = 0; i < (o->terms.elements ? n : 1); i++)
		table_put(r, texts, 2);
	texts[0] = SPAN("documents");
	if (table_document(r, &o->document, &texts[2]) == -1)
		return -1;
	table_put(r, texts, 3);
	texts[0] = SPAN("term");
	texts[2] = side;
	for (size_t i = 0; i < n; i++) {
		texts[1] = terms[i];
		table_put(r, texts, 3);
	}
	return 0;
}

static int
read(const void *options, struct table_reading *r)
{
	const struct options *o = options;
	bool of, against;

	if (expr_test(o->of, &r->fields, r->arena, &of, r->e) == -1 ||
	    expr_test(o->against, &r->fields, r->arena, &against,
	    r->e) == -1)
		return -1;
	if (of && against)
		return err_record(r->e, "expected either `of` or `against`, "
		    "both hold");
	if (!of && !against)
		return 0;
	return put_side(o, r, of ? SPAN("of") : SPAN("against"));
}

/* How often something came on each side. */
struct sides {
	double	of;
	double	against;
};

static void
add(struct sides *s, struct span side, uint64_t count)
{
	if (span_is(side, "of"))
		s->of += (double)count;
	else
		s->against += (double)count;
}

/* %DIFF of Gabrielatos and Marchi (2012). */
static double
difference(const struct sides *term, const struct sides *all)
{
	double then = rows_ratio(term->against, all->against);

	return rows_ratio(rows_ratio(term->of, all->of) - then, then) * 100;
}

/* Hardie (2014): a frequency of 0 is taken as 0.5. */
static double
log_ratio(const struct sides *term, const struct sides *all)
{
	double of = term->of > 0 ? term->of : 0.5;
	double against = term->against > 0 ? term->against : 0.5;

	return log2(of / all->of / (against / all->against));
}

static double
add_row(struct rows *rows, struct span name, const struct sides *term,
    const struct sides *all)
{
	struct value *cell = rows_add(rows);
	double ll = log_likelihood(term->of, term->against,
	    all->of - term->of, all->against - term->against);

	cell[COLUMN_TERM] = cell_text(name);
	cell[COLUMN_OF] = cell_integer(rows, (int64_t)term->of);
	cell[COLUMN_AGAINST] = cell_integer(rows, (int64_t)term->against);
	cell[COLUMN_LL] = cell_rounded(rows, ll);
	cell[COLUMN_DIFF] = cell_number(rows, difference(term, all));
	if (all->of > 0 && all->against > 0)
		cell[COLUMN_LOGRATIO] = cell_rounded(rows,
		    log_ratio(term, all));
	return chi_square_chance(ll, 1);
}

/* What stands before the terms: how much there is on each side. */
struct totals {
	struct sides	all;
	struct sides	documents;
};

static void
add_total(struct totals *t, struct span tuple, uint64_t count)
{
	struct span kind = tuple_take(&tuple);

	if (span_is(kind, "all"))
		add(&t->all, tuple_take(&tuple), count);
	else if (span_is(kind, "documents"))
		add(&t->documents, tuple_take(&tuple), 1);
}

static void
finish(const void *options, const struct entry *entries, size_t count,
    struct rows *rows)
{
	const struct options *o = options;
	double *p = arena_alloc(rows->arena, count * sizeof(*p));
	struct totals t = {0};
	size_t at = 0, from;

	for (size_t i = 0; i < count; i++)
		add_total(&t, entries[i].tuple, entries[i].count);
	while ((from = at) < count) {
		struct span first = entries[from].tuple, name;
		struct sides term = {0};

		table_run(entries, count, &at, 2);
		if (!span_is(tuple_take(&first), "term"))
			continue;
		name = tuple_take(&first);
		for (size_t i = from; i < at; i++) {
			struct span tuple = entries[i].tuple;

			tuple_take(&tuple);
			tuple_take(&tuple);
			add(&term, tuple_take(&tuple), entries[i].count);
		}
		if (term.of + term.against < (double)o->least)
			continue;
		p[rows->count] = add_row(rows, name, &term, &t.all);
	}
	if (t.all.of == 0)
		table_tell(rows, "没有一条记录满足 of：没有可比的。",
		    "`of` holds of no record: there is nothing to compare");
	else if (t.all.against == 0)
		table_tell(rows, "没有一条记录满足 against：没有可比的。",
		    "`against` holds of no record: there is nothing to "
		    "compare");
	correct_chances(p, rows->count, o->correction);
	if (t.documents.of < TABLE_DOCUMENTS ||
	    t.documents.against < TABLE_DOCUMENTS)
		return;
	for (size_t i = 0; i < rows->count; i++)
		rows->cells[i * COLUMNS + COLUMN_P] = cell_rounded(rows, p[i]);
}

const struct table_kind table_keyness = {
	.name = "keyness",
	.columns = columns,
	.column_count = COLUMNS,
	.keys = 1,
	.falling = COLUMN_LL,
	.zh = "本组比对照多用（差为正）或少用的词或编码。对数似然：Dunning 1993；p：自由度 1 的卡方，任一方不足五篇文献时不给；差："
	    "相对频率之差占对照的百分比；对数比：每加 1，相对频率翻一番（Hardie 2014）。",
	.en = "What is used more in the group (diff above 0), or less. LL: "
	    "Dunning 1993; p: chi-square of one degree, none with fewer than "
	    "five documents on a side; diff: the difference of relative "
	    "frequencies in percent of that against; log ratio: 1 more is "
	    "twice as frequent (Hardie 2014).",
	.compile = compile,
	.read = read,
	.finish = finish,
};
