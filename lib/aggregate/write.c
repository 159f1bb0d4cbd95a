#include <math.h>

#include "aggregate/bulletin.h"
#include "aggregate/foot.h"
#include "aggregate/listing.h"
#include "aggregate/passes.h"
#include "aggregate/write.h"
#include "frame/number.h"

static const enum table_format table_formats[] = {
	[FORMAT_CSV] = TABLE_CSV,
	[FORMAT_TSV] = TABLE_TSV,
	[FORMAT_TABLE] = TABLE_TEXT,
	[FORMAT_HTML] = TABLE_HTML,
	[FORMAT_MARKDOWN] = TABLE_MARKDOWN,
};

static void
put_part(struct buf *b, const struct part *part)
{
	if (part->kind == PART_STRING)
		json_put_string(b, part->text);
	else
		buf_add(b, part->text);
}

/* The names of the measures that were estimated, if there are any. */
static void
put_approximate(const struct plan *plan, const bool *approximate,
    struct buf *b)
{
	bool any = false;

	for (size_t i = 0; i < plan->measure_count; i++) {
		if (!approximate[i])
			continue;
		if (!any) {
			json_put_key(b, "approximate");
			buf_byte(b, '[');
		} else
			buf_byte(b, ',');
		json_put_string(b, span_of(plan->measures[i].name));
		any = true;
	}
	if (any)
		buf_byte(b, ']');
}

void
write_keys(const struct result *r, struct buf *b)
{
	for (size_t i = 0; i < r->plan->key_count; i++) {
		json_put_key(b, r->plan->keys[i].name);
		if (result_has(r, i))
			put_part(b, &r->parts[i]);
		else
			buf_add(b, SPAN("null"));
	}
}

void
write_rollup(const struct result *r, struct buf *b)
{
	if (result_removed(r) > 0) {
		json_put_count(b, "rollup", result_removed(r));
	}
}

void
write_late(const struct groups *g, struct buf *b)
{
	if (g->late)
		buf_add(b, SPAN(",\"late\":true"));
}

static void
write_record(const struct groups *g, const struct result *r,
    struct arena *scratch, struct buf *b)
{
	const struct plan *plan = g->plan;
	bool approximate[PLAN_MAX_MEASURES];
	struct figure f;

	buf_byte(b, '{');
	write_keys(r, b);
	for (size_t i = 0; i < plan->measure_count; i++) {
		approximate[i] = false;
		if (plan->measures[i].hidden)
			continue;
		f = result_figure(g, r, i, scratch);
		approximate[i] = f.approximate;
		json_put_key(b, plan->measures[i].name);
		buf_add(b, f.json);
	}
	put_approximate(plan, approximate, b);
	if (r->suppressed)
		buf_add(b, SPAN(",\"suppressed\":true"));
	write_late(g, b);
	write_rollup(r, b);
	buf_add(b, SPAN("}\n"));
}

/*
 * A key with its label.  The first key that was rolled up says so, and one
 * that is missing too.
 */
struct span
write_key(const struct result *r, size_t key)
{
	const struct plan *plan = r->plan;
	struct span text = r->parts[key].text;

	if (!result_has(r, key)) {
		if (key > 0 && !result_has(r, key - 1))
			return SPAN("");
		return plan->chinese ? SPAN("合计") : SPAN("total");
	}
	if (text.n == 0)
		return plan->chinese ? SPAN("（无）") : SPAN("(none)");
	return labels_find(plan->keys[key].named ? &plan->keys[key].names :
	    &plan->labels, text);
}

/*
 * For people an id whose parent is a key of the row is shown from its
 * `#` on: doc#12 in the row of doc as #12.
 */
static struct span
short_id(const struct result *r, struct span id)
{
	for (size_t i = 0; i < r->plan->key_count; i++) {
		struct span key = r->parts[i].text;

		if (result_has(r, i) && r->parts[i].kind == PART_STRING &&
		    key.n > 0 && span_starts(id, key) && id.n > key.n &&
		    id.p[key.n] == '#')
			return span_from(id, key.n);
	}
	return id;
}

static struct span
example_cell(const struct result *r, const struct measure *m,
    struct arena *arena)
{
	const struct examples *x = &r->group->cells[m->cell].examples;
	struct span *ids = arena_alloc(arena, x->count * sizeof(*ids) + 1);
	struct buf b = {0};
	struct span text;

	examples_list(x, ids);
	for (size_t i = 0; i < x->count; i++) {
		if (i > 0)
			buf_byte(&b, ' ');
		buf_add(&b, plan_is_for_people(r->plan) ?
		    short_id(r, ids[i]) : ids[i]);
	}
	text = arena_copy(arena, buf_span(&b));
	buf_free(&b);
	return text;
}

#define FOR_PEOPLE	4
#define MOST_FOR_PEOPLE	12

/*
 * A figure of which the rule doesn't say how many decimals it has: four, or
 * below 0.1 four digits, unless that would be too many decimals.
 */
static void
put_for_people(struct buf *b, const struct figure *f)
{
	double given = fabs(f->number), number = given;
	int decimals = FOR_PEOPLE;
	size_t before = b->n;

	for (; number > 0 && number < 0.1 && decimals <= MOST_FOR_PEOPLE;
	    number *= 10)
		decimals++;
	if (decimals > MOST_FOR_PEOPLE || given == floor(given)) {
		buf_add(b, f->json);
		return;
	}
	number_put_rounded(b, f->json, 0, decimals);
	while (b->n > before && b->p[b->n - 1] == '0')
		buf_cut(b, b->n - 1);
	if (b->p[b->n - 1] == '.')
		buf_cut(b, b->n - 1);
}

/* A figure for people; estimated ones bear a ~. */
struct span
write_figure(const struct results *all, const struct result *r, size_t i,
    struct figure *f)
{
	const struct measure *m = &r->plan->measures[i];
	bool people = plan_is_for_people(r->plan);
	struct arena *arena = all->arena;
	struct buf b = {0};
	struct span shown;

	*f = result_figure(all->groups, r, i, arena);
	if (r->suppressed)
		return SPAN("*");
	if (m->kind == MEASURE_EXAMPLES)
		return example_cell(r, m, arena);
	if (!f->null && measure_is_listing(m))
		return listing_text(f->json, arena);
	if (f->null)
		return people ? SPAN("-") : SPAN("");
	if (people && f->approximate)
		buf_byte(&b, '~');
	if (m->decimals == -1 && people)
		put_for_people(&b, f);
	else if (m->decimals == -1)
		buf_add(&b, f->json);
	else
		number_put_rounded(&b, f->json, m->percent ? 2 : 0,
		    m->decimals);
	if (m->percent && !m->in_points)
		buf_byte(&b, '%');
	shown = arena_copy(arena, buf_span(&b));
	buf_free(&b);
	return shown;
}

/* Columns behind the measures: how many keys are gone, what is estimated. */
bool
write_has_rollup(const struct plan *plan)
{
	return plan->written > 1 && !plan_is_for_people(plan);
}

struct table_column
write_rollup_column(const struct plan *plan)
{
	return (struct table_column){ .title = plan->chinese ?
	    SPAN("合计层级") : SPAN("rollup"), .right = true };
}

struct span
write_rollup_cell(const struct result *r, struct arena *arena)
{
	return arena_printf(arena, "%zu", result_removed(r));
}

static bool
has_approximate(const struct plan *plan)
{
	return plan->exact != UINT64_MAX && !plan_is_for_people(plan);
}

size_t
write_key_columns(const struct plan *plan, struct table_column *columns)
{
	for (size_t i = 0; i < plan->key_count; i++)
		columns[i] = (struct table_column){
		    .title = plan->keys[i].title,
		    .right = plan->keys[i].kind == KEY_BUCKET };
	return plan->key_count;
}

struct table_column
write_measure_column(const struct measure *m)
{
	bool list = measure_is_no_number(m);

	return (struct table_column){ .title = m->title, .right = !list,
	    .fit = list ? TABLE_BROKEN : TABLE_WHOLE };
}

static size_t
make_columns(const struct plan *plan, struct table_column *columns)
{
	size_t n = write_key_columns(plan, columns);

	for (size_t i = 0; i < plan->measure_count; i++)
		if (!plan->measures[i].hidden)
			columns[n++] = write_measure_column(
			    &plan->measures[i]);
	if (has_approximate(plan))
		columns[n++].title = plan->chinese ? SPAN("估计值") :
		    SPAN("approximate");
	if (write_has_rollup(plan))
		columns[n++] = write_rollup_column(plan);
	return n;
}

/* The cells of a row; returns the one behind the last. */
static struct span *
make_cells(const struct results *all, const struct result *r,
    struct span *cell, bool *any_approximate)
{
	const struct plan *plan = r->plan;
	struct buf approximate = {0};
	struct figure f;

	for (size_t i = 0; i < plan->key_count; i++)
		*cell++ = write_key(r, i);
	for (size_t i = 0; i < plan->measure_count; i++) {
		if (plan->measures[i].hidden)
			continue;
		*cell++ = write_figure(all, r, i, &f);
		if (f.approximate)
			buf_printf(&approximate, "%s%s",
			    approximate.n > 0 ? " " : "",
			    plan->measures[i].name);
	}
	*any_approximate |= approximate.n > 0;
	if (has_approximate(plan))
		*cell++ = arena_copy(all->arena, buf_span(&approximate));
	if (write_has_rollup(plan))
		*cell++ = write_rollup_cell(r, all->arena);
	buf_free(&approximate);
	return cell;
}

/* Is there room for so many more bytes beside the results? */
static int
check_room(const struct results *all, size_t more, struct err *e)
{
	return groups_check(all->groups, arena_used(all->arena) + more, e);
}

struct table
write_begin(const struct plan *plan, const struct table_column *columns,
    size_t count, size_t rows)
{
	return (struct table){
		.format = table_formats[plan->format], .columns = columns,
		.column_count = count, .key_count = plan->key_count,
		.row_count = rows, .title = plan->title,
		.width = plan->width,
		.language = plan->chinese ? "zh" : "en", .bom = plan->bom,
		.formulas = plan->formulas
	};
}

static int
write_table(const struct results *all, struct buf *b, struct err *e)
{
	const struct plan *plan = all->groups->plan;
	struct arena *arena = all->arena;
	size_t width = plan->key_count + plan->measure_count + 2;
	size_t cell_count = width * (all->count + 1);
	struct table_column *columns = arena_zero(arena, width,
	    sizeof(*columns));
	struct span *cells, *cell, *notes = NULL;
	struct table t = write_begin(plan, columns,
	    make_columns(plan, columns), all->count);
	bool approximate = false;

	if (check_room(all, cell_count * sizeof(*cells), e) == -1)
		return -1;
	t.cells = cells = cell = arena_zero(arena, cell_count, sizeof(*cells));
	for (size_t i = 0; i < all->count; i++) {
		cell = make_cells(all, &all->items[i], cell, &approximate);
		if (check_room(all, 0, e) == -1)
			return -1;
	}
	if (plan_is_for_people(plan))
		t.note_count = foot_lines(all, approximate, &notes);
	t.notes = notes;
	table_write(&t, b);
	return 0;
}

int
write_results(const struct results *all, struct out *out, struct err *e)
{
	struct arena scratch = {0};
	int rc = 0;

	if (all->groups->plan->format == FORMAT_BULLETIN)
		rc = bulletin_write(all, out->record, e);
	else if (all->groups->plan->format != FORMAT_JSONL)
		rc = write_table(all, out->record, e);
	if (all->groups->plan->format != FORMAT_JSONL) {
		*out->records += all->count;
		return rc;
	}
	for (size_t i = 0; rc == 0 && i < all->count; i++) {
		write_record(all->groups, &all->items[i], &scratch,
		    out->record);
		++*out->records;
		arena_reset(&scratch);
		rc = out_flush(out, e);
	}
	arena_free(&scratch);
	return rc;
}

/* What is written while the groups are read. */
struct streaming {
	struct results		 all;		/* of none */
	struct out		*out;
	struct table		 table;
	struct span		*cells;		/* of a row */
};

static int
stream_record(void *to, struct spill_walk *w, struct err *e)
{
	struct streaming *s = to;

	write_record(s->all.groups, &w->result, s->all.arena, s->out->record);
	++*s->out->records;
	arena_reset(s->all.arena);
	return out_flush(s->out, e);
}

static int
stream_row(void *to, struct spill_walk *w, struct err *e)
{
	struct streaming *s = to;
	bool approximate = false;

	make_cells(&s->all, &w->result, s->cells, &approximate);
	s->table.cells = s->cells;
	table_write(&s->table, s->out->record);
	++*s->out->records;
	arena_reset(s->all.arena);
	return out_flush(s->out, e);
}

static int
stream_table(struct streaming *s, struct groups *g, struct err *e)
{
	const struct plan *plan = g->plan;
	size_t width = plan->key_count + plan->measure_count + 2;
	struct arena arena = {0};
	struct table_column *columns = arena_zero(&arena, width,
	    sizeof(*columns));
	int rc;

	s->cells = arena_zero(&arena, width, sizeof(*s->cells));
	s->table = write_begin(plan, columns, make_columns(plan, columns), 0);
	table_write(&s->table, s->out->record);
	s->table.headless = true;
	s->table.row_count = 1;
	rc = passes_run(g, stream_row, s, e);
	arena_free(&arena);
	return rc;
}

int
write_spilled(struct groups *g, struct out *out, struct err *e)
{
	struct arena arena = {0};
	struct streaming s = { .all = { .groups = g, .arena = &arena },
	    .out = out };
	int rc;

	switch (g->plan->format) {
	case FORMAT_JSONL:
		rc = passes_run(g, stream_record, &s, e);
		break;
	case FORMAT_CSV:
	case FORMAT_TSV:
		rc = stream_table(&s, g, e);
		break;
	default:
		rc = passes_gather(&s.all, g, &arena, e);
		if (rc == 0)
			rc = write_results(&s.all, out, e);
	}
	arena_free(&arena);
	return rc;
}
