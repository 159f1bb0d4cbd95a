#include "text/quantity_of.h"

#include "base/ascii.h"
#include "base/utf8.h"
#include "text/beside.h"
#include "text/numeral.h"
#include "text/quantity_number.h"
#include "text/quantity_stretch.h"

#define COUNT(list)	(sizeof(list) / sizeof((list)[0]))
#define LISTED		40	/* characters from A to what A、B等 are */
#define END_BEHIND	(WORD_END | WORD_ADVERB)
#define END_SELF	(END_BEHIND | WORD_BEHIND | WORD_PREDICATE)
#define NAMES		(WORD_KEEP | WORD_BEHIND | WORD_PREDICATE | WORD_WHOLE)
#define PER_REACH	14	/* from 每 to the figure */
#define PER_NOUN	6	/* characters of 每个网格 behind 每个 */

/* True for what may stand in the name of what is counted. */
static bool
is_inside(uint32_t c)
{
	return utf8_is_han(c) || (c >= 'A' && c <= 'Z') ||
	    (c >= 'a' && c <= 'z') || c == 0x201c || c == 0x201d;
}

/* The 5 of 5G: a digit at byte `at` before a letter. */
static bool
is_generation(struct span text, size_t at)
{
	return at + 1 < text.n && ascii_is_digit(text.p[at]) &&
	    ascii_is_letter(text.p[at + 1]);
}

/* The characters from `at` on that may be a name; where they end. */
static size_t
run_end(struct span text, size_t at)
{
	size_t next, n;

	for (n = 0; at < text.n && n < STRETCH_MOST; n++) {
		next = at;
		if (!is_inside(utf8_next(text, &next)) &&
		    !is_generation(text, at))
			break;
		at = next;
	}
	return at;
}

/* The same before `at`, not below floor; where they begin. */
static size_t
run_start(struct span text, size_t at, size_t floor)
{
	size_t before = at, n;

	for (n = 0; at > floor && n < STRETCH_MOST; n++) {
		if ((!is_inside(utf8_previous(text, &before)) &&
		    !is_generation(text, before)) || before < floor)
			break;
		at = before;
	}
	return at;
}

/*
 * 使用率, 交易额, 集聚|区: no verb is what stands before byte `at`.  Of what
 * only a dictionary tells from the beginning of a word, a word by itself.
 */
static bool
is_noun(const struct stretch *s, struct span part, size_t at)
{
	static const char *const nouns[] = { "率", "度", "量", "额",
	    "性" };
	static const char *const others[] = { "率先", "率领", "度假", "度过",
	    "量化", "量子", "额外", "额度", "额定" };
	static const char *const single[] = { "区", "站", "点", "员", "者",
	    "室", "馆", "园", "厂", "场", "队", "班", "线", "网", "库", "机",
	    "车", "房", "费", "金", "品", "户", "期", "地", "组", "物", "法",
	    "器", "类" };

	if (follows_any(part, at, nouns, COUNT(nouns)))
		return !follows_any(part, at, others, COUNT(others));
	return s->words->lexicon != NULL &&
	    follows_any(part, at, single, COUNT(single)) &&
	    stretch_breaks(s, part, at + strlen("区"));
}

/* The first end in a part, at byte `at` or later; *length is its bytes. */
static size_t
next_end(const struct stretch *s, struct span part, size_t at, unsigned kinds,
    size_t *length)
{
	const struct listed *w;

	while (at < part.n) {
		w = stretch_at(s, part, at);
		if (w != NULL && (w->kinds & kinds) != 0 &&
		    !is_noun(s, part, at + w->text.n) &&
		    !stretch_coins(s, part, at, at + w->text.n)) {
			*length = w->text.n;
			return at;
		}
		at += w != NULL && (w->kinds & WORD_KEEP) != 0 ? w->text.n :
		    utf8_width(part.p[at]);
	}
	*length = 0;
	return part.n;
}

/* Where the last 的 of the text ends; 0 where there is none. */
static size_t
behind_of(struct span text)
{
	size_t at, end = 0;

	for (at = 0; at + strlen("的") <= text.n;
	    at += utf8_width(text.p[at]))
		if (follows(text, at, "的"))
			end = at + strlen("的");
	return end;
}

/* Where the first 的 stands; the text's length where there is none. */
static size_t
first_of(struct span text)
{
	size_t at;

	for (at = 0; at < text.n && !follows(text, at, "的");
	    at += utf8_width(text.p[at]))
		continue;
	return at;
}

/* Without a quotation mark that has no other half. */
static struct span
trim_quotes(struct span s)
{
	const struct span open = SPAN("“"), close = SPAN("”");
	size_t at, opens = 0, closes = 0;

	for (at = 0; at < s.n; at += utf8_width(s.p[at])) {
		opens += span_starts(span_from(s, at), open);
		closes += span_starts(span_from(s, at), close);
	}
	if (closes > opens && span_ends(s, close))
		s.n -= close.n;
	if (closes > opens && span_starts(s, close))
		s = span_from(s, close.n);
	if (opens > closes && span_ends(s, open))
		s.n -= open.n;
	return s;
}

/* Takes words away that no name begins with, but not all. */
static struct span
skip_ends(const struct stretch *s, struct span part)
{
	const struct listed *w;

	while ((w = stretch_at(s, part, 0)) != NULL && w->text.n < part.n &&
	    (w->kinds & (WORD_KEEP | WORD_WHOLE)) == 0 &&
	    (w->kinds & (WORD_END | WORD_BEHIND | WORD_ADVERB)) != 0 &&
	    !is_noun(s, part, w->text.n))
		part = span_from(part, w->text.n);
	return part;
}

/* 不同|的, 大型|的: what stands before the 的 at byte `of` names nothing. */
static bool
is_quality(const struct stretch *s, struct span part, size_t of)
{
	static const char *const ends[] = { "型", "性", "式", "化", "级" };
	const struct listed *w = stretch_before(s, part, of);

	return (w != NULL && (w->kinds & WORD_QUALITY) != 0) ||
	    precedes_any(part, of, ends, COUNT(ends));
}

/*
 * 下放|的|职能, 各级政府下放|的|职能: the end at byte `at` and the 的 at
 * byte `of` say which.
 */
static bool
is_clause(const struct stretch *s, struct span part, size_t at, size_t of,
    unsigned kinds)
{
	size_t length, end = at, next;

	if (at == 0)
		return true;
	for (next = at; next < of; next = next_end(s, part, end, kinds,
	    &length)) {
		next_end(s, part, next, kinds, &length);
		end = next + length;
	}
	return of <= end + 2 * strlen("的");
}

/* 3家企业|上市, 2个项目|可: what no name ends with. */
static struct span
trim_predicate(const struct stretch *s, struct span part)
{
	const struct listed *w;

	while (part.n > 0 && (w = stretch_before(s, part, part.n)) != NULL &&
	    w->text.n < part.n &&
	    (w->kinds & (WORD_PREDICATE | WORD_START)) != 0)
		part.n -= w->text.n;
	return part;
}

/* 5名志愿者|服务老人: what persons do. */
static struct span
cut_doing(const struct stretch *s, struct span part)
{
	static const char *const persons[] = { "者", "员", "民", "人", "师",
	    "生", "众", "友", "长", "工" };
	const struct listed *w;
	size_t at;

	for (at = 0; at < part.n; at += utf8_width(part.p[at])) {
		w = precedes_any(part, at, persons, COUNT(persons)) ?
		    stretch_at(s, part, at) : NULL;
		if (w != NULL &&
		    (w->kinds & (WORD_BEHIND | WORD_PREDICATE)) != 0)
			return span_make(part.p, at);
	}
	return part;
}

/* The name that a part begins with; 的 may stand before it. */
static struct span
name_at(const struct stretch *s, struct span part, bool self, bool events)
{
	const struct listed *w;
	size_t end, of, length;
	unsigned kinds = self ? END_SELF : END_BEHIND;

	for (;;) {
		end = next_end(s, part, 0, kinds, &length);
		of = first_of(part);
		if (of == part.n || (of < end && !is_quality(s, part, of)) ||
		    (end < of && !is_clause(s, part, end, of, kinds)))
			break;
		part = span_from(part, of + strlen("的"));
		kinds = END_BEHIND;
	}
	part.n = end < of ? end : of;
	if (!events)
		part = trim_predicate(s, part);
	w = word_find(&s->words->ends, part);
	return w != NULL && (w->kinds & NAMES) == 0 ? SPAN("") :
	    trim_quotes(part);
}

/* 40条|工业旅游、研学旅行等|精品路线: what the list that goes on at `at` is. */
static struct span
list_head(const struct quantity_words *words, struct words_work *work,
    struct span text, size_t at)
{
	struct stretch s;
	struct span part;
	size_t n, next;
	uint32_t c;

	for (n = 0; n < LISTED && at < text.n; n++) {
		next = at;
		c = utf8_next(text, &next);
		if (c == 0x7b49) {		/* 等 */
			part = span_make(text.p + next, run_end(text, next) -
			    next);
			stretch_cut(&s, words, work, part);
			return name_at(&s, part, false, false);
		}
		if (!is_inside(c) && c != 0x3001)
			break;
		at = next;
	}
	return SPAN("");
}

/* 3000名|党员, 94项|下放的职能, 80元|的标准发放补助. */
static struct span
of_behind(const struct quantity_words *words, struct words_work *work,
    struct span text, const struct place_of *p)
{
	static const char *const events[] = { "次", "场", "轮", "期" };
	static const char *const persons[] = { "名", "位" };
	const size_t end = run_end(text, p->end);
	const struct span run = span_make(text.p + p->end, end - p->end);
	const bool owned = follows(run, 0, "的");
	struct stretch s;
	struct span part = run, of, head;
	const struct listed *w;

	if (p->kind == WORD_TIME && !owned)
		return SPAN("");
	stretch_cut(&s, words, work, run);
	if (owned)
		part = skip_ends(&s, span_from(run, strlen("的")));
	else if ((w = stretch_at(&s, run, 0)) != NULL &&
	    (w->kinds & WORD_START) != 0)
		return SPAN("");
	of = name_at(&s, part, p->self && !owned,
	    precedes_any(text, p->end, events, COUNT(events)));
	if (precedes_any(text, p->end, persons, COUNT(persons)))
		of = cut_doing(&s, of);
	if (of.n == 0 || of.p + of.n != run.p + run.n ||
	    !follows(text, end, "、"))
		return of;
	head = list_head(words, work, text, end);
	return head.n > 0 ? head : of;
}

/*
 * Takes links and the like away before the number; *has: a 有 or 由 among
 * them, as in 全镇共有3万人, 会议有20人 and 小组由3人组成.
 */
static struct span
skip_links(const struct stretch *s, struct span part, bool *has)
{
	const struct listed *w;

	while ((w = stretch_before(s, part, part.n)) != NULL &&
	    (w->kinds & WORD_LINK) != 0) {
		*has = *has || span_ends(w->text, SPAN("有")) ||
		    span_is(w->text, "由");
		part.n -= w->text.n;
	}
	return part;
}

/* 和|改造|管网, 新|改善|农房: where the word before a verb ends. */
static size_t
before_verb(const struct stretch *s, struct span part)
{
	static const char *const joins[] = { "和", "及", "与", "新", "再" };
	const struct listed *w;
	size_t n = strlen("和");

	if (!follows_any(part, 0, joins, COUNT(joins)))
		return 0;
	w = n < part.n ? stretch_at(s, part, n) : NULL;
	return w != NULL && (w->kinds & WORD_BEHIND) != 0 ? n : 0;
}

/* 建设|高标准农田: what a name of two characters or more stands behind. */
static struct span
skip_verbs(const struct stretch *s, struct span part)
{
	const struct listed *w;

	part = span_from(part, before_verb(s, part));
	while (part.n > 0 && (w = stretch_at(s, part, 0)) != NULL &&
	    (w->kinds & WORD_BEHIND) != 0 && !is_noun(s, part, w->text.n) &&
	    utf8_length(span_from(part, w->text.n)) >= 2)
		part = span_from(part, w->text.n);
	return part;
}

/* 共|走访|居民: what an adverb is before is a verb, and maybe its object. */
static struct span
skip_adverb(const struct stretch *s, struct span part)
{
	size_t length, at = next_end(s, part, 0, WORD_ADVERB, &length);
	struct span verb, object;

	if (length == 0)
		return part;
	verb = span_from(part, at + length);
	object = skip_verbs(s, verb);
	return object.n < verb.n ? object : SPAN("");
}

/* “15分钟生活圈”100个: what the quotes before byte `at` hold, or nothing. */
static struct span
quoted_before(struct span text, size_t at, size_t floor)
{
	size_t start = at, end, n;

	if (!precedes(text, at, "”"))
		return SPAN("");
	end = at - strlen("”");
	start = end;
	for (n = 0; n < STRETCH_MOST && start > floor; n++) {
		if (precedes(text, start, "“"))
			return span_make(text.p + start, end - start);
		if (utf8_previous(text, &start) == 0x201d)
			break;
	}
	return SPAN("");
}

/* 单价|比上年高5元: what is compared stands before 比. */
static struct span
before_than(const struct stretch *s, struct span part)
{
	static const char *const than[] = { "比", "较" };
	size_t at = part.n;

	while (at > 0 && s->words->lexicon != NULL) {
		utf8_previous(part, &at);
		if (at > 0 && follows_any(part, at, than, COUNT(than)) &&
		    stretch_breaks(s, part, at) &&
		    stretch_breaks(s, part, at + strlen("比")) &&
		    !stretch_coins(s, part, at, at + strlen("比")))
			return span_make(part.p, at);
	}
	return part;
}

/* 绿色建筑|占新建建筑60%: what has the share stands before 占. */
static struct span
before_share(struct span run)
{
	static const char *const others[] = { "占地", "占用", "占道", "占有",
	    "占据", "占领", "占补" };
	size_t at = run.n;

	while (at > 0) {
		utf8_previous(run, &at);
		if (follows(run, at, "占") &&
		    !follows_any(run, at, others, COUNT(others)))
			return span_make(run.p, at);
	}
	return run;
}

/* 疗程15天, 平均年龄45岁: what has a time is a time. */
static bool
is_time(struct span of)
{
	static const char *const times[] = { "时间", "期", "期限", "时限",
	    "时长", "疗程", "年龄", "龄", "寿命", "年限", "周期", "耗时" };

	return precedes_any(of, of.n, times, COUNT(times));
}

/* The name that a part ends with: behind its last end, and verbs, and 的. */
static struct span
name_before(const struct stretch *s, struct span part)
{
	static const char *const joins[] = { "和", "及", "与", "或" };
	size_t end, length;

	part = before_than(s, before_share(part));
	for (;;) {
		end = next_end(s, part, 0, WORD_END, &length);
		if (length == 0)
			break;
		part = span_from(part, end + length);
	}
	part = span_from(part, behind_of(part));
	if (follows_any(part, 0, joins, COUNT(joins)) &&
	    stretch_breaks(s, part, strlen("和")))
		part = span_from(part, strlen("和"));
	part = skip_verbs(s, part);
	return trim_quotes(skip_adverb(s, part));
}

/* 收到|意见建议|4100条, 取消的|评比项目|多达33项. */
static struct span
of_before(const struct quantity_words *words, struct words_work *work,
    struct span text, const struct place_of *p)
{
	bool has = false;
	size_t at = p->start, start;
	struct stretch s;
	struct span run, of, quoted;
	const struct listed *w;

	do {
		while (at > p->floor && text.p[at - 1] == ' ')
			at--;
		start = run_start(text, at, p->floor);
		stretch_cut(&s, words, work, span_make(text.p + start,
		    at - start));
		run = skip_links(&s, s.text, &has);
		at = start + run.n;
	} while (run.n == 0 && at > p->floor && text.p[at - 1] == ' ');
	if (has && p->self)
		return SPAN("");
	quoted = quoted_before(text, at, p->floor);
	if (quoted.n > 0 && run.p > quoted.p)
		return quoted;
	of = name_before(&s, run);
	if (quoted.n > 0 && of.n > 0 && of.p + strlen("建“") >= quoted.p)
		return quoted;
	w = word_find(&words->ends, of);
	if (utf8_length(of) < 2 || follows(of, 0, "每") ||
	    (w != NULL && (w->kinds & WORD_WHOLE) != 0) ||
	    (p->kind == WORD_TIME && !is_time(of)))
		return SPAN("");
	return of;
}

struct span
of_find(const struct quantity_words *words, struct words_work *work,
    struct span text, const struct place_of *p)
{
	const struct span of = of_behind(words, work, text, p);

	return of.n > 0 ? of : of_before(words, work, text, p);
}

/* Digits or numerals from `at` on. */
static size_t
skip_number(struct span text, size_t at)
{
	size_t next = at;
	uint32_t c;

	while (at < text.n) {
		c = utf8_next(text, &next);
		if (!written_is_digit(c) && !numeral_begins(c))
			break;
		at = next;
	}
	return at;
}

/* 每个网格, from 每个 to what it is that is done; never over a number. */
static size_t
per_noun(const struct quantity_words *words, struct span text, size_t at,
    size_t most)
{
	size_t n, next;
	const struct listed *w;

	for (n = 0; at < most && n < PER_NOUN; n++) {
		w = word_at(&words->ends, text, at);
		next = at;
		if (!utf8_is_han(utf8_next(text, &next)) ||
		    skip_number(text, at) > at || (w != NULL &&
		    (w->kinds & WORD_KEEP) == 0 && (w->kinds & WORD_WHOLE) == 0))
			break;
		at = next;
	}
	return at;
}

/* One 每 and what it goes with, from `at` on; where it ends, or at. */
static size_t
per_one(const struct quantity_words *words, struct span text, size_t at,
    size_t most)
{
	static const char *const whole[] = { "月", "日", "季度", "季", "户",
	    "人", "村", "社区", "镇", "村组", "晚", "学期" };
	const struct listed *w;
	size_t end, i;

	if (!follows(text, at, "每"))
		return at;
	end = skip_number(text, at + strlen("每"));
	w = word_at(&words->units, text, end);
	if (w != NULL && (w->kinds & WORD_COUNTS) == 0)
		return end + w->text.n;
	for (i = 0; i < COUNT(whole); i++)
		if (follows(text, end, whole[i]) &&
		    end + strlen(whole[i]) <= most)
			return end + strlen(whole[i]);
	if (w != NULL)
		end += w->text.n;
	return per_noun(words, text, end, most);
}

/* 每 in the clause before the figure. */
static size_t
find_each(struct span text, const struct place_of *p)
{
	size_t at = p->start, next, n;
	uint32_t c;

	for (n = 0; at > p->floor && n < PER_REACH; n++) {
		next = at;
		c = utf8_previous(text, &next);
		if (c != ' ' && !is_inside(c) && !written_is_digit(c))
			break;
		at = next;
		if (c == 0x6bcf && !(at >= strlen("每") &&
		    follows(text, at - strlen("每"), "每")))
			return at;
	}
	return p->start;
}

static struct span
per_before(const struct quantity_words *words, struct span text,
    const struct place_of *p)
{
	static const char *const means[] = { "人均", "户均", "月均", "日均",
	    "年均", "村均", "周均", "亩均" };
	size_t start = find_each(text, p), at = start, end, i, n, each;

	if (start < p->start) {
		/* The first of 每人每月. */
		for (n = 0; n < 3; n++) {
			each = find_each(text, &(struct place_of){
			    .start = start, .floor = p->floor });
			if (each == start || per_one(words, text, each,
			    start) != start)
				break;
			start = each;
		}
		for (at = start; (end = per_one(words, text, at, p->start)) >
		    at; at = end)
			continue;
		return at > start + strlen("每") ?
		    span_make(text.p + start, at - start) : SPAN("");
	}
	start = run_start(text, p->start, p->floor);
	for (at = start; at < p->start; at += utf8_width(text.p[at]))
		for (i = 0; i < COUNT(means); i++)
			if (follows(text, at, means[i]))
				return span_make(text.p + at,
				    strlen(means[i]));
	return SPAN("");
}

/* 元/月, 元每人. */
static struct span
per_behind(const struct quantity_words *words, struct span text,
    const struct place_of *p)
{
	static const char *const slashes[] = { "/", "／" };
	size_t i, at, end;

	for (i = 0; i < COUNT(slashes); i++) {
		if (!follows(text, p->end, slashes[i]))
			continue;
		at = end = p->end + strlen(slashes[i]);
		while (end < text.n && (word_at(&words->units, text, end) !=
		    NULL || follows(text, end, "月") || follows(text, end,
		    "·") || follows(text, end, "日")))
			end += utf8_width(text.p[end]);
		return span_make(text.p + at, end - at);
	}
	end = per_one(words, text, p->end, text.n);
	return span_make(text.p + p->end, end - p->end);
}

struct span
per_find(const struct quantity_words *words, struct span text,
    const struct place_of *p)
{
	const struct span per = per_behind(words, text, p);

	return per.n > 0 ? per : per_before(words, text, p);
}
