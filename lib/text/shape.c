#include "text/shape.h"

#include "text/shape_cursor.h"
#include "text/shape_word.h"

static bool
take_word(struct cursor *c, const char *word)
{
	struct span w = span_of(word);

	if (!span_starts(span_from(c->s, c->at), w))
		return false;
	c->at += w.n;
	return true;
}

static const char32_t numerals[] = U"一二三四五六七八九十百零〇两";

static bool
ends_emphasis(char last)
{
	/* 80 is the last byte of U+3000, among others. */
	return last == '*' || last == '#' || last == ' ' || last == '\t' ||
	    last == '\x80';
}

struct span
shape_plain(struct span line)
{
	struct cursor c = { line, 0 };
	size_t end = line.n, at;

	if (end > 0 && !begins_letter(line.p[0])) {
		take_run(&c, U"#", line.n);
		while (c.at < end && (utf8_is_space(look(&c)) ||
		    look(&c) == '*'))
			step(&c);
	}
	while (end > c.at && ends_emphasis(line.p[end - 1])) {
		at = end;
		if (!is_one_of(utf8_previous(line, &at), U"*# \t　"))
			break;
		end = at;
	}
	return span_make(line.p + c.at, end - c.at);
}

/* 3.5亿 is an amount, 3.5 经验 a heading. */
static bool
is_multilevel(struct cursor c)
{
	do
		if (take_digits(&c, 3) == 0)
			break;
	while (take(&c, U".．"));
	return c.at < c.s.n && (utf8_is_space(look(&c)) ||
	    (utf8_is_han(look(&c)) &&
	    !is_one_of(look(&c), U"亿万千百元倍个人户件年月日")));
}

/* ⑴ to ⒛ but the letters. */
static bool
is_one_number(uint32_t c)
{
	return c >= 0x2474 && c <= 0x249b;
}

/* What a clause ends with that was cut before it. */
static bool
closes_clause(uint32_t c)
{
	return is_one_of(c, U"，。；、）”,.;)");
}

static bool
is_counted(struct cursor c)
{
	bool bracket = take(&c, U"(（");
	struct cursor level = c;

	if (is_one_number(step(&level)))
		return true;
	if (take_digits(&c, 3) == 0)
		return false;
	if (bracket)
		return take(&c, U")）") && !closes_clause(look(&c));
	if (take(&c, U"、)）"))
		return true;
	if (!take(&c, U".．") || c.at == c.s.n)
		return false;
	level = c;
	if (take_digits(&c, 1) == 1)
		return is_multilevel(level);
	return utf8_is_space(look(&c)) || look(&c) >= 0x80 ||
	    (look(&c) | 0x20) >= 'a';
}

/* 一、 （一） ㈠ 第二章 第三条 第四， */
static enum shape
numbered(struct cursor c)
{
	struct cursor ordinal = c;

	if (take(&ordinal, U"㈠㈡㈢㈣㈤㈥㈦㈧㈨㈩"))
		return SHAPE_NUMBERED;
	if (take(&ordinal, U"第") && (take_run(&ordinal, numerals, 6) > 0 ||
	    take_digits(&ordinal, 4) > 0)) {
		if (take(&ordinal, U"章节编篇") || take_word(&ordinal, "部分"))
			return SHAPE_NUMBERED;
		if (take(&ordinal, U"条款项"))
			return SHAPE_COUNTED;
		return take(&ordinal, U"，,、：:") ? SHAPE_POINT : SHAPE_TEXT;
	}
	if (take(&c, U"其"))
		return take_run(&c, numerals, 2) > 0 && take(&c, U"，,、：:") ?
		    SHAPE_POINT : SHAPE_TEXT;
	if (take(&c, U"(（"))
		return take_run(&c, numerals, 4) > 0 && take(&c, U")）") ?
		    SHAPE_NUMBERED : SHAPE_TEXT;
	if (take_run(&c, numerals, 4) == 0)
		return SHAPE_TEXT;
	pass_spaces(&c);
	return take(&c, U"、.．") ? SHAPE_NUMBERED : SHAPE_TEXT;
}

static bool
is_reference(struct cursor c)
{
	if (take(&c, U"-*•"))
		pass_spaces(&c);
	return take(&c, U"[［〔") && take_digits(&c, 4) > 0 &&
	    take(&c, U"]］〕") && c.at < c.s.n &&
	    !is_one_of(look(&c), U"。，、；：,.;:)）”^");
}

static bool
is_bullet(struct cursor c)
{
	if (take(&c, U"•●○■□◆◇▪➢★▲◎※"))
		return true;
	return take(&c, U"-*+·") && c.at < c.s.n && utf8_is_space(look(&c));
}

/* The first bytes of the words below. */
static bool
begins_figure(struct span s)
{
	return s.n > 1 && (*s.p == 'F' || *s.p == 'T' ||
	    (*s.p == '\xe5' && s.p[1] == '\x9b') ||
	    (*s.p == '\xe8' && s.p[1] == '\xa1') ||
	    (*s.p == '\xe4' && s.p[1] == '\xb8'));
}

/* Takes 图1, 表 2-3, 专栏1, Fig. 4. and what follows before the title. */
static bool
take_figure(struct cursor *c)
{
	bool marked;

	if (!begins_figure(span_from(c->s, c->at)))
		return false;
	if (!take(c, U"图表") && !take_word(c, "专栏") &&
	    !take_word(c, "Figure") &&
	    !take_word(c, "Fig.") && !take_word(c, "Table"))
		return false;
	pass_spaces(c);
	if (take_digits(c, 3) == 0 && take_run(c, numerals, 3) == 0)
		return false;
	marked = take(c, U"-–.．") && take_digits(c, 3) == 0;
	return marked || c->at == c->s.n || utf8_is_space(look(c)) ||
	    take(c, U".．:：");
}

static bool
is_caption(struct cursor c)
{
	return take_figure(&c) && !has_inside(c.s, U"，。；") &&
	    !span_ends(c.s, SPAN("。"));
}

#define CAPTION_MAX	60	/* characters of one with commas */

bool
shape_is_caption(struct span line)
{
	struct cursor c = { shape_plain(line), 0 };

	return take_figure(&c) && utf8_skip(line, CAPTION_MAX) == line.n &&
	    !shape_has_sentence(line) && !shape_is_ended(line);
}

/* ① and what follows, unless a clause was cut before it. */
static bool
is_circled_note(struct cursor c)
{
	return is_circled(step(&c)) && !closes_clause(look(&c));
}

/* <sup>3</sup> or ^3^ */
static bool
is_raised(struct cursor c)
{
	if (take_word(&c, "<sup>"))
		return true;
	return take(&c, U"^") && take_digits(&c, 3) > 0 && take(&c, U"^") &&
	    !closes_clause(look(&c));
}

/* 王某某（1980—），女，... */
static bool
is_author(struct cursor c)
{
	size_t n, at = c.at;

	for (n = 0; n < 5 && at < c.s.n; n++) {
		if (!utf8_is_han(utf8_next(c.s, &at)))
			break;
		c.at = at;
	}
	return n >= 2 && n <= 4 && take(&c, U"（(") &&
	    take_digits(&c, 4) == 4 && take(&c, U"-–—－");
}

static bool
is_turn(struct cursor c)
{
	struct cursor speaker = c;

	if (!han_leads(*c.s.p) && !ascii_is_letter(*c.s.p))
		return false;
	if (take_word(&c, "访谈") || take_word(&c, "案例") ||
	    take_word(&c, "个案") || take_word(&c, "受访者")) {
		pass_spaces(&c);
		return take_digits(&c, 4) > 0 && take(&c, U"：:");
	}
	if (take(&speaker, U"问答"))
		return take(&speaker, U"：:");
	return take_run(&speaker, U"ABCDEFGHIJKLMNOPQRSTUVWXYZ", 4) > 0 &&
	    take_digits(&speaker, 3) < 4 && take(&speaker, U"：:");
}

static bool
is_marked(struct cursor c)
{
	size_t n = take_run(&c, U"#", 7);

	return n > 0 && n < 7 && take(&c, U" \t");
}

static bool
has_two(struct span s, char byte)
{
	size_t first = span_index(s, byte);

	return first < s.n && span_index(span_from(s, first + 1), byte) <
	    s.n - first - 1;
}

/* Tabs, bars, or two wide gaps. */
static bool
is_row(struct cursor c)
{
	size_t gaps = 0, run;
	uint32_t have;

	for (;;) {
		c.at += utf8_space(span_from(c.s, c.at));
		if (c.at == c.s.n)
			break;
		for (run = 0; utf8_is_space(have = look(&c)); run++) {
			if (have == '\t')
				return true;
			step(&c);
		}
		gaps += run >= SHAPE_GAP;
	}
	return gaps >= 2 || has_two(c.s, '|');
}

static bool
is_rule(struct cursor c)
{
	return take_run(&c, U"-=*_—－─━ ", c.s.n) >= 3 && c.at == c.s.n;
}

/* Of those that begins_letter() lets by; a first byte of 第. */
static bool
begins_page(char byte)
{
	return ascii_is_digit(byte) || byte == 'P' || byte == '\xe7';
}

/* 12, - 12 -, 第3页, 第 3 页 共 10 页, 3/10 */
static bool
is_page(struct cursor c)
{
	take_run(&c, U"-–—· ", 4);
	if (!take(&c, U"第"))
		take_word(&c, "Page");
	pass_spaces(&c);
	if (take_digits(&c, 4) == 0)
		return false;
	take_run(&c, U" 页", 3);
	if (take(&c, U"/／共") || take_word(&c, "of"))
		take_run(&c, U" 共页0123456789", 9);
	take_run(&c, U"-–—· ", 4);
	return c.at == c.s.n;
}

/*
 * True if a Han character may begin a shape other than a row's and an author's,
 * which any may.
 */
static bool
begins_shape(uint32_t c)
{
	switch (c) {
	case U'第': case U'其': case U'图': case U'表': case U'专': case U'访':
	case U'案':
	case U'个': case U'受': case U'问': case U'答':
	/* numerals */
	case U'一': case U'二': case U'三': case U'四': case U'五': case U'六':
	case U'七': case U'八': case U'九': case U'十': case U'百': case U'零':
	case U'两':
		return true;
	default:
		return shape_begins_word(c);
	}
}

static enum shape
shape_of_word(enum shape_word word, bool alone)
{
	switch (word) {
	case WORD_NONE:
	case WORD_ATTACHED:
		return SHAPE_TEXT;
	case WORD_NOTE:
	case WORD_ABOUT:
		return SHAPE_NOTE;
	case WORD_PART:
	case WORD_BACK:
		return alone ? SHAPE_TITLE : SHAPE_TEXT;
	default:
		return alone ? SHAPE_TITLE : SHAPE_LABEL;
	}
}

/* Before the words and behind them, in the order of asking. */
static enum shape
by_marks(struct cursor c, bool wide)
{
	bool letter = c.s.n > 0 && begins_letter(*c.s.p);

	if (!letter && is_rule(c))
		return SHAPE_RULE;
	if ((!letter || begins_page(*c.s.p)) && is_page(c))
		return SHAPE_PAGE;
	if (!letter && is_marked(c))
		return SHAPE_MARKED;
	return wide && is_row(c) ? SHAPE_ROW : SHAPE_TEXT;
}

/* What no letter, digit or Han character begins. */
static enum shape
by_sign(struct cursor c)
{
	if (is_reference(c))
		return SHAPE_REFERENCE;
	if (is_bullet(c))
		return SHAPE_BULLET;
	return is_circled_note(c) || is_raised(c) ? SHAPE_NOTE : SHAPE_TEXT;
}

static enum shape
by_number(struct cursor c, struct cursor plain)
{
	enum shape shape;
	char first;

	if (c.s.n > 0 && !begins_letter(*c.s.p) &&
	    (shape = by_sign(c)) != SHAPE_TEXT)
		return shape;
	if (is_author(c))
		return SHAPE_NOTE;
	if (plain.s.n == 0)
		return SHAPE_TEXT;
	first = *plain.s.p;
	if (!ascii_is_alnum(first) && (shape = numbered(plain)) != SHAPE_TEXT)
		return shape;
	if (!ascii_is_letter(first) && !han_leads(first) && is_counted(plain))
		return SHAPE_COUNTED;
	if (is_caption(plain))
		return SHAPE_CAPTION;
	return is_turn(plain) ? SHAPE_TURN : SHAPE_TEXT;
}

struct shape_seen
shape_see(struct span line, bool wide)
{
	struct shape_seen seen = { .plain = shape_plain(line), .rest = line };
	struct cursor c = { line, 0 }, plain = { seen.plain, 0 };

	if (line.n > 0 && han_leads(*line.p) && !begins_shape(look(&c))) {
		seen.inner = seen.plain;
		seen.shape = wide && is_row(c) ? SHAPE_ROW :
		    is_author(c) ? SHAPE_NOTE : SHAPE_TEXT;
		return seen;
	}
	seen.inner = shape_inner(seen.plain);
	seen.word = shape_word_of(seen.plain, seen.inner, &seen.rest);
	seen.shape = by_marks(c, wide);
	if (seen.shape == SHAPE_TEXT)
		seen.shape = shape_of_word(seen.word, seen.rest.n == 0);
	if (seen.shape == SHAPE_TEXT)
		seen.shape = by_number(c, plain);
	return seen;
}

enum shape
shape_of(struct span line)
{
	return shape_see(line, true).shape;
}
