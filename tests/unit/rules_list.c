#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>
#include <string.h>

#include "rules/list.h"

static struct arena		arena;

static int
teardown(void **state)
{
	(void)state;
	arena_free(&arena);
	return 0;
}

static struct faults
read_list(struct span text, struct span **terms, size_t *count, int expected)
{
	const struct file	 file = { "a.txt", text, { "r.yaml", 3, 9 } };
	struct faults		 f = { .arena = &arena };

	assert_int_equal(list_read(&arena, &file, terms, count, &f), expected);
	return f;
}

static void
blank_lines_comments_and_outer_spaces_are_dropped(void **state)
{
	static const char *const wanted[] = { "噪音", "a b", "-x#y", "last" };
	struct span	*terms;
	size_t		 count, i;

	(void)state;
	read_list(SPAN("\xEF\xBB\xBF噪音\r\n\n# 注释\n  a b\t\n-x#y\n"
	    "   \nlast"), &terms, &count, 0);
	assert_int_equal(count, 4);
	for (i = 0; i < 4; i++)
		assert_true(span_is(terms[i], wanted[i]));
	read_list(SPAN(""), &terms, &count, 0);
	assert_int_equal(count, 0);
}

static void
encoding_is_checked(void **state)
{
	struct span	*terms;
	struct faults	 f;
	size_t		 count;

	(void)state;
	f = read_list(SPAN("a\nb\xff\n"), &terms, &count, -1);
	assert_string_equal(f.items[0].text,
	    "expected UTF-8, got the byte 0xFF");
	assert_string_equal(f.items[0].place.file, "a.txt");
	assert_int_equal(f.items[0].place.line, 2);
	assert_int_equal(f.items[0].place.column, 2);
}

static void
too_many_terms_are_told_where_the_list_is_named(void **state)
{
	char		*text = arena_alloc(&arena, 2 * (LIST_MAX_TERMS + 1));
	struct span	*terms;
	struct faults	 f;
	size_t		 count, i;

	(void)state;
	for (i = 0; i <= LIST_MAX_TERMS; i++)
		memcpy(text + 2 * i, "a\n", 2);
	read_list(span_make(text, 2 * LIST_MAX_TERMS), &terms, &count, 0);
	f = read_list(span_make(text, 2 * (LIST_MAX_TERMS + 1)), &terms,
	    &count, -1);
	assert_string_equal(f.items[0].text, "the list a.txt has 1000001 "
	    "terms, expected at most 1000000");
	assert_string_equal(f.items[0].place.file, "r.yaml");
	assert_int_equal(f.items[0].place.line, 3);
}

int
main(void)
{
	const struct CMUnitTest	 tests[] = {
		cmocka_unit_test(
		    blank_lines_comments_and_outer_spaces_are_dropped),
		cmocka_unit_test(encoding_is_checked),
		cmocka_unit_test(
		    too_many_terms_are_told_where_the_list_is_named)
	};

	return cmocka_run_group_tests(tests, NULL, teardown);
}
