#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "aggregate/case_days.h"

#define FIRST	(-719162)	/* 0001-01-01 */
#define LAST	2932896		/* 9999-12-31 */

static void
only_the_days_that_were_noted_are_there(void **state)
{
	static const int64_t noted[] = { 20574, -1, 0, 63, 64, FIRST, LAST };
	struct case_days d = {0};

	(void)state;
	assert_false(case_days_any(&d, FIRST, LAST + 1));
	for (size_t i = 0; i < sizeof(noted) / sizeof(noted[0]); i++) {
		assert_false(case_days_any(&d, noted[i], noted[i] + 1));
		case_days_note(&d, noted[i]);
		assert_true(case_days_any(&d, noted[i], noted[i] + 1));
		assert_false(case_days_any(&d, noted[i], noted[i]));
	}
	assert_int_equal(d.first, FIRST);
	assert_int_equal(d.last, LAST);
	assert_false(case_days_any(&d, 1, 63));
	assert_true(case_days_any(&d, 1, 64));
	assert_false(case_days_any(&d, 65, 20574));
	case_days_free(&d);
	assert_false(case_days_any(&d, FIRST, LAST + 1));
}

static void
a_day_beyond_all_years_is_nowhere(void **state)
{
	struct case_days d = {0};

	(void)state;
	case_days_note(&d, INT64_MIN);
	case_days_note(&d, INT64_MAX);
	case_days_note(&d, LAST + 1000);
	assert_false(case_days_any(&d, INT64_MIN, INT64_MAX));
	case_days_note(&d, 5);
	assert_true(case_days_any(&d, INT64_MIN, INT64_MAX));
	case_days_free(&d);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(only_the_days_that_were_noted_are_there),
		cmocka_unit_test(a_day_beyond_all_years_is_nowhere),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
