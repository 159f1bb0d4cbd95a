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

/* Characters of three bytes, all of them. */
static bool
is_one_of(const char *set, const char *p)
{
	for (; *set != '\0'; set += 3)
		if (memcmp(set, p, 3) == 0)
			return true;
	return false;
}

/* How many of the digits stand before byte `at`, up to byte `start`. */
static size_t
digits_before(struct span text, size_t start, size_t at)
{
	size_t n = 0;

	while (n < 3 && at >= start + 3 * (n + 1) && is_one_of(
	    "一二三四五六七八九十", text.p + at - 3 * (n + 1)))
		n++;
	return n;
}

/*
 * 一　引言 at the start of a line: nothing else tells the number from the
 * title.  一 村 一 品 has spaces between its letters, 十 月份 is a number of
 * something.
 */
static bool
parts_number(struct span text, size_t start, size_t from, size_t at)
{
	size_t n = digits_before(text, start, from), next = at;
	int i;

	if (n == 0 || (from > start + 3 * n &&
	    text.p[from - 3 * n - 1] != '\n'))
		return false;
	for (i = 0; i < 2; i++)
		if (next >= text.n || !utf8_is_han(utf8_next(text, &next)))
			return false;
	return !is_one_of("一二三四五六七八九十年月日个人户是件项条名次种",
	    text.p + at);
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

/* The characters beside a place in a line; LF at its ends. */
static uint32_t
char_before(struct span text, size_t at, size_t start)
{
	uint32_t c = at > start ? utf8_previous(text, &at) : '\n';

	return is_break(c) ? '\n' : c;
}

static uint32_t
char_behind(struct span text, size_t at, size_t end)
{
	uint32_t c = at < end ? utf8_next(text, &at) : '\n';

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
 * True if white space may begin with the bytes at p.  Dashes and quotation
 * marks begin like U+2000, full stops and commas like U+3000.
 */
static bool
may_be_space(const unsigned char *p)
{
	switch (p[0]) {
	case 0xe2:
		return p[1] != 0x80 || p[2] < 0x90 || p[2] > 0xa7;
	case 0xe3:
		return p[1] == 0x80 && p[2] == 0x80;
	case 0xef:
		return p[1] == 0xbb;
	default:
		return p[0] <= ' ' || p[0] == 0xc2 || p[0] == 0xe1;
	}
}

/* Where white space may begin, from byte `at` on; in most cells nowhere. */
static size_t
next_space(struct span text, size_t at, size_t end)
{
	const unsigned char *p = (const unsigned char *)text.p;

	while (at < end)
		if (p[at] >= 0xe4 && p[at] <= 0xe9)	/* ideographs */
			at += 3;
		else if ((p[at] > ' ' && p[at] < 0x80) ||
		    !may_be_space(p + at))
			at++;
		else
			break;
	return at < end ? at : end;
}

struct edits
spaces_edits(struct arena *arena, struct span text,
    const struct spaces_rule *rule)
{
	struct edits edits = { 0 };
	struct span run, new;
	size_t start = 0, end = text.n, at, from;

	if (next_space(text, 0, end) == end)
		return edits;
	if (rule->trim) {
		start = trimmed_start(text);
		end = start < text.n ? trimmed_end(text) : start;
		edits_add(&edits, arena, 0, start, SPAN(""));
	}
	for (at = start; (from = next_space(text, at, end)) < end;) {
		at = run_end(text, from, end);
		if (at == from) {
			utf8_next(text, &at);
			continue;
		}
		run = span_make(text.p + from, at - from);
		if (!rule->between_han || !parts_number(text, start, from, at))
			new = replacement(rule, run,
			    char_before(text, from, start),
			    char_behind(text, at, end));
		else
			new = rule->runs ? SPAN(" ") : run;
		if (!span_equal(run, new))
			edits_add(&edits, arena, from, run.n, new);
	}
	edits_add(&edits, arena, end, text.n - end, SPAN(""));
	return edits;
}
