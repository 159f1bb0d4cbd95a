#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <setjmp.h>
#include <cmocka.h>

#include "base/arena.h"
#include "base/utf8.h"
#include "text/shape.h"
#include "text/shape_words.h"

static void
lines_have_the_shape_that_the_table_says(void **state)
{
	static const struct {
		const char	*line;
		enum shape	 shape;
	} table[] = {
		{ "居民委员会是自治组织。", SHAPE_TEXT },
		{ "# 标题", SHAPE_MARKED },
		{ "### 三、标题", SHAPE_MARKED },
		{ "#话题#不是标题", SHAPE_TEXT },
		{ "一、问题", SHAPE_NUMBERED },
		{ "十二、问题", SHAPE_NUMBERED },
		{ "（三）办法", SHAPE_NUMBERED },
		{ "(三)办法", SHAPE_NUMBERED },
		{ "第二章 总则", SHAPE_NUMBERED },
		{ "第一部分 背景", SHAPE_NUMBERED },
		{ "**一、问题**", SHAPE_NUMBERED },
		{ "一方面，问题不少", SHAPE_TEXT },
		{ "第三条 为了规范", SHAPE_COUNTED },
		{ "1.办法", SHAPE_COUNTED },
		{ "1．办法", SHAPE_COUNTED },
		{ "12、办法", SHAPE_COUNTED },
		{ "3）办法", SHAPE_COUNTED },
		{ "（4）办法", SHAPE_COUNTED },
		{ "（4），办法", SHAPE_TEXT },
		{ "①，办法", SHAPE_TEXT },
		{ "5.1 办法", SHAPE_COUNTED },
		{ "5.1.2办法", SHAPE_COUNTED },
		{ "3.5亿元投资", SHAPE_TEXT },
		{ "3.5%的居民", SHAPE_TEXT },
		{ "2024年", SHAPE_TEXT },
		{ "- 条目", SHAPE_BULLET },
		{ "● 条目", SHAPE_BULLET },
		{ "·人间", SHAPE_TEXT },
		{ "-5 度", SHAPE_TEXT },
		{ "引 言", SHAPE_TITLE },
		{ "【摘 要】", SHAPE_TITLE },
		{ "参考文献：", SHAPE_TITLE },
		{ "REFERENCES", SHAPE_TITLE },
		{ "结论是清楚的。", SHAPE_TEXT },
		{ "摘要：本文以走访为据。", SHAPE_LABEL },
		{ "**关键词:**自治;协商", SHAPE_LABEL },
		{ "摘要　本文以走访为据。", SHAPE_LABEL },
		{ "Key words: autonomy", SHAPE_LABEL },
		{ "[1] 某某. 题名[J].", SHAPE_REFERENCE },
		{ "- [12] 某某. 题名[J].", SHAPE_REFERENCE },
		{ "［3］某某. 题名", SHAPE_REFERENCE },
		{ "[3]。同时", SHAPE_TEXT },
		{ "图1 结构", SHAPE_CAPTION },
		{ "表 2-3：结果", SHAPE_CAPTION },
		{ "图1. 结构", SHAPE_CAPTION },
		{ "Figure 1. The model", SHAPE_CAPTION },
		{ "图1就是模式。", SHAPE_TEXT },
		{ "图1 所示，如此", SHAPE_TEXT },
		{ "①本文的化名。", SHAPE_NOTE },
		{ "<sup>①</sup>本文的化名。", SHAPE_NOTE },
		{ "基金项目：某基金", SHAPE_NOTE },
		{ "Email: a@example.org", SHAPE_NOTE },
		{ "王某某（1980—），女，教授", SHAPE_NOTE },
		{ "访谈1：我们去过。", SHAPE_TURN },
		{ "问：为什么？", SHAPE_TURN },
		{ "LXH：我不去。", SHAPE_TURN },
		{ "第一，要公开。", SHAPE_POINT },
		{ "其二，要公开。", SHAPE_POINT },
		{ "| 甲 | 乙 |", SHAPE_ROW },
		{ "甲\t乙", SHAPE_ROW },
		{ "甲    1    2", SHAPE_ROW },
		{ "甲　　　　乙", SHAPE_TEXT },
		{ "-----", SHAPE_RULE },
		{ "————————", SHAPE_RULE },
		{ "——某某", SHAPE_TEXT },
		{ "12", SHAPE_PAGE },
		{ "- 12 -", SHAPE_PAGE },
		{ "第3页", SHAPE_PAGE },
		{ "第 3 页 共 10 页", SHAPE_PAGE },
		{ "12人", SHAPE_TEXT },
	};
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(table) / sizeof(table[0]); i++)
		if (shape_of(span_of(table[i].line)) != table[i].shape)
			fail_msg("%s: got %d", table[i].line,
			    (int)shape_of(span_of(table[i].line)));
}

/* A word whose first character shape.c passes over would never be found. */
static void
each_word_of_the_table_is_found(void **state)
{
	const struct shape_entry *const tables[] = { latin_words, han_words };
	const struct shape_entry *word;
	struct span rest;
	size_t i;

	(void)state;
	for (i = 0; i < 2; i++)
		for (word = tables[i]; word->word != NULL; word++)
			if (shape_word(span_of(word->word), &rest) !=
			    word->means)
				fail_msg("%s isn't found", word->word);
}

static void
words_are_found_in_brackets_and_spaced_out(void **state)
{
	static const struct {
		const char	*line;
		enum shape_word	 word;
		const char	*rest;
	} table[] = {
		{ "摘要: 正文", WORD_ABSTRACT, "正文" },
		{ "【摘　要】正文", WORD_ABSTRACT, "正文" },
		{ "**Abstract:** text", WORD_ABSTRACT, "text" },
		{ "关 键 词：甲；乙", WORD_KEYWORDS, "甲；乙" },
		{ "DOI: 10.1/x", WORD_ABOUT, "10.1/x" },
		{ "注：甲", WORD_NOTE, "甲" },
		{ "注意甲", WORD_NONE, "注意甲" },
		{ "## 引言", WORD_PART, "" },
		{ "参考文献", WORD_REFERENCES, "" },
		{ "Abstract. We ask.", WORD_ABSTRACT, "We ask." },
		{ "Note. N = 3", WORD_NOTE, "N = 3" },
		{ "Note.N = 3", WORD_NONE, "Note.N = 3" },
		{ "附录", WORD_BACK, "" },
		{ "附录A 问卷", WORD_BACK, "问卷" },
		{ "附录二：问卷", WORD_BACK, "问卷" },
		{ "Appendix B. Questions", WORD_BACK, "Questions" },
		{ "附录里", WORD_NONE, "附录里" },
		{ "ACKNOWLEDGMENTS", WORD_BACK, "" },
		{ "参考文献综述", WORD_NONE, "参考文献综述" },
	};
	struct span rest;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(table) / sizeof(table[0]); i++) {
		assert_int_equal(shape_word(span_of(table[i].line), &rest),
		    table[i].word);
		assert_true(span_is(rest, table[i].rest));
	}
}

static void
a_caption_may_have_commas_but_no_end(void **state)
{
	(void)state;
	assert_true(shape_is_caption(SPAN("图1 从早到晚，网格员的一天")));
	assert_true(shape_is_caption(SPAN("Table 2. Calls, by month")));
	assert_true(shape_is_caption(SPAN("**表1-2：甲，乙**")));
	assert_false(shape_is_caption(SPAN("图1 可见，不少。")));
	assert_false(shape_is_caption(SPAN("图1显示，不少")));
	assert_false(shape_is_caption(SPAN("图1 甲。乙")));
}

static void
a_title_is_the_whole_line(void **state)
{
	(void)state;
	assert_true(shape_is_title(SPAN("### 注释与文献："),
	    SPAN("注释与文献")));
	assert_true(shape_is_title(SPAN("WORKS CITED"), SPAN("Works cited")));
	assert_false(shape_is_title(SPAN("注释与文献一览"),
	    SPAN("注释与文献")));
	assert_false(shape_is_title(SPAN("："), SPAN("")));
}

static void
an_end_is_seen_through_closers_and_citations(void **state)
{
	static const struct {
		const char	*line;
		bool		 ended;
	} table[] = {
		{ "好。", true },		{ "好", false },
		{ "好，", false },		{ "好：", true },
		{ "好。”", true },		{ "“好”", false },
		{ "好。[12]", true },		{ "好[12]", false },
		{ "好。^[3]^", true },		{ "好。③", true },
		{ "好。<sup>[2]</sup>", true },	{ "好<sup>[2]</sup>", false },
		{ "好。（某某，2020）", true },	{ "好（某某，2020）", false },
		{ "（某大学，某地 1000）", true },
		{ "（好。）", true },		{ "好）", false },
		{ "done.", true },		{ "not done", false },
		{ "制度，", false },		{ "））））", false },
		{ "**好。**", true },		{ "2024", false },
	};
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(table) / sizeof(table[0]); i++)
		if (shape_is_ended(span_of(table[i].line)) != table[i].ended)
			fail_msg("%s", table[i].line);
}

static void
prose_and_sentences_count_inside_only(void **state)
{
	(void)state;
	assert_true(shape_is_prose(SPAN("先公开，后表决")));
	assert_false(shape_is_prose(SPAN("先公开，")));
	assert_true(shape_has_sentence(SPAN("公开。表决")));
	assert_false(shape_has_sentence(SPAN("公开，表决。")));
}

static void
plain_takes_marks_and_spaces(void **state)
{
	(void)state;
	assert_true(span_is(shape_plain(SPAN("## **甲 乙** ##")), "甲 乙"));
	assert_true(span_is(shape_plain(SPAN("***")), ""));
	assert_true(span_is(utf8_trim(SPAN("　\t甲 乙\r")), "甲 乙"));
	assert_int_equal(utf8_trim(SPAN(" 　 ")).n, 0);
}

/* Any bytes of UTF-8 must go through: fixed seed, characters that matter. */
static void
each_word_is_found_alone_in_its_line(void **state)
{
	static const char *const words[] = { "摘要", "内容摘要", "提要", "关键词",
	    "主题词", "中图分类号", "文章编号", "电子邮箱", "引用格式", "责编",
	    "收稿日期", "修回日期", "基金项目", "项目基金", "作者简介", "通讯作者",
	    "资料来源", "数据来源", "注释", "尾注", "来源", "利益冲突", "脚注",
	    "引言", "前言", "导言", "绪论", "序言", "结语", "余论", "小结",
	    "本章小结", "后记", "致谢", "鸣谢", "附录", "目录", "参考文献",
	    "主要参考文献", "doi", "Email", "Received", "Notes", "Source",
	    "Contents", "Introduction", "Conclusion", "Discussion", "Funding",
	    "Acknowledgements", "Appendix", "References", "Bibliography",
	    "Abstract", "Summary", "Key words" };
	struct shape_seen seen;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
		seen = shape_see(span_of(words[i]), true);
		if (seen.word == WORD_NONE || seen.rest.n > 0)
			fail_msg("%s", words[i]);
	}
}

/* What is told of most Han characters by a look at the first one alone. */
static void
emphasis_changes_no_shape_and_no_word(void **state)
{
	static const char *const ends[] = { "", "：甲", "、甲", "，甲", "一、甲",
	    "1：甲", "1 甲", "谈1：", "例1：", "案1：",
	    "访者1：", "条 甲", "某（1980—），女", " 要",
	    "要：甲", "容摘要", "键词：甲", "者简介：甲", "献", "考文献", "言",
	    "论与建议", "录A 甲", "谢", "  甲  乙   丙   丁", "甲|乙|丙" };
	struct shape_seen plain, marked;
	char line[80], first[4];
	uint32_t c;
	size_t i, n;

	(void)state;
	for (c = 0x4e00; c < 0x9fff; c++)
		for (i = 0; i < sizeof(ends) / sizeof(ends[0]); i++) {
			n = utf8_encode(first, c);
			snprintf(line, sizeof(line), "**%.*s%s**", (int)n,
			    first, ends[i]);
			marked = shape_see(span_of(line), true);
			plain = shape_see(span_make(line + 2, strlen(line) -
			    4), true);
			/* An author's name has no marks. */
			if ((plain.shape != marked.shape &&
			    strstr(ends[i], "1980") == NULL) ||
			    plain.word != marked.word)
				fail_msg("%s", line);
		}
}

static void
no_line_is_too_strange(void **state)
{
	static const char *const chars[] = { "一", "、", "（", "）", "(", ")",
	    "[", "]", "<", ">", "/", "s", "u", "p", "1", "9", ".", "．", "#",
	    "*", "-", " ", "　", "\t", "|", "：", "。", "①", "^", "第", "页",
	    "图", "表", "章", "摘", "要", "注", "𠀀", "\1", "\xc2\x80" };
	uint32_t seed = 7;
	struct span rest;
	char line[80];
	size_t i, n, k;

	(void)state;
	for (i = 0; i < 200000; i++) {
		for (n = k = 0; k < 1 + i % 18; k++) {
			seed = seed * 1664525 + 1013904223;
			n += (size_t)snprintf(line + n, sizeof(line) - n,
			    "%s", chars[(seed >> 16) % (sizeof(chars) /
			    sizeof(chars[0]))]);
		}
		rest = utf8_trim(span_make(line, n));
		if (rest.n == 0)
			continue;
		shape_of(rest);
		shape_is_ended(rest);
		shape_word(rest, &rest);
		assert_true(rest.p >= line && rest.p + rest.n <= line + n);
	}
}

/* Every line of five that a row may be made of. */
static void
a_line_that_is_not_wide_is_no_row(void **state)
{
	static const char *const parts[] = { "甲", "|", "\t", "   ", "　　　",
	    "  \u00a0 " };
	const size_t n = sizeof(parts) / sizeof(parts[0]);
	size_t i, k, part, gaps, bars, rows = 0;
	bool tab, gap, wide;
	char line[80];

	(void)state;
	for (i = 0; i < n * n * n * n * n; i++) {
		strcpy(line, "甲");
		tab = gap = false;
		for (k = i, gaps = bars = 0; k > 0; k /= n) {
			part = k % n;
			strcat(line, parts[part]);
			gaps += part > 2 && !gap;
			gap = part > 2;
			bars += part == 1;
			tab = tab || part == 2;
		}
		strcat(line, "乙");
		wide = tab || bars > 1 || gaps > 1;
		if (shape_of(span_of(line)) == SHAPE_ROW) {
			rows++;
			assert_true(wide);
		}
		assert_int_not_equal(shape_see(span_of(line), false).shape,
		    SHAPE_ROW);
	}
	assert_true(rows > 100);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(lines_have_the_shape_that_the_table_says),
		cmocka_unit_test(each_word_of_the_table_is_found),
		cmocka_unit_test(words_are_found_in_brackets_and_spaced_out),
		cmocka_unit_test(a_caption_may_have_commas_but_no_end),
		cmocka_unit_test(a_title_is_the_whole_line),
		cmocka_unit_test(an_end_is_seen_through_closers_and_citations),
		cmocka_unit_test(prose_and_sentences_count_inside_only),
		cmocka_unit_test(plain_takes_marks_and_spaces),
		cmocka_unit_test(each_word_is_found_alone_in_its_line),
		cmocka_unit_test(emphasis_changes_no_shape_and_no_word),
		cmocka_unit_test(no_line_is_too_strange),
		cmocka_unit_test(a_line_that_is_not_wide_is_no_row),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
