#include <stdlib.h>

#include "aggregate/tables.h"
#include "aggregate/tags.h"
#include "base/map.h"
#include "text/cut.h"

/*
 * Who is said to hold a power, and who to lack it: in one clause stand places
 * of PREFIX.actor.A, of PREFIX.power.P or .resource.P, and of
 * PREFIX.relation.holds or .lacks.  A relation that reaches over several
 * clauses makes one of them.  Tuples:
 *
 *	"in" power actor relation	"" for a relation: only mentioned
 *	"other" family			of a unit without an actor's code
 */
#define MOST_PAIRS	65536	/* of actors and powers, of a unit */

struct options {
	struct path	field;
	struct span	prefix;		/* of actors, for people */
	struct span	actor;		/* what codes begin with */
	struct span	power;
	struct span	resource;
	struct span	relation;
};

enum { COLUMN_POWER, COLUMN_A, COLUMN_B, COLUMN_BALANCE, COLUMN_HOLDS_A,
    COLUMN_HOLDS_B, COLUMN_LACKS_A, COLUMN_LACKS_B, COLUMN_MENTIONS_A,
    COLUMN_MENTIONS_B, COLUMNS };

static const struct column_head columns[COLUMNS] = {
	{ "power", "权力", "power", VALUE_STRING, -1 },
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
	o->field = table_path(c, fields_take(f, "field"), "text");
	o->prefix = arena_printf(c->run, "%.*s.actor.*", (int)prefix.n,
	    prefix.p);
	o->actor = family(c, prefix, "actor");
	o->power = family(c, prefix, "power");
	o->resource = family(c, prefix, "resource");
	o->relation = family(c, prefix, "relation");
	t->options = o;
}

enum role {
	ROLE_ACTOR,
	ROLE_POWER,
	ROLE_HOLDS,
	ROLE_LACKS,
	ROLE_NONE
};

static enum role
role_of(const struct options *o, struct span code)
{
	struct span word;

	if (span_starts(code, o->actor))
		return ROLE_ACTOR;
	if (span_starts(code, o->power) || span_starts(code, o->resource))
		return ROLE_POWER;
	if (!span_starts(code, o->relation))
		return ROLE_NONE;
	word = span_from(code, o->relation.n);
	return span_is(word, "holds") ? ROLE_HOLDS :
	    span_is(word, "lacks") ? ROLE_LACKS : ROLE_NONE;
}

/* A code with a role, and the clause that it begins in. */
struct mark {
	size_t		clause;
	enum role	role;
	struct span	code;
};

static int
compare_marks(const void *left, const void *right)
{
	const struct mark *a = left, *b = right;

	if (a->clause != b->clause)
		return a->clause < b->clause ? -1 : 1;
	if (a->role != b->role)
		return a->role < b->role ? -1 : 1;
	return span_compare(a->code, b->code);
}

/* Sorts them, and leaves one of each. */
static size_t
different(struct mark *marks, size_t n)
{
	size_t kept = 0;

	if (n == 0)
		return 0;
	qsort(marks, n, sizeof(*marks), compare_marks);
	for (size_t i = 1; i < n; i++)
		if (compare_marks(&marks[i], &marks[kept]) != 0)
			marks[++kept] = marks[i];
	return kept + 1;
}

/* The clause that a character stands in, or behind the end of which. */
static size_t
clause_at(const struct cut_piece *clauses, size_t n, size_t character)
{
	size_t low = 0, high = n;

	while (low + 1 < high) {
		size_t middle = low + (high - low) / 2;

		if (clauses[middle].char_start <= character)
			low = middle;
		else
			high = middle;
	}
	return low;
}

/* The tags with a role, by clause, where clauses of one relation are one. */
static size_t
find_marks(const struct options *o, struct table_reading *r,
    struct span text, const struct tag *tags, size_t n, struct mark *marks)
{
	struct cut_piece *clauses;
	size_t count = cut_clauses(r->arena, text, &cut_default, &clauses);
	size_t *first = arena_alloc(r->arena, (count + 1) * sizeof(*first));
	size_t *reach = arena_zero(r->arena, count + 1, sizeof(*reach));
	size_t found = 0, from, to;

	for (size_t i = 0; i < n; i++) {
		enum role role = role_of(o, tags[i].code);

		if (role == ROLE_NONE)
			continue;
		from = clause_at(clauses, count, tags[i].start);
		marks[found++] = (struct mark){ from, role, tags[i].code };
		to = role < ROLE_HOLDS || tags[i].end == tags[i].start ?
		    from : clause_at(clauses, count, tags[i].end - 1);
		reach[from] = to > reach[from] ? to : reach[from];
	}
	for (size_t i = 0, joined = 0, until = 0; i <= count; i++) {
		if (i > until)
			joined = i;
		first[i] = joined;
		until = reach[i] > until ? reach[i] : until;
	}
	for (size_t i = 0; i < found; i++)
		marks[i].clause = first[marks[i].clause];
	return different(marks, found);
}

/* Where the marks of each role begin, of one clause or of all. */
struct roles {
	const struct mark	*marks;
	size_t			 from[ROLE_NONE + 1];
};

static void
find_roles(struct roles *all, const struct mark *marks, size_t n)
{
	size_t i = 0;

	all->marks = marks;
	for (int role = 0; role <= ROLE_NONE; role++) {
		while (i < n && (int)marks[i].role < role)
			i++;
		all->from[role] = i;
	}
}

static size_t
role_count(const struct roles *all, enum role role)
{
	return all->from[role + 1] - all->from[role];
}

/* Puts what is said of an actor and a power, once a unit. */
static void
put_once(struct table_reading *r, struct map *seen, struct span power,
    struct span actor, const char *relation)
{
	struct span texts[4] = { SPAN("in"), power, actor,
	    span_of(relation) };
	struct buf key = {0};
	bool is_new;

	for (size_t i = 1; i < 4; i++)
		tuple_put(&key, texts[i]);
	map_put(seen, arena_copy(r->arena, buf_span(&key)), &is_new);
	buf_cut(&key, 0);
	if (is_new)
		table_put(r, texts, 4);
	tuple_put(&key, power);		/* so that no mention follows */
	tuple_put(&key, actor);
	map_put(seen, arena_copy(r->arena, buf_span(&key)), NULL);
	buf_free(&key);
}

static bool
is_told(const struct map *seen, struct span power, struct span actor)
{
	struct buf key = {0};
	bool told;

	tuple_put(&key, power);
	tuple_put(&key, actor);
	told = map_get(seen, buf_span(&key)) != NULL;
	buf_free(&key);
	return told;
}

/* Each actor and power, with the relations, or where there are none without. */
static void
put_pairs(struct table_reading *r, struct map *seen,
    const struct roles *all, bool mentions)
{
	for (size_t p = all->from[ROLE_POWER]; p < all->from[ROLE_HOLDS]; p++)
		for (size_t a = 0; a < all->from[ROLE_POWER]; a++) {
			struct span power = all->marks[p].code;
			struct span actor = all->marks[a].code;

			if (mentions) {
				if (!is_told(seen, power, actor))
					put_once(r, seen, power, actor, "");
				continue;
			}
			if (role_count(all, ROLE_HOLDS) > 0)
				put_once(r, seen, power, actor, "holds");
			if (role_count(all, ROLE_LACKS) > 0)
				put_once(r, seen, power, actor, "lacks");
		}
}

static int
put_unit(struct table_reading *r, struct mark *marks, size_t n)
{
	struct map seen = {0};
	struct roles roles;
	size_t run;

	for (size_t i = 0; i < n; i += run) {
		for (run = 1; i + run < n && marks[i + run].clause ==
		    marks[i].clause;)
			run++;
		find_roles(&roles, marks + i, run);
		if (role_count(&roles, ROLE_ACTOR) *
		    role_count(&roles, ROLE_POWER) <= MOST_PAIRS)
			put_pairs(r, &seen, &roles, false);
	}
	for (size_t i = 0; i < n; i++)
		marks[i].clause = 0;
	find_roles(&roles, marks, different(marks, n));
	if (role_count(&roles, ROLE_ACTOR) * role_count(&roles,
	    ROLE_POWER) > MOST_PAIRS) {
		map_free(&seen);
		return err_record(r->e, "expected at most %d pairs of actors "
		    "and powers", MOST_PAIRS);
	}
	put_pairs(r, &seen, &roles, true);
	map_free(&seen);
	return 0;
}

static int
read(const void *options, struct table_reading *r)
{
	const struct options *o = options;
	struct mark *marks;
	struct span text;
	struct tag *tags;
	bool acts = false;
	size_t n;

	if (table_text(r, &o->field, &text) == -1 ||
	    tags_read(r, o->field.text, text, &tags, &n) == -1)
		return -1;
	for (size_t i = 0; i < n; i++)
		acts |= role_of(o, tags[i].code) == ROLE_ACTOR;
	for (size_t i = 0; i < n && !acts; i++)
		table_put_other(r, tags[i].code);
	marks = arena_alloc(r->arena, n * sizeof(*marks));
	return put_unit(r, marks, find_marks(o, r, text, tags, n, marks));
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
	.keys = 3,
	.zh = "天平：（甲握有 − 乙握有）÷ 两者之和，1 为只说甲握有，-1 为只说乙握有；说的是文本，不是事实。只同提：同在一个单位而没有说握有或缺乏。",
	.en = "Balance: (a holds - b holds) by their sum, 1 where only a is "
	    "said to hold it, -1 where only b is: what texts say, not what is. "
	    "Mentioned: in one unit, neither held nor lacked.",
	.compile = compile,
	.read = read,
	.finish = finish,
};
