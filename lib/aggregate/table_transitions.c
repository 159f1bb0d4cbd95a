#include <stdlib.h>

#include "aggregate/tables.h"
#include "text/when.h"

/*
 * From which value of a field to which the events of a case go.  Tuples: case,
 * time, value.  What was told twice counts once.
 */
struct options {
	struct path	field;
	struct path	key;
	struct path	order;
	int		zone;
};

enum { COLUMN_FROM, COLUMN_TO, COLUMN_COUNT, COLUMN_SHARE, COLUMN_HOURS,
    COLUMNS };

static const struct column_head columns[COLUMNS] = {
	{ "from", "从", "from", VALUE_STRING, -1 },
	{ "to", "到", "to", VALUE_STRING, -1 },
	{ "count", "次数", "count", VALUE_NUMBER, -1 },
	{ "share", "占比", "share", VALUE_NUMBER, 3 },
	{ "hours_p50", "间隔中位数（小时）", "median hours", VALUE_NUMBER,
	    1 },
};

static void
compile(struct compiling *c, struct fields *f, const struct node *value,
    struct tabling *t)
{
	struct options *o = arena_zero(c->run, 1, sizeof(*o));

	o->field = table_field(c, value);
	o->key = table_path(c, fields_take(f, "case"), "case");
	o->order = table_path(c, fields_take(f, "time"), "time");
	o->zone = c->plan->zone;
	t->options = o;
}

static int
read(const void *options, struct table_reading *r)
{
	const struct options *o = options;
	struct span key, value;
	struct buf *tuple;
	int64_t seconds;

	if (table_text(r, &o->key, &key) == -1 ||
	    table_time(r, &o->order, 1, o->zone, &seconds) == -1 ||
	    table_text(r, &o->field, &value) == -1)
		return -1;
	if (key.n == 0)
		return err_record(r->e, "field \"%.*s\": expected the case, "
		    "got nothing", (int)o->key.text.n, o->key.text.p);
	tuple = table_open_tuple(r);
	tuple_put(tuple, key);
	tuple_put_integer(tuple, seconds);
	tuple_put(tuple, value);
	table_close_tuple(r);
	return 0;
}

/* One step of a case. */
struct step {
	struct span	from;
	struct span	to;
	int64_t		seconds;
};

static int
compare(const void *left, const void *right)
{
	const struct step *a = left, *b = right;
	int order = span_compare(a->from, b->from);

	if (order == 0)
		order = span_compare(a->to, b->to);
	return order != 0 ? order : (a->seconds > b->seconds) -
	    (a->seconds < b->seconds);
}

static size_t
make_steps(const struct entry *entries, size_t count, struct step *steps)
{
	size_t n = 0, at = 0, first;

	while ((first = at) < count) {
		int64_t then = 0, time;
		struct span from = SPAN("");

		table_run(entries, count, &at, 1);
		for (size_t i = first; i < at; i++) {
			struct span tuple = entries[i].tuple, to;

			tuple_take(&tuple);
			time = tuple_take_integer(&tuple);
			to = tuple_take(&tuple);
			if (i > first)
				steps[n++] = (struct step){ from, to,
				    time - then };
			from = to;
			then = time;
		}
	}
	return n;
}

/* How many of the steps from i on are alike: `to` too, or only `from`. */
static size_t
alike(const struct step *steps, size_t n, size_t i, bool to)
{
	size_t k = i;

	while (k < n && span_equal(steps[k].from, steps[i].from) &&
	    (!to || span_equal(steps[k].to, steps[i].to)))
		k++;
	return k - i;
}

static void
finish(const void *options, const struct entry *entries, size_t count,
    struct rows *rows)
{
	struct step *steps = arena_alloc(rows->arena, count * sizeof(*steps));
	size_t n = make_steps(entries, count, steps), run, leaving = 0;

	(void)options;
	if (n > 1)
		qsort(steps, n, sizeof(*steps), compare);
	for (size_t i = 0; i < n; i += run) {
		struct value *cell = rows_add(rows);

		run = alike(steps, n, i, true);
		if (i == 0 || !span_equal(steps[i].from, steps[i - 1].from))
			leaving = alike(steps, n, i, false);
		cell[COLUMN_FROM] = cell_text(steps[i].from);
		cell[COLUMN_TO] = cell_text(steps[i].to);
		cell[COLUMN_COUNT] = cell_count(rows, run);
		cell[COLUMN_SHARE] = cell_number(rows, (double)run /
		    (double)leaving);
		cell[COLUMN_HOURS] = cell_number(rows,
		    (double)steps[i + (run - 1) / 2].seconds / 3600);
	}
}

const struct table_kind table_transitions = {
	.name = "transitions",
	.columns = columns,
	.column_count = COLUMNS,
	.keys = 2,
	.zh = "同一件里相邻两个事件，按时间先后；占比是除以从同处出发的全部；中位数取第一个达到一半的值。",
	.en = "Events of a case that follow each other in time; share is of "
	    "all that leave from there.",
	.compile = compile,
	.read = read,
	.finish = finish,
};
