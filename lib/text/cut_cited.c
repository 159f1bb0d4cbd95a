#include "text/cut_cited.h"

#include "text/cut_chars.h"

static bool
is_superscript(uint32_t c)
{
	return c == 0xb9 || c == 0xb2 || c == 0xb3 ||
	    (c >= 0x2070 && c <= 0x2079 && c != 0x2071);
}

/* [3], [3,4-6], ［3］ from at; returns its end, or at. */
static size_t
bracket_end(struct span text, size_t at)
{
	size_t start = at, inside;
	uint32_t c = char_at(text, at);

	if (c != '[' && c != 0xff3b)
		return start;
	utf8_next(text, &at);
	for (inside = at; at < text.n && at - inside < 24;) {
		c = utf8_next(text, &at);
		if (c == ']' || c == 0xff3d)
			return at > inside + 1 ? at : start;
		if (!is_digit(c) && c != ',' && c != '-' && c != 0x2013 &&
		    c != 0xff0c && c != 0x3001 && c != ' ')
			break;
	}
	return start;
}

static bool
may_cite(char byte)
{
	unsigned char c = (unsigned char)byte;

	return c == '[' || c == '^' || c == '<' || c == 0xc2 || c == 0xe2 ||
	    c == 0xef;
}

/* A mark of citation from at, ^[3]^ <sup>[3]</sup> ¹, too. */
size_t
cut_cited(struct span text, size_t at)
{
	static const struct span opens[] = { { "^", 1 }, { "<sup>", 5 } };
	static const struct span closes[] = { { "^", 1 }, { "</sup>", 6 } };
	size_t i, end;

	if (at == text.n || !may_cite(text.p[at]))
		return at;
	for (i = 0; i < 2; i++) {
		if (!span_starts(span_from(text, at), opens[i]))
			continue;
		end = bracket_end(text, at + opens[i].n);
		if (end > at + opens[i].n &&
		    span_starts(span_from(text, end), closes[i]))
			return end + closes[i].n;
	}
	end = bracket_end(text, at);
	while (end == at && end < text.n && is_superscript(char_at(text, at)))
		utf8_next(text, &end), at = end;
	return end;
}
