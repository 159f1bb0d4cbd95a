#include "text/quantity_of.h"

#include "base/utf8.h"
#include "text/beside.h"
#include "text/quantity_name.h"

#define LISTED		40	/* characters from A to what A、B等 are */
#define END_BEHIND	(WORD_END | WORD_ADVERB)
#define END_SELF	(END_BEHIND | WORD_BEHIND | WORD_PREDICATE)
#define NAMES		(WORD_KEEP | WORD_BEHIND | WORD_PREDICATE | WORD_WHOLE)

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

/*
 * 不同|的, 开放式|的: what stands before the 的 at byte `of` names nothing; but
 * a word of two like 模型 does.
 */
static bool
is_quality(const struct stretch *s, struct span part, size_t of)
{
	static const char *const ends[] = { "型", "性", "式", "化", "级" };
	const struct listed *w = stretch_before(s, part, of);
	const size_t n = strlen("型");

	if (w != NULL && (w->kinds & WORD_QUALITY) != 0)
		return true;
	if (of <= n || !precedes_any(part, of, ends, COUNT(ends)))
		return false;
	return stretch_breaks(s, part, of - n) ||
	    !stretch_breaks(s, part, of < 2 * n ? 0 : of - 2 * n);
}

/*
 * 下放|的|职能, 各级政府下放|的|职能, but 词语|上|的差异: the end at byte `at`
 * and the 的 at byte `of` say which.
 */
static bool
is_clause(const struct stretch *s, struct span part, size_t at, size_t of,
    unsigned kinds)
{
	const struct listed *w = NULL;
	size_t length, end = at, next;

	if (at == 0)
		return true;
	for (next = at; next < of; next = name_end(s, part, end, kinds,
	    &length)) {
		w = stretch_at(s, part, next);
		end = next + w->text.n;
	}
	return of <= end + 2 * strlen("的") && !is_quality(s, part, of) &&
	    (w == NULL || (w->kinds & WORD_START) == 0);
}

/* 3家企业|上市, 2个项目|可: what no name ends with. */
static struct span
trim_predicate(const struct stretch *s, struct span part)
{
	const struct listed *w;

	while (part.n > 0 && (w = stretch_before(s, part, part.n)) != NULL &&
	    w->text.n < part.n &&
	    ((w->kinds & WORD_PREDICATE) != 0 ||
	    ((w->kinds & WORD_START) != 0 && w->text.n == strlen("可"))))
		part.n -= w->text.n;
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
		end = name_end(s, part, 0, kinds, &length);
		if (end == 0 && follows(part, 0, "新"))
			end = name_end(s, part, length, kinds, &length);
		of = first_of(part);
		if (of + strlen("的") >= part.n ||
		    (of < end && !is_quality(s, part, of)) ||
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
	    name_unquote(part);
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
			part = span_make(text.p + next,
			    stretch_end(text, next) - next);
			stretch_cut(&s, words, work, part);
			return name_at(&s, part, false, false);
		}
		if (!stretch_has(c) && c != 0x3001)
			break;
		at = next;
	}
	return SPAN("");
}

/* Takes words away that no name begins with, but not all. */
static struct span
skip_ends(const struct stretch *s, struct span part)
{
	const struct listed *w;

	while ((w = stretch_at(s, part, 0)) != NULL && w->text.n < part.n &&
	    (w->kinds & (WORD_KEEP | WORD_WHOLE)) == 0 &&
	    (w->kinds & (WORD_END | WORD_BEHIND | WORD_ADVERB)) != 0 &&
	    !name_is_noun(s, part, w->text.n))
		part = span_from(part, w->text.n);
	return part;
}

/* 次, 场: what happens is counted, and may be called a verb. */
static bool
counts_events(struct span unit)
{
	static const char *const units[] = { "次", "场", "轮", "期" };

	return precedes_any(unit, unit.n, units, COUNT(units));
}

static bool
counts_persons(struct span unit)
{
	return span_is(unit, "名") || span_is(unit, "位");
}

/* Of persons only what they own: 265份|员工的|问卷. */
static bool
counts_papers(struct span unit)
{
	static const char *const units[] = { "份", "项", "条", "件", "篇",
	    "种", "次" };

	return precedes_any(unit, unit.n, units, COUNT(units));
}

static bool
is_person(struct span name)
{
	static const char *const persons[] = { "者", "员", "民", "人", "师",
	    "生", "众", "友", "长", "工", "领导", "干部" };

	return precedes_any(name, name.n, persons, COUNT(persons));
}

/* 80例|化疗后感染患者|随机分组: as far as those whose case it is. */
static struct span
cut_patients(const struct stretch *s, struct span part, struct span of)
{
	static const char *const cases[] = { "患者", "病人", "患儿", "病例" };
	size_t at;

	part.n = first_of(part);
	for (at = 0; at < part.n; at += utf8_width(part.p[at]))
		if (follows_any(part, at, cases, COUNT(cases)) &&
		    stretch_breaks(s, part, at + strlen("患者")))
			return span_make(part.p, at + strlen("患者"));
	return of;
}

/* 5名志愿者|服务老人: what persons do. */
static struct span
cut_doing(const struct stretch *s, struct span part)
{
	const struct listed *w;
	size_t at;

	for (at = 0; at < part.n; at += utf8_width(part.p[at])) {
		w = is_person(span_make(part.p, at)) ?
		    stretch_at(s, part, at) : NULL;
		if (w != NULL &&
		    (w->kinds & (WORD_BEHIND | WORD_PREDICATE)) != 0)
			return span_make(part.p, at);
	}
	return part;
}

/* 300套|（间）住房, 3% |KNO3: another unit in brackets, a space. */
static size_t
skip_unit(struct span text, const struct place_of *p)
{
	const size_t at = p->end;
	size_t next = at + strlen("（");

	if (span_is(p->unit, "%") && follows(text, at, " "))
		return at + 1;
	if (!follows(text, at, "（") || next == text.n)
		return at;
	utf8_next(text, &next);
	return follows(text, next, "）") ? next + strlen("）") : at;
}

struct span
of_behind(const struct quantity_words *words, struct words_work *work,
    struct span text, const struct place_of *p)
{
	const size_t start = skip_unit(text, p);
	const size_t end = stretch_end(text, start);
	const struct span run = span_make(text.p + start, end - start);
	const bool owned = follows(run, 0, "的");
	struct stretch s;
	struct span part = run, of, head;
	const struct listed *w;

	if (p->kind == WORD_TIME)
		return SPAN("");
	stretch_cut(&s, words, work, run);
	if (owned)
		part = skip_ends(&s, span_from(run, strlen("的")));
	else if ((w = stretch_at(&s, run, 0)) != NULL &&
	    (w->kinds & (WORD_START | WORD_QUALITY)) == WORD_START)
		return SPAN("");
	of = name_at(&s, part, p->self && !owned, counts_events(p->unit));
	if (counts_papers(p->unit) && is_person(of) &&
	    follows(run, (size_t)(of.p - run.p) + of.n, "的"))
		of = name_at(&s, span_from(run, (size_t)(of.p - run.p) + of.n +
		    strlen("的")), false, false);
	if (counts_persons(p->unit))
		of = cut_doing(&s, of);
	else if (span_is(p->unit, "例"))
		of = cut_patients(&s, part, of);
	if (of.n == 0 || of.p + of.n != run.p + run.n ||
	    !follows(text, end, "、"))
		return of;
	head = list_head(words, work, text, end);
	return head.n > 0 ? head : of;
}
