#include "text/quantity_of.h"

#include "base/ascii.h"
#include "base/utf8.h"
#include "text/beside.h"
#include "text/quantity_name.h"

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

/* 疗程15天, 平均年龄45岁: what has a time is a time. */
static bool
is_time(struct span of)
{
	static const char *const times[] = { "时间", "期", "期限", "时限",
	    "时长", "疗程", "年龄", "龄", "寿命", "年限", "周期", "耗时" };

	return precedes_any(of, of.n, times, COUNT(times));
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
		run = name_skip_links(&s, s.text, &has);
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
	    "产", "径", "长", "宽", "高", "厚", "深", "温", "压", "速",
	    "龄", "力", "价", "距", "产能", "耗" };

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
		part = n == 0 ? name_skip_links(&s, s.text, &has) : s.text;
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
