#include "text/encoding.h"

#include <errno.h>
#include <iconv.h>
#include <string.h>

#include "base/ascii.h"
#include "base/mem.h"
#include "base/utf8.h"

/*
 * A character is at most this long in any encoding; UTF-8 has GROWTH bytes
 * for each byte of another one, or fewer, but MENDED where one byte becomes
 * U+FFFD.
 */
#define LONGEST		4
#define GROWTH		2
#define MENDED		3

#define HIGH_BITS	UINT64_C(0x8080808080808080)

#define REPLACEMENT	SPAN("\xef\xbf\xbd")

/* A character of two bytes, in UTF-8. */
struct character {
	char		bytes[LONGEST];
	unsigned char	n;		/* 0: the library wasn't asked */
};

/*
 * The library takes 2 us for a row of 430 bytes (measured), so it is asked but
 * once for each of those that texts are made of.  It keeps no state between
 * two characters of these encodings.
 */
struct codec {
	iconv_t			 cd;
	struct character	*pairs;		/* 2^15, by their lower bits;
						 * NULL: not opened */
	bool			 fours;		/* it has some of 4 bytes */
};

struct decoder {
	struct codec	codecs[ENCODINGS];
};

static const struct {
	const char	*name;
	const char	*said;		/* in messages */
	const char	*library;	/* as iconv_open(3) has it; or NULL */
} encodings[ENCODINGS] = {
	{ "utf-8", "UTF-8", NULL },
	{ "gb18030", "GB18030", "GB18030" },
	{ "big5", "Big5", "BIG5" },
	{ "utf-16le", "UTF-16", NULL },
	{ "utf-16be", "UTF-16", NULL }
};

const char *
encoding_name(enum encoding encoding)
{
	return encodings[encoding].name;
}

bool
encoding_is_wide(enum encoding encoding)
{
	return encoding == ENCODING_UTF16LE || encoding == ENCODING_UTF16BE;
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
	    "expected %s, got byte 0x%02x", encodings[encoding].said,
	    (unsigned char)byte);
}

struct decoder *
decoder_new(void)
{
	return mem_zero(1, sizeof(struct decoder));
}

void
decoder_free(struct decoder *d)
{
	size_t i;

	for (i = 0; d != NULL && i < ENCODINGS; i++)
		if (d->codecs[i].pairs != NULL) {
			iconv_close(d->codecs[i].cd);
			mem_free(d->codecs[i].pairs);
		}
	mem_free(d);
}

static int
open_library(struct decoder *d, enum encoding encoding, struct err *e)
{
	const char *name = encodings[encoding].library;
	struct codec *codec = &d->codecs[encoding];

	if (name == NULL || codec->pairs != NULL)
		return 0;
	codec->cd = iconv_open("UTF-8", name);
	if (codec->cd == (iconv_t)-1 && errno == ENOMEM)
		mem_failed(sizeof(*d));
	if (codec->cd == (iconv_t)-1)
		return err_set(e, ERR_SOFTWARE, NULL, 0, 0, "the C library "
		    "can't decode %s: its gconv modules are missing",
		    encodings[encoding].said);
	codec->pairs = mem_zero(1 << 15, sizeof(*codec->pairs));
	codec->fours = encoding == ENCODING_GB18030;
	return 0;
}

/* Writes what the library makes of bytes; returns how many it took. */
static size_t
ask_library(const struct codec *codec, struct span bytes, char **out,
    size_t room)
{
	char *in = (char *)(uintptr_t)bytes.p;	/* iconv(3) writes none */
	size_t left = bytes.n;

	iconv(codec->cd, &in, &left, out, &room);
	return bytes.n - left;
}

/*
 * Asks what the two bytes at p are; true if they are a character.  0x80, which
 * the library's Big5 has, is none of any text.
 */
static bool
learn(const struct codec *codec, struct character *c, const char *p)
{
	char *out = c->bytes;

	if ((unsigned char)p[0] == 0x80 || (unsigned char)p[1] < 0x40 ||
	    ask_library(codec, span_make(p, 2), &out,
	    sizeof(c->bytes)) != 2)
		return false;
	c->n = (unsigned char)(out - c->bytes);
	return true;
}

/* Puts the characters of two bytes that s begins with; returns its bytes. */
static size_t
put_pairs(const struct codec *codec, struct span s, char **out)
{
	struct character *c;
	char *p = *out;
	size_t at;

	for (at = 0; s.n - at > 1 && (s.p[at] & 0x80) != 0; at += 2) {
		c = &codec->pairs[(s.p[at] & 0x7f) << 8 |
		    (unsigned char)s.p[at + 1]];
		if (c->n == 0 && !learn(codec, c, s.p + at))
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

/*
 * Where the C library goes its own way: it has these characters in two bytes
 * alone, or (U+1E3F) another one in their place.  As Python decodes them.
 */
static uint32_t
own_four(struct span s)
{
	static const struct {
		uint32_t	first, count;	/* places of four bytes */
		uint32_t	character;
	} own[] = {
		{ 7457, 1, 0x1e3f },		/* 8135f437 */
		{ 19057, 8, 0x9fb4 },		/* 82359037 */
		{ 39076, 10, 0xfe10 }		/* 84318236 */
	};
	const unsigned char *p = (const unsigned char *)s.p;
	uint32_t place;
	size_t i;

	if (p[0] < 0x81 || p[0] > 0x84 || p[2] < 0x81 || p[3] < '0')
		return 0;
	place = (((p[0] - 0x81u) * 10 + (p[1] - '0')) * 126 +
	    (p[2] - 0x81u)) * 10 + (p[3] - '0');
	for (i = 0; i < sizeof(own) / sizeof(own[0]); i++)
		if (place - own[i].first < own[i].count && p[3] <= '9')
			return own[i].character + (place - own[i].first);
	return 0;
}

/* Puts the characters of four bytes that s begins with. */
static size_t
put_fours(const struct codec *codec, struct span s, char **out)
{
	size_t n = 0;
	uint32_t own = 0;

	while (s.n - n >= LONGEST && (s.p[n] & 0x80) != 0 &&
	    ascii_is_digit(s.p[n + 1])) {
		own = own_four(span_from(s, n));
		if (own != 0)
			break;
		n += LONGEST;
	}
	if (n > 0)
		return ask_library(codec, span_make(s.p, n), out, n);
	if (own == 0)
		return 0;
	*out += utf8_encode(*out, own);
	return LONGEST;
}

static uint32_t
wide_unit(bool little, const char *p)
{
	const unsigned char *u = (const unsigned char *)p;

	return little ? (uint32_t)(u[1] << 8 | u[0]) :
	    (uint32_t)(u[0] << 8 | u[1]);
}

/* Bytes of the character that UTF-16 begins with; 0 if it is none. */
static size_t
wide_next(bool little, struct span s, uint32_t *c)
{
	uint32_t low;

	if (s.n < 2)
		return 0;
	*c = wide_unit(little, s.p);
	if (*c < 0xd800 || *c > 0xdfff)
		return 2;
	if (s.n < 4 || *c > 0xdbff)
		return 0;
	low = wide_unit(little, s.p + 2);
	if (low < 0xdc00 || low > 0xdfff)
		return 0;
	*c = 0x10000 + ((*c - 0xd800) << 10) + (low - 0xdc00);
	return 4;
}

static size_t
put_wide(bool little, struct span s, char **out)
{
	size_t n, at = 0;
	uint32_t c;

	while ((n = wide_next(little, span_from(s, at), &c)) > 0) {
		*out += utf8_encode(*out, c);
		at += n;
	}
	return at;
}

static size_t
put_narrow(const struct codec *codec, struct span s, char **out)
{
	struct span rest = s;
	size_t n;

	do {
		n = put_ascii(rest, out);
		n += put_pairs(codec, span_from(rest, n), out);
		if (codec->fours)
			n += put_fours(codec, span_from(rest, n), out);
		rest = span_from(rest, n);
	} while (n > 0);
	return s.n - rest.n;
}

/* Puts the longest valid prefix of s; returns its bytes. */
static size_t
put(const struct decoder *d, enum encoding encoding, struct span s,
    char **out)
{
	size_t n;

	if (encoding_is_wide(encoding))
		return put_wide(encoding == ENCODING_UTF16LE, s, out);
	if (encoding != ENCODING_UTF8)
		return put_narrow(&d->codecs[encoding], s, out);
	n = utf8_check(s);
	if (n > 0)
		memcpy(*out, s.p, n);
	*out += n;
	return n;
}

size_t
encoding_mark(enum encoding encoding, struct span s)
{
	return encoding_is_wide(encoding) && s.n >= 2 &&
	    wide_unit(encoding == ENCODING_UTF16LE, s.p) == 0xfeff ? 2 : 0;
}

int
encoding_prefix(struct decoder *d, enum encoding encoding, struct span bytes,
    struct arena *arena, struct span *text, size_t *good, struct err *e)
{
	/* What is put is looked at four bytes at a time. */
	char *into = arena_alloc(arena, bytes.n * GROWTH + LONGEST);
	char *out = into;

	if (open_library(d, encoding, e) == -1)
		return -1;
	*good = encoding_mark(encoding, bytes);
	*good += put(d, encoding, span_from(bytes, *good), &out);
	*text = span_make(into, (size_t)(out - into));
	return 0;
}

int
encoding_decode(struct decoder *d, enum encoding encoding, struct span bytes,
    struct arena *arena, struct span *text, struct err *e)
{
	size_t good = bytes.n;

	*text = bytes;
	if (!encoding_is_wide(encoding) && is_ascii(bytes))
		return 0;
	if (encoding == ENCODING_UTF8)
		good = text->n = utf8_check(bytes);
	else if (encoding_prefix(d, encoding, bytes, arena, text, &good,
	    e) == -1)
		return -1;
	return good == bytes.n ? 0 :
	    bad_byte(encoding, *text, bytes.p[good], e);
}

/* Bytes that are passed over where a character of s isn't valid. */
static size_t
bad_length(enum encoding encoding, struct span s)
{
	size_t at = 0;

	if (encoding == ENCODING_UTF8)
		utf8_next_checked(s, &at);
	else if (encoding_is_wide(encoding))
		at = s.n < 2 ? 1 : 2;
	else	/* a pair that is unassigned, or a byte that begins none */
		at = encoding == ENCODING_BIG5 && s.n > 1 &&
		    (unsigned char)s.p[0] > 0x80 &&
		    (unsigned char)s.p[1] >= 0xa1 ? 2 : 1;
	return at;
}

int
encoding_mend(struct decoder *d, enum encoding encoding, enum invalid invalid,
    struct span bytes, struct arena *arena, struct span *text,
    uint64_t *places, struct err *e)
{
	char *into, *out;
	size_t at;

	*text = bytes;
	if (!encoding_is_wide(encoding) && is_ascii(bytes))
		return 0;
	if (encoding == ENCODING_UTF8 && utf8_check(bytes) == bytes.n)
		return 0;
	if (open_library(d, encoding, e) == -1)
		return -1;
	into = out = arena_alloc(arena, bytes.n * MENDED + LONGEST);
	at = encoding_mark(encoding, bytes);
	while ((at += put(d, encoding, span_from(bytes, at), &out)) <
	    bytes.n) {
		at += bad_length(encoding, span_from(bytes, at));
		++*places;
		if (invalid == INVALID_REPLACE) {
			memcpy(out, REPLACEMENT.p, REPLACEMENT.n);
			out += REPLACEMENT.n;
		}
	}
	*text = span_make(into, (size_t)(out - into));
	return 0;
}

/* Length of the valid character that s begins with; 0 if it is none. */
static size_t
good_length(const struct codec *codec, struct span s)
{
	struct character *c;
	char into[LONGEST * GROWTH], *out = into;

	if (((unsigned char)s.p[0] & 0x80) == 0)
		return 1;
	if (s.n < 2)
		return 0;
	if (ascii_is_digit(s.p[1]))
		return codec->fours && s.n >= LONGEST ? put_fours(codec,
		    span_make(s.p, LONGEST), &out) : 0;
	c = &codec->pairs[(s.p[0] & 0x7f) << 8 | (unsigned char)s.p[1]];
	return c->n > 0 || learn(codec, c, s.p) ? 2 : 0;
}

size_t
encoding_step(struct decoder *d, enum encoding encoding, struct span bytes,
    bool *bad)
{
	struct err e = { 0 };
	size_t n = 0;
	uint32_t c;

	if (encoding_is_wide(encoding))
		n = wide_next(encoding == ENCODING_UTF16LE, bytes, &c);
	else if (encoding == ENCODING_UTF8) {
		if (utf8_next_checked(bytes, &n) == -1)
			n = 0;
	} else if (open_library(d, encoding, &e) == 0)
		n = good_length(&d->codecs[encoding], bytes);
	*bad = n == 0;
	return *bad ? bad_length(encoding, bytes) : n;
}
