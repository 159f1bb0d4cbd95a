#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "rules/file.h"

static struct arena		arena;
static const struct place	asked_at = { "r.yaml", 3, 9 };

static int
teardown(void **state)
{
	(void)state;
	arena_free(&arena);
	return 0;
}

static void
file_that_cannot_be_read_says_why(void **state)
{
	char		 path[] = "/tmp/minqing-node-XXXXXX";
	struct span	 text;
	const char	*reason;
	int		 fd = mkstemp(path);

	(void)state;
	assert_int_equal(write(fd, "abcdef", 6), 6);
	close(fd);
	assert_int_equal(file_bytes(&arena, path, 6, &text, &reason), 0);
	assert_true(span_is(text, "abcdef"));
	assert_int_equal(file_bytes(&arena, path, 5, &text, &reason), -1);
	assert_string_equal(reason, "longer than 5 bytes");
	unlink(path);
	assert_int_equal(file_bytes(&arena, path, 6, &text, &reason), -1);
	assert_string_equal(reason, "No such file or directory");
	assert_int_equal(file_bytes(&arena, "/", 6, &text, &reason), -1);
	assert_string_equal(reason, "Is a directory");
	assert_int_equal(file_bytes(&arena, "/dev/zero", 5, &text,
	    &reason), -1);
	assert_string_equal(reason, "longer than 5 bytes");
}

static void
missing_file_is_told_where_it_was_asked_for(void **state)
{
	struct faults	 f = { .arena = &arena };

	(void)state;
	assert_null(file_read(&arena, "/nowhere/a.txt", asked_at, &f));
	assert_string_equal(f.items[0].text,
	    "can't read /nowhere/a.txt: No such file or directory");
	assert_string_equal(f.items[0].place.file, "r.yaml");
	assert_int_equal(f.items[0].place.line, 3);
}

static void
file_of_more_than_the_limit_is_refused(void **state)
{
	char		 path[] = "/tmp/minqing-file-XXXXXX";
	struct faults	 f = { .arena = &arena };
	int		 fd = mkstemp(path);

	(void)state;
	assert_int_equal(ftruncate(fd, (off_t)FILE_MAX_BYTES + 1), 0);
	close(fd);
	assert_null(file_read(&arena, path, asked_at, &f));
	assert_non_null(strstr(f.items[0].text, "longer than 67108864 bytes"));
	unlink(path);
}

static void
pipe_is_a_file_like_others(void **state)
{
	struct faults		 f = { .arena = &arena };
	const struct file	*file;
	char			 path[32];
	int			 ends[2];

	(void)state;
	assert_int_equal(pipe(ends), 0);
	assert_int_equal(write(ends[1], "噪音\n", 7), 7);
	close(ends[1]);
	snprintf(path, sizeof(path), "/dev/fd/%d", ends[0]);
	file = file_read(&arena, path, asked_at, &f);
	assert_non_null(file);
	assert_true(span_is(file->text, "噪音\n"));
	close(ends[0]);
}

int
main(void)
{
	const struct CMUnitTest	 tests[] = {
		cmocka_unit_test(file_that_cannot_be_read_says_why),
		cmocka_unit_test(missing_file_is_told_where_it_was_asked_for),
		cmocka_unit_test(file_of_more_than_the_limit_is_refused),
		cmocka_unit_test(pipe_is_a_file_like_others)
	};

	return cmocka_run_group_tests(tests, NULL, teardown);
}
