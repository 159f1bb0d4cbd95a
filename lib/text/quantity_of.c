#include "text/quantity_of.h"

#include "base/utf8.h"
#include "text/beside.h"
#include "text/numeral.h"
#include "text/quantity_number.h"

#define COUNT(list)	(sizeof(list) / sizeof((list)[0]))
#define MOST		24	/* characters of what is counted */
#define END_BEHIND	(WORD_END | WORD_BEHIND | WORD_ADVERB)
#define NAMES		(WORD_KEEP | WORD_BEHIND | WORD_WHOLE)
#define PER_REACH	14	/* from 每 to the figure */
#define PER_NOUN	6	/* characters of 每个网格 behind 每个 */

/* True for what may stand in the name of what is counted. */
static bool
is_inside(uint32_t c)
{
	return utf8_is_han(c) || (c >= 'A' && c <= 'Z') ||
	    (c >= 'a' && c <= 'z') || c == 0x201c || c == 0x201d;
}

/* The characters from `at` on that may be a name; where they end. */
static size_t
run_end(struct span text, size_t at)
{
	size_t next, n;

	for (n = 0; at < text.n && n < MOST; n++) {
		next = at;
		if (!is_inside(utf8_next(text, &next)))
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

	for (n = 0; at > floor && n < MOST; n++) {
		if (!is_inside(utf8_previous(text, &before)) ||
		    before < floor)
			break;
		at = before;
	}
	return at;
}

/* 使用率, 交易额, 保障性: no verb is what stands before byte `at`. */
static bool
is_noun(struct span text, size_t at)
{
	static const char *const nouns[] = { "率", "度", "量", "额",
	    "性" };
	static const char *const others[] = { "率先", "率领", "度假", "度过",
	    "量化", "量子", "额外", "额度", "额定" };

	return follows_any(text, at, nouns, COUNT(nouns)) &&
	    !follows_any(text, at, others, COUNT(others));
}

/* The first end in text, at byte `at` or later; *length is its bytes. */
static size_t
next_end(const struct quantity_words *words, struct span text, size_t at,
    unsigned kinds, size_t *length)
{
	const struct word *w;

	while (at < text.n) {
		w = word_at(&words->ends, text, at);
		if (w != NULL && (w->kinds & kinds) != 0 &&
		    !is_noun(text, at + w->text.n)) {
			*length = w->text.n;
			return at;
		}
		at += w != NULL && (w->kinds & WORD_KEEP) != 0 ? w->text.n :
		    utf8_width(text.p[at]);
	}
	*length = 0;
	return text.n;
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
skip_ends(const struct quantity_words *words, struct span s)
{
	const struct word *w;

	while ((w = word_at(&words->ends, s, 0)) != NULL && w->text.n < s.n &&
	    (w->kinds & WORD_KEEP) == 0 && (w->kinds & WORD_WHOLE) == 0 &&
	    !is_noun(s, w->text.n))
		s = span_from(s, w->text.n);
	return s;
}

/* 3000名|党员, 94项|下放的职能, 80元|的标准发放补助. */
static struct span
of_behind(const struct quantity_words *words, struct span text,
    const struct place_of *p)
{
	struct span run = span_make(text.p + p->end,
	    run_end(text, p->end) - p->end);
	const struct word *w = word_at(&words->ends, run, 0);
	size_t length, end, of;
	bool owned = follows(run, 0, "的");
	size_t first = 0;

	if (p->kind == WORD_TIME && !owned)
		return SPAN("");
	end = next_end(words, run, 0, END_BEHIND, &length);
	of = behind_of(run);
	if (owned || (end == 0 && of > 0)) {
		run = skip_ends(words, span_from(run, of));
		first = run.n > 0 ? utf8_width(run.p[0]) : 0;
	} else if (w != NULL && (w->kinds & WORD_START) != 0)
		return SPAN("");
	else if (end < of)
		run = span_make(run.p, end);
	else
		run = span_from(run, of);
	run.n = next_end(words, run, first, END_BEHIND, &length);
	w = word_find(&words->ends, run);
	return w != NULL && (w->kinds & NAMES) == 0 ? SPAN("") :
	    trim_quotes(run);
}

/*
 * Takes links and the like away before the number; *has: a 有 or 由 among
 * them, as in 全镇共有3万人, 会议有20人 and 小组由3人组成.
 */
static size_t
skip_links(const struct quantity_words *words, struct span text, size_t at,
    size_t floor, bool *has)
{
	const struct word *w;

	for (;;) {
		while (at > floor && text.p[at - 1] == ' ')
			at--;
		w = word_before(&words->ends, text, at);
		if (w == NULL || (w->kinds & WORD_LINK) == 0 ||
		    at - w->text.n < floor)
			return at;
		*has = *has || span_ends(w->text, SPAN("有")) ||
		    span_is(w->text, "由");
		at -= w->text.n;
	}
}

/* 和|改造|管网, 新|改善|农房: where the word before a verb ends. */
static size_t
before_verb(const struct quantity_words *words, struct span s)
{
	static const char *const joins[] = { "和", "及", "与", "新", "再" };
	const struct word *w;
	size_t n = strlen("和");

	if (!follows_any(s, 0, joins, COUNT(joins)))
		return 0;
	w = word_at(&words->ends, s, n);
	return w != NULL && (w->kinds & WORD_BEHIND) != 0 ? n : 0;
}

/* 建设|高标准农田: what a name of two characters or more stands behind. */
static struct span
skip_verbs(const struct quantity_words *words, struct span s)
{
	const struct word *w;

	s = span_from(s, before_verb(words, s));
	while ((w = word_at(&words->ends, s, 0)) != NULL &&
	    (w->kinds & WORD_BEHIND) != 0 && !is_noun(s, w->text.n) &&
	    utf8_length(span_from(s, w->text.n)) >= 2)
		s = span_from(s, w->text.n);
	return s;
}

/* 共|走访|居民: what an adverb is before is a verb, and maybe its object. */
static struct span
skip_adverb(const struct quantity_words *words, struct span s)
{
	size_t length, at = next_end(words, s, 0, WORD_ADVERB, &length);
	struct span verb, object;

	if (length == 0)
		return s;
	verb = span_from(s, at + length);
	object = skip_verbs(words, verb);
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
	for (n = 0; n < MOST && start > floor; n++) {
		if (precedes(text, start, "“"))
			return span_make(text.p + start, end - start);
		if (utf8_previous(text, &start) == 0x201d)
			break;
	}
	return SPAN("");
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
		if (at >= 2 * strlen("占") && follows(run, at, "占") &&
		    !follows_any(run, at, others, COUNT(others)))
			return span_make(run.p, at);
	}
	return run;
}

/* 收到|意见建议|4100条, 取消的|评比项目|多达33项. */
static struct span
of_before(const struct quantity_words *words, struct span text,
    const struct place_of *p)
{
	bool has = false;
	size_t at = skip_links(words, text, p->start, p->floor, &has);
	size_t start = run_start(text, at, p->floor), end, length;
	struct span run = span_make(text.p + start, at - start);
	const struct span quoted = quoted_before(text, at, p->floor);
	const struct word *w;

	if (has && p->self)
		return SPAN("");
	if (quoted.n > 0 && run.p > quoted.p)
		return quoted;
	run = before_share(run);
	for (;;) {
		end = next_end(words, run, 0, WORD_END, &length);
		if (length == 0)
			break;
		run = span_from(run, end + length);
	}
	run = skip_verbs(words, span_from(run, behind_of(run)));
	run = trim_quotes(skip_adverb(words, run));
	if (quoted.n > 0 && run.n > 0 && run.p + strlen("建“") >= quoted.p)
		return quoted;
	w = word_find(&words->ends, run);
	if (utf8_length(run) < 2 || follows(run, 0, "每") ||
	    (w != NULL && (w->kinds & WORD_WHOLE) != 0))
		return SPAN("");
	return run;
}

struct span
of_find(const struct quantity_words *words, struct span text,
    const struct place_of *p)
{
	const struct span of = of_behind(words, text, p);

	return of.n > 0 ? of : of_before(words, text, p);
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
	const struct word *w;

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
	const struct word *w;
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
