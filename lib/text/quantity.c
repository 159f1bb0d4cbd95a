#include "text/quantity.h"

#include "base/ascii.h"
#include "base/utf8.h"
#include "text/beside.h"
#include "text/numeral.h"
#include "text/quantity_number.h"
#include "text/quantity_of.h"

#define WORD(text)	{ text, sizeof(text) - 1 }
#define COUNT(list)	(sizeof(list) / sizeof((list)[0]))
#define QUOTED		12	/* characters: what is in “” is a name */
#define TITLED		60	/* likewise in 《》 */
#define APART		24	/* bytes from 分别 on: 分别增长到 */
#define CLAUSE		90	/* bytes that one may have */
#define CHANGED		4	/* of 提高到 and the like */

const char *const quantity_bounds[] = {
	[QUANTITY_EXACT] = "exact", [QUANTITY_MIN] = "min",
	[QUANTITY_MAX] = "max", [QUANTITY_ABOUT] = "about", NULL
};

/* What says how exact a number is, the longer first. */
struct bound_word {
	struct span		 text;
	enum quantity_bound	 bound;
};

static const struct bound_word before[] = {
	{ WORD("不超过"), QUANTITY_MAX }, { WORD("不高于"), QUANTITY_MAX },
	{ WORD("不多于"), QUANTITY_MAX }, { WORD("不大于"), QUANTITY_MAX },
	{ WORD("不少于"), QUANTITY_MIN }, { WORD("不低于"), QUANTITY_MIN },
	{ WORD("不小于"), QUANTITY_MIN }, { WORD("超过了"), QUANTITY_MIN },
	{ WORD("最多"), QUANTITY_MAX }, { WORD("至多"), QUANTITY_MAX },
	{ WORD("不到"), QUANTITY_MAX }, { WORD("不足"), QUANTITY_MAX },
	{ WORD("不满"), QUANTITY_MAX }, { WORD("未满"), QUANTITY_MAX },
	{ WORD("低于"), QUANTITY_MAX }, { WORD("小于"), QUANTITY_MAX },
	{ WORD("少于"), QUANTITY_MAX }, { WORD("接近"), QUANTITY_MAX },
	{ WORD("将近"), QUANTITY_MAX }, { WORD("超过"), QUANTITY_MIN },
	{ WORD("超出"), QUANTITY_MIN }, { WORD("高于"), QUANTITY_MIN },
	{ WORD("多于"), QUANTITY_MIN }, { WORD("大于"), QUANTITY_MIN },
	{ WORD("至少"), QUANTITY_MIN }, { WORD("最少"), QUANTITY_MIN },
	{ WORD("突破"), QUANTITY_MIN }, { WORD("大约"), QUANTITY_ABOUT },
	{ WORD("大概"), QUANTITY_ABOUT }, { WORD("约为"), QUANTITY_ABOUT },
	{ WORD("约占"), QUANTITY_ABOUT }, { WORD("约有"), QUANTITY_ABOUT },
	{ WORD("近"), QUANTITY_MAX },
	{ WORD("超"), QUANTITY_MIN }, { WORD("逾"), QUANTITY_MIN },
	{ WORD("≥"), QUANTITY_MIN }, { WORD("≤"), QUANTITY_MAX },
	{ WORD("约"), QUANTITY_ABOUT }
};

static const struct bound_word behind[] = {
	{ WORD("及以上"), QUANTITY_MIN }, { WORD("及以下"), QUANTITY_MAX },
	{ WORD("以上"), QUANTITY_MIN }, { WORD("之上"), QUANTITY_MIN },
	{ WORD("以下"), QUANTITY_MAX }, { WORD("以内"), QUANTITY_MAX },
	{ WORD("之内"), QUANTITY_MAX }, { WORD("之下"), QUANTITY_MAX },
	{ WORD("左右"), QUANTITY_ABOUT }, { WORD("上下"), QUANTITY_ABOUT },
	{ WORD("开外"), QUANTITY_MIN }, { WORD("出头"), QUANTITY_MIN }
};

/* Words that end as a bound does and aren't one. */
static const char *const no_bounds[] = {
	"最近", "附近", "临近", "邻近", "远近", "靠近", "新近", "亲近",
	"节约", "预约", "签约", "契约", "合约", "条约", "制约", "公约",
	"履约", "违约", "续约", "邀约", "租约", "集约", "简约",
	"高超", "反超", "英超", "中超", "人手不足", "供给不足"
};

/* A walk over a text. */
struct walk {
	const struct quantity_words	*words;
	struct words_work		*work;
	struct arena			*arena;
	struct span			 text;
	struct quantity			*items;
	size_t				 count, capacity;
	size_t				 last;	/* start of the last figure, */
	size_t				 below;	/* end of that before it */
	size_t				 floor;	/* end of the last figure, */
	struct span			 each[OF_EACH + 1];	/* 分别: the */
	size_t				 each_count;	/* names for figures */
	size_t				 each_next;	/* to come */
	size_t				 clause;	/* its first figure */
	size_t				 waiting;	/* last figures of */
							/* what comes next */
	size_t				 counted;	/* bytes, and */
	uint32_t			 chars;		/* their characters; */
	size_t				 mark;		/* the same where the */
	uint32_t			 mark_chars;	/* last figure begins */
	size_t				 marked_to;	/* bytes where marks */
	size_t				 mark_ends[6];	/* were sought; ends of
							 * the last, or 0 */
};

/* A figure on its way. */
struct figure {
	struct written		 number;
	struct span		 unit;
	unsigned		 kind;
	bool			 self;	/* unit: 户, 人 */
	size_t			 unit_end;
	size_t			 start, end;	/* with bounds */
	enum quantity_bound	 bound;
};

static size_t
skip_spaces(struct span text, size_t at)
{
	while (at < text.n && text.p[at] == ' ')
		at++;
	return at;
}

static size_t
back_spaces(struct span text, size_t at)
{
	while (at > 0 && text.p[at - 1] == ' ')
		at--;
	return at;
}

/* True where `open` stands within `most` characters, and `close` behind. */
static bool
is_within(struct span text, size_t start, size_t end, const char *open,
    const char *close, size_t most)
{
	size_t n;

	for (n = 0; !precedes(text, start, open); n++) {
		if (n == most || start == 0 || precedes(text, start, close))
			return false;
		utf8_previous(text, &start);
	}
	for (n = 0; !follows(text, end, close); n++) {
		if (n == most || end == text.n || follows(text, end, open))
			return false;
		utf8_next(text, &end);
	}
	return utf8_length(span_make(text.p + start, end - start)) <= most;
}

/* True if a name of the list covers the figure. */
static bool
is_named(const struct walk *w, size_t start, size_t end)
{
	const struct quantity_words *words = w->words;
	const struct listed *name;
	size_t at = start;

	if (words_name_number(words, w->text, start, end))
		return true;
	for (;;) {
		name = word_at(&words->names, w->text, at);
		if (name != NULL && at + name->text.n > start)
			return true;
		if (at == 0 || start - at >= words->names.longest)
			return false;
		utf8_previous(w->text, &at);
	}
}

/* What a name stands in, and how many characters it has at most. */
static const struct {
	const char	*open, *close;
	size_t		 most;
} marks[] = {
	{ "“", "”", QUOTED }, { "‘", "’", QUOTED }, { "「", "」", QUOTED },
	{ "《", "》", TITLED }, { "〈", "〉", TITLED }, { "\"", "\"", QUOTED }
};

/* Notes where each mark that may open a name stood last before byte `at`. */
static void
find_marks(struct walk *w, size_t at)
{
	const size_t reach = 4 * (TITLED + 1);
	const char *p = w->text.p;
	size_t i, m;

	i = w->marked_to + reach < at ? at - reach : w->marked_to;
	while (i < at && utf8_is_continuation(p[i]))
		i++;
	for (; i < at; i += utf8_width(p[i]))
		for (m = 0; (p[i] == '\xe2' || p[i] == '\xe3' ||
		    p[i] == '"') && m < COUNT(marks); m++)
			if (follows(w->text, i, marks[m].open))
				w->mark_ends[m] = i + strlen(marks[m].open);
	if (at > w->marked_to)
		w->marked_to = at;
}

static bool
is_name(struct walk *w, const struct written *n)
{
	size_t m;

	find_marks(w, n->start);
	for (m = 0; m < COUNT(marks); m++)
		if (w->mark_ends[m] > 0 &&
		    w->mark_ends[m] + 4 * marks[m].most >= n->start &&
		    is_within(w->text, n->start, n->end, marks[m].open,
		    marks[m].close, marks[m].most))
			return true;
	return is_named(w, n->start, n->end);
}

/* 数十, 几百: no value. */
static bool
is_vague(struct span text, const struct written *n)
{
	static const char *const units[] = { "十", "百", "千", "万", "亿" };

	return (precedes(text, n->start, "数") ||
	    precedes(text, n->start, "几")) &&
	    follows_any(text, n->start, units, COUNT(units));
}

/* True if what stands before makes it an ordinal, vague, or a part. */
static bool
is_part(struct span text, const struct written *n)
{
	const size_t at = back_spaces(text, n->start);
	const char c = n->start > 0 ? text.p[n->start - 1] : ' ';
	const char d = n->start > 1 ? text.p[n->start - 2] : ' ';

	if (precedes(text, at, "第") || precedes(text, at, "分之") ||
	    (precedes(text, at, "×") && follows(text, n->start, "10")) ||
	    precedes(text, at, "每") || is_vague(text, n))
		return true;
	if (!n->digits || c == '\0')
		return false;
	return ascii_is_alnum(c) || strchr("-#$", c) != NULL ||
	    (strchr("_.:/\\", c) != NULL && ascii_is_alnum(d));
}

/* 2022年 is no count of years. */
static bool
is_year(const struct figure *f)
{
	return f->number.digits && f->number.places == 0 &&
	    f->number.mantissa >= 1000 && f->number.mantissa <= 2999 &&
	    span_starts(f->unit, SPAN("年"));
}

/* The unit at byte `at`; in Latin letters, the whole word. */
static const struct listed *
unit_word(const struct walk *w, size_t at)
{
	const struct listed *unit = word_at(&w->words->units, w->text, at);
	size_t end;

	for (; unit != NULL; unit = unit->shorter) {
		end = at + unit->text.n;
		if (end == w->text.n || !ascii_is_alnum(w->text.p[end]) ||
		    !ascii_is_alnum(w->text.p[end - 1]))
			break;
	}
	return unit;
}

/* The unit at byte `at`; of 个百分点, 个小时 what stands behind 个. */
static const struct listed *
unit_at(const struct walk *w, size_t at, size_t *end)
{
	const struct listed *unit = unit_word(w, at);
	const struct listed *inner;

	if (unit == NULL)
		return NULL;
	*end = at + unit->text.n;
	if (span_is(unit->text, "项") && follows(w->text, *end, "目") &&
	    precedes(w->text, at, "亿"))
		return NULL;		/* 百亿项目 */
	if (!span_is(unit->text, "个"))
		return unit;
	inner = word_at(&w->words->units, w->text, *end);
	if (inner == NULL || (inner->kinds & WORD_COUNTS) != 0 ||
	    utf8_length(inner->text) < 2)
		return unit;
	*end += inner->text.n;
	return inner;
}

/* 两年半, 三个半小时: half a unit more. */
static void
add_half(struct walk *w, struct figure *f)
{
	struct written *n = &f->number;
	const struct listed *unit;
	size_t at = f->unit_end + strlen("半");

	if (!follows(w->text, f->unit_end, "半") || n->places != 0 ||
	    n->mantissa > NUMERAL_MOST / 10 || n->upper != 0)
		return;
	if (span_is(f->unit, "个")) {
		unit = word_at(&w->words->units, w->text, at);
		if (follows(w->text, at, "月")) {
			f->unit = SPAN("个月");
			at += strlen("月");
		} else if (unit != NULL && (unit->kinds & WORD_COUNTS) == 0) {
			f->unit = unit->text;
			at += unit->text.n;
		} else
			return;
		f->kind = WORD_TIME;
	} else if (f->kind != WORD_TIME || follows(w->text, at, "夜"))
		return;
	n->mantissa = 10 * n->mantissa + 5;
	n->places = 1;
	f->unit_end = at;
}

/* 三个多月, 两个多小时: more than that, and 个 counts nothing. */
static void
add_more(struct walk *w, struct figure *f)
{
	const struct listed *unit;
	size_t at = f->unit_end + strlen("多");

	if (!span_is(f->unit, "个") || f->number.upper != 0 ||
	    (!follows(w->text, f->unit_end, "多") &&
	    !follows(w->text, f->unit_end, "余")))
		return;
	unit = word_at(&w->words->units, w->text, at);
	if (follows(w->text, at, "月")) {
		f->unit = SPAN("个月");
		f->unit_end = at + strlen("月");
	} else if (unit != NULL && (unit->kinds & WORD_TIME) != 0) {
		f->unit = unit->text;
		f->unit_end = at + unit->text.n;
	} else
		return;
	f->kind = WORD_TIME;
	f->number.more = true;
}

/* 3栋1701: part of an address. */
static bool
is_address(struct span text, const struct figure *f)
{
	size_t at = f->unit_end;

	return at < text.n && written_is_digit(utf8_next(text, &at)) &&
	    (span_is(f->unit, "栋") || span_is(f->unit, "幢"));
}

/* The unit behind a number, as far as one is there. */
static bool
read_unit(struct walk *w, struct figure *f)
{
	const size_t at = f->number.digits ?
	    skip_spaces(w->text, f->number.end) : f->number.end;
	const struct listed *unit;

	if (f->number.percent || f->number.permille) {
		f->unit = f->number.percent ? SPAN("%") : SPAN("‰");
		f->kind = WORD_MEASURE;
		f->unit_end = f->number.end;
		return true;
	}
	unit = unit_at(w, at, &f->unit_end);
	if (unit == NULL)
		return false;
	f->unit = span_is(unit->text, "％") ? SPAN("%") : unit->text;
	f->kind = unit->kinds & ~(unsigned)WORD_SELF;
	f->self = (unit->kinds & WORD_SELF) != 0;
	add_half(w, f);
	add_more(w, f);
	return !is_year(f) && !is_address(w->text, f);
}

/* 至少|打造|1个: a verb of two characters before byte `at`. */
static bool
is_least(const struct walk *w, size_t at)
{
	const size_t n = strlen("打造");
	const struct listed *verb;

	if (at < n || (!precedes(w->text, at - n, "至少") &&
	    !precedes(w->text, at - n, "最少")))
		return false;
	verb = word_find(&w->words->ends, span_make(w->text.p + at - n, n));
	return verb != NULL && (verb->kinds & (WORD_END | WORD_BEHIND)) != 0;
}

/* Its last byte first: most words end with another. */
static bool
stands_before(struct span text, size_t at, struct span word)
{
	return word.n <= at && text.p[at - 1] == word.p[word.n - 1] &&
	    span_ends(span_make(text.p, at), word);
}

static void
bound_before(const struct walk *w, struct figure *f)
{
	const size_t at = back_spaces(w->text, f->start);
	size_t i;

	if (f->number.bare && precedes(w->text, at, "上")) {
		f->bound = QUANTITY_MIN;
		f->start = at - strlen("上");
		return;
	}
	if (is_least(w, at)) {
		f->bound = QUANTITY_MIN;
		return;
	}
	for (i = 0; i < COUNT(before); i++)
		if (stands_before(w->text, at, before[i].text))
			break;
	if (i == COUNT(before) ||
	    precedes_any(w->text, at, no_bounds, COUNT(no_bounds)))
		return;
	f->start = at - before[i].text.n;
	if (f->kind == WORD_TIME && span_is(before[i].text, "近"))
		return;			/* the last three days */
	f->bound = before[i].bound;
}

/* 3年多, 5公里余: behind the unit. */
static bool
has_more_behind(struct span text, const struct figure *f)
{
	static const char *const others[] = { "多元", "多样", "多方", "多层",
	    "多种", "多部", "多项", "多个", "余额", "余款", "余下" };

	return f->kind != WORD_COUNTS && (follows(text, f->unit_end, "多") ||
	    follows(text, f->unit_end, "余")) &&
	    !follows_any(text, f->unit_end, others, COUNT(others));
}

static void
read_behind(const struct walk *w, struct figure *f)
{
	static const char *const others[] = { "内部", "内容", "内外", "内涵",
	    "内心", "内在" };
	size_t i;

	for (i = 0; i < COUNT(behind); i++)
		if (span_starts(span_from(w->text, f->end), behind[i].text)) {
			f->bound = behind[i].bound;
			f->end += behind[i].text.n;
			return;
		}
	if (f->kind != WORD_TIME || !follows(w->text, f->end, "内") ||
	    follows_any(w->text, f->end, others, COUNT(others)))
		return;
	f->bound = QUANTITY_MAX;
	f->end += strlen("内");
}

static void
bound_behind(const struct walk *w, struct figure *f)
{
	if (f->number.more)
		f->bound = QUANTITY_MIN;
	if (has_more_behind(w->text, f)) {
		f->bound = QUANTITY_MIN;
		f->end += strlen("多");
	}
	read_behind(w, f);
}

/* True for what isn't counted with: 一个 is an article, 二次 an ordinal. */
static bool
is_article(const struct figure *f, struct span per)
{
	if (f->number.one)
		return per.n == 0 && f->bound == QUANTITY_EXACT;
	return f->number.small && f->kind == WORD_COUNTS;
}

static uint32_t
chars_to(struct walk *w, size_t byte)
{
	if (byte < w->counted) {
		w->counted = w->mark;
		w->chars = w->mark_chars;
	}
	w->chars += (uint32_t)utf8_length(span_make(w->text.p + w->counted,
	    byte - w->counted));
	w->counted = byte;
	return w->chars;
}

static struct quantity *
add(struct walk *w, const struct figure *f)
{
	struct quantity *q;

	w->items = arena_grow(w->arena, w->items, w->count, &w->capacity,
	    w->count + 1, sizeof(*w->items));
	q = &w->items[w->count++];
	*q = (struct quantity){ .value = written_value(&f->number, w->arena),
	    .unit = f->unit, .bound = f->bound };
	q->start = chars_to(w, f->number.start);
	w->mark = f->number.start;
	w->mark_chars = q->start;
	q->end = chars_to(w, f->unit_end);
	return q;
}

/* True if no sentence ends between two bytes. */
static bool
is_same_sentence(struct span text, size_t from, size_t to)
{
	static const char *const ends[] = { "。", "；", "！", "？", "\n", ";",
	    "!", "?" };

	for (; from < to; from += utf8_width(text.p[from]))
		if (follows_any(text, from, ends, COUNT(ends)))
			return false;
	return true;
}

static bool
is_share(struct span unit)
{
	static const char *const shares[] = { "%", "‰", "百分点", "倍", "成" };
	size_t i;

	for (i = 0; i < COUNT(shares); i++)
		if (span_is(unit, shares[i]))
			return true;
	return false;
}

/* What the figure before counts, if this one says nothing of its own. */
static struct span
inherit(const struct walk *w, const struct figure *f, const struct quantity *q)
{
	const bool listed = precedes(w->text, f->start, "、");
	const bool same = span_equal(q->unit, f->unit) || is_share(f->unit);

	return f->kind != WORD_TIME && (same || (listed && !f->self)) &&
	    is_same_sentence(w->text, w->floor, f->start) ? q->of : SPAN("");
}

/*
 * 10个镇级、156个村级站点: the first are 站点, too.  Only 级 can't stand
 * alone as what is counted.
 */
static void
complete(struct walk *w, const struct figure *f, struct quantity *last,
    struct span of)
{
	size_t at = 0, end = 0;

	if (!span_ends(last->of, SPAN("级")) ||
	    !precedes(w->text, f->start, "、"))
		return;
	for (at = 0; at + strlen("级") < of.n && end == 0;
	    at += utf8_width(of.p[at]))
		if (follows(of, at, "级"))
			end = at + strlen("级");
	of = span_from(of, end);
	if (end > 0)
		last->of = arena_printf(w->arena, "%.*s%.*s", (int)last->of.n,
		    last->of.p, (int)of.n, of.p);
}

/* 由1.2万元|提高到|1.8万元: the same thing, per the same. */
static bool
is_change(const struct walk *w, const struct figure *f,
    const struct quantity *last)
{
	size_t at = w->floor, n;

	if (!span_equal(last->unit, f->unit) ||
	    (!precedes(w->text, f->start, "到") &&
	    !precedes(w->text, f->start, "至")))
		return false;
	for (n = 0; at < f->start && n < CHANGED; n++)
		if (!utf8_is_han(utf8_next(w->text, &at)))
			return false;
	return at == f->start;
}

/* The sign of a range at byte `at`, and spaces about it; its length, or 0. */
static size_t
range_sign(struct span text, size_t at)
{
	static const char *const signs[] = { "—", "–", "-", "~", "～", "至",
	    "到", "－" };
	const size_t start = skip_spaces(text, at);
	size_t i;

	for (i = 0; i < COUNT(signs); i++)
		if (follows(text, start, signs[i]))
			return skip_spaces(text, start + strlen(signs[i])) -
			    at;
	return 0;
}

/* True if the figure before may count what this one does. */
static bool
is_chained(const struct walk *w, const struct figure *f)
{
	return f->start == w->floor || (f->start == w->floor + strlen("、") &&
	    precedes(w->text, f->start, "、") &&
	    span_equal(w->items[w->count - 1].unit, f->unit));
}

/* 粮食产量|连续3年稳定在|80万吨: what stands before a time that lasts. */
static struct span
before_time(const struct walk *w, const struct figure *f,
    const struct place_of *p)
{
	const struct place_of place = { .start = w->last - strlen("连续"),
	    .end = w->text.n, .floor = w->below, .unit = p->unit,
	    .kind = p->kind, .self = p->self };
	size_t at = w->floor;

	while (at < f->start)
		if (!utf8_is_han(utf8_next(w->text, &at)))
			return SPAN("");
	return of_find(w->words, w->work, w->text, &place);
}

/* True if no more than 、 or 和 stands between the last figure and this. */
static bool
is_next(const struct walk *w, const struct figure *f)
{
	static const char *const joins[] = { "、", "和", "及", "与", "，" };
	const size_t n = strlen("、");

	return f->start == w->floor + n &&
	    follows_any(w->text, w->floor, joins, COUNT(joins));
}

/*
 * True if a comma, or more, stands between the last figure and this, or so
 * much that one will.
 */
static bool
is_apart(const struct walk *w, const struct figure *f)
{
	static const char *const commas[] = { "，", ",", "；", "。" };
	const size_t end = w->floor + CLAUSE;
	size_t at;

	for (at = w->floor; at < f->start && at < end;
	    at += utf8_width(w->text.p[at]))
		if (follows_any(w->text, at, commas, COUNT(commas)))
			return true;
	return at < f->start;
}

/* 企业30家、协会5家，分别增长|6%、|8%: what the clause before counts. */
static void
take_clause(struct walk *w)
{
	const struct quantity *q;
	size_t i;

	w->each_count = 0;
	for (i = w->clause; i < w->count && w->each_count < OF_EACH; i++) {
		q = &w->items[i];
		if (q->of.n > 0 && (w->each_count == 0 ||
		    !span_equal(w->each[w->each_count - 1], q->of)))
			w->each[w->each_count++] = q->of;
	}
	if (w->each_count < 2)
		w->each_count = 0;
}

/*
 * 起数、人数分别下降|3%、|5%，分别低|2%、|4%: the one of them that this figure
 * is of.
 */
static struct span
find_each(struct walk *w, const struct figure *f, const struct place_of *p)
{
	size_t at = f->start > w->floor + APART ? f->start - APART : w->floor;
	size_t n;

	if (!is_next(w, f))
		w->each_next = w->each_count;
	while (at < f->start && utf8_is_continuation(w->text.p[at]))
		at++;
	for (; at < f->start; at += utf8_width(w->text.p[at])) {
		if (!follows(w->text, at, "分别"))
			continue;
		n = of_each(w->words, w->work, w->text, p, w->each);
		if (n > 0)
			w->each_count = n;
		else if (is_apart(w, f))
			take_clause(w);
		w->each_next = 0;
	}
	return w->each_next < w->each_count ? w->each[w->each_next++] :
	    SPAN("");
}

/* What this figure counts; those before may be told by it, too. */
static struct span
find_of(struct walk *w, const struct figure *f, const struct place_of *p)
{
	struct span of = find_each(w, f, p);
	struct quantity *last;

	if (of.n == 0)
		of = of_find(w->words, w->work, w->text, p);
	if (w->count == 0)
		return of;
	if (of.n == 0 && precedes(w->text, w->last, "连续"))
		of = before_time(w, f, p);
	last = &w->items[w->count - 1];
	if (!is_chained(w, f))
		w->waiting = 0;
	if (of.n == 0)
		return inherit(w, f, last);
	complete(w, f, last, of);
	/* 十二类|47项候选项目, 9家|、8家|、11家企业 */
	for (; w->waiting > 0; w->waiting--)
		w->items[w->count - w->waiting].of = of;
	return of;
}

/*
 * What is counted stands beside the rate: 规模达到|每日8万吨, 每千人|托位数4个;
 * and a bound may stand behind it: 40微克每立方米|以内.
 */
static void
leave_per(const struct walk *w, struct figure *f, struct span per,
    struct place_of *p)
{
	const size_t at = (size_t)(per.p - w->text.p);

	if (at >= f->end) {
		f->end = at + per.n;
		if (f->bound == QUANTITY_EXACT)
			read_behind(w, f);
		p->end = f->end;
	} else if (span_starts(per, SPAN("每")) && at < p->start) {
		if (at + per.n == p->start)
			p->start = at;
		else
			p->floor = at + per.n;
	}
}

/* 90%、85%以上, 2.4、2.8个百分点: the bound is said once. */
static void
share_bound(const struct walk *w, const struct figure *f)
{
	struct quantity *last;

	if (w->count == 0 || f->bound == QUANTITY_EXACT || !is_next(w, f) ||
	    f->end == f->unit_end)
		return;
	last = &w->items[w->count - 1];
	if (last->bound == QUANTITY_EXACT && span_equal(last->unit, f->unit))
		last->bound = f->bound;
}

/* Two figures of one range: what they count, per what, stands once. */
static void
put(struct walk *w, struct figure *low, struct figure *high)
{
	struct place_of p = { .start = low->start, .end = high->end,
	    .floor = w->floor, .unit = high->unit, .kind = high->kind,
	    .self = high->self, .share = is_share(high->unit) };
	struct span per = per_find(w->words, w->text, &p), of;
	struct quantity *last = w->count > 0 ? &w->items[w->count - 1] : NULL;

	if (low == high && is_article(low, per))
		return;
	if (per.n > 0)
		leave_per(w, high, per, &p);
	if (low == high)
		share_bound(w, high);
	of = find_of(w, low, &p);
	if (per.n == 0 && last != NULL && is_change(w, low, last))
		per = last->per;
	if (low != high) {
		low->bound = QUANTITY_MIN;
		high->bound = QUANTITY_MAX;
		last = add(w, low);
		last->per = per;
		last->of = of;
	}
	last = add(w, high);
	last->per = per;
	last->of = of;
	if (is_apart(w, low))
		w->clause = w->count - (low == high ? 1 : 2);
	w->below = w->floor;
	w->last = low->start;
	w->floor = high->end;
	w->waiting = of.n == 0 && low == high && high->kind == WORD_COUNTS &&
	    !high->self ? w->waiting + 1 : 0;
}

/* 两三个 is the range from 两个 to 三个. */
static void
put_pair(struct walk *w, struct figure *f)
{
	struct figure high = *f;

	high.number.mantissa = f->number.upper;
	high.number.places = f->number.upper % 10 == 0 ? 0 : f->number.places;
	high.number.start = f->number.start;
	put(w, f, &high);
}

/* 1.5—2万: the lesser is 1.5万, where that is less: 5000—2万 isn't. */
static void
share_zeros(struct written *low, const struct written *high)
{
	struct written same = *low;

	if (low->zeros == 0 && written_shift(&same, high->zeros) &&
	    written_compare(&same, high) < 0)
		*low = same;
}

/* The other end of a range whose sign stands at byte `at`; else false. */
static bool
read_high(struct walk *w, struct figure *low, size_t at, struct figure *high)
{
	const size_t length = range_sign(w->text, at);

	*high = (struct figure){ .bound = QUANTITY_EXACT };
	if (length == 0 || low->number.more ||
	    !written_read(&high->number, w->text, at + length) ||
	    high->number.bare || high->number.upper > 0 ||
	    is_name(w, &high->number) || !read_unit(w, high))
		return false;
	high->start = low->start;
	high->end = high->unit_end;
	if (low->unit.n > 0)
		return span_equal(low->unit, high->unit) &&
		    written_compare(&low->number, &high->number) < 0;
	share_zeros(&low->number, &high->number);
	low->unit = high->unit;
	low->kind = high->kind;
	low->unit_end = low->number.end;
	return written_compare(&low->number, &high->number) < 0 &&
	    !is_year(low);
}

/*
 * 2.4|、2.8个百分点, 6.4个|和8.9个百分点: the unit of the next number, behind
 * what joins at that byte.
 */
static bool
read_next_unit(struct walk *w, struct figure *f, size_t at)
{
	static const char *const joins[] = { "、", "和" };
	struct figure next = { .bound = QUANTITY_EXACT };

	if (!f->number.digits || f->number.places <= 0 ||
	    !follows_any(w->text, at, joins, COUNT(joins)) ||
	    !written_read(&next.number, w->text, at + strlen("、")) ||
	    !next.number.digits || !read_unit(w, &next) ||
	    next.kind != WORD_MEASURE)
		return false;
	f->unit = next.unit;
	f->kind = next.kind;
	f->unit_end = at;
	return true;
}

static bool
read_own_unit(struct walk *w, struct figure *f, size_t end)
{
	if (!read_unit(w, f))
		return read_next_unit(w, f, end);
	if (span_is(f->unit, "个"))
		read_next_unit(w, f, f->unit_end);
	return true;
}

/* A number with or without its unit; returns where to read on. */
static size_t
take(struct walk *w, size_t at)
{
	struct figure f = { .bound = QUANTITY_EXACT }, high;
	bool good = written_read(&f.number, w->text, at), has_unit;
	size_t end = f.number.end > at ? f.number.end :
	    at + utf8_width(w->text.p[at]);

	if (!good || is_part(w->text, &f.number))
		return end;
	has_unit = read_own_unit(w, &f, end);
	if ((!has_unit && range_sign(w->text, end) == 0) ||
	    is_name(w, &f.number))
		return end;
	f.start = f.number.start;
	if (!has_unit)
		f.unit = SPAN("");
	else
		end = f.unit_end;
	if (read_high(w, &f, end, &high)) {
		put(w, &f, &high);
		return high.unit_end;
	}
	if (!has_unit)
		return range_sign(w->text, end) > 0 && high.number.end > end ?
		    high.number.end : end;
	f.end = f.unit_end;
	bound_before(w, &f);
	bound_behind(w, &f);
	if (f.number.bare && f.bound == QUANTITY_EXACT)
		return end;
	if (f.number.upper > 0)
		put_pair(w, &f);
	else
		put(w, &f, &f);
	return end;
}

/* Passes over characters that begin no number, which most are. */
static size_t
skip_others(const struct quantity_words *words, struct span text, size_t at)
{
	const unsigned char *p = (const unsigned char *)text.p;

	while (at < text.n) {
		if ((p[at] & 0xf0) == 0xe0) {
			if ((words->numbers[p[at] & 15] >>
			    (p[at + 1] & 63) & 1) != 0)
				break;
			at += 3;
		} else if (p[at] < 0x80) {
			if (ascii_is_digit((char)p[at]))
				break;
			at++;
		} else
			at += utf8_width((char)p[at]);
	}
	return at;
}

size_t
quantity_find(const struct quantity_words *words, struct words_work *work,
    struct arena *arena, struct span text, struct quantity **items)
{
	struct walk w = { .words = words, .work = work, .arena = arena,
	    .text = text };
	size_t at = 0, next;
	uint32_t c;

	while ((at = skip_others(words, text, at)) < text.n) {
		next = at;
		c = utf8_next(text, &next);
		at = written_is_digit(c) || numeral_begins(c) ? take(&w, at) :
		    next;
	}
	*items = w.items;
	return w.count;
}
