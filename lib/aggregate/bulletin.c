#include "aggregate/bulletin.h"
#include "aggregate/foot.h"
#include "aggregate/write.h"

/* One walk over the paragraphs. */
struct writing {
	const struct results	*all;
	const struct plan	*plan;
	struct regex_work	*regexes;
	struct arena		 scratch;
	struct buf		*b;
	struct err		*e;
};

static void
put_pieces(struct writing *w, const struct paragraph *p,
    const struct result *r)
{
	struct figure f;

	for (size_t i = 0; i < p->piece_count; i++) {
		const struct piece *piece = &p->pieces[i];

		buf_add(w->b, piece->text);
		if (piece->column.index == PLAN_NONE || r == NULL)
			continue;
		buf_add(w->b, piece->column.is_key ?
		    write_key(r, piece->column.index) :
		    write_figure(w->all, r, piece->column.index, &f));
	}
	buf_byte(w->b, '\n');
}

/* The next group of the kind that is wanted, from *at on; NULL: none. */
static int
next_row(struct writing *w, const struct paragraph *p, size_t *at,
    const struct result **found)
{
	bool holds = true;

	*found = NULL;
	for (; *at < w->all->count; ++*at) {
		const struct result *r = &w->all->items[*at];

		if (r->mask_index != p->mask_index)
			continue;
		if (p->where != NULL && result_test(w->all->groups, r,
		    p->where, p->place, w->regexes, &w->scratch, &holds,
		    w->e) == -1)
			return -1;
		arena_reset(&w->scratch);
		if (!holds)
			continue;
		*found = r;
		++*at;
		return 0;
	}
	return 0;
}

/* The groups that the paragraph wants; returns how many, -1 with an error. */
static int
find_rows(struct writing *w, const struct paragraph *p,
    const struct result ***rows, size_t *count)
{
	size_t at = 0;

	*rows = arena_alloc(w->all->arena, w->all->count * sizeof(**rows));
	for (*count = 0; *count < p->limit; ++*count) {
		if (next_row(w, p, &at, &(*rows)[*count]) == -1)
			return -1;
		if ((*rows)[*count] == NULL)
			return 0;
	}
	return 0;
}

/* The keys of the kind, then all measures that aren't hidden. */
static void
put_table(struct writing *w, const struct paragraph *p,
    const struct result **rows, size_t count)
{
	const struct plan *plan = w->plan;
	struct arena *arena = w->all->arena;
	size_t most = plan->key_count + plan->measure_count, n = 0;
	struct table_column *columns = arena_zero(arena, most,
	    sizeof(*columns));
	struct span *cell, *cells = arena_zero(arena, most * count,
	    sizeof(*cells));
	unsigned mask = plan->masks[p->mask_index];
	struct table t;
	struct figure f;

	for (size_t i = 0; i < plan->key_count; i++)
		if (mask >> i & 1)
			columns[n++].title = plan->keys[i].title;
	t = (struct table){ .format = TABLE_TEXT, .columns = columns,
	    .key_count = n, .row_count = count, .width = plan->width,
	    .cells = cells, .language = plan->chinese ? "zh" : "en" };
	for (size_t i = 0; i < plan->measure_count; i++)
		if (!plan->measures[i].hidden)
			columns[n++] = write_measure_column(
			    &plan->measures[i]);
	t.column_count = n;
	cell = cells;
	for (size_t k = 0; k < count; k++) {
		for (size_t i = 0; i < plan->key_count; i++)
			if (mask >> i & 1)
				*cell++ = write_key(rows[k], i);
		for (size_t i = 0; i < plan->measure_count; i++)
			if (!plan->measures[i].hidden)
				*cell++ = write_figure(w->all, rows[k], i,
				    &f);
	}
	table_write(&t, w->b);
}

static int
put_paragraph(struct writing *w, const struct paragraph *p)
{
	const struct result **rows;
	size_t count;

	if (find_rows(w, p, &rows, &count) == -1)
		return -1;
	if (p->kind == PARAGRAPH_TEXT)
		put_pieces(w, p, count > 0 ? rows[0] : NULL);
	else if (count == 0 && p->none.n > 0) {
		buf_add(w->b, p->none);
		buf_byte(w->b, '\n');
	} else if (p->kind == PARAGRAPH_TABLE)
		put_table(w, p, rows, count);
	for (size_t i = 0; p->kind == PARAGRAPH_ROWS && i < count; i++)
		put_pieces(w, p, rows[i]);
	return groups_check(w->all->groups, arena_used(w->all->arena), w->e);
}

int
bulletin_write(const struct results *all, struct buf *b, struct err *e)
{
	const struct plan *plan = all->groups->plan;
	struct writing w = { .all = all, .plan = plan,
	    .regexes = regex_work_new(), .b = b, .e = e };
	struct span *notes;
	size_t count;
	int rc = 0;

	if (plan->title.n > 0) {
		buf_add(b, plan->title);
		buf_add(b, SPAN("\n\n"));
	}
	for (size_t i = 0; rc == 0 && i < plan->bulletin->count; i++)
		rc = put_paragraph(&w, &plan->bulletin->items[i]);
	count = foot_lines(all, false, &notes);
	for (size_t i = 0; i < count; i++) {
		buf_add(b, i == 0 ? SPAN("\n") : SPAN(""));
		table_put_note(notes[i], plan->width, b);
	}
	arena_free(&w.scratch);
	regex_work_free(w.regexes);
	return rc;
}
