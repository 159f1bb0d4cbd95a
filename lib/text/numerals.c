#include "text/numerals.h"

#include <string.h>

#include "base/ascii.h"
#include "base/utf8.h"
#include "text/beside.h"
#include "text/numeral.h"

/* What a number of more than one character counts. */
static const char *const units[] = {
	"个", "名", "户", "人", "件", "次", "元", "年", "天", "日", "岁", "家",
	"项", "处", "亩", "公里", "公斤", "公顷", "平方", "立方", "米", "里",
	"栋", "幢", "座", "所", "辆", "台", "套", "份", "批", "组", "场", "篇",
	"本", "册", "封", "张", "间", "层", "楼", "号", "室", "单元", "小时",
	"分钟", "周", "吨", "斤", "克", "升", "度", "倍", "位", "例", "起",
	"宗", "笔", "头", "匹", "棵", "株", "枚", "片", "根", "副", "双", "车",
	"世纪", "美元", "欧元", "港元", "千瓦", "千米", "千克", "厘米", "毫米"
};

/* What a number of one character, but 一, surely counts. */
static const char *const exact[] = {
	"公里", "千米", "平方米", "平方公里", "公顷", "公斤", "千克", "吨",
	"岁", "小时", "分钟", "号楼", "单元", "名", "倍", "个百分点", "个小时",
	"个工作日", "个月", "周岁", "周年"
};

/* Before these no number is counted by the unit that they begin with. */
static const char *const not_units[] = {
	"个代表", "个意识", "个维护", "个自信", "个全面", "个确立", "人制",
	"号文", "号路", "号线", "多元", "元化", "元论", "元结构", "倍增",
	"倍体", "名工程"
};

/* 一百 before these stands in names: 建党一百周年, 最后一百米. */
static const char *const hundreds[] = { "年", "周年", "米" };

/* Directly before a numeral: it is an ordinal, vague or a name. */
static const char *const bars[] = {
	"第", "初", "农历", "数", "几", "周", "星期", "礼拜", "分之", "点",
	"“", "《", "「", "『", "【", "\"", "·", "."
};

/* Directly behind it. */
static const char *const ends[] = {
	"，", "。", "；", "：", "？", "！", ",", ";", "\n"
};

/* A walk over a text. */
struct walk {
	struct span	 text;
	struct arena	*arena;
	struct edits	 edits;
	bool		 in_date;	/* a year or a month ended here */
	size_t		 date_end;
};

/* What stands before the sign of a range that ends at `at`; else a space. */
static uint32_t
range_from(struct span text, size_t at)
{
	static const char *const signs[] = { "-", "–", "—", "~", "～", "至",
	    "到", "/", "、" };
	size_t i;

	for (i = 0; i < COUNT(signs); i++)
		if (span_ends(span_make(text.p, at), span_of(signs[i]))) {
			at -= strlen(signs[i]);
			return at > 0 ? utf8_previous(text, &at) : ' ';
		}
	return ' ';
}

static bool
is_digit(uint32_t c)
{
	return c >= '0' && c <= '9';
}

static bool
is_barred(struct span text, size_t at)
{
	uint32_t from = range_from(text, at);

	return is_digit(from) || from == '%' || numeral_begins(from) ||
	    (at > 0 && ascii_is_digit(text.p[at - 1])) ||
	    precedes_any(text, at, bars, COUNT(bars));
}

static void
replace(struct walk *w, size_t start, size_t end, struct span new)
{
	edits_add(&w->edits, w->arena, start, end - start, new);
}

static void
replace_value(struct walk *w, size_t start, size_t end, uint64_t value)
{
	replace(w, start, end, arena_printf(w->arena, "%llu",
	    (unsigned long long)value));
}

static void
date_until(struct walk *w, size_t end)
{
	w->in_date = true;
	w->date_end = end;
}

/* 二〇二四年, and whatever month and day it has. */
static bool
take_year(struct walk *w, size_t at, const struct numeral *n)
{
	if (n->kind != NUMERAL_DIGITS || n->count != 4 || n->value < 1000 ||
	    n->value > 2999 || !follows(w->text, n->end, "年"))
		return false;
	replace_value(w, at, n->end, n->value);
	date_until(w, n->end + strlen("年"));
	return true;
}

/* True if a day of a month begins at byte `at`, as numeral or in digits. */
static bool
is_day(struct span text, size_t at)
{
	struct numeral n;
	size_t end = at;

	while (end < text.n && ascii_is_digit(text.p[end]))
		end++;
	if (end == at) {
		n = numeral_read(text, at);
		if (n.kind != NUMERAL_COUNT || n.value > 31)
			return false;
		end = n.end;
	}
	return follows(text, end, "日") || follows(text, end, "号");
}

static bool
take_month(struct walk *w, size_t at, const struct numeral *n)
{
	const size_t end = n->end + strlen("月");
	const bool dated = (w->in_date && w->date_end == at) ||
	    precedes(w->text, at, "年");

	if (n->kind != NUMERAL_COUNT || n->value > 12 ||
	    !follows(w->text, n->end, "月") ||
	    (!dated && !is_day(w->text, end) && !follows(w->text, end, "份")))
		return false;
	replace_value(w, at, n->end, n->value);
	date_until(w, end);
	return true;
}

static bool
take_day(struct walk *w, size_t at, const struct numeral *n)
{
	const bool dated = (w->in_date && w->date_end == at) ||
	    (precedes(w->text, at, "月") &&
	    at > 3 && ascii_is_digit(w->text.p[at - 4]));

	if (!dated || !is_day(w->text, at))
		return false;
	replace_value(w, at, n->end, n->value);
	return true;
}

/* 点 and digits behind a numeral: 九十七点五; *end moves behind them. */
static struct span
decimals(struct walk *w, size_t *end)
{
	struct numeral n;
	size_t at = *end;
	int places;

	if (!follows(w->text, at, "点"))
		return SPAN("");
	n = numeral_read(w->text, at + strlen("点"));
	if (n.kind == NUMERAL_NONE || n.large || n.count > 6 ||
	    (n.kind == NUMERAL_COUNT && n.count != 1))
		return SPAN("");
	*end = n.end;
	places = (int)n.count;
	return arena_printf(w->arena, ".%0*llu", places,
	    (unsigned long long)n.value);
}

static bool
is_vague(struct span text, size_t at)
{
	static const char *const words[] = { "几", "多", "余", "数", "来",
	    "点", "分之", "半" };

	return follows_any(text, at, words, COUNT(words));
}

/* 百分之九十七: the numeral that 百 is begins it.  Where it ends; or 0. */
static size_t
take_percent(struct walk *w, size_t start)
{
	const struct span text = w->text;
	const bool is_percent = follows(text, start, "百分之");
	const size_t at = start + strlen("百分之");
	struct numeral n;
	struct span fraction;
	size_t end;

	if (!is_percent && !follows(text, start, "千分之"))
		return 0;
	n = numeral_read(text, at);
	if (n.count == 1 && follows(text, at, "百")) {
		n.kind = NUMERAL_COUNT;
		n.value = 100;
	} else if (follows(text, at, "零点") || follows(text, at, "〇点"))
		n.kind = NUMERAL_COUNT;
	end = n.end;
	fraction = decimals(w, &end);
	if (n.kind != NUMERAL_COUNT || is_vague(text, end) ||
	    precedes(text, start, "几"))
		return 0;
	replace(w, start, end, arena_printf(w->arena, "%llu%.*s%s",
	    (unsigned long long)n.value, (int)fraction.n, fraction.p,
	    is_percent ? "%" : "‰"));
	return end;
}

/* True if what stands behind the numeral says that it counts. */
static bool
counts(struct span text, const struct numeral *n)
{
	size_t end = n->end;

	if (follows_any(text, end, not_units, COUNT(not_units)) ||
	    (n->value == 100 &&
	    follows_any(text, end, hundreds, COUNT(hundreds))))
		return false;
	if (n->count == 1)
		return n->value > 1 &&
		    follows_any(text, end, exact, COUNT(exact));
	if (follows(text, end, "余") || follows(text, end, "多")) {
		end += strlen("余");
		return follows_any(text, end, units, COUNT(units));
	}
	if (follows_any(text, end, units, COUNT(units)))
		return !n->brief;	/* 二百一亩: 200 for each */
	return n->large && n->count > 2 &&
	    n->value != 250 &&		/* 二百五 is a fool */
	    (end == text.n || follows_any(text, end, ends, COUNT(ends)));
}

static void
take_chinese(struct walk *w, size_t at, const struct numeral *n)
{
	struct numeral copy = *n;
	struct span fraction;

	if (is_barred(w->text, at) || take_year(w, at, n) ||
	    take_month(w, at, n) || take_day(w, at, n) ||
	    n->kind != NUMERAL_COUNT)
		return;
	fraction = decimals(w, &copy.end);
	if (fraction.n > 0 && (n->large ||
	    !follows(w->text, copy.end, "个百分点")))
		return;
	if (fraction.n == 0 && !counts(w->text, n) &&
	    !follows(w->text, n->end, "个百分点"))
		return;
	replace(w, at, copy.end, arena_printf(w->arena, "%llu%.*s",
	    (unsigned long long)n->value, (int)fraction.n, fraction.p));
}

/* A number in digits: 1,200.5. */
struct number {
	size_t		start, end;	/* bytes */
	uint64_t	value;		/* without point: 12005 */
	unsigned	places;		/* behind the point */
	bool		good;		/* well formed, at most 16 digits */
	bool		grouped;
};

/* Digits, commas and points that stand together, from byte `at` on. */
static struct number
number_at(struct span text, size_t at)
{
	struct number n = { .start = at, .good = true };
	size_t digits = 0, group = 0;
	bool point = false;
	char c;

	for (; at < text.n; at++) {
		c = text.p[at];
		if (ascii_is_digit(c)) {
			digits++;
			group++;
			n.places += point;
			if (digits <= 16)
				n.value = 10 * n.value + (unsigned)(c - '0');
			continue;
		}
		if ((c != ',' && c != '.') || at + 1 == text.n ||
		    !ascii_is_digit(text.p[at + 1]))
			break;
		n.good = n.good && !point && (n.grouped ? group == 3 :
		    c == '.' || group <= 3);
		n.grouped = n.grouped || c == ',';
		point = point || c == '.';
		group = 0;
	}
	n.end = at;
	n.good = n.good && digits <= 16 && (!n.grouped || point || group == 3);
	return n;
}

/* True for what is part of a number whose unit stands behind it: 3-5万. */
static bool
has_no_unit(uint32_t c)
{
	return is_digit(c) || c == '%' ||
	    (numeral_begins(c) && c != 0x4e07 && c != 0x4ebf);	/* 万亿 */
}

/* True if what stands before the digits makes them a part of something. */
static bool
is_part(struct span text, size_t at)
{
	static const char *const marks[] = { "．", "，", "：", "·" };
	const uint32_t from = range_from(text, at);
	char c = at > 0 ? text.p[at - 1] : ' ';

	if (at > 3 && ascii_is_digit(text.p[at - 4]) &&
	    precedes_any(text, at, marks, COUNT(marks)))
		return true;		/* 4．5万 */
	if (numeral_begins(from) && !has_no_unit(from))
		return false;
	return has_no_unit(from) || ascii_is_letter(c) ||
	    (c != '\0' && strchr("-_.:/\\#$", c) != NULL);
}

/* Powers of ten of the units that begin at byte `at`; *end is behind them. */
static unsigned
multiplier(struct span text, size_t at, size_t *end)
{
	static const struct {
		const char	*unit;
		unsigned	 zeros;
	} table[] = {
		{ "万亿", 12 }, { "千万", 7 }, { "百万", 6 }, { "万", 4 },
		{ "亿", 8 }
	};
	size_t i;

	for (i = 0; i < COUNT(table); i++)
		if (follows(text, at, table[i].unit)) {
			*end = at + strlen(table[i].unit);
			return table[i].zeros;
		}
	*end = at;
	return 0;
}

/* 3万5千 to 35000: *value was the part before; *end moves. */
static bool
add_thousands(struct span text, uint64_t *value, size_t *end)
{
	struct number n;

	if (*end == text.n || !ascii_is_digit(text.p[*end]))
		return true;
	n = number_at(text, *end);
	if (!n.good || n.places > 0 || n.value == 0 || n.value > 9 ||
	    *value % 10000 != 0 || !follows(text, n.end, "千"))
		return false;
	*value += 1000 * n.value;
	*end = n.end + strlen("千");
	return true;
}

/* 1.2万 to 12000. */
static void
take_digits(struct walk *w, const struct number *n)
{
	size_t end;
	unsigned zeros = multiplier(w->text, n->end, &end);
	uint64_t value, rest;
	size_t next = end;

	if (zeros == 0 || !n->good || is_part(w->text, n->start) ||
	    n->value == 0 || n->value > NUMERAL_MOST / numeral_power(zeros) ||
	    (next < w->text.n && numeral_begins(utf8_next(w->text, &next))) ||
	    follows(w->text, end, "分之"))
		return;
	value = n->value * numeral_power(zeros);
	rest = value % numeral_power(n->places);
	value /= numeral_power(n->places);
	if (rest != 0 || !add_thousands(w->text, &value, &end))
		return;		/* 1.23456万 has no whole number */
	replace_value(w, n->start, end, value);
}

static void
walk_arabic(struct walk *w)
{
	size_t at = 0, next;
	struct numeral n;
	struct number digits;
	uint32_t c;

	while (at < w->text.n) {
		next = at;
		c = utf8_next(w->text, &next);
		if (is_digit(c)) {
			digits = number_at(w->text, at);
			take_digits(w, &digits);
			next = digits.end;
		} else if (numeral_begins(c)) {
			next = take_percent(w, at);
			if (next == 0) {
				n = numeral_read(w->text, at);
				take_chinese(w, at, &n);
				next = n.end;
			}
		}
		at = next;
	}
}

/* Of a number that has good decimals, or none. */
static struct span
in_chinese(struct walk *w, const struct number *n, bool liang)
{
	const uint64_t whole = n->value / numeral_power(n->places);
	const struct span digits = span_make(w->text.p + n->end - n->places,
	    n->places);
	struct span count = numeral_count(w->arena, whole), rest;

	if (n->places == 0)
		return liang && whole == 2 ? SPAN("两") : count;
	rest = numeral_digits(w->arena, digits);
	return arena_printf(w->arena, "%.*s点%.*s", (int)count.n, count.p,
	    (int)rest.n, rest.p);
}

/* 0..9 one by one, as years are read. */
static bool
is_year(struct span text, const struct number *n)
{
	return n->places == 0 && !n->grouped && n->end - n->start == 4 &&
	    n->value >= 1000 && n->value <= 2999 &&
	    follows(text, n->end, "年");
}

/* What two of is 二, not 两. */
static bool
is_ordinal(struct span text, const struct number *n)
{
	static const char *const words[] = { "年", "月", "日", "号", "层", "楼",
	    "室", "单元", "组" };

	return follows_any(text, n->end, words, COUNT(words)) ||
	    precedes(text, n->start, "第");
}

static void
take_to_chinese(struct walk *w, const struct number *n)
{
	static const char *const others[] = { "月", "万", "亿", "余", "多" };
	const struct span text = w->text;
	const bool zero = text.p[n->start] == '0' && n->places == 0 &&
	    n->end - n->start > 1 && !follows(text, n->end, "月") &&
	    !follows(text, n->end, "日");
	bool percent = follows(text, n->end, "%") ||
	    follows(text, n->end, "％");
	struct span new;

	if (!n->good || zero || is_part(text, n->start))
		return;
	if (percent) {
		new = in_chinese(w, n, false);
		replace(w, n->start, n->end + utf8_width(text.p[n->end]),
		    arena_printf(w->arena, "百分之%.*s", (int)new.n, new.p));
	} else if (is_year(text, n))
		replace(w, n->start, n->end, numeral_digits(w->arena,
		    span_make(text.p + n->start, 4)));
	else if (follows_any(text, n->end, units, COUNT(units)) ||
	    follows_any(text, n->end, others, COUNT(others)))
		replace(w, n->start, n->end,
		    in_chinese(w, n, !is_ordinal(text, n)));
}

static void
walk_chinese(struct walk *w)
{
	struct number n;
	size_t at;

	for (at = 0; at < w->text.n;) {
		if (!ascii_is_digit(w->text.p[at])) {
			at++;
			continue;
		}
		n = number_at(w->text, at);
		take_to_chinese(w, &n);
		at = n.end;
	}
}

struct edits
numerals_edits(enum numerals to, struct arena *arena, struct span text)
{
	struct walk w = { .text = text, .arena = arena };

	if (to == NUMERALS_ARABIC)
		walk_arabic(&w);
	else if (to == NUMERALS_CHINESE)
		walk_chinese(&w);
	return w.edits;
}
