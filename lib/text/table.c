#include "base/mem.h"
#include "base/utf8.h"
#include "text/normal.h"
#include "text/table.h"

static void
put_csv_cell(const struct table *t, struct span cell, struct buf *b)
{
	bool quote = cell.n == 0 && t->column_count == 1;

	for (size_t i = 0; i < cell.n && !quote; i++)
		quote = strchr(",\"\r\n", cell.p[i]) != NULL;
	if (!quote) {
		buf_add(b, cell);
		return;
	}
	buf_byte(b, '"');
	for (size_t i = 0; i < cell.n; i++) {
		if (cell.p[i] == '"')
			buf_byte(b, '"');
		buf_byte(b, cell.p[i]);
	}
	buf_byte(b, '"');
}

static void
put_tsv_cell(const struct table *t, struct span cell, struct buf *b)
{
	(void)t;
	for (size_t i = 0; i < cell.n; i++)
		switch (cell.p[i]) {
		case '\t':
			buf_add(b, SPAN("\\t"));
			break;
		case '\n':
			buf_add(b, SPAN("\\n"));
			break;
		case '\r':
			buf_add(b, SPAN("\\r"));
			break;
		case '\\':
			buf_add(b, SPAN("\\\\"));
			break;
		default:
			buf_byte(b, cell.p[i]);
		}
}

/* Rows as lines with something between the cells; the titles come first. */
static void
write_separated(const struct table *t, char separator,
    void (*put)(const struct table *, struct span, struct buf *),
    struct buf *b)
{
	for (size_t i = 0; i < t->column_count; i++) {
		if (i > 0)
			buf_byte(b, separator);
		put(t, t->columns[i].title, b);
	}
	buf_byte(b, '\n');
	for (size_t i = 0; i < t->row_count * t->column_count; i++) {
		put(t, t->cells[i], b);
		buf_byte(b, (i + 1) % t->column_count == 0 ? '\n' : separator);
	}
}

/* What a terminal would obey, or show in another order. */
static bool
is_control(uint32_t c)
{
	return c < 0x20 || (c >= 0x7f && c <= 0x9f) ||
	    (c >= 0x2028 && c <= 0x202e) || (c >= 0x2066 && c <= 0x2069);
}

/* Appends s with spaces for control characters; returns its columns. */
static size_t
put_shown(struct span s, struct buf *b)
{
	size_t from, start = b->n;

	for (size_t at = 0; at < s.n;) {
		from = at;
		if (is_control(utf8_next(s, &at)))
			buf_byte(b, ' ');
		else
			buf_add(b, span_make(s.p + from, at - from));
	}
	return normal_columns(span_make(b->p + start, b->n - start));
}

static void
trim_end(struct buf *b, size_t start)
{
	while (b->n > start && b->p[b->n - 1] == ' ')
		buf_cut(b, b->n - 1);
}

/* The columns that each column takes; the caller frees them. */
static size_t *
measure(const struct table *t)
{
	size_t *widths = mem_zero(t->column_count, sizeof(*widths));
	struct buf shown = {0};
	size_t columns;

	for (size_t i = 0; i < (t->row_count + 1) * t->column_count; i++) {
		size_t column = i % t->column_count;

		columns = put_shown(i < t->column_count ?
		    t->columns[i].title : t->cells[i - t->column_count],
		    &shown);
		if (columns > widths[column])
			widths[column] = columns;
		buf_cut(&shown, 0);
	}
	buf_free(&shown);
	return widths;
}

static void
put_text_cell(struct span cell, size_t width, bool right, struct buf *b)
{
	size_t start = b->n, columns = put_shown(cell, b);

	buf_fill(b, ' ', width - columns);
	if (right && columns < width) {
		size_t n = b->n - start - (width - columns);

		memmove(b->p + start + (width - columns), b->p + start, n);
		memset(b->p + start, ' ', width - columns);
	}
}

static void
write_rule(const struct table *t, const size_t *widths, struct buf *b)
{
	for (size_t i = 0; i < t->column_count; i++) {
		if (i > 0)
			buf_add(b, SPAN("  "));
		buf_fill(b, '-', widths[i]);
	}
	buf_byte(b, '\n');
}

static void
write_cells(const struct table *t, const size_t *widths, struct buf *b)
{
	size_t start = b->n;

	for (size_t i = 0; i < (t->row_count + 1) * t->column_count; i++) {
		size_t column = i % t->column_count;

		if (column > 0)
			buf_add(b, SPAN("  "));
		put_text_cell(i < t->column_count ? t->columns[i].title :
		    t->cells[i - t->column_count], widths[column],
		    t->columns[column].right, b);
		if (column + 1 < t->column_count)
			continue;
		trim_end(b, start);
		buf_byte(b, '\n');
		if (i + 1 == t->column_count)
			write_rule(t, widths, b);
		start = b->n;
	}
}

/* Punctuation that may not begin a line. */
static bool
is_closer(uint32_t c)
{
	static const uint32_t closers[] = {
		0x3001, 0x3002, 0x300b, 0x300d, 0x300f, 0x3011, 0x2019, 0x201d,
		0xff01, 0xff09, 0xff0c, 0xff1a, 0xff1b, 0xff1f,
	};

	for (size_t i = 0; i < sizeof(closers) / sizeof(closers[0]); i++)
		if (c == closers[i])
			return true;
	return false;
}

/*
 * Bytes of s that fit into so many columns: up to a space, or to a place
 * between two characters of which one is wide; where there is none, as many
 * as fit, at least one character.
 */
static size_t
line_length(struct span s, size_t columns)
{
	size_t best = 0, at = 0, from, used = 0;
	int width, before = 0;
	uint32_t c;

	while (at < s.n) {
		from = at;
		c = utf8_next(s, &at);
		width = normal_width(c);
		if (c == ' ' || ((width == 2 || before == 2) && !is_closer(c)))
			best = from;
		used += (size_t)width;
		if (used > columns)
			return best > 0 ? best : from > 0 ? from : at;
		before = width;
	}
	return s.n;
}

static void
write_note(struct span note, struct buf *b)
{
	struct buf shown = {0};
	size_t n, indent = 0, start;
	struct span rest;

	put_shown(note, &shown);
	rest = span_trim(buf_span(&shown));
	while (rest.n > 0) {
		n = line_length(rest, TABLE_NOTE_COLUMNS - indent);
		start = b->n;
		buf_fill(b, ' ', indent);
		buf_add(b, span_make(rest.p, n));
		trim_end(b, start);
		buf_byte(b, '\n');
		rest = span_trim(span_from(rest, n));
		indent = 2;
	}
	buf_free(&shown);
}

static void
write_text(const struct table *t, struct buf *b)
{
	size_t *widths = measure(t), start = b->n;

	if (t->title.n > 0) {
		put_shown(t->title, b);
		trim_end(b, start);
		buf_byte(b, '\n');
	}
	write_cells(t, widths, b);
	if (t->note_count > 0)
		buf_byte(b, '\n');
	for (size_t i = 0; i < t->note_count; i++)
		write_note(t->notes[i], b);
	mem_free(widths);
}

void
table_write(const struct table *t, struct buf *b)
{
	switch (t->format) {
	case TABLE_CSV:
		if (t->bom)
			buf_add(b, SPAN("\xef\xbb\xbf"));
		write_separated(t, ',', put_csv_cell, b);
		break;
	case TABLE_TSV:
		write_separated(t, '\t', put_tsv_cell, b);
		break;
	case TABLE_TEXT:
		write_text(t, b);
		break;
	}
}
