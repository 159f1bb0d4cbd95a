#include "aggregate/coding.h"
#include "aggregate/ratings.h"
#include "aggregate/tables.h"
#include "aggregate/unknown.h"
#include "base/decimal.h"
#include "frame/tell.h"

/*
 * How far coders agree.  Tuples: unit, coder, code...; of a field with one
 * value, that value in place of the codes.
 */
#define MOST_DRAWS	100000

enum report {
	REPORT_CODES,
	REPORT_DISAGREEMENTS,
	REPORT_CODERS,
	REPORT_CONFUSION
};

struct options {
	struct path	 codes;
	struct path	 coder;
	struct path	 unit;
	const struct labels *labels;	/* a sheet may have these for codes */
	struct span	*wanted;	/* codes; NULL: all that came */
	size_t		 wanted_count;
	struct span	 gold;		/* a coder; n 0: none */
	bool		 single;	/* one value a unit */
	enum level	 level;
	size_t		 draws;		/* 0: no interval */
	uint64_t	 seed;
	enum report	 report;
};

enum { CODE_CODE, CODE_N, CODE_PERCENT, CODE_KAPPA, CODE_ALPHA, CODE_LOW,
    CODE_HIGH, CODE_AC1, CODE_DISAGREED, CODE_COLUMNS };

static const struct column_head code_columns[CODE_COLUMNS] = {
	{ "code", "编码", "code", VALUE_STRING, -1 },
	{ "n", "单位", "n", VALUE_NUMBER, -1 },
	{ "percent", "一致率", "agreed", VALUE_NUMBER, 3 },
	{ "kappa", "kappa", "kappa", VALUE_NUMBER, 3 },
	{ "alpha", "alpha", "alpha", VALUE_NUMBER, 3 },
	{ "alpha_low", "alpha 下限", "alpha from", VALUE_NUMBER, 3 },
	{ "alpha_high", "alpha 上限", "alpha to", VALUE_NUMBER, 3 },
	{ "ac1", "AC1", "AC1", VALUE_NUMBER, 3 },
	{ "disagreed", "不一致", "disagreed", VALUE_NUMBER, -1 },
};

enum { DISPUTE_ID, DISPUTE_CODE, DISPUTE_YES, DISPUTE_NO, DISPUTE_COLUMNS };

static const struct column_head dispute_columns[DISPUTE_COLUMNS] = {
	{ "id", "编号", "id", VALUE_STRING, -1 },
	{ "code", "编码", "code", VALUE_STRING, -1 },
	{ "yes", "编了的", "yes", VALUE_JSON, -1 },
	{ "no", "没编的", "no", VALUE_JSON, -1 },
};

enum { CODER_CODER, CODER_CODE, CODER_N, CODER_UNITS, CODER_SHARE,
    CODER_HITS, CODER_MISSED, CODER_EXTRA, CODER_PRECISION, CODER_RECALL,
    CODER_F1, CODER_MACRO, CODER_COLUMNS };

static const struct column_head coder_columns[CODER_COLUMNS] = {
	{ "coder", "编码员", "coder", VALUE_STRING, -1 },
	{ "code", "编码", "code", VALUE_STRING, -1 },
	{ "n", "看过", "seen", VALUE_NUMBER, -1 },
	{ "units", "编了", "coded", VALUE_NUMBER, -1 },
	{ "share", "占比", "share", VALUE_NUMBER, 3 },
	{ "hits", "相符", "hits", VALUE_NUMBER, -1 },
	{ "missed", "漏编", "missed", VALUE_NUMBER, -1 },
	{ "extra", "多编", "extra", VALUE_NUMBER, -1 },
	{ "precision", "精确率", "precision", VALUE_NUMBER, 3 },
	{ "recall", "召回率", "recall", VALUE_NUMBER, 3 },
	{ "f1", "F1", "F1", VALUE_NUMBER, 3 },
	{ "macro_f1", "宏平均 F1", "macro F1", VALUE_NUMBER, 3 },
};

enum { CONFUSION_CODER, CONFUSION_GOLD, CONFUSION_GIVEN, CONFUSION_N,
    CONFUSION_COLUMNS };

static const struct column_head confusion_columns[CONFUSION_COLUMNS] = {
	{ "coder", "编码员", "coder", VALUE_STRING, -1 },
	{ "gold", "应编", "gold", VALUE_STRING, -1 },
	{ "given", "编成", "given", VALUE_STRING, -1 },
	{ "n", "单位", "units", VALUE_NUMBER, -1 },
};

static void
read_bootstrap(struct compiling *c, const struct node *node,
    struct options *o)
{
	struct fields f;

	if (node == NULL || fields_begin(&f, node, c->run, c->faults) == -1)
		return;
	o->draws = (size_t)table_number(c, fields_need(&f, "draws"), 1,
	    MOST_DRAWS, 1);
	o->seed = (uint64_t)table_number(c, fields_need(&f, "seed"), 0,
	    INT64_MAX, 0);
	fields_end(&f);
}

static void
read_report(struct compiling *c, const struct node *node, struct options *o,
    struct tabling *t)
{
	static const char *const reports[] = { "codes", "disagreements",
	    "coders", "confusion", NULL };
	int report = REPORT_CODES;

	if (node != NULL)
		node_choice(node, reports, &report, c->faults);
	o->report = (enum report)report;
	if (o->report == REPORT_DISAGREEMENTS) {
		t->columns = dispute_columns;
		t->column_count = DISPUTE_COLUMNS;
	} else if (o->report == REPORT_CODERS) {
		t->columns = coder_columns;
		t->column_count = CODER_COLUMNS;
		t->keys = CODER_CODE + 1;
	} else if (o->report == REPORT_CONFUSION) {
		t->columns = confusion_columns;
		t->column_count = CONFUSION_COLUMNS;
		t->keys = CONFUSION_GIVEN + 1;
	}
}

static void
compile(struct compiling *c, struct fields *f, const struct node *value,
    struct tabling *t)
{
	static const char *const levels[] = { "nominal", "ordinal",
	    "interval", NULL };
	struct options *o = arena_zero(c->run, 1, sizeof(*o));
	const struct node *item;
	int level = LEVEL_NOMINAL;

	o->labels = &c->plan->labels;
	o->codes = table_path(c, value, NULL);
	o->coder = table_path(c, fields_take(f, "coder"), "coder");
	o->unit = table_path(c, fields_take(f, "unit"), "id");
	if ((item = fields_take(f, "codes")) != NULL)
		node_texts(item, c->run, &o->wanted, &o->wanted_count,
		    c->faults);
	if ((item = fields_take(f, "gold")) != NULL)
		node_text(item, &o->gold, c->faults);
	if ((item = fields_take(f, "level")) != NULL)
		o->single = node_choice(item, levels, &level,
		    c->faults) == 0;
	o->level = (enum level)level;
	read_bootstrap(c, fields_take(f, "bootstrap"), o);
	read_report(c, item = fields_take(f, "rows"), o, t);
	if (o->report == REPORT_CONFUSION && o->gold.n == 0)
		fault(c->faults, item->place, "rows: confusion is against a "
		    "coder: state gold");
	t->options = o;
}

static int
check_number(struct table_reading *r, const struct path *path,
    struct span text)
{
	char came[TELL_SIZE];

	if (text.n > 0 && decimal_length(text) == text.n)
		return 0;
	return err_record(r->e, "field \"%.*s\": expected a number, got "
	    "%s", (int)path->text.n, path->text.p, tell_text(text, came));
}

static int
read(const void *options, struct table_reading *r)
{
	const struct options *o = options;
	struct span unit, coder, *codes;
	struct buf *tuple;
	size_t n;

	if (table_text(r, &o->unit, &unit) == -1 ||
	    table_text(r, &o->coder, &coder) == -1 ||
	    table_texts(r, &o->codes, &codes, &n) == -1)
		return -1;
	if (unit.n == 0)
		return err_record(r->e, "field \"%.*s\": expected the unit, "
		    "got nothing", (int)o->unit.text.n, o->unit.text.p);
	if (n == 0 && (coder.n == 0 || o->single))
		return 0;
	if (o->single && n > 1)
		return err_record(r->e, "field \"%.*s\": expected one value, "
		    "got %zu", (int)o->codes.text.n, o->codes.text.p, n);
	if (o->single && o->level != LEVEL_NOMINAL &&
	    check_number(r, &o->codes, codes[0]) == -1)
		return -1;
	tuple = table_open_tuple(r);
	tuple_put(tuple, unit);
	tuple_put(tuple, coder);
	for (size_t i = 0; i < n; i++)
		tuple_put(tuple, labels_code(o->labels, codes[i]));
	table_close_tuple(r);
	return 0;
}

/* A coefficient of what the callback tells, of each item of a unit. */
static void
add_code(const struct options *o, struct rows *rows, struct value name,
    const struct ratings *r)
{
	struct value *cell = rows_add(rows);
	struct agreement a;
	double low, high;

	ratings_agree(r, &a);
	cell[CODE_CODE] = name;
	cell[CODE_N] = cell_count(rows, a.n);
	cell[CODE_PERCENT] = cell_rounded(rows, a.percent);
	cell[CODE_KAPPA] = cell_rounded(rows, a.kappa);
	cell[CODE_ALPHA] = cell_rounded(rows, a.alpha);
	cell[CODE_AC1] = cell_rounded(rows, a.ac1);
	cell[CODE_DISAGREED] = cell_count(rows, a.disagreed);
	if (o->draws == 0 || a.n == 0 || isnan(a.alpha))
		return;
	ratings_bootstrap(r, o->draws, o->seed, &low, &high);
	cell[CODE_LOW] = cell_rounded(rows, low);
	cell[CODE_HIGH] = cell_rounded(rows, high);
}

static double *
numbers_of(const struct coding *c, struct arena *arena)
{
	double *numbers = arena_alloc(arena,
	    c->code_count * sizeof(*numbers));

	for (size_t i = 0; i < c->code_count; i++)
		numbers[i] = decimal_double(c->codes[i]);
	return numbers;
}

static void
make_coding(const struct options *o, struct coding *c,
    const struct entry *entries, size_t count, struct rows *rows)
{
	coding_make(c, entries, count, o->wanted, o->wanted_count,
	    o->single && o->level != LEVEL_NOMINAL, rows);
	if (c->coder_count > 0)		/* else that is told */
		rows->coderless = c->coderless;
}

/* Of all codes: each given or not, or the one value that there is. */
static void
make_ratings(const struct options *o, const struct coding *c,
    struct ratings *all, struct arena *arena)
{
	*all = (struct ratings){ .value = coding_all, .of = c,
	    .units = c->unit_count, .items = c->used_count,
	    .coders = c->coder_count, .values = 2 };
	if (!o->single)
		return;
	all->value = coding_single;
	all->items = 1;
	all->values = c->code_count;
	all->level = o->level;
	if (o->level == LEVEL_INTERVAL)
		all->numbers = numbers_of(c, arena);
}

/* The whole first, then code by code, each as given or not. */
static void
report_codes(const struct options *o, struct coding *c, struct rows *rows)
{
	struct ratings all, one = { .value = coding_one, .of = c,
	    .units = c->unit_count, .items = 1, .coders = c->coder_count,
	    .values = 2 };

	make_ratings(o, c, &all, rows->arena);
	add_code(o, rows, (struct value){ .kind = VALUE_NULL }, &all);
	for (size_t i = 0; o->level == LEVEL_NOMINAL && i < c->used_count;
	    i++) {
		c->only = c->used[i];
		add_code(o, rows, cell_text(c->codes[c->only]), &one);
	}
}

static void
put_rounded(struct buf *b, const char *name, double v)
{
	json_put_key(b, name);
	if (isnan(v))
		buf_add(b, SPAN("null"));
	else
		decimal_put_digits(b, v, 10);
}

/* How reliable the coding is: of all codes together. */
static void
tell_methods(const void *options, const struct entry *entries, size_t count,
    struct rows *rows, struct buf *b)
{
	const struct options *o = options;
	struct agreement a;
	struct ratings r;
	struct coding c;
	double low = (double)NAN, high = (double)NAN;

	make_coding(o, &c, entries, count, rows);
	make_ratings(o, &c, &r, rows->arena);
	ratings_agree(&r, &a);
	if (o->draws > 0 && a.n > 0 && !isnan(a.alpha))
		ratings_bootstrap(&r, o->draws, o->seed, &low, &high);
	json_put_key(b, "reliability");
	buf_byte(b, '{');
	json_put_count(b, "coders", c.coder_count);
	json_put_count(b, "units", c.unit_count);
	json_put_count(b, "codes", c.code_count);
	json_put_count(b, "n", a.n);
	put_rounded(b, "percent", a.percent);
	put_rounded(b, "kappa", a.kappa);
	put_rounded(b, "alpha", a.alpha);
	put_rounded(b, "alpha_low", low);
	put_rounded(b, "alpha_high", high);
	put_rounded(b, "ac1", a.ac1);
	buf_byte(b, '}');
}

/* Who gave a code to a unit and who didn't, where there are both. */
static void
add_dispute(const struct coding *c, struct rows *rows, size_t unit,
    size_t code)
{
	struct span *yes = arena_alloc(rows->arena,
	    2 * c->coder_count * sizeof(*yes));
	struct span *no = yes + c->coder_count;
	size_t yes_count = 0, no_count = 0;
	struct value *cell;

	for (size_t i = 0; i < c->coder_count; i++) {
		enum coding_mark mark = coding_mark(c, unit, i, code);

		if (mark == CODING_GIVEN)
			yes[yes_count++] = c->coders[i];
		else if (mark == CODING_SEEN)
			no[no_count++] = c->coders[i];
	}
	if (yes_count == 0 || no_count == 0)
		return;
	cell = rows_add(rows);
	cell[DISPUTE_ID] = cell_text(c->units[unit]);
	cell[DISPUTE_CODE] = cell_text(c->codes[code]);
	cell[DISPUTE_YES] = cell_list(rows, yes, yes_count);
	cell[DISPUTE_NO] = cell_list(rows, no, no_count);
}

static void
report_disagreements(const struct coding *c, struct rows *rows)
{
	for (size_t unit = 0; unit < c->unit_count; unit++)
		for (size_t code = 0; code < c->code_count; code++)
			add_dispute(c, rows, unit, code);
}

/* A coder's code against the gold, in the units that both saw. */
struct hits {
	uint64_t	seen;		/* by the coder */
	uint64_t	given;
	uint64_t	both;
	uint64_t	missed;
	uint64_t	extra;
};

static void
count_hits(const struct coding *c, size_t coder, size_t gold, size_t code,
    struct hits *h)
{
	for (size_t unit = 0; unit < c->unit_count; unit++) {
		enum coding_mark mark = coding_mark(c, unit, coder, code);
		enum coding_mark right = gold == c->coder_count ?
		    CODING_UNSEEN : coding_mark(c, unit, gold, code);

		h->seen += mark != CODING_UNSEEN;
		h->given += mark == CODING_GIVEN;
		if (mark == CODING_UNSEEN || right == CODING_UNSEEN)
			continue;
		h->both += mark == CODING_GIVEN && right == CODING_GIVEN;
		h->missed += mark == CODING_SEEN && right == CODING_GIVEN;
		h->extra += mark == CODING_GIVEN && right == CODING_SEEN;
	}
}

static double
f1_of(const struct hits *h)
{
	return rows_ratio(2 * (double)h->both, (double)(2 * h->both +
	    h->missed + h->extra));
}

static struct value *
add_hits(struct rows *rows, struct span coder, const struct hits *h,
    bool gold)
{
	struct value *cell = rows_add(rows);

	cell[CODER_CODER] = cell_text(coder);
	cell[CODER_N] = cell_count(rows, h->seen);
	cell[CODER_UNITS] = cell_count(rows, h->given);
	cell[CODER_SHARE] = cell_number(rows, rows_ratio((double)h->given,
	    (double)h->seen));
	if (!gold)
		return cell;
	cell[CODER_HITS] = cell_count(rows, h->both);
	cell[CODER_MISSED] = cell_count(rows, h->missed);
	cell[CODER_EXTRA] = cell_count(rows, h->extra);
	cell[CODER_PRECISION] = cell_number(rows, rows_ratio((double)h->both,
	    (double)(h->both + h->extra)));
	cell[CODER_RECALL] = cell_number(rows, rows_ratio((double)h->both,
	    (double)(h->both + h->missed)));
	cell[CODER_F1] = cell_number(rows, f1_of(h));
	return cell;
}

/* Code by code, then all of them: f1 is then the micro average. */
static void
report_coder(const struct coding *c, size_t coder, size_t gold,
    struct rows *rows)
{
	struct hits all = {0}, one;
	bool against = gold < c->coder_count && coder != gold;
	double f1_sum = 0;
	size_t f1_count = 0;
	struct value *cell;

	for (size_t code = 0; code < c->code_count; code++) {
		one = (struct hits){0};
		count_hits(c, coder, gold, code, &one);
		count_hits(c, coder, gold, code, &all);
		cell = add_hits(rows, c->coders[coder], &one, against);
		cell[CODER_CODE] = cell_text(c->codes[code]);
		if (!isnan(f1_of(&one))) {
			f1_sum += f1_of(&one);
			f1_count++;
		}
	}
	cell = add_hits(rows, c->coders[coder], &all, against);
	if (against)
		cell[CODER_MACRO] = cell_number(rows, rows_ratio(f1_sum,
		    (double)f1_count));
}

/* Codes confused: how often which was given in place of which. */
struct confusion {
	size_t		 none;		/* stands for no code */
	uint64_t	*n;		/* gold by given */
	size_t		*missed;	/* of a unit */
	size_t		*extra;
};

/* Adds a unit: those missed by those given in their place. */
static void
confuse_unit(struct confusion *f, const struct coding *c, size_t unit,
    size_t coder, size_t gold)
{
	size_t width = f->none + 1, missed = 0, extra = 0;

	for (size_t i = 0; i < f->none; i++) {
		bool right = coding_mark(c, unit, gold, i) == CODING_GIVEN;
		bool given = coding_mark(c, unit, coder, i) == CODING_GIVEN;

		f->n[i * width + i] += right && given;
		if (right && !given)
			f->missed[missed++] = i;
		if (given && !right)
			f->extra[extra++] = i;
	}
	if (missed + extra == 0)
		return;
	if (missed == 0)
		f->missed[missed++] = f->none;
	if (extra == 0)
		f->extra[extra++] = f->none;
	for (size_t i = 0; i < missed; i++)
		for (size_t k = 0; k < extra; k++)
			f->n[f->missed[i] * width + f->extra[k]]++;
}

/* Which code a coder gave where the gold has which, "" for none. */
static void
report_confusion(const struct coding *c, size_t coder, size_t gold,
    struct rows *rows)
{
	size_t width = c->code_count + 1;
	struct confusion f = { .none = c->code_count };

	if (!rows_fit(rows, width * (width + 2) * sizeof(*f.n)))
		return;
	f.n = arena_zero(rows->arena, width * width, sizeof(*f.n));
	f.missed = arena_alloc(rows->arena, width * sizeof(*f.missed));
	f.extra = arena_alloc(rows->arena, width * sizeof(*f.extra));
	for (size_t unit = 0; unit < c->unit_count; unit++)
		if (c->code_count > 0 &&
		    coding_mark(c, unit, coder, 0) != CODING_UNSEEN &&
		    coding_mark(c, unit, gold, 0) != CODING_UNSEEN)
			confuse_unit(&f, c, unit, coder, gold);
	for (size_t i = 0; i < width * width; i++) {
		struct value *cell;

		if (f.n[i] == 0)
			continue;
		cell = rows_add(rows);
		cell[CONFUSION_CODER] = cell_text(c->coders[coder]);
		cell[CONFUSION_GOLD] = cell_text(i / width < c->code_count ?
		    c->codes[i / width] : SPAN(""));
		cell[CONFUSION_GIVEN] = cell_text(i % width < c->code_count ?
		    c->codes[i % width] : SPAN(""));
		cell[CONFUSION_N] = cell_count(rows, f.n[i]);
	}
}

/* Why there is nothing to compare, if there isn't. */
static void
tell_lone(const struct options *o, const struct coding *c, struct rows *rows)
{
	if (c->coder_count == 0)
		rows->why = arena_printf(rows->arena, rows->chinese ?
		    "没有一条记录写了编码员（字段 \"%.*s\"）：在编码表的"
		    "编码员一列写上名字，或者在规则里写 coder: 别的字段。" :
		    "no record names its coder in \"%.*s\": fill in that "
		    "column of the sheet, or name another field by coder",
		    (int)o->coder.text.n, o->coder.text.p);
	else if (c->coder_count == 1)
		table_tell(rows, "只有一个编码员：要两人编同样的单位才谈得上一致。",
		    "there is one coder: agreement takes two, of the same "
		    "units");
	else if (!c->given && c->other_count > 0)
		rows->why = other_codes(c->others, c->other_count,
		    rows->chinese, rows->arena);
	else if (!c->given)
		table_tell(rows, "没有一个编码员编了什么。",
		    "no coder gave a code");
	else if (!coding_is_shared(c))
		rows->why = arena_printf(rows->arena, rows->chinese ?
		    "没有一个单位有两人编过：看两人的 \"%.*s\" 是不是一样的编号。" :
		    "no unit was seen by two coders: see whether their "
		    "\"%.*s\" are the same", (int)o->unit.text.n,
		    o->unit.text.p);
	else if (o->gold.n > 0 && coding_coder(c, o->gold) == c->coder_count)
		table_tell(rows, "没有叫 gold 那个名字的编码员。",
		    "there is no coder of the name that gold states");
}

static void
finish(const void *options, const struct entry *entries, size_t count,
    struct rows *rows)
{
	const struct options *o = options;
	struct coding c;
	size_t gold;

	make_coding(o, &c, entries, count, rows);
	gold = coding_coder(&c, o->gold);
	tell_lone(o, &c, rows);
	if (!o->single)
		rows->unknown = unknown_codes(o->labels, c.codes,
		    c.code_count, rows->chinese, rows->arena);
	if (o->report == REPORT_DISAGREEMENTS)
		report_disagreements(&c, rows);
	else if (o->report == REPORT_CODES)
		report_codes(o, &c, rows);
	for (size_t i = 0; i < c.coder_count; i++) {
		if (o->report == REPORT_CODERS)
			report_coder(&c, i, gold, rows);
		else if (o->report == REPORT_CONFUSION && i != gold &&
		    gold < c.coder_count)
			report_confusion(&c, i, gold, rows);
	}
}

const struct table_kind table_agreement = {
	.name = "agreement",
	.columns = code_columns,
	.column_count = CODE_COLUMNS,
	.keys = 1,
	.zh = "只算至少两人看过的单位。kappa：两人为 Cohen 1960，多人为 Fleiss 1971；alpha：Krippendorff 2011，上下限是自助法的 95% 区间；"
	    "AC1：Gwet 2008。没有编码名的一行是全部编码合起来。",
	.en = "Units that two coders saw, at least. kappa: Cohen 1960 of two, "
	    "Fleiss 1971 of more; alpha: Krippendorff 2011, from and to by "
	    "bootstrap, 95 %; AC1: Gwet 2008. The row without a code is of "
	    "all of them.",
	.compile = compile,
	.read = read,
	.methods = tell_methods,
	.finish = finish,
};
