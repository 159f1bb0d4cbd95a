#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>

#include "base/buf.h"
#include "normalize/gutter.h"
#include "normalize/page.h"

static struct arena arena;

static int
free_arena(void **state)
{
	(void)state;
	arena_free(&arena);
	return 0;
}

static const char *
paged(const struct page_rule *rule, const char *text)
{
	const struct page_text page = { span_of(text), { 0, 0 } };
	struct edits edits = { 0 };
	struct moves moves = { 0 };
	struct err e;

	assert_int_equal(page_edits(rule, NULL, &arena, &page, &edits,
	    &moves, &e), 0);
	return arena_string(&arena, edits_apply(&edits, &arena,
	    span_of(text)));
}

struct example {
	const char	*text;
	const char	*left;
};

static void
what_stands_on_three_pages_goes(void **state)
{
	static const struct example table[] = {
		{ "", "" },
		/* Numbers and spaces apart they are the same. */
		{ "刊 1\n甲\n- 1 -\n\f刊 2\n乙\n- 2 -\n\f刊3\n丙\n- 3 -",
		  "甲\n\f乙\n\f丙\n" },
		/* On two pages only. */
		{ "刊\n甲\n\f刊\n乙\n\f报\n丙", "刊\n甲\n\f刊\n乙\n\f报\n丙" },
		/* Running text must be the same to the letter. */
		{ "有3个人，来了。\n甲\n\f有4个人，来了。\n乙\n\f"
		  "有5个人，来了。\n丙\n", "有3个人，来了。\n甲\n\f"
		  "有4个人，来了。\n乙\n\f有5个人，来了。\n丙\n" },
		/* References and items look alike. */
		{ "[1] 某\n甲\n\f[2] 某\n乙\n\f[3] 某\n丙\n",
		  "[1] 某\n甲\n\f[2] 某\n乙\n\f[3] 某\n丙\n" },
		/* In the midst of a page it stays. */
		{ "刊\n一\n刊\n二\n三\n\f刊\n乙\n\f刊\n丙\n",
		  "刊\n一\n刊\n二\n三\n\f乙\n\f丙\n" },
		/* Pages by numbers that count on, and by others not. */
		{ "刊\n甲\n1\n刊\n乙\n2\n刊\n丙\n3\n", "刊\n甲\n乙\n丙\n" },
		/* The title is head on all pages but the first; others vary. */
		{ "题\n甲\n\f题\n乙\n\f题\n丙\n", "题\n甲\n\f乙\n\f丙\n" },
		{ "刊 第3期\n甲\n\f刊 第3期\n乙\n\f刊 第3期\n丙\n",
		  "甲\n\f乙\n\f丙\n" },
		{ "某某：题\n甲\n\f某某：题\n乙\n\f某某：题\n丙\n",
		  "甲\n\f乙\n\f丙\n" },
		{ "甲\n题\n\f乙\n题\n\f丙\n题\n", "甲\n题\n\f乙\n\f丙\n" },
		{ "刊\n甲\n1\n刊\n乙\n5\n刊\n丙\n2\n",
		  "刊\n甲\n1\n刊\n乙\n5\n刊\n丙\n2\n" },
	};
	const struct page_rule rule = { .on_pages = 3 };
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(table) / sizeof(table[0]); i++)
		assert_string_equal(paged(&rule, table[i].text),
		    table[i].left);
}

#define STORY	"村口的路修了三个月，上周通了车，老人出门方便了，菜也好卖了。\n"

static void
the_body_is_where_running_text_is(void **state)
{
	static const struct example table[] = {
		{ "首页\n新闻\n" STORY STORY "上一篇\n下一篇\n", STORY STORY },
		{ "首页\n新闻\n", "首页\n新闻\n" },
		/* Headings right before it, and the last one of a page. */
		{ "菜单\n# 修路\n上传者\n一、来由\n" STORY,
		  "# 修路\n一、来由\n" STORY },
		/* What a page says three times isn't of its text. */
		{ "村口修路的事情\n村口修路的事情\n某某上传了《村口修路的事情》，"
		  "请登录以后下载全文，会员可以免费。\n村口修路的事情\n" STORY,
		  STORY },
		/* A short sentence at its edge. */
		{ "首页\n路修好了，上周通了车。\n" STORY,
		  "路修好了，上周通了车。\n" STORY },
		/* A letter: to whom, who wrote it and when. */
		{ "首页\n各村（社区）：\n" STORY STORY "特此通知。\n某某镇人民政府\n"
		  "2024年5月3日\n分享到\n",
		  "各村（社区）：\n" STORY STORY "特此通知。\n某某镇人民政府\n"
		  "2024年5月3日\n" },
		{ STORY STORY "分享到\n责任编辑\n发布日期：2024年5月3日\n",
		  STORY STORY },
	};
	const struct body_rule prose = { .prose = true };
	const struct page_rule rule = { .body = &prose };
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(table) / sizeof(table[0]); i++)
		assert_string_equal(paged(&rule, table[i].text),
		    table[i].left);
}

#define LEFT	"左边的一行字"
#define RIGHT	"右边的一行字"
#define BESIDE	LEFT "    " RIGHT "\n"
#define THREE(x) x x x

static void
columns_beside_each_other_are_put_behind_each_other(void **state)
{
	static const struct example table[] = {
		{ THREE(BESIDE) THREE(BESIDE),
		  THREE(LEFT "\n") THREE(LEFT "\n")
		  THREE(RIGHT "\n") THREE(RIGHT "\n") },
		/* What runs over both stays between. */
		{ THREE(BESIDE) "一个通栏的题目，有两栏宽\n" THREE(BESIDE),
		  THREE(LEFT "\n") THREE(RIGHT "\n")
		  "一个通栏的题目，有两栏宽\n"
		  THREE(LEFT "\n") THREE(RIGHT "\n") },
		/* Five lines show no gutter, nor do gaps here and there. */
		{ THREE(BESIDE) BESIDE BESIDE, THREE(BESIDE) BESIDE BESIDE },
		{ THREE("一  二三四五六七八九\n") THREE("一二三四五六七  八九\n"),
		  THREE("一  二三四五六七八九\n")
		  THREE("一二三四五六七  八九\n") },
	};
	struct moves moves = { 0 };
	struct edits edits;
	struct span text, new;
	size_t i, k;

	(void)state;
	for (i = 0; i < sizeof(table) / sizeof(table[0]); i++) {
		text = span_of(table[i].text);
		moves.count = 0;
		edits = gutter_edits(&arena, text, &moves);
		new = edits_apply(&edits, &arena, text);
		assert_string_equal(arena_string(&arena, new), table[i].left);
		for (k = 0; k < moves.count; k++)
			assert_memory_equal(text.p + moves.items[k].from,
			    new.p + moves.items[k].to, moves.items[k].n);
	}
}

/* 100,000 lines, each a page; quadratic is minutes. */
static void
many_pages_take_linear_time(void **state)
{
	const struct body_rule prose = { .prose = true };
	const struct page_rule rule = { .unwrap = true, .across_pages = true,
	    .on_pages = 3, .body = &prose };
	struct edits edits = { 0 };
	struct moves moves = { 0 };
	struct page_text page = { .article = { 0, 0 } };
	struct buf b = { 0 };
	struct err e;
	size_t i;

	(void)state;
	for (i = 0; i < 100000; i++)
		buf_printf(&b, "第%zu页  左  右\n\f", i * 7919);
	page.text = buf_span(&b);
	assert_int_equal(page_edits(&rule, NULL, &arena, &page, &edits,
	    &moves, &e), 0);
	gutter_edits(&arena, buf_span(&b), &moves);
	buf_free(&b);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_stands_on_three_pages_goes),
		cmocka_unit_test(the_body_is_where_running_text_is),
		cmocka_unit_test(
		    columns_beside_each_other_are_put_behind_each_other),
		cmocka_unit_test(many_pages_take_linear_time),
	};

	return cmocka_run_group_tests(tests, NULL, free_arena);
}
