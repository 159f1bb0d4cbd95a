#ifndef RECORD_JSON_H
#define RECORD_JSON_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/err.h"
#include "base/span.h"

/*
 * JSON text (RFC 8259) read in place.  A value is a span of the line that it
 * stands in; it was validated when the line was, and is decoded only where
 * somebody reads it.
 */

/* Nested arrays and objects, the outermost included. */
#define JSON_MAX_DEPTH	1024

enum json_kind {
	JSON_ABSENT,		/* no such field */
	JSON_NULL,
	JSON_FALSE,
	JSON_TRUE,
	JSON_NUMBER,
	JSON_STRING,
	JSON_ARRAY,
	JSON_OBJECT
};

struct json {
	enum json_kind	kind;
	bool		escaped;	/* a string with a backslash in it */
	struct span	raw;		/* quotes and brackets included */
};

/* "string", "number", ...: for messages. */
const char	*json_kind_name(enum json_kind);

/*
 * Validates text as one JSON value with white space around it.
 * Returns 0, or -1 with *at (byte) and *reason (a constant).
 */
int		json_check(struct span text, size_t *at, const char **reason);

/* The value that a validated text is, e.g. one that we wrote ourselves. */
struct json	json_value(struct span validated);

/*
 * The decoded text of a string: borrowed from the line where nothing is
 * escaped, else from the arena.  A lone surrogate is -1, ERR_RECORD.
 */
int		json_text(const struct json *string, struct arena *,
		    struct span *text, struct err *);

/*
 * Walks the elements of an array or the members of an object.  For an array
 * key is left alone (may be NULL); for an object it becomes the member's key as
 * it stands, a JSON string.
 *
 *	struct json_walk w = json_walk(&value);
 *	while (json_next(&w, &key, &element))
 */
struct json_walk {
	const char	*at;
	const char	*end;
	bool		 object;
};

struct json_walk json_walk(const struct json *array_or_object);
bool		 json_next(struct json_walk *, struct json *key,
		    struct json *value);

/* Number of elements or members. */
size_t		 json_count(const struct json *array_or_object);

/*
 * True if the string key, which may hold escapes, decodes to name; one with
 * a lone surrogate never does.
 */
bool		 json_key_is(const struct json *key, struct span name);

/*
 * Writes s, valid UTF-8, as a JSON string with its quotes.  Only `"`, `\`
 * and U+0000-001F are escaped (\b \t \n \f \r in their short form).
 */
void		 json_put_string(struct buf *, struct span s);

/*
 * The same for bytes of unknown encoding, such as the name of a file: what
 * isn't UTF-8 is written as the text \xNN.
 */
void		 json_put_bytes(struct buf *, struct span s);

/*
 * Appends s in base64 (RFC 4648 section 4) without quotes.
 */
void		 json_put_base64(struct buf *, struct span s);

/* Writes `"key":` with a comma before it unless b ends in `{`. */
void		 json_put_key(struct buf *, const char *key);

/* The same, and the number behind it. */
void		 json_put_count(struct buf *, const char *key, uint64_t n);

#endif
