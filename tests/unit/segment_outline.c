#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <setjmp.h>
#include <cmocka.h>

#include "base/buf.h"
#include "rules/node.h"
#include "segment/blocks.h"

#define RULE	"rules/segment/paper.yaml"
#define DEPTH	4
#define PROSE	"小区里的事牵涉居民、业主委员会、物业公司和街道，各方都在场，" \
	"却常常谁也办不成，久而久之便没有人再提。"

/* The rule as it is shipped, compiled; documents are written for it. */
struct shipped {
	struct arena		 arena;
	struct plan		*plan;
	struct regex_work	*work;
};

struct style {
	int		 family;	/* of one, 1. and 1、 are */
	const char	*before, *after;
	enum { HAN, FORMAL, ARABIC, ROMAN, CIRCLED } digits;
	const char	*marks;		/* Markdown's, which mean nothing */
};

static const struct style styles[] = {
	{ 1, "", "、", HAN, "" },	{ 2, "（", "）", HAN, "" },
	{ 3, "", ". ", ARABIC, "" },	{ 4, "（", "）", ARABIC, "" },
	{ 5, "", ") ", ARABIC, "" },	{ 6, "第", "章 ", HAN, "" },
	{ 7, "第", "节 ", HAN, "" },	{ 8, "第", "部分 ", HAN, "" },
	{ 1, "", "、", HAN, "### " },	{ 3, "", ".", ARABIC, "## " },
	{ 3, "", "、", ARABIC, "" },	{ 9, "第", "编 ", HAN, "" },
	{ 10, "", "", CIRCLED, "" },	{ 11, "", "、", FORMAL, "" },
	{ 12, "（", "）", FORMAL, "" },	{ 13, "", "、", ROMAN, "" },
	{ 2, "(", ")", HAN, "" },	{ 2, "（", "）", HAN, "#### " },
	{ 4, "(", ")", ARABIC, "" },	{ 5, "", "）", ARABIC, "" },
	{ 6, "第 ", " 章 ", ARABIC, "" },
	{ 14, "", " ", ARABIC, "" },
};

#define STYLES	(sizeof(styles) / sizeof(styles[0]))

/* A document, and what its headings and paragraphs are. */
struct document {
	uint64_t	 seed;
	int		 depth;
	bool		 decimal;	/* 1. 1.1. 1.1.1. */
	bool		 run_in;	/* the lowest titles */
	const struct style *style[DEPTH];
	size_t		 number[DEPTH];
	size_t		 titles;
	char		 title[DEPTH][80];
	struct buf	 text, expected;
};

static uint64_t
below(struct document *d, uint64_t n)
{
	d->seed = d->seed * UINT64_C(6364136223846793005) +
	    UINT64_C(1442695040888963407);
	return (d->seed >> 33) % n;
}

static void
put(struct buf *b, const char *s)
{
	buf_add(b, span_of(s));
}

static void
put_han(char *into, size_t size, size_t n)
{
	static const char *const han[] = { "", "一", "二", "三", "四", "五",
	    "六", "七", "八", "九" };

	snprintf(into, size, "%s%s%s", n < 20 ? "" : han[n / 10],
	    n < 10 ? "" : "十", han[n % 10]);
}

static void
put_decimal(const struct document *d, int level, char *into, size_t size)
{
	int i, n = 0;

	for (i = 0; i <= level; i++)
		n += snprintf(into + n, size - (size_t)n, "%zu.",
		    d->number[i]);
	snprintf(into + n, size - (size_t)n, " ");
}

static void
number_of(const struct document *d, int level, char *into, size_t size)
{
	static const char *const circled[] = { "①", "②", "③", "④", "⑤" };
	static const char *const roman[] = { "Ⅰ", "Ⅱ", "Ⅲ", "Ⅳ", "Ⅴ" };
	static const char *const formal[] = { "壹", "贰", "叁", "肆", "伍" };
	const struct style *s = d->style[level];
	size_t n = d->number[level];
	char digits[16];

	if (d->decimal) {
		put_decimal(d, level, into, size);
		return;
	}
	if (s->digits == HAN)
		put_han(digits, sizeof(digits), n);
	else if (s->digits == FORMAL)
		snprintf(digits, sizeof(digits), "%s", formal[n - 1]);
	else if (s->digits == ROMAN)
		snprintf(digits, sizeof(digits), "%s", roman[n - 1]);
	else if (s->digits == ARABIC)
		snprintf(digits, sizeof(digits), "%zu", n);
	else
		snprintf(digits, sizeof(digits), "%s", circled[n - 1]);
	snprintf(into, size, "%s%s%s", s->before, digits, s->after);
}

/* The section of what stands under the titles above that level. */
static void
expect_section(struct document *d, int level)
{
	int i;

	put(&d->expected, " [");
	for (i = 0; i < level; i++) {
		put(&d->expected, i > 0 ? ",\"" : "\"");
		put(&d->expected, d->title[i]);
		put(&d->expected, "\"");
	}
	put(&d->expected, "]\n");
}

static void
put_paragraph(struct document *d, int level)
{
	put(&d->text, PROSE "\n\n");
	put(&d->expected, "0");
	expect_section(d, level);
}

/* 1. 2. 3. that are no headings. */
static void
put_list(struct document *d, int level)
{
	uint64_t n = 2 + below(d, 3), i;
	char line[64];

	put(&d->text, "办法如下：\n");
	put(&d->expected, "0");
	expect_section(d, level);
	for (i = 1; i <= n; i++) {
		snprintf(line, sizeof(line), "%d. 公开账目\n", (int)i);
		put(&d->text, line);
		put(&d->expected, "0");
		expect_section(d, level);
	}
}

static void
put_title(struct document *d, int level)
{
	static const char *const words[] = { "账目公开", "多方议事的经过",
	    "“红黑榜”，谁来评", "物业与居民", "2023年的做法" };
	const char *marks = d->decimal ? "" : d->style[level]->marks;
	char number[64], line[160];

	number_of(d, level, number, sizeof(number));
	snprintf(d->title[level], sizeof(d->title[level]), "%s%s", number,
	    !d->decimal && (d->style[level]->digits == CIRCLED ||
	    d->style[level]->family == 14) ? "账目公开" :
	    words[below(d, 5)]);
	snprintf(line, sizeof(line), "%d", level + 1);
	put(&d->expected, line);
	expect_section(d, level);
	snprintf(line, sizeof(line), "%s%s%s", marks, d->title[level],
	    d->run_in && level == d->depth - 1 ? "。" : "\n\n");
	put(&d->text, line);
	d->titles++;
}

static void
put_sections(struct document *d, int level)
{
	uint64_t n = 2 + below(d, 4), i, paragraphs;

	if (level == d->depth)
		return;
	for (i = 1; i <= n; i++) {
		d->number[level] = i;
		put_title(d, level);
		for (paragraphs = below(d, 3); paragraphs > 0; paragraphs--)
			put_paragraph(d, level + 1);
		if (below(d, 8) == 0)
			put_list(d, level + 1);
		if (level + 1 < d->depth && below(d, 4) > 0)
			put_sections(d, level + 1);
		else
			put_paragraph(d, level + 1);
	}
}

static bool
is_used(const struct document *d, int level, const struct style *s)
{
	int i;

	for (i = 0; i < level; i++)
		if (d->style[i]->family == s->family)
			return true;
	return false;
}

/* Each level has a style of its own, in any order; ① only the lowest. */
static void
choose_styles(struct document *d)
{
	int i;

	d->depth = 1 + (int)below(d, DEPTH);
	d->decimal = below(d, 6) == 0;
	d->run_in = false;
	for (i = 0; i < d->depth; i++)
		do
			d->style[i] = &styles[below(d, STYLES)];
		while (is_used(d, i, d->style[i]) ||
		    (d->style[i]->digits == CIRCLED && i + 1 < d->depth));
	if (d->decimal || (d->style[d->depth - 1]->digits != CIRCLED &&
	    d->style[d->depth - 1]->family != 14))
		d->run_in = below(d, 3) == 0;
}

static void
write_document(struct document *d, uint64_t seed)
{
	d->seed = seed;
	d->titles = 0;
	d->text.n = d->expected.n = 0;
	choose_styles(d);
	put(&d->text, PROSE "\n\n");
	put(&d->expected, "0 []\n");
	put_sections(d, 0);
}

static void
describe(const struct shipped *s, struct span text, struct buf *into)
{
	struct arena a = { 0 };
	struct blocks *blocks;
	struct block b;
	struct err e;

	into->n = 0;
	blocks = blocks_of(s->plan, s->work, &a, text, &e);
	assert_non_null(blocks);
	while (blocks_next(blocks, &b, &e) == 1) {
		buf_unsigned(into, (uint64_t)b.level);
		buf_byte(into, ' ');
		buf_add(into, b.section);
		buf_byte(into, '\n');
	}
	arena_free(&a);
}

static int
setup(void **state)
{
	struct shipped *s = calloc(1, sizeof(*s));
	struct faults faults = { 0 };
	struct rule rule = { .name = "paper", .path = RULE };
	struct config config = { .rules = &rule, .rule_count = 1 };
	char text[16384];
	FILE *f = fopen(RULE, "r");
	size_t n;

	if (s == NULL || f == NULL)
		return -1;
	n = fread(text, 1, sizeof(text), f);
	fclose(f);
	faults.arena = &s->arena;
	s->work = regex_work_new();
	rule.root = node_parse(&s->arena, span_make(text, n), RULE, &faults);
	s->plan = segment_compile(&config, &s->arena, &faults);
	*state = s;
	return s->plan == NULL ? -1 : 0;
}

static int
teardown(void **state)
{
	struct shipped *s = *state;

	regex_work_free(s->work);
	arena_free(&s->arena);
	free(s);
	return 0;
}

static void
levels_and_sections_are_right_in_any_style(void **state)
{
	struct document d = { 0 };
	struct buf got = { 0 };
	uint64_t seed;
	size_t wrong = 0;

	for (seed = 1; seed <= 1000; seed++) {
		write_document(&d, seed);
		describe(*state, buf_span(&d.text), &got);
		if (span_equal(buf_span(&got), buf_span(&d.expected)))
			continue;
		if (wrong++ == 0)
			printf("seed %d:\n%.*s\n%.*s\nnot\n%.*s\n",
			    (int)seed, (int)d.text.n, d.text.p, (int)got.n,
			    got.p, (int)d.expected.n, d.expected.p);
	}
	buf_free(&got);
	buf_free(&d.text);
	buf_free(&d.expected);
	assert_int_equal(wrong, 0);
}

static void
check(const struct shipped *s, const char *text, const char *expected)
{
	struct buf got = { 0 };

	describe(s, span_of(text), &got);
	buf_byte(&got, '\0');
	assert_string_equal(got.p, expected);
	buf_free(&got);
}

/* The title of the first part is where only the text's own could stand. */
static void
the_opening_title_is_a_heading_where_a_level_lacks(void **state)
{
	check(*state, "去年的工作\n" PROSE "\n一、账目\n文。\n\n"
	    "今年的工作\n" PROSE "\n一、账目\n文。",
	    "1 []\n0 [\"去年的工作\"]\n2 [\"去年的工作\"]\n"
	    "0 [\"去年的工作\",\"一、账目\"]\n1 []\n0 [\"今年的工作\"]\n"
	    "2 [\"今年的工作\"]\n0 [\"今年的工作\",\"一、账目\"]\n");
	check(*state, "小区的工作\n" PROSE "\n一、账目\n文。",
	    "0 []\n0 []\n1 []\n0 [\"一、账目\"]\n");
}

/* It is cut out of a sentence: 全县2.5 | 平均低了 | 一半。 */
static void
a_title_stands_behind_no_open_line(void **state)
{
	check(*state, "一、空气。" PROSE "全县2.5\n平均低了一点\n" PROSE,
	    "1 []\n0 [\"一、空气\"]\n0 [\"一、空气\"]\n"
	    "0 [\"一、空气\"]\n");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(levels_and_sections_are_right_in_any_style),
		cmocka_unit_test(
		    the_opening_title_is_a_heading_where_a_level_lacks),
		cmocka_unit_test(a_title_stands_behind_no_open_line),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
