#include <dirent.h>
#include <limits.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "io/sorter.h"

static char folder[PATH_MAX];
static struct scratch scratch;

static int
make_folder(void **state)
{
	(void)state;
	snprintf(folder, sizeof(folder), "/tmp/minqing-test-XXXXXX");
	return mkdtemp(folder) == NULL ? -1 : 0;
}

/* Fails where anything was left in it. */
static int
remove_folder(void **state)
{
	(void)state;
	return rmdir(folder);
}

static int
open_scratch(void **state)
{
	(void)state;
	scratch_open(&scratch, folder);
	return scratch.fd < 0;
}

static int
close_scratch(void **state)
{
	(void)state;
	scratch_close(&scratch);
	return 0;
}

static size_t
files_in_folder(void)
{
	DIR *dir = opendir(folder);
	size_t n = 0;

	assert_non_null(dir);
	while (readdir(dir) != NULL)
		n++;
	closedir(dir);
	return n - 2;
}

static int
by_bytes(const void *a, const void *b)
{
	return span_compare(*(const struct span *)a, *(const struct span *)b);
}

static void
put(struct sorter *s, struct span record)
{
	struct err e = { 0 };

	assert_int_equal(sorter_put(s, record, &e), 0);
}

/* The records that are there now are these. */
static void
expect(struct sorter *s, const char *const *records, size_t count)
{
	struct err e = { 0 };
	struct span record;

	assert_int_equal(sorter_rewind(s, &e), 0);
	for (size_t i = 0; i < count; i++) {
		assert_int_equal(sorter_next(s, &record, &e), 1);
		assert_true(span_is(record, records[i]));
	}
	assert_int_equal(sorter_next(s, &record, &e), 0);
	assert_int_equal(sorter_next(s, &record, &e), 0);
}

static void
what_fits_into_memory_needs_no_file(void **state)
{
	static const char *const sorted[] = { "", "a", "ab", "b", "b" };
	struct scratch nowhere;
	struct sorter *s;

	(void)state;
	scratch_open(&nowhere, "/nowhere");
	s = sorter_new(&nowhere, 4096, by_bytes);
	expect(s, sorted, 0);
	sorter_free(s);
	s = sorter_new(&nowhere, 4096, by_bytes);
	for (const char *const *p = (const char *const []){ "b", "ab", "",
	    "b", "a", NULL }; *p != NULL; p++)
		put(s, span_of(*p));
	expect(s, sorted, 5);
	expect(s, sorted, 5);
	assert_false(sorter_spilled(s));
	sorter_free(s);
}

/* 100,000 numbers through so little memory that levels are lifted. */
static void
many_runs_give_all_records_in_order_and_again(void **state)
{
	struct sorter *s = sorter_new(&scratch, 400, by_bytes);
	uint32_t seed = 1, sum = 0, check, n = 100000;
	struct err e = { 0 };
	struct span record;
	char text[16], last[16];

	(void)state;
	for (uint32_t i = 0; i < n; i++) {
		seed = seed * 1664525 + 1013904223;
		sum += seed;
		snprintf(text, sizeof(text), "%010u", seed);
		put(s, span_of(text));
	}
	assert_true(sorter_spilled(s));
	assert_int_equal(files_in_folder(), 0);
	for (int pass = 0; pass < 2; pass++) {
		check = 0;
		last[0] = '\0';
		assert_int_equal(sorter_rewind(s, &e), 0);
		for (uint32_t i = 0; i < n; i++) {
			assert_int_equal(sorter_next(s, &record, &e), 1);
			assert_int_equal(record.n, 10);
			memcpy(text, record.p, 10);
			text[10] = '\0';
			assert_true(strcmp(last, text) <= 0);
			memcpy(last, text, sizeof(last));
			check += (uint32_t)strtoul(text, NULL, 10);
		}
		assert_int_equal(sorter_next(s, &record, &e), 0);
		assert_int_equal(check, sum);
	}
	sorter_free(s);
}

static void
a_record_may_be_larger_than_memory_and_reads(void **state)
{
	struct sorter *s = sorter_new(&scratch, 1000, by_bytes);
	size_t n = 5 * SORTER_READ + 7;
	char *large = malloc(n);
	struct err e = { 0 };
	struct span record;

	(void)state;
	assert_non_null(large);
	memset(large, 'x', n);
	put(s, SPAN("y"));
	put(s, span_make(large, n));
	put(s, SPAN("a"));
	assert_int_equal(sorter_rewind(s, &e), 0);
	assert_int_equal(sorter_next(s, &record, &e), 1);
	assert_true(span_is(record, "a"));
	assert_int_equal(sorter_next(s, &record, &e), 1);
	assert_true(span_equal(record, span_make(large, n)));
	assert_int_equal(sorter_next(s, &record, &e), 1);
	assert_true(span_is(record, "y"));
	sorter_free(s);
	free(large);
}

static void
a_folder_that_is_not_there_or_full_is_named(void **state)
{
	struct rlimit before, small = { 0 };
	struct scratch nowhere;
	struct sorter *s;
	struct err e = { 0 };
	char record[1000] = "";
	int rc = 0;

	(void)state;
	scratch_open(&nowhere, "/nowhere");
	s = sorter_new(&nowhere, 40, by_bytes);
	put(s, SPAN("a"));
	assert_int_equal(sorter_put(s, SPAN("b"), &e), -1);
	assert_int_equal(e.kind, ERR_IO);
	assert_string_equal(e.text, "temporary files in /nowhere: "
	    "No such file or directory");
	sorter_free(s);
	signal(SIGXFSZ, SIG_IGN);
	assert_int_equal(getrlimit(RLIMIT_FSIZE, &before), 0);
	small = before;
	small.rlim_cur = 100000;
	assert_int_equal(setrlimit(RLIMIT_FSIZE, &small), 0);
	s = sorter_new(&scratch, 5000, by_bytes);
	for (int i = 0; rc == 0 && i < 1000; i++)
		rc = sorter_put(s, span_make(record, sizeof(record)), &e);
	assert_int_equal(setrlimit(RLIMIT_FSIZE, &before), 0);
	assert_int_equal(rc, -1);
	assert_int_equal(e.kind, ERR_IO);
	assert_non_null(strstr(e.text, "File too large"));
	sorter_free(s);
}

/* Wherever writing fails: it is told, or all records are there. */
static void
a_write_that_fails_anywhere_is_told(void **state)
{
	struct rlimit before, small;
	struct err e = { 0 };
	struct span record;
	char text[64];
	int failed = 0;

	(void)state;
	signal(SIGXFSZ, SIG_IGN);
	assert_int_equal(getrlimit(RLIMIT_FSIZE, &before), 0);
	small = before;
	for (rlim_t limit = 0; limit < 60000; limit += 997) {
		struct scratch file;
		struct sorter *s;
		int rc = 0, n = 0;

		scratch_open(&file, folder);
		s = sorter_new(&file, 500, by_bytes);

		small.rlim_cur = limit;
		assert_int_equal(setrlimit(RLIMIT_FSIZE, &small), 0);
		for (int i = 0; rc == 0 && i < 1500; i++) {
			snprintf(text, sizeof(text), "%08d", i * 7919 % 1500);
			rc = sorter_put(s, span_of(text), &e);
		}
		if (rc == 0)
			rc = sorter_rewind(s, &e);
		while (rc == 0 && sorter_next(s, &record, &e) == 1)
			n++;
		assert_int_equal(setrlimit(RLIMIT_FSIZE, &before), 0);
		failed += rc == -1;
		assert_int_equal(rc == -1 ? e.kind : ERR_IO, ERR_IO);
		assert_true(rc == -1 || n == 1500);
		sorter_free(s);
		scratch_close(&file);
	}
	assert_true(failed > 5 && failed < 60);
}

/* Two that take turns in one file, each through levels that are lifted. */
static void
sorters_share_a_file(void **state)
{
	struct sorter *s[2];
	struct err e = { 0 };
	struct span record;
	char text[16];

	(void)state;
	for (int i = 0; i < 2; i++)
		s[i] = sorter_new(&scratch, 300, by_bytes);
	for (int i = 0; i < 4000; i++) {
		snprintf(text, sizeof(text), "%04d", i * 7919 % 4000);
		put(s[i % 3 == 0], span_of(text));
	}
	for (int i = 0, n; i < 2; i++) {
		assert_int_equal(sorter_rewind(s[i], &e), 0);
		text[0] = '\0';
		for (n = 0; sorter_next(s[i], &record, &e) == 1; n++) {
			assert_true(span_compare(span_of(text), record) < 0);
			snprintf(text, sizeof(text), "%.*s", (int)record.n,
			    record.p);
		}
		assert_int_equal(n, i == 0 ? 2666 : 1334);
		sorter_free(s[i]);
	}
}

static off_t
bytes_on_disk(void)
{
	struct stat st;

	assert_int_equal(fstat(scratch.fd, &st), 0);
	return st.st_blocks * 512;
}

/* Each level was written once more: without holes there'd be all of them. */
static void
space_of_merged_runs_goes_back(void **state)
{
	struct sorter *s = sorter_new(&scratch, 16 * 1024, by_bytes);
	char record[4096] = "";

	(void)state;
	for (int i = 0; i < 3 * SORTER_RUNS * 4; i++) {
		snprintf(record, sizeof(record), "%04d", i * 7919 % 4000);
		put(s, span_make(record, sizeof(record)));
	}
	if (bytes_on_disk() == scratch.end) {
		sorter_free(s);
		print_message("skip: no holes in files of this folder\n");
		skip();
	}
	assert_true(scratch.end > (off_t)(5 * SORTER_RUNS * 4 * 4096));
	assert_true(bytes_on_disk() < (off_t)(4 * SORTER_RUNS * 4 * 4096));
	sorter_free(s);
	assert_true(bytes_on_disk() < (off_t)(SORTER_RUNS * 4096));
}

static void
a_file_that_was_cut_is_told(void **state)
{
	struct sorter *s = sorter_new(&scratch, 100, by_bytes);
	struct err e = { 0 };

	(void)state;
	for (int i = 0; i < 100; i++)
		put(s, SPAN("abcdefgh"));
	assert_int_equal(ftruncate(scratch.fd, 20), 0);
	assert_int_equal(sorter_rewind(s, &e), -1);
	assert_int_equal(e.kind, ERR_IO);
	assert_non_null(strstr(e.text, "Input/output error"));
	sorter_free(s);
}

static void
a_record_of_4_gib_is_refused(void **state)
{
	struct sorter *s = sorter_new(&scratch, 1000, by_bytes);
	struct err e = { 0 };

	(void)state;
	assert_int_equal(sorter_put(s, span_make("", (size_t)1 << 32), &e),
	    -1);
	assert_int_equal(e.kind, ERR_IO);
	sorter_free(s);
}

#define TEST(name) \
	cmocka_unit_test_setup_teardown(name, open_scratch, close_scratch)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(what_fits_into_memory_needs_no_file),
		TEST(many_runs_give_all_records_in_order_and_again),
		TEST(a_record_may_be_larger_than_memory_and_reads),
		TEST(sorters_share_a_file),
		TEST(space_of_merged_runs_goes_back),
		TEST(a_file_that_was_cut_is_told),
		TEST(a_record_of_4_gib_is_refused),
		TEST(a_folder_that_is_not_there_or_full_is_named),
		TEST(a_write_that_fails_anywhere_is_told),
	};

	return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
