#include "normalize/unwrap.h"

#include <stdlib.h>

#include "base/utf8.h"
#include "text/shape.h"

#define SIDE		6	/* lines of text that tell a column */
#define COLUMN_MIN	24	/* narrower is verse or a list of names */
#define COLUMN_MAX	160	/* wider isn't print */
#define LONG_LINE	60	/* columns; running text, not a title */
#define SHORT_LINE	40
#define MAX_FLOATS	8	/* notes and captions that one cut may hold */
#define NONE		SIZE_MAX

enum join {
	JOIN_NOT,	/* begins a block */
	JOIN_CLOSE,
	JOIN_SPACE,
	JOIN_HYPHEN	/* the hyphen before it goes */
};

/* One line in its place in the output. */
struct piece {
	size_t		line;
	enum join	join;
	bool		moved;	/* before notes that stood before it */
};

struct pieces {
	struct piece	*items;
	size_t		 count;
	size_t		 capacity;
};

/* Width of a column of print; 0, 0: there is none. */
struct column {
	uint32_t	usual;		/* the median of its full lines */
	uint32_t	widest;
};

/* What the lines around tell of a line. */
struct around {
	struct column	before, after;
	uint32_t	indent;		/* the least around */
	bool		spaced;		/* a blank line between any two */
};

struct unwrapper {
	struct arena		*arena;
	struct lines		 lines;		/* without the dropped ones */
	struct around		*around;	/* by line */
	bool			 across_pages;
	struct pieces		 done;
	struct pieces		 floats;	/* of the open paragraph */
	size_t			 float_blocks;
	size_t			 open;		/* last line of the paragraph */
	bool			 in_floats;	/* last line was one of them */
	bool			 moved;
};

static void
push(struct arena *arena, struct pieces *p, struct piece piece)
{
	p->items = arena_grow(arena, p->items, p->count, &p->capacity,
	    p->count + 1, sizeof(piece));
	p->items[p->count++] = piece;
}

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
	uint32_t full[SIDE];
	size_t i, n = 0, cut = 0, prose = 0;

	for (i = 0; i < w->count; i++) {
		if (!is_in(seen(w, i), wide) || is_repeated(w, i))
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

static uint32_t
least_indent(const struct window *w)
{
	uint32_t least = UINT32_MAX;
	size_t i;

	for (i = 0; i < w->count; i++)
		if (seen(w, i)->indent < least)
			least = seen(w, i)->indent;
	return least;
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

	return (struct around){
	    .before = find_column(&before, &all),
	    .after = find_column(&after, &all),
	    .spaced = is_spaced(&all),
	    .indent = least_indent(&all)
	};
}

/* A line that tells nothing has what the next one has. */
static void
find_columns(struct unwrapper *u)
{
	size_t *text, count = 0, i, k;

	text = arena_alloc(u->arena, (u->lines.count + 1) * sizeof(*text));
	u->around = arena_zero(u->arena, u->lines.count + 1,
	    sizeof(*u->around));
	for (i = 0; i < u->lines.count; i++)
		if (tells_column(&u->lines.items[i]))
			text[count++] = i;
	for (i = 0, k = 0; i < u->lines.count && k < count; i++) {
		u->around[i] = look_around(&u->lines, text, count, k);
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

/* The indent of a first line is lost in many texts: hence six columns. */
static bool
is_full(const struct unwrapper *u, size_t at)
{
	const struct around *a = &u->around[at];
	const struct line *line = &u->lines.items[at];
	uint32_t part = line->prose ? 5 : 16;

	return fills(line, &a->before, 6 + a->before.usual / part) ||
	    fills(line, &a->after, 6 + a->after.usual / part);
}

/* Columns that the line begins with which can't be parted: one Han or a word. */
static uint32_t
first_width(const struct unwrapper *u, size_t at)
{
	struct span text = line_text(&u->lines, at);
	uint32_t n = 0;
	size_t i = 0;

	while (i < text.n && n < 20 && utf8_next(text, &i) < 0x2010 &&
	    text.p[i - 1] != ' ')
		n++;
	return n == 0 ? 2 : n + 1;
}

/* True if what follows wouldn't have fitted into the line. */
static bool
is_quite_full(const struct unwrapper *u, size_t at)
{
	const struct around *a = &u->around[at];
	const struct column *c = a->before.widest != 0 ? &a->before :
	    &a->after;

	return at + 1 < u->lines.count && fills(&u->lines.items[at], c,
	    first_width(u, at + 1) - 1);
}

static bool
is_latin(uint32_t c)
{
	return (c >= '0' && c <= '9') || ((c | 0x20) >= 'a' &&
	    (c | 0x20) <= 'z') || (c >= 0xc0 && c < 0x1100);
}

static bool
is_lower(uint32_t c)
{
	return (c >= 'a' && c <= 'z') || (c >= 0xdf && c < 0x100);
}

static uint32_t
first_of(struct span s)
{
	size_t at = 0;

	return utf8_next(s, &at);
}

/* True if the line is the next part of running text, as far as it tells. */
static bool
goes_on(const struct unwrapper *u, size_t at, bool apart)
{
	const struct line *line = &u->lines.items[at];
	uint32_t first = first_of(line_text(&u->lines, at));

	if (apart && is_latin(first) && !is_lower(first) && first > '9')
		return false;
	return line->ended || line->width >= SHORT_LINE;
}

/*
 * A line that is no heading.  What is numbered is one unless a sentence ends
 * in it, or it is an item that runs to the end of its column.
 */
static bool
may_continue(const struct unwrapper *u, size_t at)
{
	const struct line *line = &u->lines.items[at];

	switch (line->shape) {
	case SHAPE_TEXT:
	case SHAPE_POINT:
	case SHAPE_TURN:
	case SHAPE_LABEL:
	case SHAPE_NOTE:
	case SHAPE_REFERENCE:
	case SHAPE_BULLET:
		return true;
	case SHAPE_COUNTED:
	case SHAPE_NUMBERED:
		return shape_has_sentence(line_text(&u->lines, at)) ||
		    (line->prose && is_quite_full(u, at));
	default:
		return false;
	}
}

/* True if text may be cut there in a text of long lines. */
static bool
is_long_text(const struct unwrapper *u, size_t at, uint32_t width)
{
	const struct line *line = &u->lines.items[at];
	struct span rest;

	if (!line->prose || line->width < width ||
	    line->shape == SHAPE_REFERENCE)
		return false;
	return line->shape != SHAPE_LABEL || shape_word(line_text(&u->lines,
	    at), &rest) != WORD_KEYWORDS;
}

/* （3） or 3.5: in mid-sentence that counts notes, or is an amount. */
static bool
may_be_amount(struct span text)
{
	size_t n = 0;

	while (n < text.n && text.p[n] >= '0' && text.p[n] <= '9')
		n++;
	if (n == 0)
		return text.p[0] == '(' || span_starts(text, SPAN("（"));
	return n + 1 < text.n && text.p[n] == '.' && text.p[n + 1] >= '0' &&
	    text.p[n + 1] <= '9';
}

/* True if a block begins with the line; with ——, if it is a subtitle. */
static bool
starts_block(const struct unwrapper *u, size_t last, size_t at)
{
	const struct line *before = &u->lines.items[last];
	struct span text = line_text(&u->lines, at);

	switch (u->lines.items[at].shape) {
	case SHAPE_TEXT:
		return first_of(text) == 0x2014 && !before->prose;
	case SHAPE_POINT:
		return before->ended;
	case SHAPE_COUNTED:
		return before->ended || !before->prose || !is_full(u, last) ||
		    !may_be_amount(text);
	default:
		return true;
	}
}

/* True if an indent says that a paragraph begins. */
static bool
is_indented(const struct unwrapper *u, size_t last, size_t at)
{
	const struct line *before = &u->lines.items[last];
	const struct line *line = &u->lines.items[at];

	if (before->shape == SHAPE_COUNTED || before->shape == SHAPE_BULLET ||
	    before->shape == SHAPE_REFERENCE || before->shape == SHAPE_NOTE)
		return false;		/* its further lines hang */
	if (line->page && !before->ended)
		return false;		/* margins differ from page to page */
	return line->indent >= u->around[at].indent + 2;
}

/* True if a blank line says so. */
static bool
is_parted(const struct unwrapper *u, size_t at)
{
	const struct line *line = &u->lines.items[at];

	return line->blanks > 0 && !line->page && !u->around[at].spaced;
}

/* Short, and neither a sentence nor a part of one. */
static bool
is_titlelike(const struct line *line, uint32_t width)
{
	return line->shape == SHAPE_TEXT && !line->ended && !line->prose &&
	    line->width <= width;
}

/*
 * 二、背景：/ 双重困境: the rest of a title that stood behind its colon, if
 * running text or a heading follows; or of one that fills its line.
 */
static bool
heading_goes_on(const struct unwrapper *u, size_t last, size_t at)
{
	const struct line *head = &u->lines.items[last];
	const struct line *line = &u->lines.items[at];
	const struct line *next = line + 1;
	struct span text = line_text(&u->lines, last);

	if ((head->shape != SHAPE_NUMBERED && head->shape != SHAPE_COUNTED) ||
	    shape_has_sentence(text) || at + 1 == u->lines.count)
		return false;
	if (span_ends(text, SPAN("：")) || span_ends(text, SPAN(":")))
		return head->width <= SHORT_LINE &&
		    is_titlelike(line, LONG_LINE) &&
		    (next->shape == SHAPE_NUMBERED || (next->prose &&
		    next->width > SHORT_LINE));
	return !head->ended && line->shape == SHAPE_TEXT && !line->ended &&
	    !is_indented(u, last, at) && !is_parted(u, at) &&
	    is_quite_full(u, last) && line->width <= u->around[last].after.usual * 3 / 4;
}

/* True if the line belongs to the block whose last line is `last`. */
static bool
belongs(const struct unwrapper *u, size_t last, size_t at)
{
	const struct line *before = &u->lines.items[last];
	const struct line *line = &u->lines.items[at];
	bool apart = line->blanks > 0 || line->page;

	if (line->page && !u->across_pages)
		return false;
	if (heading_goes_on(u, last, at))
		return true;
	if (!may_continue(u, last) || starts_block(u, last, at) ||
	    is_indented(u, last, at))
		return false;
	if (before->ended)
		return before->shape != SHAPE_NOTE &&
		    is_quite_full(u, last) && !is_parted(u, at);
	if (is_full(u, last) && !is_parted(u, at))
		return true;
	return is_long_text(u, last, apart ? LONG_LINE : COLUMN_MIN) &&
	    (!apart || u->across_pages) && goes_on(u, at, apart);
}

/* True if the paragraph was cut at its last line. */
static bool
is_cut(const struct unwrapper *u)
{
	const struct line *line = &u->lines.items[u->open];

	return u->across_pages && !line->ended && may_continue(u, u->open) &&
	    line->shape != SHAPE_NOTE && line->shape != SHAPE_REFERENCE &&
	    (is_full(u, u->open) || is_long_text(u, u->open, LONG_LINE));
}

/* What may stand in mid-sentence where a page ends. */
static bool
is_float(const struct unwrapper *u, size_t at)
{
	const struct line *line = &u->lines.items[at];

	switch (line->shape) {
	case SHAPE_NOTE:
	case SHAPE_CAPTION:
	case SHAPE_PAGE:
	case SHAPE_RULE:
		return true;
	default:	/* a running head */
		return line->page && at + 1 < u->lines.count &&
		    is_titlelike(line, u->around[at].after.usual * 2 / 3);
	}
}

static enum join
join_of(struct span last, struct span next)
{
	uint32_t first = first_of(next), c;
	size_t at = last.n, hyphen;

	c = utf8_previous(last, &at);
	hyphen = at;
	if (c == '-') {
		if (at > 0 && is_latin(utf8_previous(last, &at)) &&
		    is_lower(first))
			return JOIN_HYPHEN;
		return JOIN_CLOSE;
	}
	at = hyphen;
	while (at > 0 && c < 0x80 && !is_latin(c))
		c = utf8_previous(last, &at);
	return (is_latin(c) || c < 0x80) && first < 0x1100 ?
	    JOIN_SPACE : JOIN_CLOSE;
}

static void
add(struct unwrapper *u, struct pieces *to, size_t last, size_t at)
{
	struct piece piece = { .line = at, .join = JOIN_NOT };

	if (last != NONE)
		piece.join = join_of(line_text(&u->lines, last),
		    line_text(&u->lines, at));
	piece.moved = to == &u->done && u->moved;
	push(u->arena, to, piece);
}

/* Ends the paragraph: what stood in it comes behind it. */
static void
close_paragraph(struct unwrapper *u)
{
	size_t i;

	for (i = 0; i < u->floats.count; i++)
		push(u->arena, &u->done, u->floats.items[i]);
	u->floats.count = u->float_blocks = 0;
	u->in_floats = u->moved = false;
	u->open = NONE;
}

static bool
resumes(const struct unwrapper *u, size_t at)
{
	return is_cut(u) && !starts_block(u, u->open, at) &&
	    !is_indented(u, u->open, at) && !is_float(u, at) &&
	    goes_on(u, at, true);
}

static void
take_line(struct unwrapper *u, size_t at)
{
	const struct line *line = &u->lines.items[at];
	size_t last_float;

	if (u->in_floats) {
		last_float = u->floats.items[u->floats.count - 1].line;
		if (!line->page && belongs(u, last_float, at)) {
			add(u, &u->floats, last_float, at);
			return;
		}
		if (resumes(u, at)) {
			u->in_floats = false;
			u->moved = true;
			add(u, &u->done, u->open, at);
			u->open = at;
			return;
		}
	}
	if (u->open != NONE && is_cut(u) && is_float(u, at) &&
	    u->float_blocks < MAX_FLOATS) {
		add(u, &u->floats, NONE, at);
		u->float_blocks++;
		u->in_floats = true;
		return;
	}
	if (u->open == NONE || u->in_floats || !belongs(u, u->open, at)) {
		close_paragraph(u);
		add(u, &u->done, NONE, at);
	} else
		add(u, &u->done, u->open, at);
	u->open = at;
}

/* Text that is to stand before the next piece, in the arena. */
struct gap {
	char	*p;
	size_t	 n;
	size_t	 capacity;
};

static void
gap_add(struct arena *arena, struct gap *gap, struct span s)
{
	gap->p = arena_grow(arena, gap->p, gap->n, &gap->capacity,
	    gap->n + s.n, 1);
	memcpy(gap->p + gap->n, s.p, s.n);
	gap->n += s.n;
}

static struct span
joint(enum join join, bool first)
{
	if (join == JOIN_NOT)
		return first ? SPAN("") : SPAN("\n\n");
	return join == JOIN_SPACE ? SPAN(" ") : SPAN("");
}

static void
replace(struct unwrapper *u, struct edits *edits, size_t from, size_t to,
    struct gap *gap)
{
	struct span old = span_make(u->lines.text.p + from, to - from);
	struct span text = span_make(gap->p, gap->n);

	if (!span_equal(old, text))
		edits_add(edits, u->arena, from, old.n, text);
	*gap = (struct gap){ 0 };
}

/* What is between the pieces becomes what joins them. */
static struct edits
edits_of(struct unwrapper *u)
{
	struct edits edits = { 0 };
	struct gap gap = { 0 };
	const struct piece *piece;
	const struct line *line;
	size_t i, at = 0;

	for (i = 0; i < u->done.count; i++) {
		piece = &u->done.items[i];
		line = &u->lines.items[piece->line];
		if (piece->join == JOIN_HYPHEN) {
			at -= gap.n == 0;
			gap.n -= gap.n > 0;
		}
		gap_add(u->arena, &gap, joint(piece->join, i == 0));
		if (piece->moved) {
			gap_add(u->arena, &gap, line_text(&u->lines,
			    piece->line));
			continue;
		}
		replace(u, &edits, at, line->start, &gap);
		at = line->end;
	}
	replace(u, &edits, at, u->lines.text.n, &gap);
	return edits;
}

struct edits
unwrap_edits(struct arena *arena, const struct lines *lines, bool across_pages)
{
	struct unwrapper u = { .arena = arena, .open = NONE,
	    .across_pages = across_pages, .lines.text = lines->text };
	size_t i;

	u.lines.items = arena_alloc(arena, (lines->count + 1) *
	    sizeof(*u.lines.items));
	for (i = 0; i < lines->count; i++)
		if (!lines->items[i].dropped)
			u.lines.items[u.lines.count++] = lines->items[i];
	find_columns(&u);
	for (i = 0; i < u.lines.count; i++)
		take_line(&u, i);
	close_paragraph(&u);
	return edits_of(&u);
}
