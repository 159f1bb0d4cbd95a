#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#include "text/calendar.h"
#include "text/date.h"

static struct arena	arena;
static struct faults	faults;

/* The calendar of that text; NULL after faults. */
static struct calendar *
read_text(const char *text)
{
	const struct file	 file = { "days.csv", span_of(text),
	    { "rule", 1, 1 } };

	arena_reset(&arena);
	faults = (struct faults){ .arena = &arena };
	return calendar_read(&file, &arena, &faults);
}

static int64_t
day(const char *date)
{
	int64_t	days;

	assert_int_equal(date_parse(span_of(date), &days), 0);
	return days;
}

static const struct calendar *
shipped(void)
{
	faults = (struct faults){ .arena = &arena };
	return calendar_read(file_read(&arena, "rules/lists/holidays.csv",
	    (struct place){ "rule", 1, 1 }, &faults), &arena, &faults);
}

static void
working_days_are_counted_as_the_state_council_has_them(void **state)
{
	static const struct {
		const char	*a;
		const char	*b;
		int64_t		 count;
	} table[] = {
		{ "2026-05-11", "2026-05-11", 0 },
		{ "2026-05-11", "2026-05-12", 1 },	/* Mon, Tue */
		{ "2026-05-15", "2026-05-18", 1 },	/* Fri, Mon */
		{ "2026-05-16", "2026-05-18", 1 },	/* Sat, Mon */
		{ "2026-05-16", "2026-05-17", 0 },
		{ "2026-04-30", "2026-05-06", 1 },	/* over the holiday */
		{ "2026-05-08", "2026-05-11", 2 },	/* Sat 9 is worked */
		{ "2026-09-24", "2026-10-09", 5 },	/* 28-30, 8, 9 */
		{ "2026-09-18", "2026-09-21", 2 },	/* Sun 20 is worked */
		{ "2026-02-13", "2026-03-02", 7 },	/* 14, 24-28, 2 */
		{ "2025-12-31", "2026-01-05", 2 },	/* Sun 4, Mon 5 */
		{ "2024-01-01", "2024-12-31", 251 },
		{ "2025-01-01", "2025-12-31", 248 },
		{ "2026-01-01", "2026-12-31", 248 },
	};
	const struct calendar	*c = shipped();
	struct err		 e;
	int64_t			 n;
	size_t			 i;

	(void)state;
	assert_non_null(c);
	for (i = 0; i < sizeof(table) / sizeof(*table); i++) {
		assert_int_equal(calendar_workdays(c, day(table[i].a),
		    day(table[i].b), &n, &e), 0);
		if (n != table[i].count)
			fail_msg("%s to %s: %d", table[i].a, table[i].b,
			    (int)n);
		assert_int_equal(calendar_workdays(c, day(table[i].b),
		    day(table[i].a), &n, &e), 0);
		assert_int_equal(n, -table[i].count);
	}
}

static void
a_deadline_is_the_first_day_with_so_many_working_days(void **state)
{
	const struct calendar	*c = shipped();
	int64_t			 from, count, last, n, end;
	struct err		 e;

	(void)state;
	end = day("2026-11-01");
	for (from = day("2024-01-01"); from < end; from += 3)
		for (count = 1; count <= 30; count += 7) {
			assert_int_equal(calendar_deadline(c, from, count,
			    &last, &e), 0);
			assert_int_equal(calendar_workdays(c, from, last, &n,
			    &e), 0);
			assert_int_equal(n, count);
			assert_int_equal(calendar_workdays(c, from, last - 1,
			    &n, &e), 0);
			assert_int_equal(n, count - 1);
		}
}

static void
a_year_that_the_table_lacks_is_named_with_the_file(void **state)
{
	static const struct {
		const char	*a;
		const char	*b;
		const char	*named;
	} table[] = {
		{ "2026-12-31", "2027-01-01", "2027-01-01" },
		{ "2026-12-31", "2028-05-01", "2027-01-01" },
		{ "2023-12-31", "2024-01-02", "2023-12-31" },
		{ "2028-05-01", "2028-05-02", "2028-05-01" },
		{ "0001-01-01", "9999-12-31", "0001-01-01" },
	};
	const struct calendar	*c = shipped();
	struct err		 e;
	int64_t			 n;
	size_t			 i;

	(void)state;
	for (i = 0; i < sizeof(table) / sizeof(*table); i++) {
		assert_int_equal(calendar_workdays(c, day(table[i].a),
		    day(table[i].b), &n, &e), -1);
		assert_int_equal(e.kind, ERR_DATA);
		assert_string_equal(e.file, "rules/lists/holidays.csv");
		assert_non_null(strstr(e.text, table[i].named));
	}
	assert_int_equal(calendar_deadline(c, day("2026-12-30"), 2, &n, &e),
	    -1);
	assert_non_null(strstr(e.text, "2027-01-01"));
	assert_int_equal(calendar_deadline(c, day("2026-12-30"), 1, &n, &e),
	    0);
}

static void
a_gap_between_years_is_not_covered(void **state)
{
	const struct calendar	*c = read_text(
	    "kind,date\nholiday,2024-01-01\nholiday,2026-01-01\n");
	struct err		 e;
	int64_t			 n;

	(void)state;
	assert_non_null(c);
	assert_int_equal(calendar_workdays(c, day("2024-12-30"),
	    day("2026-01-05"), &n, &e), -1);
	assert_non_null(strstr(e.text, "2025-01-01"));
	assert_int_equal(calendar_workdays(c, day("2025-03-01"),
	    day("2025-03-02"), &n, &e), -1);
	assert_int_equal(calendar_deadline(c, day("2024-12-30"), 2, &n, &e),
	    -1);
}

static void
a_table_that_is_wrong_is_refused_at_its_line(void **state)
{
	static const struct {
		const char	*text;
		size_t		 line;		/* of the first fault */
		const char	*said;
	} table[] = {
		{ "", 1, "" },
		{ "date,kind\n", 1, "no days" },
		{ "day,kind\n2026-01-01,holiday\n", 1, "date" },
		{ "date,kind\n2026-02-30,holiday\n", 2, "2026-02-30" },
		{ "date,kind\n2026-01-01,holiday\n2026-01-02,work\n", 3,
		    "holiday or workday" },
		{ "date,kind\n2026-01-01,holiday\n2026-01-01,workday\n", 3,
		    "twice" },
		{ "date,kind\n2026-01-01\n", 2, "" },
		{ "date,kind\n0001-01-01,holiday\n9999-01-01,holiday\n", 1,
		    "200 years" },
	};
	size_t	i;

	(void)state;
	for (i = 0; i < sizeof(table) / sizeof(*table); i++) {
		assert_null(read_text(table[i].text));
		assert_true(faults.errors > 0);
		assert_int_equal(faults.items[0].place.line, table[i].line);
		assert_non_null(strstr(faults.items[0].text, table[i].said));
	}
}

static int
release(void **state)
{
	(void)state;
	arena_free(&arena);
	return 0;
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
		    working_days_are_counted_as_the_state_council_has_them),
		cmocka_unit_test(
		    a_deadline_is_the_first_day_with_so_many_working_days),
		cmocka_unit_test(
		    a_year_that_the_table_lacks_is_named_with_the_file),
		cmocka_unit_test(a_gap_between_years_is_not_covered),
		cmocka_unit_test(a_table_that_is_wrong_is_refused_at_its_line),
	};

	return cmocka_run_group_tests(tests, NULL, release);
}
