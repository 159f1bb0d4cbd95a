#include "text/markup_write.h"

#include <string.h>

#include "base/utf8.h"

void
markup_gap(struct markup_write *w, enum markup_gap gap)
{
	if (w->in_cell && gap > MARKUP_SPACE)
		gap = MARKUP_SPACE;
	if (gap > w->gap)
		w->gap = gap;
}

void
markup_prefix(struct markup_write *w, struct span s)
{
	if (s.n > sizeof(w->prefix) - w->prefix_n)
		return;
	memcpy(w->prefix + w->prefix_n, s.p, s.n);
	w->prefix_n += s.n;
}

void
markup_heading(struct markup_write *w, size_t level)
{
	markup_gap(w, MARKUP_BLOCK);
	w->prefix_n = 0;
	markup_prefix(w, span_make("######", level));
	markup_prefix(w, SPAN(" "));
}

void
markup_list(struct markup_write *w, size_t first)
{
	if (w->lists < MARKUP_MAX_LISTS)
		w->list[w->lists] = first;
	w->lists++;
}

/* 3. or ^3^ */
static void
prefix_number(struct markup_write *w, size_t number, bool note)
{
	char digits[24];
	size_t n = sizeof(digits);

	digits[--n] = ' ';
	digits[--n] = note ? '^' : '.';
	do
		digits[--n] = (char)('0' + number % 10);
	while ((number /= 10) > 0);
	if (note)
		digits[--n] = '^';
	markup_prefix(w, span_make(digits + n, sizeof(digits) - n));
}

void
markup_item(struct markup_write *w, bool note)
{
	size_t *number = w->lists > 0 && w->lists <= MARKUP_MAX_LISTS ?
	    &w->list[w->lists - 1] : NULL;

	markup_gap(w, MARKUP_BLOCK);
	w->prefix_n = 0;
	if (number != NULL && *number > 0)
		prefix_number(w, (*number)++, note);
	else
		markup_prefix(w, SPAN("- "));
}

void
markup_row(struct markup_write *w)
{
	w->in_cell = false;
	markup_gap(w, MARKUP_LINE);
	markup_literal(w, SPAN("|"));
}

void
markup_cell_end(struct markup_write *w)
{
	markup_literal(w, SPAN(" |"));
}

static bool
is_wide(uint32_t c)
{
	return utf8_is_han(c) || (c >= 0x3001 && c <= 0x301f) ||
	    (c >= 0xff01 && c <= 0xff5e);
}

/* What comes before text that begins with c. */
static void
put_gap(struct markup_write *w, uint32_t c)
{
	bool at_start = w->rewrite.length == 0;
	size_t i;

	if (at_start || w->gap >= MARKUP_LINE)
		w->last = 0;
	if (w->gap == MARKUP_BLOCK && !at_start)
		rewrite_put(&w->rewrite, SPAN("\n\n"));
	else if (w->gap == MARKUP_LINE && !at_start)
		rewrite_put(&w->rewrite, SPAN("\n"));
	else if (w->last != 0 && (w->gap == MARKUP_SPACE ||
	    (w->gap == MARKUP_SEGMENT && !(is_wide(w->last) && is_wide(c)))))
		rewrite_put(&w->rewrite, SPAN(" "));
	for (i = 0; i < w->quotes && i < MARKUP_MAX_QUOTES &&
	    (at_start || w->gap >= MARKUP_LINE); i++)
		rewrite_put(&w->rewrite, SPAN("> "));
	rewrite_put(&w->rewrite, span_make(w->prefix, w->prefix_n));
	w->prefix_n = 0;
	w->gap = MARKUP_NO_GAP;
}

/* Text without a gap in it. */
static void
put(struct markup_write *w, struct span s)
{
	const char *old = w->rewrite.old.p;
	size_t at = 0;

	if (s.n == 0)
		return;
	put_gap(w, utf8_next(s, &at));
	at = s.n;
	w->last = utf8_previous(s, &at);
	if (old != NULL && s.p >= old && s.p < old + w->rewrite.old.n &&
	    (size_t)(s.p - old) >= w->rewrite.at)
		rewrite_keep(&w->rewrite, (size_t)(s.p - old), s.n);
	else
		rewrite_put(&w->rewrite, s);
}

static bool
is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f';
}

/* Without white space of any kind where a line begins. */
static struct span
without_indent(const struct markup_write *w, struct span s)
{
	size_t at = 0, next = 0;

	if (w->last != 0 && w->gap < MARKUP_LINE)
		return s;
	while (next < s.n && utf8_is_space(utf8_next(s, &next)))
		at = next;
	return span_from(s, at);
}

void
markup_text(struct markup_write *w, struct span s)
{
	size_t at = 0, from;

	while (at < s.n) {
		for (; at < s.n && is_blank(s.p[at]); at++)
			markup_gap(w, s.p[at] == '\n' ? MARKUP_SEGMENT :
			    MARKUP_SPACE);
		from = at;
		while (at < s.n && !is_blank(s.p[at]))
			at++;
		put(w, without_indent(w, span_make(s.p + from, at - from)));
	}
}

void
markup_verbatim(struct markup_write *w, struct span s)
{
	struct span line;

	while (s.n > 0) {
		line = span_make(s.p, span_index(s, '\n'));
		s = span_make(s.p + line.n, s.n - line.n);
		line.n -= span_ends(line, SPAN("\r"));
		put(w, line);
		if (s.n > 0) {
			markup_gap(w, MARKUP_LINE);
			s = span_from(s, 1);
		}
	}
}

void
markup_literal(struct markup_write *w, struct span s)
{
	size_t at = s.n;

	if (w->gap < MARKUP_LINE)
		w->gap = MARKUP_NO_GAP;
	put_gap(w, 0);
	rewrite_put(&w->rewrite, s);
	w->last = utf8_previous(s, &at);
}
