#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>
#include <stdlib.h>
#include <string.h>

#include "aggregate_run.h"

/*
 * Windows against the same rule without them: while no record is late, the
 * same bytes; whatever is late, the same bytes once states are merged.
 */
static const char *const rules[] = {
	"by: [{hour: time}, town]\nrollup: [[time, town], [time]]\n"
	    "measures: {n: {count: all}, s: {sum: x}, p: {p90: x}, "
	    "e: {examples: 2}, h: {share: n, within: time}}\n",
	"by: {day: time}\nmeasures: {d: {distinct: town}, t: {top: town}}\n",
	"by: [{week: time}, {each: codes}]\ntable: {cooccurrence: codes}\n",
};

#define RECORDS	400
#define LATE	2	/* the engine's counter */

static uint64_t seed;

static unsigned
draw(unsigned below)
{
	seed = seed * UINT64_C(6364136223846793005) + 1442695040888963407u;
	return (unsigned)(seed >> 33) % below;
}

/* Times go on by some minutes, but may be up to so many minutes old. */
static void
make_lines(struct buf *lines, unsigned old)
{
	buf_cut(lines, 0);
	for (unsigned i = 0, now = old; i < RECORDS; i++) {
		unsigned at = now - draw(old + 1);

		buf_printf(lines, "{\"id\":\"r%u\",\"time\":\"2026-05-%02uT"
		    "%02u:%02u:00+08:00\",\"town\":\"t%u\",\"x\":%u,"
		    "\"codes\":[\"a\",\"%s\",\"c%u\"]}\n", i,
		    1 + at / 1440, at / 60 % 24, at % 60, draw(3), draw(90),
		    draw(2) ? "b" : "d", draw(3));
		now += draw(40);
	}
}

/* What the rule makes of the lines, with that window; copied. */
static char *
result(const char *rule, const char *window, const char *setting,
    struct span lines, uint64_t *late)
{
	struct buf whole = {0};
	struct run r;
	char *text;

	buf_printf(&whole, "%s%s%c", rule, window, '\0');
	run_init(&r);
	r.settings[0] = (struct setting){ setting, "" };
	if (run_begin(&r, whole.p, *setting != '\0') == -1)
		fail_msg("%s: %s", rule, r.faults.items[0].text);
	if (feed(&r, lines) == -1 || end(&r) == -1)
		fail_msg("%s: %s", rule, r.e.text);
	*late = r.counters[LATE];
	buf_byte(&r.out, '\0');
	text = strdup(r.out.p);
	clean(&r);
	buf_free(&whole);
	return text;
}

static void
windows_are_the_whole_while_nothing_is_late(void **state)
{
	struct buf lines = {0};
	char *whole, *windows;
	uint64_t late;

	(void)state;
	seed = 11;
	for (int round = 0; round < 10; round++) {
		make_lines(&lines, 120);
		for (size_t i = 0; i < sizeof(rules) / sizeof(rules[0]); i++) {
			whole = result(rules[i], "", "", buf_span(&lines),
			    &late);
			windows = result(rules[i], "window: {wait: 2h}", "",
			    buf_span(&lines), &late);
			assert_string_equal(whole, windows);
			assert_int_equal(late, 0);
			free(whole);
			free(windows);
		}
	}
	buf_free(&lines);
}

/* How often one text stands in another. */
static size_t
occurrences(const char *text, const char *what)
{
	size_t n = 0;

	for (; (text = strstr(text, what)) != NULL; text++)
		n++;
	return n;
}

static void
what_is_late_says_so_and_is_merged_where_it_belongs(void **state)
{
	struct buf lines = {0};
	char *whole, *windows, *states, *merged;
	uint64_t late, all = 0, none;

	(void)state;
	seed = 12;
	for (int round = 0; round < 10; round++) {
		make_lines(&lines, 300);
		for (size_t i = 0; i < sizeof(rules) / sizeof(rules[0]); i++) {
			whole = result(rules[i], "", "", buf_span(&lines),
			    &none);
			windows = result(rules[i], "window: {wait: 45m}", "",
			    buf_span(&lines), &late);
			assert_int_equal(late > 0,
			    occurrences(windows, "\"late\":true") > 0);
			all += late;
			states = result(rules[i], "window: {wait: 45m}",
			    "partial", buf_span(&lines), &none);
			merged = result(rules[i], "window: {wait: 45m}",
			    "merge", span_of(states), &none);
			assert_string_equal(whole, merged);
			free(whole);
			free(windows);
			free(states);
			free(merged);
		}
	}
	assert_true(all > 100);
	buf_free(&lines);
}

static void
what_was_written_takes_no_memory(void **state)
{
	struct buf lines = {0};
	struct run r;

	(void)state;
	for (int i = 0; i < 20000; i++)
		buf_printf(&lines, "{\"time\":\"2026-%02d-%02dT%02d:00\","
		    "\"town\":%d}\n", 1 + i / 1680, 1 + i / 60 % 28, i % 24, i);
	run_init(&r);
	r.settings[0] = (struct setting){ "memory", "64K" };
	assert_int_equal(run_begin(&r, "by: [{day: time}, town]\n"
	    "window: {wait: 1d}\nmeasures: {n: {count: all}}", 1), 0);
	assert_int_equal(feed(&r, buf_span(&lines)), 0);
	assert_int_equal(end(&r), 0);
	assert_int_equal(r.records, 20000);
	clean(&r);

	run_init(&r);
	r.settings[0] = (struct setting){ "memory", "64K" };
	assert_int_equal(run_begin(&r, "by: [{day: time}, town]\n"
	    "window: {wait: 100d}\nmeasures: {n: {count: all}}", 1), 0);
	assert_int_equal(feed(&r, buf_span(&lines)), -1);
	assert_int_equal(r.e.kind, ERR_MEMORY);
	clean(&r);
	buf_free(&lines);
}

int
main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(windows_are_the_whole_while_nothing_is_late),
		cmocka_unit_test(
		    what_is_late_says_so_and_is_merged_where_it_belongs),
		cmocka_unit_test(what_was_written_takes_no_memory),
	};

	return cmocka_run_group_tests_name("aggregate/windows", tests, NULL,
	    NULL);
}
