#include "text/markdown_notes.h"

#include "base/ascii.h"

#define LONGEST_LABEL	64	/* bytes */
#define LONGEST_NUMBER	4	/* digits */
#define DEEPEST		3	/* spaces before a line that is no code */

/* Length of [^label] at the start of s; 0: none. */
static size_t
label_length(struct span s)
{
	size_t n = 2;

	if (!span_starts(s, SPAN("[^")))
		return 0;
	while (n < s.n && n < LONGEST_LABEL &&
	    (unsigned char)s.p[n] > ' ' && s.p[n] != '[' && s.p[n] != ']')
		n++;
	return n > 2 && n < s.n && s.p[n] == ']' ? n + 1 : 0;
}

static bool
is_number(struct span label)
{
	size_t i;

	for (i = 2; i + 1 < label.n; i++)
		if (!ascii_is_digit(label.p[i]))
			return false;
	return label.n <= LONGEST_NUMBER + 3;
}

/* [^1] becomes ^1^. */
static void
raise(struct edits *edits, struct arena *arena, size_t at, size_t n)
{
	edits_add(edits, arena, at, 1, SPAN(""));
	edits_add(edits, arena, at + n - 1, 1, SPAN("^"));
}

/* The note that the line from at on is; returns where its text begins. */
static size_t
begin_note(struct edits *edits, struct arena *arena, struct span text,
    size_t start, size_t at)
{
	size_t n = label_length(span_from(text, at));

	if (n == 0 || at + n == text.n || text.p[at + n] != ':')
		return at;
	edits_add(edits, arena, start, 0, SPAN("\n"));
	if (!is_number(span_make(text.p + at, n))) {
		edits_add(edits, arena, at, 0, SPAN("\\"));
		return at + n + 1;
	}
	raise(edits, arena, at, n);
	edits_add(edits, arena, at + n, 1, SPAN(" "));
	return at + n + 1;
}

static void
read_line(struct edits *edits, struct arena *arena, struct span text,
    size_t start, size_t end)
{
	size_t at = start, n;

	while (at < end && at - start < DEEPEST && text.p[at] == ' ')
		at++;
	for (at = begin_note(edits, arena, text, start, at); at < end;
	    at += n > 0 ? n : 1) {
		n = label_length(span_make(text.p + at, end - at));
		if (n > 0 && is_number(span_make(text.p + at, n)))
			raise(edits, arena, at, n);
	}
}

static bool
is_fence(struct span line)
{
	line = span_trim(line);
	return span_starts(line, SPAN("```")) ||
	    span_starts(line, SPAN("~~~"));
}

struct edits
markdown_notes_edits(struct arena *arena, struct span text)
{
	struct edits edits = { 0 };
	size_t start, n;
	bool in_code = false;

	for (start = 0; start < text.n; start += n + 1) {
		n = span_index(span_from(text, start), '\n');
		if (is_fence(span_make(text.p + start, n)))
			in_code = !in_code;
		else if (!in_code)
			read_line(&edits, arena, text, start, start + n);
	}
	return edits;
}
