#include "normalize/note_mark.h"

#include "base/ascii.h"
#include "base/utf8.h"

/* Takes word off the start of *s. */
static bool
take(struct span *s, const char *word)
{
	struct span w = span_of(word);

	if (!span_starts(*s, w))
		return false;
	*s = span_from(*s, w.n);
	return true;
}

static void
pass_spaces(struct span *s)
{
	while (s->n > 0 && s->p[0] == ' ')
		*s = span_from(*s, 1);
}

/* What a circled number counts; 0: c is none. */
static uint16_t
circled(uint32_t c)
{
	if (c >= 0x2460 && c <= 0x2473)			/* ① */
		return (uint16_t)(c - 0x2460 + 1);
	if (c >= 0x3251 && c <= 0x325f)			/* ㉑ */
		return (uint16_t)(c - 0x3251 + 21);
	return c >= 0x32b1 && c <= 0x32bf ? (uint16_t)(c - 0x32b1 + 36) : 0;
}

/* The digit that a superscript is; -1: c is none. */
static int
raised(uint32_t c)
{
	if (c == 0xb9)
		return 1;
	if (c == 0xb2 || c == 0xb3)
		return (int)c - 0xb0;
	return c == 0x2070 || (c >= 0x2074 && c <= 0x2079) ?
	    (int)c - 0x2070 : -1;
}

static bool
add(struct note_mark *mark, uint16_t number)
{
	if (number == 0 || mark->count == NOTE_MAX_NUMBERS)
		return false;
	mark->numbers[mark->count++] = number;
	return true;
}

static bool
take_circled(struct span *s, struct note_mark *mark)
{
	size_t at = 0;

	if (s->n == 0 || !add(mark, circled(utf8_next(*s, &at))))
		return false;
	*s = span_from(*s, at);
	mark->style = NOTE_IN_CIRCLES;
	return true;
}

static bool
take_raised(struct span *s, struct note_mark *mark)
{
	uint16_t number = 0;
	size_t at = 0, next = 0, digits = 0;
	int digit;

	while (next < s->n && (digit = raised(utf8_next(*s, &next))) != -1) {
		if (++digits > 3)
			return false;
		number = (uint16_t)(number * 10 + digit);
		at = next;
	}
	*s = span_from(*s, at);
	return add(mark, number);
}

static bool
take_number(struct span *s, uint16_t *number)
{
	size_t n = 0;

	*number = 0;
	while (n < s->n && n < 4 && ascii_is_digit(s->p[n]))
		*number = (uint16_t)(*number * 10 + (s->p[n++] - '0'));
	if (n == 0 || n > 3)
		return false;
	*s = span_from(*s, n);
	return true;
}

static bool
take_range(struct span *s)
{
	return take(s, "-") || take(s, "–") || take(s, "—") || take(s, "~") ||
	    take(s, "～") || take(s, "－");
}

static bool
take_comma(struct span *s)
{
	return take(s, ",") || take(s, "，") || take(s, "、") ||
	    take(s, ";") || take(s, "；");
}

/* 3, or 1,2, or 1-3, or 1-3,5 */
static bool
take_list(struct span *s, struct note_mark *mark)
{
	uint16_t from, to;

	do {
		pass_spaces(s);
		if (!take_number(s, &from))
			return false;
		to = from;
		if (take_range(s) && (!take_number(s, &to) || to < from))
			return false;
		for (; from <= to; from++)
			if (!add(mark, from))
				return false;
		pass_spaces(s);
	} while (take_comma(s));
	return true;
}

static bool
take_bracket(struct span *s, struct note_mark *mark)
{
	if (take(s, "["))
		return take_list(s, mark) && take(s, "]");
	if (take(s, "［"))
		return take_list(s, mark) && take(s, "］");
	return take(s, "〔") && take_list(s, mark) && take(s, "〕");
}

static void
take_brackets(struct span *s, struct note_mark *mark)
{
	struct span rest = *s;

	mark->style = NOTE_IN_BRACKETS;
	while (take_bracket(&rest, mark))
		*s = rest;
}

/* What stands raised, up to close. */
static bool
take_raised_mark(struct span *s, struct note_mark *mark, const char *close)
{
	pass_spaces(s);
	take_brackets(s, mark);
	while (take_circled(s, mark))
		continue;
	if (mark->count == 0) {
		mark->style = NOTE_BARE;
		take_list(s, mark);
	}
	pass_spaces(s);
	return mark->count > 0 && take(s, close);
}

/* $^{[3]}$, spaces anywhere. */
static bool
take_formula(struct span *s, struct note_mark *mark)
{
	if (!take(s, "$"))
		return false;
	pass_spaces(s);
	if (!take(s, "^"))
		return false;
	pass_spaces(s);
	if (!take(s, "{") ||
	    !take_raised_mark(s, mark, "}"))
		return false;
	pass_spaces(s);
	return take(s, "$");
}

static bool
take_superscript(struct span *s, struct note_mark *mark)
{
	struct span rest;

	switch (s->p[0]) {
	case '^':
		take(s, "^");
		rest = *s;
		if (take_raised_mark(&rest, mark, "^")) {
			*s = rest;
			return true;
		}
		*mark = (struct note_mark){ .style = NOTE_IN_BRACKETS };
		return take_bracket(s, mark);	/* the second ^ is lost */
	case '<':
		return take(s, "<sup>") && take_raised_mark(s, mark, "</sup>");
	case '$':
		return take_formula(s, mark);
	default:
		mark->style = NOTE_BARE;
		return take_raised(s, mark);
	}
}

bool
note_mark_read(struct span text, struct note_mark *mark)
{
	static bool (*const ways[NOTE_WAYS])(struct span *,
	    struct note_mark *) = {
		[NOTE_SUPERSCRIPT] = take_superscript,
		[NOTE_BRACKET] = take_bracket,
		[NOTE_CIRCLED] = take_circled
	};
	struct span rest;
	int way;

	for (way = 0; way < NOTE_WAYS && text.n > 0; way++) {
		*mark = (struct note_mark){ .way = (enum note_way)way };
		rest = text;
		if (ways[way](&rest, mark)) {
			mark->n = text.n - rest.n;
			return true;
		}
	}
	return false;
}
