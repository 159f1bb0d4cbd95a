#include "text/width.h"

#include <string.h>

#include "base/ascii.h"
#include "base/utf8.h"

static const char ascii[] = " !\"#$%&'()*+,-./0123456789:;<=>?@"
    "ABCDEFGHIJKLMNOPQRSTUVWXYZ[\\]^_`abcdefghijklmnopqrstuvwxyz{|}~";

bool
width_is_full_ascii(uint32_t c)
{
	return (c >= 0xff01 && c <= 0xff5e) || c == 0x3000;
}

struct span
width_ascii(uint32_t c)
{
	return span_make(ascii + (c == 0x3000 ? 0 : c - 0xff00), 1);
}

static unsigned
fold_of(char c)
{
	if (c == ' ')
		return WIDTH_SPACES;
	if (ascii_is_digit(c))
		return WIDTH_DIGITS;
	if (ascii_is_letter(c))
		return WIDTH_LETTERS;
	return strchr("!(),:;?[]~", c) == NULL ? WIDTH_SYMBOLS : 0;
}

/* True if full-width ASCII may begin at p, of which three bytes are there. */
static bool
may_begin(const char *p)
{
	return (unsigned char)p[0] == 0xef || memcmp(p, "\xe3\x80\x80", 3) == 0;
}

struct edits
width_edits(struct arena *arena, struct span text, unsigned fold)
{
	struct edits edits = { 0 };
	struct span half;
	size_t at = 0, next;
	uint32_t c;

	for (; at + 3 <= text.n; at = next) {
		next = at + utf8_width(text.p[at]);
		if (next - at != 3 || !may_begin(text.p + at))
			continue;
		next = at;
		c = utf8_next(text, &next);
		if (!width_is_full_ascii(c))
			continue;
		half = width_ascii(c);
		if ((fold_of(half.p[0]) & fold) != 0)
			edits_add(&edits, arena, at, next - at, half);
	}
	return edits;
}
