#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "base/buf.h"
#include "base/mem.h"

static void
assert_holds(const struct buf *b, const char *s)
{
	assert_int_equal(b->n, strlen(s));
	assert_memory_equal(b->p, s, b->n);
}

static void
what_is_added_stands_there_in_order(void **state)
{
	struct buf	b = {0};

	(void)state;
	buf_add(&b, SPAN("ab"));
	buf_byte(&b, 'c');
	buf_fill(&b, '-', 3);
	buf_add(&b, span_make(NULL, 0));
	buf_fill(&b, 'x', 0);
	buf_printf(&b, "%d%s", 12, "!");
	assert_holds(&b, "abc---12!");
	assert_true(span_is(buf_span(&b), "abc---12!"));
	buf_cut(&b, 2);
	assert_holds(&b, "ab");
	buf_free(&b);
	assert_null(b.p);
	assert_int_equal(b.n, 0);
	buf_free(&b);
}

static void
an_empty_buf_is_an_empty_span(void **state)
{
	struct buf	b = {0};

	(void)state;
	buf_add(&b, SPAN(""));
	assert_int_equal(buf_span(&b).n, 0);
	buf_printf(&b, "%s", "");
	assert_int_equal(b.n, 0);
	buf_free(&b);
}

static void
room_that_was_reserved_does_not_move(void **state)
{
	struct buf	b = {0};
	const char	*p;
	int		i;

	(void)state;
	buf_byte(&b, 'a');
	buf_reserve(&b, 10000);
	p = b.p;
	for (i = 0; i < 10000; i++)
		buf_byte(&b, 'b');
	assert_ptr_equal(b.p, p);
	assert_int_equal(b.n, 10001);
	buf_free(&b);
}

/* The lengths around the capacity, where the second try is needed. */
static void
printf_of_any_length_is_whole(void **state)
{
	char	want[1100];
	size_t	n;

	(void)state;
	for (n = 0; n < 1030; n++) {
		struct buf	b = {0};

		memset(want, 'z', n);
		want[n] = '\0';
		buf_printf(&b, "%s", want);
		assert_holds(&b, want);
		buf_free(&b);
	}
}

static void
bytes_appended_one_by_one_are_kept(void **state)
{
	struct buf	b = {0};
	size_t		i;

	(void)state;
	for (i = 0; i < 100000; i++)
		buf_byte(&b, (char)(i % 251));
	assert_int_equal(b.n, 100000);
	for (i = 0; i < b.n; i++)
		assert_int_equal((unsigned char)b.p[i], i % 251);
	assert_true(b.capacity <= 2 * b.n);
	buf_free(&b);
}

static void
unsigned_numbers_have_their_digits(void **state)
{
	static const uint64_t	table[] = {
		0, 1, 9, 10, 99, 100, 4294967295, 9007199254740993,
		UINT64_C(9999999999999999999), UINT64_MAX
	};
	char			want[24], digits[BUF_DIGITS + 1];
	size_t			i;

	(void)state;
	for (i = 0; i < sizeof(table) / sizeof(*table); i++) {
		struct buf	b = {0};

		snprintf(want, sizeof(want), "%llu",
		    (unsigned long long)table[i]);
		buf_unsigned(&b, table[i]);
		assert_holds(&b, want);
		buf_free(&b);
	}
	for (i = 0; i < 1100; i++) {
		snprintf(want, sizeof(want), "%zu", i);
		*buf_digits(digits, i) = '\0';
		assert_string_equal(digits, want);
	}
}

static jmp_buf	failed;

static void
handler(size_t size)
{
	(void)size;
	longjmp(failed, 1);
}

static void
a_size_that_overflows_calls_the_handler(void **state)
{
	static struct buf	b;

	(void)state;
	mem_on_failure(handler);
	buf_add(&b, SPAN("abc"));
	if (setjmp(failed) == 0) {
		buf_reserve(&b, SIZE_MAX - 1);
		fail();
	}
	mem_on_failure(NULL);
	assert_holds(&b, "abc");
	buf_free(&b);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_is_added_stands_there_in_order),
		cmocka_unit_test(an_empty_buf_is_an_empty_span),
		cmocka_unit_test(room_that_was_reserved_does_not_move),
		cmocka_unit_test(printf_of_any_length_is_whole),
		cmocka_unit_test(bytes_appended_one_by_one_are_kept),
		cmocka_unit_test(unsigned_numbers_have_their_digits),
		cmocka_unit_test(a_size_that_overflows_calls_the_handler),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
