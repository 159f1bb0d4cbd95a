#include "segment/lines.h"

#include <stdlib.h>
#include <string.h>

#include "base/han.h"
#include "base/utf8.h"
#include "segment/blocks.h"

#define LOOK_MAX	(2 * HEADING_MAX)	/* that a regex sees */
#define STYLE_MIN	4	/* characters of a title by its style alone */
#define STYLE_MAX	30
#define NUMBER_MAX	1000000
#define BACK_MAX	40	/* characters of 附录A 访谈提纲 */
#define WORDS_MIN	25	/* of a paragraph in Latin letters */
#define PLACES		64	/* of line_signs(), found at a time */
#define LINE_BYTES	64	/* of a line that isn't short */
#define LINES_MIN	16

struct reader {
	const struct plan	*plan;
	struct regex_work	*work;
	struct span		 text;
	struct err		*e;

	struct signs_at		 searched;
	struct sign_place	 places[PLACES];
	size_t			 next, count;	/* of places */
};

/* The numbers of line_signs(). */
enum line_sign {
	SIGN_FEED,
	SIGN_TAB,
	SIGN_BAR,
	SIGN_ESCAPED,			/* " and \ */
	SIGN_CONTROL = SIGN_ESCAPED + 2,
	SIGN_SPACE = SIGN_CONTROL + 30	/* but those among the above */
};

/* What a line holds. */
struct line_count {
	size_t	tabs, bars, escaped;
	size_t	gaps;		/* SHAPE_GAP of white space, or more */
	size_t	run, behind;	/* white space till that code point */
};

const struct signs *
line_signs(struct arena *arena)
{
	struct signs *s = signs_new(arena, 64);
	uint32_t c;

	signs_add(s, '\n');
	signs_add(s, '\t');
	signs_add(s, '|');
	signs_add(s, '"');
	signs_add(s, '\\');
	for (c = 0; c < ' '; c++)
		signs_add(s, c);
	for (c = ' '; c <= 0x3000; c++)
		if (utf8_is_space(c))
			signs_add(s, c);
	signs_add(s, 0xfeff);
	return s;
}

static void
count_sign(struct line_count *n, const struct sign_place *place)
{
	size_t sign = place->number;

	n->tabs += sign == SIGN_TAB;
	n->bars += sign == SIGN_BAR;
	n->escaped += sign >= SIGN_ESCAPED && sign < SIGN_SPACE;
	if (sign < SIGN_CONTROL)
		return;
	/* Controls, too: most of the few are white space. */
	n->run = place->chars == n->behind ? n->run + 1 : 1;
	n->behind = place->chars + 1;
	n->gaps += n->run == SHAPE_GAP;
}

/* The end of the line that begins where the last one was found. */
static size_t
find_feed(struct reader *r, struct line_count *n)
{
	const struct sign_place *place;

	for (;;) {
		if (r->next == r->count) {
			r->next = 0;
			r->count = signs_find(r->plan->line_signs, r->text,
			    &r->searched, r->places, PLACES);
			if (r->count == 0)
				return r->text.n;
		}
		place = &r->places[r->next++];
		if (place->number == SIGN_FEED)
			return place->byte;
		count_sign(n, place);
	}
}

/* Where the character stands first in s; s.n if it doesn't. */
static size_t
find_character(struct span s, struct span character)
{
	size_t at = 0;

	for (;;) {
		at += span_index(span_from(s, at), *character.p);
		if (at == s.n || span_starts(span_from(s, at), character))
			return at;
		at++;
	}
}

/* Where one of the characters of set stands first in s; s.n if none does. */
static size_t
find_any(struct span s, struct span set)
{
	size_t at, start;

	for (at = 0; at < set.n;) {
		start = at;
		utf8_next(set, &at);
		s.n = find_character(s, span_make(set.p + start, at - start));
	}
	return s.n;
}

/* A title as it stands in section: no marks, no 。 or ： at its end. */
static struct span
bare_title(struct span s)
{
	size_t at;
	uint32_t c;

	s = shape_plain(s);
	for (at = s.n; at > 0; s.n = at) {
		c = utf8_previous(s, &at);
		if (c != 0x3002 && c != 0xff1a && c != ':')
			break;
	}
	return s;
}

/* Enough for a paragraph of the text rather than a line of a title page. */
static bool
has_prose(struct span s)
{
	size_t at = 0, han = 0, words = 0, run;
	uint32_t c, last = 0;

	while (at < s.n && han < PROSE_MIN && words < WORDS_MIN) {
		if (han_leads(s.p[at])) {
			run = han_run(span_from(s, at));
			han += run / 3;
			at += run;
			last = 0x4e00;	/* as any of them */
			continue;
		}
		c = utf8_next(s, &at);
		han += utf8_is_han(c);
		words += c == ' ' && last < 0x80;
		last = c;
	}
	return han >= PROSE_MIN || words == WORDS_MIN;
}

/* A numeral as far as it is read. */
struct numeral {
	size_t	tens;		/* and hundreds, that are complete */
	size_t	digits;		/* since then */
};

/* Of 零 to 九, and of other scripts' digits; -1: none. */
static int
digit_value(uint32_t c)
{
	static const uint32_t han[] = { 0x96f6, 0x4e00, 0x4e8c, 0x4e09,
	    0x56db, 0x4e94, 0x516d, 0x4e03, 0x516b, 0x4e5d };
	/* 零壹贰叁肆伍陆柒捌玖, 貳參 陸 in traditional characters */
	static const uint32_t formal[] = { 0x96f6, 0x58f9, 0x8d30, 0x53c1,
	    0x8086, 0x4f0d, 0x9646, 0x67d2, 0x634c, 0x7396 };
	int i;

	if (c >= '0' && c <= '9')
		return (int)(c - '0');
	if (c >= 0xff10 && c <= 0xff19)
		return (int)(c - 0xff10);
	for (i = 0; i < 10; i++)
		if (han[i] == c || formal[i] == c)
			return i;
	if (c == 0x8cb3 || c == 0x53c3 || c == 0x9678)
		return c == 0x8cb3 ? 2 : c == 0x53c3 ? 3 : 6;
	return c == 0x3007 ? 0 : -1;
}

/* ① ⑴ ⒈ ㈠ Ⅰ A: a numeral of one character; 0: none. */
static size_t
single_value(uint32_t c)
{
	static const struct {
		uint32_t first, last;
	} rows[] = { { 0x2460, 0x2473 }, { 0x2474, 0x2487 },
	    { 0x2488, 0x249b }, { 0x3220, 0x3229 }, { 0x2160, 0x216b },
	    { 'A', 'Z' } };
	size_t i;

	for (i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		if (c >= rows[i].first && c <= rows[i].last)
			return c - rows[i].first + 1;
	return 0;
}

/* True if c goes on with the numeral. */
static bool
numeral_take(struct numeral *n, uint32_t c)
{
	int digit = digit_value(c);
	size_t unit = c == 0x5341 /* 十 */ || c == 0x62fe /* 拾 */ ? 10 :
	    c == 0x767e /* 百 */ ? 100 : 0;

	if (digit == -1 && unit == 0)
		return false;
	if (digit >= 0) {
		n->digits = n->digits * 10 + (size_t)digit;
		if (n->digits > NUMBER_MAX)
			n->digits = NUMBER_MAX;
		return true;
	}
	n->tens += (n->digits == 0 ? 1 : n->digits) * unit;
	n->digits = 0;
	return true;
}

/* III. of Latin letters; 0: it is something else. */
static size_t
roman_value(struct span s)
{
	static const struct {
		char	letter;
		size_t	value;
	} digits[] = { { 'I', 1 }, { 'V', 5 }, { 'X', 10 } };
	size_t at, k, value, last = 0, sum = 0;

	for (at = 0; at < s.n && s.p[at] >= 'A' && s.p[at] <= 'Z'; at++) {
		for (k = 0, value = 0; k < 3; k++)
			if (digits[k].letter == s.p[at])
				value = digits[k].value;
		if (value == 0)
			return 0;
		sum += value > last ? value - 2 * last : value;
		last = value;
	}
	return sum < NUMBER_MAX ? sum : 0;
}

/* The last number in what a heading's regex matched; 0: none. */
static size_t
last_number(struct span s)
{
	struct numeral n = { 0 };
	size_t at = 0, last = roman_value(s);
	bool inside = false, on;
	uint32_t c;

	while (at < s.n) {
		c = utf8_next(s, &at);
		if (!inside)
			n = (struct numeral){ 0 };
		on = numeral_take(&n, c);
		if (on)
			last = n.tens + n.digits;
		else if (last == 0)
			last = single_value(c);
		inside = on;
	}
	return last < NUMBER_MAX ? last : 0;
}

static struct part
part_of(const struct reader *r, struct span s)
{
	return (struct part){ (uint32_t)(s.p - r->text.p), (uint32_t)s.n };
}

static void
set_title(const struct reader *r, struct line *line, size_t family,
    struct span title)
{
	line->family = (uint8_t)family;
	line->title = part_of(r, bare_title(title));
}

static bool
is_colon(struct span s)
{
	return span_ends(s, SPAN("：")) || span_ends(s, SPAN(":"));
}

/*
 * A line that the rule matches is a title, which ends with it or where the
 * rule says, unless it is too long or a sentence.
 */
static void
try_heading(const struct reader *r, struct line *line, size_t family,
    struct span plain, struct span matched)
{
	const struct heading_rule *rule = &r->plan->headings[family];
	size_t n = find_any(plain, rule->title_ends_at), end = line->end;
	size_t at = n;
	struct span title = span_make(plain.p, n);

	if (n < plain.n) {
		utf8_next(plain, &at);
		end = (size_t)(plain.p - r->text.p) + at;
		line->whole = at == plain.n;
	} else if (line->shape != SHAPE_MARKED && shape_is_ended(plain) &&
	    !is_colon(plain))
		return;
	if (utf8_skip(title, n < plain.n ? RUN_IN_MAX : HEADING_MAX) < title.n)
		return;
	if (n < plain.n)
		title.n = at;		/* for ？ to stay */
	set_title(r, line, family, title);
	line->title_end = line->whole ? line->end : (uint32_t)end;
	line->number = (uint32_t)last_number(matched);
}

/* Without a number. */
static bool
may_be_title(const struct line *line)
{
	return line->shape == SHAPE_TEXT && line->word == WORD_NONE &&
	    !line->ended;
}

/* What looks like a title without a number: 2023年工作回顾. */
static bool
has_title_style(const struct line *line, struct span text)
{
	size_t n, at = 0, han = 0;
	uint32_t c, last = 0;
	bool point = false;

	if (!may_be_title(line) || text.n > 4 * STYLE_MAX ||
	    utf8_skip(text, STYLE_MAX) < text.n)
		return false;
	n = utf8_length(text);
	if (n < STYLE_MIN)
		return false;
	while (at < text.n) {
		last = utf8_next(text, &at);
		han += utf8_is_han(last);
		point = point || last == '.' || last == 0xff1a || last == ':';
	}
	at = 0;
	c = utf8_next(text, &at);
	return han * 2 > n && !point && (utf8_is_han(c) ||
	    digit_value(c) >= 0 || c == 0x201c || c == 0x300a) &&
	    last != 0xff0c && last != ',' && last != 0x3001 &&
	    !shape_has_sentence(text);
}

/* As much of the line as a regex sees. */
static struct span
seen_of(struct span plain)
{
	return span_make(plain.p, utf8_skip(plain, LOOK_MAX));
}

/* What the regexes of headings say of a line. */
struct numbering {
	struct span	seen;
	size_t		first;		/* before it none matches */
	struct span	matched;	/* by that one; NULL: not tried */
};

static struct span
match_of(struct span seen, const struct regex_match *m)
{
	return span_make(seen.p + m->start[0], m->end[0] - m->start[0]);
}

/* Asks all at once; a limit that is met there is told by the one alone. */
static struct numbering
ask_all(const struct reader *r, struct span plain)
{
	const struct regex *any = r->plan->any_heading;
	struct numbering n = { .seen = plain };
	struct regex_match match;
	struct err e;
	int found;

	if (any != NULL && !regex_may_begin(any, r->work, plain)) {
		n.first = r->plan->heading_count;
		return n;
	}
	n.seen = seen_of(plain);
	found = any == NULL ? -1 : regex_find(any, r->work, n.seen, 0, &match,
	    &e);
	if (found == 0)
		n.first = r->plan->heading_count;
	if (found == 1) {
		n.first = strtoul(regex_mark(r->work), NULL, 10);
		n.matched = match_of(n.seen, &match);
	}
	return n;
}

/* 1 if the heading's regex, which is the i-th, matches. */
static int
find_one(const struct reader *r, const struct numbering *n, size_t i,
    struct span *matched)
{
	struct regex_match match;
	int found;

	*matched = n->matched;
	if (i <= n->first && (i < n->first || n->matched.p != NULL))
		return i == n->first;
	found = regex_find(r->plan->headings[i].match, r->work, n->seen, 0,
	    &match, r->e);
	if (found == 1)
		*matched = match_of(n->seen, &match);
	return found;
}

static int
find_numbering(const struct reader *r, struct line *line, struct span text,
    struct span plain)
{
	const struct numbering n = ask_all(r, plain);
	struct span matched;
	size_t i;
	int found;

	if (n.first == r->plan->heading_count && !may_be_title(line))
		return 0;
	for (i = 0; i < r->plan->heading_count &&
	    line->family == FAMILY_NONE; i++) {
		if (r->plan->headings[i].match == NULL) {
			if (has_title_style(line, text))
				set_title(r, line, i, plain);
			continue;
		}
		found = find_one(r, &n, i, &matched);
		if (found == -1)
			return -1;
		if (found == 1)
			try_heading(r, line, i, plain, matched);
	}
	return 0;
}

static size_t
count_marks(struct span line)
{
	size_t n = 0;

	while (n < line.n && line.p[n] == '#')
		n++;
	return n;
}

static bool
is_reference_title(const struct reader *r, struct span inner)
{
	size_t i;

	for (i = 0; i < r->plan->reference_count; i++)
		if (shape_is_inner_title(inner, r->plan->references[i]))
			return true;
	return false;
}

static int
find_article(const struct reader *r, struct line *line, struct span plain)
{
	struct span seen;
	struct regex_match match;
	int found;

	if (r->plan->article == NULL || !regex_may_begin(r->plan->article,
	    r->work, plain))
		return 0;
	seen = seen_of(plain);
	found = regex_find(r->plan->article, r->work, seen, 0, &match, r->e);
	if (found == 1)
		line->article = part_of(r, utf8_trim(match_of(seen, &match)));
	return found == -1 ? -1 : 0;
}

static bool
is_notes_title(struct span text)
{
	static const char *const titles[] = { "注释", "尾注", "脚注", "Notes",
	    "Endnotes" };
	size_t i;

	for (i = 0; i < sizeof(titles) / sizeof(titles[0]); i++)
		if (shape_is_title(text, span_of(titles[i])))
			return true;
	return false;
}

/* 结语 and Abstract alone, 附录 also with a title. */
static bool
is_part(const struct line *line, struct span text)
{
	switch (line->word) {
	case WORD_PART:
	case WORD_ABSTRACT:
		return line->word_alone;
	case WORD_BACK:
		return line->word_alone || (!line->ended &&
		    utf8_skip(text, BACK_MAX) == text.n);
	default:
		return false;
	}
}

static int
describe(const struct reader *r, struct line *line, const struct line_count *n)
{
	const struct span text = line_text(r->text, line);
	const struct shape_seen seen = shape_see(text, n->tabs > 0 ||
	    n->bars > 1 || n->gaps > 1);

	line->plain = n->tabs == 0 && n->escaped == 0;
	line->shape = (uint8_t)seen.shape;
	line->word = (uint8_t)seen.word;
	line->word_alone = seen.rest.n == 0;
	line->references = is_reference_title(r, seen.inner);
	line->notes = line->word == WORD_NOTE && is_notes_title(text);
	line->contents = line->word == WORD_PART &&
	    (shape_is_title(text, SPAN("目录")) ||
	    shape_is_title(text, SPAN("Contents")));
	line->colon = is_colon(text);
	line->ended = shape_is_ended(text);
	line->prose = line->ended && has_prose(text);
	line->bracket = line->shape == SHAPE_NUMBERED && (*text.p == '(' ||
	    span_starts(text, SPAN("（")));
	line->title_end = line->end;
	line->family = FAMILY_NONE;
	if (find_article(r, line, seen.plain) == -1)
		return -1;
	if (line->article.n > 0)
		return 0;
	if (!line->references && r->plan->heading_count > 0 &&
	    find_numbering(r, line, text, seen.plain) == -1)
		return -1;
	if (line->family != FAMILY_NONE)
		return 0;
	if (line->references || is_part(line, text)) {
		line->level = 1;
		line->title = part_of(r, bare_title(text));
	} else if (line->shape == SHAPE_MARKED && line->word == WORD_NONE &&
	    utf8_skip(text, HEADING_MAX) == text.n)
		set_title(r, line, r->plan->heading_count +
		    count_marks(text) - 1, text);
	return 0;
}

bool
line_is_by_rule(const struct plan *plan, const struct line *line)
{
	return line->family < plan->heading_count;
}

/* What a list of references may count them with. */
bool
line_counts_references(const struct line *line)
{
	return line->shape == SHAPE_REFERENCE || line->shape == SHAPE_COUNTED ||
	    line->shape == SHAPE_BULLET || line->shape == SHAPE_NOTE;
}

/*
 * Room for more lines behind the first `used` of the text up to `at`: by its
 * length first, which is enough but for many short ones, then exactly, since
 * memory for a text of these is dear.
 */
static struct line *
more_lines(struct reader *r, struct arena *arena, struct line *old,
    size_t used, size_t at, size_t *room)
{
	struct line *lines;
	size_t n;

	if (old == NULL)
		*room = r->text.n / LINE_BYTES + LINES_MIN;
	else
		for (*room = used; at < r->text.n; at += n + 1) {
			n = span_index(span_from(r->text, at), '\n');
			*room += n > 0;
		}
	lines = arena_alloc(arena, *room * sizeof(*lines));
	if (used > 0)
		memcpy(lines, old, used * sizeof(*lines));
	return lines;
}

int
lines_of_text(const struct plan *plan, struct regex_work *work,
    struct arena *arena, struct span text, struct line **lines,
    size_t *count, struct err *e)
{
	struct reader r = { .plan = plan, .work = work, .text = text, .e = e };
	struct line_count has;
	struct span trimmed;
	struct line *line, *all = NULL;
	size_t at, end, used = 0, room = 0;

	for (at = 0; at < text.n; at = end + 1) {
		has = (struct line_count){ 0 };
		end = find_feed(&r, &has);
		trimmed = utf8_trim(span_make(text.p + at, end - at));
		if (trimmed.n == 0)
			continue;
		if (used == room)
			all = more_lines(&r, arena, all, used, at, &room);
		line = &all[used++];
		*line = (struct line){ 0 };
		line->start = (uint32_t)(trimmed.p - text.p);
		line->end = line->start + (uint32_t)trimmed.n;
		if (describe(&r, line, &has) == -1)
			return -1;
	}
	*lines = all;
	*count = used;
	return 0;
}
