#include "county.h"

const struct word	stage_collect = { "搜集", "collect" };
const struct word	stage_handle = { "处理", "handle" };
const struct word	stage_evaluate = { "评价", "evaluate" };
const struct word	stage_feedback = { "反馈", "feedback" };

const struct word	outcomes[] = {
	{ "受理", "accepted" }, { "直办", "answered" }, { "不予受理", "refused" },
	{ "合并", "merged" }, { "撤回", "withdrawn" }
};

const struct word	tiers[] = {
	{ "网格", "grid" }, { "村", "village" }, { "镇", "town" },
	{ "县", "county" }
};

const struct word	verdicts[] = {
	{ "", "" }, { "回访", "called" }, { "未接通", "unreached" },
	{ "不评价", "excluded" }, { "重办", "redo" }
};

const struct word	channels[] = {
	{ "热线", "hotline" }, { "网格", "grid" }, { "微信", "wechat" },
	{ "信访", "letter" }, { "网站", "website" }
};

const char *
office(const struct fate *fate, size_t turn)
{
	static const char *const	offices[] = {
		"城管局", "住建局", "交通局", "水务局", "人社局", "教育局",
		"民政局"
	};

	return offices[(fate->number + turn) %
	    (sizeof(offices) / sizeof(offices[0]))];
}
