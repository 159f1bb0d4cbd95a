#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/mem.h"

static jmp_buf	failed;
static size_t	asked;

static void
handler(size_t size)
{
	asked = size;
	longjmp(failed, 1);
}

static int
set_handler(void **state)
{
	(void)state;
	asked = 0;
	mem_on_failure(handler);
	return 0;
}

static int
drop_handler(void **state)
{
	(void)state;
	mem_on_failure(NULL);
	return 0;
}

static void
nothing_is_allocated_as_something(void **state)
{
	char	*p = mem_alloc(0, 8), *q = mem_zero(8, 0);

	(void)state;
	assert_non_null(p);
	assert_non_null(q);
	p = mem_resize(p, 0, 0);
	assert_non_null(p);
	mem_free(p);
	mem_free(q);
	mem_free(NULL);
}

static void
zeroed_memory_is_zero(void **state)
{
	unsigned char	*p = mem_zero(100, 10);
	size_t		 i;

	(void)state;
	for (i = 0; i < 1000; i++)
		assert_int_equal(p[i], 0);
	mem_free(p);
}

static void
resizing_keeps_what_was_there(void **state)
{
	int	*p = mem_resize(NULL, 2, sizeof(*p));

	(void)state;
	p[0] = 1;
	p[1] = 2;
	p = mem_resize(p, 1000, sizeof(*p));
	assert_int_equal(p[0], 1);
	assert_int_equal(p[1], 2);
	p[999] = 3;
	mem_free(p);
}

static void
an_overflow_calls_the_handler_with_the_largest_size(void **state)
{
	void *volatile	old = mem_alloc(1, 1);
	volatile int	calls = 0;

	(void)state;
	if (setjmp(failed) != 0)
		assert_int_equal(asked, SIZE_MAX);
	asked = 0;
	switch (calls++) {
	case 0:
		mem_alloc(SIZE_MAX / 2 + 1, 2);
		fail();
		break;
	case 1:
		mem_zero(2, SIZE_MAX / 2 + 1);
		fail();
		break;
	case 2:
		mem_resize(old, SIZE_MAX, SIZE_MAX);
		fail();
		break;
	}
	assert_int_equal(calls, 4);
	mem_free(old);
}

static void
a_librarys_report_reaches_the_handler(void **state)
{
	(void)state;
	if (setjmp(failed) == 0)
		mem_failed(123);
	assert_int_equal(asked, 123);
}

static void
the_previous_handler_is_returned(void **state)
{
	(void)state;
	assert_ptr_equal(mem_on_failure(NULL), handler);
	assert_null(mem_on_failure(handler));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(nothing_is_allocated_as_something),
		cmocka_unit_test(zeroed_memory_is_zero),
		cmocka_unit_test(resizing_keeps_what_was_there),
		cmocka_unit_test_setup_teardown(
		    an_overflow_calls_the_handler_with_the_largest_size,
		    set_handler, drop_handler),
		cmocka_unit_test_setup_teardown(
		    a_librarys_report_reaches_the_handler,
		    set_handler, drop_handler),
		cmocka_unit_test_setup_teardown(
		    the_previous_handler_is_returned,
		    set_handler, drop_handler),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
