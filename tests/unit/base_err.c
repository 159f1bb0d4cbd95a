#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/err.h"
#include "base/utf8.h"

static void
everything_that_was_said_is_kept(void **state)
{
	struct err	e = {0};

	(void)state;
	assert_int_equal(err_set(&e, ERR_IO, "a.jsonl", 3, 7,
	    "expected %s, got %d", "string", 5), -1);
	assert_int_equal(e.kind, ERR_IO);
	assert_string_equal(e.file, "a.jsonl");
	assert_int_equal(e.line, 3);
	assert_int_equal(e.column, 7);
	assert_string_equal(e.text, "expected string, got 5");
}

static void
a_refused_record_has_no_place_yet(void **state)
{
	struct err	e;

	(void)state;
	memset(&e, 0x55, sizeof(e));
	assert_int_equal(err_record(&e, "bad %c", 'x'), -1);
	assert_int_equal(e.kind, ERR_RECORD);
	assert_string_equal(e.file, "");
	assert_int_equal(e.line, 0);
	assert_int_equal(e.column, 0);
	assert_string_equal(e.text, "bad x");
	err_set(&e, ERR_USAGE, NULL, 0, 0, "x");
	assert_string_equal(e.file, "");
}

/* Every phase of a three-byte character against the limit. */
static void
a_long_text_is_cut_at_a_whole_character(void **state)
{
	char		s[1000];
	struct err	e;
	size_t		lead, i, n;

	(void)state;
	for (lead = 0; lead < 3; lead++) {
		memset(s, 'a', lead);
		for (i = lead; i + 3 < sizeof(s); i += 3)
			memcpy(s + i, "民", 3);
		s[i] = '\0';
		err_set(&e, ERR_IO, NULL, 0, 0, "%s", s);
		n = strlen(e.text);
		assert_true(n > sizeof(e.text) - 5);
		assert_string_equal(e.text + n - 3, "...");
		assert_int_equal(utf8_check(span_of(e.text)), n);
	}
}

static void
a_text_that_just_fits_is_not_cut(void **state)
{
	char		s[sizeof(((struct err *)0)->text) + 1];
	struct err	e;

	(void)state;
	memset(s, 'a', sizeof(s));
	s[sizeof(e.text) - 1] = '\0';
	err_record(&e, "%s", s);
	assert_string_equal(e.text, s);
	s[sizeof(e.text) - 1] = 'b';
	s[sizeof(e.text)] = '\0';
	err_record(&e, "%s", s);
	assert_int_equal(strlen(e.text), sizeof(e.text) - 1);
	assert_string_equal(e.text + sizeof(e.text) - 5, "a...");
}

static void
a_long_file_name_is_cut_at_its_start(void **state)
{
	static const char *const	ends[] = { "a", "ab", "abc" };
	char				s[1000];
	struct err			e;
	size_t				i, n;

	(void)state;
	for (i = 0; i < 3; i++) {
		for (n = 0; n < 600; n += 3)
			memcpy(s + n, "卷", 3);
		strcpy(s + n, ends[i]);
		err_set(&e, ERR_IO, s, 1, 1, "x");
		n = strlen(e.file);
		assert_in_range(n, sizeof(e.file) - 4, sizeof(e.file) - 1);
		assert_memory_equal(e.file, "...", 3);
		assert_true(span_ends(span_of(s), span_of(e.file + 3)));
		assert_int_equal(utf8_check(span_of(e.file)), n);
	}
	memset(s, 'f', 255);
	s[255] = '\0';
	err_set(&e, ERR_IO, s, 1, 1, "x");
	assert_string_equal(e.file, s);
}

static void
quoting_shows_what_a_terminal_would_act_on(void **state)
{
	static const struct {
		const char	*raw, *quoted;
	} table[] = {
		{ "", "" },
		{ "abc 民情", "abc 民情" },
		{ "a\tb\n", "a\\x09b\\x0A" },
		{ "\x1b[31m", "\\x1B[31m" },
		{ "\x7f", "\\x7F" },
		{ "a\\b", "a\\x5Cb" },
		{ "\xc2\x9b", "\\u{009B}" },		/* C1: CSI */
		{ "\xe2\x80\xae", "\\u{202E}" },	/* right to left */
		{ "\xe2\x81\xa6", "\\u{2066}" },
		{ "\xd8\x9c", "\\u{061C}" },
		{ "\xe2\x80\xa8", "\\u{2028}" },
		{ "\xff", "\\xFF" },
		{ "a\xe6\xb0", "a\\xE6\\xB0" },		/* cut character */
		{ "\xed\xa0\x80", "\\xED\\xA0\\x80" },	/* surrogate */
		{ "\xf0\x9f\x98\x80", "\xf0\x9f\x98\x80" },
		{ "\"'", "\"'" },
	};
	char	into[100];
	size_t	i;

	(void)state;
	for (i = 0; i < sizeof(table) / sizeof(*table); i++)
		assert_string_equal(err_quote(into, sizeof(into),
		    span_of(table[i].raw)), table[i].quoted);
	assert_string_equal(err_quote(into, sizeof(into), SPAN("a\0b")),
	    "a\\x00b");
}

/* For every max: what fits is whole, else it ends in dots and is UTF-8. */
static void
quoting_fits_into_any_room(void **state)
{
	struct span	s = SPAN("a民\x01\xff\xe2\x80\xae" "b情");
	char		whole[100], into[100];
	size_t		max, n;

	(void)state;
	err_quote(whole, sizeof(whole), s);
	for (max = 1; max < 60; max++) {
		memset(into, '#', sizeof(into));
		err_quote(into, max, s);
		n = strlen(into);
		assert_true(n < max);
		assert_int_equal(into[max], '#');
		assert_int_equal(utf8_check(span_of(into)), n);
		if (max > strlen(whole)) {
			assert_string_equal(into, whole);
			continue;
		}
		assert_true(span_ends(span_of("..."), span_make(into, n)) ||
		    span_ends(span_of(into), SPAN("...")));
		assert_true(n < 3 || memcmp(into, whole, n - 3) == 0);
		assert_true(n + 9 >= max || n < 3);
	}
	assert_string_equal(err_quote(into, 7, SPAN("abcdef")), "abcdef");
	assert_string_equal(err_quote(into, 6, SPAN("abcdef")), "ab...");
	assert_string_equal(err_quote(into, 2, SPAN("abcdef")), ".");
	into[0] = '#';
	err_quote(into, 0, s);
	assert_int_equal(into[0], '#');
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(everything_that_was_said_is_kept),
		cmocka_unit_test(a_refused_record_has_no_place_yet),
		cmocka_unit_test(a_long_text_is_cut_at_a_whole_character),
		cmocka_unit_test(a_text_that_just_fits_is_not_cut),
		cmocka_unit_test(a_long_file_name_is_cut_at_its_start),
		cmocka_unit_test(quoting_shows_what_a_terminal_would_act_on),
		cmocka_unit_test(quoting_fits_into_any_room),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
