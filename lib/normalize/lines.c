#include "normalize/lines.h"

#include "base/utf8.h"

/*
 * Columns of Chinese print: what stands from the dashes and quotation marks
 * up is set two columns wide there.
 */
static uint32_t
columns(uint32_t c)
{
	return c >= 0x2010 ? 2 : 1;
}

struct span
line_text(const struct lines *lines, size_t at)
{
	const struct line *line = &lines->items[at];

	return span_make(lines->text.p + line->start, line->end - line->start);
}

static void
measure(struct line *line, struct span whole)
{
	size_t at = line->start;

	line->width = 0;
	while (at < line->end)
		line->width += columns(utf8_next(whole, &at));
}

/* Takes white space off both ends and counts its columns before the text. */
static void
trim(struct line *line, struct span whole)
{
	size_t at = line->start;
	uint32_t c;

	line->indent = 0;
	while (at < line->end && utf8_is_space(c = utf8_next(whole, &at))) {
		line->indent += c == '\t' ? 8 : columns(c);
		line->start = at;
	}
	at = line->end;
	while (at > line->start && utf8_is_space(utf8_previous(whole, &at)))
		line->end = at;
}

static int
is_dropped(const struct line_drop *drop, struct span text, bool *dropped,
    struct err *e)
{
	struct regex_match match;
	size_t i;
	int found;

	*dropped = false;
	for (i = 0; i < drop->count && !*dropped; i++) {
		found = regex_find(drop->patterns[i], drop->work, text, 0,
		    &match, e);
		if (found == -1)
			return -1;
		*dropped = found == 1;
	}
	return 0;
}

static void
describe(struct lines *lines, struct line *line)
{
	struct span text = span_make(lines->text.p + line->start,
	    line->end - line->start);

	line->shape = (uint8_t)shape_of(text);
	line->ended = shape_is_ended(text);
	if (line->shape == SHAPE_REFERENCE && span_ends(text, SPAN(":")))
		line->ended = false;	/* before the pages */
	line->prose = shape_is_prose(text);
	measure(line, lines->text);
}

/* The byte at which the line that begins at `at` ends. */
static size_t
line_end(struct span text, size_t at)
{
	while (at < text.n && text.p[at] != '\n' && text.p[at] != '\f')
		at++;
	return at;
}

int
lines_read(struct lines *lines, struct arena *arena, struct span text,
    const struct line_drop *drop, struct err *e)
{
	struct line line = { 0 };
	size_t at = 0, end;

	*lines = (struct lines){ .text = text };
	for (at = 0; at < text.n; at = end + 1) {
		end = line_end(text, at);
		line.start = at;
		line.end = end;
		trim(&line, text);
		if (line.start == line.end) {
			line.blanks += end < text.n && text.p[end] == '\n';
			line.page |= end < text.n && text.p[end] == '\f';
			continue;
		}
		if (is_dropped(drop, span_make(text.p + line.start,
		    line.end - line.start), &line.dropped, e) == -1)
			return -1;
		if (!line.dropped)
			describe(lines, &line);
		lines->items = arena_grow(arena, lines->items, lines->count,
		    &lines->capacity, lines->count + 1, sizeof(line));
		lines->items[lines->count++] = line;
		if (!line.dropped)
			line = (struct line){ 0 };
		line.page |= end < text.n && text.p[end] == '\f';
	}
	return 0;
}
