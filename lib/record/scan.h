#ifndef RECORD_SCAN_H
#define RECORD_SCAN_H

#include <stdbool.h>
#include <stddef.h>

#include "base/span.h"
#include "record/json.h"

/*
 * The validating scanner of JSON (RFC 8259), for json.c and record.c.  It
 * goes over each byte once and never recurses.  The text is valid UTF-8: who
 * begins a scan has checked that.
 *
 * A function that fails returns -1; then at is the byte that is wrong and
 * reason, a constant, says why.
 */
struct scan {
	const char	*at;		/* next byte */
	const char	*end;
	size_t		 depth;		/* arrays and objects open around at */
	const char	*reason;
};

/* The byte at at, which is a NUL where there is none. */
static inline char
scan_peek(const struct scan *s)
{
	return s->at < s->end ? *s->at : '\0';
}

void	scan_space(struct scan *);

/* One value, from its first byte on. */
int	scan_value(struct scan *, struct json *);

/* A key, its colon and the white space behind it. */
int	scan_key(struct scan *, struct json *key);

/*
 * Behind a value: 1 after a comma and the white space behind it, 0 after the
 * closing bracket.
 */
int	scan_more(struct scan *, char close);

/* Behind an opening bracket: the same, 1 if there is a first element. */
int	scan_first(struct scan *, char close);

#endif
