#include "base/arena.h"
#include "base/utf8.h"
#include "text/normal.h"
#include "text/table_shape.h"

#define GAP		2	/* columns between two cells */
#define TITLE_COLUMNS	8	/* a broken title has room for four of 汉 */
#define NOTE_INDENT	2	/* of all lines of a note but the first */

/* A column as it is laid out; its title may take several lines. */
struct heading {
	struct span	*lines;
	size_t		 count;
	size_t		 width;
};

struct layout {
	const struct table	*t;
	struct heading		*headings;
	size_t			*shown;		/* columns of a block */
	size_t			 shown_count;
	struct buf		 cell;		/* the one being measured or put */
	struct arena		 arena;
};

static bool
is_one_of(uint32_t c, const uint32_t *list, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (c == list[i])
			return true;
	return false;
}

/* Punctuation that may not begin a line, and such that may not end one. */
static bool
is_closer(uint32_t c)
{
	static const uint32_t closers[] = {
		0x3001, 0x3002, 0x300b, 0x300d, 0x300f, 0x3011, 0x2019, 0x201d,
		0xff01, 0xff09, 0xff0c, 0xff1a, 0xff1b, 0xff1f,
	};

	return is_one_of(c, closers, sizeof(closers) / sizeof(closers[0]));
}

static bool
is_opener(uint32_t c)
{
	static const uint32_t openers[] = {
		0x300a, 0x300c, 0x300e, 0x3010, 0x2018, 0x201c, 0xff08,
	};

	return is_one_of(c, openers, sizeof(openers) / sizeof(openers[0]));
}

/* Whether a line may end between two characters. */
static bool
may_break(uint32_t before, uint32_t after)
{
	if (after == ' ' || before == '_')
		return true;
	return (normal_width(before) == 2 || normal_width(after) == 2) &&
	    !is_opener(before) && !is_closer(after);
}

/*
 * Bytes of s that fit into so many columns, up to a place where a line may
 * end; where there is none, as many as fit, at least one character.
 */
static size_t
line_length(struct span s, size_t columns)
{
	size_t best = 0, at = 0, from, used = 0;
	uint32_t c, before = 0;

	while (at < s.n) {
		from = at;
		c = utf8_next(s, &at);
		if (from > 0 && may_break(before, c))
			best = from;
		used += (size_t)normal_width(c);
		if (used > columns)
			return best > 0 ? best : from > 0 ? from : at;
		before = c;
	}
	return s.n;
}

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
	size_t n = line_length(s, columns), open = 0, from;
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
	*h = (struct heading){ .width = h->width };
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
			put_line(l, &t->cells[row * t->column_count], b);
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
		n = line_length(rest, width > indent ? width - indent : 1);
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
}
