#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <setjmp.h>
#include <cmocka.h>

#include "base/buf.h"
#include "rules/node.h"
#include "segment/blocks.h"

/* The rule that is shipped for papers, but for the levels of 1.1 and 1). */
static const char paper[] =
    "unit: block\n"
    "headings:\n"
    "  - {level: 1, match: '^[一二三四五六七八九十]+、'}\n"
    "  - {level: 2, match: '^[（(][一二三四五六七八九十]+[）)]'}\n"
    "  - {level: 3, match: '^\\d+\\s*[.．]', title_ends_at: 。}\n"
    "references: {after: [参考文献, References]}\n"
    "quotes:\n"
    "  match: '^(访谈|案例)(?<quote_number>\\d+)[:：]'\n"
    "  fields: '（访谈时间[:：](?<quote_time>[^,，]+)[,，]"
    "受访者[:：](?<speaker>.+)）$'\n";

static const char policy[] =
    "unit: block\n"
    "headings: [{match: '^第[一二三]+章'}, {match: '^[一二三]、'}]\n"
    "articles: {match: '^第[一二三四五六七八九十百]+条(之[一二])?"
    "(?!规定)'}\n";

struct rule_run {
	struct arena		 arena;
	struct plan		*plan;
	struct regex_work	*work;
};

static void
setup(struct rule_run *r, const char *text)
{
	struct faults faults = { .arena = &r->arena };
	struct rule rule = { .name = "-e", .path = "-e", .expression = true };
	struct config config = { .rules = &rule, .rule_count = 1 };

	*r = (struct rule_run){ .work = regex_work_new() };
	rule.root = node_parse(&r->arena, span_of(text), "-e", &faults);
	assert_non_null(rule.root);
	r->plan = segment_compile(&config, &r->arena, &faults);
	if (r->plan == NULL)
		fail_msg("%s", faults.items[0].text);
}

static void
teardown(struct rule_run *r)
{
	regex_work_free(r->work);
	arena_free(&r->arena);
}

/* kind, level and section of each block, one a line. */
static void
describe(const struct rule_run *r, const char *text, struct buf *into)
{
	struct arena a = { 0 };
	struct blocks *blocks;
	struct block b;
	struct err e;
	int more;

	blocks = blocks_of(r->plan, r->work, &a, span_of(text), &e);
	assert_non_null(blocks);
	while ((more = blocks_next(blocks, &b, &e)) == 1) {
		buf_add(into, span_of(block_names[b.kind]));
		if (b.level != 0)
			buf_unsigned(into, (uint64_t)b.level);
		buf_byte(into, ' ');
		buf_add(into, span_make(text + b.start, b.end - b.start));
		if (b.section.n > 2) {
			buf_byte(into, ' ');
			buf_add(into, b.section);
		}
		buf_byte(into, '\n');
	}
	assert_int_equal(more, 0);
	buf_byte(into, '\0');
	arena_free(&a);
}

struct example {
	const char	*text;
	const char	*blocks;
};

static void
check(const char *rule, const struct example *table, size_t count)
{
	struct rule_run r;
	struct buf got = { 0 };
	size_t i;

	setup(&r, rule);
	for (i = 0; i < count; i++) {
		got.n = 0;
		describe(&r, table[i].text, &got);
		assert_string_equal(got.p, table[i].blocks);
	}
	buf_free(&got);
	teardown(&r);
}

#define CHECK(rule, table)	\
	check(rule, table, sizeof(table) / sizeof(table[0]))

#define PROSE	"小区里的事牵涉居民、业主委员会、物业公司和街道，各方都在场，" \
	"却常常谁也办不成，久而久之便没有人再提。"

static void
headings_nest_by_their_numbering(void **state)
{
	static const struct example table[] = {
		{ "一、甲\n\n（一）乙\n\n1. 丙\n\n文。\n\n（二）丁\n\n文。\n\n"
		  "二、戊\n\n文。",
		  "heading1 一、甲\n"
		  "heading2 （一）乙 [\"一、甲\"]\n"
		  "heading3 1. 丙 [\"一、甲\",\"（一）乙\"]\n"
		  "paragraph 文。 [\"一、甲\",\"（一）乙\",\"1. 丙\"]\n"
		  "heading2 （二）丁 [\"一、甲\"]\n"
		  "paragraph 文。 [\"一、甲\",\"（二）丁\"]\n"
		  "heading1 二、戊\n"
		  "paragraph 文。 [\"二、戊\"]\n" },
		/* the numbering decides, not the number of # */
		{ "### 一、甲\n\n## （一）乙：\n\n文。",
		  "heading1 ### 一、甲\n"
		  "heading2 ## （一）乙： [\"一、甲\"]\n"
		  "paragraph 文。 [\"一、甲\",\"（一）乙\"]\n" },
		/* without numbering, # does */
		{ "# 甲\n\n" PROSE "\n\n## 乙\n\n文。\n\n### **丙**\n\n文。",
		  "heading1 # 甲\n"
		  "paragraph " PROSE " [\"甲\"]\n"
		  "heading2 ## 乙 [\"甲\"]\n"
		  "paragraph 文。 [\"甲\",\"乙\"]\n"
		  "heading3 ### **丙** [\"甲\",\"乙\"]\n"
		  "paragraph 文。 [\"甲\",\"乙\",\"丙\"]\n" },
		{ "引 言\n\n文。\n\n一、甲\n\n结语\n\n文。",
		  "heading1 引 言\n"
		  "paragraph 文。 [\"引 言\"]\n"
		  "heading1 一、甲\n"
		  "heading1 结语\n"
		  "paragraph 文。 [\"结语\"]\n" },
	};

	(void)state;
	CHECK(paper, table);
}

static void
a_title_may_run_into_its_paragraph(void **state)
{
	static const struct example table[] = {
		{ "一、甲\n1.公开账目。每月公开一次。\n2.定期开会。",
		  "heading1 一、甲\n"
		  "heading3 1.公开账目。 [\"一、甲\"]\n"
		  "paragraph 每月公开一次。 [\"一、甲\",\"1.公开账目\"]\n"
		  "heading3 2.定期开会。 [\"一、甲\"]\n" },
		/* too long for a title: an item of a list */
		{ "一、甲\n1.应当在每个月的第一个星期一把小区的收支账目、维修"
		  "进度和投诉的处理结果一并张贴在各个楼门口的公示栏里。",
		  "heading1 一、甲\n"
		  "list 1.应当在每个月的第一个星期一把小区的收支账目、维修"
		  "进度和投诉的处理结果一并张贴在各个楼门口的公示栏里。"
		  " [\"一、甲\"]\n" },
		/* a sentence is no heading */
		{ "一、甲\n二、账目要公开。", "heading1 一、甲\n"
		  "paragraph 二、账目要公开。 [\"一、甲\"]\n" },
	};

	(void)state;
	CHECK(paper, table);
}

static void
front_ends_where_the_text_begins(void **state)
{
	static const struct example table[] = {
		{ "题目\n某某\n摘要：文。\n关键词：甲；乙\nDOI: 10.1/x\n"
		  PROSE "\n一、甲\n文。",
		  "front 题目\nfront 某某\nabstract 摘要：文。\n"
		  "front 关键词：甲；乙\nfront DOI: 10.1/x\n"
		  "paragraph " PROSE "\n"
		  "heading1 一、甲\nparagraph 文。 [\"一、甲\"]\n" },
		{ "题目\n【摘 要】\n文。\n又一段。\nKeywords\nA, B\n引言\n文。",
		  "front 题目\nheading1 【摘 要】\n"
		  "abstract 文。 [\"【摘 要】\"]\n"
		  "abstract 又一段。 [\"【摘 要】\"]\nfront Keywords\nfront A, B\n"
		  "heading1 引言\nparagraph 文。 [\"引言\"]\n" },
		/* no heading, no abstract: no front */
		{ "您好\n电梯坏了\n谢谢",
		  "paragraph 您好\nparagraph 电梯坏了\nparagraph 谢谢\n" },
	};

	(void)state;
	CHECK(paper, table);
}

static void
references_go_on_as_they_began_and_back_follows(void **state)
{
	static const struct example table[] = {
		{ "一、甲\n参考文献：\n[1] 某某. 题[J].\n[2] 某某. 题[M].\n"
		  "Title in English\nAbstract: Text.\n",
		  "heading1 一、甲\nheading1 参考文献：\n"
		  "reference [1] 某某. 题[J]. [\"参考文献\"]\n"
		  "reference [2] 某某. 题[M]. [\"参考文献\"]\n"
		  "back Title in English\nabstract Abstract: Text.\n" },
		/* 1. counts references here, not headings */
		{ "一、甲\nReferences\n1. Some One. 2020.\n2. Some Two.\nend",
		  "heading1 一、甲\nheading1 References\n"
		  "reference 1. Some One. 2020. [\"References\"]\n"
		  "reference 2. Some Two. [\"References\"]\nback end\n" },
		/* none is numbered */
		{ "一、甲\n参考文献\n某某，2020，题\n某某，2021，题\n附录\n表。",
		  "heading1 一、甲\nheading1 参考文献\n"
		  "reference 某某，2020，题 [\"参考文献\"]\n"
		  "reference 某某，2021，题 [\"参考文献\"]\n"
		  "heading1 附录\nback 表。 [\"附录\"]\n" },
	};

	(void)state;
	CHECK(paper, table);
}

static void
lines_that_are_no_text_have_their_kind(void **state)
{
	static const struct example table[] = {
		{ "一、甲\n图1 步骤\n①化名。\n②又注。\n⑨余下的话。\n- 条\n"
		  "基金项目：某。\n| 甲 | 乙 |\n— 3 —",
		  "heading1 一、甲\ncaption 图1 步骤 [\"一、甲\"]\n"
		  "note ①化名。 [\"一、甲\"]\nnote ②又注。 [\"一、甲\"]\n"
		  "paragraph ⑨余下的话。 [\"一、甲\"]\n"
		  "list - 条 [\"一、甲\"]\nnote 基金项目：某。 [\"一、甲\"]\n"
		  "list | 甲 | 乙 | [\"一、甲\"]\nnote — 3 — [\"一、甲\"]\n" },
		{ "一、甲\n包括：\n①公开；\n②开会。",
		  "heading1 一、甲\nparagraph 包括： [\"一、甲\"]\n"
		  "list ①公开； [\"一、甲\"]\nlist ②开会。 [\"一、甲\"]\n" },
	};

	(void)state;
	CHECK(paper, table);
}

static void
a_quote_has_the_fields_that_its_regexes_name(void **state)
{
	static const char text[] = "访谈12：我们去过。（访谈时间："
	    "2024-03，受访者：Z，业主）\n案例3：某户。";
	struct rule_run r;
	struct blocks *blocks;
	struct block b;
	struct err e;

	(void)state;
	setup(&r, paper);
	blocks = blocks_of(r.plan, r.work, &r.arena, span_of(text), &e);
	assert_non_null(blocks);
	assert_int_equal(blocks_next(blocks, &b, &e), 1);
	assert_int_equal(b.kind, BLOCK_QUOTE);
	assert_true(span_is(b.quote[QUOTE_NUMBER], "12"));
	assert_true(span_is(b.quote[QUOTE_TIME], "2024-03"));
	assert_true(span_is(b.quote[QUOTE_SPEAKER], "Z，业主"));
	assert_int_equal(blocks_next(blocks, &b, &e), 1);
	assert_int_equal(b.kind, BLOCK_QUOTE);
	assert_true(span_is(b.quote[QUOTE_NUMBER], "3"));
	assert_null(b.quote[QUOTE_TIME].p);
	assert_int_equal(blocks_next(blocks, &b, &e), 0);
	teardown(&r);
}

static void
a_rule_without_headings_finds_the_plain_ones(void **state)
{
	static const struct example table[] = {
		{ "# 甲\n\n一、乙\n\n参考文献\n\n[1] 丙",
		  "heading1 # 甲\nparagraph 一、乙 [\"甲\"]\n"
		  "paragraph 参考文献 [\"甲\"]\nnote [1] 丙 [\"甲\"]\n" },
		{ "# 甲\n\n某某\n\n## 乙\n\n丙",
		  "heading1 # 甲\nfront 某某 [\"甲\"]\n"
		  "heading2 ## 乙 [\"甲\"]\nparagraph 丙 [\"甲\",\"乙\"]\n" },
	};

	(void)state;
	CHECK("unit: block\n", table);
}

static void
what_stands_behind_the_body_is_back(void **state)
{
	static const struct example table[] = {
		/* thanks, before the references or behind */
		{ "一、甲\n文。\n致谢\n谢谢。\n参考文献\n[1] 某. 题.\n鸣谢\n谢。",
		  "heading1 一、甲\nparagraph 文。 [\"一、甲\"]\n"
		  "heading1 致谢\nback 谢谢。 [\"致谢\"]\n"
		  "heading1 参考文献\nreference [1] 某. 题. [\"参考文献\"]\n"
		  "heading1 鸣谢\nback 谢。 [\"鸣谢\"]\n" },
		/* an appendix has titles of its own */
		{ "一、甲\n文。\n附录A 提纲\n一、乙\n问。\n二、丙\n问。",
		  "heading1 一、甲\nparagraph 文。 [\"一、甲\"]\n"
		  "heading1 附录A 提纲\nheading1 一、乙\nback 问。 [\"一、乙\"]\n"
		  "heading1 二、丙\nback 问。 [\"二、丙\"]\n" },
		/* but the body goes on where its numbers do */
		{ "一、甲\n文。\n附录：表\n文。\n二、乙\n文。",
		  "heading1 一、甲\nparagraph 文。 [\"一、甲\"]\n"
		  "heading1 附录：表\nback 文。 [\"附录：表\"]\n"
		  "heading1 二、乙\nparagraph 文。 [\"二、乙\"]\n" },
		{ "致谢\n谢谢。\n一、甲\n文。",
		  "heading1 致谢\nback 谢谢。 [\"致谢\"]\n"
		  "heading1 一、甲\nparagraph 文。 [\"一、甲\"]\n" },
		/* sentences with these words are text */
		{ "一、甲\n附录里的表格都已经公开。\n致谢的话不必多说。",
		  "heading1 一、甲\nparagraph 附录里的表格都已经公开。 [\"一、甲\"]\n"
		  "paragraph 致谢的话不必多说。 [\"一、甲\"]\n" },
	};

	(void)state;
	CHECK(paper, table);
}

static void
notes_under_their_title_are_notes(void **state)
{
	static const struct example table[] = {
		{ "一、甲\n文。\n注释：\n①某，题。\n②同上。\n二、乙\n文。",
		  "heading1 一、甲\nparagraph 文。 [\"一、甲\"]\n"
		  "note 注释： [\"一、甲\"]\nnote ①某，题。 [\"一、甲\"]\n"
		  "note ②同上。 [\"一、甲\"]\nheading1 二、乙\n"
		  "paragraph 文。 [\"二、乙\"]\n" },
		{ "一、甲\nNotes\n1. See it.\n2. Ibid.\n文。",
		  "heading1 一、甲\nnote Notes [\"一、甲\"]\n"
		  "note 1. See it. [\"一、甲\"]\nnote 2. Ibid. [\"一、甲\"]\n"
		  "paragraph 文。 [\"一、甲\"]\n" },
		{ "一、甲\nNote. N = 12.\n来源：作者。\n图1 甲，乙\n表2 有，也有。",
		  "heading1 一、甲\nnote Note. N = 12. [\"一、甲\"]\n"
		  "note 来源：作者。 [\"一、甲\"]\ncaption 图1 甲，乙 [\"一、甲\"]\n"
		  "paragraph 表2 有，也有。 [\"一、甲\"]\n" },
	};

	(void)state;
	CHECK(paper, table);
}

static void
a_part_in_each_chapter_stands_below_it(void **state)
{
	static const struct example table[] = {
		{ "第一章 甲\n文。\n小结\n文。\n第二章 乙\n文。\n小结\n文。\n结语\n文。",
		  "heading1 第一章 甲\nparagraph 文。 [\"第一章 甲\"]\n"
		  "heading2 小结 [\"第一章 甲\"]\n"
		  "paragraph 文。 [\"第一章 甲\",\"小结\"]\n"
		  "heading1 第二章 乙\nparagraph 文。 [\"第二章 乙\"]\n"
		  "heading2 小结 [\"第二章 乙\"]\n"
		  "paragraph 文。 [\"第二章 乙\",\"小结\"]\n"
		  "heading1 结语\nparagraph 文。 [\"结语\"]\n" },
	};

	(void)state;
	CHECK(policy, table);
}

/* As lawyers cite: 第一条第二款第（一）项第2目. */
static void
an_article_has_paragraphs_items_and_points(void **state)
{
	static const struct example table[] = {
		/* one 款 isn't named */
		{ "第一条 文。\n第二条 有：\n（一）甲；\n（二）乙。",
		  "paragraph 第一条 文。 [\"第一条\"]\n"
		  "paragraph 第二条 有： [\"第二条\"]\n"
		  "paragraph （一）甲； [\"第二条\",\"第（一）项\"]\n"
		  "paragraph （二）乙。 [\"第二条\",\"第（二）项\"]\n" },
		{ "第一条　甲。\n乙：\n(一) 丙；\n丁。",
		  "paragraph 第一条　甲。 [\"第一条\",\"第一款\"]\n"
		  "paragraph 乙： [\"第一条\",\"第二款\"]\n"
		  "paragraph (一) 丙； [\"第一条\",\"第二款\",\"第(一)项\"]\n"
		  "paragraph 丁。 [\"第一条\",\"第三款\"]\n" },
		/* 1. is a 目 in a 项, else a 项 */
		{ "第一条 有：\n（一）甲：\n1. 乙；\n2. 丙。\n（二）丁。",
		  "paragraph 第一条 有： [\"第一条\"]\n"
		  "paragraph （一）甲： [\"第一条\",\"第（一）项\"]\n"
		  "paragraph 1. 乙； [\"第一条\",\"第（一）项\",\"第1目\"]\n"
		  "paragraph 2. 丙。 [\"第一条\",\"第（一）项\",\"第2目\"]\n"
		  "paragraph （二）丁。 [\"第一条\",\"第（二）项\"]\n" },
		{ "第一条 有：\n1、甲；\n（2）乙。",
		  "paragraph 第一条 有： [\"第一条\"]\n"
		  "paragraph 1、甲； [\"第一条\",\"第1项\"]\n"
		  "paragraph （2）乙。 [\"第一条\",\"第（2）项\"]\n" },
		/* a title alone is no 款 */
		{ "第一条之一 公示\n甲。\n第二条\n乙。\n丙。",
		  "paragraph 第一条之一 公示 [\"第一条之一\"]\n"
		  "paragraph 甲。 [\"第一条之一\"]\n"
		  "paragraph 第二条 [\"第二条\"]\n"
		  "paragraph 乙。 [\"第二条\",\"第一款\"]\n"
		  "paragraph 丙。 [\"第二条\",\"第二款\"]\n" },
		/* one that is named begins none */
		{ "第一条 甲。\n第二条规定的人，丙。",
		  "paragraph 第一条 甲。 [\"第一条\",\"第一款\"]\n"
		  "paragraph 第二条规定的人，丙。 [\"第一条\",\"第二款\"]\n" },
		/* a heading, and a signature, are in no article */
		{ "第一条 甲。\n第一章 乙\n丙。\n第二条 丁。\n某县\n5月1日",
		  "paragraph 第一条 甲。 [\"第一条\"]\nheading1 第一章 乙\n"
		  "paragraph 丙。 [\"第一章 乙\"]\n"
		  "paragraph 第二条 丁。 [\"第一章 乙\",\"第二条\"]\n"
		  "paragraph 某县 [\"第一章 乙\"]\n"
		  "paragraph 5月1日 [\"第一章 乙\"]\n" },
	};

	(void)state;
	CHECK(policy, table);
}

static void
the_111th_paragraph_has_its_number(void **state)
{
	static const char last[] = "[\"第一条\",\"第一百一十一款\"]\n";
	struct rule_run r;
	struct buf text = { 0 }, got = { 0 };
	size_t i;

	(void)state;
	setup(&r, policy);
	buf_add(&text, SPAN("第一条 甲。\n"));
	for (i = 2; i <= 111; i++)
		buf_add(&text, SPAN("乙。\n"));
	buf_byte(&text, '\0');
	describe(&r, text.p, &got);
	assert_non_null(strstr(got.p, "\"第十款\""));
	assert_non_null(strstr(got.p, "\"第二十款\""));
	assert_non_null(strstr(got.p, "\"第一百零二款\""));
	assert_string_equal(got.p + strlen(got.p) - strlen(last), last);
	buf_free(&text);
	buf_free(&got);
	teardown(&r);
}

/* 目录 and its entries are front, the titles that come again are not. */
static void
contents_are_no_headings(void **state)
{
	static const struct example table[] = {
		{ "题\n目　录\n第一章 甲……1\n参考文献……9\n前言\n" PROSE
		  "\n第一章 甲\n文。",
		  "front 题\nfront 目　录\nfront 第一章 甲……1\n"
		  "front 参考文献……9\nheading1 前言\n"
		  "paragraph " PROSE " [\"前言\"]\n"
		  "heading1 第一章 甲\nparagraph 文。 [\"第一章 甲\"]\n" },
		/* none comes again */
		{ "目录\n第一章 甲\n文。",
		  "heading1 目录\nheading1 第一章 甲\n"
		  "paragraph 文。 [\"第一章 甲\"]\n" },
	};

	(void)state;
	CHECK(policy, table);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(headings_nest_by_their_numbering),
		cmocka_unit_test(a_title_may_run_into_its_paragraph),
		cmocka_unit_test(front_ends_where_the_text_begins),
		cmocka_unit_test(
		    references_go_on_as_they_began_and_back_follows),
		cmocka_unit_test(lines_that_are_no_text_have_their_kind),
		cmocka_unit_test(a_quote_has_the_fields_that_its_regexes_name),
		cmocka_unit_test(a_rule_without_headings_finds_the_plain_ones),
		cmocka_unit_test(what_stands_behind_the_body_is_back),
		cmocka_unit_test(notes_under_their_title_are_notes),
		cmocka_unit_test(a_part_in_each_chapter_stands_below_it),
		cmocka_unit_test(an_article_has_paragraphs_items_and_points),
		cmocka_unit_test(the_111th_paragraph_has_its_number),
		cmocka_unit_test(contents_are_no_headings),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
