#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <time.h>

#include <setjmp.h>
#include <cmocka.h>

#include "base/buf.h"
#include "base/utf8.h"
#include "text/csv.h"

#define KIB	((size_t)1024)

/* xorshift64*, the same on every machine. */
static size_t
chance(uint64_t *seed, size_t below)
{
	*seed ^= *seed >> 12;
	*seed ^= *seed << 25;
	*seed ^= *seed >> 27;
	return (size_t)(*seed * 2685821657736338717U >> 33) % below;
}

/* The next row of text, all of which is in the window. */
static struct span
next_row(struct cutter *cutter, struct span text)
{
	size_t n = cutter->cut(cutter->state, text, 0);

	if (n == 0)
		n = cutter->last(cutter->state, text);
	assert_in_range(n, 1, text.n);
	return span_make(text.p, n);
}

/* text in rows, which end with | here. */
static void
expect_rows(const char *text, const char *expected)
{
	struct csv_cutting cutting = { .delimiter = ',' };
	struct cutter cutter = csv_cutter(&cutting);
	struct span rest = span_of(text), row;
	struct buf got = { 0 };

	for (; rest.n > 0; rest = span_from(rest, row.n)) {
		row = next_row(&cutter, rest);
		buf_add(&got, row);
		buf_byte(&got, '|');
	}
	buf_byte(&got, '\0');
	assert_string_equal(got.p, expected);
	buf_free(&got);
}

static void
rows_end_at_any_line_end_outside_quotes(void **state)
{
	static const struct {
		const char	*text;
		const char	*rows;
	} cases[] = {
		{ "a,b\nc\n", "a,b\n|c\n|" },
		{ "a,b\r\nc\r\n", "a,b\r\n|c\r\n|" },
		{ "a,b\rc\r", "a,b\r|c\r|" },
		{ "a\n\r\n\r\r\nb", "a\n|\r\n|\r|\r\n|b|" },
		{ "\n\n", "\n|\n|" },
		{ "a\rb\n", "a\r|b\n|" },
		{ "a", "a|" },
		{ "\"a\nb\",c\nd", "\"a\nb\",c\n|d|" },
		{ "a,\"b\r\nc\"\r\nd", "a,\"b\r\nc\"\r\n|d|" },
		{ "a,\"b\rc\"\rd", "a,\"b\rc\"\r|d|" },
		{ "\"a\"\"\nb\"\nc", "\"a\"\"\nb\"\n|c|" },
		{ "\"\"\nc", "\"\"\n|c|" },
		{ "\"\",\"\"\nc", "\"\",\"\"\n|c|" },
		{ "\"\"\"\"\nc", "\"\"\"\"\n|c|" },
		{ "a\"b\nc\"\n", "a\"b\n|c\"\n|" },
		{ "a \"b\nc\"\n", "a \"b\n|c\"\n|" },
		{ "a,\"b\",\"c\n\",d\ne", "a,\"b\",\"c\n\",d\n|e|" },
	};
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		expect_rows(cases[i].text, cases[i].rows);
}

static void
broken_quotes_swallow_no_later_row(void **state)
{
	static const struct {
		const char	*text;
		const char	*rows;
	} cases[] = {
		{ "\"a\nb\nc\n", "\"a\n|b\n|c\n|" },
		{ "\"a\r\nb\r\nc", "\"a\r\n|b\r\n|c|" },
		{ "\"a\rb\rc", "\"a\r|b\r|c|" },
		{ "\"a\n\"b\nc", "\"a\n|\"b\n|c|" },
		{ "\"a\"x,\"b\nc\"\nd", "\"a\"x,\"b\n|c\"\n|d|" },
		{ "\"a\n\"b\n\"c\n\"\n", "\"a\n|\"b\n|\"c\n\"\n|" },
		{ "x,\"a\n1,\"b\nc\"\nd", "x,\"a\n|1,\"b\nc\"\n|d|" },
		{ "\"", "\"|" },
		{ "a\n\"", "a\n|\"|" },
		{ "\"\n", "\"\n|" },
		{ "\"\n\n", "\"\n|\n|" },
		{ "\"a\"\"\nb\n", "\"a\"\"\n|b\n|" },
	};
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		expect_rows(cases[i].text, cases[i].rows);
}

/* Length of the line at the start of text. */
static size_t
line_length(struct span text)
{
	size_t n = 0;

	while (n < text.n && text.p[n] != '\n' && text.p[n] != '\r')
		n++;
	if (n + 1 < text.n && text.p[n] == '\r' && text.p[n + 1] == '\n')
		n++;
	return n < text.n ? n + 1 : n;
}

/* Behind the quoted cell at text.p[at]; 0 if it is never closed. */
static size_t
quoted_end(struct span text, size_t at)
{
	for (at++; at < text.n; at++) {
		if (text.p[at] != '"')
			continue;
		if (at + 1 == text.n || text.p[at + 1] != '"')
			return at + 1;
		at++;
	}
	return 0;
}

/* csv.h's words, one after the other, for rows that don't reach far. */
static size_t
plain_length(struct span text)
{
	size_t at = 0;

	for (;;) {
		if (at < text.n && text.p[at] == '"') {
			at = quoted_end(text, at);
			if (at == 0 || (at < text.n &&
			    strchr(",\n\r", text.p[at]) == NULL))
				return line_length(text);
		}
		while (at < text.n && strchr(",\n\r", text.p[at]) == NULL)
			at++;
		if (at == text.n || text.p[at] != ',')
			return at + line_length(span_from(text, at));
		at++;
	}
}

/*
 * The rows of text, as units.c asks for them: in windows that grow by pieces
 * of at most `most` bytes.
 */
static void
cut_in_pieces(struct span text, size_t most, uint64_t *seed, struct buf *got)
{
	struct csv_cutting cutting = { .delimiter = ',' };
	struct cutter cutter = csv_cutter(&cutting);
	size_t start = 0, end = 0, seen = 0, n;
	struct span window;

	while (start < text.n) {
		window = span_make(text.p + start, end - start);
		n = 0;
		if (window.n > seen)
			n = cutter.cut(cutter.state, window, seen);
		if (n == 0 && end == text.n && window.n > 0)
			n = cutter.last(cutter.state, window);
		if (n == 0) {
			seen = window.n;
			end += 1 + chance(seed, most);
			if (end > text.n)
				end = text.n;
			continue;
		}
		assert_in_range(n, 1, window.n);
		buf_add(got, span_make(window.p, n));
		buf_byte(got, '|');
		start += n;
		seen = 0;
	}
}

static void
fill(struct buf *text, size_t length, uint64_t *seed)
{
	static const char *const pieces[] = { "\"", "\"", "\"\"", ",", ",",
	    "\n", "\n", "\r\n", "\r", "a", "bc", "\",\"", "\"\n" };

	buf_cut(text, 0);
	while (text->n < length)
		buf_add(text, span_of(pieces[chance(seed,
		    sizeof(pieces) / sizeof(pieces[0]))]));
}

static void
cut_plainly(struct span text, struct buf *got)
{
	size_t n;

	for (; text.n > 0; text = span_from(text, n)) {
		n = plain_length(text);
		buf_add(got, span_make(text.p, n));
		buf_byte(got, '|');
	}
}

static void
windows_of_any_size_cut_the_rows_that_the_words_say(void **state)
{
	struct buf text = { 0 }, plain = { 0 }, pieces = { 0 };
	uint64_t seed = 20260511;
	size_t round;

	(void)state;
	for (round = 0; round < 20000; round++) {
		fill(&text, 1 + chance(&seed, round % 100 == 0 ? 3000 : 40),
		    &seed);
		buf_cut(&plain, 0);
		buf_cut(&pieces, 0);
		cut_plainly(buf_span(&text), &plain);
		cut_in_pieces(buf_span(&text), 1 + chance(&seed, 20), &seed,
		    &pieces);
		assert_true(span_equal(buf_span(&plain), buf_span(&pieces)));
	}
	buf_free(&pieces);
	buf_free(&plain);
	buf_free(&text);
}

/* The second row is doomed by the first, and a window ends at its CR. */
static void
line_feed_behind_a_broken_row_is_no_row(void **state)
{
	struct csv_cutting cutting = { .delimiter = ',' };
	struct cutter cutter = csv_cutter(&cutting);
	const struct span rows = SPAN("\"\na\",\"\r\n");
	const struct span second = span_from(rows, 2);

	(void)state;
	assert_int_equal(cutter.cut(cutter.state, rows, 0), 0);
	assert_int_equal(cutter.last(cutter.state, rows), 2);
	assert_int_equal(cutter.cut(cutter.state, span_make(second.p,
	    second.n - 1), 0), 0);
	assert_int_equal(cutter.cut(cutter.state, second, second.n - 1),
	    second.n);
}

/* A quoted cell of n bytes that holds a line end, and a row behind it. */
static void
expect_reach(size_t n, size_t rows)
{
	struct csv_cutting cutting = { .delimiter = ',' };
	struct cutter cutter = csv_cutter(&cutting);
	struct buf text = { 0 };
	struct span rest;
	size_t count = 0;

	buf_add(&text, SPAN("\"\n"));
	buf_fill(&text, 'x', n);
	buf_add(&text, SPAN("\"\nlast\n"));
	for (rest = buf_span(&text); rest.n > 0; count++)
		rest = span_from(rest, next_row(&cutter, rest).n);
	assert_int_equal(count, rows);
	buf_free(&text);
}

static void
a_quoted_cell_reaches_no_further_than_stated(void **state)
{
	(void)state;
	expect_reach(CSV_MAX_REACH - 2, 2);	/* the quote and the LF */
	expect_reach(CSV_MAX_REACH - 1, 3);
	expect_reach(2 * CSV_MAX_REACH, 3);
}

/* Lines that could each begin a row without end; in pieces as units has it. */
static void
time_is_linear_whatever_the_quotes(void **state)
{
	static const char *const lines[] = {
		"\"a,b\n", "x\",\"y\n", "\"\"\"x\n", "\"\"x\n", "x\"\"\n",
		"x,\"\"\"\n", "\"\n", "\",\"\n", "\"\"\"\"x,\"\n", "x\r",
		"\"x\r"
	};
	struct buf text = { 0 }, rows = { 0 };
	uint64_t seed = 1;
	clock_t start;
	size_t i, k;

	(void)state;
	for (i = 0; i < sizeof(lines) / sizeof(lines[0]); i++) {
		buf_cut(&text, 0);
		buf_cut(&rows, 0);
		buf_byte(&text, '"');
		for (k = 0; k < 100000; k++)
			buf_add(&text, span_of(lines[i]));
		start = clock();
		cut_in_pieces(buf_span(&text), 256 * KIB, &seed, &rows);
		assert_true(clock() - start < CLOCKS_PER_SEC);
	}
	buf_free(&rows);
	buf_free(&text);
}

/* units.c's front of a row is lost: the next one is found all the same. */
static void
a_row_without_its_front_ends_with_its_quotes(void **state)
{
	struct csv_cutting cutting = { .delimiter = ',' };
	struct cutter cutter = csv_cutter(&cutting);

	(void)state;
	assert_int_equal(cutter.cut(cutter.state, SPAN("a,\"bcd\nef"), 0), 0);
	assert_int_equal(cutter.cut(cutter.state, SPAN("fg\"\nh\n"), 1), 4);
	assert_int_equal(cutter.cut(cutter.state, SPAN("h\n"), 0), 2);
	/* Its quotes are broken: there is no first line to go back to. */
	assert_int_equal(cutter.cut(cutter.state, SPAN("a,\"bcd\nef"), 0), 0);
	assert_int_equal(cutter.cut(cutter.state, SPAN("fg\"h\ni\n"), 1), 5);
	assert_int_equal(cutter.cut(cutter.state, SPAN("i\n"), 0), 2);
}

static void
a_row_is_taken_apart_into_its_cells(void **state)
{
	static const struct {
		const char	*row;
		const char	*cells;		/* each followed by | */
	} cases[] = {
		{ "", "" }, { "\n", "" }, { "\r\n", "" }, { "\r", "" },
		{ "a", "a|" }, { "a\n", "a|" }, { "a\r\n", "a|" },
		{ "a,b", "a|b|" }, { "a,,b", "a||b|" }, { ",", "||" },
		{ ",,\r\n", "|||" }, { " a , b ", " a | b |" },
		{ "\"a\"", "a|" }, { "\"a,b\",c\n", "a,b|c|" },
		{ "\"a\r\nb\",c\r\n", "a\r\nb|c|" },
		{ "\"\"", "|" }, { "\"\",\"\"", "||" },
		{ "\"\"\"\"", "\"|" }, { "\"a\"\"b\"", "a\"b|" },
		{ "\"\"\"a\"\"\",b", "\"a\"|b|" },
		{ "\"\"\"\"\"\"", "\"\"|" },
		{ "a\"b,c\"", "a\"b|c\"|" }, { " \"a\"", " \"a\"|" },
		{ "时间,\"地，点\"\n", "时间|地，点|" },
	};
	struct arena arena = { 0 };
	struct buf got = { 0 };
	struct span *cells;
	struct err e;
	size_t i, k, count;

	(void)state;
	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		assert_int_equal(csv_cells(span_of(cases[i].row), ',', &arena,
		    &cells, &count, &e), 0);
		buf_cut(&got, 0);
		for (k = 0; k < count; k++) {
			buf_add(&got, cells[k]);
			buf_byte(&got, '|');
		}
		buf_byte(&got, '\0');
		assert_string_equal(got.p, cases[i].cells);
	}
	buf_free(&got);
	arena_free(&arena);
}

static void
a_broken_cell_is_refused_where_it_breaks(void **state)
{
	static const struct {
		const char	*row;
		size_t		 column;
		const char	*text;
	} cases[] = {
		{ "\"a",		1, "at the end of the cell" },
		{ "\"",			1, "at the end of the cell" },
		{ "\"a\"\"",		1, "at the end of the cell" },
		{ "时间,\"a\n",		4, "at the end of the cell" },
		{ "\"a\"b",		4, "expected a delimiter" },
		{ "\"a\" ,b",		4, "expected a delimiter" },
		{ "时,\"间\"。\n",	6, "expected a delimiter" },
	};
	struct arena arena = { 0 };
	struct span *cells;
	size_t i, count;

	(void)state;
	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct err e = { 0 };

		assert_int_equal(csv_cells(span_of(cases[i].row), ',', &arena,
		    &cells, &count, &e), -1);
		assert_int_equal(e.kind, ERR_RECORD);
		assert_int_equal(e.column, cases[i].column);
		assert_non_null(strstr(e.text, cases[i].text));
	}
	arena_free(&arena);
}

static void
cells_are_counted_and_parted_by_the_delimiter_asked_for(void **state)
{
	struct arena arena = { 0 };
	struct buf row = { 0 };
	struct span *cells;
	struct err e = { 0 };
	size_t count;

	(void)state;
	assert_int_equal(csv_cells(SPAN("a,b\tc"), '\t', &arena, &cells,
	    &count, &e), 0);
	assert_int_equal(count, 2);
	assert_true(span_is(cells[0], "a,b"));
	buf_fill(&row, ',', CSV_MAX_CELLS - 1);
	assert_int_equal(csv_cells(buf_span(&row), ',', &arena, &cells,
	    &count, &e), 0);
	assert_int_equal(count, CSV_MAX_CELLS);
	buf_byte(&row, ',');
	assert_int_equal(csv_cells(buf_span(&row), ',', &arena, &cells,
	    &count, &e), -1);
	buf_free(&row);
	arena_free(&arena);
}

static int
read_file(struct csv_file *f, struct span text, struct faults *faults)
{
	const struct file file = { "t.csv", text, { "rule.yaml", 7, 3 } };

	return csv_file_read(f, &file, faults->arena, faults);
}

static void
a_file_is_read_into_its_columns_and_rows(void **state)
{
	static const char *const texts[] = {
		"name,code\n东村,1\n\n西村,\"2\"\n",
		"\xef\xbb\xbfname,code\n东村,1\n\n西村,2\n",
		" name , code ,,\r\n 东村 ,　1,\r\n,,,\r\n西村,2\r\n",
		"name,code\r\xb6\xab\xb4\xe5,1\r\r\xce\xf7\xb4\xe5,2"
	};
	struct arena arena = { 0 };
	struct faults faults = { .arena = &arena };
	struct csv_file f;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
		assert_int_equal(read_file(&f, span_of(texts[i]), &faults), 0);
		assert_int_equal(f.column_count, 2);
		assert_true(span_is(f.names[1], "code"));
		assert_int_equal(f.row_count, 2);
		assert_true(span_is(f.rows[0][0], "东村"));
		assert_true(span_is(f.rows[0][1], "1"));
		assert_true(span_is(f.rows[1][0], "西村"));
		assert_true(span_is(f.rows[1][1], "2"));
		assert_int_equal(f.lines[0], 2);
		assert_int_equal(f.lines[1], 4);
	}
	assert_int_equal(faults.count, 0);
	arena_free(&arena);
}

static void
a_bad_file_is_told_where_it_is_bad(void **state)
{
	static const struct {
		const char	*text;
		const char	*file;		/* NULL: t.csv */
		size_t		 line;
		const char	*message;
	} cases[] = {
		{ "", "rule.yaml", 7, "is empty, expected a row of names" },
		{ "\n\n", "rule.yaml", 7, "is empty" },
		{ "a,b\n1,2\n3\n", NULL, 3, "expected 2 cells, as in the "
		    "header, got 1" },
		{ "a,b\n1,2,3\n", NULL, 2, "got 3" },
		{ "a\n\"x\ny\"\n1,2\n", NULL, 4, "got 2" },
		{ "a,b,a\n", NULL, 1, "columns 1 and 3: have the same name" },
		{ "a,,\n", NULL, 0, NULL },
		{ "a,b\n\"1,2\n3,4\n", NULL, 2, "expected a quote at the end" },
		{ "a,b\n1,\xff\n", NULL, 2, "" },
	};
	struct arena arena = { 0 };
	struct csv_file f;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct faults faults = { .arena = &arena };
		int rc = read_file(&f, span_of(cases[i].text), &faults);

		assert_int_equal(rc, cases[i].message == NULL ? 0 : -1);
		assert_int_equal(faults.errors, cases[i].message != NULL);
		if (rc == 0)
			continue;
		assert_string_equal(faults.items[0].place.file,
		    cases[i].file != NULL ? cases[i].file : "t.csv");
		assert_int_equal(faults.items[0].place.line, cases[i].line);
		assert_non_null(strstr(faults.items[0].text,
		    cases[i].message));
	}
	arena_free(&arena);
}

static void
a_column_that_is_not_there_names_the_nearest(void **state)
{
	struct place at = { "rule.yaml", 7, 3 };
	struct arena arena = { 0 };
	struct faults faults = { .arena = &arena };
	struct csv_file f;

	(void)state;
	assert_int_equal(read_file(&f, SPAN("区划代码,名称\n1,东村\n"),
	    &faults), 0);
	assert_int_equal(csv_file_column(&f, SPAN("名称"), at, &faults), 1);
	assert_int_equal(csv_file_column(&f, SPAN("代码"), at, &faults),
	    SIZE_MAX);
	assert_non_null(strstr(faults.items[0].text,
	    "(did you mean \"区划代码\"?)"));
	assert_int_equal(csv_file_column(&f, SPAN("xyz"), at, &faults),
	    SIZE_MAX);
	assert_null(strstr(faults.items[1].text, "did you mean"));
	arena_free(&arena);
}

static void
white_space_goes_at_both_ends_of_a_cell(void **state)
{
	(void)state;
	assert_true(span_is(utf8_trim(SPAN("")), ""));
	assert_true(span_is(utf8_trim(SPAN(" \t　")), ""));
	assert_true(span_is(utf8_trim(SPAN("　a b\xc2\xa0\n")), "a b"));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(rows_end_at_any_line_end_outside_quotes),
		cmocka_unit_test(broken_quotes_swallow_no_later_row),
		cmocka_unit_test(
		    windows_of_any_size_cut_the_rows_that_the_words_say),
		cmocka_unit_test(line_feed_behind_a_broken_row_is_no_row),
		cmocka_unit_test(a_quoted_cell_reaches_no_further_than_stated),
		cmocka_unit_test(time_is_linear_whatever_the_quotes),
		cmocka_unit_test(a_row_without_its_front_ends_with_its_quotes),
		cmocka_unit_test(a_row_is_taken_apart_into_its_cells),
		cmocka_unit_test(a_broken_cell_is_refused_where_it_breaks),
		cmocka_unit_test(
		    cells_are_counted_and_parted_by_the_delimiter_asked_for),
		cmocka_unit_test(a_file_is_read_into_its_columns_and_rows),
		cmocka_unit_test(a_bad_file_is_told_where_it_is_bad),
		cmocka_unit_test(a_column_that_is_not_there_names_the_nearest),
		cmocka_unit_test(white_space_goes_at_both_ends_of_a_cell),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
