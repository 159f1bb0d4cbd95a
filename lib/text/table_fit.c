#include "base/utf8.h"
#include "text/normal.h"
#include "text/table_fit.h"

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

size_t
table_line_length(struct span s, size_t columns)
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

size_t
table_start_length(struct span s, size_t columns)
{
	size_t at = 0, from, used = 0;

	while (at < s.n) {
		from = at;
		used += (size_t)normal_width(utf8_next(s, &at));
		if (used > columns)
			return from;
	}
	return s.n;
}

size_t
table_end_length(struct span s, size_t columns)
{
	size_t used = normal_columns(s), at = 0;

	while (used > columns)
		used -= (size_t)normal_width(utf8_next(s, &at));
	return s.n - at;
}
