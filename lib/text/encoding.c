#include "text/encoding.h"

#include <errno.h>
#include <iconv.h>
#include <stdint.h>

#include "base/ascii.h"
#include "base/mem.h"
#include "base/utf8.h"

/* Of 100 characters beyond ASCII so many must be common ones. */
#define COMMON_PERCENT	80

/* For each damaged byte of UTF-8 so many good characters beyond ASCII. */
#define GOOD_PER_BAD	100

/*
 * A character is at most this long in either encoding; UTF-8 has GROWTH bytes
 * for each byte of GB18030, or fewer, whatever comes: so much room is enough.
 */
#define LONGEST		4
#define GROWTH		2

#define HIGH_BITS	UINT64_C(0x8080808080808080)

/* A character of GB18030 of two bytes, in UTF-8. */
struct character {
	char		bytes[LONGEST];
	unsigned char	n;		/* 0: the library wasn't asked */
};

/*
 * The library takes 2 us for a row of 430 bytes (measured), so it is asked but
 * once for each of those that texts are made of.  It keeps no state between
 * two characters of this encoding.
 */
struct decoder {
	iconv_t			cd;
	bool			opened;
	struct character	pairs[1 << 15];	/* by the lower 15 bits */
};

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
		if ((eight & HIGH_BITS) != 0)
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

struct decoder *
decoder_new(void)
{
	return mem_zero(1, sizeof(struct decoder));
}

void
decoder_free(struct decoder *d)
{
	if (d == NULL)
		return;
	if (d->opened)
		iconv_close(d->cd);
	mem_free(d);
}

static int
open_library(struct decoder *d, struct err *e)
{
	if (d->opened)
		return 0;
	d->cd = iconv_open("UTF-8", "GB18030");
	if (d->cd == (iconv_t)-1 && errno == ENOMEM)
		mem_failed(sizeof(*d));
	if (d->cd == (iconv_t)-1)
		return err_set(e, ERR_SOFTWARE, NULL, 0, 0, "the C library "
		    "can't decode GB18030: its gconv modules are missing");
	d->opened = true;
	return 0;
}

/* Writes what the library makes of bytes; returns how many it took. */
static size_t
ask_library(const struct decoder *d, struct span bytes, char **out,
    size_t room)
{
	char *in = (char *)(uintptr_t)bytes.p;	/* iconv(3) writes none */
	size_t left = bytes.n;

	iconv(d->cd, &in, &left, out, &room);
	return bytes.n - left;
}

/* Asks what the two bytes at p are; true if they are a character. */
static bool
learn(const struct decoder *d, struct character *c, const char *p)
{
	char *out = c->bytes;

	if ((unsigned char)p[1] < 0x40 || ask_library(d, span_make(p, 2), &out,
	    sizeof(c->bytes)) != 2)
		return false;
	c->n = (unsigned char)(out - c->bytes);
	return true;
}

/* Puts the characters of two bytes that s begins with; returns its bytes. */
static size_t
put_pairs(struct decoder *d, struct span s, char **out)
{
	struct character *c;
	char *p = *out;
	size_t at;

	for (at = 0; s.n - at > 1 && (s.p[at] & 0x80) != 0; at += 2) {
		c = &d->pairs[(s.p[at] & 0x7f) << 8 |
		    (unsigned char)s.p[at + 1]];
		if (c->n == 0 && !learn(d, c, s.p + at))
			break;
		memcpy(p, c->bytes, sizeof(c->bytes));
		p += c->n;
	}
	*out = p;
	return at;
}

/* Puts the ASCII that s begins with, most of it in words. */
static size_t
put_ascii(struct span s, char **out)
{
	char *p = *out;
	uint64_t eight;
	size_t at = 0;

	for (; s.n - at >= sizeof(eight); at += sizeof(eight)) {
		memcpy(&eight, s.p + at, sizeof(eight));
		if ((eight & HIGH_BITS) != 0)
			break;
		memcpy(p + at, &eight, sizeof(eight));
	}
	for (; at < s.n && (s.p[at] & 0x80) == 0; at++)
		p[at] = s.p[at];
	*out = p + at;
	return at;
}

/* Puts the characters of four bytes that s begins with. */
static size_t
put_fours(const struct decoder *d, struct span s, char **out)
{
	size_t n = 0;

	while (s.n - n >= LONGEST && (s.p[n] & 0x80) != 0 &&
	    ascii_is_digit(s.p[n + 1]))
		n += LONGEST;
	return n == 0 ? 0 : ask_library(d, span_make(s.p, n), out, n);
}

/*
 * Decodes the longest valid prefix of bytes into the arena; *good is its
 * length.
 */
static int
decode_prefix(struct decoder *d, struct span bytes, struct arena *arena,
    struct span *text, size_t *good, struct err *e)
{
	char *into = arena_alloc(arena, bytes.n * GROWTH), *out = into;
	struct span rest = bytes;
	size_t n;

	if (open_library(d, e) == -1)
		return -1;
	do {
		n = put_ascii(rest, &out);
		n += put_pairs(d, span_from(rest, n), &out);
		n += put_fours(d, span_from(rest, n), &out);
		rest = span_from(rest, n);
	} while (n > 0);
	*good = bytes.n - rest.n;
	*text = span_make(into, (size_t)(out - into));
	return 0;
}

int
encoding_decode(struct decoder *d, enum encoding encoding, struct span bytes,
    struct arena *arena, struct span *text, struct err *e)
{
	size_t good = bytes.n;

	*text = bytes;
	if (is_ascii(bytes))
		return 0;
	if (encoding == ENCODING_UTF8)
		good = text->n = utf8_check(bytes);
	else if (decode_prefix(d, bytes, arena, text, &good, e) == -1)
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
	if (span_starts(head, SPAN("PK\x03\x04")) ||
	    span_starts(head, SPAN("\xd0\xcf\x11\xe0")))
		return err_set(e, ERR_DATA, NULL, 0, 0, "expected text, got a "
		    "spreadsheet or an archive: save it as CSV");
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

/*
 * True if the text is UTF-8 but for a few bytes, whose rows will be refused:
 * no other encoding gives so many characters by chance.
 */
static bool
is_damaged_utf8(struct span s)
{
	size_t at = 0, bad = 0, good = 0;
	int32_t c;

	while (at < s.n) {
		c = utf8_next_checked(s, &at);
		bad += c == -1;
		good += c >= 0x80;
	}
	return bad * GOOD_PER_BAD <= good;
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
encoding_guess(struct decoder *d, struct span head, bool whole,
    enum encoding *encoding, struct err *e)
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
	rc = decode_prefix(d, head, &arena, &text, &gb, e);
	if (rc == 0 && !whole && head.n - gb < LONGEST)
		gb = head.n;	/* a character that the end cuts */
	if (rc == 0 && gb == head.n && is_plausible(head))
		*encoding = ENCODING_GB18030;
	else if (rc == 0 && !is_damaged_utf8(head))
		rc = neither(head, utf8, text, gb, e);
	arena_free(&arena);
	return rc;
}
