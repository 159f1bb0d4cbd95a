#include <stdint.h>

#include "base/ascii.h"
#include "base/plain.h"
#include "base/utf8.h"
#include "record/scan.h"

/* Which of the open brackets are braces: one bit a level. */
struct nest {
	uint64_t	braces[JSON_MAX_DEPTH / 64];
	size_t		depth;
};

static const char *
fail(struct scan *s, const char *at, const char *reason)
{
	s->at = at;
	s->reason = reason;
	return NULL;
}

static inline bool
is_space(char c)
{
	return (unsigned char)c <= ' ' &&
	    (c == ' ' || c == '\t' || c == '\n' || c == '\r');
}

static inline const char *
space_end(const char *p, const char *end)
{
	while (p < end && is_space(*p))
		p++;
	return p;
}

static inline bool
is_digit(const char *p, const char *end)
{
	return p < end && ascii_is_digit(*p);
}

/* The first byte from p on that isn't plain. */
static inline const char *
plain_end(const char *p, const char *end)
{
	int n;

	for (int i = 0; i < 2 && end - p >= PLAIN_WORD; i++) {
		n = plain_in_word(p);
		p += n;
		if (n < PLAIN_WORD)
			return p;
	}
	return p + utf8_plain(span_make(p, (size_t)(end - p)));
}

/* p is behind the backslash. */
static const char *
escape_end(struct scan *s, const char *p)
{
	if (p == s->end)
		return p;
	if (*p != 'u')
		return *p != '\0' && strchr("\"\\/bfnrt", *p) != NULL ? p + 1 :
		    fail(s, p, "invalid escape");
	p++;
	for (int i = 0; i < 4 && p < s->end; i++, p++)
		if (ascii_hex(*p) < 0)
			return fail(s, p, "expected four hexadecimal digits");
	return p;
}

/* p is at the first byte that isn't plain, of the string from start on. */
static const char *
escaped_end(struct scan *s, const char *start, const char *p, bool *escaped)
{
	for (;;) {
		if (p == s->end)
			return fail(s, start, "unterminated string");
		if (*p == '"')
			return p + 1;
		if (*p != '\\')
			return fail(s, p, "control character in a string");
		*escaped = true;
		if ((p = escape_end(s, p + 1)) == NULL)
			return NULL;
		p = plain_end(p, s->end);
	}
}

/* p is at the opening quote. */
static inline const char *
string_end(struct scan *s, const char *p, bool *escaped)
{
	const char *end = plain_end(p + 1, s->end);

	*escaped = false;
	if (end < s->end && *end == '"')
		return end + 1;
	return escaped_end(s, p, end, escaped);
}

static const char *
digits_end(struct scan *s, const char *p)
{
	if (!is_digit(p, s->end))
		return fail(s, p, "expected a digit");
	while (is_digit(p, s->end))
		p++;
	return p;
}

static const char *
number_end(struct scan *s, const char *p)
{
	if (*p == '-')
		p++;
	if (p < s->end && *p == '0') {
		if (is_digit(++p, s->end))
			return fail(s, p - 1, "leading zero");
	} else if ((p = digits_end(s, p)) == NULL)
		return NULL;
	if (p < s->end && *p == '.' && (p = digits_end(s, p + 1)) == NULL)
		return NULL;
	if (p == s->end || (*p != 'e' && *p != 'E'))
		return p;
	p++;
	if (p < s->end && (*p == '+' || *p == '-'))
		p++;
	return digits_end(s, p);
}

static const char *
literal_end(struct scan *s, const char *p, struct span literal)
{
	if ((size_t)(s->end - p) < literal.n ||
	    memcmp(p, literal.p, literal.n) != 0)
		return fail(s, p, "expected a value");
	return p + literal.n;
}

/* A value that is neither an array nor an object. */
static inline const char *
scalar_end(struct scan *s, const char *p, struct json *value)
{
	value->escaped = false;
	switch (p < s->end ? *p : '\0') {
	case '"':
		value->kind = JSON_STRING;
		return string_end(s, p, &value->escaped);
	case 't':
		value->kind = JSON_TRUE;
		return literal_end(s, p, SPAN("true"));
	case 'f':
		value->kind = JSON_FALSE;
		return literal_end(s, p, SPAN("false"));
	case 'n':
		value->kind = JSON_NULL;
		return literal_end(s, p, SPAN("null"));
	case '-': case '0': case '1': case '2': case '3': case '4':
	case '5': case '6': case '7': case '8': case '9':
		value->kind = JSON_NUMBER;
		return number_end(s, p);
	default:
		return fail(s, p, "expected a value");
	}
}

/* A key and what is behind it, up to the first byte of the value. */
static inline const char *
key_end(struct scan *s, const char *p, struct json *key)
{
	const char *start = p;

	if (p == s->end || *p != '"')
		return fail(s, p, "expected a key in quotes");
	if ((p = string_end(s, p, &key->escaped)) == NULL)
		return NULL;
	key->kind = JSON_STRING;
	key->raw = span_make(start, (size_t)(p - start));
	p = space_end(p, s->end);
	if (p == s->end || *p != ':')
		return fail(s, p, "expected a colon");
	return space_end(p + 1, s->end);
}

static inline bool
opens(const char *p, const char *end)
{
	return p < end && (*p == '{' || *p == '[');
}

static bool
nest_open(struct nest *n, char bracket)
{
	size_t level = n->depth;
	uint64_t bit = UINT64_C(1) << level % 64;

	if (level == JSON_MAX_DEPTH)
		return false;
	if (bracket == '{')
		n->braces[level / 64] |= bit;
	else
		n->braces[level / 64] &= ~bit;
	n->depth++;
	return true;
}

static inline bool
nest_is_object(const struct nest *n)
{
	size_t level = n->depth - 1;

	return n->braces[level / 64] >> level % 64 & 1;
}

static inline bool
nest_closes(const struct nest *n, const char *p, const char *end)
{
	return p < end && *p == (nest_is_object(n) ? '}' : ']');
}

/* An array or object with all that is in it; p is at its bracket. */
static const char *
nested_end(struct scan *s, const char *p)
{
	struct json unused;
	struct nest n;

	n.depth = s->depth;
	for (;;) {
		if (opens(p, s->end)) {
			if (!nest_open(&n, *p))
				return fail(s, p, "nested too deep");
			p = space_end(p + 1, s->end);
			if (!nest_closes(&n, p, s->end))
				goto element;
		} else if ((p = scalar_end(s, p, &unused)) == NULL)
			return NULL;
		while (nest_closes(&n, p = space_end(p, s->end), s->end)) {
			p++;
			if (--n.depth == s->depth)
				return p;
		}
		if (p == s->end || *p != ',')
			return fail(s, p, nest_is_object(&n) ?
			    "expected , or }" : "expected , or ]");
		p = space_end(p + 1, s->end);
element:
		if (nest_is_object(&n) &&
		    (p = key_end(s, p, &unused)) == NULL)
			return NULL;
	}
}

void
scan_space(struct scan *s)
{
	s->at = space_end(s->at, s->end);
}

int
scan_value(struct scan *s, struct json *value)
{
	const char *start = s->at, *p;

	if (opens(start, s->end)) {
		value->kind = *start == '{' ? JSON_OBJECT : JSON_ARRAY;
		value->escaped = false;
		p = nested_end(s, start);
	} else
		p = scalar_end(s, start, value);
	if (p == NULL)
		return -1;
	value->raw = span_make(start, (size_t)(p - start));
	s->at = p;
	return 0;
}

int
scan_key(struct scan *s, struct json *key)
{
	const char *p = key_end(s, s->at, key);

	if (p == NULL)
		return -1;
	s->at = p;
	return 0;
}

int
scan_more(struct scan *s, char close)
{
	const char *p = space_end(s->at, s->end);

	if (p < s->end && *p == ',') {
		s->at = space_end(p + 1, s->end);
		return 1;
	}
	if (p < s->end && *p == close) {
		s->at = p + 1;
		return 0;
	}
	fail(s, p, close == '}' ? "expected , or }" : "expected , or ]");
	return -1;
}

int
scan_first(struct scan *s, char close)
{
	scan_space(s);
	if (scan_peek(s) != close)
		return 1;
	s->at++;
	return 0;
}
