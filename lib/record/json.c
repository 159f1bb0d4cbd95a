#include <assert.h>

#include "base/ascii.h"
#include "base/plain.h"
#include "base/utf8.h"
#include "record/json.h"
#include "record/scan.h"

const char *
json_kind_name(enum json_kind kind)
{
	static const char *const names[] = {
		[JSON_ABSENT] = "nothing",
		[JSON_NULL] = "null",
		[JSON_FALSE] = "false",
		[JSON_TRUE] = "true",
		[JSON_NUMBER] = "number",
		[JSON_STRING] = "string",
		[JSON_ARRAY] = "array",
		[JSON_OBJECT] = "object",
	};

	return names[kind];
}

int
json_check(struct span text, size_t *at, const char **reason)
{
	struct scan s = { .at = text.p, .end = text.p + text.n };
	struct json value;

	*at = utf8_check(text);
	*reason = "invalid UTF-8";
	if (*at < text.n)
		return -1;
	scan_space(&s);
	if (scan_value(&s, &value) == 0) {
		scan_space(&s);
		if (s.at == s.end)
			return 0;
		s.reason = "expected one value";
	}
	*at = (size_t)(s.at - text.p);
	*reason = s.reason;
	return -1;
}

struct json
json_value(struct span validated)
{
	struct json value = {0};

	value.raw = span_trim(validated);
	assert(value.raw.n > 0);
	switch (*value.raw.p) {
	case '{':
		value.kind = JSON_OBJECT;
		break;
	case '[':
		value.kind = JSON_ARRAY;
		break;
	case '"':
		value.kind = JSON_STRING;
		value.escaped = span_index(value.raw, '\\') < value.raw.n;
		break;
	case 't':
		value.kind = JSON_TRUE;
		break;
	case 'f':
		value.kind = JSON_FALSE;
		break;
	case 'n':
		value.kind = JSON_NULL;
		break;
	default:
		value.kind = JSON_NUMBER;
	}
	return value;
}

static struct span
between_quotes(const struct json *string)
{
	return span_make(string->raw.p + 1, string->raw.n - 2);
}

static uint32_t
hex4(const char *p)
{
	uint32_t v = 0;

	for (int i = 0; i < 4; i++)
		v = v << 4 | (uint32_t)ascii_hex(p[i]);
	return v;
}

/*
 * The code point of the escape whose `u` stands at *p; *p moves behind it.
 * -1 for a lone surrogate.
 */
static int32_t
escaped_code_point(const char **p, const char *end)
{
	uint32_t high = hex4(*p + 1), low;

	*p += 5;
	if (high < 0xd800 || high > 0xdfff)
		return (int32_t)high;
	if (high > 0xdbff || end - *p < 6 || (*p)[0] != '\\' || (*p)[1] != 'u')
		return -1;
	low = hex4(*p + 2);
	if (low < 0xdc00 || low > 0xdfff)
		return -1;
	*p += 6;
	return (int32_t)(0x10000 + ((high - 0xd800) << 10) + (low - 0xdc00));
}

/* The same for any escape, *p being behind the backslash. */
static int32_t
escaped_character(const char **p, const char *end)
{
	switch (**p) {
	case 'u':
		return escaped_code_point(p, end);
	case 'b':
		return (*p)++, '\b';
	case 'f':
		return (*p)++, '\f';
	case 'n':
		return (*p)++, '\n';
	case 'r':
		return (*p)++, '\r';
	case 't':
		return (*p)++, '\t';
	default:
		return *(*p)++;
	}
}

/*
 * The next piece of a string with escapes: plain bytes as they stand, or one
 * decoded character in into.  An empty one is a lone surrogate.
 */
static struct span
next_piece(const char **p, const char *end, char into[4])
{
	struct span rest = span_make(*p, (size_t)(end - *p));
	int32_t c;

	if (**p != '\\') {
		rest.n = span_index(rest, '\\');
		*p += rest.n;
		return rest;
	}
	(*p)++;
	if ((c = escaped_character(p, end)) == -1)
		return span_make(into, 0);
	return span_make(into, utf8_encode(into, (uint32_t)c));
}

int
json_text(const struct json *string, struct arena *arena, struct span *text,
    struct err *e)
{
	struct span raw = between_quotes(string), piece;
	const char *p = raw.p, *end = raw.p + raw.n;
	char *into, one[4];
	size_t n = 0;

	*text = raw;
	if (!string->escaped)
		return 0;
	into = arena_alloc(arena, raw.n);
	while (p < end) {
		piece = next_piece(&p, end, one);
		if (piece.n == 0)
			return err_record(e, "lone surrogate in a string");
		memcpy(into + n, piece.p, piece.n);
		n += piece.n;
	}
	*text = span_make(into, n);
	return 0;
}

bool
json_key_is(const struct json *key, struct span name)
{
	struct span raw = between_quotes(key), piece;
	const char *p = raw.p, *end = raw.p + raw.n;
	char one[4];

	if (!key->escaped)
		return span_equal(raw, name);
	while (p < end) {
		piece = next_piece(&p, end, one);
		if (piece.n == 0 || !span_starts(name, piece))
			return false;
		name = span_from(name, piece.n);
	}
	return name.n == 0;
}

struct json_walk
json_walk(const struct json *v)
{
	struct json_walk w = {
		.at = v->raw.p + 1,
		.end = v->raw.p + v->raw.n,
		.object = v->kind == JSON_OBJECT
	};
	struct scan s = { .at = w.at, .end = w.end };

	w.at = scan_first(&s, w.object ? '}' : ']') == 1 ? s.at : w.end;
	return w;
}

bool
json_next(struct json_walk *w, struct json *key, struct json *value)
{
	struct scan s = { .at = w->at, .end = w->end };

	if (w->at == w->end)
		return false;
	if ((w->object && scan_key(&s, key) == -1) ||
	    scan_value(&s, value) == -1 ||
	    scan_more(&s, w->object ? '}' : ']') == -1) {
		assert(false);
		return false;
	}
	w->at = s.at;
	return true;
}

size_t
json_count(const struct json *v)
{
	struct json_walk w = json_walk(v);
	struct json key, value;
	size_t n = 0;

	while (json_next(&w, &key, &value))
		n++;
	return n;
}

static void
put_escape(struct buf *b, unsigned char c)
{
	static const char short_form[] = {
		['"'] = '"', ['\\'] = '\\', ['\b'] = 'b', ['\t'] = 't',
		['\n'] = 'n', ['\f'] = 'f', ['\r'] = 'r',
	};

	if (c < sizeof(short_form) && short_form[c] != '\0') {
		buf_byte(b, '\\');
		buf_byte(b, short_form[c]);
	} else
		buf_printf(b, "\\u%04x", c);
}

/* The inside of a JSON string. */
static void
put_text(struct buf *b, struct span s)
{
	size_t n;

	for (;;) {
		n = utf8_plain(s);
		buf_add(b, span_make(s.p, n));
		s = span_from(s, n);
		if (s.n == 0)
			break;
		put_escape(b, (unsigned char)*s.p);
		s = span_from(s, 1);
	}
}

/* Copies 4 to PLAIN_FEW bytes: as two words, which may overlap. */
static inline char *
copy_few(char *into, struct span s)
{
	if (s.n < 8) {
		memcpy(into, s.p, 4);
		memcpy(into + s.n - 4, s.p + s.n - 4, 4);
	} else {
		memcpy(into, s.p, 8);
		memcpy(into + s.n - 8, s.p + s.n - 8, 8);
	}
	return into + s.n;
}

void
json_put_string(struct buf *b, struct span s)
{
	char *p;

	buf_reserve(b, s.n + 2);
	p = b->p + b->n;
	*p++ = '"';
	if (s.n >= 4 && s.n <= PLAIN_FEW && plain_few(s)) {
		p = copy_few(p, s);
		*p++ = '"';
		b->n = (size_t)(p - b->p);
		return;
	}
	b->n++;
	put_text(b, s);
	buf_byte(b, '"');
}

void
json_put_bytes(struct buf *b, struct span s)
{
	size_t n;

	buf_byte(b, '"');
	while ((n = utf8_check(s)) < s.n) {
		put_text(b, span_make(s.p, n));
		buf_printf(b, "\\\\x%02x", (unsigned char)s.p[n]);
		s = span_from(s, n + 1);
	}
	put_text(b, s);
	buf_byte(b, '"');
}

void
json_put_base64(struct buf *b, struct span s)
{
	static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
	    "abcdefghijklmnopqrstuvwxyz0123456789+/";
	unsigned long v;
	size_t i, k;

	for (i = 0; i < s.n; i += 3) {
		v = 0;
		for (k = 0; k < 3; k++)
			v = v << 8 | (i + k < s.n ?
			    (unsigned char)s.p[i + k] : 0);
		for (k = 0; k < 4; k++)
			buf_byte(b, i + k > s.n ? '=' :
			    digits[v >> (18 - 6 * k) & 63]);
	}
}

void
json_put_key(struct buf *b, const char *key)
{
	if (b->n > 0 && b->p[b->n - 1] != '{')
		buf_byte(b, ',');
	json_put_string(b, span_of(key));
	buf_byte(b, ':');
}

void
json_put_count(struct buf *b, const char *key, uint64_t n)
{
	json_put_key(b, key);
	buf_unsigned(b, n);
}
