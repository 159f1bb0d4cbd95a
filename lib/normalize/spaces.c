#include "normalize/spaces.h"

#include "base/utf8.h"

static bool
is_break(uint32_t c)
{
	return c == '\n' || c == '\f';
}

/* Han, and the punctuation that stands in Chinese text alone. */
static bool
is_chinese(uint32_t c)
{
	if (c >= 0xff01 && c <= 0xff5e)		/* ！ to ～ less ０-９Ａ-Ｚａ-ｚ */
		return c < 0xff10 || (c > 0xff19 && c < 0xff21) ||
		    (c > 0xff3a && c < 0xff41) || c > 0xff5a;
	return utf8_is_han(c) || (c >= 0x3001 && c <= 0x301f);
}

/* “”‘’—… stand in both. */
static bool
is_in_both(uint32_t c)
{
	return (c >= 0x2014 && c <= 0x201d) || c == 0x2026;
}

static bool
is_within_chinese(uint32_t before, uint32_t after)
{
	return (is_chinese(before) && (is_chinese(after) ||
	    is_in_both(after))) || (is_in_both(before) && is_chinese(after));
}

/* What becomes of the run; before and after are LF at the ends of a line. */
static struct span
replacement(const struct spaces_rule *rule, struct span run, uint32_t before,
    uint32_t after)
{
	if (rule->trim && (before == '\n' || after == '\n'))
		return SPAN("");
	if (rule->between_han && is_within_chinese(before, after))
		return SPAN("");
	return rule->runs ? SPAN(" ") : run;
}

/* Where the white space that begins at byte at ends, within its line. */
static size_t
run_end(struct span text, size_t at, size_t end)
{
	size_t next = at;
	uint32_t c;

	while (next < end) {
		c = utf8_next(text, &next);
		if (!utf8_is_space(c) || is_break(c))
			break;
		at = next;
	}
	return at;
}

/* The character at byte *at, which moves behind it; LF at an end of line. */
static uint32_t
next_char(struct span text, size_t *at, size_t end)
{
	uint32_t c = *at < end ? utf8_next(text, at) : '\n';

	return is_break(c) ? '\n' : c;
}

/* Where the text without white space at its end ends. */
static size_t
trimmed_end(struct span text)
{
	size_t end = text.n, at = end;

	while (at > 0 && utf8_is_space(utf8_previous(text, &at)))
		end = at;
	return end;
}

static size_t
trimmed_start(struct span text)
{
	size_t start = 0, at = 0;

	while (at < text.n && utf8_is_space(utf8_next(text, &at)))
		start = at;
	return start;
}

/*
 * False if no byte of the text can begin white space, as in most cells of
 * tables; some true for nothing.  Dashes and quotation marks begin like
 * U+2000, full stops and commas like U+3000.
 */
static bool
may_hold_space(struct span text)
{
	const unsigned char *p = (const unsigned char *)text.p;
	size_t i;

	for (i = 0; i < text.n; i++)
		switch (p[i]) {
		case 0xe2:
			if (p[i + 1] != 0x80 || p[i + 2] < 0x90 ||
			    p[i + 2] > 0xa7)
				return true;
			break;
		case 0xe3:
			if (p[i + 1] == 0x80 && p[i + 2] == 0x80)
				return true;
			break;
		case 0xef:
			if (p[i + 1] == 0xbb)
				return true;
			break;
		default:
			if (p[i] <= ' ' || p[i] == 0xc2 || p[i] == 0xe1)
				return true;
		}
	return false;
}

struct edits
spaces_edits(struct arena *arena, struct span text,
    const struct spaces_rule *rule)
{
	struct edits edits = { 0 };
	struct span run, new;
	size_t end = text.n, at = 0, start;
	uint32_t before = '\n', after;

	if (!may_hold_space(text))
		return edits;
	if (rule->trim) {
		at = trimmed_start(text);
		end = at < text.n ? trimmed_end(text) : at;
		edits_add(&edits, arena, 0, at, SPAN(""));
	}
	while (at < end) {
		start = at;
		at = run_end(text, start, end);
		run = span_make(text.p + start, at - start);
		after = next_char(text, &at, end);
		new = run.n == 0 ? run : replacement(rule, run, before, after);
		if (!span_equal(run, new))
			edits_add(&edits, arena, start, run.n, new);
		before = after;
	}
	edits_add(&edits, arena, end, text.n - end, SPAN(""));
	return edits;
}
