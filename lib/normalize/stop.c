#include "normalize/stop.h"

#include "base/ascii.h"
#include "base/utf8.h"
#include "text/csv.h"

#define ROWS_MAX	1000000000000	/* that a total may tell */

/* Takes the next cell off the row, up to a quote in it; false at the end. */
static bool
next_cell(struct span *rest, char delimiter, struct span *cell)
{
	bool quoted = rest->n > 0 && rest->p[0] == '"';
	size_t n = 0;

	if (rest->n == 0)
		return false;
	*rest = span_from(*rest, quoted);
	while (n < rest->n && rest->p[n] != '"' && (quoted ||
	    (rest->p[n] != delimiter && rest->p[n] != '\n' &&
	    rest->p[n] != '\r')))
		n++;
	*cell = span_make(rest->p, n);
	*rest = span_from(*rest, n);
	*rest = span_from(*rest, span_index(*rest, delimiter) + 1);
	return true;
}

static bool
has_space(struct span text)
{
	size_t at = 0;

	while (at < text.n)
		if (utf8_is_space(utf8_next(text, &at)))
			return true;
	return false;
}

/*
 * The text without white space: letter-spaced words as they are said.  The
 * arena is asked only where there is some: this is done to every row.
 */
static struct span
without_spaces(struct arena *arena, struct span text)
{
	size_t at = 0, n = 0, start;
	char *into;

	if (!has_space(text))
		return text;
	into = arena_alloc(arena, text.n);

	while (at < text.n) {
		start = at;
		if (utf8_is_space(utf8_next(text, &at)))
			continue;
		memcpy(into + n, text.p + start, at - start);
		n += at - start;
	}
	return span_make(into, n);
}

/* 1 if the cell matches as it is, or without white space; 0, -1. */
static int
cell_matches(const struct worker *w, struct arena *arena, struct span cell,
    const struct regex *pattern, struct err *e)
{
	struct regex_match match;
	int found = regex_find(pattern, w->work, cell, 0, &match, e);
	struct span closed;

	if (found != 0)
		return found;
	closed = without_spaces(arena, cell);
	return closed.n == cell.n ? 0 :
	    regex_find(pattern, w->work, closed, 0, &match, e);
}

int
stop_matches(const struct worker *w, const struct input *input,
    struct span row, const struct regex *pattern, struct err *e)
{
	struct arena arena = { 0 };
	struct span cell, text = SPAN("");
	uint64_t places = 0;		/* the row's are counted by map() */
	int found = 0;

	if (pattern == NULL || input == NULL)
		return 0;
	while (text.n == 0 && next_cell(&row, input->delimiter, &cell)) {
		if (worker_decode(w, input->encoding, cell, &arena, &text,
		    &places, e) == -1) {
			*e = (struct err){ 0 };	/* for map() to refuse */
			break;
		}
		text = utf8_trim(text);
		if (text.n > 0)
			found = cell_matches(w, &arena, text, pattern, e);
	}
	arena_free(&arena);
	return found;
}

/* 2,965 and 2965; false if that is no number of rows. */
static bool
read_count(struct span cell, size_t *count)
{
	size_t i;

	*count = 0;
	for (i = 0; i < cell.n; i++) {
		if (cell.p[i] == ',' && i > 0)
			continue;
		if (!ascii_is_digit(cell.p[i]) || *count > ROWS_MAX)
			return false;
		*count = *count * 10 + (size_t)(cell.p[i] - '0');
	}
	return cell.n > 0;
}

/* Whether the row has as many rows above it as it says. */
static int
check_rows(const struct worker *w, const struct input *input,
    struct span row, struct err *e)
{
	struct arena arena = { 0 };
	struct span *cells = NULL;
	size_t i = 0, count = 0, rows = 0;
	uint64_t places = 0;
	bool is_told;

	if (worker_decode(w, input->encoding, row, &arena, &row, &places,
	    e) == -1 || csv_cells(row, input->delimiter, &arena, &cells,
	    &count, e) == -1)
		count = 0;
	*e = (struct err){ 0 };
	while (i < count && utf8_trim(cells[i]).n == 0)
		i++;
	do
		i++;
	while (i < count && utf8_trim(cells[i]).n == 0);
	is_told = i < count && read_count(utf8_trim(cells[i]), &rows);
	arena_free(&arena);
	if (!is_told)
		return err_set(e, ERR_DATA, NULL, 0, 0, "expected how many "
		    "rows there are behind the total's name (stop: rows), "
		    "got none");
	return rows <= w->rows ? 0 : err_set(e, ERR_DATA, NULL, 0, 0,
	    "expected %zu rows, as the total says, got %zu: the export isn't "
	    "whole", rows, w->rows);
}

/* A row that has a value and isn't skipped. */
static bool
is_counted(const struct worker *w, const struct input *input,
    struct span row)
{
	struct err e = { 0 };
	size_t i = 0;

	while (i < row.n && (row.p[i] == input->delimiter ||
	    row.p[i] == '"' || row.p[i] == ' '))
		i++;
	return i < row.n && stop_matches(w, input, row, w->plan->skip,
	    &e) == 0;
}

/* What the rows below have of this one, unless it is none. */
static int
tell_below(struct worker *w, const struct input *input, struct span row,
    struct buf *above, struct err *e)
{
	int found;

	if (input == NULL || input->fill_count == 0)
		return 0;
	found = stop_matches(w, input, row, w->plan->skip, e);
	if (found == 0)
		fill_row(w, input, row, above);
	return found == -1 ? -1 : 0;
}

int
stop_at(void *worker, const void *made, struct span row, struct buf *above,
    struct err *e)
{
	struct worker *w = worker;
	int found = stop_matches(w, made, row, w->plan->stop, e);

	if (found == 0 && w->plan->stop_rows)
		w->rows += made != NULL && is_counted(w, made, row);
	if (found == 0)
		return tell_below(w, made, row, above, e);
	if (found == -1)
		return -1;
	w->stopped = true;
	if (w->plan->stop_rows && check_rows(w, made, row, e) == -1)
		return -1;
	return 1;
}

/* An input without that row. */
static int
refuse_open(const struct worker *w, const char *got, struct err *e)
{
	char shown[128];

	return err_set(e, ERR_DATA, NULL, 0, 0, "expected a row that matches "
	    "\"%s\" (stop: required), %s: the export isn't whole",
	    err_quote(shown, sizeof(shown), w->plan->stop_pattern), got);
}

/* Notes whether this input has the row; -1 if others differ. */
static int
compare_endings(struct worker *w, const struct input *input, struct err *e)
{
	char shown[128];

	if (!w->stopped && w->ended > 0)
		return refuse_open(w, "as other inputs have, got none", e);
	if (!w->stopped && w->lacking[0] == '\0')
		err_quote(w->lacking, sizeof(w->lacking), span_make(
		    input->name.p + 1, input->name.n - 2));
	if (w->stopped && w->ended++ == 0 && w->lacking[0] != '\0')
		return err_set(e, ERR_DATA, NULL, 0, 0, "a row matches "
		    "\"%s\" (stop: required), but none of %s, which was read "
		    "before: that export isn't whole", err_quote(shown,
		    sizeof(shown), w->plan->stop_pattern), w->lacking);
	return 0;
}

int
stop_ended(void *worker, const void *made, struct err *e)
{
	struct worker *w = worker;

	if (made == NULL || w->plan->stop == NULL ||
	    w->plan->ending == ENDING_FREE)
		return 0;
	if (w->plan->ending == ENDING_ALIKE)
		return compare_endings(w, made, e);
	return w->stopped ? 0 : refuse_open(w, "got none", e);
}
