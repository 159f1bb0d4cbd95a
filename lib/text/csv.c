#include "text/csv.h"

#include <stdint.h>

#include "base/utf8.h"

#define REACH		((ptrdiff_t)CSV_MAX_REACH)
#define PLAIN_ROW	4096	/* bytes in which one is looked for at once */

/*
 * A row is cut by this machine, which stops where the window does and goes on
 * there:
 *
 *	          "                      "
 *	  START -----> QUOTED -------------------> CLOSED --+
 *	   ^  | other    ^ `-- "" ---------------------'    |
 *	   |  +-----> PLAIN                                 |
 *	   +--- , ------+-----------------------------------+
 *
 * In CR the row has ended unless an LF belongs to it; in REST it ends with
 * the next line end, wherever that stands.
 *
 * When the quotes of a row are found broken, all its line ends stood in
 * quotes, and whoever comes over one of them in quotes goes the same way.  So
 * the next rows needn't go it again: that is `doomed`.
 */
enum part {
	START,
	PLAIN,
	QUOTED,
	CLOSED,
	CR,
	REST
};

static bool
is_line_end(char c)
{
	return c == '\n' || c == '\r';
}

/* Forgets the row, which was n bytes long. */
static size_t
end_row(struct csv_cutting *c, ptrdiff_t n)
{
	c->doomed = c->doomed > n ? c->doomed - n : 0;
	c->part = START;
	c->looked = 0;
	c->over = c->lost = false;
	return (size_t)n;
}

/*
 * The quotes of the row are broken: the length of its first line, or 0 if its
 * end is still to be found.
 */
static size_t
break_row(struct csv_cutting *c, struct span window)
{
	ptrdiff_t n = c->first, doomed;

	if (!c->over || c->lost) {
		c->over = false;
		if (c->part != CR)
			c->part = REST;
		return 0;
	}
	/* Behind a reach that is too long other quotes may still close. */
	doomed = c->looked > n + REACH ? n + REACH / 2 : c->looked;
	if (doomed > c->doomed)
		c->doomed = doomed;
	if (window.p[n - 1] == '\r' && n < (ptrdiff_t)window.n &&
	    window.p[n] == '\n')
		n++;
	return end_row(c, n);
}

/* A row without quotes that is whole in the window, as most are; or 0. */
static size_t
plain_row(struct csv_cutting *c, struct span window)
{
	size_t most = window.n < PLAIN_ROW ? window.n : PLAIN_ROW, n;
	const char *end = memchr(window.p, '\n', most);

	if (end == NULL)
		return 0;
	n = (size_t)(end - window.p);
	if (memchr(window.p, '"', n) != NULL || (n > 1 &&
	    memchr(window.p, '\r', n - 1) != NULL))
		return 0;
	return end_row(c, (ptrdiff_t)n + 1);
}

/* Goes behind the next quote, or on; never far at once. */
static void
pass_quoted(struct csv_cutting *c, struct span window)
{
	size_t left = window.n - (size_t)c->looked;
	const char *from = window.p + c->looked, *at;
	const char *end = from + (left < CSV_MAX_REACH ? left : CSV_MAX_REACH);
	const char *quote = memchr(from, '"', (size_t)(end - from));

	if (quote != NULL) {
		end = quote;
		c->part = CLOSED;
	}
	for (at = from; !c->over && at < end; at++)
		if (is_line_end(*at)) {
			c->over = true;
			c->first = at + 1 - window.p;
		}
	c->looked = end - window.p + (quote != NULL);
}

/* Goes behind the next delimiter, or behind the line end (true). */
static bool
pass_plain(struct csv_cutting *c, struct span window)
{
	const char *at = window.p + c->looked;
	const char *end = window.p + window.n;

	while (at < end && (*at != c->delimiter || c->part == REST) &&
	    !is_line_end(*at))
		at++;
	c->looked = at - window.p;
	if (at == end)
		return false;
	c->looked++;
	if (*at == c->delimiter)
		c->part = START;
	else if (*at == '\r')
		c->part = CR;
	return *at == '\n';
}

/* One step of the machine; true where the row ends at c->looked. */
static bool
step(struct csv_cutting *c, struct span window, bool *broken)
{
	char next = window.p[c->looked];

	switch ((enum part)c->part) {
	case START:
		c->part = next == '"' ? QUOTED : PLAIN;
		c->looked += next == '"';
		return false;
	case QUOTED:
		pass_quoted(c, window);
		return false;
	case CLOSED:
		*broken = next != '"' && next != c->delimiter &&
		    !is_line_end(next);
		if (next == '"') {
			c->part = QUOTED;
			c->looked++;
			return false;
		}
		return !*broken && pass_plain(c, window);
	case PLAIN:
	case REST:
		return pass_plain(c, window);
	case CR:
		c->looked += next == '\n';
		return true;
	}
	return false;
}

/* True if the first n bytes are the window, and a CR is the last one. */
static bool
ends_in_cr(struct span window, ptrdiff_t n)
{
	return n == (ptrdiff_t)window.n && window.p[n - 1] == '\r';
}

static size_t
cut_row(void *state, struct span window, size_t seen)
{
	struct csv_cutting *c = state;
	ptrdiff_t gone = c->looked - (ptrdiff_t)seen;
	bool ended = false, broken = false;
	size_t n;

	if (gone > 0) {
		c->lost = true;
		c->looked -= gone;
		c->first -= gone;
		c->doomed -= gone;
	}
	if (seen == 0 && (n = plain_row(c, window)) > 0)
		return n;
	while (!ended && c->looked < (ptrdiff_t)window.n) {
		ended = step(c, window, &broken);
		broken |= c->over && (c->looked > c->first + REACH ||
		    c->first <= c->doomed);
		if (broken && c->over && ends_in_cr(window, c->first))
			return 0;	/* an LF may belong to it */
		if (broken && (n = break_row(c, window)) > 0)
			return n;
		broken = false;
	}
	return ended ? end_row(c, c->looked) : 0;
}

/* The input is at its end: quotes that are open stay so. */
static size_t
last_row(void *state, struct span rest)
{
	struct csv_cutting *c = state;
	size_t n = 0;

	if (c->part == QUOTED)
		n = break_row(c, rest);
	return n > 0 ? n : end_row(c, (ptrdiff_t)rest.n);
}

struct cutter
csv_cutter(struct csv_cutting *c)
{
	return (struct cutter){ .cut = cut_row, .state = c, .last = last_row,
	    .cr_ends_line = true };
}

/* Refuses the row at byte `at`. */
static int
refuse(struct err *e, struct span row, size_t at, const char *what)
{
	err_record(e, "%s", what);
	e->column = 1 + utf8_length(span_make(row.p, at));
	return -1;
}

/*
 * The quoted cell at *at, which moves behind its closing quote; a copy only
 * where quotes stand in it.
 */
static int
take_quoted(struct span row, size_t *at, struct arena *arena,
    struct span *cell, struct err *e)
{
	size_t from = *at + 1, end = from, n = 0, run;
	char *copy = NULL;

	for (;;) {
		run = end;
		end += span_index(span_from(row, end), '"');
		if (end == row.n)
			return refuse(e, row, *at, "expected a quote at the "
			    "end of the cell that begins with one, got none");
		if (end + 1 == row.n || row.p[end + 1] != '"')
			break;
		if (copy == NULL)
			copy = arena_alloc(arena, row.n - from);
		end++;		/* the first quote of two stays */
		memcpy(copy + n, row.p + run, end - run);
		n += end++ - run;
	}
	*at = end + 1;
	*cell = span_make(row.p + from, end - from);
	if (copy == NULL)
		return 0;
	memcpy(copy + n, row.p + run, end - run);
	*cell = span_make(copy, n + end - run);
	return 0;
}

/* The cell at *at, which moves behind it. */
static int
take_cell(struct span row, size_t *at, char delimiter, struct arena *arena,
    struct span *cell, struct err *e)
{
	const char *from = row.p + *at, *end;

	if (*at == row.n || *from != '"') {
		end = memchr(from, delimiter, row.n - *at);
		*cell = span_make(from, end != NULL ? (size_t)(end - from) :
		    row.n - *at);
		*at += cell->n;
		return 0;
	}
	if (take_quoted(row, at, arena, cell, e) == -1)
		return -1;
	if (*at == row.n || row.p[*at] == delimiter)
		return 0;
	return refuse(e, row, *at, "expected a delimiter behind the quote "
	    "that closes a cell, got another character");
}

int
csv_cells(struct span row, char delimiter, struct arena *arena,
    struct span **cells, size_t *count, struct err *e)
{
	size_t at = 0, capacity = 0;

	*cells = NULL;
	*count = 0;
	row.n -= span_ends(row, SPAN("\n"));
	row.n -= span_ends(row, SPAN("\r"));
	if (row.n == 0)
		return 0;
	for (;;) {
		if (*count == CSV_MAX_CELLS)
			return err_record(e, "expected at most %d cells in "
			    "a row, got more", CSV_MAX_CELLS);
		if (*count == capacity)
			*cells = arena_grow(arena, *cells, *count, &capacity,
			    *count + 1, sizeof(**cells));
		if (take_cell(row, &at, delimiter, arena, *cells + *count,
		    e) == -1)
			return -1;
		++*count;
		if (at == row.n)
			return 0;
		at++;
	}
}

/* Where the quote stands that closes a cell; start is behind the first. */
static size_t
closing_quote(struct span row, size_t start)
{
	size_t at = start + span_index(span_from(row, start), '"');

	while (at + 1 < row.n && row.p[at + 1] == '"')
		at += 2 + span_index(span_from(row, at + 2), '"');
	return at;
}

struct span
csv_raw(struct span row, char delimiter, size_t index)
{
	size_t start = 0, end;
	bool quoted;

	row.n -= span_ends(row, SPAN("\n"));
	row.n -= span_ends(row, SPAN("\r"));
	for (;; index--) {
		quoted = start < row.n && row.p[start] == '"';
		start += quoted;
		end = quoted ? closing_quote(row, start) : start +
		    span_index(span_from(row, start), delimiter);
		if (index == 0)
			return span_make(row.p + start, end - start);
		start = end + quoted + 1;
	}
}

size_t
csv_lines(struct span row)
{
	size_t i, count = 0;

	for (i = 0; i < row.n; i++)
		count += row.p[i] == '\n' || (row.p[i] == '\r' &&
		    (i + 1 == row.n || row.p[i + 1] != '\n'));
	return count;
}

size_t
csv_trim(struct span *cells, size_t count)
{
	size_t i, filled = 0;

	for (i = 0; i < count; i++) {
		cells[i] = utf8_trim(cells[i]);
		if (cells[i].n > 0)
			filled = i + 1;
	}
	return filled;
}

/* 受理时间 and 工单受理时间 are near though half of the one is missing. */
static bool
has_part(struct span whole, struct span part)
{
	size_t i;

	for (i = 0; part.n > 0 && i + part.n <= whole.n; i++)
		if (memcmp(whole.p + i, part.p, part.n) == 0)
			return true;
	return false;
}

size_t
csv_nearest(const struct span *names, size_t count, struct span wanted)
{
	size_t i, longer, distance, best = count, least = SIZE_MAX;

	for (i = 0; i < count; i++) {
		longer = names[i].n > wanted.n ? names[i].n : wanted.n;
		distance = span_distance(names[i], wanted);
		if (distance < least && (distance <= longer / 2 ||
		    has_part(names[i], wanted) ||
		    has_part(wanted, names[i]))) {
			best = i;
			least = distance;
		}
	}
	return best;
}
