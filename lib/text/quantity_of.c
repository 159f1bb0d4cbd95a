#include "text/quantity_of.h"

#include "base/ascii.h"
#include "base/utf8.h"
#include "text/beside.h"
#include "text/quantity_stretch.h"

#define COUNT(list)	(sizeof(list) / sizeof((list)[0]))
#define LISTED		40	/* characters from A to what A、B等 are */
#define END_BEHIND	(WORD_END | WORD_ADVERB)
#define END_SELF	(END_BEHIND | WORD_BEHIND | WORD_PREDICATE)
#define NAMES		(WORD_KEEP | WORD_BEHIND | WORD_PREDICATE | WORD_WHOLE)

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
	    "车", "房", "费", "金", "体", "品", "户", "期", "地", "组", "物", "法",
	    "器", "类" };

	if (follows_any(part, at, nouns, COUNT(nouns)))
		return !follows_any(part, at, others, COUNT(others));
	return s->words->lexicon != NULL &&
	    follows_any(part, at, single, COUNT(single)) &&
	    stretch_breaks(s, part, at + strlen("区"));
}

/* 接待|人数, 投资|强度: a noun to which what stands before byte `at` belongs. */
static bool
is_sum(struct span part, size_t at)
{
	static const char *const sums[] = { "人数", "数量", "总数", "总量",
	    "件数", "次数", "户数", "总额", "金额", "面积", "规模", "强度", "效率" };

	return follows_any(part, at, sums, COUNT(sums));
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

/* Without a quotation mark that has no other half, and what it belongs to. */
static struct span
trim_quotes(struct span s)
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
	for (next = at; next < of; next = next_end(s, part, end, kinds,
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

/* The name that a part begins with; 的 may stand before it. */
static struct span
name_at(const struct stretch *s, struct span part, bool self, bool events)
{
	const struct listed *w;
	size_t end, of, length;
	unsigned kinds = self ? END_SELF : END_BEHIND;

	for (;;) {
		end = next_end(s, part, 0, kinds, &length);
		if (end == 0 && follows(part, 0, "新"))
			end = next_end(s, part, length, kinds, &length);
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

/* 3000名|党员, 94项|下放的职能, 80元|的标准发放补助. */
static struct span
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

/*
 * Takes links and the like away before the number; *has: a 有 or 由 among
 * them, as in 全镇共有3万人, 会议有20人 and 小组由3人组成.
 */
static struct span
skip_links(const struct stretch *s, struct span part, bool *has)
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
	    (w->kinds & WORD_BEHIND) != 0 && !is_noun(s, part, w->text.n) &&
	    !is_sum(part, w->text.n) &&
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
	size_t length, at = next_end(s, part, 0, WORD_ADVERB, &length);
	const struct listed *w;
	struct span verb, object;

	if (length == 0)
		return part;
	verb = span_from(part, at + length);
	w = verb.n > 0 ? stretch_at(s, verb, 0) : NULL;
	if (w == NULL || (w->kinds & WORD_KEEP) != 0 ||
	    is_noun(s, verb, w->text.n))
		return verb;
	object = skip_verbs(s, verb);
	return object.n < verb.n ? object : span_make(part.p, self ? 0 : at);
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

/* 疗程15天, 平均年龄45岁: what has a time is a time. */
static bool
is_time(struct span of)
{
	static const char *const times[] = { "时间", "期", "期限", "时限",
	    "时长", "疗程", "年龄", "龄", "寿命", "年限", "周期", "耗时" };

	return precedes_any(of, of.n, times, COUNT(times));
}

/* 含量|是生药的3倍, 能力|分别为球的87%: what is as much of another. */
static struct span
before_likeness(const struct stretch *s, struct span part)
{
	size_t at = 0, last = 0, length;
	bool has = false;

	while ((at = next_end(s, part, at, WORD_END | WORD_LINK,
	    &length)) < part.n) {
		last = at;
		at += length;
	}
	part.n = last;
	return skip_links(s, part, &has);
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

/* True for 在 and the like at byte `at`: nothing behind it is counted. */
static bool
is_place(struct span part, size_t at, size_t n, const struct place_of *p)
{
	static const char *const places[] = { "在", "从", "于", "向", "距" };

	return n == strlen("在") && at + n < part.n &&
	    follows_any(part, at, places, COUNT(places)) &&
	    !(p->kind == WORD_MEASURE && follows(part, at, "在"));
}

/* The name that a part ends with: behind its last end, and verbs, or 的. */
static struct span
name_before(const struct stretch *s, struct span part,
    const struct place_of *p)
{
	size_t end, length, of;

	if (p->share && span_ends(part, SPAN("的")))
		part = before_likeness(s, part);
	part = before_than(s, before_share(part));
	for (;;) {
		end = next_end(s, part, 0, WORD_END, &length);
		if (length == 0)
			break;
		if (is_place(part, end, length, p))
			return SPAN("");
		part = span_from(part, end + length);
	}
	if ((of = behind_of(part)) > 0)
		return trim_quotes(span_from(part, of));
	part = skip_verbs(s, skip_join(s, part));
	return trim_quotes(skip_adverb(s, part, p->self));
}

/* 铁0.2%: a character by itself, of what is measured. */
static bool
is_element(const struct stretch *s, struct span of, const struct place_of *p)
{
	return p->kind == WORD_MEASURE && of.n > 0 && of.p == s->text.p &&
	    word_find(&s->words->ends, of) == NULL &&
	    word_find(&s->words->units, of) == NULL;
}

/* 竣工投产14个: nothing but what is done. */
static bool
is_doing(const struct stretch *s, struct span of)
{
	const struct listed *w;

	while (of.n > 0 && (w = stretch_at(s, of, 0)) != NULL &&
	    (w->kinds & WORD_PREDICATE) != 0 && (w->kinds & WORD_NOUN) == 0)
		of = span_from(of, w->text.n);
	return of.n == 0;
}

/* RSD = 3%: before the sign that ends at byte `at`. */
static size_t
skip_sign(struct span text, size_t at, size_t floor)
{
	while (at > floor && (text.p[at - 1] == ' ' || text.p[at - 1] == '='))
		at--;
	return precedes(text, at, "＝") ? at - strlen("＝") : at;
}

/* 公园（含游园）|30个: before the brackets that end at byte `at`. */
static size_t
skip_aside(struct span text, size_t at, size_t floor)
{
	size_t start = at, n;

	if (!precedes(text, at, "）"))
		return at;
	for (n = 0; start > floor && n < STRETCH_MOST; n++)
		if (utf8_previous(text, &start) == 0xff08)
			return start;
	return at;
}

/* 2023年|调查, 全球20强|企业: what digits before byte `at` belong to. */
static size_t
skip_date(struct span text, size_t at, size_t end, size_t floor)
{
	static const char *const dates[] = { "年", "月", "日", "时" };

	if (at == floor || at == end || !ascii_is_digit(text.p[at - 1]))
		return at;
	if (follows_any(text, at, dates, COUNT(dates)))
		return at + strlen("年");
	while (at > floor && end - at < STRETCH_BYTES &&
	    ascii_is_digit(text.p[at - 1]))
		at--;
	return at;
}

/* True for a name that a figure of this kind may count. */
static bool
is_counted(const struct stretch *s, struct span of, const struct place_of *p)
{
	const struct listed *w = word_find(&s->words->ends, of);

	if (utf8_length(of) < 2 && !is_element(s, of, p))
		return false;
	if (w != NULL && (w->kinds & WORD_WHOLE) != 0)
		return false;
	return !is_doing(s, of) && !follows(of, 0, "每") &&
	    (p->kind != WORD_TIME || is_time(of));
}

/* 收到|意见建议|4100条, 取消的|评比项目|多达33项. */
static struct span
of_before(const struct quantity_words *words, struct words_work *work,
    struct span text, const struct place_of *p)
{
	static const char *const made[] = { "组成", "构成" };
	bool has = false;
	size_t at = p->start, start;
	struct stretch s;
	struct span run, of, quoted;

	do {
		at = skip_sign(text, at, p->floor);
		at = skip_aside(text, at, p->floor);
		start = skip_date(text, stretch_start(text, at, p->floor), at,
		    p->floor);
		stretch_cut(&s, words, work, span_make(text.p + start,
		    at - start));
		run = skip_links(&s, s.text, &has);
		at = start + run.n;
	} while (run.n == 0 && at > p->floor && text.p[at - 1] == ' ');
	if (p->self && (has || follows_any(text, p->end, made, COUNT(made))))
		return SPAN("");
	quoted = quoted_before(text, at, p->floor);
	if (quoted.n > 0 && run.p > quoted.p)
		return quoted;
	of = name_before(&s, run, p);
	if (quoted.n > 0 && of.n > 0 && of.p + strlen("建“") >= quoted.p)
		return quoted;
	return is_counted(&s, of, p) ? of : SPAN("");
}

/* 起数, 总额: what a figure is of, said whole. */
static bool
is_whole(struct span of)
{
	static const char *const ends[] = { "数", "量", "率", "额", "值",
	    "入", "出", "资", "积", "费", "度", "比", "重", "款", "金",
	    "产",
	    "径", "长", "宽", "高", "厚", "深", "温", "压", "速", "龄",
	    "力", "价", "距", "产能", "耗" };

	return utf8_length(of) >= 2 && precedes_any(of, of.n, ends,
	    COUNT(ends));
}

/* 直径6米|的管道, 产能6吨以上|企业: what is measured, where it is told. */
struct span
of_find(const struct quantity_words *words, struct words_work *work,
    struct span text, const struct place_of *p)
{
	const struct span behind = of_behind(words, work, text, p);
	struct span of;

	if (behind.n > 0 && p->kind != WORD_MEASURE)
		return behind;
	of = of_before(words, work, text, p);
	return behind.n == 0 || is_whole(of) ? of : behind;
}

/* 起数|和|人数: where the word before the last name begins; 0: one name. */
static size_t
find_join(const struct stretch *s, struct span part)
{
	static const char *const joins[] = { "和", "及", "与" };
	size_t at = part.n;

	while (at > 0) {
		utf8_previous(part, &at);
		if (at > 0 && follows_any(part, at, joins, COUNT(joins)) &&
		    stretch_breaks(s, part, at) &&
		    stretch_breaks(s, part, at + strlen("和")))
			return at;
	}
	return 0;
}

/* The names in a part, of which 和 makes two, from the last; how many. */
static size_t
names_in(const struct stretch *s, struct span part, const struct place_of *p,
    struct span *names)
{
	const size_t join = find_join(s, part);
	size_t n = 0;

	if (join > 0) {
		names[n++] = name_before(s, span_from(part, join +
		    strlen("和")), p);
		part.n = join;
	}
	names[n++] = name_before(s, part, p);
	return n;
}

size_t
of_each(const struct quantity_words *words, struct words_work *work,
    struct span text, const struct place_of *p, struct span *each)
{
	struct span names[OF_EACH + 1];
	struct stretch s;
	struct span part;
	size_t at = p->start, start, n = 0, i;
	bool has = false;

	do {
		start = stretch_start(text, at, p->floor);
		stretch_cut(&s, words, work, span_make(text.p + start,
		    at - start));
		part = n == 0 ? skip_links(&s, s.text, &has) : s.text;
		n += names_in(&s, part, p, names + n);
		at = start - strlen("、");
	} while (n < OF_EACH && start > p->floor + strlen("、") &&
	    precedes(text, start, "、"));
	for (i = 0; i < n; i++)
		if (!is_whole(names[i]))
			return 0;
	for (i = 0; i < n; i++)
		each[i] = names[n - 1 - i];
	return n;
}
