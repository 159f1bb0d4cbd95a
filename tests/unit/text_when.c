#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "text/when.h"

static void
times_are_read_as_the_table_says(void **state)
{
	/* Seconds by date -u -d TEXT +%s. */
	static const struct {
		const char	*text;
		int64_t		 seconds;
		int32_t		 nanoseconds;
		int		 offset;
	} table[] = {
		{ "1970-01-01", -28800, 0, 480 },
		{ "1970-01-01T00:00Z", 0, 0, 0 },
		{ "1970-01-01T08:00:00+08:00", 0, 0, 480 },
		{ "1969-12-31T23:59:59Z", -1, 0, 0 },
		{ "2024-05-03", 1714665600, 0, 480 },
		{ "2024-05-03T08:30", 1714696200, 0, 480 },
		{ "2024-05-03 08:30:15", 1714696215, 0, 480 },
		{ "2024-05-03 08:30:15.5+08:00", 1714696215, 500000000, 480 },
		{ "2024-05-03T00:30:15.000000001Z", 1714696215, 1, 0 },
		{ "2024-05-03T08:30:15.123456789", 1714696215, 123456789,
		  480 },
		{ "2024-05-02T18:30:00-06:00", 1714696200, 0, -360 },
		{ "2024-05-03T14:15+13:45", 1714696200, 0, 825 },
		{ "2024-02-29", 1709136000, 0, 480 },
		{ "2000-02-29T00:00Z", 951782400, 0, 0 },
		{ "0001-01-01T00:00Z", -62135596800, 0, 0 },
		{ "9999-12-31T23:59:59Z", 253402300799, 0, 0 },
	};
	struct when	w;
	size_t		i;

	(void)state;
	for (i = 0; i < sizeof(table) / sizeof(*table); i++) {
		assert_int_equal(when_parse(span_of(table[i].text),
		    WHEN_DEFAULT_ZONE, &w), 0);
		assert_int_equal(w.seconds, table[i].seconds);
		assert_int_equal(w.nanoseconds, table[i].nanoseconds);
		assert_int_equal(w.offset, table[i].offset);
	}
}

static void
what_is_no_time_is_refused(void **state)
{
	static const char *const	table[] = {
		"", "2024", "2024-05", "2024-5-3", "24-05-03", "20240503",
		"2024/05/03", "2024-00-01", "2024-13-01", "2024-05-00",
		"2024-05-32", "2024-04-31", "2023-02-29", "1900-02-29",
		"0000-01-01", "10000-01-01", "+2024-05-03", "-2024-05-03",
		" 2024-05-03", "2024-05-03 ", "2024-05-03T", "2024-05-03T08",
		"2024-05-03T08:", "2024-05-03T8:30", "2024-05-03T24:00",
		"2024-05-03T08:60", "2024-05-03T08:30:60",
		"2024-05-03T08:30:15.", "2024-05-03T08:30.5",
		"2024-05-03T08:30:15,5", "2024-05-03T08:30:15.1234567890",
		"2024-05-03t08:30", "2024-05-03T08:30z", "2024-05-03Z",
		"2024-05-03T08:30+8:00", "2024-05-03T08:30+0800",
		"2024-05-03T08:30+08", "2024-05-03T08:30+14:01",
		"2024-05-03T08:30+15:00", "2024-05-03T08:30-14:30",
		"2024-05-03T08:30+08:60", "2024-05-03T08:30+08:00x",
		"2024-05-03T08:30Zx", "2024-05-03T08:30 +08:00",
		"2024-05-03  08:30", "2024-05-0\xff", "２０２４-05-03",
	};
	struct when	w = { 1, 2, 3 };
	size_t		i;

	(void)state;
	for (i = 0; i < sizeof(table) / sizeof(*table); i++)
		assert_int_equal(when_parse(span_of(table[i]), 0, &w), -1);
	assert_int_equal(when_parse(SPAN("2024-05-03\0"), 0, &w), -1);
	assert_int_equal(when_parse(span_make(NULL, 0), 0, &w), -1);
	assert_true(w.seconds == 1 && w.nanoseconds == 2 && w.offset == 3);
}

static void
zones_go_to_fourteen_hours(void **state)
{
	static const struct {
		const char	*text;
		int		 minutes;
	} table[] = {
		{ "+08:00", 480 }, { "-08:00", -480 }, { "+00:00", 0 },
		{ "-00:00", 0 }, { "+05:45", 345 }, { "+14:00", 840 },
		{ "-14:00", -840 },
	};
	static const char *const	bad[] = {
		"", "08:00", "+8:00", "+0800", "+14:01", "-14:01", "+99:00",
		"+08:60", "+08:00 ", " +08:00", "Z", "UTC", "+08:0", "++8:00"
	};
	int		zone;
	size_t		i;

	(void)state;
	for (i = 0; i < sizeof(table) / sizeof(*table); i++) {
		assert_int_equal(when_zone(span_of(table[i].text), &zone), 0);
		assert_int_equal(zone, table[i].minutes);
	}
	zone = 42;
	for (i = 0; i < sizeof(bad) / sizeof(*bad); i++)
		assert_int_equal(when_zone(span_of(bad[i]), &zone), -1);
	assert_int_equal(zone, 42);
}

static void
assert_period(const char *text, enum when_unit unit, int zone,
    const char *want)
{
	struct when	w;
	char		got[16];

	assert_int_equal(when_parse(span_of(text), zone, &w), 0);
	assert_int_equal(when_period(&w, unit, zone, got), strlen(want));
	assert_string_equal(got, want);
}

static void
a_time_falls_into_its_periods(void **state)
{
	static const char *const	quarters[] = {
		"Q1", "Q1", "Q1", "Q2", "Q2", "Q2", "Q3", "Q3", "Q3", "Q4",
		"Q4", "Q4"
	};
	const char	*t = "2024-05-03T08:30";
	char		 text[16], want[16];
	int		 m;

	(void)state;
	assert_period(t, WHEN_YEAR, 480, "2024");
	assert_period(t, WHEN_QUARTER, 480, "2024-Q2");
	assert_period(t, WHEN_MONTH, 480, "2024-05");
	assert_period(t, WHEN_WEEK, 480, "2024-W18");
	assert_period(t, WHEN_DAY, 480, "2024-05-03");
	assert_period(t, WHEN_HOUR, 480, "2024-05-03T08");
	for (m = 1; m <= 12; m++) {
		snprintf(text, sizeof(text), "2023-%02d-28", m);
		snprintf(want, sizeof(want), "2023-%s", quarters[m - 1]);
		assert_period(text, WHEN_QUARTER, 480, want);
	}
}

static void
the_runs_zone_decides_the_day(void **state)
{
	(void)state;
	assert_period("2023-12-31T20:00:00Z", WHEN_DAY, 480, "2024-01-01");
	assert_period("2023-12-31T20:00:00Z", WHEN_YEAR, 0, "2023");
	assert_period("2024-01-01T00:30:00+08:00", WHEN_HOUR, 0,
	    "2023-12-31T16");
	assert_period("2024-03-01T00:00Z", WHEN_DAY, -1, "2024-02-29");
	assert_period("1969-12-31T23:59:59Z", WHEN_HOUR, 0, "1969-12-31T23");
	assert_period("0001-01-01T00:00Z", WHEN_DAY, -840, "0000-12-31");
	assert_period("9999-12-31T23:59Z", WHEN_HOUR, 840, "10000-01-01T13");
}

/* ISO 8601: year boundaries, by date -d TEXT +%G-W%V. */
static void
weeks_belong_to_the_year_of_their_thursday(void **state)
{
	static const struct {
		const char	*day, *week;
	} table[] = {
		{ "2020-12-31", "2020-W53" }, { "2021-01-01", "2020-W53" },
		{ "2021-01-03", "2020-W53" }, { "2021-01-04", "2021-W01" },
		{ "2024-12-29", "2024-W52" }, { "2024-12-30", "2025-W01" },
		{ "2024-12-31", "2025-W01" }, { "2025-01-01", "2025-W01" },
		{ "2027-01-03", "2026-W53" }, { "2026-12-31", "2026-W53" },
		{ "2023-01-01", "2022-W52" }, { "2018-12-31", "2019-W01" },
		{ "2016-01-03", "2015-W53" }, { "2000-01-01", "1999-W52" },
		{ "1969-12-29", "1970-W01" }, { "1970-01-01", "1970-W01" },
		{ "1968-12-29", "1968-W52" }, { "1968-12-30", "1969-W01" },
		{ "0001-01-01", "0001-W01" }, { "9999-12-31", "9999-W52" },
	};
	size_t	i;

	(void)state;
	for (i = 0; i < sizeof(table) / sizeof(*table); i++)
		assert_period(table[i].day, WHEN_WEEK, 0, table[i].week);
}

/* Counted one by one; looked at: ends of months, all days of some years. */
static void
every_day_follows_the_one_before(void **state)
{
	static const int	length[] = {
		31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31
	};
	struct when		w;
	char			text[40], got[16];
	int64_t			day = -719162;
	int			y, m, d, last;

	(void)state;
	for (y = 1; y <= 9999; y++) {
		for (m = 1; m <= 12; m++) {
			last = length[m - 1];
			if (m == 2 && y % 4 == 0 &&
			    (y % 100 != 0 || y % 400 == 0))
				last++;
			for (d = 1; d <= last; d++, day++) {
				if (d > 1 && d < last && y % 50 != 0)
					continue;
				snprintf(text, sizeof(text), "%04d-%02d-%02d",
				    y, m, d);
				assert_int_equal(when_parse(span_of(text), 0,
				    &w), 0);
				assert_int_equal(w.seconds, day * 86400);
				when_period(&w, WHEN_DAY, 0, got);
				assert_string_equal(got, text);
			}
		}
	}
}

static void
the_time_between_is_b_minus_a(void **state)
{
	struct when	a, b;

	(void)state;
	when_parse(SPAN("2024-02-28T23:00:00.25Z"), 0, &a);
	when_parse(SPAN("2024-03-01T08:00:00.5+08:00"), 0, &b);
	assert_true(when_between(&a, &b) == 86400 + 3600 + 0.25);
	assert_true(when_between(&b, &a) == -86400 - 3600 - 0.25);
	assert_true(when_between(&a, &a) == 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(times_are_read_as_the_table_says),
		cmocka_unit_test(what_is_no_time_is_refused),
		cmocka_unit_test(zones_go_to_fourteen_hours),
		cmocka_unit_test(a_time_falls_into_its_periods),
		cmocka_unit_test(the_runs_zone_decides_the_day),
		cmocka_unit_test(weeks_belong_to_the_year_of_their_thursday),
		cmocka_unit_test(every_day_follows_the_one_before),
		cmocka_unit_test(the_time_between_is_b_minus_a),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
