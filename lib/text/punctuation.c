#include "text/punctuation.h"

#include "base/utf8.h"

/* What ASCII punctuation becomes. */
static const struct {
	char		ascii;
	const char	*chinese;
} marks[] = {
	{ ',', "，" }, { ';', "；" }, { ':', "：" }, { '?', "？" },
	{ '!', "！" }, { '.', "。" }, { '(', "（" }, { ')', "）" }
};

static struct span
chinese_of(char c)
{
	size_t i;

	for (i = 0; marks[i].ascii != c; i++)
		;
	return span_of(marks[i].chinese);
}

static bool
is_break(uint32_t c)
{
	return c == '\n' || c == '\r' || c == '\f';
}

/* A line's end counts as Chinese: what was there is between lines of it. */
static bool
is_chinese(uint32_t c)
{
	static const char others[] = "“”‘’…、。《》「」『』【】〔〕〈〉"
	    "，；：？！（）";
	const struct span list = span_make(others, sizeof(others) - 1);
	size_t at = 0;

	if (is_break(c) || utf8_is_han(c))
		return true;
	if (c < 0x2018)
		return false;
	while (at < list.n)
		if (utf8_next(list, &at) == c)
			return true;
	return false;
}

static uint32_t
before(struct span text, size_t at)
{
	return at == 0 ? '\n' : utf8_previous(text, &at);
}

/* What stands from byte `at` on, behind spaces. */
static uint32_t
behind(struct span text, size_t at)
{
	uint32_t c = '\n';

	while (at < text.n && ((c = utf8_next(text, &at)) == ' ' ||
	    c == '\t' || c == 0x3000))
		c = '\n';
	return c;
}

/* A bracket of a line. */
struct bracket {
	size_t	at;
	size_t	partner;	/* index + 1 of an open one before it; or 0 */
	size_t	han;		/* characters before it, in the text */
	bool	chinese;
};

struct brackets {
	struct bracket	*items;
	size_t		 count, capacity;
	size_t		 open;		/* index + 1 of the innermost, or 0 */
};

static void
close_bracket(struct brackets *b, struct span text, struct bracket *last)
{
	struct bracket *first;

	if (b->open == 0)
		return;
	first = &b->items[b->open - 1];
	b->open = first->partner;
	if (last->han > first->han &&
	    (is_chinese(before(text, first->at)) ||
	    is_chinese(behind(text, last->at + 1))))
		first->chinese = last->chinese = true;
}

static void
add_bracket(struct brackets *b, struct arena *arena, struct span text,
    size_t at, size_t han)
{
	struct bracket *new;

	b->items = arena_grow(arena, b->items, b->count, &b->capacity,
	    b->count + 1, sizeof(*b->items));
	new = &b->items[b->count++];
	*new = (struct bracket){ .at = at, .han = han };
	if (text.p[at] == ')')
		close_bracket(b, text, new);
	else {
		new->partner = b->open;
		b->open = b->count;
	}
}

static struct edits
bracket_edits(struct arena *arena, struct span text)
{
	struct brackets b = { 0 };
	struct edits edits = { 0 };
	size_t at = 0, from, han = 0, i;
	uint32_t c;

	if (span_index(text, '(') == text.n)
		return edits;
	while (at < text.n) {
		from = at;
		c = utf8_next(text, &at);
		han += utf8_is_han(c);
		if (is_break(c))
			b.open = 0;
		else if (c == '(' || c == ')')
			add_bracket(&b, arena, text, from, han);
	}
	for (i = 0; i < b.count; i++)
		if (b.items[i].chinese)
			edits_add(&edits, arena, b.items[i].at, 1,
			    chinese_of(text.p[b.items[i].at]));
	return edits;
}

/* True if nothing but Chinese numerals stands before it in its line. */
static bool
is_numbering(struct span text, size_t at)
{
	static const char numerals[] = "一二三四五六七八九十百";
	const struct span list = span_make(numerals, sizeof(numerals) - 1);
	size_t k, from = at;
	uint32_t c;
	bool is = true;

	while (is && from > 0 && !is_break(c = utf8_previous(text, &from)) &&
	    c != ' ' && c != 0x3000)
		for (k = 0, is = false; !is && k < list.n;)
			is = utf8_next(list, &k) == c;
	return is;
}

/* Bytes of a run of ? and !, or of the one mark that stands there. */
static size_t
run_length(struct span text, size_t at)
{
	size_t n = 1;

	if (text.p[at] == '?' || text.p[at] == '!')
		while (at + n < text.n && (text.p[at + n] == '?' ||
		    text.p[at + n] == '!'))
			n++;
	return n;
}

static bool
becomes_chinese(struct span text, size_t at, size_t n, bool touches)
{
	uint32_t next = behind(text, at + n);

	if (!touches && (at == 0 || is_break(before(text, at)) ||
	    !is_chinese(before(text, at))))
		return false;
	if (text.p[at] == '.')
		return is_break(next) && !is_numbering(text, at);
	return is_chinese(next);
}

static bool
is_mark(char c)
{
	return c == ',' || c == ';' || c == ':' || c == '?' || c == '!' ||
	    c == '.';
}

static struct edits
mark_edits(struct arena *arena, struct span text)
{
	struct edits edits = { 0 };
	size_t at, n, end = 0;

	for (at = 0; at < text.n; at += n) {
		n = 1;
		if (!is_mark(text.p[at]))
			continue;
		n = run_length(text, at);
		if (!becomes_chinese(text, at, n, end == at && at > 0))
			continue;
		for (end = at; end < at + n; end++)
			edits_add(&edits, arena, end, 1,
			    chinese_of(text.p[end]));
	}
	return edits;
}

struct edits
punctuation_edits(struct arena *arena, struct span text)
{
	struct edits first = bracket_edits(arena, text), then;

	then = mark_edits(arena, edits_apply(&first, arena, text));
	return first.count == 0 ? then :
	    edits_compose(&first, &then, arena);
}
