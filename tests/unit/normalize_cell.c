#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <setjmp.h>
#include <cmocka.h>

#include "normalize/cell.h"

/* value is NULL where got says why there is none. */
struct cell_case {
	enum column_type	 type;
	const char		*cell;
	const char		*value;
	const char		*got;
};

static void
expect(const struct cell_case *c)
{
	struct span separator = SPAN("；");
	const struct column column = { .type = c->type,
	    .separators = &separator, .separator_count = 1 };
	struct arena arena = { 0 };
	struct value value;
	const char *expected = NULL, *got = NULL;
	int rc = cell_value(&column, 480, span_of(c->cell), &arena, &value,
	    &expected, &got);

	if (c->value == NULL) {
		assert_int_equal(rc, -1);
		assert_non_null(expected);
		assert_non_null(strstr(got, c->got));
	} else {
		assert_int_equal(rc, 0);
		assert_true(span_is(value.text, c->value));
		assert_true((value.kind == VALUE_NONE) ==
		    (c->value[0] == '\0'));
	}
	arena_free(&arena);
}

static void
a_code_stays_as_it_is_or_is_refused(void **state)
{
	static const struct cell_case cases[] = {
		{ COLUMN_CODE, "0010", "0010", NULL },
		{ COLUMN_CODE, "999101001002", "999101001002", NULL },
		{ COLUMN_CODE, "=\"0010\"", "0010", NULL },
		{ COLUMN_CODE, "=\" 0010 \"", "0010", NULL },
		{ COLUMN_CODE, "'0010", "0010", NULL },
		{ COLUMN_CODE, "=\"\"", "", NULL },
		{ COLUMN_CODE, "'", "", NULL },
		{ COLUMN_CODE, "=\"", "=\"", NULL },
		{ COLUMN_CODE, "A-1.5", "A-1.5", NULL },
		{ COLUMN_CODE, "1.2.3", "1.2.3", NULL },
		{ COLUMN_CODE, "12E5", "12E5", NULL },
		{ COLUMN_CODE, "12E+5楼", "12E+5楼", NULL },
		{ COLUMN_CODE, "100000000000000", "100000000000000", NULL },
		{ COLUMN_CODE, "1234567890123456", "1234567890123456", NULL },
		{ COLUMN_CODE, "12345678901234560000x",
		    "12345678901234560000x", NULL },
		{ COLUMN_CODE, "9.99E+11", NULL, "spreadsheet made" },
		{ COLUMN_CODE, "9E+11", NULL, "spreadsheet made" },
		{ COLUMN_CODE, "9.99e-11", NULL, "spreadsheet made" },
		{ COLUMN_CODE, "=\"9E+11\"", NULL, "spreadsheet made" },
		{ COLUMN_CODE, "999101.0", NULL, "spreadsheet made" },
		{ COLUMN_CODE, "999101.", NULL, "spreadsheet made" },
		{ COLUMN_CODE, "1234567890123450", NULL, "ends in zeros" },
		{ COLUMN_CODE, "123456789012345000", NULL, "ends in zeros" },
	};
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		expect(&cases[i]);
}

static void
numbers_become_json_or_are_refused(void **state)
{
	static const struct cell_case cases[] = {
		{ COLUMN_INTEGER, "0", "0", NULL },
		{ COLUMN_INTEGER, "007", "7", NULL },
		{ COLUMN_INTEGER, "+7", "7", NULL },
		{ COLUMN_INTEGER, "-007", "-7", NULL },
		{ COLUMN_INTEGER, "000", "0", NULL },
		{ COLUMN_INTEGER, "99999999999999999999",
		    "99999999999999999999", NULL },
		{ COLUMN_INTEGER, "3.0", NULL, "something else" },
		{ COLUMN_INTEGER, "-", NULL, "something else" },
		{ COLUMN_INTEGER, "--1", NULL, "something else" },
		{ COLUMN_INTEGER, "1,000", "1000", NULL },
		{ COLUMN_INTEGER, "-01,234,567", "-1234567", NULL },
		{ COLUMN_INTEGER, "1000,000", NULL, "something else" },
		{ COLUMN_INTEGER, "1,00", NULL, "something else" },
		{ COLUMN_INTEGER, "1,000,", NULL, "something else" },
		{ COLUMN_NUMBER, "1,001.50", "1001.50", NULL },
		{ COLUMN_NUMBER, "1.5,000", NULL, "something else" },
		{ COLUMN_INTEGER, "三", NULL, "something else" },
		{ COLUMN_NUMBER, "3.50", "3.50", NULL },
		{ COLUMN_NUMBER, "-03.5", "-3.5", NULL },
		{ COLUMN_NUMBER, "+0.5", "0.5", NULL },
		{ COLUMN_NUMBER, "1e400", "1e400", NULL },
		{ COLUMN_NUMBER, ".5", NULL, "something else" },
		{ COLUMN_NUMBER, "5.", NULL, "something else" },
		{ COLUMN_NUMBER, "+-5", NULL, "something else" },
		{ COLUMN_NUMBER, "NaN", NULL, "something else" },
		{ COLUMN_NUMBER, "12%", NULL, "something else" },
	};
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		expect(&cases[i]);
}

static void
other_types_say_what_they_expect(void **state)
{
	static const struct cell_case cases[] = {
		{ COLUMN_TEXT, "文", "文", NULL },
		{ COLUMN_TEXT, "", "", NULL },
		{ COLUMN_TIME, "2026/5/3", "\"2026-05-03\"", NULL },
		{ COLUMN_TIME, "", "", NULL },
		{ COLUMN_TIME, "2026/2/30", NULL, "impossible date" },
		{ COLUMN_BOOLEAN, "是", "true", NULL },
		{ COLUMN_BOOLEAN, "0", "false", NULL },
		{ COLUMN_BOOLEAN, "TRUE", NULL, "another word" },
	};
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		expect(&cases[i]);
}

static void
a_list_has_what_stands_between_separators(void **state)
{
	struct span separators[] = { SPAN("；"), SPAN("、") };
	const struct column column = { .type = COLUMN_LIST,
	    .separators = separators, .separator_count = 2 };
	struct arena arena = { 0 };
	struct value value;
	const char *expected, *got;

	(void)state;
	assert_int_equal(cell_value(&column, 480, SPAN("甲； 乙；；丙、"),
	    &arena, &value, &expected, &got), 0);
	assert_int_equal(value.kind, VALUE_LIST);
	assert_int_equal(value.count, 3);
	assert_true(span_is(value.items[0], "甲"));
	assert_true(span_is(value.items[1], "乙"));
	assert_true(span_is(value.items[2], "丙"));
	arena_free(&arena);
}

static void
a_word_that_the_map_lacks_is_refused_but_none_is_none(void **state)
{
	struct word words[] = {
		{ SPAN("不满意"), SPAN("false") }, { SPAN("未评价"), SPAN("") },
		{ SPAN("满意"), SPAN("true") }
	};
	const struct words map = { words, 3, false };
	const struct column column = { .words = &map };
	struct arena arena = { 0 };
	struct value value;
	const char *expected, *got;

	(void)state;
	assert_int_equal(cell_value(&column, 480, SPAN("满意"), &arena,
	    &value, &expected, &got), 0);
	assert_true(span_is(value.text, "true"));
	assert_int_equal(cell_value(&column, 480, SPAN("未评价"), &arena,
	    &value, &expected, &got), 0);
	assert_int_equal(value.kind, VALUE_NONE);
	assert_int_equal(cell_value(&column, 480, SPAN(""), &arena, &value,
	    &expected, &got), 0);
	assert_int_equal(value.kind, VALUE_NONE);
	assert_int_equal(cell_value(&column, 480, SPAN("很满意"), &arena,
	    &value, &expected, &got), -1);
	assert_string_equal(expected, "a word of the map");
	arena_free(&arena);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_code_stays_as_it_is_or_is_refused),
		cmocka_unit_test(numbers_become_json_or_are_refused),
		cmocka_unit_test(other_types_say_what_they_expect),
		cmocka_unit_test(a_list_has_what_stands_between_separators),
		cmocka_unit_test(
		    a_word_that_the_map_lacks_is_refused_but_none_is_none),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
