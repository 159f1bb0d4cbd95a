#include "text/encoding.h"

#include <errno.h>
#include <iconv.h>
#include <stdint.h>

#include "base/mem.h"
#include "base/utf8.h"

/* Of 100 characters beyond ASCII so many must be common ones. */
#define COMMON_PERCENT	80

/* A character of GB18030 is at most this long; one of UTF-8, for each byte. */
#define LONGEST		4
#define GROWTH		2

const char *
encoding_name(enum encoding encoding)
{
	return encoding == ENCODING_UTF8 ? "utf-8" : "gb18030";
}

static bool
is_ascii(struct span s)
{
	uint64_t eight;
	size_t at = 0;

	for (; at + sizeof(eight) <= s.n; at += sizeof(eight)) {
		memcpy(&eight, s.p + at, sizeof(eight));
		if ((eight & 0x8080808080808080) != 0)
			return false;
	}
	while (at < s.n && (unsigned char)s.p[at] < 0x80)
		at++;
	return at == s.n;
}

/* Refuses the byte behind the good text that was decoded before it. */
static int
bad_byte(enum encoding encoding, struct span before, char byte, struct err *e)
{
	size_t at, start = 0, line = 1;

	for (at = 0; at < before.n; at++)
		if (before.p[at] == '\n') {
			line++;
			start = at + 1;
		}
	return err_set(e, ERR_RECORD, NULL, line,
	    1 + utf8_length(span_from(before, start)),
	    "expected %s, got byte 0x%02x", encoding == ENCODING_UTF8 ?
	    "UTF-8" : "GB18030", (unsigned char)byte);
}

/*
 * Decodes the longest valid prefix of bytes into the arena; *good is its
 * length.  A handle for each call: the library keeps what it has loaded, so
 * one costs 0.4 us, a row of 430 bytes 2.1 us (measured); and there is no
 * state for threads to share.
 */
static int
decode_prefix(struct span bytes, struct arena *arena, struct span *text,
    size_t *good, struct err *e)
{
	iconv_t cd = iconv_open("UTF-8", "GB18030");
	size_t room = bytes.n * GROWTH, left = bytes.n;
	char *into = arena_alloc(arena, room), *out = into;
	char *in = (char *)(uintptr_t)bytes.p;	/* iconv(3) writes none */

	if (cd == (iconv_t)-1 && errno == ENOMEM)
		mem_failed(room);
	if (cd == (iconv_t)-1)
		return err_set(e, ERR_SOFTWARE, NULL, 0, 0, "the C library "
		    "can't decode GB18030: its gconv modules are missing");
	while (left > 0 && iconv(cd, &in, &left, &out, &room) != (size_t)-1)
		;
	iconv_close(cd);
	*good = bytes.n - left;
	*text = span_make(into, (size_t)(out - into));
	return 0;
}

int
encoding_decode(enum encoding encoding, struct span bytes,
    struct arena *arena, struct span *text, struct err *e)
{
	size_t good = bytes.n;

	*text = bytes;
	if (is_ascii(bytes))
		return 0;
	if (encoding == ENCODING_UTF8)
		good = text->n = utf8_check(bytes);
	else if (decode_prefix(bytes, arena, text, &good, e) == -1)
		return -1;
	return good == bytes.n ? 0 :
	    bad_byte(encoding, *text, bytes.p[good], e);
}

/* Length of the character of GB18030 that begins with these bytes. */
static size_t
gb_length(const unsigned char *p, size_t n)
{
	if (p[0] < 0x80)
		return 1;
	return n > 1 && p[1] >= '0' && p[1] <= '9' ? LONGEST : 2;
}

/*
 * Symbols, full-width ASCII and level 1 of GB 2312-1980: rows 1 and 3, rows
 * 16 to 55, in positions 1 to 94.
 */
static bool
is_common(const unsigned char *p, size_t n)
{
	return n > 1 && p[1] >= 0xa1 && p[1] != 0xff && (p[0] == 0xa1 ||
	    p[0] == 0xa3 || (p[0] >= 0xb0 && p[0] <= 0xd7));
}

/* True if most characters of valid GB18030 are common. */
static bool
is_plausible(struct span s)
{
	const unsigned char *p = (const unsigned char *)s.p;
	size_t at, count = 0, common = 0;

	for (at = 0; at < s.n; at += gb_length(p + at, s.n - at))
		if (p[at] >= 0x80) {
			count++;
			common += is_common(p + at, s.n - at);
		}
	return common * 100 >= count * COMMON_PERCENT;
}

/* UTF-16 has a mark, or zero bytes that no text has. */
static int
refuse_binary(struct span head, struct err *e)
{
	if (span_starts(head, SPAN("\xff\xfe")) ||
	    span_starts(head, SPAN("\xfe\xff")))
		return err_set(e, ERR_DATA, NULL, 1, 1, "expected UTF-8 or "
		    "GB18030, got UTF-16: save the file as UTF-8");
	if (span_index(head, '\0') < head.n)
		return err_set(e, ERR_DATA, NULL, 0, 0, "expected text, got a "
		    "zero byte at byte %zu: UTF-16, or no text at all",
		    span_index(head, '\0') + 1);
	return 0;
}

/* Length of the valid prefix; where the end may cut a character, all of it. */
static size_t
utf8_prefix(struct span head, bool whole)
{
	size_t valid = utf8_check(head), at = valid;

	if (valid == head.n || whole || head.n - valid >= LONGEST)
		return valid;
	return utf8_next_checked(head, &at) == -1 && at == head.n &&
	    ((unsigned char)head.p[valid] & 0xc0) == 0xc0 ? head.n : valid;
}

/* Neither encoding: the one that went further tells its place. */
static int
neither(struct span head, size_t utf8, struct span text, size_t gb,
    struct err *e)
{
	struct err place = { 0 };

	if (gb == head.n || utf8 >= gb)
		bad_byte(ENCODING_UTF8, span_make(head.p, utf8), '\0', &place);
	else {
		bad_byte(ENCODING_GB18030, text, '\0', &place);
		utf8 = gb;
	}
	return err_set(e, ERR_DATA, NULL, place.line, place.column,
	    "expected UTF-8 or GB18030, got byte 0x%02x%s (encoding: utf-8 or "
	    "gb18030 in the rule says which)", (unsigned char)head.p[utf8],
	    gb == head.n ? ", and as GB18030 mostly rare characters" : "");
}

int
encoding_guess(struct span head, bool whole, enum encoding *encoding,
    struct err *e)
{
	size_t utf8, gb;
	struct arena arena = { 0 };
	struct span text;
	int rc;

	*encoding = ENCODING_UTF8;
	if (refuse_binary(head, e) == -1)
		return -1;
	utf8 = utf8_prefix(head, whole);
	if (utf8 == head.n || span_starts(head, SPAN("\xef\xbb\xbf")))
		return 0;
	rc = decode_prefix(head, &arena, &text, &gb, e);
	if (rc == 0 && !whole && head.n - gb < LONGEST)
		gb = head.n;	/* a character that the end cuts */
	if (rc == 0 && gb == head.n && is_plausible(head))
		*encoding = ENCODING_GB18030;
	else if (rc == 0)
		rc = neither(head, utf8, text, gb, e);
	arena_free(&arena);
	return rc;
}
