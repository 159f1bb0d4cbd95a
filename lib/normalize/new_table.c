#include "normalize/new_table.h"

#include "base/decimal.h"
#include "base/utf8.h"
#include "text/csv.h"
#include "text/stamp.h"

#define HEADER_WITHIN	20	/* rows; behind titles and blank ones */
#define NAME_MAX_LENGTH	80	/* characters; YAML takes 1,024 as a key */
#define EVEN_PERCENT	70	/* rows of a table that have its columns */

static void
add_row(struct table *t, struct arena *arena, struct decoder *decoder,
    enum encoding encoding, struct span row)
{
	struct span *cells = NULL;
	size_t count = 0;
	struct err e = { 0 };

	if (encoding_decode(decoder, encoding, row, arena, &row, &e) == -1 ||
	    csv_cells(row, t->delimiter, arena, &cells, &count, &e) == -1)
		count = 0;
	csv_trim(cells, count);
	t->rows[t->count] = cells;
	t->counts[t->count++] = count;
}

static bool
begins(const struct table *t, size_t row, const char *word)
{
	return span_starts(table_cell(t, row, 0), span_of(word));
}

static bool
is_total(const struct table *t, size_t row)
{
	return begins(t, row, "合计") || begins(t, row, "总计");
}

/* A row behind those that are kept: is it the total? */
static void
look_at_row(struct table *t, struct decoder *decoder, enum encoding encoding,
    struct span row, size_t line)
{
	struct arena arena = { 0 };
	struct span *kept = t->rows[--t->count];
	size_t count = t->counts[t->count];

	add_row(t, &arena, decoder, encoding, row);
	if (t->total_line == 0 && is_total(t, t->count - 1))
		t->total_line = line;
	t->rows[t->count - 1] = kept;
	t->counts[t->count - 1] = count;
	t->behind++;
	arena_free(&arena);
}

static void
read_rows(struct table *t, struct arena *arena, enum encoding encoding,
    struct span bytes, bool whole)
{
	struct csv_cutting cutting = { .delimiter = t->delimiter };
	struct cutter cutter = csv_cutter(&cutting);
	struct decoder *decoder = decoder_new();
	struct span rest = bytes;
	size_t n, line = 1;

	while (rest.n > 0) {
		n = cutter.cut(cutter.state, rest, 0);
		if (n == 0 && whole)
			n = cutter.last(cutter.state, rest);
		if (n == 0)
			break;
		if (t->count == TABLE_MAX_ROWS)
			look_at_row(t, decoder, encoding, span_make(rest.p, n),
			    line);
		else {
			t->lines[t->count] = line;
			add_row(t, arena, decoder, encoding,
			    span_make(rest.p, n));
		}
		line += csv_lines(span_make(rest.p, n));
		rest = span_from(rest, n);
	}
	decoder_free(decoder);
	t->whole = whole && rest.n == 0;
}

/* How many columns most rows have; false if most have not the same. */
static bool
find_columns(struct table *t, struct arena *arena)
{
	size_t *rows_of = arena_zero(arena, CSV_MAX_CELLS + 1,
	    sizeof(*rows_of));
	size_t i, rows = 0;

	for (i = 0; i < t->count; i++) {
		rows += t->counts[i] > 0;
		rows_of[t->counts[i]] += t->counts[i] > 0;
		if (rows_of[t->counts[i]] > rows_of[t->column_count])
			t->column_count = t->counts[i];
	}
	return t->column_count > 1 && rows > 1 &&
	    rows_of[t->column_count] * 100 >= rows * EVEN_PERCENT;
}

static bool
is_value(struct span cell)
{
	char into[STAMP_SIZE];
	const char *reason;

	return decimal_length(cell) == cell.n ||
	    stamp_write(cell, NULL, 0, 0, into, &reason) > 0;
}

/* Empty cells behind the last name are no columns. */
static size_t
name_count(const struct table *t, size_t row)
{
	size_t count = t->counts[row];

	while (count > 0 && t->rows[row][count - 1].n == 0)
		count--;
	return count;
}

/* Cells that are all there, and none a number or a time. */
static bool
is_header(const struct table *t, size_t row)
{
	const struct span *cells = t->rows[row];
	size_t i, count = name_count(t, row);

	if (count < 2 || t->counts[row] != t->column_count)
		return false;
	for (i = 0; i < count; i++)
		if (cells[i].n == 0 || is_value(cells[i]) ||
		    utf8_length(cells[i]) > NAME_MAX_LENGTH)
			return false;
	return true;
}

/* A name that stands in the row twice; or "". */
static struct span
name_twice(const struct table *t, size_t row)
{
	const struct span *cells = t->rows[row];
	size_t i, k, count = name_count(t, row);

	for (i = 0; i < count; i++)
		for (k = 0; k < i; k++)
			if (span_equal(cells[i], cells[k]))
				return cells[i];
	return SPAN("");
}

static void
find_header(struct table *t)
{
	size_t i;

	for (i = 0; i < t->count && i < HEADER_WITHIN; i++) {
		if (!is_header(t, i))
			continue;
		t->twice = name_twice(t, i);
		if (t->twice.n == 0) {
			t->header = i;
			t->column_count = name_count(t, i);
		}
		break;
	}
}

/* Subtotals are no data; a total ends them. */
static void
find_totals(struct table *t)
{
	size_t i, kept = table_first(t);

	for (i = kept; i < t->count; i++) {
		if (is_total(t, i)) {
			t->total_line = t->lines[i];
			break;
		}
		if (begins(t, i, "小计")) {
			t->subtotals++;
			continue;
		}
		t->rows[kept] = t->rows[i];
		t->counts[kept] = t->counts[i];
		t->lines[kept++] = t->lines[i];
	}
	t->read = t->count + t->behind;
	t->count = kept;
}

bool
table_read(struct table *t, struct arena *arena, enum encoding encoding,
    struct span bytes, bool whole, char delimiter)
{
	*t = (struct table){ .delimiter = delimiter, .header = TABLE_NONE };
	t->rows = arena_zero(arena, TABLE_MAX_ROWS, sizeof(*t->rows));
	t->counts = arena_zero(arena, TABLE_MAX_ROWS, sizeof(*t->counts));
	t->lines = arena_zero(arena, TABLE_MAX_ROWS, sizeof(*t->lines));
	read_rows(t, arena, encoding, bytes, whole);
	if (!find_columns(t, arena))
		return false;
	find_header(t);
	find_totals(t);
	return true;
}

size_t
table_first(const struct table *t)
{
	return t->header == TABLE_NONE ? 0 : t->header + 1;
}

size_t
table_end(const struct table *t)
{
	return t->count;
}

struct span
table_cell(const struct table *t, size_t row, size_t column)
{
	return column < t->counts[row] ? t->rows[row][column] : SPAN("");
}
