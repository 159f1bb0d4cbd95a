#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <setjmp.h>
#include <cmocka.h>

#include "base/buf.h"
#include "base/utf8.h"
#include "normalize/unwrap.h"

/* In order and disjoint, within the text: what their other users rely on. */
static void
check_order(const struct edits *edits, size_t n)
{
	size_t i, at = 0;

	for (i = 0; i < edits->count; i++) {
		assert_true(edits->items[i].start >= at);
		assert_true(edits->items[i].start <= n);
		assert_true(edits->items[i].old_n <=
		    n - edits->items[i].start);
		at = edits->items[i].start + edits->items[i].old_n;
	}
}

/* The text with its lines joined, NUL-terminated; the caller frees. */
static char *
unwrapped(struct span text, bool across_pages)
{
	const struct line_drop none = { NULL, 0, NULL };
	struct arena a = { 0 };
	struct buf b = { 0 };
	struct lines lines;
	struct edits edits;
	struct err e;

	assert_int_equal(lines_read(&lines, &a, text, &none, &e), 0);
	edits = unwrap_edits(&a, &lines, across_pages, NULL);
	check_order(&edits, text.n);
	buf_add(&b, edits_apply(&edits, &a, text));
	buf_byte(&b, '\0');
	arena_free(&a);
	return b.p;
}

struct example {
	const char	*text;
	const char	*joined;
};

static void
check(const struct example *table, size_t count, bool across_pages)
{
	char *got;
	size_t i;

	for (i = 0; i < count; i++) {
		got = unwrapped(span_of(table[i].text), across_pages);
		assert_string_equal(got, table[i].joined);
		free(got);
	}
}

#define CHECK(table, pages)	\
	check(table, sizeof(table) / sizeof(table[0]), pages)

/* Four lines of a column that is 32 wide, cut in mid-sentence. */
#define COLUMN	\
	"社区里的事情由居民自己来商量和决\n"	\
	"定，这是自治的本意。可是协商需要\n"	\
	"时间、场地和信息，缺了哪一样都谈\n"	\
	"不成，最后还是由别人代为决定。\n"
#define COLUMN_JOINED	\
	"社区里的事情由居民自己来商量和决"	\
	"定，这是自治的本意。可是协商需要"	\
	"时间、场地和信息，缺了哪一样都谈"	\
	"不成，最后还是由别人代为决定。"

/* A paragraph that a full line ends. */
#define FULL	\
	"有的小区把会开在周末的晚上，来的\n"	\
	"人多了一倍，决定也更容易被接受。\n"
#define FULL_JOINED	\
	"有的小区把会开在周末的晚上，来的"	\
	"人多了一倍，决定也更容易被接受。"

/* One whose first line had an indent, which is gone. */
#define INDENT_LOST	\
	"会议时间由居民小组自己定下\n"	\
	"来再去通知各家各户，这样做的好处\n"	\
	"是人人都能到场。\n"
#define INDENT_LOST_JOINED	\
	"会议时间由居民小组自己定下"	\
	"来再去通知各家各户，这样做的好处"	\
	"是人人都能到场。"

/* The column above, a blank line between any two. */
#define SPACED	\
	"社区里的事情由居民自己来商量和决\n\n"	\
	"定，这是自治的本意。可是协商需要\n\n"	\
	"时间、场地和信息，缺了哪一样都谈\n\n"	\
	"不成，最后还是由别人代为决定。\n\n"

static void
lines_of_a_column_are_joined(void **state)
{
	static const struct example table[] = {
		{ "", "" },
		{ "\n\n \n", "" },
		{ "一行。", "一行。" },
		{ "  一行。  \n", "一行。" },
		{ COLUMN, COLUMN_JOINED },
		{ SPACED, COLUMN_JOINED },
		{ COLUMN COLUMN, COLUMN_JOINED "\n\n" COLUMN_JOINED },
		{ SPACED SPACED, COLUMN_JOINED "\n\n" COLUMN_JOINED },
		{ COLUMN "\n" COLUMN, COLUMN_JOINED "\n\n" COLUMN_JOINED },
		{ COLUMN FULL "\n" COLUMN,
		  COLUMN_JOINED "\n\n" FULL_JOINED "\n\n" COLUMN_JOINED },
		{ INDENT_LOST COLUMN,
		  INDENT_LOST_JOINED "\n\n" COLUMN_JOINED },
		{ "甲方说同意，乙方也说同意，于是签\r\n"
		  "了字。\r\n", "甲方说同意，乙方也说同意，于是签了字。" },
	};

	(void)state;
	CHECK(table, true);
}

static void
headings_items_and_captions_stand_alone(void **state)
{
	static const struct example table[] = {
		{ "一、社区自治的来由\n" COLUMN "（一）居民怎样参与\n" COLUMN,
		  "一、社区自治的来由\n\n" COLUMN_JOINED
		  "\n\n（一）居民怎样参与\n\n" COLUMN_JOINED },
		{ COLUMN "- 公开账目\n- 定期开会\n",
		  COLUMN_JOINED "\n\n- 公开账目\n\n- 定期开会" },
		{ COLUMN "参考文献\n[1] 某某. 自治[J]. 学刊, 2019.\n"
		  "[2] 某某. 协商[J]. 学刊, 2020.\n",
		  COLUMN_JOINED "\n\n参考文献\n\n"
		  "[1] 某某. 自治[J]. 学刊, 2019.\n\n"
		  "[2] 某某. 协商[J]. 学刊, 2020." },
		{ COLUMN "图1 协商的步骤\n" COLUMN,
		  COLUMN_JOINED "\n\n图1 协商的步骤\n\n" COLUMN_JOINED },
		{ COLUMN "甲\t1\t2\n乙\t3\t4\n",
		  COLUMN_JOINED "\n\n甲\t1\t2\n\n乙\t3\t4" },
		{ "二、两难：\n\n内外夹击的协商\n\n协商在两头受挤，上面要的是"
		  "结果，下面要的是说法。\n",
		  "二、两难：内外夹击的协商\n\n协商在两头受挤，上面要的是"
		  "结果，下面要的是说法。" },
		{ "二、要求：\n加强领导\n明确责任\n",
		  "二、要求：\n\n加强领导\n\n明确责任" },
		{ "山里的春天来得很晚\n可是花开得很好\n等你来看\n",
		  "山里的春天来得很晚\n\n可是花开得很好\n\n等你来看" },
	};

	(void)state;
	CHECK(table, true);
}

static void
points_begin_paragraphs_where_no_indent_does(void **state)
{
	static const char text[] =
	    "第一，协商要有场地和时间，也要有\n"
	    "信息。缺了哪一样，居民都只能到场\n"
	    "签字，谈不上参与，更谈不上决定。\n"
	    "第二，协商要有结果。\n";
	char *got = unwrapped(SPAN(text), true);

	(void)state;
	assert_non_null(strstr(got, "决定。\n\n第二，"));
	free(got);
}

static void
long_lines_are_joined_over_blank_lines_only_if_cut(void **state)
{
	static const struct example table[] = {
		/* cut in mid-word */
		{ "协商要有时间和场地，还要有人愿意来；可是多数居民白天上班，晚上"
		  "带孩子，能到场的总是那几位老\n\n人。\n",
		  "协商要有时间和场地，还要有人愿意来；可是多数居民白天上班，晚上"
		  "带孩子，能到场的总是那几位老人。" },
		/* ended */
		{ "协商要有时间和场地，还要有人愿意来；可是多数居民白天上班，晚上"
		  "带孩子，能到场的总是那几位老人。\n\n年轻人呢？\n",
		  "协商要有时间和场地，还要有人愿意来；可是多数居民白天上班，晚上"
		  "带孩子，能到场的总是那几位老人。\n\n年轻人呢？" },
		/* ended before a bracket */
		{ "我们去过三次，每次都说再等等，后来就不去了，反正去了也没有用，"
		  "大家都这么说。（访谈时间：2024年，受访者：某某）\n\n"
		  "这样的话听得不少。\n",
		  "我们去过三次，每次都说再等等，后来就不去了，反正去了也没有用，"
		  "大家都这么说。（访谈时间：2024年，受访者：某某）\n\n"
		  "这样的话听得不少。" },
		/* short lines aren't text */
		{ "协商的故事\n\n作者某某\n\n某地\n",
		  "协商的故事\n\n作者某某\n\n某地" },
	};

	(void)state;
	CHECK(table, true);
}

#define CUT	\
	"协商要有时间和场地，还要有人愿意来；可是多数居民白天上班，晚上"	\
	"带孩子，能到场的总是那几位老"

static void
what_stands_in_a_cut_word_comes_behind_the_paragraph(void **state)
{
	static const struct example table[] = {
		{ CUT "\n\n①某某街道，化名。\n\n人。\n",
		  CUT "人。\n\n①某某街道，化名。" },
		{ CUT "\n\n①甲。\n\n②乙。\n\n图1 步骤\n\n人，别人不来。\n\n"
		  "三、下一节\n",
		  CUT "人，别人不来。\n\n①甲。\n\n②乙。\n\n图1 步骤\n\n"
		  "三、下一节" },
		{ CUT "\n- 3 -\n\f\n人。\n", CUT "人。\n\n- 3 -" },
		{ CUT "\n\n![](images/7.jpg)\n\n图1 步骤\n\n人。\n",
		  CUT "人。\n\n![](images/7.jpg)\n\n图1 步骤" },
		/* nothing goes on: they stay where they were */
		{ CUT "\n\n①某某街道，化名。\n\n三、下一节\n",
		  CUT "\n\n①某某街道，化名。\n\n三、下一节" },
	};

	(void)state;
	CHECK(table, true);
}

static void
without_across_pages_a_page_ends_its_blocks(void **state)
{
	static const struct example table[] = {
		{ CUT "\n\f人。\n", CUT "\n\n人。" },
		{ CUT "\n①甲。\n人。\n", CUT "\n\n①甲。\n\n人。" },
		{ COLUMN, COLUMN_JOINED },
	};

	(void)state;
	CHECK(table, false);
}

static void
latin_is_joined_with_a_space_and_hyphens_go(void **state)
{
	static const struct example table[] = {
		{ "Residents are asked to sign, and the colla-\n"
		  "borative talks about it, if there are any, are\n"
		  "held at a time when most of them, as the say\u00ad\n"
		  "ing goes, have to earn their living, and so do\n"
		  "the officials.\n",
		  "Residents are asked to sign, and the collaborative talks "
		  "about it, if there are any, are held at a time when most "
		  "of them, as the saying goes, have to earn their living, "
		  "and so do the officials." },
		{ "本文用了质性研究的方法，编码借助\n"
		  "NVivo完成，访谈共计四十二次，其中\n"
		  "居民三十次，其余是社区和物业的人，\n"
		  "最长的一次谈了四小时。\n",
		  "本文用了质性研究的方法，编码借助NVivo完成，访谈共计四十二次，"
		  "其中居民三十次，其余是社区和物业的人，最长的一次谈了四小时。" },
	};

	(void)state;
	CHECK(table, true);
}

static void
dropped_lines_are_gone(void **state)
{
	struct arena a = { 0 };
	struct regex_work *work = regex_work_new();
	const char *reason;
	size_t at;
	struct regex *patterns[] = {
		regex_compile(&a, SPAN("^第\\d+页$"), false, &reason, &at) };
	const struct line_drop drop = { patterns, 1, work };
	struct span text = SPAN(CUT "\n第3页\n人。\n"), got;
	struct lines lines;
	struct edits edits;
	struct err e;

	(void)state;
	assert_int_equal(lines_read(&lines, &a, text, &drop, &e), 0);
	assert_true(lines.items[1].dropped);
	edits = unwrap_edits(&a, &lines, true, NULL);
	got = edits_apply(&edits, &a, text);
	assert_true(span_is(got, CUT "人。"));
	regex_work_free(work);
	arena_free(&a);
}

/* ---- properties ---- */

/* A simple typesetter: closing marks hang, opening ones are never last. */
struct typesetter {
	uint32_t	column;
	bool		indent;
	bool		spaced;
	size_t		page;		/* lines; 0: no pages */
	size_t		lines;
	struct buf	out;
};

/* Closing marks may stand beyond the column's end. */
static bool
hangs(struct span token)
{
	static const char marks[] = "，。、；：！？）》”①";
	struct span s = SPAN(marks);
	size_t at = 0, k = 0;
	uint32_t c = utf8_next(token, &k);

	while (at < s.n)
		if (utf8_next(s, &at) == c)
			return true;
	return c == '[';
}

/* A word or figure in ASCII, or one character; and its width. */
static struct span
take_token(struct span block, size_t *at, uint32_t *width)
{
	size_t start = *at, next;

	*width = 0;
	do {
		next = *at;
		if (utf8_next(block, &next) >= 0x80) {
			if (*at == start) {
				*at = next;
				*width = 2;
			}
			break;
		}
		*at = next;
		++*width;
	} while (*at < block.n);
	return span_make(block.p + start, *at - start);
}

static void
end_line(struct typesetter *t)
{
	buf_byte(&t->out, '\n');
	if (t->spaced)
		buf_byte(&t->out, '\n');
	t->lines++;
	if (t->page != 0 && t->lines % t->page == 0)
		buf_byte(&t->out, '\f');
}

static void
set_block(struct typesetter *t, struct span block, bool heading)
{
	struct span token;
	size_t at = 0;
	uint32_t width = 0, more;

	if (t->indent && !heading) {
		buf_add(&t->out, SPAN("　　"));
		width = 4;
	}
	while (at < block.n) {
		token = take_token(block, &at, &more);
		if (width + more > t->column && !hangs(token) && !heading) {
			end_line(t);
			width = 0;
		}
		buf_add(&t->out, token);
		width += more;
	}
	end_line(t);
}

static struct span
read_essay(struct buf *b)
{
	FILE *f = fopen("tests/data/essay.txt", "r");
	int c;

	assert_non_null(f);
	while ((c = getc(f)) != EOF)
		buf_byte(b, (char)c);
	fclose(f);
	return buf_span(b);
}

/* The paragraphs and headings of the essay, up to its references. */
static struct buf
essay_blocks(void)
{
	struct buf file = { 0 }, blocks = { 0 };
	char *joined = unwrapped(read_essay(&file), true);
	char *from = strstr(joined, "一、"), *to = strstr(joined, "\n\n参考");
	char *note = strstr(joined, "\n\n①");

	assert_true(from != NULL && to != NULL && note != NULL);
	buf_add(&blocks, span_make(from, (size_t)(note - from)));
	note = strstr(note + 2, "\n\n");
	buf_add(&blocks, span_make(note, (size_t)(to - note)));
	free(joined);
	buf_free(&file);
	return blocks;
}

static void
typeset(struct typesetter *t, struct span blocks)
{
	struct span block;
	size_t n;

	t->out.n = t->lines = 0;
	while (blocks.n > 0) {
		n = span_index(blocks, '\n');
		block = span_make(blocks.p, n);
		set_block(t, block, n < 60 && !shape_is_ended(block));
		blocks = span_from(blocks, n + 2);
	}
}

static void
tell_difference(const struct typesetter *t, const char *got, const char *want)
{
	size_t n = 0, from;

	while (got[n] == want[n])
		n++;
	from = n < 60 ? 0 : n - 60;
	while (utf8_is_continuation(want[from]))
		from++;
	fail_msg("%u columns, %zu lines a page: %.120s != %.120s",
	    t->column, t->page, got + from, want + from);
}

/*
 * Whatever the column's width, the essay's paragraphs come back whole when
 * they were indented, also over page breaks anywhere.
 */
static void
indented_paragraphs_come_back_at_any_width(void **state)
{
	struct buf blocks = essay_blocks();
	struct typesetter t = { .indent = true };
	char *got;

	(void)state;
	buf_byte(&blocks, '\0');
	for (t.column = 36; t.column <= 100; t.column += 2)
		for (t.page = 0; t.page < 30; t.page += 7) {
			typeset(&t, span_of(blocks.p));
			got = unwrapped(buf_span(&t.out), true);
			if (strcmp(got, blocks.p) != 0)
				tell_difference(&t, got, blocks.p);
			free(got);
		}
	buf_free(&t.out);
	buf_free(&blocks);
}

/* Every character that isn't white space, or a hyphen, is still there. */
static void
count_characters(struct span s, size_t counts[256])
{
	size_t i;

	memset(counts, 0, 256 * sizeof(counts[0]));
	for (i = 0; i < s.n; i++)
		counts[(unsigned char)s.p[i]]++;
	counts[' '] = counts['\n'] = counts['\f'] = counts['-'] = 0;
}

#define LONG_TEXT	"很长很长很长很长很长的一行字里有逗号，也有后文还没有说完"

static void
nothing_is_lost_of_random_text(void **state)
{
	static const char *const pieces[] = { "\n", "\n", "\n\n", "\f", " ",
	    "  ", "一、", "（一）", "1.", "①", "图1 ", "摘要：", "- ", "-",
	    "。", "，", "居民委员会", "协商要有时间和场地", "word", "Word ",
	    "[1] ", "12", "第一，", "——", LONG_TEXT };
	size_t before[256], after[256], i, k;
	uint32_t seed = 11;
	struct buf text = { 0 };
	char *got;

	(void)state;
	for (i = 0; i < 20000; i++) {
		text.n = 0;
		for (k = 0; k < i % 60; k++) {
			seed = seed * 1664525 + 1013904223;
			buf_add(&text, span_of(pieces[(seed >> 16) %
			    (sizeof(pieces) / sizeof(pieces[0]))]));
		}
		got = unwrapped(buf_span(&text), i % 2 == 0);
		count_characters(buf_span(&text), before);
		count_characters(span_of(got), after);
		assert_memory_equal(before, after, sizeof(before));
		assert_null(strstr(got, "\n\n\n"));
		assert_null(strchr(got, '\f'));
		free(got);
	}
	buf_free(&text);
}

/* Tens of thousands of lines must not take quadratic time. */
static void
many_lines_take_linear_time(void **state)
{
	static const char *const lines[] = { "a\n", "①\n", "一、\n", "词-\n",
	    "（\n", "很长的一行字里有逗号，也有后文还没有说完，接着写\n①\n" };
	struct buf text = { 0 };
	size_t i, k;

	(void)state;
	for (i = 0; i < sizeof(lines) / sizeof(lines[0]); i++) {
		text.n = 0;
		for (k = 0; k < 20000; k++)
			buf_add(&text, span_of(lines[i]));
		free(unwrapped(buf_span(&text), true));
		text.n = 0;
		for (k = 0; k < 200000; k++)
			buf_add(&text, span_make(lines[i],
			    strlen(lines[i]) - 1));
		free(unwrapped(buf_span(&text), true));
	}
	buf_free(&text);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(lines_of_a_column_are_joined),
		cmocka_unit_test(headings_items_and_captions_stand_alone),
		cmocka_unit_test(points_begin_paragraphs_where_no_indent_does),
		cmocka_unit_test(
		    long_lines_are_joined_over_blank_lines_only_if_cut),
		cmocka_unit_test(
		    what_stands_in_a_cut_word_comes_behind_the_paragraph),
		cmocka_unit_test(without_across_pages_a_page_ends_its_blocks),
		cmocka_unit_test(latin_is_joined_with_a_space_and_hyphens_go),
		cmocka_unit_test(dropped_lines_are_gone),
		cmocka_unit_test(indented_paragraphs_come_back_at_any_width),
		cmocka_unit_test(nothing_is_lost_of_random_text),
		cmocka_unit_test(many_lines_take_linear_time),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
