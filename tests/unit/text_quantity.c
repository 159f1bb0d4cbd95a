#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

#include "base/utf8.h"
#include "text/quantity.h"
#include "text/words.h"

/* A span in a table. */
#define WORD(text)	{ text, sizeof(text) - 1 }
#define COUNT(list)	(sizeof(list) / sizeof((list)[0]))

static struct arena	 arena;
static struct quantity_words *words;	/* for which characters are words */
static struct quantity_words *cut_words;	/* cut by the dictionary */
static struct words_work *work;
static const char *dictionary;

static const struct span units[] = {
	WORD("个"), WORD("类"), WORD("家"), WORD("名"), WORD("件"), WORD("户 self"), WORD("人 self"),
	WORD("项"),
	WORD("次"), WORD("元 measure"), WORD("亩 measure"), WORD("% measure"),
	WORD("％ measure"), WORD("百分点 measure"), WORD("年 time"),
	WORD("种"), WORD("场"), WORD("份"), WORD("例"), WORD("套"),
	WORD("kg measure"), WORD("h time"), WORD("吨 measure"),
	WORD("倍 measure"),
	WORD("mg measure"), WORD("m measure"), WORD("L measure"),
	WORD("天 time"), WORD("小时 time"), WORD("个月 time"), WORD("栋")
};
static const struct span names[] = {
	WORD("6个1小时"), WORD("N个层次"), WORD("N年级")
};
static const struct span ends[] = {
	WORD("共有 link end"), WORD("受理"), WORD("办结"), WORD("取消"), WORD("下放"),
	WORD("多达 link"), WORD("为 link"), WORD("均在 link"),
	WORD("标准"), WORD("发放"), WORD("配备"), WORD("被"),
	WORD("在 start"), WORD("全县 whole"), WORD("服务 behind"),
	WORD("行为 keep"), WORD("由 link"), WORD("建成"), WORD("改造 behind"),
	WORD("提高到 link"), WORD("集聚"), WORD("超 link"), WORD("提高 link"),
	WORD("等"), WORD("不同 quality"), WORD("上市 predicate"),
	WORD("整改 behind predicate"), WORD("分为"), WORD("上 end start"),
	WORD("到 link"),
	WORD("高 link"), WORD("分别 link"), WORD("下降 link"),
	WORD("增 link"), WORD("新建成"), WORD("解决"),
	WORD("解决方案 keep"), WORD("共 adverb"),
	WORD("和 start")
};

static int
make_words(void **state)
{
	const struct quantity_lines l = { units, names, ends, COUNT(units),
	    COUNT(names), COUNT(ends) };
	struct lexicon *lexicon;
	struct span line;
	struct err e;

	(void)state;
	lexicon = lexicon_open(&arena, dictionary, true, &e);
	words = quantity_words(&arena, &l, NULL, &line);
	cut_words = quantity_words(&arena, &l, lexicon, &line);
	work = words_work_new();
	return words == NULL || lexicon == NULL;
}

static int
free_words(void **state)
{
	(void)state;
	words_work_free(work);
	arena_free(&arena);
	return 0;
}

/* `4100 件 min per 每人 of 意见; ...` */
static const char *
tell(const struct quantity_words *by, const char *text)
{
	struct quantity *q;
	size_t i, n = quantity_find(by, work, &arena, span_of(text), &q);
	struct span told = SPAN("");

	for (i = 0; i < n; i++)
		told = arena_printf(&arena,
		    "%.*s%s%.*s %.*s %s%s%.*s%s%.*s", (int)told.n, told.p,
		    i > 0 ? "; " : "", (int)q[i].value.n, q[i].value.p,
		    (int)q[i].unit.n, q[i].unit.p, quantity_bounds[q[i].bound],
		    q[i].per.n > 0 ? " per " : "", (int)q[i].per.n, q[i].per.p,
		    q[i].of.n > 0 ? " of " : "", (int)q[i].of.n, q[i].of.p);
	return told.p;
}

struct line {
	const char	*text, *figures;
};

static void
check_table(const struct line *table, size_t count)
{
	size_t i;

	for (i = 0; i < count; i++)
		if (strcmp(tell(words, table[i].text), table[i].figures) != 0)
			fail_msg("%s: expected %s, got %s", table[i].text,
			    table[i].figures, tell(words, table[i].text));
}

static void
numbers_are_read_in_digits_and_numerals(void **state)
{
	static const struct line table[] = {
		{ "５件", "5 件 exact" }, { "1,200件", "1200 件 exact" },
		{ "1,20件", "" }, { "1.2万件", "12000 件 exact" },
		{ "7.8 万件", "78000 件 exact" },
		{ "12.50%", "12.5 % exact" }, { "５．５％", "5.5 % exact" },
		{ "三千二百件", "3200 件 exact" },
		{ "两万三千件", "23000 件 exact" },
		{ "3万5千件", "35000 件 exact" },
		{ "1亿2000万元", "120000000 元 exact" },
		{ "2万3万元", "" },
		{ "3000余万件", "30000000 件 min" },
		{ "1.5万亿元", "1500000000000 元 exact" },
		{ "百分之九十七点五", "97.5 % exact" },
		{ "百分之百", "100 % exact" }, { "百分之3", "3 % exact" },
		{ "千分之三", "3 ‰ exact" },
		{ "22个百分点", "22 百分点 exact" },
		{ "两年半", "2.5 年 exact" },
		{ "三个半小时", "3.5 小时 exact" },
		{ "三个半月", "3.5 个月 exact" },
		{ "12345678901234567件", "" },
		{ "1234567890123456万件", "" }
	};

	(void)state;
	check_table(table, COUNT(table));
}

static void
bounds_stand_before_in_and_behind(void **state)
{
	static const struct line table[] = {
		{ "4100余件", "4100 件 min" }, { "三十多件", "30 件 min" },
		{ "3个多月", "3 个月 min" }, { "两个多小时", "2 小时 min" },
		{ "十几件", "10 件 min" }, { "3年多", "3 年 min" },
		{ "97%以上", "97 % min" }, { "至少 5 件", "5 件 min" },
		{ "近300户", "300 户 max" }, { "近三年", "3 年 exact" },
		{ "不到5天", "5 天 max" }, { "15天内", "15 天 max" },
		{ "3天内部通报", "3 天 exact" },
		{ "约50户", "50 户 about" }, { "节约50元", "50 元 exact of 节约" },
		{ "50户左右", "50 户 about" }, { "上百户", "100 户 min" },
		{ "百余户", "100 户 min" }, { "近百户", "100 户 max" },
		{ "百户", "" }, { "千亿元", "" },
		{ "超千亿元", "100000000000 元 min" }, { "至少建成5个", "5 个 min" },
		{ "至少三天5个", "3 天 min; 5 个 exact" }
	};

	(void)state;
	check_table(table, COUNT(table));
}

static void
ranges_are_two_figures(void **state)
{
	static const struct line table[] = {
		{ "3-5天", "3 天 min; 5 天 max" },
		{ "3—5万元", "30000 元 min; 50000 元 max" },
		{ "三到五天", "3 天 min; 5 天 max" },
		{ "30%至50%", "30 % min; 50 % max" },
		{ "两三件", "2 件 min; 3 件 max" },
		{ "5-3天", "" }, { "2018-2022年", "" }
	};

	(void)state;
	check_table(table, COUNT(table));
}

static void
what_is_no_figure_is_none(void **state)
{
	static const struct line table[] = {
		{ "2022年8月15日", "" }, { "第三次", "" }, { "第 3 次", "" },
		{ "一个人", "" }, { "每一个人", "" }, { "二次供水", "" },
		{ "数十人", "" }, { "几百户", "" }, { "三分之二以上户", "" },
		{ "6个1小时", "" }, { "三个层次", "" }, { "三年级", "" },
		{ "“五项”工作", "" }, { "《三项办法》", "" },
		{ "A3件", "" }, { "GB-12件", "" }, { "10:30次", "" },
		{ "三位", "" }, { "统一个人", "" },
		{ "七十至八十年级", "" }, { "3栋1701", "" }
	};

	(void)state;
	check_table(table, COUNT(table));
}

static void
what_is_counted_stands_behind_or_before(void **state)
{
	static const struct line table[] = {
		{ "3000名基层党员，帮助", "3000 名 exact of 基层党员" },
		{ "受理诉求945件，办结894件", "945 件 exact of 诉求; "
		    "894 件 exact of 诉求" },
		{ "受理诉求945件。办结894件", "945 件 exact of 诉求; "
		    "894 件 exact" },
		{ "受理诉求945件，全县6件", "945 件 exact of 诉求; "
		    "6 件 exact of 诉求" },
		{ "取消的评比多达 33 项；", "33 项 exact of 评比" },
		{ "94项各级下放的职能，", "94 项 exact of 职能" },
		{ "牌子共有 47 个被注销", "47 个 exact of 牌子" },
		{ "满意度均在97%以上", "97 % min of 满意度" },
		{ "不文明行为30件", "30 件 exact of 不文明行为" },
		{ "助餐服务5次", "5 次 exact of 助餐服务" },
		{ "5名志愿者服务老人", "5 名 exact of 志愿者" },
		{ "登记数据385项、3000件，", "385 项 exact of 登记数据; "
		    "3000 件 exact of 登记数据" },
		{ "10个镇级、15个村级站点", "10 个 exact of 镇级站点; "
		    "15 个 exact of 村级站点" },
		{ "1名“三线”人员，", "1 名 exact of “三线”人员" },
		{ "建成“15分钟社区生活圈”3个", "3 个 exact of "
		    "15分钟社区生活圈" },
		{ "“一网”平台3个，建“一网”3个，“一网”3个", "3 个 exact of "
		    "“一网”平台; 3 个 exact of 一网; 3 个 exact of 一网" },
		{ "新增小区“一网”3个", "3 个 exact of 新增小区“一网”" },
		{ "帮3户”4个", "3 户 exact; 4 个 exact" },
		{ "十二类47项诉求", "12 类 exact of 诉求; "
		    "47 项 exact of 诉求" },
		{ "9家、8家、7家商户", "9 家 exact of 商户; "
		    "8 家 exact of 商户; 7 家 exact of 商户" },
		{ "9家，8家商户", "9 家 exact; 8 家 exact of 商户" },
		{ "商户由3人组成", "3 人 exact of 组成" },
		{ "人口集聚度超7%", "7 % min of 人口集聚度" },
		{ "和改造管网3项", "3 项 exact of 管网" },
		{ "新楼房占建筑6%，提高9%", "6 % exact of 新楼房; "
		    "9 % exact of 新楼房" },
		{ "占用耕地3亩", "3 亩 exact of 占用耕地" },
		{ "收入2元的提高", "2 元 exact of 收入" }
	};

	(void)state;
	check_table(table, COUNT(table));
}

static void
what_stands_between_is_passed_over(void **state)
{
	static const struct line table[] = {
		{ "新建5G基站3个，3个5G基站", "3 个 exact of 新建5G基站; "
		    "3 个 exact of 5G基站" },
		{ "3项道路、管网等工程", "3 项 exact of 工程" },
		{ "3项道路、管网等，", "3 项 exact of 道路" },
		{ "12名居民的意见", "12 名 exact of 居民" },
		{ "2种不同的做法", "2 种 exact of 做法" },
		{ "3家企业上市", "3 家 exact of 企业" },
		{ "3家上市企业", "3 家 exact of 上市企业" },
		{ "3个小区整改，3场环境整改", "3 个 exact of 小区; "
		    "3 场 exact of 环境整改" },
		{ "起数、人数分别下降3%、6%。起数和人数分别为3件、6名", "3 % exact of "
		    "起数; 6 % exact of 人数; 3 件 exact of 起数; "
		    "6 名 exact of 人数" },
		{ "村、镇收入分别增3%、6%", "3 % exact of 镇收入; "
		    "6 % exact of 镇收入" },
		{ "公园（含游园）3个，3套（间）住房", "3 个 exact of 公园; "
		    "3 套 exact of 住房" },
		{ "建成3个“15分钟生活圈”，“15－分钟”圈3个", "3 个 exact of "
		    "“15分钟生活圈”; 3 个 exact of “15－分钟”圈" },
		{ "2023年工程3个，全球20强企业3家", "3 个 exact of 工程; "
		    "3 家 exact of 20强企业" },
		{ "直径6m的管道，超过6%的管道", "6 m exact of 直径; "
		    "6 % min of 管道" },
		{ "补贴由每户3元提高到6元", "3 元 exact per 每户 of 补贴; "
		    "6 元 exact per 每户 of 补贴" },
		{ "收入连续3年超6元，上市3家", "3 年 exact; 6 元 min of 收入; "
		    "3 家 exact" },
		{ "铁6%，RSD = 7%，率＝9%", "6 % exact of 铁; 7 % exact of "
		    "RSD; 9 % exact of 率" },
		{ "含有3% CO2的水", "3 % exact of CO2" },
		{ "企业共服务3件，共收入3元", "3 件 exact of 企业; "
		    "3 元 exact of 收入" },
		{ "企业3家、商户6家，分别增3%、6%", "3 家 exact of 企业; "
		    "6 家 exact of 商户; 3 % exact of 企业; 6 % exact of 商户" },
		{ "含量为生药的3倍，能力分别为球的6%", "3 倍 exact of 含量; "
		    "6 % exact of 能力" },
		{ "产能6吨以上企业3家", "6 吨 min of 产能; 3 家 exact of 企业" },
		{ "改造面积6吨，垃圾改造设施3套", "6 吨 exact of 改造面积; "
		    "3 套 exact of 垃圾改造设施" },
		{ "265份居民的意见", "265 份 exact of 意见" },
		{ "3例术后感染患者服务", "3 例 exact of 术后感染患者" },
		{ "3个新建成小区", "3 个 exact of 新建成小区" },
		{ "工期3天，村里3天", "3 天 exact of 工期; 3 天 exact" }
	};

	(void)state;
	check_table(table, COUNT(table));
}

static void
ends_are_words_of_the_dictionary(void **state)
{
	static const struct line table[] = {
		{ "水分为6%", "6 % exact of 水分" },
		{ "规上企业3家", "3 家 exact of 规上企业" },
		{ "企业集聚区3个", "3 个 exact of 企业集聚区" },
		{ "单价比去年高5元", "5 元 exact of 单价" },
		{ "“一网”3个", "3 个 exact of 一网" },
		{ "取消资格3项", "3 项 exact of 资格" },
		{ "解决方案3项", "3 项 exact of 解决方案" },
		{ "改造完成率3%", "3 % exact of 改造完成率" },
		{ "MP-BF2503超声仪器3个", "3 个 exact of MP-BF2503超声仪器" }
	};
	size_t i;

	(void)state;
	for (i = 0; i < COUNT(table); i++)
		assert_string_equal(tell(cut_words, table[i].text),
		    table[i].figures);
}

static void
units_in_letters_are_whole_words(void **state)
{
	static const struct line table[] = {
		{ "长3m，重3kg", "3 m exact of 长; 3 kg exact of 重" },
		{ "3h内", "3 h max" },
		{ "3hour，3m2", "" },
		{ "浓度6mg/L以上", "6 mg min per L of 浓度" },
		{ "重0.5 ～ 0.75 kg", "0.5 kg min of 重; 0.75 kg max of 重" },
		{ "长36 382 m，见表1 382 m", "36382 m exact of 长; "
		    "382 m exact of 长" },
		{ "重2.5、3.6kg", "2.5 kg exact of 重; 3.6 kg exact of 重" },
		{ "每100人配备3名", "3 名 exact per 每100人" },
		{ "率2.4个和3.6个百分点", "2.4 百分点 exact of 率; "
		    "3.6 百分点 exact of 率" },
		{ "率90%、80%以上", "90 % min of 率; 80 % min of 率" },
		{ "百亿项目3个", "3 个 exact of 百亿项目" },
		{ "约为3kg", "3 kg about" }
	};

	(void)state;
	check_table(table, COUNT(table));
}

static void
rates_have_a_per(void **state)
{
	static const struct line table[] = {
		{ "每人每月80元的标准发放补助。",
		    "80 元 exact per 每人每月 of 补助" },
		{ "80元/人", "80 元 exact per 人" },
		{ "人均收入2万元", "20000 元 exact per 人均 of 人均收入" },
		{ "每户配备1名联系员", "1 名 exact per 每户 of 联系员" },
		{ "每个网格配备2名联系员", "2 名 exact per 每个网格 of 联系员" },
		{ "户均收入由1万元提高到2万元", "10000 元 exact per 户均 of "
		    "户均收入; 20000 元 exact per 户均 of 户均收入" },
		{ "户均收入1万元，到2万元", "10000 元 exact per 户均 of "
		    "户均收入; 20000 元 exact of 户均收入" },
		{ "每户一次", "1 次 exact per 每户" },
		{ "每百户配备1人", "1 人 exact per 每百户" }
	};

	(void)state;
	check_table(table, COUNT(table));
}

static void
a_kind_that_nobody_knows_is_told(void **state)
{
	const struct span bad[] = { SPAN("元 mesure") };
	const struct quantity_lines l = { .units = bad, .unit_count = 1 };
	struct span line;

	(void)state;
	assert_null(quantity_words(&arena, &l, NULL, &line));
	assert_true(span_is(line, "元 mesure"));
}

static void
a_line_that_is_no_name_is_told(void **state)
{
	static const struct span bad[] = { WORD("N"), WORD("六件事 end"),
	    WORD("N件事 whole") };
	static const struct span good[] = { WORD("六件 事"), WORD("N 件") };
	struct quantity_lines l = { .name_count = 1 };
	struct span line;
	size_t i;

	(void)state;
	for (i = 0; i < COUNT(bad); i++) {
		l.names = &bad[i];
		assert_null(quantity_words(&arena, &l, NULL, &line));
		assert_true(span_equal(line, bad[i]));
	}
	for (i = 0; i < COUNT(good); i++) {
		l.names = &good[i];
		assert_non_null(quantity_words(&arena, &l, NULL, &line));
	}
}

/* Fixed seed. */
static uint32_t
next(uint32_t *seed)
{
	*seed = *seed * 1664525u + 1013904223u;
	return *seed >> 16;
}

static void
figures_are_in_order_and_in_the_text(void **state)
{
	static const char *const parts[] = { "每", "人", "3", "十", "万", "余",
	    "个", "“", "”", "占", "至少", "的", "、", "，", "—", "半", "年", "%", " ", "近",
	    "百分之", "级", "分别", "连续3年", "5G", "CO2", "-", "（", "）",
	    "＝", "5 382", "高于", "等", "\"", "企业上市", "每", "率", "2.5", "和", "。", "/", "点", "两", "多", "6个1小时", "取消" };
	struct quantity *q;
	char text[4 * 64 * 4];
	uint32_t seed = 7, length;
	size_t round, i, n;

	(void)state;
	for (round = 0; round < 20000; round++) {
		text[0] = '\0';
		for (i = next(&seed) % 40; i > 0; i--)
			strcat(text, parts[next(&seed) % COUNT(parts)]);
		length = (uint32_t)utf8_length(span_of(text));
		n = quantity_find(round % 2 == 0 ? words : cut_words, work,
		    &arena, span_of(text), &q);
		for (i = 0; i < n; i++) {
			assert_true(q[i].start < q[i].end);
			assert_true(q[i].end <= length);
			assert_true(i == 0 || q[i - 1].start <= q[i].start);
			assert_true(q[i].unit.n > 0 && q[i].value.n > 0);
		}
	}
}

int
main(int argc, char **argv)
{
	struct span self = span_of(argv[0]);
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(numbers_are_read_in_digits_and_numerals),
		cmocka_unit_test(bounds_stand_before_in_and_behind),
		cmocka_unit_test(ranges_are_two_figures),
		cmocka_unit_test(what_is_no_figure_is_none),
		cmocka_unit_test(what_is_counted_stands_behind_or_before),
		cmocka_unit_test(what_stands_between_is_passed_over),
		cmocka_unit_test(ends_are_words_of_the_dictionary),
		cmocka_unit_test(units_in_letters_are_whole_words),
		cmocka_unit_test(rates_have_a_per),
		cmocka_unit_test(a_kind_that_nobody_knows_is_told),
		cmocka_unit_test(a_line_that_is_no_name_is_told),
		cmocka_unit_test(figures_are_in_order_and_in_the_text)
	};

	(void)argc;
	while (self.n > 0 && self.p[self.n - 1] != '/')
		self.n--;
	dictionary = arena_printf(&arena, "%.*s../share/minqing/words.dict",
	    (int)self.n, self.p).p;
	return cmocka_run_group_tests(tests, make_words, free_words);
}
