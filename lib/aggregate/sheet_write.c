#include "aggregate/foot.h"
#include "aggregate/sheet.h"
#include "aggregate/write.h"
#include "frame/number.h"

#define LIST_SHOWN	5	/* of a list, in a table for people */

static void
put_value(struct buf *b, const struct value *cell)
{
	if (cell->kind == VALUE_NULL)
		buf_add(b, SPAN("null"));
	else if (cell->kind == VALUE_STRING)
		json_put_string(b, cell->text);
	else
		buf_add(b, cell->text);
}

static void
write_record(const struct sheet *s, const struct sheet_row *row,
    struct buf *b)
{
	buf_byte(b, '{');
	write_keys(row->group, b);
	for (size_t i = 0; i < s->column_count; i++) {
		json_put_key(b, s->columns[i].name);
		put_value(b, &row->cells[i]);
	}
	write_late(s->all->groups, b);
	write_rollup(row->group, b);
	buf_add(b, SPAN("}\n"));
}

/* The strings of an array, at most so many of them; then how many there are. */
static struct span
list_cell(const struct value *cell, size_t most, struct arena *arena)
{
	struct json array = json_value(cell->text), item;
	struct json_walk w = json_walk(&array);
	struct span text;
	struct buf b = {0};
	struct err e;
	size_t n = 0;

	while (json_next(&w, NULL, &item))
		if (++n <= most && json_text(&item, arena, &text, &e) == 0) {
			if (b.n > 0)
				buf_add(&b, SPAN("；"));
			buf_add(&b, text);
		}
	if (n > most)
		buf_printf(&b, "… (%zu)", n);
	text = arena_copy(arena, buf_span(&b));
	buf_free(&b);
	return text;
}

/* What rounds to 0.0000 isn't 0. */
static struct span
chance(const struct plan *plan, const struct value *cell, struct arena *arena)
{
	struct buf b = {0};
	struct span text;

	if (!plan_is_for_people(plan))
		return cell->text;
	if (cell->number < 0.0001)
		return SPAN("<0.0001");
	number_put_rounded(&b, cell->text, 0, 4);
	text = arena_copy(arena, buf_span(&b));
	buf_free(&b);
	return text;
}

static enum table_fit
fit_of(const struct column_head *column)
{
	switch (column->look) {
	case LOOK_BROKEN:
		return TABLE_BROKEN;
	case LOOK_CUT_START:
		return TABLE_CUT_START;
	case LOOK_CUT_MIDDLE:
		return TABLE_CUT_MIDDLE;
	case LOOK_CUT_END:
		return TABLE_CUT_END;
	default:
		return TABLE_WHOLE;
	}
}

static struct span
shown(const struct sheet *s, size_t column, const struct value *cell)
{
	const struct plan *plan = s->all->groups->plan;
	struct arena *arena = s->all->arena;
	struct buf b = {0};
	struct span text;

	switch (cell->kind) {
	case VALUE_NULL:
		return plan_is_for_people(plan) ? SPAN("-") : SPAN("");
	case VALUE_STRING:
		return labels_find(&plan->labels, cell->text);
	case VALUE_JSON:
		return list_cell(cell, plan_is_for_people(plan) ? LIST_SHOWN :
		    SIZE_MAX, arena);
	default:
		if (s->columns[column].look == LOOK_CHANCE)
			return chance(plan, cell, arena);
		if (s->columns[column].look < 0)
			return cell->text;
		number_put_rounded(&b, cell->text, 0,
		    s->columns[column].look);
		text = arena_copy(arena, buf_span(&b));
		buf_free(&b);
		return text;
	}
}

static size_t
make_columns(const struct sheet *s, struct table_column *columns)
{
	const struct plan *plan = s->all->groups->plan;
	size_t n = write_key_columns(plan, columns);

	for (size_t i = 0; i < s->column_count; i++)
		columns[n++] = (struct table_column){
		    labels_find(&plan->labels, span_of(plan->chinese ?
		    s->columns[i].zh : s->columns[i].en)),
		    s->columns[i].kind == VALUE_NUMBER ||
		    (i > 0 && i == plan->table->kind->right),
		    fit_of(&s->columns[i]) };
	if (write_has_rollup(plan))
		columns[n++] = write_rollup_column(plan);
	return n;
}

static int
write_cells(const struct sheet *s, struct buf *b, struct err *e)
{
	const struct plan *plan = s->all->groups->plan;
	struct arena *arena = s->all->arena;
	struct table_column *columns = arena_zero(arena, plan->key_count +
	    s->column_count + 1, sizeof(*columns));
	size_t width = make_columns(s, columns);
	struct table t = write_begin(plan, columns, width, s->count);
	struct span *cell, *notes = NULL;

	t.key_count += plan->table->keys;
	if (groups_check(s->all->groups, arena_used(arena) +
	    width * s->count * sizeof(*cell), e) == -1)
		return -1;
	t.cells = cell = arena_zero(arena, width * s->count, sizeof(*cell));
	for (size_t i = 0; i < s->count; i++) {
		for (size_t k = 0; k < plan->key_count; k++)
			*cell++ = write_key(s->rows[i].group, k);
		for (size_t k = 0; k < s->column_count; k++)
			*cell++ = shown(s, k, &s->rows[i].cells[k]);
		if (write_has_rollup(plan))
			*cell++ = write_rollup_cell(s->rows[i].group, arena);
	}
	if (plan_is_for_people(plan))
		t.note_count = foot_lines(s->all, false, &notes);
	t.notes = notes;
	table_write(&t, b);
	return groups_check(s->all->groups, arena_used(arena), e);
}

int
sheet_write(const struct sheet *s, struct out *out, struct err *e)
{
	int rc = 0;

	if (s->all->groups->plan->format != FORMAT_JSONL) {
		*out->records += s->count;
		return write_cells(s, out->record, e);
	}
	for (size_t i = 0; rc == 0 && i < s->count; i++) {
		write_record(s, &s->rows[i], out->record);
		++*out->records;
		rc = out_flush(out, e);
	}
	return rc;
}
