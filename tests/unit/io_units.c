#include <fcntl.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <unistd.h>

#include <setjmp.h>
#include <cmocka.h>

#include "base/buf.h"
#include "io/sink.h"
#include "io/units.h"

enum { WINDOW = 256 * 1024 };	/* of units.c: lengths around it matter */

static char	folder[] = "/tmp/io_units-XXXXXX";

static int
make_folder(void **state)
{
	(void)state;
	return mkdtemp(folder) != NULL && chdir(folder) == 0 ? 0 : -1;
}

static int
remove_folder(void **state)
{
	(void)state;
	(void)unlink("in");
	(void)unlink("in.gz");
	return chdir("/") == 0 ? rmdir(folder) : -1;
}

static void
put_file(const char *name, struct span s)
{
	struct sink *sink;
	struct err e = { 0 };

	assert_int_equal(sink_open(&sink, name, SINK_DIRECT, &e), 0);
	assert_int_equal(sink_write(sink, s, &e), 0);
	assert_int_equal(sink_commit(sink, &e), 0);
}

static struct units *
open_file(const char *name, const struct cutter *cutter, size_t max)
{
	struct source *s;
	struct err e = { 0 };

	assert_int_equal(source_open(&s, name, NULL, &e), 0);
	return units_open(s, cutter, max, true);
}

static struct units *
open_text(struct span text, const struct cutter *cutter, size_t max)
{
	put_file("in", text);
	return open_file("in", cutter, max);
}

/* text, "LONG" or "END" is what comes next, beginning on line. */
static void
expect(struct units *u, const char *text, size_t line)
{
	struct span unit;
	struct err e = { 0 };
	size_t at = 0;
	int got = units_next(u, true, &unit, &at, &e);

	if (strcmp(text, "END") == 0) {
		assert_int_equal(got, UNITS_END);
		return;
	}
	assert_int_equal(at, line);
	if (strcmp(text, "LONG") == 0) {
		assert_int_equal(got, UNITS_LONG);
		return;
	}
	assert_int_equal(got, UNITS_ONE);
	assert_int_equal(unit.n, strlen(text));
	assert_memory_equal(unit.p, text, unit.n);
}

static void
lines_end_at_lf_and_the_last_may_lack_it(void **state)
{
	struct units *u = open_text(SPAN("a\n\n\r\nb\r\nlast"), &cutter_lines,
	    10);

	(void)state;
	expect(u, "a", 1);
	expect(u, "", 2);
	expect(u, "\r", 3);
	expect(u, "b\r", 4);
	expect(u, "last", 5);
	expect(u, "END", 0);
	expect(u, "END", 0);
	units_close(u);
}

static void
no_empty_line_follows_the_last_lf(void **state)
{
	struct units *u = open_text(SPAN("a\n"), &cutter_lines, 10);

	(void)state;
	expect(u, "a", 1);
	expect(u, "END", 0);
	units_close(u);
	u = open_text(SPAN(""), &cutter_lines, 10);
	expect(u, "END", 0);
	units_close(u);
}

static void
a_bom_is_passed_over_at_the_start_alone(void **state)
{
	static const struct {
		const char	*text;
		const char	*first;
	} cases[] = {
		{ "\xef\xbb\xbf" "a\n", "a" },
		{ "\xef\xbb\xbf\xef\xbb\xbf\n", "\xef\xbb\xbf" },
		{ "\xef\xbb\n", "\xef\xbb" },
		{ "\xef\xbb", "\xef\xbb" },
		{ "\xef", "\xef" },
		{ "\xef\xbb\xbf", "END" },
		{ "\n\xef\xbb\xbf", "" }
	};
	size_t i;
	struct units *u;

	(void)state;
	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		u = open_text(span_of(cases[i].text), &cutter_lines, 10);
		expect(u, cases[i].first, 1);
		units_close(u);
	}
	u = open_text(SPAN("\n\xef\xbb\xbf"), &cutter_lines, 10);
	expect(u, "", 1);
	expect(u, "\xef\xbb\xbf", 2);
	units_close(u);
}

static void
a_whole_input_is_one_unit_with_its_line_ends(void **state)
{
	struct units *u = open_text(SPAN("a\nb\n"), &cutter_whole, 4);

	(void)state;
	expect(u, "a\nb\n", 1);
	expect(u, "END", 0);
	units_close(u);
	u = open_text(SPAN("a\nb\nc"), &cutter_whole, 4);
	expect(u, "LONG", 1);
	expect(u, "END", 0);
	units_close(u);
}

/* Each length of line against each max, between two short neighbours. */
static void
max_is_the_longest_unit_that_is_given(void **state)
{
	static const size_t around[] = { 1, 10, WINDOW - 1, WINDOW,
	    WINDOW + 1, 2 * WINDOW - 1, 2 * WINDOW, 3 * WINDOW };
	enum { COUNT = sizeof(around) / sizeof(around[0]) };
	size_t i, j, d, line;
	struct buf b = { 0 };
	struct span unit;
	struct err e = { 0 };
	struct units *u;

	(void)state;
	for (i = 0; i < COUNT; i++)
		for (j = 0; j < COUNT * 3; j++) {
			d = around[j / 3] + j % 3 - 1;
			buf_cut(&b, 0);
			buf_add(&b, SPAN("0\n"));
			buf_fill(&b, 'x', d);
			buf_add(&b, SPAN("\n1\n"));
			buf_fill(&b, 'y', d);
			u = open_text(buf_span(&b), &cutter_lines, around[i]);
			buf_byte(&b, '\0');
			expect(u, "0", 1);
			assert_int_equal(units_next(u, true, &unit, &line,
			    &e), d > around[i] ? UNITS_LONG : UNITS_ONE);
			assert_int_equal(line, 2);
			assert_int_equal(unit.n, d > around[i] ? 0 : d);
			expect(u, "1", 3);
			if (d > 0)
				expect(u, d > around[i] ? "LONG" :
				    b.p + b.n - 1 - d, 4);
			expect(u, "END", 0);
			units_close(u);
		}
	buf_free(&b);
}

/* Rows end at LF outside quotes: what seen means when a front is lost. */
struct quotes {
	bool	inside;
	size_t	looked;		/* bytes looked at in all */
	size_t	largest;	/* window */
};

static size_t
cut_row(void *state, struct span window, size_t seen)
{
	struct quotes *q = state;
	size_t i;

	if (window.n > q->largest)
		q->largest = window.n;
	if (seen == 0)
		q->inside = false;
	for (i = seen; i < window.n; i++) {
		q->looked++;
		if (window.p[i] == '"')
			q->inside = !q->inside;
		else if (window.p[i] == '\n' && !q->inside)
			return i + 1;
	}
	return 0;
}

static void
a_cutter_sees_no_byte_twice_and_keeps_its_state(void **state)
{
	struct quotes q = { 0 };
	const struct cutter rows = { .cut = cut_row, .state = &q };
	struct buf b = { 0 };
	struct units *u;

	(void)state;
	buf_add(&b, SPAN("a,\"1\n2\"\n\""));
	buf_fill(&b, '\n', 20 * WINDOW);
	buf_add(&b, SPAN("\"\n\"3\n\"\n"));
	u = open_text(buf_span(&b), &rows, 4 * WINDOW);
	expect(u, "a,\"1\n2\"\n", 1);
	expect(u, "LONG", 3);
	expect(u, "\"3\n\"\n", 20 * WINDOW + 4);
	expect(u, "END", 0);
	assert_int_equal(q.looked, b.n);
	assert_true(q.largest <= 4 * WINDOW + 1);
	units_close(u);
	buf_free(&b);
}

/* xorshift64*, the same on every machine. */
static size_t
chance(uint64_t *seed, size_t below)
{
	*seed ^= *seed >> 12;
	*seed ^= *seed << 25;
	*seed ^= *seed >> 27;
	return (size_t)(*seed * 2685821657736338717U >> 33) % below;
}

static void
units_joined_are_the_input(void **state)
{
	uint64_t seed = 20220817;
	struct buf text = { 0 }, got = { 0 };
	size_t i, round, line, lines;
	struct span unit;
	struct err e = { 0 };
	struct units *u;

	(void)state;
	for (round = 0; round < 20; round++) {
		buf_cut(&text, 0);
		buf_cut(&got, 0);
		for (i = 0; i < 40; i++) {
			buf_fill(&text, (char)('a' + i % 26), chance(&seed,
			    i % 8 == 0 ? 3 * WINDOW : 1000));
			buf_byte(&text, '\n');
		}
		put_file("in.gz", buf_span(&text));
		u = open_file("in.gz", &cutter_lines, 4 * WINDOW);
		for (lines = 1; units_next(u, true, &unit, &line, &e) ==
		    UNITS_ONE; lines++) {
			assert_int_equal(line, lines);
			buf_add(&got, unit);
			buf_byte(&got, '\n');
		}
		assert_int_equal(lines, 41);
		assert_true(span_equal(buf_span(&got), buf_span(&text)));
		units_close(u);
	}
	buf_free(&got);
	buf_free(&text);
}

static void
damage_comes_after_the_whole_units_and_cuts_none(void **state)
{
	struct buf b = { 0 };
	char packed[64 * 1024];
	struct span unit;
	struct err e = { 0 };
	struct units *u;
	size_t line, lines = 0;
	ssize_t n;
	int fd, got;

	(void)state;
	for (line = 0; line < 50000; line++)
		buf_printf(&b, "line %zu\n", line * line);
	put_file("in.gz", buf_span(&b));
	fd = open("in.gz", O_RDONLY);
	n = read(fd, packed, sizeof(packed));
	assert_int_equal(n, sizeof(packed));
	close(fd);
	assert_int_equal(unlink("in.gz"), 0);
	put_file("in", span_make(packed, sizeof(packed)));
	u = open_file("in", &cutter_lines, 100);
	while ((got = units_next(u, true, &unit, &line, &e)) == UNITS_ONE) {
		buf_cut(&b, 0);
		buf_printf(&b, "line %zu", lines * lines);
		assert_true(span_equal(unit, buf_span(&b)));
		lines++;
	}
	assert_int_equal(got, -1);
	assert_int_equal(e.kind, ERR_DATA);
	assert_true(lines > 1000);
	assert_int_equal(units_next(u, true, &unit, &line, &e), -1);
	units_close(u);
	buf_free(&b);
}

static void
waiting_is_refused_until_a_unit_is_there(void **state)
{
	static const struct {
		const char	*piece;
		const char	*units[3];	/* that it completes */
	} cases[] = {
		{ "\xef\xbb", { NULL } },
		{ "\xbf\n", { "", NULL } },
		{ "on", { NULL } },
		{ "e\ntwo\nth", { "one", "two", NULL } },
		{ "ree\n", { "three", NULL } }
	};
	int fd[2], saved = dup(STDIN_FILENO);
	struct source *s;
	struct units *u;
	struct span unit;
	struct err e = { 0 };
	size_t i, j, line;

	(void)state;
	assert_int_equal(pipe(fd), 0);
	dup2(fd[0], STDIN_FILENO);
	assert_int_equal(source_open(&s, NULL, NULL, &e), 0);
	u = units_open(s, &cutter_lines, 10, true);
	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		assert_int_equal(units_next(u, false, &unit, &line, &e),
		    UNITS_WAIT);
		assert_int_equal(write(fd[1], cases[i].piece,
		    strlen(cases[i].piece)), strlen(cases[i].piece));
		for (j = 0; cases[i].units[j] != NULL; j++) {
			assert_int_equal(units_next(u, false, &unit, &line,
			    &e), UNITS_ONE);
			assert_true(span_is(unit, cases[i].units[j]));
		}
	}
	close(fd[1]);
	assert_int_equal(units_next(u, false, &unit, &line, &e), UNITS_END);
	units_close(u);
	dup2(saved, STDIN_FILENO);
	close(saved);
	close(fd[0]);
}

static void
a_look_ahead_takes_nothing(void **state)
{
	struct buf b = { 0 };
	struct span front;
	struct err e = { 0 };
	struct units *u;
	bool whole;

	(void)state;
	u = open_text(SPAN("\xef\xbb\xbf" "a\nb\n"), &cutter_lines, 10);
	assert_int_equal(units_peek(u, 100, &front, &whole, &e), 0);
	assert_true(span_is(front, "a\nb\n"));
	assert_true(whole);
	expect(u, "a", 1);
	expect(u, "b", 2);
	expect(u, "END", 0);
	units_close(u);
	u = open_text(SPAN(""), &cutter_lines, 10);
	assert_int_equal(units_peek(u, 100, &front, &whole, &e), 0);
	assert_true(whole && front.n == 0);
	expect(u, "END", 0);
	units_close(u);
	buf_add(&b, SPAN("\xef\xbb\xbf"));
	buf_fill(&b, 'x', 3 * WINDOW);
	u = open_text(buf_span(&b), &cutter_lines, 4 * WINDOW);
	assert_int_equal(units_peek(u, 1, &front, &whole, &e), 0);
	assert_true(front.n >= 1 && !whole);
	assert_int_equal(units_peek(u, SIZE_MAX, &front, &whole, &e), 0);
	assert_true(front.n >= UNITS_PEEK && !whole);
	assert_int_equal(front.p[0], 'x');
	buf_byte(&b, '\0');
	expect(u, b.p + 3, 1);
	expect(u, "END", 0);
	units_close(u);
	buf_free(&b);
}

/* Rows end at `;`; at the end of the input what is left may be two. */
static size_t
cut_semicolon(void *state, struct span window, size_t seen)
{
	size_t n = seen + span_index(span_from(window, seen), ';');

	(void)state;
	return n < window.n ? n + 1 : 0;
}

static size_t
first_of_two(void *state, struct span rest)
{
	(void)state;
	return rest.n > 1 ? rest.n - 1 : 1;
}

static void
a_cutter_is_asked_for_what_the_end_left(void **state)
{
	const struct cutter cutter = { .cut = cut_semicolon,
	    .last = first_of_two, .cr_ends_line = true };
	struct units *u = open_text(SPAN("a\r;b\r\nc\n\rd"), &cutter, 10);

	(void)state;
	expect(u, "a\r;", 1);
	expect(u, "b\r\nc\n\r", 2);
	expect(u, "d", 5);
	expect(u, "END", 0);
	units_close(u);
}

static void
the_offset_is_that_behind_the_unit_given_last(void **state)
{
	struct units *u = open_text(SPAN("\xef\xbb\xbf" "ab\n\ncdefgh\ni"),
	    &cutter_lines, 5);

	(void)state;
	expect(u, "ab", 1);
	assert_int_equal(units_offset(u), 6);
	assert_true(units_is_whole(u));
	expect(u, "", 2);
	assert_int_equal(units_offset(u), 7);
	expect(u, "LONG", 3);
	assert_int_equal(units_offset(u), 14);
	assert_true(units_is_whole(u));
	expect(u, "i", 4);
	assert_int_equal(units_offset(u), 15);
	assert_false(units_is_whole(u));
	expect(u, "END", 0);
	units_close(u);
}

static void
the_offset_of_a_unit_longer_than_the_window_is_right(void **state)
{
	struct buf text = { 0 };
	struct units *u;

	(void)state;
	buf_fill(&text, 'x', 3 * WINDOW);
	buf_add(&text, SPAN("\nend\n"));
	u = open_text(buf_span(&text), &cutter_lines, 100);
	expect(u, "LONG", 1);
	assert_int_equal(units_offset(u), 3 * WINDOW + 1);
	expect(u, "end", 2);
	assert_int_equal(units_offset(u), 3 * WINDOW + 5);
	units_close(u);
	buf_free(&text);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(lines_end_at_lf_and_the_last_may_lack_it),
		cmocka_unit_test(no_empty_line_follows_the_last_lf),
		cmocka_unit_test(a_bom_is_passed_over_at_the_start_alone),
		cmocka_unit_test(a_whole_input_is_one_unit_with_its_line_ends),
		cmocka_unit_test(max_is_the_longest_unit_that_is_given),
		cmocka_unit_test(
		    a_cutter_sees_no_byte_twice_and_keeps_its_state),
		cmocka_unit_test(units_joined_are_the_input),
		cmocka_unit_test(
		    damage_comes_after_the_whole_units_and_cuts_none),
		cmocka_unit_test(waiting_is_refused_until_a_unit_is_there),
		cmocka_unit_test(a_look_ahead_takes_nothing),
		cmocka_unit_test(a_cutter_is_asked_for_what_the_end_left),
		cmocka_unit_test(the_offset_is_that_behind_the_unit_given_last),
		cmocka_unit_test(
		    the_offset_of_a_unit_longer_than_the_window_is_right),
	};

	return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
