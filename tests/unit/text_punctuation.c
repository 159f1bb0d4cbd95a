#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <time.h>

#include <cmocka.h>

#include "base/buf.h"
#include "text/punctuation.h"

static struct arena	arena;

static int
free_arena(void **state)
{
	(void)state;
	arena_free(&arena);
	return 0;
}

static struct span
chinese(struct span text)
{
	struct edits edits = punctuation_edits(&arena, text);

	return edits_apply(&edits, &arena, text);
}

static void
what_stands_in_chinese_text_becomes_chinese(void **state)
{
	static const struct {
		const char	*text, *want;
	} table[] = {
		{ "", "" },
		{ "居民反映,物业", "居民反映，物业" },
		{ "居民反映, 物业", "居民反映， 物业" },
		{ "如下:\n一是", "如下：\n一是" },
		{ "好吗?!好", "好吗？！好" },
		{ "好!!", "好！！" },
		{ "好;", "好；" },
		{ "谢谢.\n好", "谢谢。\n好" },
		{ "谢谢. ", "谢谢。 " },
		{ "《条例》,”", "《条例》，”" },
		{ "小区(东门)有", "小区（东门）有" },
		{ "(一)概述", "（一）概述" },
		{ "(甲),(乙)", "（甲），（乙）" },
		{ "(见(图一)),好", "（见（图一）），好" },
		{ "是（甲）,乙", "是（甲），乙" },
	};
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(table) / sizeof(*table); i++)
		assert_true(span_is(chinese(span_of(table[i].text)),
		    table[i].want));
}

static void
all_else_stays(void **state)
{
	static const char *const table[] = {
		"1,000元", "9:30开始", "a,b", "Beijing, China",
		"共3,其中", "比例3:2", "电话:0731", "见http://a.b/c?d",
		"一.概述", "卡尔.马克思", "好...", "3.5万",
		"国发(2020)5号", "f(x)是", "(1)概述", "好:)", "好(", "a(好)b",
		",好", "!好", "\n,好", "他说\"好\",", "1.好", "十二.",
	};
	struct span text;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(table) / sizeof(*table); i++) {
		text = span_of(table[i]);
		if (!span_equal(chinese(text), text))
			fail_msg("%s", table[i]);
	}
}

static void
brackets_without_end_take_linear_time(void **state)
{
	struct buf b = { 0 };
	clock_t begin = clock();
	size_t i;

	(void)state;
	for (i = 0; i < 300000; i++)
		buf_add(&b, SPAN("(好"));
	for (i = 0; i < 300000; i++)
		buf_add(&b, SPAN(" )"));
	assert_int_equal(chinese(buf_span(&b)).n, b.n + 2 * 2 * 300000);
	assert_true(clock() - begin < 5 * CLOCKS_PER_SEC);
	buf_free(&b);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_stands_in_chinese_text_becomes_chinese),
		cmocka_unit_test(all_else_stays),
		cmocka_unit_test(brackets_without_end_take_linear_time),
	};

	return cmocka_run_group_tests(tests, NULL, free_arena);
}
