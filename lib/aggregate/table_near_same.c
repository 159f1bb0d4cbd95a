#include <stdlib.h>

#include "aggregate/near.h"
#include "aggregate/tables.h"
#include "text/when.h"

/*
 * Requests that tell of the same thing in the same place.  Tuples: place, time,
 * id, title, text.
 */
#define HOUR		3600
#define DAY		86400
#define MOST_JUDGED	200	/* by whom the title of a group is chosen */

struct options {
	struct path		 text;
	struct path		 place;		/* count 0: anywhere */
	struct path		*times;		/* the first that there is */
	size_t			 time_count;
	struct path		 title;
	int			 zone;
	int64_t			 window;	/* seconds */
	double			 similarity;
	size_t			 least;		/* requests of a group */
	const struct expr	*heat;		/* NULL: the size */
	struct tabling		*t;
};

enum { COLUMN_TITLE, COLUMN_PLACE, COLUMN_SIZE, COLUMN_FIRST, COLUMN_LAST,
    COLUMN_DAYS, COLUMN_RECENT, COLUMN_CHANGE, COLUMN_HEAT, COLUMN_IDS,
    COLUMNS };

static const struct column_head columns[COLUMNS] = {
	{ "title", "问题", "title", VALUE_STRING, -1 },
	{ "place", "地点", "place", VALUE_STRING, -1 },
	{ "size", "件数", "requests", VALUE_NUMBER, -1 },
	{ "first", "最早", "first", VALUE_STRING, -1 },
	{ "last", "最近", "last", VALUE_STRING, -1 },
	{ "days", "历时（天）", "days", VALUE_NUMBER, 1 },
	{ "recent", "近期", "recent", VALUE_NUMBER, -1 },
	{ "change", "增减", "change", VALUE_NUMBER, -1 },
	{ "heat", "热度", "heat", VALUE_NUMBER, 1 },
	{ "ids", "编号", "ids", VALUE_JSON, LOOK_BROKEN },
};

struct heat {
	struct compiling	*c;
	const struct tabling	*t;
	struct place		 place;
};

static void
check_heat_path(void *ctx, const struct path *path)
{
	const struct heat *h = ctx;
	size_t i = table_column(h->t, path->text);
	char shown[64];

	if (i != COLUMN_SIZE && i != COLUMN_DAYS && i != COLUMN_RECENT &&
	    i != COLUMN_CHANGE)
		fault(h->c->faults, h->place, "heat is made of size, days, "
		    "recent and change, got \"%s\"",
		    err_quote(shown, sizeof(shown), path->text));
}

static void
read_heat(struct compiling *c, const struct node *node, struct options *o)
{
	struct expr_use use = { .kind = VALUE_NUMBER, .zone = o->zone,
	    .field = table_kind_of, .from = o->t };
	struct heat h = { c, o->t, { 0 } };

	if (node == NULL)
		return;
	h.place = node->place;
	o->heat = expr_compile(c->run, node, &use, c->faults);
	if (o->heat != NULL)
		expr_paths(o->heat, check_heat_path, &h);
}

static void
read_nearness(struct compiling *c, struct fields *f, struct options *o)
{
	const struct node *node = fields_take(f, "similarity");

	o->similarity = 0.7;
	if (node != NULL && node_number(node, &o->similarity,
	    c->faults) == 0 && (o->similarity < NEAR_LEAST ||
	    o->similarity > 1))
		fault(c->faults, node->place, "expected a similarity from "
		    "%.1f to 1", NEAR_LEAST);
	o->window = 7 * DAY;
	node = fields_take(f, "window");
	if (node != NULL && compile_duration(c, node, &o->window) == 0 &&
	    o->window == 0)
		fault(c->faults, node->place, "expected a window above 0");
}

static void
compile(struct compiling *c, struct fields *f, const struct node *value,
    struct tabling *t)
{
	struct options *o = arena_zero(c->run, 1, sizeof(*o));
	const struct node *by = fields_take(f, "by");

	t->options = o;
	o->t = t;
	o->zone = c->plan->zone;
	o->text = table_field(c, value);
	if (by != NULL)
		compile_path(c, by, &o->place);
	o->times = table_paths(c, fields_take(f, "time"), "time",
	    &o->time_count);
	o->title = table_path(c, fields_take(f, "title"), "title");
	o->least = (size_t)table_number(c, fields_take(f, "min"), 2,
	    INT64_MAX, 2);
	read_nearness(c, f, o);
	read_heat(c, fields_take(f, "heat"), o);
}

static int
read(const void *options, struct table_reading *r)
{
	const struct options *o = options;
	struct span place = SPAN(""), id = SPAN(""), title, text;
	struct buf *tuple;
	int64_t time;

	if ((o->place.count > 0 && table_text(r, &o->place, &place) == -1) ||
	    table_time(r, o->times, o->time_count, o->zone, &time) == -1 ||
	    record_id(r->record, &id, r->e) == -1 ||
	    table_text(r, &o->title, &title) == -1 ||
	    table_text(r, &o->text, &text) == -1)
		return -1;
	tuple = table_open_tuple(r);
	tuple_put(tuple, place);
	tuple_put_integer(tuple, time);
	tuple_put(tuple, id);
	tuple_put(tuple, title.n > 0 ? title : text);
	tuple_put(tuple, text);
	table_close_tuple(r);
	return 0;
}

/* The requests of one place, in the order of their times. */
struct requests {
	struct span		 place;
	struct near_text	*texts;
	struct span		*ids;
	struct span		*titles;
	size_t			 count;
};

/* Texts by group, then by time: groups stand one behind the other. */
struct member {
	size_t	group;
	size_t	text;
};

/* False: no room. */
static bool
load(struct requests *q, const struct entry *entries, size_t count,
    struct rows *rows)
{
	struct arena *arena = rows->arena;

	if (!rows_fit(rows, count * (sizeof(*q->texts) + sizeof(*q->ids) +
	    sizeof(*q->titles) + sizeof(struct member))))
		return false;
	q->texts = arena_zero(arena, count, sizeof(*q->texts));
	q->ids = arena_alloc(arena, count * sizeof(*q->ids));
	q->titles = arena_alloc(arena, count * sizeof(*q->titles));
	q->count = count;
	for (size_t i = 0; i < count; i++) {
		struct span tuple = entries[i].tuple;

		q->place = tuple_take(&tuple);
		q->texts[i].time = tuple_take_integer(&tuple);
		q->ids[i] = tuple_take(&tuple);
		q->titles[i] = tuple_take(&tuple);
		q->texts[i].text = tuple_take(&tuple);
	}
	return true;
}

static int
compare(const void *left, const void *right)
{
	const struct member *a = left, *b = right;

	if (a->group != b->group)
		return a->group < b->group ? -1 : 1;
	return (a->text > b->text) - (a->text < b->text);
}

/* The one that is nearest to all others, or to MOST_JUDGED of them. */
static size_t
most_central(const struct requests *q, const struct member *m, size_t n)
{
	size_t step = (n + MOST_JUDGED - 1) / MOST_JUDGED, best = 0;
	double most = -1, sum;

	for (size_t i = 0; i < n; i += step) {
		sum = 0;
		for (size_t k = 0; k < n; k += step)
			sum += near_similarity(&q->texts[m[i].text],
			    &q->texts[m[k].text]);
		if (sum > most) {
			most = sum;
			best = i;
		}
	}
	return m[best].text;
}

static struct value
time_cell(const struct options *o, struct rows *rows, int64_t seconds)
{
	char text[WHEN_SIZE];

	return cell_text(arena_copy(rows->arena, span_of(when_text(seconds,
	    o->zone, text))));
}

/* How many came in the window before then. */
static int64_t
count_before(const struct requests *q, const struct member *m, size_t n,
    int64_t then, int64_t window)
{
	int64_t count = 0;

	for (size_t i = 0; i < n; i++) {
		int64_t time = q->texts[m[i].text].time;

		count += time <= then && time > then - window;
	}
	return count;
}

static int
get_cell(const void *from, const struct path *path, struct arena *arena,
    struct value *value, struct err *e)
{
	const struct value *cells = from;

	(void)arena;
	(void)e;
	for (size_t i = 0; i < COLUMNS; i++)
		if (span_is(path->text, columns[i].name))
			*value = cells[i];
	return 0;
}

static struct value
heat_cell(const struct options *o, struct rows *rows,
    const struct value *cells)
{
	struct expr_fields fields = { get_cell, cells, NULL, NULL };
	struct value heat;
	struct err e = { 0 };

	if (o->heat == NULL)
		return cells[COLUMN_SIZE];
	if (expr_eval(o->heat, &fields, rows->arena, &heat, &e) == -1 ||
	    heat.kind != VALUE_NUMBER)
		return (struct value){ .kind = VALUE_NULL };
	return heat.integer ? cell_integer(rows, heat.i) :
	    cell_number(rows, heat.number);
}

static void
add_group(const struct options *o, struct rows *rows,
    const struct requests *q, const struct member *m, size_t n,
    int64_t latest)
{
	struct value *cell = rows_add(rows);
	struct span *ids = arena_alloc(rows->arena, n * sizeof(*ids));
	int64_t first = q->texts[m[0].text].time;
	int64_t last = q->texts[m[n - 1].text].time, recent;

	for (size_t i = 0; i < n; i++)
		ids[i] = q->ids[m[i].text];
	recent = count_before(q, m, n, latest, o->window);
	cell[COLUMN_TITLE] = cell_text(q->titles[most_central(q, m, n)]);
	cell[COLUMN_PLACE] = cell_text(q->place);
	cell[COLUMN_SIZE] = cell_count(rows, n);
	cell[COLUMN_FIRST] = time_cell(o, rows, first);
	cell[COLUMN_LAST] = time_cell(o, rows, last);
	cell[COLUMN_DAYS] = cell_number(rows, (double)(last - first) / DAY);
	cell[COLUMN_RECENT] = cell_integer(rows, recent);
	cell[COLUMN_CHANGE] = cell_integer(rows, recent - count_before(q, m,
	    n, latest - o->window, o->window));
	cell[COLUMN_IDS] = cell_list(rows, ids, n);
	cell[COLUMN_HEAT] = heat_cell(o, rows, cell);
}

/* The groups of one place. */
static void
add_place(const struct options *o, struct rows *rows, struct requests *q,
    int64_t latest)
{
	struct member *m = arena_alloc(rows->arena, q->count * sizeof(*m));
	size_t n;

	near_group(q->texts, q->count, o->similarity, o->window, rows);
	if (rows->over)
		return;
	for (size_t i = 0; i < q->count; i++)
		m[i] = (struct member){ q->texts[i].group, i };
	qsort(m, q->count, sizeof(*m), compare);
	for (size_t i = 0; i < q->count; i += n) {
		n = 1;
		while (i + n < q->count && m[i + n].group == m[i].group)
			n++;
		if (n >= o->least)
			add_group(o, rows, q, m + i, n, latest);
	}
}

static int64_t
find_latest(const struct entry *entries, size_t count)
{
	int64_t latest = INT64_MIN, time;

	for (size_t i = 0; i < count; i++) {
		struct span tuple = entries[i].tuple;

		tuple_take(&tuple);
		time = tuple_take_integer(&tuple);
		latest = time > latest ? time : latest;
	}
	return latest;
}

static void
finish(const void *options, const struct entry *entries, size_t count,
    struct rows *rows)
{
	int64_t latest = find_latest(entries, count);
	size_t at = 0, from;
	struct requests q;

	while ((from = at) < count) {
		table_run(entries, count, &at, 1);
		if (!load(&q, entries + from, at - from, rows))
			return;
		add_place(options, rows, &q, latest);
	}
}

const struct table_kind table_near_same = {
	.name = "near_same",
	.columns = columns,
	.column_count = COLUMNS,
	.keys = 1,
	.zh = "说的大体是同一件事的诉求：同一地点、相隔不超过期限、三字片段的重合达到阈值的连成一组；问题是组里与其他最接近的一件的标题；近期是"
	    "截至最后一件的一个期限内的件数，增减是比再前一个期限多出的件数。",
	.en = "Requests that tell of the same: of one place, within the window "
	    "of each other, with enough runs of three characters in common; "
	    "the title is that of the one nearest to the others; recent: those "
	    "of the last window up to the latest of all; change: how many more "
	    "than in the one before.",
	.compile = compile,
	.read = read,
	.finish = finish,
};
