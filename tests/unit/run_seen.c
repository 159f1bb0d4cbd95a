#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>

#include "run/seen.h"

/* Numbers of which many begin at the same slot. */
static uint64_t
number_of(uint64_t i)
{
	return (i % 7 + 1) << 40 | i << 10 | 1;
}

static void
a_number_is_new_once(void **state)
{
	struct seen s = { 0 };
	uint64_t i;

	(void)state;
	for (i = 0; i < 20000; i++) {
		assert_true(seen_add(&s, number_of(i)));
		assert_false(seen_add(&s, number_of(i / 2)));
	}
	for (i = 0; i < 20000; i++)
		assert_false(seen_add(&s, number_of(i)));
	seen_free(&s);
}

static void
behind_the_limit_all_are_new_and_take_no_memory(void **state)
{
	struct seen s = { 0 };
	uint64_t i;

	(void)state;
	for (i = 1; i <= SEEN_MAX; i++)
		assert_true(seen_add(&s, i));
	for (i = SEEN_MAX + 1; i < SEEN_MAX + 1000; i++) {
		assert_true(seen_add(&s, i));
		assert_true(seen_add(&s, i));
	}
	assert_false(seen_add(&s, 1));
	assert_false(seen_add(&s, SEEN_MAX));
	assert_int_equal(s.room, 2 * SEEN_MAX);
	seen_free(&s);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_number_is_new_once),
		cmocka_unit_test(
		    behind_the_limit_all_are_new_and_take_no_memory),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
