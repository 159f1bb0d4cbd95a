#include <string.h>

#include "base/arena.h"
#include "base/err.h"
#include "base/utf8.h"
#include "frame/tell.h"

const char *
tell_text(struct span text, char into[TELL_SIZE])
{
	size_t n = utf8_length(text);
	struct buf b = {0};

	if (n == 0)
		return "nothing";
	buf_printf(&b, "a text of %zu character%s", n, n == 1 ? "" : "s");
	memcpy(into, b.p, b.n);
	into[b.n] = '\0';
	buf_free(&b);
	return into;
}

/* One with a lone surrogate, which is no text, by what its quotes hold. */
static const char *
tell_string(const struct json *value, char into[TELL_SIZE])
{
	struct arena arena = {0};
	struct span text;
	const char *came;
	struct err e;

	if (json_text(value, &arena, &text, &e) == -1)
		text = span_make(value->raw.p + 1, value->raw.n - 2);
	came = tell_text(text, into);
	arena_free(&arena);
	return came;
}

const char *
tell_json(const struct json *value, char into[TELL_SIZE])
{
	if (value->kind == JSON_ABSENT)
		return "nothing";
	if (value->kind == JSON_NUMBER)
		return "another number";
	if (value->kind != JSON_STRING)
		return json_kind_name(value->kind);
	return tell_string(value, into);
}

const char *
tell_kind(const struct json *value, char into[TELL_SIZE])
{
	return value->kind == JSON_NUMBER ? "a number" :
	    tell_json(value, into);
}

void
tell_name(struct span name, const char *near, bool chinese, struct buf *b)
{
	char shown[128];

	buf_printf(b, "\"%s\"", err_quote(shown, sizeof(shown), name));
	if (near != NULL)
		buf_printf(b, chinese ? "（是不是 \"%s\"？）" :
		    " (did you mean \"%s\"?)", err_quote(shown,
		    sizeof(shown), span_of(near)));
}
