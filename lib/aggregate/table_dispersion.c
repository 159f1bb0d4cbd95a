#include <stdlib.h>

#include "aggregate/tables.h"

/*
 * How evenly something is spread over documents.  Tuples:
 *
 *	"all" document		records of it, or elements
 *	"term" term document	records of it with the term, or its elements
 */
struct options {
	struct terms	terms;
	struct path	document;
	uint64_t	least;		/* of a term that is written */
};

enum { COLUMN_TERM, COLUMN_COUNT, COLUMN_DOCUMENTS, COLUMN_SHARE, COLUMN_DP,
    COLUMN_NORM, COLUMNS };

static const struct column_head columns[COLUMNS] = {
	{ "term", "词或编码", "term", VALUE_STRING, -1 },
	{ "count", "次数", "count", VALUE_NUMBER, -1 },
	{ "documents", "文献数", "documents", VALUE_NUMBER, -1 },
	{ "document_share", "文献占比", "document share", VALUE_NUMBER, 3 },
	{ "dp", "DP", "DP", VALUE_NUMBER, 3 },
	{ "dp_norm", "DPnorm", "DPnorm", VALUE_NUMBER, 3 },
};

static void
compile(struct compiling *c, struct fields *f, const struct node *value,
    struct tabling *t)
{
	struct options *o = arena_zero(c->run, 1, sizeof(*o));

	table_take_terms(c, f, value, &o->terms);
	o->document = table_path(c, fields_take(f, "document"), "parent");
	o->least = (uint64_t)table_number(c, fields_take(f, "min"), 1,
	    INT64_MAX, 1);
	t->options = o;
}

static int
read(const void *options, struct table_reading *r)
{
	const struct options *o = options;
	struct span texts[3] = { SPAN("all") }, *terms;
	size_t n;

	if (table_terms(r, &o->terms, &terms, &n) == -1 ||
	    table_document(r, &o->document, &texts[1]) == -1)
		return -1;
	for (size_t i = 0; i < (o->terms.elements ? n : 1); i++)
		table_put(r, texts, 2);
	texts[0] = SPAN("term");
	texts[2] = texts[1];
	for (size_t i = 0; i < n; i++) {
		texts[1] = terms[i];
		table_put(r, texts, 3);
	}
	return 0;
}

/* The documents of a group; all of them stand before the terms. */
struct corpus {
	const struct entry	*documents;
	size_t			 count;
	double			 size;
	double			 least;		/* share of the smallest */
};

static void
measure_corpus(struct corpus *c)
{
	uint64_t least = UINT64_MAX;

	for (size_t i = 0; i < c->count; i++) {
		c->size += (double)c->documents[i].count;
		least = c->documents[i].count < least ?
		    c->documents[i].count : least;
	}
	c->least = (double)least / c->size;
}

static int
compare_documents(const void *wanted, const void *entry)
{
	struct span tuple = ((const struct entry *)entry)->tuple;

	tuple_take(&tuple);
	return span_compare(*(const struct span *)wanted, tuple_take(&tuple));
}

/* A damaged state may lack what it should have: 0 then. */
static double
share_of(const struct corpus *c, struct span document)
{
	const struct entry *found = bsearch(&document, c->documents, c->count,
	    sizeof(*c->documents), compare_documents);

	return found == NULL ? 0 : (double)found->count / c->size;
}

/*
 * Gries (2008): half the sum, over all documents, of how much the term's share
 * differs from the document's own.  Both shares have the sum 1, so that is
 * what the term has too much; and 0 is 0 to the last digit.
 */
static double
deviation(const struct corpus *c, const struct entry *entries, size_t count,
    double all)
{
	double sum = 0;

	for (size_t i = 0; i < count; i++) {
		struct span tuple = entries[i].tuple;

		tuple_take(&tuple);
		tuple_take(&tuple);
		sum += fmax((double)entries[i].count / all -
		    share_of(c, tuple_take(&tuple)), 0);
	}
	return sum;
}

/* One term, of the entries of which there is one for each document. */
static void
add_row(const struct options *o, struct rows *rows, const struct corpus *c,
    const struct entry *entries, size_t count)
{
	struct span tuple = entries[0].tuple;
	struct value *cell;
	uint64_t all = 0;
	double dp;

	for (size_t i = 0; i < count; i++)
		all += entries[i].count;
	if (all < o->least)
		return;
	tuple_take(&tuple);
	cell = rows_add(rows);
	cell[COLUMN_TERM] = cell_text(tuple_take(&tuple));
	cell[COLUMN_COUNT] = cell_count(rows, all);
	cell[COLUMN_DOCUMENTS] = cell_count(rows, count);
	cell[COLUMN_SHARE] = cell_number(rows, rows_ratio((double)count,
	    (double)c->count));
	dp = deviation(c, entries, count, (double)all);
	cell[COLUMN_DP] = cell_rounded(rows, dp);
	cell[COLUMN_NORM] = cell_rounded(rows, rows_ratio(dp, 1 - c->least));
}

static void
finish(const void *options, const struct entry *entries, size_t count,
    struct rows *rows)
{
	struct corpus c = { .documents = entries };
	size_t at = 0, from;

	c.count = table_run(entries, count, &at, 1);
	measure_corpus(&c);
	while ((from = at) < count)
		add_row(options, rows, &c, entries + from,
		    table_run(entries, count, &at, 2));
}

const struct table_kind table_dispersion = {
	.name = "dispersion",
	.columns = columns,
	.column_count = COLUMNS,
	.keys = 1,
	.zh = "散布：DP 是各文献里的份额与文献自身大小的份额相差多少（Gries 2008），0 为按大小均匀散布，近 1 为集中在一处；"
	    "DPnorm 除以可能的最大值（Lijffijt、Gries 2012），可比较不同的语料。",
	.en = "DP: how far the shares of a term in documents differ from those "
	    "of the documents' sizes (Gries 2008), 0 spread evenly, near 1 all "
	    "in one place; DPnorm: by the greatest that it could be (Lijffijt "
	    "and Gries 2012), to compare corpora.",
	.compile = compile,
	.read = read,
	.finish = finish,
};
