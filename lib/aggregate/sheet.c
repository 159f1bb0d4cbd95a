#include <stdlib.h>

#include "aggregate/passes.h"
#include "aggregate/sheet.h"
#include "frame/number.h"

/* What `having` reads. */
struct reading {
	const struct tabling	*t;
	const struct value	*cells;
};

static int
get_value(const void *from, const struct path *path, struct arena *arena,
    struct value *value, struct err *e)
{
	const struct reading *reading = from;

	(void)arena;
	(void)e;
	*value = reading->cells[table_column(reading->t, path->text)];
	return 0;
}

static int
blame_having(struct place place, struct err *e)
{
	struct err why = *e;

	if (why.kind != ERR_RECORD)
		return -1;
	return err_set(e, ERR_RULES, place.file, place.line, place.column,
	    "having: %s", why.text);
}

/* One walk over the rows of all groups. */
struct making {
	struct sheet		*sheet;
	const struct tabling	*t;
	struct regex_work	*regexes;
	struct arena		 scratch;	/* of one group */
	struct groups		*from;		/* that were spilled; or NULL */
	struct out		*out;		/* where their rows go at once;
						 * NULL: they are kept */
	size_t			 groups;
	size_t			 void_groups;
	size_t			 capacity;
	struct err		*e;
};

static int
is_wanted(struct making *m, const struct value *cells, bool *wanted)
{
	struct reading reading = { m->t, cells };
	struct expr_fields fields = { get_value, &reading, m->regexes,
	    NULL };

	*wanted = true;
	if (m->t->having != NULL && expr_test(m->t->having, &fields,
	    &m->scratch, wanted, m->e) == -1)
		return blame_having(m->t->having_place, m->e);
	return 0;
}

/* Numbers before texts, nothing behind both. */
static int
compare_cells(const struct value *a, const struct value *b, bool descending)
{
	int order;

	if (a->kind != b->kind || a->kind == VALUE_NULL)
		return a->kind == b->kind ? 0 : a->kind == VALUE_NULL ? 1 :
		    b->kind == VALUE_NULL ? -1 : (int)a->kind - (int)b->kind;
	if (a->kind != VALUE_NUMBER)
		order = span_compare(a->text, b->text);
	else if (a->number != b->number)
		order = a->number < b->number ? -1 : 1;
	else	/* most that tie are written alike, too */
		order = span_equal(a->text, b->text) ? 0 :
		    number_compare(a->text, b->text);
	return descending ? -order : order;
}

static int
compare(const void *left, const void *right)
{
	const struct sheet_row *a = left, *b = right;
	const struct tabling *t = a->group->plan->table;
	int order = 0;

	for (size_t i = 0; order == 0 && i < t->order_count; i++)
		order = compare_cells(&a->cells[t->order[i].index],
		    &b->cells[t->order[i].index], t->order[i].descending);
	return order != 0 ? order : (a->place > b->place) -
	    (a->place < b->place);
}

static int
too_large(const struct making *m)
{
	return err_set(m->e, ERR_MEMORY, NULL, 0, 0, "the rows of the table "
	    "%s need more than the %zu bytes of --memory: allow more, or name "
	    "fewer records by `where`", m->t->kind->name,
	    m->sheet->all->groups->memory.most);
}

/* Adds the rows of a group that are wanted, sorts them, drops the last. */
static int
add_rows(struct making *m, const struct result *group,
    const struct rows *made)
{
	struct sheet *s = m->sheet;
	size_t from = s->count;
	bool wanted;

	s->rows = arena_grow(s->all->arena, s->rows, from, &m->capacity,
	    from + made->count, sizeof(*s->rows));
	for (size_t i = 0; i < made->count; i++) {
		struct value *cells = made->cells + i * made->width;

		if (is_wanted(m, cells, &wanted) == -1)
			return -1;
		s->wanted += wanted;
		s->unwanted += !wanted;
		if (wanted)
			s->rows[s->count++] = (struct sheet_row){ group,
			    cells, i };
	}
	if (m->t->order_count > 0 && s->count > from)
		qsort(s->rows + from, s->count - from, sizeof(*s->rows),
		    compare);
	if (s->count - from > m->t->limit)
		s->count = from + (size_t)m->t->limit;
	return 0;
}

/* The rows of a group of so many entries. */
static int
add_group(struct making *m, const struct result *group,
    const struct entry *entries, size_t count)
{
	const struct results *all = m->sheet->all;
	struct rows rows = { .arena = all->arena,
	    .width = m->t->column_count,
	    .room = memory_room(&all->groups->memory) + 1,
	    .chinese = all->groups->plan->chinese };
	int rc;

	m->t->kind->finish(m->t->options, entries, count, &rows);
	if (rows.over)
		return too_large(m);
	if (rows.columns != NULL) {
		m->sheet->columns = rows.columns;
		m->sheet->column_count = rows.width;
	}
	m->groups++;
	if (group->mask_index == 0)
		m->sheet->coderless += rows.coderless;
	m->void_groups += rows.why.n > 0;
	if (m->sheet->unknown.n == 0)
		m->sheet->unknown = rows.unknown;
	if (m->sheet->why.n == 0)
		m->sheet->why = rows.why;
	rc = add_rows(m, group, &rows);
	arena_reset(&m->scratch);
	if (rc == 0 && arena_used(all->arena) >
	    memory_room(&all->groups->memory))
		return too_large(m);
	return rc;
}

static int
add_bag(struct making *m, const struct result *group)
{
	const struct results *all = m->sheet->all;
	const struct bag *bag = group->group->cells[0].bag;
	size_t count = bag == NULL ? 0 : bag->map.count;

	if (groups_check(all->groups, arena_used(all->arena) +
	    count * sizeof(struct entry), m->e) == -1)
		return -1;
	return add_group(m, group, count == 0 ? NULL :
	    bag_sorted(bag, all->arena), count);
}

static void
begin(struct making *m, struct sheet *s, const struct results *all,
    struct err *e)
{
	const struct tabling *t = all->groups->plan->table;

	*s = (struct sheet){ .all = all, .columns = t->columns,
	    .column_count = t->column_count };
	*m = (struct making){ .sheet = s, .t = t,
	    .regexes = regex_work_new(), .e = e };
}

static void
end(struct making *m)
{
	if (m->void_groups < m->groups)
		m->sheet->why = SPAN("");
	arena_free(&m->scratch);
	regex_work_free(m->regexes);
}

int
sheet_make(struct sheet *s, const struct results *all, struct err *e)
{
	struct making m;
	int rc = 0;

	begin(&m, s, all, e);
	for (size_t i = 0; rc == 0 && i < all->count; i++)
		rc = add_bag(&m, &all->items[i]);
	end(&m);
	return rc;
}

/* Writes the rows of a group and forgets them; why there are none stays. */
static int
write_at_once(struct making *m, struct spill_walk *w, struct err *e)
{
	struct sheet *s = m->sheet;
	bool is_first = s->why.n == 0;
	int rc;

	rc = add_group(m, &w->result, w->entries, w->entry_count);
	if (rc == 0)
		rc = sheet_write(s, m->out, e);
	if (is_first)
		s->why = arena_copy(&m->from->notes, s->why);
	s->columns = m->t->columns;
	s->column_count = m->t->column_count;
	s->rows = NULL;
	s->count = m->capacity = 0;
	arena_reset(s->all->arena);
	return rc;
}

/* The group stays, for its keys; its entries and their texts, too. */
static int
keep(struct making *m, struct spill_walk *w)
{
	struct arena *arena = m->sheet->all->arena;
	struct result *kept;
	struct entry *entries;

	if (arena_used(arena) + w->memory.used > memory_room(&m->from->memory))
		return too_large(m);
	kept = arena_alloc(arena, sizeof(*kept));
	entries = arena_alloc(arena, w->entry_count * sizeof(*entries));
	*kept = w->result;
	kept->group = arena_zero(arena, 1, sizeof(*kept->group));
	kept->group->key = arena_copy(arena, w->result.group->key);
	kept->parts = arena_zero(arena, w->plan->key_count,
	    sizeof(*kept->parts));
	row_read_key(kept->group->key, w->plan, kept->parts);
	for (size_t i = 0; i < w->entry_count; i++)
		entries[i] = (struct entry){ arena_copy(arena,
		    w->entries[i].tuple), w->entries[i].count };
	return add_group(m, kept, entries, w->entry_count);
}

static int
take(void *to, struct spill_walk *w, struct err *e)
{
	struct making *m = to;
	int rc;

	m->from->memory.used = m->from->beside + w->memory.used;
	rc = m->out != NULL ? write_at_once(m, w, e) : keep(m, w);
	m->from->memory.used = m->from->beside;
	return rc;
}

int
sheet_make_spilled(struct sheet *s, struct groups *g, struct results *all,
    struct out *out, struct err *e)
{
	struct making m;
	int rc;

	begin(&m, s, all, e);
	m.from = g;
	m.out = g->plan->format == FORMAT_JSONL ? out : NULL;
	rc = passes_run(g, take, &m, e);
	end(&m);
	return rc;
}
