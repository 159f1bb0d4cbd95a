#include "text/encoding.h"

#include <stdlib.h>

#include "base/utf8.h"

/* Of 100 characters beyond ASCII so many must be common ones. */
#define COMMON_PERCENT	80

/* Shares that differ by less decide nothing. */
#define CLOSE_PERCENT	10

/* So many characters of Big5 hardly ever have no second byte below 0x80. */
#define SOME	8

/* Of 100 characters of UTF-16 so many are what texts are made of. */
#define WIDE_PERCENT	95

/* For each damaged byte of UTF-8 so many good characters beyond ASCII. */
#define GOOD_PER_BAD	100

#define LONGEST		4	/* bytes of a character */

#define SAY_WHICH	"(encoding: in the rule says which)"

/* One encoding that the bytes may be in. */
struct candidate {
	enum encoding	encoding;
	size_t		good;		/* bytes that are valid */
	int		percent;	/* of common characters; -1: invalid */
	struct span	text;
};

/* Symbols, full-width ASCII and level 1 of GB 2312: rows 1, 3, 16 to 55. */
static bool
is_common_gb(const unsigned char *p)
{
	return p[1] >= 0xa1 && p[1] != 0xff && (p[0] == 0xa1 ||
	    p[0] == 0xa3 || (p[0] >= 0xb0 && p[0] <= 0xd7));
}

/* Symbols and level 1. */
static bool
is_common_big5(const unsigned char *p)
{
	return p[0] >= 0xa1 && p[0] <= 0xc6 && p[0] != 0xa3;
}

/*
 * Share of the common ones of the characters beyond ASCII of valid bytes.  Two
 * of five characters of Big5 have a second byte that GB 2312 never has: where
 * there are some and none has, it isn't Big5.
 */
static int
common_percent(enum encoding encoding, struct span s)
{
	const unsigned char *p = (const unsigned char *)s.p;
	size_t at, n, count = 0, common = 0, low = 0;

	for (at = 0; at + 1 < s.n; at += n) {
		n = p[at] < 0x80 ? 1 : p[at + 1] >= '0' &&
		    p[at + 1] <= '9' ? LONGEST : 2;
		count += n > 1;
		low += n == 2 && p[at + 1] < 0x80;
		common += n == 2 && (encoding == ENCODING_BIG5 ?
		    is_common_big5(p + at) : is_common_gb(p + at));
	}
	if (encoding == ENCODING_BIG5 && count >= SOME && low == 0)
		return 0;
	return count == 0 ? 0 : (int)(100 * common / count);
}

/* What UTF-16 text is made of, in either order of its bytes. */
static bool
is_common_wide(uint32_t c)
{
	return (c >= 0x20 && c < 0x7f) || c == '\n' || c == '\r' ||
	    c == '\t' || c == 0xfeff || (c >= 0x2010 && c < 0x2030) ||
	    (c >= 0x3000 && c < 0x3020) || (c >= 0x4e00 && c < 0xa000) ||
	    (c >= 0xff00 && c < 0xff60);
}

static int
wide_percent(struct span text)
{
	size_t at = 0, count = 0, common = 0;

	for (; at < text.n; count++)
		common += is_common_wide(utf8_next(text, &at));
	return count == 0 ? 0 : (int)(100 * common / count);
}

/* Looks at head as one encoding; where the end may cut a character it may. */
static int
look(struct decoder *d, struct arena *arena, struct span head, bool whole,
    struct candidate *c, struct err *e)
{
	if (encoding_prefix(d, c->encoding, head, arena, &c->text, &c->good,
	    e) == -1)
		return -1;
	c->percent = -1;
	if (c->good < head.n && (whole || head.n - c->good >= LONGEST))
		return 0;
	c->good = head.n;
	c->percent = encoding_is_wide(c->encoding) ? wide_percent(c->text) :
	    common_percent(c->encoding, head);
	return 0;
}

/* A mark or zero bytes: 1 if it is UTF-16, 0 if it isn't, -1. */
static int
guess_wide(struct decoder *d, struct arena *arena, struct span head,
    bool whole, enum encoding *encoding, struct err *e)
{
	struct candidate little = { .encoding = ENCODING_UTF16LE };
	struct candidate big = { .encoding = ENCODING_UTF16BE };
	const size_t zero = span_index(head, '\0');

	*encoding = span_starts(head, SPAN("\xfe\xff")) ? ENCODING_UTF16BE :
	    ENCODING_UTF16LE;
	if (span_starts(head, SPAN("\xff\xfe")) ||
	    span_starts(head, SPAN("\xfe\xff")))
		return 1;
	if (zero == head.n)
		return 0;
	if (look(d, arena, head, whole, &little, e) == -1 ||
	    look(d, arena, head, whole, &big, e) == -1)
		return -1;
	*encoding = little.percent > big.percent ? ENCODING_UTF16LE :
	    ENCODING_UTF16BE;
	if (little.percent != big.percent &&
	    (little.percent >= WIDE_PERCENT || big.percent >= WIDE_PERCENT))
		return 1;
	return err_set(e, ERR_DATA, NULL, 0, 0, "expected text, got a zero "
	    "byte at byte %zu: no text, or several encodings in one", zero + 1);
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

/* Line and column behind a text. */
static void
place_behind(struct span text, struct err *e)
{
	size_t at, start = 0;

	e->line = 1;
	for (at = 0; at < text.n; at++)
		if (text.p[at] == '\n') {
			e->line++;
			start = at + 1;
		}
	e->column = 1 + utf8_length(span_from(text, start));
}

/* None of them: the one that went further tells its place. */
static int
none(struct span head, size_t utf8, const struct candidate *gb, struct err *e)
{
	struct err place = { 0 };
	size_t at = utf8;

	if (gb->good == head.n || utf8 >= gb->good)
		place_behind(span_make(head.p, utf8), &place);
	else {
		place_behind(gb->text, &place);
		at = gb->good;
	}
	return err_set(e, ERR_DATA, NULL, place.line, place.column,
	    "expected UTF-8, GB18030, Big5 or UTF-16, got byte 0x%02x%s "
	    SAY_WHICH, (unsigned char)head.p[at], gb->good == head.n ?
	    ", and as GB18030 mostly rare characters" : "");
}

/* GB18030 or Big5: 1, 0 if neither is plausible, -1. */
static int
guess_double(const struct candidate *gb, const struct candidate *big5,
    enum encoding *encoding, struct err *e)
{
	const bool both = gb->percent >= COMMON_PERCENT &&
	    big5->percent >= COMMON_PERCENT;

	if (both && abs(gb->percent - big5->percent) < CLOSE_PERCENT)
		return err_set(e, ERR_DATA, NULL, 0, 0, "can't tell GB18030 "
		    "(%d%% common characters) from Big5 (%d%%) " SAY_WHICH,
		    gb->percent, big5->percent);
	*encoding = gb->percent >= big5->percent ? ENCODING_GB18030 :
	    ENCODING_BIG5;
	return gb->percent >= COMMON_PERCENT ||
	    big5->percent >= COMMON_PERCENT;
}

static int
guess_narrow(struct decoder *d, struct arena *arena, struct span head,
    bool whole, enum encoding *encoding, struct err *e)
{
	struct candidate gb = { .encoding = ENCODING_GB18030 };
	struct candidate big5 = { .encoding = ENCODING_BIG5 };
	const size_t utf8 = utf8_prefix(head, whole);
	int found;

	*encoding = ENCODING_UTF8;
	if (utf8 == head.n)
		return 0;
	if (look(d, arena, head, whole, &gb, e) == -1 ||
	    look(d, arena, head, whole, &big5, e) == -1)
		return -1;
	found = guess_double(&gb, &big5, encoding, e);
	if (found != 0)
		return found == 1 ? 0 : -1;
	*encoding = ENCODING_UTF8;
	return is_damaged_utf8(head) ? 0 : none(head, utf8, &gb, e);
}

int
encoding_guess(struct decoder *d, struct span head, bool whole,
    enum encoding *encoding, struct err *e)
{
	struct arena arena = { 0 };
	int rc;

	if (span_starts(head, SPAN("PK\x03\x04")) ||
	    span_starts(head, SPAN("\xd0\xcf\x11\xe0")))
		return err_set(e, ERR_DATA, NULL, 0, 0, "expected text, got a "
		    "spreadsheet or an archive: save it as CSV");
	*encoding = ENCODING_UTF8;
	if (span_starts(head, SPAN("\xef\xbb\xbf")))
		return 0;
	rc = guess_wide(d, &arena, head, whole, encoding, e);
	if (rc == 0)
		rc = guess_narrow(d, &arena, head, whole, encoding, e);
	arena_free(&arena);
	return rc == -1 ? -1 : 0;
}
