#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "rules/list.h"

static struct arena		arena;
static char			path[] = "/tmp/minqing-list-XXXXXX";
static const struct place	asked_at = { "r.yaml", 3, 9 };

static int
setup(void **state)
{
	(void)state;
	close(mkstemp(path));
	return 0;
}

static int
teardown(void **state)
{
	(void)state;
	unlink(path);
	arena_free(&arena);
	return 0;
}

static void
write_list(struct span text, size_t count)
{
	FILE	*f = fopen(path, "w");

	while (count-- > 0)
		assert_int_equal(fwrite(text.p, 1, text.n, f), text.n);
	fclose(f);
}

static struct faults
read_list(struct span **terms, size_t *count, int expected)
{
	struct faults	 f = { .arena = &arena };

	assert_int_equal(list_read(&arena, path, asked_at, terms, count, &f),
	    expected);
	return f;
}

static void
blank_lines_comments_and_outer_spaces_are_dropped(void **state)
{
	static const char *const wanted[] = { "噪音", "a b", "-x#y", "last" };
	struct span	*terms;
	size_t		 count, i;

	(void)state;
	write_list(SPAN("\xEF\xBB\xBF噪音\r\n\n# 注释\n  a b\t\n-x#y\n"
	    "   \nlast"), 1);
	read_list(&terms, &count, 0);
	assert_int_equal(count, 4);
	for (i = 0; i < 4; i++)
		assert_true(span_is(terms[i], wanted[i]));
	write_list(SPAN(""), 1);
	read_list(&terms, &count, 0);
	assert_int_equal(count, 0);
}

static void
encoding_and_size_are_checked(void **state)
{
	struct span	*terms;
	struct faults	 f;
	size_t		 count;

	(void)state;
	write_list(SPAN("a\nb\xff\n"), 1);
	f = read_list(&terms, &count, -1);
	assert_string_equal(f.items[0].text,
	    "expected UTF-8, got the byte 0xFF");
	assert_string_equal(f.items[0].place.file, path);
	assert_int_equal(f.items[0].place.line, 2);
	assert_int_equal(f.items[0].place.column, 2);
	write_list(SPAN("a\n"), LIST_MAX_TERMS);
	read_list(&terms, &count, 0);
	write_list(SPAN("a\n"), LIST_MAX_TERMS + 1);
	f = read_list(&terms, &count, -1);
	assert_non_null(strstr(f.items[0].text,
	    "has 1000001 terms, expected at most 1000000"));
	assert_int_equal(truncate(path, LIST_MAX_BYTES + 1), 0);
	f = read_list(&terms, &count, -1);
	assert_non_null(strstr(f.items[0].text, "longer than 67108864 bytes"));
}

static void
missing_list_is_told_where_it_was_asked_for(void **state)
{
	struct faults	 f = { .arena = &arena };
	struct span	*terms;
	size_t		 count;

	(void)state;
	assert_int_equal(list_read(&arena, "/nowhere/a.txt", asked_at, &terms,
	    &count, &f), -1);
	assert_string_equal(f.items[0].text, "can't read the list "
	    "/nowhere/a.txt: No such file or directory");
	assert_int_equal(f.items[0].place.line, 3);
}

int
main(void)
{
	const struct CMUnitTest	 tests[] = {
		cmocka_unit_test(
		    blank_lines_comments_and_outer_spaces_are_dropped),
		cmocka_unit_test(encoding_and_size_are_checked),
		cmocka_unit_test(missing_list_is_told_where_it_was_asked_for)
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
