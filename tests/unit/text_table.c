#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <stdio.h>
#include <cmocka.h>

#include "base/utf8.h"
#include "text/normal.h"
#include "text/table.h"

#define CODE	"\xe7\xbc\x96\xe7\xa0\x81"		/* 编码 */
#define UNITS	"\xe5\x8d\x95\xe4\xbd\x8d\xe6\x95\xb0"	/* 单位数 */
#define TRUST	"\xe4\xbf\xa1\xe4\xbb\xbb\xe5\x8d\xb1\xe6\x9c\xba"	/* 信任危机 */
/* Columns. */
#define TEXT(of)	{ .title = of }
#define FIGURE(of)	{ .title = of, .right = true }

#define COMMA	"\xef\xbc\x8c"

static void
expect(const struct table *t, const char *text)
{
	struct buf b = {0};

	table_write(t, &b);
	buf_byte(&b, '\0');
	assert_string_equal(b.p, text);
	buf_free(&b);
}

/* One column, one cell. */
static void
expect_cell(enum table_format format, struct span cell, const char *text)
{
	struct table_column column = { .title = SPAN("t") };
	struct table t = {
		.format = format, .columns = &column, .column_count = 1,
		.cells = &cell, .row_count = 1
	};

	expect(&t, text);
}

static void
csv_quotes_what_rfc_4180_demands_and_nothing_else(void **state)
{
	(void)state;
	expect_cell(TABLE_CSV, SPAN("plain; text"), "t\nplain; text\n");
	expect_cell(TABLE_CSV, SPAN("a,b"), "t\n\"a,b\"\n");
	expect_cell(TABLE_CSV, SPAN("a\"b"), "t\n\"a\"\"b\"\n");
	expect_cell(TABLE_CSV, SPAN("a\nb"), "t\n\"a\nb\"\n");
	expect_cell(TABLE_CSV, SPAN("a\rb"), "t\n\"a\rb\"\n");
	expect_cell(TABLE_CSV, SPAN(TRUST COMMA), "t\n" TRUST COMMA "\n");
}

static void
a_csv_cell_is_no_formula_unless_asked(void **state)
{
	static const struct {
		const char	*cell;
		const char	*text;
	} cases[] = {
		{ "=1+1",			"'=1+1" },
		{ "=HYPERLINK(\"http://x\")",
		    "\"'=HYPERLINK(\"\"http://x\"\")\"" },
		{ "@SUM(A1)",			"'@SUM(A1)" },
		{ "+86 138",			"'+86 138" },
		{ "-#1",			"'-#1" },
		{ "-1+1|x",			"'-1+1|x" },
		{ "-1.",			"'-1." },
		{ "-.5",			"'-.5" },
		{ "\t=1",			"'\t=1" },
		{ "\r=1",			"\"'\r=1\"" },
		{ "\n=1",			"\"'\n=1\"" },
		{ "＝1",				"'＝1" },
		{ "＋1",				"'＋1" },
		{ "－1",				"'－1" },
		{ "＠A1",			"'＠A1" },
		/* Numbers, and what begins otherwise. */
		{ "-1",				"-1" },
		{ "-12.50",			"-12.50" },
		{ "+3",				"+3" },
		{ "1-2",			"1-2" },
		{ "a=1",			"a=1" },
		{ "-",				"-" },
		{ "+",				"+" },
		{ "－",				"－" },
		{ " =1",			" =1" },
		{ "　＝1",			"　＝1" },
	};
	struct table_column column = { .title = SPAN("t") };
	struct table t = {
		.format = TABLE_CSV, .columns = &column, .column_count = 1,
		.row_count = 1, .headless = true
	};
	char want[64];
	struct span cell;

	(void)state;
	t.cells = &cell;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		cell = span_of(cases[i].cell);
		snprintf(want, sizeof(want), "%s\n", cases[i].text);
		expect(&t, want);
	}
	cell = SPAN("=1+1");
	t.formulas = true;
	expect(&t, "=1+1\n");
	t.formulas = false;
	column.right = true;	/* a column of figures */
	expect(&t, "=1+1\n");
	expect_cell(TABLE_TSV, SPAN("=1+1"), "t\n=1+1\n");
}

static void
an_empty_csv_row_is_no_blank_line(void **state)
{
	(void)state;
	expect_cell(TABLE_CSV, SPAN(""), "t\n\"\"\n");
}

static void
tsv_escapes_what_would_break_a_row(void **state)
{
	(void)state;
	expect_cell(TABLE_TSV, SPAN("a\tb\nc\rd\\e\"f"),
	    "t\na\\tb\\nc\\rd\\\\e\"f\n");
}

static void
a_bom_stands_before_csv_only(void **state)
{
	struct table_column column = { .title = SPAN("t") };
	struct table t = { .columns = &column, .column_count = 1, .bom = true };

	(void)state;
	t.format = TABLE_CSV;
	expect(&t, "\xef\xbb\xbft\n");
	t.format = TABLE_TSV;
	expect(&t, "t\n");
	t.format = TABLE_TEXT;
	expect(&t, "t\n-\n");
}

static void
text_is_aligned_by_columns_not_by_bytes(void **state)
{
	const struct table_column columns[] = {
		TEXT(SPAN(CODE)), FIGURE(SPAN(UNITS)),
		TEXT(SPAN("ids")),
	};
	const struct span cells[] = {
		SPAN(TRUST), SPAN("7"), SPAN("#1"),
		SPAN("abc"), SPAN("1234567"), SPAN(""),
	};
	const struct span notes[] = { SPAN("n1"), SPAN("n2") };
	struct table t = {
		.format = TABLE_TEXT, .columns = columns, .column_count = 3,
		.cells = cells, .row_count = 2, .title = SPAN("Title"),
		.notes = notes, .note_count = 2
	};

	(void)state;
	expect(&t,
	    "Title\n"
	    CODE "       " UNITS "  ids\n"
	    "--------  -------  ---\n"
	    TRUST "        7  #1\n"
	    "abc       1234567\n"
	    "\n"
	    "n1\n"
	    "n2\n");
}

static void
control_characters_do_not_reach_the_terminal(void **state)
{
	(void)state;
	expect_cell(TABLE_TEXT, SPAN("a\x1b[1mb\nc\x7f" "d\xc2\x9b" "e"),
	    "t\n------------\na [1mb c d e\n");
	expect_cell(TABLE_TEXT, SPAN("a\xe2\x80\xae" "b"), "t\n---\na b\n");
}

static size_t
longest_line(struct span s)
{
	size_t longest = 0, n;

	while (s.n > 0) {
		n = span_index(s, '\n');
		if (normal_columns(span_make(s.p, n)) > longest)
			longest = normal_columns(span_make(s.p, n));
		s = span_from(s, n + 1);
	}
	return longest;
}

static void
notes_are_broken_before_the_80th_column_is_passed(void **state)
{
	struct table_column column = { .title = SPAN("t") };
	struct buf note = {0}, b = {0};
	struct table t = {
		.format = TABLE_TEXT, .columns = &column, .column_count = 1,
		.note_count = 1
	};
	struct span span;

	(void)state;
	for (int kind = 0; kind < 3; kind++) {
		buf_cut(&note, 0);
		buf_cut(&b, 0);
		for (int i = 0; i < 60; i++)
			buf_add(&note, kind == 0 ? SPAN(TRUST COMMA) :
			    kind == 1 ? SPAN("words ") : SPAN("unbroken"));
		span = buf_span(&note);
		t.notes = &span;
		table_write(&t, &b);
		assert_in_range(longest_line(buf_span(&b)), 70, 80);
		for (size_t i = 1; i + 3 < b.n; i++) {
			assert_false(b.p[i] == ' ' && b.p[i + 1] == '\n');
			assert_false(b.p[i] == '\n' && b.p[i + 1] == ' ' &&
			    span_starts(span_make(b.p + i + 3, b.n - i - 3),
			    SPAN(COMMA)));
		}
	}
	buf_free(&note);
	buf_free(&b);
}

/* What the blocks of a table of 2 keys and 4 figures are, at a width. */
static void
expect_blocks(size_t width, const char *expected)
{
	const struct table_column columns[] = {
		TEXT(SPAN("place")), TEXT(SPAN("month")),
		FIGURE(SPAN("accepted requests")), FIGURE(SPAN(UNITS)),
		FIGURE(SPAN("closure_rate")), TEXT(SPAN("ids")),
	};
	const struct span cells[] = {
		SPAN("a"), SPAN("2024-05"), SPAN("12"), SPAN("3"),
		SPAN("66.7%"), SPAN("x"),
		SPAN("bcd"), SPAN("2024-06"), SPAN("1"), SPAN("345"),
		SPAN("-"), SPAN("yz"),
	};
	const struct table t = {
		.format = TABLE_TEXT, .columns = columns, .column_count = 6,
		.key_count = 2, .cells = cells, .row_count = 2, .width = width
	};

	expect(&t, expected);
}

static void
a_table_that_fits_keeps_its_titles_whole(void **state)
{
	static const char whole[] =
	    "place  month    accepted requests  " UNITS "  closure_rate  ids\n"
	    "-----  -------  -----------------  ------  ------------  ---\n"
	    "a      2024-05                 12       3         66.7%  x\n"
	    "bcd    2024-06                  1     345             -  yz\n";

	(void)state;
	expect_blocks(0, whole);
	expect_blocks(60, whole);
}

static void
a_wider_table_breaks_its_titles_first(void **state)
{
	static const char broken[] =
	    "                accepted          closure_\n"
	    "place  month    requests  " UNITS "      rate  ids\n"
	    "-----  -------  --------  ------  --------  ---\n"
	    "a      2024-05        12       3     66.7%  x\n"
	    "bcd    2024-06         1     345         -  yz\n";

	(void)state;
	expect_blocks(59, broken);
	expect_blocks(47, broken);
}

static void
blocks_of_a_table_repeat_the_keys(void **state)
{
	(void)state;
	expect_blocks(46,
	    "                accepted          closure_\n"
	    "place  month    requests  " UNITS "      rate\n"
	    "-----  -------  --------  ------  --------\n"
	    "a      2024-05        12       3     66.7%\n"
	    "bcd    2024-06         1     345         -\n"
	    "\n"
	    "place  month    ids\n"
	    "-----  -------  ---\n"
	    "a      2024-05  x\n"
	    "bcd    2024-06  yz\n");
}

static void
a_block_has_one_column_however_narrow(void **state)
{
	struct table_column columns[] = {
		TEXT(SPAN("k")), FIGURE(SPAN("m")), FIGURE(SPAN("n")),
	};
	const struct span cells[] = { SPAN("long"), SPAN("1"), SPAN("2") };
	const struct table t = {
		.format = TABLE_TEXT, .columns = columns, .column_count = 3,
		.key_count = 1, .cells = cells, .row_count = 1, .width = 1
	};

	(void)state;
	expect(&t,
	    "k     m\n"
	    "----  -\n"
	    "long  1\n"
	    "\n"
	    "k     n\n"
	    "----  -\n"
	    "long  2\n");
}

/* A key, three columns that fit, a figure. */
static void
expect_fitted(enum table_fit fit, size_t width, const char *text)
{
	const struct table_column columns[] = {
		TEXT(SPAN("k")),
		{ .title = SPAN("left"), .right = true, .fit = fit },
		{ .title = SPAN("short"), .fit = fit },
		{ .title = SPAN("right"), .fit = fit },
		FIGURE(SPAN("n")),
	};
	const struct span cells[] = {
		SPAN("a"), SPAN("one two three four"), SPAN("x"),
		SPAN("\u4e00\u4e8c\u4e09\uff0c\u56db\u4e94\u516d\u4e03"),
		SPAN("1"),
		SPAN("b"), SPAN("one"), SPAN("yz"), SPAN("\u4e00"), SPAN("2"),
	};
	const struct table t = {
		.format = TABLE_TEXT, .columns = columns, .column_count = 5,
		.key_count = 1, .cells = cells, .row_count = 2, .width = width
	};

	expect(&t, text);
}

static void
cells_are_fitted_where_there_is_no_room(void **state)
{
	(void)state;
	expect_fitted(TABLE_CUT_START, 40,
	    "k          left  short  right          n\n"
	    "-  ------------  -----  -------------  -\n"
	    "a  \u2026 three four  x      \u2026\u4e09\uff0c\u56db\u4e94\u516d\u4e03  1\n"
	    "b           one  yz     \u4e00             2\n");
	expect_fitted(TABLE_CUT_END, 40,
	    "k          left  short  right          n\n"
	    "-  ------------  -----  -------------  -\n"
	    "a  one two thr\u2026  x      \u4e00\u4e8c\u4e09\uff0c\u56db\u4e94\u2026  1\n"
	    "b           one  yz     \u4e00             2\n");
	expect_fitted(TABLE_CUT_MIDDLE, 40,
	    "k          left  short  right          n\n"
	    "-  ------------  -----  -------------  -\n"
	    "a  one t\u2026e four  x      \u4e00\u4e8c\u4e09\u2026\u4e94\u516d\u4e03  1\n"
	    "b           one  yz     \u4e00             2\n");
	expect_fitted(TABLE_BROKEN, 40,
	    "k          left  short  right          n\n"
	    "-  ------------  -----  -------------  -\n"
	    "a       one two  x      \u4e00\u4e8c\u4e09\uff0c\u56db\u4e94   1\n"
	    "     three four         \u516d\u4e03\n"
	    "b           one  yz     \u4e00             2\n");
}

static void
cells_stay_whole_where_what_fits_could_not_be_read(void **state)
{
	const char *blocks =
	    "k                left  short\n"
	    "-  ------------------  -----\n"
	    "a  one two three four  x\n"
	    "b                 one  yz\n"
	    "\n"
	    "k  right             n\n"
	    "-  ----------------  -\n"
	    "a  \u4e00\u4e8c\u4e09\uff0c\u56db\u4e94\u516d\u4e03  1\n"
	    "b  \u4e00                2\n";

	(void)state;
	expect_fitted(TABLE_BROKEN, 38, blocks);
	expect_fitted(TABLE_WHOLE, 40, blocks);
}

static void
a_cell_of_a_block_is_fitted_beside_the_keys(void **state)
{
	(void)state;
	expect_fitted(TABLE_BROKEN, 16,
	    "k           left\n"
	    "-  -------------\n"
	    "a  one two three\n"
	    "            four\n"
	    "b            one\n"
	    "\n"
	    "k  short\n"
	    "-  -----\n"
	    "a  x\n"
	    "b  yz\n"
	    "\n"
	    "k  right\n"
	    "-  -------------\n"
	    "a  \u4e00\u4e8c\u4e09\uff0c\u56db\u4e94\n"
	    "   \u516d\u4e03\n"
	    "b  \u4e00\n"
	    "\n"
	    "k  n\n"
	    "-  -\n"
	    "a  1\n"
	    "b  2\n");
}

static void
titles_break_neither_behind_an_opener_nor_before_a_closer(void **state)
{
	const struct table_column column = {
		.title = SPAN("\u53d7\u7406\u6570\uff08\u4ef6\uff09"), .right = true };
	const struct span cell = SPAN("1");
	const struct table t = {
		.format = TABLE_TEXT, .columns = &column, .column_count = 1,
		.cells = &cell, .row_count = 1, .width = 10
	};

	(void)state;
	expect(&t,
	    "\u53d7\u7406\u6570\n"
	    "\uff08\u4ef6\uff09\n"
	    "------\n"
	    "     1\n");
}

static void
a_unit_in_brackets_is_not_broken_where_it_fits(void **state)
{
	const struct table_column column = {
		.title = SPAN("\u54cd\u5e94\u4e5d\u6210\uff08\u5c0f\u65f6\uff09"), .right = true };
	const struct span cell = SPAN("1.5");
	const struct table t = {
		.format = TABLE_TEXT, .columns = &column, .column_count = 1,
		.cells = &cell, .row_count = 1, .width = 14
	};

	(void)state;
	expect(&t,
	    "\u54cd\u5e94\u4e5d\u6210\n"
	    "\uff08\u5c0f\u65f6\uff09\n"
	    "--------\n"
	    "     1.5\n");
}

static void
html_escapes_every_text(void **state)
{
	const struct table_column columns[] = {
		TEXT(SPAN("<k>")), FIGURE(SPAN("a & b")),
	};
	const struct span cells[] = {
		SPAN("</td><script>\"x\"\n"), SPAN("<1"),
	};
	const struct span note = SPAN("n < m & \x01");
	const struct table t = {
		.format = TABLE_HTML, .columns = columns, .column_count = 2,
		.cells = cells, .row_count = 1, .title = SPAN("T <b>"),
		.notes = &note, .note_count = 1, .language = "en"
	};

	(void)state;
	expect(&t,
	    "<!DOCTYPE html>\n"
	    "<html lang=\"en\">\n"
	    "<head>\n"
	    "<meta charset=\"utf-8\">\n"
	    "<title>T &lt;b&gt;</title>\n"
	    "</head>\n"
	    "<body>\n"
	    "<h1 style=\"font-size:16pt\">T &lt;b&gt;</h1>\n"
	    "<table border=\"1\" cellspacing=\"0\" cellpadding=\"4\" "
	    "style=\"border-collapse:collapse\">\n"
	    "<thead>\n"
	    "<tr>"
	    "<th style=\"text-align:left;mso-number-format:'\\@'\">"
	    "&lt;k&gt;</th>"
	    "<th style=\"text-align:right\">a &amp; b</th>"
	    "</tr>\n"
	    "</thead>\n"
	    "<tbody>\n"
	    "<tr>"
	    "<td style=\"text-align:left;mso-number-format:'\\@'\">"
	    "&lt;/td&gt;&lt;script&gt;\"x\" </td>"
	    "<td style=\"text-align:right\">&lt;1</td>"
	    "</tr>\n"
	    "</tbody>\n"
	    "</table>\n"
	    "<p style=\"font-size:9pt;margin:2pt 0\">n &lt; m &amp;  </p>\n"
	    "</body>\n"
	    "</html>\n");
}

int
main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(
		    csv_quotes_what_rfc_4180_demands_and_nothing_else),
		cmocka_unit_test(a_csv_cell_is_no_formula_unless_asked),
		cmocka_unit_test(an_empty_csv_row_is_no_blank_line),
		cmocka_unit_test(tsv_escapes_what_would_break_a_row),
		cmocka_unit_test(a_bom_stands_before_csv_only),
		cmocka_unit_test(text_is_aligned_by_columns_not_by_bytes),
		cmocka_unit_test(control_characters_do_not_reach_the_terminal),
		cmocka_unit_test(
		    notes_are_broken_before_the_80th_column_is_passed),
		cmocka_unit_test(a_table_that_fits_keeps_its_titles_whole),
		cmocka_unit_test(a_wider_table_breaks_its_titles_first),
		cmocka_unit_test(blocks_of_a_table_repeat_the_keys),
		cmocka_unit_test(cells_are_fitted_where_there_is_no_room),
		cmocka_unit_test(
		    a_cell_of_a_block_is_fitted_beside_the_keys),
		cmocka_unit_test(
		    cells_stay_whole_where_what_fits_could_not_be_read),
		cmocka_unit_test(a_block_has_one_column_however_narrow),
		cmocka_unit_test(
		    titles_break_neither_behind_an_opener_nor_before_a_closer),
		cmocka_unit_test(
		    a_unit_in_brackets_is_not_broken_where_it_fits),
		cmocka_unit_test(html_escapes_every_text),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
