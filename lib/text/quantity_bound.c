#include "text/quantity_figure.h"

#include "text/beside.h"

#define WORD(text)	{ text, sizeof(text) - 1 }

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

/* 至少|打造|1个: a verb of two characters before byte `at`. */
static bool
is_least(const struct quantity_words *words, struct span text, size_t at)
{
	const size_t n = strlen("打造");
	const struct listed *verb;

	if (at < n || (!precedes(text, at - n, "至少") &&
	    !precedes(text, at - n, "最少")))
		return false;
	verb = word_find(&words->ends, span_make(text.p + at - n, n));
	return verb != NULL && (verb->kinds & (WORD_END | WORD_BEHIND)) != 0;
}

void
bound_before(const struct quantity_words *words, struct span text,
    struct figure *f)
{
	const size_t at = back_spaces(text, f->start);
	size_t i;

	if (f->number.bare && precedes(text, at, "上")) {
		f->bound = QUANTITY_MIN;
		f->start = at - strlen("上");
		return;
	}
	if (is_least(words, text, at)) {
		f->bound = QUANTITY_MIN;
		return;
	}
	for (i = 0; i < COUNT(before); i++)
		if (precedes_span(text, at, before[i].text))
			break;
	if (i == COUNT(before) ||
	    precedes_any(text, at, no_bounds, COUNT(no_bounds)))
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

void
bound_word_behind(struct span text, struct figure *f)
{
	static const char *const others[] = { "内部", "内容", "内外", "内涵",
	    "内心", "内在" };
	size_t i;

	for (i = 0; i < COUNT(behind); i++)
		if (span_starts(span_from(text, f->end), behind[i].text)) {
			f->bound = behind[i].bound;
			f->end += behind[i].text.n;
			return;
		}
	if (f->kind != WORD_TIME || !follows(text, f->end, "内") ||
	    follows_any(text, f->end, others, COUNT(others)))
		return;
	f->bound = QUANTITY_MAX;
	f->end += strlen("内");
}

void
bound_behind(struct span text, struct figure *f)
{
	if (f->number.more)
		f->bound = QUANTITY_MIN;
	if (has_more_behind(text, f)) {
		f->bound = QUANTITY_MIN;
		f->end += strlen("多");
	}
	bound_word_behind(text, f);
}
