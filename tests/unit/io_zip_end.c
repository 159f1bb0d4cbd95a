#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>

#include <string.h>

#include "base/buf.h"
#include "io/zip_end.h"

/* --- a zip's end, piece by piece --------------------------------------- */

static void
put_number(struct buf *b, size_t bytes, uint64_t n)
{
	for (; bytes > 0; bytes--, n >>= 8)
		buf_byte(b, (char)n);
}

/* The record of the end, with a comment. */
static void
put_end(struct buf *b, uint64_t members, const char *comment)
{
	buf_add(b, SPAN("PK\5\6"));
	put_number(b, 4, 0);			/* disks */
	put_number(b, 2, members);		/* on this one */
	put_number(b, 2, members);
	put_number(b, 8, 0);			/* size and place */
	put_number(b, 2, strlen(comment));
	buf_add(b, span_of(comment));
}

/* What stands before it where members are more than 65,534. */
static void
put_end_64(struct buf *b, uint64_t members)
{
	buf_add(b, SPAN("PK\6\6"));
	put_number(b, 8, 44);			/* its size from here on */
	put_number(b, 12, 0);			/* versions and disks */
	put_number(b, 8, members);
	put_number(b, 8, members);
	put_number(b, 8, 0);
	put_number(b, 8, 0);
}

static void
put_locator(struct buf *b, uint64_t at)
{
	buf_add(b, SPAN("PK\6\7"));
	put_number(b, 4, 0);
	put_number(b, 8, at);
	put_number(b, 4, 1);
}

/* --- reading it -------------------------------------------------------- */

struct file {
	struct span	 bytes;
	size_t		 lost_at;	/* reads behind it fail */
};

static ssize_t
read_at(void *state, char *into, size_t n, uint64_t at, struct err *e)
{
	const struct file *file = state;
	struct span rest = span_from(file->bytes, (size_t)at);

	if (at < file->lost_at)
		return err_set(e, ERR_IO, "shown", 0, 0, "a read failed");
	if (n > rest.n)
		n = rest.n;
	if (n > 0)
		memcpy(into, rest.p, n);
	return (ssize_t)n;
}

static int
find(struct buf *b, size_t lost_at, uint64_t *members, struct err *e)
{
	struct file file = { buf_span(b), lost_at };
	int rc;

	*e = (struct err){ 0 };
	*members = 0;
	rc = zip_end_find(read_at, &file, b->n, "shown", members, e);
	buf_free(b);
	return rc;
}

static void
expect(struct buf *b, uint64_t members)
{
	uint64_t got;
	struct err e;

	assert_int_equal(find(b, 0, &got, &e), 0);
	assert_true(got == members);
}

static void
expect_none(struct buf *b)
{
	uint64_t got;
	struct err e;

	assert_int_equal(find(b, 0, &got, &e), -1);
	assert_int_equal(e.kind, ERR_DATA);
	assert_non_null(strstr(e.text, "is cut off"));
}

static void
the_last_record_whose_comment_ends_the_file_counts(void **state)
{
	struct buf b = { 0 };

	(void)state;
	buf_add(&b, SPAN("data of 3"));
	put_end(&b, 3, "");
	expect(&b, 3);
	buf_add(&b, SPAN("data of 3"));
	put_end(&b, 3, "a comment, PK\5\6 in it");
	expect(&b, 3);
	put_end(&b, 0, "");
	expect(&b, 0);
	expect_none(&b);
	buf_add(&b, SPAN("PK\5\6 is cut off"));
	expect_none(&b);
	put_end(&b, 3, "");
	buf_add(&b, SPAN("behind"));
	expect_none(&b);
}

static void
no_member_and_bytes_before_is_no_end(void **state)
{
	struct buf b = { 0 };

	(void)state;
	buf_add(&b, SPAN("something"));
	put_end(&b, 0, "");
	expect_none(&b);
	buf_fill(&b, 'x', 70000);	/* more than is looked at */
	put_end(&b, 0, "");
	expect_none(&b);
}

static void
more_than_65534_members_are_counted_in_64_bits(void **state)
{
	struct buf b = { 0 };

	(void)state;
	buf_add(&b, SPAN("data"));
	put_end_64(&b, 70000);
	put_locator(&b, 4);
	put_end(&b, 0xffff, "");
	expect(&b, 70000);
}

/* Then 65,535 stands for itself, and what is found is held against it. */
static void
without_a_right_record_of_64_bits_the_short_one_counts(void **state)
{
	struct buf b = { 0 };

	(void)state;
	put_end(&b, 0xffff, "");	/* nothing before it */
	expect(&b, 0xffff);
	buf_fill(&b, 'x', 100);		/* no locator */
	put_end(&b, 0xffff, "");
	expect(&b, 0xffff);
	put_end_64(&b, 70000);		/* it points behind itself */
	put_locator(&b, 5000);
	put_end(&b, 0xffff, "");
	expect(&b, 0xffff);
	put_end_64(&b, 70000);		/* at what is no such record */
	put_locator(&b, 7);
	put_end(&b, 0xffff, "");
	expect(&b, 0xffff);
	put_locator(&b, 0);		/* at itself, where none fits */
	put_end(&b, 0xffff, "");
	expect(&b, 0xffff);
}

static void
a_read_that_fails_is_told(void **state)
{
	struct buf b = { 0 };
	uint64_t got;
	struct err e;

	(void)state;
	put_end(&b, 1, "");
	assert_int_equal(find(&b, 1, &got, &e), -1);
	assert_int_equal(e.kind, ERR_IO);
	assert_string_equal(e.text, "a read failed");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
		    the_last_record_whose_comment_ends_the_file_counts),
		cmocka_unit_test(no_member_and_bytes_before_is_no_end),
		cmocka_unit_test(
		    more_than_65534_members_are_counted_in_64_bits),
		cmocka_unit_test(
		    without_a_right_record_of_64_bits_the_short_one_counts),
		cmocka_unit_test(a_read_that_fails_is_told),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
