#include "base/arena.h"
#include "base/utf8.h"
#include "text/normal.h"
#include "text/table_fit.h"
#include "text/table_shape.h"

#define GAP		2	/* columns between two cells */
#define TITLE_COLUMNS	8	/* a broken title has room for four of 汉 */
#define NOTE_INDENT	2	/* of all lines of a note but the first */
#define LEAST_COLUMNS	12	/* of a column that is made to fit */
#define CUT		"…"

/* A column as it is laid out; its title may take several lines. */
struct heading {
	struct span	*lines;
	size_t		 count;
	size_t		 width;
	bool		 fitted;	/* the width is settled */
};

struct layout {
	const struct table	*t;
	struct heading		*headings;
	size_t			*shown;		/* columns of a block */
	size_t			 shown_count;
	struct buf		 cell;		/* the one being measured or put */
	struct arena		 arena;
	struct arena		 row;		/* of one row */
};

/* Makes l->cell what is shown of s; returns its columns. */
static size_t
show(struct layout *l, struct span s)
{
	buf_cut(&l->cell, 0);
	table_put_shown(s, &l->cell);
	return normal_columns(buf_span(&l->cell));
}

/* The same of a title: a unit （小时） that ends it stays whole if it fits. */
static size_t
title_length(struct span s, size_t columns)
{
	size_t n = table_line_length(s, columns), open = 0, from;
	uint32_t c;

	for (size_t at = 0; at < n;) {
		from = at;
		c = utf8_next(s, &at);
		if (c == 0xff08 || c == 0xff09)
			open = c == 0xff08 ? from : 0;
	}
	return n < s.n && open > 0 &&
	    normal_columns(span_from(s, open)) <= columns ? open : n;
}

static void
set_title(struct layout *l, size_t column, size_t width)
{
	struct heading *h = &l->headings[column];
	size_t capacity = 0, n, columns;
	struct span rest;

	show(l, l->t->columns[column].title);
	rest = span_trim(arena_copy(&l->arena, buf_span(&l->cell)));
	*h = (struct heading){ .width = h->width, .fitted = h->fitted };
	while (rest.n > 0) {
		n = title_length(rest, width);
		h->lines = arena_grow(&l->arena, h->lines, h->count, &capacity,
		    h->count + 1, sizeof(*h->lines));
		h->lines[h->count] = span_trim(span_make(rest.p, n));
		columns = normal_columns(h->lines[h->count++]);
		h->width = columns > h->width ? columns : h->width;
		rest = span_trim(span_from(rest, n));
	}
}

/* The width of each column's values. */
static void
measure(struct layout *l)
{
	const struct table *t = l->t;
	struct heading *h;
	size_t columns;

	for (size_t i = 0; i < t->column_count; i++)
		l->headings[i].width = 0;
	for (size_t i = 0; i < t->row_count * t->column_count; i++) {
		h = &l->headings[i % t->column_count];
		columns = show(l, t->cells[i]);
		h->width = columns > h->width ? columns : h->width;
	}
}

static size_t
total_width(const struct layout *l)
{
	size_t total = 0;

	for (size_t i = 0; i < l->t->column_count; i++)
		total += l->headings[i].width + GAP;
	return total - GAP;
}

static bool
is_fitted(const struct layout *l, size_t column)
{
	return l->t->columns[column].fit == TABLE_WHOLE ||
	    l->headings[column].fitted;
}

/* The columns of a line, and of its gaps, where each fitted one is least. */
static size_t
least_width(const struct layout *l)
{
	size_t total = (l->t->column_count - 1) * GAP, width;

	for (size_t i = 0; i < l->t->column_count; i++) {
		width = l->headings[i].width;
		total += is_fitted(l, i) || width < LEAST_COLUMNS ? width :
		    LEAST_COLUMNS;
	}
	return total;
}

/* Settles one that needs no more than its part; false: none does. */
static bool
settle_one(struct layout *l, size_t *room, size_t *left)
{
	for (size_t i = 0; i < l->t->column_count; i++)
		if (!is_fitted(l, i) && l->headings[i].width <= *room / *left) {
			l->headings[i].fitted = true;
			*room -= l->headings[i].width;
			return --*left > 0;
		}
	return false;
}

static void
settle(struct layout *l, size_t column, size_t width)
{
	l->headings[column] = (struct heading){ .fitted = true,
	    .width = width };
	set_title(l, column, width);
}

/* Each that isn't a key shares a block with the keys at most. */
static void
fit_alone(struct layout *l)
{
	size_t keys = 0, room;

	for (size_t i = 0; i < l->t->key_count; i++)
		keys += l->headings[i].width + GAP;
	room = keys + LEAST_COLUMNS > l->t->width ? LEAST_COLUMNS :
	    l->t->width - keys;
	for (size_t i = l->t->key_count; i < l->t->column_count; i++)
		if (!is_fitted(l, i) && l->headings[i].width > room)
			settle(l, i, room);
}

/*
 * Columns that may be narrower share what the others leave, each no more than
 * it needs; where that is too little to read, they stand in blocks.
 */
static void
fit(struct layout *l)
{
	size_t whole = (l->t->column_count - 1) * GAP, left = 0, room;

	if (least_width(l) > l->t->width) {
		fit_alone(l);
		return;
	}
	for (size_t i = 0; i < l->t->column_count; i++)
		if (is_fitted(l, i))
			whole += l->headings[i].width;
		else
			left++;
	room = l->t->width - whole;
	while (left > 0 && settle_one(l, &room, &left))
		;
	for (size_t i = 0; left > 0 && i < l->t->column_count; i++)
		if (!is_fitted(l, i)) {
			settle(l, i, room / left);
			room -= room / left--;
		}
}

static void
lay_out(struct layout *l)
{
	const struct table *t = l->t;

	l->headings = arena_zero(&l->arena, t->column_count,
	    sizeof(*l->headings));
	l->shown = arena_zero(&l->arena, t->column_count, sizeof(*l->shown));
	measure(l);
	for (size_t i = 0; i < t->column_count; i++)
		set_title(l, i, SIZE_MAX);
	if (t->width == 0 || total_width(l) <= t->width)
		return;
	measure(l);
	for (size_t i = 0; i < t->column_count; i++)
		set_title(l, i, l->headings[i].width > TITLE_COLUMNS ?
		    l->headings[i].width : TITLE_COLUMNS);
	if (total_width(l) > t->width)
		fit(l);
}

static void
trim_end(struct buf *b, size_t start)
{
	while (b->n > start && b->p[b->n - 1] == ' ')
		buf_cut(b, b->n - 1);
}

static void
put_cell(struct layout *l, size_t column, struct span cell, struct buf *b)
{
	size_t room = l->headings[column].width - show(l, cell);
	bool right = l->t->columns[column].right;

	buf_fill(b, ' ', right ? room : 0);
	buf_add(b, buf_span(&l->cell));
	buf_fill(b, ' ', right ? 0 : room);
}

/* A line of a block: cells has one for each column of the table. */
static void
put_line(struct layout *l, const struct span *cells, struct buf *b)
{
	size_t start = b->n;

	for (size_t i = 0; i < l->shown_count; i++) {
		buf_fill(b, ' ', i > 0 ? GAP : 0);
		put_cell(l, l->shown[i], cells[l->shown[i]], b);
	}
	trim_end(b, start);
	buf_byte(b, '\n');
}

/* What of a cell its column has room for, in the row's arena if not all. */
static struct span
fit_cell(struct layout *l, size_t column, struct span cell)
{
	enum table_fit how = l->t->columns[column].fit;
	size_t width = l->headings[column].width, room = width - 1, start, end;

	if (how == TABLE_WHOLE || (show(l, cell) <= width &&
	    how != TABLE_BROKEN))
		return cell;
	cell = arena_copy(&l->row, buf_span(&l->cell));
	if (how == TABLE_BROKEN)
		return cell;
	start = how == TABLE_CUT_START ? 0 : how == TABLE_CUT_END ? room :
	    room / 2;
	start = table_start_length(cell, start);
	end = how == TABLE_CUT_END ? 0 : table_end_length(cell, room -
	    normal_columns(span_make(cell.p, start)));
	return arena_printf(&l->row, "%.*s" CUT "%.*s", (int)start, cell.p,
	    (int)end, cell.p + cell.n - end);
}

/* The next line of each cell; returns whether a cell has more of them. */
static bool
take_lines(struct layout *l, struct span *rest, struct span *line)
{
	bool more = false;

	for (size_t i = 0; i < l->shown_count; i++) {
		size_t column = l->shown[i], n = rest[column].n;

		if (l->t->columns[column].fit == TABLE_BROKEN)
			n = table_line_length(rest[column],
			    l->headings[column].width);
		line[column] = span_make(rest[column].p, n);
		rest[column] = span_trim(span_from(rest[column], n));
		more |= rest[column].n > 0;
	}
	return more;
}

static void
put_row(struct layout *l, const struct span *cells, struct buf *b)
{
	struct span *rest = arena_zero(&l->row, l->t->column_count,
	    2 * sizeof(*rest)), *line = rest + l->t->column_count;
	bool more;

	for (size_t i = 0; i < l->shown_count; i++) {
		size_t column = l->shown[i];

		rest[column] = fit_cell(l, column, cells[column]);
	}
	do {
		more = take_lines(l, rest, line);
		put_line(l, line, b);
	} while (more);
	arena_reset(&l->row);
}

/* The titles stand on the rule, however many lines they take. */
static void
put_titles(struct layout *l, struct buf *b)
{
	struct span *line = arena_zero(&l->arena, l->t->column_count,
	    sizeof(*line));
	const struct heading *h;
	size_t lines = 1;

	for (size_t i = 0; i < l->shown_count; i++) {
		h = &l->headings[l->shown[i]];
		lines = h->count > lines ? h->count : lines;
	}
	for (; lines > 0; lines--) {
		for (size_t i = 0; i < l->shown_count; i++) {
			h = &l->headings[l->shown[i]];
			line[l->shown[i]] = lines > h->count ? SPAN("") :
			    h->lines[h->count - lines];
		}
		put_line(l, line, b);
	}
	for (size_t i = 0; i < l->shown_count; i++) {
		buf_fill(b, ' ', i > 0 ? GAP : 0);
		buf_fill(b, '-', l->headings[l->shown[i]].width);
	}
	buf_byte(b, '\n');
}

/*
 * Chooses the columns of the next block: the keys, and from `next` on as many
 * as fit, at least one.  Returns the one behind the last.
 */
static size_t
choose(struct layout *l, size_t next)
{
	const struct table *t = l->t;
	size_t used = 0;

	l->shown_count = 0;
	for (size_t i = 0; i < t->key_count; i++) {
		l->shown[l->shown_count++] = i;
		used += l->headings[i].width + GAP;
	}
	for (bool first = true; next < t->column_count; first = false) {
		used += l->headings[next].width;
		if (!first && t->width > 0 && used > t->width)
			break;
		l->shown[l->shown_count++] = next++;
		used += GAP;
	}
	return next;
}

static void
put_blocks(struct layout *l, struct buf *b)
{
	const struct table *t = l->t;
	size_t next = t->key_count;

	do {
		if (next > t->key_count)
			buf_byte(b, '\n');
		next = choose(l, next);
		put_titles(l, b);
		for (size_t row = 0; row < t->row_count; row++)
			put_row(l, &t->cells[row * t->column_count], b);
	} while (next < t->column_count);
}

void
table_put_note(struct span note, size_t width, struct buf *b)
{
	struct buf shown = {0};
	size_t n, indent = 0, start;
	struct span rest;

	if (width == 0)
		width = TABLE_NOTE_COLUMNS;
	table_put_shown(note, &shown);
	rest = span_trim(buf_span(&shown));
	while (rest.n > 0) {
		n = table_line_length(rest, width > indent ?
		    width - indent : 1);
		start = b->n;
		buf_fill(b, ' ', indent);
		buf_add(b, span_make(rest.p, n));
		trim_end(b, start);
		buf_byte(b, '\n');
		rest = span_trim(span_from(rest, n));
		indent = NOTE_INDENT;
	}
	buf_free(&shown);
}

void
table_put_text(const struct table *t, struct buf *b)
{
	struct layout l = { .t = t };
	size_t start = b->n;

	if (t->title.n > 0) {
		table_put_shown(t->title, b);
		trim_end(b, start);
		buf_byte(b, '\n');
	}
	lay_out(&l);
	put_blocks(&l, b);
	if (t->note_count > 0)
		buf_byte(b, '\n');
	for (size_t i = 0; i < t->note_count; i++)
		table_put_note(t->notes[i], t->width, b);
	buf_free(&l.cell);
	arena_free(&l.arena);
	arena_free(&l.row);
}
