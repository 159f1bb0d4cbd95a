#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <time.h>

#include <cmocka.h>

#include "base/buf.h"
#include "text/numerals.h"

static struct arena	arena;

static int
free_arena(void **state)
{
	(void)state;
	arena_free(&arena);
	return 0;
}

static void
expect(enum numerals to, const char *text, const char *want)
{
	struct edits edits = numerals_edits(to, &arena, span_of(text));
	struct span got = edits_apply(&edits, &arena, span_of(text));

	if (!span_is(got, want))
		fail_msg("%s: %.*s", text, (int)got.n, got.p);
}

static void
numbers_that_count_become_arabic(void **state)
{
	static const struct {
		const char	*text, *want;
	} table[] = {
		{ "三千二百户", "3200户" }, { "十五个", "15个" },
		{ "二十三名", "23名" }, { "廿三个", "23个" },
		{ "两万三千户", "23000户" }, { "两万三。", "23000。" },
		{ "达到三千二百，", "达到3200，" },
		{ "三千余户", "3000余户" }, { "三十多岁", "30多岁" },
		{ "二〇二四年", "2024年" }, { "一九九八年", "1998年" },
		{ "二〇二四年三月五日", "2024年3月5日" },
		{ "2024年十二月", "2024年12月" }, { "三月份", "3月份" },
		{ "三月二十一日", "3月21日" }, { "3月五日", "3月5日" },
		{ "百分之九十七", "97%" }, { "百分之百", "100%" },
		{ "百分之九十七点五", "97.5%" }, { "百分之零点零五", "0.05%" },
		{ "千分之三", "3‰" }, { "百分之十、百分之二十", "10%、20%" },
		{ "三点五个百分点", "3.5个百分点" }, { "五岁", "5岁" },
		{ "三公里", "3公里" }, { "两小时", "2小时" },
		{ "三名", "3名" }, { "一个百分点", "1个百分点" },
		{ "收四百八，", "收480，" }, { "1.2万人", "12000人" }, { "5亿元", "500000000元" },
		{ "1,200万元", "12000000元" }, { "3万5千人", "35000人" },
		{ "3万-5万元", "30000-50000元" }, { "2.5万亿", "2500000000000" },
		{ "一千零一夜", "一千零一夜" },
	};
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(table) / sizeof(*table); i++)
		expect(NUMERALS_ARABIC, table[i].text, table[i].want);
}

static void
names_ranges_ordinals_and_phrases_stay(void **state)
{
	static const char *const table[] = {
		"三五个", "十七八岁", "三四十户", "一些", "万一", "一方面", "千方百计",
		"五湖四海", "三农", "三社联动", "五社", "一核多元", "三治融合",
		"“三会一课”", "第三", "第三产业", "第一书记", "第十五届", "二十大",
		"十四五规划", "十八届三中全会", "四个意识", "两个维护", "一个人",
		"一、概述", "（二）", "第三章", "第十二条", "十二、", "数十名",
		"几十万人", "上百户", "半年", "一岁", "八月十五", "二十四节气",
		"三分之二", "百分之几", "百分之九十多", "3-5万元", "三十至五十",
		"千万不要", "十分重要", "百姓", "二元结构", "三元", "周五", "初五",
		"五四运动", "九三学社", "三五七户", "1,2万", "12,34万", "v1.2万",
		"1.23456万", "3000余人", "5千瓦", "3万一千", "万里长城",
		"三点半", "“十五个”", "十里八乡", "一元化", "二百五", "三、五个",
		"二百一亩", "建党一百周年", "最后一百米", "四倍体", "十六号路",
		"4．5万亩", "1，200万元", "百分之", "两", "" 
	};
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(table) / sizeof(*table); i++)
		expect(NUMERALS_ARABIC, table[i], table[i]);
}

static void
numbers_that_count_become_chinese(void **state)
{
	static const struct {
		const char	*text, *want;
	} table[] = {
		{ "2024年3月5日", "二〇二四年三月五日" },
		{ "97%", "百分之九十七" }, { "0.5％", "百分之零点五" },
		{ "3200户", "三千二百户" }, { "1,200户", "一千二百户" },
		{ "2个", "两个" }, { "第2批", "第二批" }, { "2号", "二号" },
		{ "1.2万", "一点二万" }, { "3.5公里", "三点五公里" },
		{ "3000余人", "三千余人" }, { "05月01日", "五月一日" },
		{ "2024-03-05", "2024-03-05" }, { "12:30", "12:30" },
		{ "13812345678", "13812345678" }, { "3-5个", "3-5个" },
		{ "A15个", "A15个" }, { "0731号", "0731号" },
		{ "1.2.3个", "1.2.3个" }, { "12,34个", "12,34个" },
		{ "12345678901234567个", "12345678901234567个" },
		{ "15", "15" }, { "1.好", "1.好" },
	};
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(table) / sizeof(*table); i++)
		expect(NUMERALS_CHINESE, table[i].text, table[i].want);
}

static void
a_million_digits_take_linear_time(void **state)
{
	struct buf b = { 0 };
	clock_t begin = clock();
	size_t i;

	(void)state;
	for (i = 0; i < 300000; i++)
		buf_add(&b, SPAN("一3,万"));
	numerals_edits(NUMERALS_ARABIC, &arena, buf_span(&b));
	numerals_edits(NUMERALS_CHINESE, &arena, buf_span(&b));
	assert_true(clock() - begin < 5 * CLOCKS_PER_SEC);
	buf_free(&b);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(numbers_that_count_become_arabic),
		cmocka_unit_test(names_ranges_ordinals_and_phrases_stay),
		cmocka_unit_test(numbers_that_count_become_chinese),
		cmocka_unit_test(a_million_digits_take_linear_time),
	};

	return cmocka_run_group_tests(tests, NULL, free_arena);
}
