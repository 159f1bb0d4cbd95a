#include "aggregate/tables.h"

/*
 * Who is said to hold a power, and who to lack it.  In one unit the codes
 * PREFIX.actor.A, PREFIX.power.P (or .resource.P) and PREFIX.relation.holds or
 * .lacks stand together.  Tuples:
 *
 *	"in" power actor relation	"" for a relation: only mentioned
 *	"other" family			of a unit without an actor's code
 */
struct options {
	struct path	codes;
	struct span	prefix;
	struct span	actor;		/* what codes begin with */
	struct span	power;
	struct span	resource;
	struct span	relation;
};

enum { COLUMN_POWER, COLUMN_A, COLUMN_B, COLUMN_BALANCE, COLUMN_HOLDS_A,
    COLUMN_HOLDS_B, COLUMN_LACKS_A, COLUMN_LACKS_B, COLUMN_MENTIONS_A,
    COLUMN_MENTIONS_B, COLUMNS };

static const struct column_head columns[COLUMNS] = {
	{ "power", "权力或资源", "power", VALUE_STRING, -1 },
	{ "a", "甲", "a", VALUE_STRING, -1 },
	{ "b", "乙", "b", VALUE_STRING, -1 },
	{ "balance", "天平", "balance", VALUE_NUMBER, 3 },
	{ "holds_a", "甲握有", "a holds", VALUE_NUMBER, -1 },
	{ "holds_b", "乙握有", "b holds", VALUE_NUMBER, -1 },
	{ "lacks_a", "甲缺乏", "a lacks", VALUE_NUMBER, -1 },
	{ "lacks_b", "乙缺乏", "b lacks", VALUE_NUMBER, -1 },
	{ "mentions_a", "甲只同提", "a mentioned", VALUE_NUMBER, -1 },
	{ "mentions_b", "乙只同提", "b mentioned", VALUE_NUMBER, -1 },
};

static struct span
family(struct compiling *c, struct span prefix, const char *name)
{
	return arena_printf(c->run, "%.*s.%s.", (int)prefix.n, prefix.p,
	    name);
}

static void
compile(struct compiling *c, struct fields *f, const struct node *value,
    struct tabling *t)
{
	struct options *o = arena_zero(c->run, 1, sizeof(*o));
	struct span prefix = SPAN("");

	node_text(value, &prefix, c->faults);
	o->codes = table_path(c, fields_take(f, "codes"), "codes");
	o->prefix = arena_printf(c->run, "%.*s.actor.*", (int)prefix.n,
	    prefix.p);
	o->actor = family(c, prefix, "actor");
	o->power = family(c, prefix, "power");
	o->resource = family(c, prefix, "resource");
	o->relation = family(c, prefix, "relation");
	t->options = o;
}

/* The relations that a unit tells, or "" alone; returns how many. */
static size_t
find_relations(const struct options *o, const struct span *codes, size_t n,
    struct span relations[2])
{
	size_t count = 0;

	for (size_t i = 0; i < n; i++) {
		struct span word = span_from(codes[i], o->relation.n);

		if (span_starts(codes[i], o->relation) &&
		    (span_is(word, "holds") || span_is(word, "lacks")))
			relations[count++] = word;
	}
	if (count == 0)
		relations[count++] = SPAN("");
	return count;
}

static int
read(const void *options, struct table_reading *r)
{
	const struct options *o = options;
	struct span *codes, relations[2], texts[4] = { SPAN("in") };
	bool acts = false;
	size_t n, count;

	if (table_texts(r, &o->codes, &codes, &n) == -1)
		return -1;
	for (size_t i = 0; i < n; i++)
		acts |= span_starts(codes[i], o->actor);
	for (size_t i = 0; i < n && !acts; i++)
		table_put_other(r, codes[i]);
	count = find_relations(o, codes, n, relations);
	for (size_t p = 0; p < n; p++) {
		if (!span_starts(codes[p], o->power) &&
		    !span_starts(codes[p], o->resource))
			continue;
		texts[1] = codes[p];
		for (size_t a = 0; a < n; a++) {
			texts[2] = codes[a];
			for (size_t i = 0; span_starts(codes[a], o->actor) &&
			    i < count; i++) {
				texts[3] = relations[i];
				table_put(r, texts, 4);
			}
		}
	}
	return 0;
}

/* What is said of one actor and one power. */
struct said {
	struct span	actor;
	uint64_t	holds;
	uint64_t	lacks;
	uint64_t	mentions;
};

/* The actors of one power; returns how many. */
static size_t
read_actors(const struct entry *entries, size_t count, struct said *said)
{
	size_t n = 0;

	for (size_t i = 0; i < count; i++) {
		struct span tuple = entries[i].tuple, actor, relation;

		tuple_take(&tuple);
		tuple_take(&tuple);
		actor = tuple_take(&tuple);
		relation = tuple_take(&tuple);
		if (n == 0 || !span_equal(said[n - 1].actor, actor))
			said[n++] = (struct said){ .actor = actor };
		if (span_is(relation, "holds"))
			said[n - 1].holds = entries[i].count;
		else if (span_is(relation, "lacks"))
			said[n - 1].lacks = entries[i].count;
		else
			said[n - 1].mentions = entries[i].count;
	}
	return n;
}

static void
add_row(struct rows *rows, struct span power, const struct said *a,
    const struct said *b)
{
	struct value *cell = rows_add(rows);
	double holds_a = (double)a->holds, holds_b = (double)b->holds;

	cell[COLUMN_POWER] = cell_text(power);
	cell[COLUMN_A] = cell_text(a->actor);
	cell[COLUMN_B] = cell_text(b->actor);
	cell[COLUMN_BALANCE] = cell_number(rows,
	    rows_ratio(holds_a - holds_b, holds_a + holds_b));
	cell[COLUMN_HOLDS_A] = cell_count(rows, a->holds);
	cell[COLUMN_HOLDS_B] = cell_count(rows, b->holds);
	cell[COLUMN_LACKS_A] = cell_count(rows, a->lacks);
	cell[COLUMN_LACKS_B] = cell_count(rows, b->lacks);
	cell[COLUMN_MENTIONS_A] = cell_count(rows, a->mentions);
	cell[COLUMN_MENTIONS_B] = cell_count(rows, b->mentions);
}

static void
finish(const void *options, const struct entry *entries, size_t count,
    struct rows *rows)
{
	const struct options *o = options;
	struct said *said = arena_alloc(rows->arena, count * sizeof(*said));
	size_t at = 0, from = 0, n;

	while ((from = at) < count) {
		struct span tuple = entries[from].tuple;
		struct span power;

		if (span_equal(tuple_take(&tuple), TABLE_OTHER))
			break;
		power = tuple_take(&tuple);
		n = read_actors(entries + from, table_run(entries, count,
		    &at, 2), said);
		for (size_t i = 0; i < n; i++)
			for (size_t k = i + 1; k < n; k++)
				add_row(rows, power, &said[i], &said[k]);
	}
	if (rows->count == 0 && from == 0)
		table_tell_others(rows, NULL, o->prefix, entries, count);
	else if (rows->count == 0)
		table_tell(rows, "没有一种权力或资源说到两个行动者。",
		    "no power or resource is told of two actors");
}

const struct table_kind table_balance = {
	.name = "balance",
	.columns = columns,
	.column_count = COLUMNS,
	.zh = "天平：（甲握有 − 乙握有）÷ 两者之和，1 为只说甲握有，-1 为只说乙握有；说的是文本，不是事实。只同提：同一单位里提到而没有握有或缺乏。",
	.en = "Balance: (a holds - b holds) by their sum, 1 where only a is "
	    "said to hold it, -1 where only b is: what texts say, not what is. "
	    "Mentioned: in one unit, neither held nor lacked.",
	.compile = compile,
	.read = read,
	.finish = finish,
};
