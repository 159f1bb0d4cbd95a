#include "text/quantity_name.h"

#include "base/utf8.h"
#include "text/beside.h"

/*
 * 使用率, 交易额, 集聚|区.  Of what only a dictionary tells from the beginning
 * of a word, a word by itself.
 */
bool
name_is_noun(const struct stretch *s, struct span part, size_t at)
{
	static const char *const nouns[] = { "率", "度", "量", "额", "性" };
	static const char *const others[] = { "率先", "率领", "度假", "度过",
	    "量化", "量子", "额外", "额度", "额定" };
	static const char *const single[] = { "区", "站", "点", "员", "者",
	    "室", "馆", "园", "厂", "场", "队", "班", "线", "网", "库",
	    "机", "车", "房", "费", "金", "体", "品", "户", "期", "地",
	    "组", "物", "法", "器", "类" };

	if (follows_any(part, at, nouns, COUNT(nouns)))
		return !follows_any(part, at, others, COUNT(others));
	return s->words->lexicon != NULL &&
	    follows_any(part, at, single, COUNT(single)) &&
	    stretch_breaks(s, part, at + strlen("区"));
}

/* 接待|人数, 投资|强度: what stands before byte `at` is part of a noun. */
static bool
is_sum(struct span part, size_t at)
{
	static const char *const sums[] = { "人数", "数量", "总数", "总量",
	    "件数", "次数", "户数", "总额", "金额", "面积", "规模", "强度",
	    "效率" };

	return follows_any(part, at, sums, COUNT(sums));
}

size_t
name_end(const struct stretch *s, struct span part, size_t at, unsigned kinds,
    size_t *length)
{
	const struct listed *w;

	while (at < part.n) {
		w = stretch_at(s, part, at);
		if (w != NULL && (w->kinds & kinds) != 0 &&
		    !name_is_noun(s, part, at + w->text.n) &&
		    ((w->kinds & WORD_LINK) != 0 ||
		    !is_sum(part, at + w->text.n)) &&
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

struct span
name_unquote(struct span s)
{
	size_t at, open = s.n, close = 0;

	for (at = 0; at < s.n; at += utf8_width(s.p[at])) {
		if (follows(s, at, "“"))
			open = at;
		else if (follows(s, at, "”") && open == s.n)
			close = at + strlen("”");
		else if (follows(s, at, "”"))
			open = s.n;
	}
	if (close > 0 && close == s.n)
		return span_make(s.p, s.n - strlen("”"));
	if (open == close && open < s.n)
		return span_from(s, open + strlen("“"));
	return span_from(span_make(s.p, open), close);
}

struct span
name_skip_links(const struct stretch *s, struct span part, bool *has)
{
	const struct listed *w;

	while ((w = stretch_before(s, part, part.n)) != NULL &&
	    (w->kinds & WORD_LINK) != 0 &&
	    ((w->kinds & WORD_QUALITY) == 0 ||
	    !stretch_coins(s, part, part.n - w->text.n, part.n))) {
		*has = *has || span_ends(w->text, SPAN("有"));
		part.n -= w->text.n;
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
			return span_make(run.p, precedes(run, at, "约") ?
			    at - strlen("约") : at);
	}
	return run;
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

/* 单价|比上年高5元: what is compared stands before 比. */
static struct span
before_than(const struct stretch *s, struct span part)
{
	static const char *const than[] = { "比", "较" };
	static const char *const over[] = { "高于", "低于", "快于", "慢于",
	    "多于", "少于" };
	size_t at = part.n;

	if (follows_any(part, 0, over, COUNT(over)))
		return span_make(part.p, 0);
	while (at > 0 && s->words->lexicon != NULL) {
		utf8_previous(part, &at);
		if (follows_any(part, at, over, COUNT(over)) &&
		    stretch_breaks(s, part, at))
			return span_make(part.p, at);
		if (follows_any(part, at, than, COUNT(than)) &&
		    (at > 0 || behind_of(part) == 0) &&
		    stretch_breaks(s, part, at) &&
		    stretch_breaks(s, part, at + strlen("比")) &&
		    !stretch_coins(s, part, at, at + strlen("比")))
			return span_make(part.p, at);
	}
	return part;
}

/* 含量|是生药的3倍, 能力|分别为球的87%: what is as much of another. */
static struct span
before_likeness(const struct stretch *s, struct span part)
{
	size_t at = 0, last = 0, length;
	bool has = false;

	while ((at = name_end(s, part, at, WORD_END | WORD_LINK,
	    &length)) < part.n) {
		last = at;
		at += length;
	}
	part.n = last;
	return name_skip_links(s, part, &has);
}

/* 和车间: without what joins it to what stood before. */
static struct span
skip_join(const struct stretch *s, struct span part)
{
	static const char *const joins[] = { "和", "及", "与", "或" };
	const struct listed *w = part.n > 0 ? stretch_at(s, part, 0) : NULL;
	const size_t n = strlen("和");

	return follows_any(part, 0, joins, COUNT(joins)) &&
	    stretch_breaks(s, part, n) &&
	    (w == NULL || (w->kinds & WORD_KEEP) == 0) ?
	    span_from(part, n) : part;
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
	if (span_ends(part, SPAN("率")))
		return part;		/* 移栽成活率 */
	while (part.n > 0 && (w = stretch_at(s, part, 0)) != NULL &&
	    (w->kinds & WORD_BEHIND) != 0 &&
	    !name_is_noun(s, part, w->text.n) && !is_sum(part, w->text.n) &&
	    utf8_length(span_from(part, w->text.n)) >= 2)
		part = span_from(part, w->text.n);
	return part;
}

/*
 * 共|走访|居民, 汽车|累计|出口: what an adverb is before is a verb, and maybe
 * its object; or else the subject is counted.
 */
static struct span
skip_adverb(const struct stretch *s, struct span part, bool self)
{
	size_t length, at = name_end(s, part, 0, WORD_ADVERB, &length);
	const struct listed *w;
	struct span verb, object;

	if (length == 0)
		return part;
	verb = span_from(part, at + length);
	w = verb.n > 0 ? stretch_at(s, verb, 0) : NULL;
	if (w == NULL || (w->kinds & WORD_KEEP) != 0 ||
	    name_is_noun(s, verb, w->text.n))
		return verb;
	object = skip_verbs(s, verb);
	return object.n < verb.n ? object : span_make(part.p, self ? 0 : at);
}

/* True for 在 and the like at byte `at`: nothing behind it is counted. */
static bool
is_place(struct span part, size_t at, size_t n, const struct place_of *p)
{
	static const char *const places[] = { "在", "从", "于", "向", "距" };

	return n == strlen("在") && at + n < part.n &&
	    follows_any(part, at, places, COUNT(places)) &&
	    !(p->kind == WORD_MEASURE && follows(part, at, "在"));
}

struct span
name_before(const struct stretch *s, struct span part,
    const struct place_of *p)
{
	size_t end, length, of;

	if (p->share && span_ends(part, SPAN("的")))
		part = before_likeness(s, part);
	part = before_than(s, before_share(part));
	for (;;) {
		end = name_end(s, part, 0, WORD_END, &length);
		if (length == 0)
			break;
		if (is_place(part, end, length, p))
			return SPAN("");
		part = span_from(part, end + length);
	}
	if ((of = behind_of(part)) > 0)
		return name_unquote(span_from(part, of));
	part = skip_verbs(s, skip_join(s, part));
	return name_unquote(skip_adverb(s, part, p->self));
}
