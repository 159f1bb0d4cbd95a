#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <setjmp.h>
#include <cmocka.h>

#include "text/stamp.h"

/* expected begins with `-` where it is a reason. */
static void
expect(const char *cell, const struct span *formats, size_t count,
    const char *expected)
{
	char into[STAMP_SIZE];
	const char *reason;
	size_t n;

	n = stamp_write(span_of(cell), formats, count, 480, into, &reason);
	if (expected[0] == '-') {
		assert_int_equal(n, 0);
		assert_string_equal(reason, expected + 1);
		return;
	}
	assert_null(reason);
	assert_true(span_is(span_make(into, n), expected));
}

static void
usual_shapes_become_iso_8601(void **state)
{
	static const struct {
		const char	*cell;
		const char	*iso;
	} cases[] = {
		{ "2026-05-03", "2026-05-03" },
		{ "2026/5/3", "2026-05-03" },
		{ "2026.5.3", "2026-05-03" },
		{ "20260503", "2026-05-03" },
		{ "2026年5月3日", "2026-05-03" },
		{ "2026/5/3 8:30", "2026-05-03T08:30:00+08:00" },
		{ "2026-05-03 08:30:05", "2026-05-03T08:30:05+08:00" },
		{ "2026-05-03T08:30:05", "2026-05-03T08:30:05+08:00" },
		{ "2026-05-03 08:30:05.0", "2026-05-03T08:30:05+08:00" },
		{ "2026-05-03 08:30:05.250", "2026-05-03T08:30:05.25+08:00" },
		{ "2026年5月3日 8时30分", "2026-05-03T08:30:00+08:00" },
		{ "2026年5月3日8时30分05秒", "2026-05-03T08:30:05+08:00" },
		{ "2026年05月03日 8:30", "2026-05-03T08:30:00+08:00" },
		{ "2026年5月3日8点", "2026-05-03T08:00:00+08:00" },
		{ "2026年5月3日 上午9时01分", "2026-05-03T09:01:00+08:00" },
		{ "2026/5/3 下午 2:30", "2026-05-03T14:30:00+08:00" },
		{ "2026/5/3 下午14:30", "2026-05-03T14:30:00+08:00" },
		{ "2026/5/3 下午12:30", "2026-05-03T12:30:00+08:00" },
		{ "2026年5月3日中午1点", "2026-05-03T13:00:00+08:00" },
		{ "2026年5月3日晚上11点", "2026-05-03T23:00:00+08:00" },
		{ "2026年5月3日凌晨0点5分", "2026-05-03T00:05:00+08:00" },
		{ "20260503083005", "2026-05-03T08:30:05+08:00" },
		{ "2026-05-03　08:30", "2026-05-03T08:30:00+08:00" },
		{ "2026-05-03T08:30:00Z", "2026-05-03T08:30:00+00:00" },
		{ "2026-05-03T08:30-05:30", "2026-05-03T08:30:00-05:30" },
		{ "2024-02-29", "2024-02-29" },
		{ "0001-01-01", "0001-01-01" },
		{ "9999-12-31 23:59:59", "9999-12-31T23:59:59+08:00" },
	};
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		expect(cases[i].cell, NULL, 0, cases[i].iso);
}

static void
what_is_no_time_says_why(void **state)
{
	static const struct {
		const char	*cell;
		const char	*reason;
	} cases[] = {
		{ "", "-another shape" },
		{ "2026", "-another shape" },
		{ "2026-05", "-another shape" },
		{ "26/5/3", "-another shape" },
		{ "5/3/2026", "-another shape" },
		{ "2026-05/03", "-another shape" },
		{ "2026-05-03 8", "-another shape" },
		{ "2026-05-03 8:3", "-another shape" },
		{ "2026-05-038:30", "-another shape" },
		{ "2026-05-03 8:30:", "-another shape" },
		{ "2026-05-03 8:30:05.", "-another shape" },
		{ "2026-05-03 8:30:05.0123456789", "-another shape" },
		{ "2026年5月3", "-another shape" },
		{ "2026年5月3日8时30", "-another shape" },
		{ "20260503 x", "-another shape" },
		{ "20260503+08:00", "-another shape" },
		{ "202605030830", "-another shape" },
		{ "46145.354", "-another shape" },
		{ "2026-05-03T08:30+15:00", "-another shape" },
		{ "2026-05-03 08:30 上午", "-another shape" },
		{ "2026-02-30", "-an impossible date" },
		{ "2025-02-29", "-an impossible date" },
		{ "2026-13-01", "-an impossible date" },
		{ "2026-00-01", "-an impossible date" },
		{ "2026/4/31 8:30", "-an impossible date" },
		{ "0000-01-01", "-an impossible date" },
		{ "20261301", "-an impossible date" },
		{ "2026-05-03 24:00", "-an impossible time of day" },
		{ "2026-05-03 23:60", "-an impossible time of day" },
		{ "2026-05-03 上午14:00", "-an impossible time of day" },
		{ "2026-05-03 晚上1:00", "-an impossible time of day" },
		{ "2026-05-03 下午上午1:00", "-another shape" },
		{ "2026-05-03 23:59:60", "-an impossible time of day" },
	};
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		expect(cases[i].cell, NULL, 0, cases[i].reason);
}

static void
formats_are_tried_in_their_order_and_nothing_else(void **state)
{
	static const struct {
		const char	*cell;
		const char	*format;
		const char	*iso;
	} cases[] = {
		{ "03/05/2026", "%d/%m/%Y", "2026-05-03" },
		{ "3/5/2026 8:30", "%d/%m/%Y %H:%M",
		    "2026-05-03T08:30:00+08:00" },
		{ "20260503 0830", "%Y%m%d %H%M",
		    "2026-05-03T08:30:00+08:00" },
		{ "202653", "%Y%m%d", "-another shape" },
		{ "2026年5月3日", "%Y年%m月%d日", "2026-05-03" },
		{ "2026年5月3", "%Y年%m月%d日", "-another shape" },
		{ "2026-5-3  8%", "%Y-%m-%d %H%%",
		    "2026-05-03T08:00:00+08:00" },
		{ "2026-5-38", "%Y-%m-%d %H", "-another shape" },
		{ "2026-05-03", "%Y/%m/%d", "-another shape" },
		{ "2026/2/30", "%Y/%m/%d", "-an impossible date" },
		{ "46145", "excel", "2026-05-03" },
		{ "46145.354166666664", "excel", "2026-05-03T08:30:00+08:00" },
		{ "46145.0", "excel", "2026-05-03T00:00:00+08:00" },
		{ "61", "excel", "1900-03-01" },
		{ "60", "excel", "-another shape" },
		{ "-1", "excel", "-another shape" },
		{ "2958465", "excel", "-another shape" },
		{ "1e400", "excel", "-another shape" },
		{ "2026-05-03", "excel", "-another shape" },
	};
	const struct span two[] = { SPAN("%Y/%m/%d"), SPAN("excel") };
	struct span format;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		format = span_of(cases[i].format);
		assert_null(stamp_check(format));
		expect(cases[i].cell, &format, 1, cases[i].iso);
	}
	expect("2026/5/3", two, 2, "2026-05-03");
	expect("46145", two, 2, "2026-05-03");
	expect("2026-5-3", two, 2, "-another shape");
}

static void
a_format_that_says_no_date_is_refused(void **state)
{
	static const char *const bad[] = {
		"", "%Y", "%Y-%m", "%H:%M", "%Y-%m-%d %M", "%Y-%m-%d %H:%S",
		"%Y-%m-%d %y", "%Y-%m-%d%", "%Y-%m-%d %d", "Excel"
	};
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		assert_non_null(stamp_check(span_of(bad[i])));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(usual_shapes_become_iso_8601),
		cmocka_unit_test(what_is_no_time_says_why),
		cmocka_unit_test(
		    formats_are_tried_in_their_order_and_nothing_else),
		cmocka_unit_test(a_format_that_says_no_date_is_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
