#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>
#include <iconv.h>

#include "base/utf8.h"
#include "text/encoding.h"

/* The test's GB18030 texts are by iconv -t GB18030. */
#define BIG5	"\xa9\x7e\xa5\xc1\xa4\xcf\xac\x4d\xaa\xab\xb7\x7e" \
		"\xa4\xbd\xa5\x71\xb6\xc3\xa6\xac\xb6\x4f\xa1\x43"
#define COMPLAINT	"\xd0\xa1\xc7\xf8\xd4\xeb\xd2\xf4\xb4\xf3"	/* 小区噪音大 */
#define UNICOM		"\xc1\xaa\xcd\xa8"				/* 联通 */

static void
texts_decode_as_the_table_says(void **state)
{
	struct decoder *decoder = *state;
	static const struct {
		enum encoding	 encoding;
		struct span	 bytes;
		const char	*text;
	} table[] = {
		{ ENCODING_UTF8, { "", 0 }, "" },
		{ ENCODING_UTF8, { "abc", 3 }, "abc" },
		{ ENCODING_UTF8, { "小区", 6 }, "小区" },
		{ ENCODING_GB18030, { "", 0 }, "" },
		{ ENCODING_GB18030, { "plain ASCII,1\r\n", 15 },
		  "plain ASCII,1\r\n" },
		{ ENCODING_GB18030, { COMPLAINT, 10 }, "小区噪音大" },
		{ ENCODING_GB18030, { UNICOM, 4 }, "联通" },
		{ ENCODING_GB18030, { "a" UNICOM "\n" UNICOM "z", 11 },
		  "a联通\n联通z" },
		/* The second byte is an ASCII letter, `|` and `\`. */
		{ ENCODING_GB18030, { "\x81\x41\x81\x7c\x95\x5c", 6 },
		  "丄亅昞" },
		/* Four bytes: U+00C0, U+3400, U+20000, U+10FFFF. */
		{ ENCODING_GB18030, { "\x81\x30\x86\x38", 4 }, "À" },
		{ ENCODING_GB18030, { "\x81\x39\xee\x39", 4 }, "㐀" },
		{ ENCODING_GB18030, { "\x95\x32\x82\x36", 4 },
		  "\xf0\xa0\x80\x80" },
		{ ENCODING_GB18030, { "\xe3\x32\x9a\x35", 4 },
		  "\xf4\x8f\xbf\xbf" },
		{ ENCODING_GB18030, { "\xa2\xe3", 2 }, "€" },
	};
	struct arena arena = { 0 };
	struct err e = { 0 };
	struct span text;
	size_t i;

	for (i = 0; i < sizeof(table) / sizeof(*table); i++) {
		assert_int_equal(encoding_decode(decoder,
		    table[i].encoding, table[i].bytes, &arena, &text, &e), 0);
		assert_true(span_is(text, table[i].text));
	}
	arena_free(&arena);
}

static void
what_needs_no_decoding_is_not_copied(void **state)
{
	struct decoder *decoder = *state;
	const struct span ascii = SPAN("id,time,text and no more"),
	    utf8 = SPAN("编号");
	struct arena arena = { 0 };
	struct err e = { 0 };
	struct span text;

	assert_int_equal(encoding_decode(decoder, ENCODING_GB18030, ascii,
	    &arena, &text, &e), 0);
	assert_ptr_equal(text.p, ascii.p);
	assert_int_equal(encoding_decode(decoder, ENCODING_UTF8, utf8, &arena,
	    &text, &e), 0);
	assert_ptr_equal(text.p, utf8.p);
	assert_int_equal(arena_used(&arena), 0);
}

static void
bad_bytes_are_told_by_line_and_column(void **state)
{
	struct decoder *decoder = *state;
	static const struct {
		enum encoding	 encoding;
		struct span	 bytes;
		size_t		 line, column;
		const char	*text;
	} table[] = {
		{ ENCODING_UTF8, { "\xff", 1 }, 1, 1,
		  "expected UTF-8, got byte 0xff" },
		{ ENCODING_UTF8, { "小区\xe5\xb0", 8 }, 1, 3,
		  "expected UTF-8, got byte 0xe5" },
		{ ENCODING_UTF8, { "a\n\n小\xc0\x80", 8 }, 3, 2,
		  "expected UTF-8, got byte 0xc0" },
		{ ENCODING_GB18030, { "\xff", 1 }, 1, 1,
		  "expected GB18030, got byte 0xff" },
		{ ENCODING_GB18030, { "\x80", 1 }, 1, 1,
		  "expected GB18030, got byte 0x80" },
		{ ENCODING_GB18030, { UNICOM "\xd0", 5 }, 1, 3,
		  "expected GB18030, got byte 0xd0" },
		{ ENCODING_GB18030, { UNICOM "\xd0,ab", 8 }, 1, 3,
		  "expected GB18030, got byte 0xd0" },
		{ ENCODING_GB18030, { "1,2\n" UNICOM "\n" UNICOM "\xd0\n", 15 },
		  3, 3, "expected GB18030, got byte 0xd0" },
		{ ENCODING_GB18030, { UNICOM "\x81\x30\x86\xd0", 8 }, 1, 3,
		  "expected GB18030, got byte 0x81" },
		/* Behind U+10FFFF. */
		{ ENCODING_GB18030, { "a\xe3\x32\x9a\x36", 5 }, 1, 2,
		  "expected GB18030, got byte 0xe3" },
	};
	struct arena arena = { 0 };
	struct err e = { 0 };
	struct span text;
	size_t i;

	for (i = 0; i < sizeof(table) / sizeof(*table); i++) {
		assert_int_equal(encoding_decode(decoder,
		    table[i].encoding, table[i].bytes, &arena, &text, &e), -1);
		assert_int_equal(e.kind, ERR_RECORD);
		assert_int_equal(e.line, table[i].line);
		assert_int_equal(e.column, table[i].column);
		assert_string_equal(e.text, table[i].text);
	}
	arena_free(&arena);
}

/* Whatever is cut, the error stands where the cut character begins. */
static void
every_cut_of_a_character_is_an_error_at_its_place(void **state)
{
	struct decoder *decoder = *state;
	static const struct {
		enum encoding	encoding;
		struct span	character;
	} table[] = {
		{ ENCODING_UTF8, { "\xc3\x80", 2 } },
		{ ENCODING_UTF8, { "小", 3 } },
		{ ENCODING_UTF8, { "\xf0\xa0\x80\x80", 4 } },
		{ ENCODING_GB18030, { "\xd0\xa1", 2 } },
		{ ENCODING_GB18030, { "\x81\x30\x86\x38", 4 } },
		{ ENCODING_GB18030, { "\x95\x32\x82\x36", 4 } },
	};
	struct arena arena = { 0 };
	struct err e = { 0 };
	struct span text;
	char bytes[32] = "ab\nc";
	size_t i, n;

	for (i = 0; i < sizeof(table) / sizeof(*table); i++)
		for (n = 1; n < table[i].character.n; n++) {
			memcpy(bytes + 4, table[i].character.p, n);
			assert_int_equal(encoding_decode(decoder,
			    table[i].encoding, span_make(bytes, 4 + n),
			    &arena, &text, &e), -1);
			assert_int_equal(e.line, 2);
			assert_int_equal(e.column, 2);
		}
	arena_free(&arena);
}

/* None gives more than two bytes for one: the room that is taken. */
static void
all_two_byte_characters_decode_to_one_each(void **state)
{
	struct decoder *decoder = *state;
	struct arena arena = { 0 };
	struct err e = { 0 };
	struct span text;
	char bytes[4];
	int a, b;

	for (a = 0x81; a <= 0xfe; a++)
		for (b = 0x40; b <= 0xfe; b++) {
			if (b == 0x7f)
				continue;
			bytes[0] = (char)a;
			bytes[1] = (char)b;
			assert_int_equal(encoding_decode(decoder,
			    ENCODING_GB18030, span_make(bytes, 2), &arena,
			    &text, &e), 0);
			assert_int_equal(utf8_check(text), text.n);
			assert_int_equal(utf8_length(text), 1);
			arena_reset(&arena);
		}
	arena_free(&arena);
}

static void
other_encodings_decode_as_the_table_says(void **state)
{
	struct decoder *decoder = *state;
	static const struct {
		enum encoding	 encoding;
		struct span	 bytes;
		const char	*text;	/* NULL: refused */
	} table[] = {
		{ ENCODING_BIG5, { BIG5, 24 }, "居民反映物業公司亂收費。" },
		{ ENCODING_BIG5, { "a\xa9\x7e\nb", 5 }, "a居\nb" },
		{ ENCODING_BIG5, { "\xa9", 1 }, NULL },
		{ ENCODING_BIG5, { "\xa9\x30", 2 }, NULL },
		{ ENCODING_BIG5, { "\xff\xff", 2 }, NULL },
		{ ENCODING_UTF16LE, { "\xff\xfe\x45\x5c" "a\0", 6 }, "居a" },
		{ ENCODING_UTF16LE, { "\x45\x5c", 2 }, "居" },
		{ ENCODING_UTF16BE, { "\xfe\xff\x5c\x45\0a", 6 }, "居a" },
		{ ENCODING_UTF16LE, { "\x40\xd8\x00\xdc", 4 },
		    "\U00020000" },
		{ ENCODING_UTF16LE, { "\x40\xd8", 2 }, NULL },
		{ ENCODING_UTF16LE, { "\x00\xdc\x40\xd8", 4 }, NULL },
		{ ENCODING_UTF16LE, { "a\0b", 3 }, NULL },
		{ ENCODING_UTF16LE, { "", 0 }, "" },
	};
	struct arena arena = { 0 };
	struct err e = { 0 };
	struct span text;
	size_t i;
	int rc;

	for (i = 0; i < sizeof(table) / sizeof(*table); i++) {
		rc = encoding_decode(decoder, table[i].encoding,
		    table[i].bytes, &arena, &text, &e);
		assert_int_equal(rc, table[i].text == NULL ? -1 : 0);
		if (rc == 0)
			assert_true(span_is(text, table[i].text));
	}
	arena_free(&arena);
}

static void
what_is_not_of_the_encoding_is_mended_and_counted(void **state)
{
	struct decoder *decoder = *state;
	static const struct {
		enum encoding	 encoding;
		struct span	 bytes;
		const char	*replaced, *dropped;
		uint64_t	 places;
	} table[] = {
		{ ENCODING_UTF8, { "小\xe5\xb0,\xff", 7 }, "小\ufffd,\ufffd",
		    "小,", 2 },
		{ ENCODING_UTF8, { "小区", 6 }, "小区", "小区", 0 },
		{ ENCODING_GB18030, { UNICOM "\xd0,\xff" UNICOM, 11 },
		    "联通\ufffd,\ufffd联通", "联通,联通", 2 },
		{ ENCODING_GB18030, { "\xff\xff\xff", 3 },
		    "\ufffd\ufffd\ufffd", "", 3 },
		{ ENCODING_BIG5, { "\xa9\x7e\xff\xff,", 5 }, "居\ufffd,",
		    "居,", 1 },
		{ ENCODING_UTF16LE, { "\x00\xdc" "a\0b", 5 },
		    "\ufffd" "a\ufffd", "a", 2 },
	};
	struct arena arena = { 0 };
	struct err e = { 0 };
	struct span text;
	uint64_t places;
	size_t i;

	for (i = 0; i < sizeof(table) / sizeof(*table); i++) {
		places = 0;
		assert_int_equal(encoding_mend(decoder, table[i].encoding,
		    INVALID_REPLACE, table[i].bytes, &arena, &text, &places,
		    &e), 0);
		assert_true(span_is(text, table[i].replaced));
		assert_int_equal(encoding_mend(decoder, table[i].encoding,
		    INVALID_DROP, table[i].bytes, &arena, &text, &places,
		    &e), 0);
		assert_true(span_is(text, table[i].dropped));
		assert_int_equal(places, 2 * table[i].places);
	}
	arena_free(&arena);
}

static uint64_t
random_next(uint64_t *v)
{
	*v ^= *v << 13;
	*v ^= *v >> 7;
	*v ^= *v << 17;
	return *v;
}

/* Mostly characters of two and of four bytes, with any byte between. */
static size_t
random_bytes(uint64_t *seed, char into[64])
{
	static const char some[] = "\xd0\xa1\x81\x30\x86\x38" "a,\n"
	    "\xfe\xff\x80";
	size_t i, n = 1 + random_next(seed) % 64;

	for (i = 0; i < n; i++)
		into[i] = random_next(seed) % 8 == 0 ?
		    (char)random_next(seed) :
		    some[random_next(seed) % (sizeof(some) - 1)];
	return n;
}

/* Whatever the decoder has learned before. */
static void
any_bytes_decode_as_by_the_library(void **state)
{
	struct decoder *decoder = *state;
	iconv_t cd = iconv_open("UTF-8", "GB18030");
	struct arena arena = { 0 };
	struct err e = { 0 };
	struct span text;
	uint64_t seed = 7;
	char bytes[64], expected[128], *in, *out;
	size_t left, room, n;
	int i, rc;

	for (i = 0; i < 100000; i++) {
		n = left = random_bytes(&seed, bytes);
		in = bytes;
		out = expected;
		room = sizeof(expected);
		iconv(cd, &in, &left, &out, &room);
		rc = encoding_decode(decoder, ENCODING_GB18030,
		    span_make(bytes, n), &arena, &text, &e);
		assert_int_equal(rc, left == 0 ? 0 : -1);
		assert_true(span_equal(text, span_make(expected,
		    (size_t)(out - expected))));
		arena_reset(&arena);
	}
	iconv_close(cd);
	arena_free(&arena);
}

/* Step by step: as many characters and bad places as all at once. */
static void
steps_are_what_is_decoded(void **state)
{
	struct decoder *decoder = *state;
	struct arena arena = { 0 };
	struct err e = { 0 };
	struct span text, rest;
	uint64_t seed = 9, places, bad_count;
	char bytes[64];
	size_t i, n, count;
	int encoding;
	bool bad;

	for (i = 0; i < 20000; i++) {
		encoding = (int)(i % ENCODINGS);
		rest = span_make(bytes, random_bytes(&seed, bytes));
		if (encoding_is_wide((enum encoding)encoding) &&
		    (span_starts(rest, SPAN("\xff\xfe")) ||
		    span_starts(rest, SPAN("\xfe\xff"))))
			continue;		/* a mark is no character */
		places = bad_count = count = 0;
		assert_int_equal(encoding_mend(decoder,
		    (enum encoding)encoding, INVALID_REPLACE, rest, &arena,
		    &text, &places, &e), 0);
		assert_int_equal(utf8_check(text), text.n);
		for (; rest.n > 0; rest = span_from(rest, n)) {
			n = encoding_step(decoder, (enum encoding)encoding,
			    rest, &bad);
			assert_in_range(n, 1, rest.n);
			bad_count += bad;
			count++;
		}
		assert_int_equal(bad_count, places);
		assert_int_equal(count, utf8_length(text));
		arena_reset(&arena);
	}
	arena_free(&arena);
}

static int
make_decoder(void **state)
{
	*state = decoder_new();
	return 0;
}

static int
free_decoder(void **state)
{
	decoder_free(*state);
	return 0;
}

static void
encodings_are_guessed_as_the_table_says(void **state)
{
	struct decoder *decoder = *state;
	static const struct {
		struct span	head;
		bool		whole;
		int		encoding;	/* -1: refused */
		const char	*text;
	} table[] = {
		{ { "", 0 }, true, ENCODING_UTF8, NULL },
		{ { "id,text\n1,x\n", 12 }, true, ENCODING_UTF8, NULL },
		{ { "编号,内容\n", 14 }, true, ENCODING_UTF8, NULL },
		{ { "\xef\xbb\xbf" "a", 4 }, true, ENCODING_UTF8, NULL },
		{ { COMPLAINT "\n", 11 }, true, ENCODING_GB18030, NULL },
		{ { UNICOM, 4 }, true, ENCODING_GB18030, NULL },
		/* 鲁: valid in both, and UTF-8 wins. */
		{ { "\xc2\xb3", 2 }, true, ENCODING_UTF8, NULL },
		{ { "\xc2\xb3,1\n" COMPLAINT, 15 }, true, ENCODING_GB18030,
		  NULL },
		/* An end that cuts a character. */
		{ { "小区\xe5\x99", 8 }, false, ENCODING_UTF8, NULL },
		{ { "小区\xe5\x99", 8 }, true, -1, NULL },
		{ { COMPLAINT "\xd0", 11 }, false, ENCODING_GB18030, NULL },
		{ { COMPLAINT "\x81\x30\x86", 13 }, false, ENCODING_GB18030,
		  NULL },
		{ { COMPLAINT "\xd0", 11 }, true, -1, "expected UTF-8, "
		  "GB18030, Big5 or UTF-16, got byte 0xd0 (encoding: in the "
		  "rule says which)" },
		/* Latin-1, and UTF-8 with one damaged character. */
		{ { "\xe9tudi\xe9" "es", 8 }, true, -1,
		  "expected UTF-8, GB18030, Big5 or UTF-16, got byte 0xe9, and "
		  "as GB18030 mostly rare characters (encoding: in the rule "
		  "says which)" },
		{ { "小区\xe5\x99小区噪音大", 23 }, true, -1, NULL },
		{ { "\xff\xfe" "a\0", 4 }, true, ENCODING_UTF16LE, NULL },
		{ { "\xfe\xff\0a", 4 }, true, ENCODING_UTF16BE, NULL },
		{ { "a\0\n\0", 4 }, true, ENCODING_UTF16LE, NULL },
		{ { "\0a\0\n", 4 }, true, ENCODING_UTF16BE, NULL },
		{ { "ab\0c", 4 }, true, -1, "expected text, got a zero byte "
		  "at byte 3: no text, or several encodings in one" },
		/* 居民反映物業公司亂收費。 in Big5, and 的 in both. */
		{ { BIG5, sizeof(BIG5) - 1 }, true, ENCODING_BIG5, NULL },
		{ { BIG5 "\xa4", sizeof(BIG5) }, false, ENCODING_BIG5, NULL },
		{ { "\xb6\xa1", 2 }, true, -1, "can't tell GB18030 (100% "
		  "common characters) from Big5 (100%) (encoding: in the rule "
		  "says which)" },
	};
	enum encoding encoding;
	struct err e = { 0 };
	size_t i;
	int rc;

	for (i = 0; i < sizeof(table) / sizeof(*table); i++) {
		rc = encoding_guess(decoder, table[i].head, table[i].whole,
		    &encoding, &e);
		assert_int_equal(rc == -1 ? -1 : (int)encoding,
		    table[i].encoding);
		if (rc == -1)
			assert_int_equal(e.kind, ERR_DATA);
		if (rc == -1 && table[i].text != NULL)
			assert_string_equal(e.text, table[i].text);
	}
}

static void
a_guess_that_fails_tells_the_place(void **state)
{
	struct decoder *decoder = *state;
	enum encoding encoding;
	struct err e = { 0 };

	assert_int_equal(encoding_guess(decoder, SPAN("编号\n小区\xff小区\n"),
	    true, &encoding, &e), -1);
	assert_int_equal(e.line, 2);
	assert_int_equal(e.column, 3);
	assert_int_equal(encoding_guess(decoder, SPAN(COMPLAINT "\n"
	    COMPLAINT "\xff\n"), true, &encoding, &e), -1);
	assert_int_equal(e.line, 2);
	assert_int_equal(e.column, 6);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(texts_decode_as_the_table_says),
		cmocka_unit_test(what_needs_no_decoding_is_not_copied),
		cmocka_unit_test(bad_bytes_are_told_by_line_and_column),
		cmocka_unit_test(
		    every_cut_of_a_character_is_an_error_at_its_place),
		cmocka_unit_test(all_two_byte_characters_decode_to_one_each),
		cmocka_unit_test(other_encodings_decode_as_the_table_says),
		cmocka_unit_test(
		    what_is_not_of_the_encoding_is_mended_and_counted),
		cmocka_unit_test(steps_are_what_is_decoded),
		cmocka_unit_test(any_bytes_decode_as_by_the_library),
		cmocka_unit_test(encodings_are_guessed_as_the_table_says),
		cmocka_unit_test(a_guess_that_fails_tells_the_place),
	};

	return cmocka_run_group_tests(tests, make_decoder, free_decoder);
}
