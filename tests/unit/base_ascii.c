#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/ascii.h"

static const char digits[] = "0123456789";
static const char letters[] =
    "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";

static bool
is_one_of(const char *set, char c)
{
	return c != '\0' && strchr(set, c) != NULL;
}

static void
every_byte_is_of_the_kind_that_the_standard_lists(void **state)
{
	(void)state;
	for (int i = -128; i < 128; i++) {
		char c = (char)i;

		assert_int_equal(ascii_is_digit(c), is_one_of(digits, c));
		assert_int_equal(ascii_is_letter(c), is_one_of(letters, c));
		assert_int_equal(ascii_hex(c) >= 0,
		    is_one_of("0123456789abcdefABCDEF", c));
	}
}

static void
hexadecimal_digits_have_their_value_in_either_case(void **state)
{
	static const char small[] = "0123456789abcdef";
	static const char large[] = "0123456789ABCDEF";

	(void)state;
	for (int i = 0; i < 16; i++) {
		assert_int_equal(ascii_hex(small[i]), i);
		assert_int_equal(ascii_hex(large[i]), i);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
		    every_byte_is_of_the_kind_that_the_standard_lists),
		cmocka_unit_test(
		    hexadecimal_digits_have_their_value_in_either_case),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
