#include "normalize/layout.h"

#include <stdlib.h>

#include "base/utf8.h"

#define SIDE		6	/* lines of text that tell a column */
#define COLUMN_MIN	18	/* narrower is verse or a list of names */
#define COLUMN_MAX	160	/* wider isn't print */

/* Lines whose width tells the column's; headings and tables don't. */
static bool
tells_column(const struct line *line)
{
	switch (line->shape) {
	case SHAPE_TEXT:
	case SHAPE_COUNTED:
	case SHAPE_BULLET:
	case SHAPE_LABEL:
	case SHAPE_REFERENCE:
	case SHAPE_NOTE:
	case SHAPE_TURN:
	case SHAPE_POINT:
		return true;
	default:
		return false;
	}
}

static int
compare_widths(const void *a, const void *b)
{
	uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;

	return (x > y) - (x < y);
}

/* Lines that tell a column; by index into lines. */
struct window {
	const struct lines	*lines;
	const size_t		*at;
	size_t			 count;
};

static const struct line *
seen(const struct window *w, size_t i)
{
	return &w->lines->items[w->at[i]];
}

/* The column of the page at which the line ends. */
static uint32_t
reach(const struct line *line)
{
	return line->indent + line->width;
}

/* True if the line ends where the column does, about a word apart. */
static bool
is_in(const struct line *line, uint32_t wide)
{
	return reach(line) <= wide && reach(line) + 5 + wide / 20 >= wide;
}

/* True if the text stood there before, as what a web page repeats does. */
static bool
is_repeated(const struct window *w, size_t i)
{
	size_t k;

	for (k = 0; k < i; k++)
		if (seen(w, k)->width == seen(w, i)->width &&
		    span_equal(line_text(w->lines, w->at[k]),
		    line_text(w->lines, w->at[i])))
			return true;
	return false;
}

/* A whole item tells nothing of the column: it ends where it ends. */
static bool
is_whole_item(const struct line *line)
{
	return line->ended && (line->shape == SHAPE_REFERENCE ||
	    line->shape == SHAPE_BULLET || line->shape == SHAPE_NOTE);
}

/* How many lines in the column have the next one in it, too. */
static size_t
count_pairs(const struct window *w, uint32_t wide)
{
	size_t i, pairs = 0;

	for (i = 0; i + 1 < w->count; i++)
		pairs += w->at[i + 1] == w->at[i] + 1 &&
		    is_in(seen(w, i), wide) && is_in(seen(w, i + 1), wide);
	return pairs;
}

/*
 * The column of which `wide` is the widest line, none unless three different
 * lines are in it, most cut in mid-sentence, some running text, and two of
 * them followed by another in the whole of the window around.
 */
static struct column
column_of(const struct window *w, const struct window *around, uint32_t wide)
{
	uint32_t full[2 * SIDE];
	size_t i, n = 0, cut = 0, prose = 0;

	for (i = 0; i < w->count; i++) {
		if (!is_in(seen(w, i), wide) || is_repeated(w, i) ||
		    is_whole_item(seen(w, i)))
			continue;
		full[n++] = reach(seen(w, i));
		cut += !seen(w, i)->ended;
		prose += seen(w, i)->prose;
	}
	if (n < 3 || cut * 2 < n || prose * 4 < n ||
	    count_pairs(around, wide) < 2)
		return (struct column){ 0, 0 };
	qsort(full, n, sizeof(full[0]), compare_widths);
	return (struct column){ full[n / 2], wide };
}

/* The widest column that lines of the window stand in. */
static struct column
find_column(const struct window *w, const struct window *around)
{
	struct column best = { 0, 0 }, c;
	uint32_t wide;
	size_t i;

	for (i = 0; i < w->count; i++) {
		wide = reach(seen(w, i));
		if (wide < COLUMN_MIN || wide > COLUMN_MAX ||
		    wide <= best.widest)
			continue;
		c = column_of(w, around, wide);
		if (c.widest != 0)
			best = c;
	}
	return best;
}

/* True if lines that no sentence ends are mostly followed by a blank one. */
static bool
is_spaced(const struct window *w)
{
	size_t i, blank = 0, close = 0;

	for (i = 0; i + 1 < w->count; i++) {
		if (seen(w, i)->ended || w->at[i + 1] != w->at[i] + 1)
			continue;
		if (seen(w, i + 1)->blanks > 0)
			blank++;
		else
			close++;
	}
	return blank > close;
}

/* The least indent, and whether some lines have more of it. */
static void
find_indent(const struct window *w, struct around *a)
{
	size_t i;

	a->indent = UINT32_MAX;
	for (i = 0; i < w->count; i++)
		if (seen(w, i)->indent < a->indent)
			a->indent = seen(w, i)->indent;
	for (i = 0; i < w->count; i++)
		if (seen(w, i)->indent >= a->indent + INDENT)
			a->indents = true;
}

/* What the lines before and after text line k of count tell. */
static struct around
look_around(const struct lines *lines, const size_t *text, size_t count,
    size_t k)
{
	size_t from = k + 1 < SIDE ? 0 : k + 1 - SIDE;
	size_t to = k + SIDE < count ? k + SIDE : count;
	struct window all = { lines, text + from, to - from };
	struct window before = { lines, text + from, k + 1 - from };
	struct window after = { lines, text + k, to - k };
	struct around a = { .before = find_column(&before, &all),
	    .after = find_column(&after, &all), .spaced = is_spaced(&all) };

	if (a.before.widest == 0 && a.after.widest == 0)
		a.before = find_column(&all, &all);
	find_indent(&all, &a);
	return a;
}

/* The lines that stay: a dropped one leaves the gap that it stood in. */
static void
copy_lines(struct layout *l, const struct lines *lines)
{
	struct line gap = { 0 }, *line;
	size_t i, pages = 0, blank = 0;

	for (i = 0; i < lines->count; i++) {
		gap.page |= lines->items[i].page;
		gap.blanks += lines->items[i].blanks;
		if (lines->items[i].dropped) {
			gap.headed |= gap.page;
			continue;
		}
		line = &l->lines.items[l->lines.count++];
		*line = lines->items[i];
		line->page = gap.page;
		line->headed = gap.headed;
		line->blanks = gap.blanks;
		gap = (struct line){ 0 };
		pages += line->page;
		blank += line->page && line->blanks > 0;
	}
	l->pages_spaced = pages < 3 || blank * 2 > pages;
}

/* A line that tells nothing has what the next one has. */
void
layout_find(struct layout *l, struct arena *arena, const struct lines *lines)
{
	size_t *text, count = 0, i, k;

	*l = (struct layout){ .lines = { .text = lines->text } };
	l->lines.items = arena_alloc(arena, (lines->count + 1) *
	    sizeof(*l->lines.items));
	text = arena_alloc(arena, (lines->count + 1) * sizeof(*text));
	l->around = arena_zero(arena, lines->count + 1, sizeof(*l->around));
	copy_lines(l, lines);
	for (i = 0; i < l->lines.count; i++)
		if (tells_column(&l->lines.items[i]))
			text[count++] = i;
	for (i = 0, k = 0; i < l->lines.count && k < count; i++) {
		l->around[i] = look_around(&l->lines, text, count, k);
		k += text[k] == i;
	}
}

/* True if the line ends within slack columns of the end of the column. */
static bool
fills(const struct line *line, const struct column *c, uint32_t slack)
{
	return c->widest != 0 && reach(line) + slack >= c->usual &&
	    reach(line) <= c->widest + 4 + c->widest / 8;
}

static bool
is_opener(uint32_t c)
{
	return c == 0x201c || c == 0x2018 || c == 0x300a || c == 0xff08 ||
	    c == 0x300c || c == 0x3010;			/* “ ‘ 《 （ 「 【 */
}

/* What may not begin a line. */
static bool
is_closer(uint32_t c)
{
	switch (c) {
	case 0x201d:		/* ” */
	case 0x2019:		/* ’ */
	case 0x300b:		/* 》 */
	case 0x300d:		/* 」 */
	case 0x3011:		/* 】 */
	case 0x3001:		/* 、 */
	case 0x3002:		/* 。 */
	case 0xff01:		/* ！ */
	case 0xff09:		/* ） */
	case 0xff0c:		/* ， */
	case 0xff1a:		/* ： */
	case 0xff1b:		/* ； */
	case 0xff1f:		/* ？ */
		return true;
	default:
		return false;
	}
}

/* Columns of openers, a Han character and the closers behind it. */
static uint32_t
han_width(struct span text)
{
	uint32_t n = 0, c = 0;
	size_t i = 0;

	while (i < text.n && n < 10 && (n == 0 || is_opener(c))) {
		c = utf8_next(text, &i);
		n += 2;
	}
	while (i < text.n && n < 10 && is_closer(utf8_next(text, &i)))
		n += 2;
	return n;
}

/* Columns of what the line begins with and can't be parted. */
static uint32_t
first_width(const struct layout *l, size_t at)
{
	struct span text = line_text(&l->lines, at);
	uint32_t n = 0;
	size_t i = 0;

	while (i < text.n && n < 20 && utf8_next(text, &i) < 0x2010 &&
	    text.p[i - 1] != ' ')
		n++;
	return n == 0 ? han_width(text) : n + 1;
}

/*
 * The indent of a first line is lost in many texts, a word that didn't fit
 * leaves its width free, print is justified: hence the slack.
 */
bool
layout_is_full(const struct layout *l, size_t at)
{
	const struct around *a = &l->around[at];
	const struct line *line = &l->lines.items[at];
	uint32_t slack = 6;

	if (at + 1 < l->lines.count)
		slack += first_width(l, at + 1);
	return fills(line, &a->before, slack + a->before.usual / 16) ||
	    fills(line, &a->after, slack + a->after.usual / 16);
}

bool
layout_is_quite_full(const struct layout *l, size_t at, uint32_t slack)
{
	const struct around *a = &l->around[at];
	const struct column *c = a->before.widest != 0 ? &a->before :
	    &a->after;

	return at + 1 < l->lines.count && fills(&l->lines.items[at], c,
	    first_width(l, at + 1) - 1 + slack);
}
