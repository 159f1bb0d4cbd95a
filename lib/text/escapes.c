#include "text/escapes.h"

#include "base/ascii.h"
#include "base/utf8.h"

#define ESCAPE	7	/* bytes of _xHHHH_ */

/* The unit of the escape that begins at byte `at`; -1 if none does. */
static int32_t
unit_at(struct span text, size_t at)
{
	int32_t unit = 0;
	size_t i;
	int digit;

	if (text.n - at < ESCAPE || text.p[at] != '_' ||
	    text.p[at + 1] != 'x' || text.p[at + ESCAPE - 1] != '_')
		return -1;
	for (i = 2; i < ESCAPE - 1; i++) {
		digit = ascii_hex(text.p[at + i]);
		if (digit == -1)
			return -1;
		unit = unit << 4 | digit;
	}
	return unit;
}

/* The character of the escape at byte `at`, -1 if none; *n are its bytes. */
static int32_t
character_at(struct span text, size_t at, size_t *n)
{
	int32_t first = unit_at(text, at), second;

	*n = ESCAPE;
	if (first < 0xd800 || first > 0xdfff)
		return first;
	second = unit_at(text, at + ESCAPE);
	if (first > 0xdbff || second < 0xdc00 || second > 0xdfff)
		return -1;
	*n = 2 * ESCAPE;
	return 0x10000 + ((first - 0xd800) << 10) + (second - 0xdc00);
}

static bool
is_line_feed(struct span text, size_t at)
{
	return at < text.n && (text.p[at] == '\n' || unit_at(text, at) == '\n');
}

static struct span
replacement(struct arena *arena, int32_t c, struct span text, size_t end)
{
	char *into;

	if (c == '\r')
		return is_line_feed(text, end) ? SPAN("") : SPAN("\n");
	if (c == '\n')
		return SPAN("\n");
	if (c == '\t')
		return SPAN("\t");
	if (c < ' ' || c == 0x7f)
		return SPAN("");
	into = arena_alloc(arena, 4);
	return span_make(into, utf8_encode(into, (uint32_t)c));
}

struct edits
escapes_edits(struct arena *arena, struct span text)
{
	struct edits edits = { 0 };
	size_t at = 0, n;
	int32_t c;

	while ((at += span_index(span_from(text, at), '_')) < text.n) {
		c = character_at(text, at, &n);
		if (c == -1) {
			at++;
			continue;
		}
		edits_add(&edits, arena, at, n,
		    replacement(arena, c, text, at + n));
		at += n;
	}
	return edits;
}
