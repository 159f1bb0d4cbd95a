#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/utf8.h"
#include "record/json.h"

#define SUITE	"../shared/suites/JSONTestSuite/test_parsing"

static void
wrong_json_is_refused_at_the_byte_that_is_wrong(void **state)
{
	static const struct {
		const char	*text;
		size_t		 at;
		const char	*reason;
	} cases[] = {
		{ "",			0, "expected a value" },
		{ "  ",			2, "expected a value" },
		{ "nul",		0, "expected a value" },
		{ "truE",		0, "expected a value" },
		{ "NaN",		0, "expected a value" },
		{ "'a'",		0, "expected a value" },
		{ "1 2",		2, "expected one value" },
		{ "01",			0, "leading zero" },
		{ "-01",		1, "leading zero" },
		{ "-",			1, "expected a digit" },
		{ "+1",			0, "expected a value" },
		{ ".5",			0, "expected a value" },
		{ "1.",			2, "expected a digit" },
		{ "1.e5",		2, "expected a digit" },
		{ "1e",			2, "expected a digit" },
		{ "1e+",		3, "expected a digit" },
		{ "1e5.2",		3, "expected one value" },
		{ "\"abc",		0, "unterminated string" },
		{ "[\"abc\\\"]",	1, "unterminated string" },
		{ "\"abc\\",		0, "unterminated string" },
		{ "\"\\u12",		0, "unterminated string" },
		{ "\"a\tb\"",		2, "control character in a string" },
		{ "\"a\tbcdefghijklm\"", 2, "control character in a string" },
		{ "\"0123456789abcdefghij\n\"", 21,
		    "control character in a string" },
		{ "\"\\x\"",		2, "invalid escape" },
		{ "\"\\u12G4\"",	5, "expected four hexadecimal digits" },
		{ "\"\\u123x\"",		6, "expected four hexadecimal digits" },
		{ "\"\\u12\"",		5, "expected four hexadecimal digits" },
		{ "[",			1, "expected a value" },
		{ "[1",			2, "expected , or ]" },
		{ "[1,]",		3, "expected a value" },
		{ "[1 2]",		3, "expected , or ]" },
		{ "[1}",		2, "expected , or ]" },
		{ "[[1]",		4, "expected , or ]" },
		{ "]",			0, "expected a value" },
		{ "{",			1, "expected a key in quotes" },
		{ "{1:2}",		1, "expected a key in quotes" },
		{ "{\"a\"}",		4, "expected a colon" },
		{ "{\"a\" 1}",		5, "expected a colon" },
		{ "{\"a\":}",		5, "expected a value" },
		{ "{\"a\":1,}",		7, "expected a key in quotes" },
		{ "{\"a\":1]",		6, "expected , or }" },
		{ "{\"a\":[{\"b\":1}}", 13, "expected , or ]" },
		{ "\"\xc0\x80\"",	1, "invalid UTF-8" },
		{ "[1, \"\xed\xa0\x80\"]", 5, "invalid UTF-8" },
		{ "\"\xe5\x9d\"",	1, "invalid UTF-8" },
		{ "1\v",		1, "expected one value" },
	};
	const char *reason;
	size_t at;

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct span text = span_of(cases[i].text);

		if (json_check(text, &at, &reason) != -1)
			fail_msg("accepted: %s", cases[i].text);
		assert_string_equal(reason, cases[i].reason);
		if (at != cases[i].at)
			fail_msg("%s: byte %zu", cases[i].text, at);
	}
}

static void
a_nul_byte_is_no_end(void **state)
{
	const char *reason;
	size_t at;

	(void)state;
	assert_int_equal(json_check(SPAN("[1\0]"), &at, &reason), -1);
	assert_int_equal(at, 2);
	assert_int_equal(json_check(SPAN("\"a\0b\""), &at, &reason), -1);
	assert_int_equal(at, 2);
	assert_int_equal(json_check(SPAN("\"\\\0\""), &at, &reason), -1);
	assert_int_equal(at, 2);
}

static void
right_json_is_accepted(void **state)
{
	static const char *const cases[] = {
		"0", "-0", "-0.0e-00", "1E+400", " \t\r\n[ ] ", "{ }",
		"\"\"", "\"\\ud800\"", "\"\\\"\\\\\\/\\b\\f\\n\\r\\t\\uABcd\"",
		"{\"\":{\"\":[[],{},[{}]]}}", "[true,false,null]",
		"{\"a\":1,\"a\":2}", "\"\x7f\"", "\"\xf4\x8f\xbf\xbf\"",
		"[ 1 , 2 , { \"a\" : \"b\" , \"c\" : [ ] } ]",
		"\"\xe5\xb1\x85\xe6\xb0\x91\xe8\xae\xae\xe4\xba\x8b\"",
	};
	const char *reason;
	size_t at;

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		if (json_check(span_of(cases[i]), &at, &reason) == -1)
			fail_msg("%s: %s at %zu", cases[i], reason, at);
}

static void
depth_1024_passes_and_1025_does_not(void **state)
{
	char text[2 * (JSON_MAX_DEPTH + 1)];
	const char *reason;
	size_t at;

	(void)state;
	for (int mixed = 0; mixed < 2; mixed++)
		for (size_t n = JSON_MAX_DEPTH; n <= JSON_MAX_DEPTH + 1; n++) {
			memset(text, '[', n);
			memset(text + n, ']', n);
			if (mixed) {	/* innermost an empty object */
				text[n - 1] = '{';
				text[n] = '}';
			}
			assert_int_equal(json_check(span_make(text, 2 * n),
			    &at, &reason), n > JSON_MAX_DEPTH ? -1 : 0);
			if (n > JSON_MAX_DEPTH) {
				assert_int_equal(at, JSON_MAX_DEPTH);
				assert_string_equal(reason, "nested too deep");
			}
		}
}

static struct json
value_of(const char *text)
{
	const char *reason;
	size_t at;

	assert_int_equal(json_check(span_of(text), &at, &reason), 0);
	return json_value(span_of(text));
}

static void
a_string_is_decoded_where_it_is_read(void **state)
{
	static const struct {
		const char	*json;
		const char	*text;	/* NULL: refused */
	} cases[] = {
		{ "\"\"",			"" },
		{ "\"plain\"",			"plain" },
		{ " \"\\n\\t\\b\\f\\r\\/\\\\\\\"\" ", "\n\t\b\f\r/\\\"" },
		{ "\"a\\u0041b\"",		"aAb" },
		{ "\"\\u00e9\\u4e2d\"",		"\xc3\xa9\xe4\xb8\xad" },
		{ "\"\\uD83D\\uDE00!\"",	"\xf0\x9f\x98\x80!" },
		{ "\"\\uDBFF\\uDFFF\"",		"\xf4\x8f\xbf\xbf" },
		{ "\"\\ud800\"",		NULL },
		{ "\"\\ud800\\u0041\"",		NULL },
		{ "\"\\ud800\\n\"",		NULL },
		{ "\"\\ud800\\ud800\"",		NULL },
		{ "\"\\ud800\\ue000\"",	NULL },
		{ "\"a\\udc00\"",		NULL },
		{ "\"\\ud800\\\\udc00\"",	NULL },
	};
	struct arena arena = {0};
	struct span text;
	struct err e = {0};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct json v = value_of(cases[i].json);
		int got = json_text(&v, &arena, &text, &e);

		assert_int_equal(got, cases[i].text == NULL ? -1 : 0);
		if (got == -1)
			assert_int_equal(e.kind, ERR_RECORD);
		else
			assert_true(span_is(text, cases[i].text));
	}
	arena_free(&arena);
}

static void
an_escaped_nul_is_a_byte_of_the_text(void **state)
{
	struct json v = value_of("\"a\\u0000b\"");
	struct arena arena = {0};
	struct span text;
	struct err e;

	(void)state;
	assert_int_equal(json_text(&v, &arena, &text, &e), 0);
	assert_true(span_equal(text, SPAN("a\0b")));
	arena_free(&arena);
}

static void
keys_are_compared_after_decoding(void **state)
{
	static const struct {
		const char	*key;
		const char	*name;
		bool		 same;
	} cases[] = {
		{ "\"id\"",		"id",	true },
		{ "\"\\u0069d\"",	"id",	true },
		{ "\"\\u0069d\"",	"i",	false },
		{ "\"\\u0069\"",	"id",	false },
		{ "\"i\\u0064\"",	"ie",	false },
		{ "\"\\ud83d\\ude00\"",	"\xf0\x9f\x98\x80", true },
		{ "\"\\ud83d\"",	"\xef\xbf\xbd", false },
		{ "\"\\ud83d\"",	"",	false },
		{ "\"a\\ud83d\"",	"a",	false },
		{ "\"\"",		"",	true },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct json key = value_of(cases[i].key);

		if (json_key_is(&key, span_of(cases[i].name)) != cases[i].same)
			fail_msg("%s %s", cases[i].key, cases[i].name);
	}
}

static void
a_walk_visits_each_element_once(void **state)
{
	static const char *const elements[] = {
		"1", "\"a,]\\\"\"", "[2, 3]", "{\"k\": [4]}", "null"
	};
	struct json list = value_of(
	    " [ 1 ,\"a,]\\\"\" , [2, 3],{\"k\": [4]},null ] ");
	struct json_walk w = json_walk(&list);
	struct json value;
	size_t n = 0;

	(void)state;
	assert_int_equal(json_count(&list), 5);
	while (json_next(&w, NULL, &value))
		assert_true(span_is(value.raw, elements[n++]));
	assert_int_equal(n, 5);
	assert_false(json_next(&w, NULL, &value));
	list = value_of("[ ]");
	assert_int_equal(json_count(&list), 0);
	list = value_of("{}");
	assert_int_equal(json_count(&list), 0);
}

static void
a_walk_of_an_object_gives_keys_and_values(void **state)
{
	struct json object = value_of("{ \"a\" : 1 , \"\\u0062\":{\"c\":2}}");
	struct json_walk w = json_walk(&object);
	struct json key, value;

	(void)state;
	assert_true(json_next(&w, &key, &value));
	assert_true(json_key_is(&key, SPAN("a")));
	assert_int_equal(value.kind, JSON_NUMBER);
	assert_true(json_next(&w, &key, &value));
	assert_true(json_key_is(&key, SPAN("b")));
	assert_int_equal(value.kind, JSON_OBJECT);
	assert_false(json_next(&w, &key, &value));
}

static void
only_quotes_backslashes_and_controls_are_escaped(void **state)
{
	struct buf b = {0};

	(void)state;
	json_put_string(&b, SPAN("\"\\/\b\t\n\f\r\0\x1f\x7f"
	    "\xe4\xb8\xad\xf0\x9f\x98\x80\xe2\x80\xa8"));
	assert_true(span_is(buf_span(&b), "\"\\\"\\\\/\\b\\t\\n\\f\\r\\u0000"
	    "\\u001f\x7f\xe4\xb8\xad\xf0\x9f\x98\x80\xe2\x80\xa8\""));
	buf_cut(&b, 0);
	buf_byte(&b, '{');
	json_put_key(&b, "a");
	json_put_string(&b, SPAN(""));
	json_put_key(&b, "b");
	assert_true(span_is(buf_span(&b), "{\"a\":\"\",\"b\":"));
	buf_free(&b);
}

static void
every_text_survives_put_and_read(void **state)
{
	struct arena arena = {0};
	struct buf b = {0};
	struct span text;
	struct err e;
	const char *reason;
	char from[64];
	uint32_t seed = 1;
	size_t at;

	(void)state;
	for (int round = 0; round < 20000; round++) {
		size_t n = 0, want = (seed >> 8) % 50;

		while (n < want) {
			uint32_t c;

			seed = seed * 1664525 + 1013904223;
			c = (seed >> 8) & 0x7f;
			if (seed >> 30 == 0)
				c = 0x4e00 + ((seed >> 8) & 0xfff);
			n += utf8_encode(from + n, c);
		}
		buf_cut(&b, 0);
		json_put_string(&b, span_make(from, n));
		assert_int_equal(json_check(buf_span(&b), &at, &reason), 0);
		struct json v = json_value(buf_span(&b));

		assert_int_equal(json_text(&v, &arena, &text, &e), 0);
		assert_true(span_equal(text, span_make(from, n)));
		arena_reset(&arena);
		seed = seed * 1664525 + 1013904223;
	}
	arena_free(&arena);
	buf_free(&b);
}

static struct span
read_file(const char *folder, const char *name, struct arena *arena)
{
	char path[512], *p = arena_alloc(arena, 1 << 20);
	size_t n;
	FILE *f;

	snprintf(path, sizeof(path), "%s/%s", folder, name);
	f = fopen(path, "rb");
	assert_non_null(f);
	n = fread(p, 1, 1 << 20, f);
	fclose(f);
	while (n > 0 && p[n - 1] == '\n')
		n--;
	return span_make(p, n);
}

static void
the_outside_suite_agrees(void **state)
{
	DIR *folder = opendir(SUITE);
	struct arena arena = {0};
	struct dirent *entry;
	const char *reason;
	size_t at, seen = 0;

	(void)state;
	if (folder == NULL) {
		print_message("skipped: no " SUITE "\n");
		skip();
	}
	while ((entry = readdir(folder)) != NULL) {
		struct span text;
		int got;

		if (strstr(entry->d_name, ".json") == NULL)
			continue;
		text = read_file(SUITE, entry->d_name, &arena);
		got = json_check(text, &at, &reason);
		if (entry->d_name[0] == 'y' && got == -1)
			fail_msg("refused: %s", entry->d_name);
		if (entry->d_name[0] == 'n' && got == 0)
			fail_msg("accepted: %s", entry->d_name);
		seen++;
		arena_reset(&arena);
	}
	closedir(folder);
	arena_free(&arena);
	assert_true(seen > 300);
}

static int
choose(void **state)
{
	(void)state;
	utf8_choose();
	return 0;
}

int
main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(
		    wrong_json_is_refused_at_the_byte_that_is_wrong),
		cmocka_unit_test(a_nul_byte_is_no_end),
		cmocka_unit_test(right_json_is_accepted),
		cmocka_unit_test(depth_1024_passes_and_1025_does_not),
		cmocka_unit_test(a_string_is_decoded_where_it_is_read),
		cmocka_unit_test(an_escaped_nul_is_a_byte_of_the_text),
		cmocka_unit_test(keys_are_compared_after_decoding),
		cmocka_unit_test(a_walk_visits_each_element_once),
		cmocka_unit_test(a_walk_of_an_object_gives_keys_and_values),
		cmocka_unit_test(
		    only_quotes_backslashes_and_controls_are_escaped),
		cmocka_unit_test(every_text_survives_put_and_read),
		cmocka_unit_test(the_outside_suite_agrees),
	};

	return cmocka_run_group_tests(tests, choose, NULL);
}
