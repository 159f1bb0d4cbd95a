#include "normalize/joins.h"

#include "base/ascii.h"
#include "base/utf8.h"
#include "text/shape.h"

#define LONG_LINE	60	/* columns; running text, not a title */
#define SHORT_LINE	40
#define SOFT_HYPHEN	0xad
#define HYPHEN		0x2010
#define SHORTEST_TEXT	24	/* where the next line follows at once */

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

static bool
closes_phrase(uint32_t c)
{
	return c == ',' || c == '.' || c == ';' || c == ':' || c == '!' ||
	    c == '?' || c == ')' || c == ']';
}

static uint32_t
first_of(struct span s)
{
	size_t at = 0;

	return utf8_next(s, &at);
}

/* True if the line is the next part of running text, as far as it tells. */
static bool
goes_on(const struct layout *l, size_t at, bool apart)
{
	const struct line *line = &l->lines.items[at];
	uint32_t first = first_of(line_text(&l->lines, at));

	if (apart && is_latin(first) && !is_lower(first) && first > '9')
		return false;
	return line->ended || line->width >= SHORT_LINE ||
	    layout_is_full(l, at);
}

/*
 * A line that is no heading.  What is numbered is one unless a sentence ends
 * in it, or it is an item that runs to the end of its column.
 */
static bool
may_continue(const struct layout *l, size_t at)
{
	const struct line *line = &l->lines.items[at];

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
		return shape_has_sentence(line_text(&l->lines, at)) ||
		    (line->prose && layout_is_quite_full(l, at, JUSTIFIED));
	default:
		return false;
	}
}

/* True if text may be cut there in a text of long lines. */
static bool
is_long_text(const struct layout *l, size_t at, uint32_t width)
{
	const struct line *line = &l->lines.items[at];
	struct span rest;

	if (!line->prose || line->width < width)
		return false;
	if (width > SHORTEST_TEXT && (line->shape == SHAPE_REFERENCE ||
	    (line->shape == SHAPE_NUMBERED &&
	    !shape_has_sentence(line_text(&l->lines, at)))))
		return false;
	return line->shape != SHAPE_LABEL || shape_word(line_text(&l->lines,
	    at), &rest) != WORD_KEYWORDS;
}

/* （3） or 3.5: in mid-sentence that counts notes, or is an amount. */
static bool
may_be_amount(struct span text)
{
	size_t n = span_digits(text);

	if (n == 0)
		return text.p[0] == '(' || span_starts(text, SPAN("（"));
	return n + 1 < text.n && text.p[n] == '.' &&
	    ascii_is_digit(text.p[n + 1]);
}

/* True if a block begins with the line; with ——, if it is a subtitle. */
static bool
starts_block(const struct layout *l, size_t last, size_t at)
{
	const struct line *before = &l->lines.items[last];
	struct span text = line_text(&l->lines, at);
	bool in_sentence = !before->ended && before->prose &&
	    layout_is_full(l, last);

	switch (l->lines.items[at].shape) {
	case SHAPE_TEXT:
		return first_of(text) == 0x2014 && !before->prose;
	case SHAPE_POINT:
		return before->ended ? !l->around[at].indents :
		    before->shape == SHAPE_NUMBERED &&
		    !shape_has_sentence(line_text(&l->lines, last));
	case SHAPE_TURN:
		return !in_sentence;
	case SHAPE_COUNTED:
		return !in_sentence || !may_be_amount(text);
	default:
		return true;
	}
}

/* True if an indent says that a paragraph begins. */
static bool
is_indented(const struct layout *l, size_t last, size_t at)
{
	const struct line *before = &l->lines.items[last];
	const struct line *line = &l->lines.items[at];

	if (before->shape == SHAPE_COUNTED || before->shape == SHAPE_BULLET ||
	    before->shape == SHAPE_REFERENCE || before->shape == SHAPE_NOTE)
		return false;		/* its further lines hang */
	if (line->page && !before->ended)
		return false;		/* margins differ from page to page */
	return line->indent >= l->around[at].indent + INDENT;
}

/* True if a blank line says so. */
static bool
is_parted(const struct layout *l, size_t at)
{
	const struct line *line = &l->lines.items[at];

	return line->blanks > 0 && !(line->page ? l->pages_spaced :
	    l->around[at].spaced);
}

/* Short, and neither a sentence nor a part of one. */
static bool
is_titlelike(const struct layout *l, size_t at, uint32_t width)
{
	const struct line *line = &l->lines.items[at];
	struct span text = line_text(&l->lines, at);

	return line->shape == SHAPE_TEXT && !line->ended && !line->prose &&
	    line->width <= width && !span_ends(text, SPAN("）")) &&
	    !span_ends(text, SPAN(")"));
}

/*
 * 二、背景：/ 双重困境: the rest of a title that stood behind its colon, if
 * running text or a heading follows; or of one that fills its line.
 */
static bool
heading_goes_on(const struct layout *l, size_t last, size_t at)
{
	const struct line *head = &l->lines.items[last];
	const struct line *line = &l->lines.items[at];
	const struct line *next = line + 1;
	struct span text = line_text(&l->lines, last);

	if ((head->shape != SHAPE_NUMBERED && head->shape != SHAPE_COUNTED) ||
	    shape_has_sentence(text) || at + 1 == l->lines.count)
		return false;
	if (span_ends(text, SPAN("：")) || span_ends(text, SPAN(":")))
		return head->width <= SHORT_LINE &&
		    is_titlelike(l, at, LONG_LINE) &&
		    (next->shape == SHAPE_NUMBERED || (next->prose &&
		    next->width > SHORT_LINE));
	return !head->ended && line->shape == SHAPE_TEXT && !line->ended &&
	    !is_indented(l, last, at) && !is_parted(l, at) &&
	    layout_is_quite_full(l, last, 0) &&
	    line->width <= l->around[last].after.usual * 3 / 4;
}

/* How wide the wider of the columns around the line is. */
static uint32_t
usual_width(const struct layout *l, size_t at)
{
	const struct around *a = &l->around[at];

	return a->before.usual > a->after.usual ? a->before.usual :
	    a->after.usual;
}

/* Short, behind the end of a sentence, and a block begins behind it. */
static bool
is_title_between(const struct layout *l, size_t at)
{
	return is_titlelike(l, at, usual_width(l, at) * 3 / 4) &&
	    (at + 1 == l->lines.count || is_indented(l, at, at + 1) ||
	    starts_block(l, at, at + 1));
}

bool
joins_belong(const struct layout *l, size_t last, size_t at, bool across_pages)
{
	const struct line *before = &l->lines.items[last];
	const struct line *line = &l->lines.items[at];
	bool apart = line->blanks > 0 || line->page;

	if (line->page && !across_pages)
		return false;
	if (heading_goes_on(l, last, at))
		return true;
	if (!may_continue(l, last) || starts_block(l, last, at) ||
	    is_indented(l, last, at))
		return false;
	if (before->ended && is_title_between(l, at))
		return false;
	if (before->ended)
		return before->shape != SHAPE_NOTE &&
		    layout_is_quite_full(l, last, l->around[at].indents ?
		    JUSTIFIED : 0) && !is_parted(l, at) &&
		    (!line->page || l->around[at].indents);
	if (layout_is_full(l, last) && !is_parted(l, at))
		return true;
	return is_long_text(l, last, apart ? LONG_LINE : SHORTEST_TEXT) &&
	    (!apart || across_pages) && goes_on(l, at, apart);
}

bool
joins_is_cut(const struct layout *l, size_t at)
{
	const struct line *line = &l->lines.items[at];

	return !line->ended && may_continue(l, at) &&
	    line->shape != SHAPE_NOTE && line->shape != SHAPE_REFERENCE &&
	    (layout_is_full(l, at) || is_long_text(l, at, LONG_LINE));
}

bool
joins_is_float(const struct layout *l, size_t at)
{
	const struct line *line = &l->lines.items[at];

	switch (line->shape) {
	case SHAPE_NOTE:
	case SHAPE_CAPTION:
	case SHAPE_PAGE:
	case SHAPE_RULE:
		return true;
	default:		/* a running head */
		if (span_starts(line_text(&l->lines, at), SPAN("![")))
			return true;	/* a picture in Markdown */
		return line->page && !line->headed &&
		    at + 1 < l->lines.count &&
		    is_titlelike(l, at, usual_width(l, at) * 2 / 3);
	}
}

bool
joins_resume(const struct layout *l, size_t last, size_t at)
{
	return joins_is_cut(l, last) && !starts_block(l, last, at) &&
	    !is_indented(l, last, at) && !joins_is_float(l, at) &&
	    goes_on(l, at, true);
}

/* Han needs no space, nor do brackets and what closes a phrase. */
enum join
joins_how(struct span last, struct span next)
{
	uint32_t first = first_of(next), c;
	size_t at = last.n;

	c = utf8_previous(last, &at);
	if (c == SOFT_HYPHEN)
		return JOIN_HYPHEN;
	if (c == '-' || c == HYPHEN)
		return at > 0 && is_lower(first) &&
		    is_latin(utf8_previous(last, &at)) ? JOIN_HYPHEN :
		    JOIN_CLOSE;
	if (first >= 0x2010 || c >= 0x2010 || c == '(' || c == '[' ||
	    c == '/' || closes_phrase(first))
		return JOIN_CLOSE;
	return JOIN_SPACE;
}
