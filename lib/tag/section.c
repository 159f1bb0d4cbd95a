#include "base/utf8.h"
#include "tag/section.h"
#include "text/shape.h"

static bool
is_heading(struct span line)
{
	line = utf8_trim(line);
	if (line.n == 0)
		return false;
	switch (shape_of(line)) {
	case SHAPE_MARKED:
	case SHAPE_NUMBERED:
	case SHAPE_TITLE:
		return true;
	default:
		return false;
	}
}

/* Where the next heading begins behind byte `at`, or the text ends. */
static size_t
next_heading(struct span text, size_t at)
{
	struct span line;

	for (;;) {
		at += span_index(span_from(text, at), '\n') + 1;
		if (at >= text.n)
			return text.n;
		line = span_from(text, at);
		line.n = span_index(line, '\n');
		if (is_heading(line))
			return at;
	}
}

size_t
section_cut(struct arena *arena, struct span text, struct cut_piece **pieces)
{
	struct cut_piece piece = { 0 }, *all = NULL;
	size_t count = 0, capacity = 0;

	do {
		piece.end = next_heading(text, piece.start);
		piece.char_end = piece.char_start + utf8_length(span_make(
		    text.p + piece.start, piece.end - piece.start));
		all = arena_grow(arena, all, count, &capacity, count + 1,
		    sizeof(*all));
		all[count++] = piece;
		piece.start = piece.end;
		piece.char_start = piece.char_end;
	} while (piece.start < text.n);
	*pieces = all;
	return count;
}
