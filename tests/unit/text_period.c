#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "text/date.h"
#include "text/period.h"

static void
every_day_from_1_to_9999_comes_back_from_its_number(void **state)
{
	struct date	d, next = { 1, 1, 1 };
	int64_t		days, last = date_days((struct date){ 9999, 12, 31 });

	(void)state;
	for (days = date_days(next); days <= last; days++) {
		d = date_of_days(days);
		assert_true(d.year == next.year && d.month == next.month &&
		    d.day == next.day);
		assert_int_equal(date_days(d), days);
		if (++next.day > date_days_in(next.year, next.month)) {
			next.day = 1;
			next.year += next.month == 12;
			next.month = next.month % 12 + 1;
		}
	}
}

static void
weekdays_are_those_of_the_calendar(void **state)
{
	(void)state;
	assert_int_equal(date_weekday(0), THURSDAY);
	assert_int_equal(date_weekday(-1), WEDNESDAY);
	assert_int_equal(date_weekday(date_days(
	    (struct date){ 2026, 11, 22 })), SUNDAY);
	assert_int_equal(date_weekday(date_days(
	    (struct date){ 1, 1, 1 })), MONDAY);
}

/* A period, its first day, the day behind it, the one before, a year ago. */
static const struct {
	const char	*text;
	const char	*from;
	const char	*to;
	const char	*previous;
	const char	*year_ago;	/* "": there is none */
} periods[] = {
	{ "2026", "2026-01-01", "2027-01-01", "2025", "2025" },
	{ "2026-Q1", "2026-01-01", "2026-04-01", "2025-Q4", "2025-Q1" },
	{ "2026-Q4", "2026-10-01", "2027-01-01", "2026-Q3", "2025-Q4" },
	{ "2026-05", "2026-05-01", "2026-06-01", "2026-04", "2025-05" },
	{ "2026-01", "2026-01-01", "2026-02-01", "2025-12", "2025-01" },
	{ "2024-02", "2024-02-01", "2024-03-01", "2024-01", "2023-02" },
	{ "2026-W20", "2026-05-11", "2026-05-18", "2026-W19", "2025-W20" },
	{ "2026-W01", "2025-12-29", "2026-01-05", "2025-W52", "2025-W01" },
	{ "2026-W53", "2026-12-28", "2027-01-04", "2026-W52", "" },
	{ "2027-W01", "2027-01-04", "2027-01-11", "2026-W53", "2026-W01" },
	{ "2026-05-03", "2026-05-03", "2026-05-04", "2026-05-02",
	    "2025-05-03" },
	{ "2024-02-29", "2024-02-29", "2024-03-01", "2024-02-28", "" },
	{ "2025-02-28", "2025-02-28", "2025-03-01", "2025-02-27",
	    "2024-02-28" },
	{ "2026-05-01/2026-05-11", "2026-05-01", "2026-05-11",
	    "2026-04-21/2026-05-01", "2025-05-01/2025-05-11" },
	{ "2024-02-29/2024-03-02", "2024-02-29", "2024-03-02",
	    "2024-02-27/2024-02-29", "" },
};

static void
periods_are_as_the_table_says(void **state)
{
	struct period	p, other;
	char		text[PERIOD_SIZE], date[DATE_SIZE];
	size_t		i;

	(void)state;
	for (i = 0; i < sizeof(periods) / sizeof(*periods); i++) {
		assert_int_equal(period_parse(span_of(periods[i].text), &p),
		    0);
		assert_string_equal(period_text(&p, text), periods[i].text);
		assert_string_equal(date_text(p.from, date), periods[i].from);
		assert_string_equal(date_text(p.to, date), periods[i].to);
		other = period_previous(&p);
		assert_int_equal(other.to, p.from);
		assert_string_equal(period_text(&other, text),
		    periods[i].previous);
		assert_int_equal(period_year_ago(&p, &other),
		    periods[i].year_ago[0] != '\0');
		if (periods[i].year_ago[0] != '\0')
			assert_string_equal(period_text(&other, text),
			    periods[i].year_ago);
	}
}

static void
a_day_falls_into_the_period_that_holds_it(void **state)
{
	static const enum when_unit	units[] = {
		WHEN_YEAR, WHEN_QUARTER, WHEN_MONTH, WHEN_WEEK, WHEN_DAY
	};
	struct period			p, same;
	char				text[PERIOD_SIZE];
	int64_t				day;
	size_t				i;

	(void)state;
	for (day = 15000; day < 22000; day++)
		for (i = 0; i < 5; i++) {
			p = period_of_day(day, units[i]);
			assert_true(p.from <= day && day < p.to);
			assert_int_equal(period_parse(span_of(period_text(&p,
			    text)), &same), 0);
			assert_true(same.from == p.from && same.to == p.to);
		}
}

static void
what_is_no_period_is_refused(void **state)
{
	static const char *const	table[] = {
		"", "2", "202", "20266", "0000", "2026-", "2026-0",
		"2026-00", "2026-13", "2026-5", "2026-005", "2026-Q0",
		"2026-Q5", "2026-Q", "2026-Q11", "2026-q1", "2026-W",
		"2026-W1", "2026-W00", "2025-W53", "2026-W54", "2026-02-29",
		"2026-05-03T00", "2026/05", "/", "2026-05-01/",
		"/2026-05-01", "2026-05-01/2026-05-01",
		"2026-05-02/2026-05-01", "2026-05/2026-06", "2026-05 ",
		" 2026", "-026", "2026-Q1/2026-Q2", "2026年5月"
	};
	struct period			p;
	size_t				i;

	(void)state;
	for (i = 0; i < sizeof(table) / sizeof(*table); i++)
		if (period_parse(span_of(table[i]), &p) == 0)
			fail_msg("%s is a period", table[i]);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
		    every_day_from_1_to_9999_comes_back_from_its_number),
		cmocka_unit_test(weekdays_are_those_of_the_calendar),
		cmocka_unit_test(periods_are_as_the_table_says),
		cmocka_unit_test(a_day_falls_into_the_period_that_holds_it),
		cmocka_unit_test(what_is_no_period_is_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
