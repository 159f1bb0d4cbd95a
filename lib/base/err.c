#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "base/err.h"
#include "base/utf8.h"

#define DOTS	"..."

/* Where a text that is cut before byte n is cut at a whole character. */
static size_t
whole(const char *s, size_t n)
{
	size_t	at = n;

	while (at > 0 && n - at < 3 && utf8_is_continuation(s[at]))
		at--;
	return at;
}

static void
set_text(struct err *e, const char *format, va_list args)
{
	const size_t	max = sizeof(e->text);
	int		n;

	n = vsnprintf(e->text, max, format, args);
	if (n < 0)
		snprintf(e->text, max, "%s", format);
	else if ((size_t)n >= max)
		strcpy(e->text + whole(e->text, max - sizeof(DOTS)), DOTS);
}

static void
set_file(struct err *e, const char *file)
{
	size_t	n = strlen(file);

	if (n < sizeof(e->file)) {
		memcpy(e->file, file, n + 1);
		return;
	}
	file += n - (sizeof(e->file) - sizeof(DOTS));
	while (utf8_is_continuation(*file))
		file++;
	snprintf(e->file, sizeof(e->file), DOTS "%s", file);
}

int
err_set(struct err *e, enum err_kind kind, const char *file, size_t line,
    size_t column, const char *format, ...)
{
	va_list	args;

	e->kind = kind;
	e->line = line;
	e->column = column;
	set_file(e, file == NULL ? "" : file);
	va_start(args, format);
	set_text(e, format, args);
	va_end(args);
	return -1;
}

int
err_record(struct err *e, const char *format, ...)
{
	va_list	args;

	e->kind = ERR_RECORD;
	e->file[0] = '\0';
	e->line = e->column = 0;
	va_start(args, format);
	set_text(e, format, args);
	va_end(args);
	return -1;
}

/*
 * What a terminal would act on instead of showing: controls, the marks that
 * reorder or break a line (UAX #9); and what it shows as nothing at all.
 */
static bool
is_hidden(int32_t c)
{
	return c < 0x20 || (c >= 0x7f && c <= 0x9f) ||
	    utf8_is_unseen((uint32_t)c);
}

/* The unit of s at *at, quoted, NUL-terminated; returns its length. */
static size_t
quote_next(char into[16], struct span s, size_t *at)
{
	size_t	from = *at;
	int32_t	c = utf8_next_checked(s, at);
	int	n;

	if (c < 0) {
		*at = from + 1;		/* the rest comes back byte by byte */
		n = snprintf(into, 16, "\\x%02X", (unsigned char)s.p[from]);
		return (size_t)n;
	}
	if (c == '\\' || (is_hidden(c) && c < 0x80))
		n = snprintf(into, 16, "\\x%02X", (unsigned)c);
	else if (is_hidden(c))
		n = snprintf(into, 16, "\\u{%04X}", (unsigned)c);
	else {
		memcpy(into, s.p + from, *at - from);
		n = (int)(*at - from);
	}
	return (size_t)n;
}

char *
err_quote(char *into, size_t max, struct span s)
{
	char	piece[16];
	size_t	at = 0, n = 0, dots_at = 0, len;

	if (max == 0)
		return into;
	while (at < s.n) {
		len = quote_next(piece, s, &at);
		if (len >= max - n) {
			snprintf(into + dots_at, max - dots_at, DOTS);
			return into;
		}
		memcpy(into + n, piece, len);
		n += len;
		if (max - n >= sizeof(DOTS))
			dots_at = n;
	}
	into[n] = '\0';
	return into;
}
