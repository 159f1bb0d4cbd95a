#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>

#include "text/letters.h"

static void
letters_and_numbers_make_a_word_of_it(void **state)
{
	static const char *const words[] = { "a", "居民", "5", "５", "。了",
	    "é", "Ⅲ", "①", "〇", "(a)", "ｱ", "μ" };

	(void)state;
	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		assert_true(letters_in(span_of(words[i])));
}

static void
punctuation_signs_and_spaces_do_not(void **state)
{
	static const char *const signs[] = { "", "。", "，", "“”", "……", "-",
	    "\xc2\xa0", "\xe3\x80\x80", "％", "→", "★", "\xf0\x9f\x98\x80",
	    "《", "·", "°" };

	(void)state;
	for (size_t i = 0; i < sizeof(signs) / sizeof(signs[0]); i++)
		assert_false(letters_in(span_of(signs[i])));
}

int
main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(letters_and_numbers_make_a_word_of_it),
		cmocka_unit_test(punctuation_signs_and_spaces_do_not),
	};

	return cmocka_run_group_tests_name("text/letters", tests, NULL, NULL);
}
