#ifndef RECORD_RECORD_H
#define RECORD_RECORD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/err.h"
#include "base/span.h"
#include "record/json.h"

/*
 * One line of JSON Lines: an object whose top-level fields are spans of the
 * line.  The whole line is validated when it is parsed; what nobody reads is
 * copied byte for byte when it is written.  (No C library of the
 * distribution keeps untouched fields byte for byte, so this codec is ours.)
 */
struct field {
	struct span	key;	/* decoded; as it stands with a lone surrogate */
	struct json	value;
	const char	*start;	/* the key's opening quote, in the line */
	uint32_t	next;	/* of the same slot: number + 1; 0: none */
};

#define RECORD_MAX_FIELDS	1000000		/* at the top level */
#define RECORD_SLOTS		64		/* of names, a power of 2 */

struct record {
	struct span	 line;		/* the object, no white space around */
	struct field	*fields;	/* as they stand, duplicates too */
	size_t		 count;
	struct arena	*arena;		/* lifetime of all of it */
	bool		 slotted;	/* else all fields are gone through */
	uint32_t	 slots[RECORD_SLOTS];	/* the last field of each: its
					 * number + 1; 0: none */
};

/*
 * Parses a line without its LF.  White space (CR too) around the object is
 * dropped.  line must outlive the record.  Returns 0, or -1 with ERR_RECORD
 * and the column; an unterminated line, a second value, a value that isn't
 * an object, invalid UTF-8, a depth over JSON_MAX_DEPTH and more fields than
 * RECORD_MAX_FIELDS are errors.
 */
int	record_parse(struct record *, struct arena *, struct span line,
	    struct err *);

/*
 * Whether s stands in the line itself: text that was taken from it does where
 * nothing had to be decoded.
 */
static inline bool
record_is_raw(const struct record *r, struct span s)
{
	return (uintptr_t)s.p - (uintptr_t)r->line.p < r->line.n;
}

/*
 * The field of that name; kind JSON_ABSENT if there is none.  A name that
 * stands there twice is -1, ERR_RECORD: else one copy would escape.
 */
int	record_get(const struct record *, struct span name, struct json *,
	    struct err *);

/*
 * The same, decoded: *text and 1 if it is a string, 0 if it is absent or
 * null, -1 for anything else ("field "id": expected string, got number").
 */
int	record_text(const struct record *, struct span name, struct span *text,
	    struct err *);

/*
 * The id as the records' rules have it: a string, decoded, or a number as it
 * stands.  1, 0 if absent, -1 for any other type.
 */
int	record_id(const struct record *, struct span *id, struct err *);

/*
 * A field's path, `actor.type`; a key with a dot in it is written in back
 * quotes.
 */
struct path {
	struct span	*keys;
	size_t		 count;		/* at least 1 */
	struct span	 text;		/* as written */
	size_t		 place;		/* for who reads it otherwise than by
					 * name; 0 at first */
};

/* Parses a path; *reason is a constant on -1 ("empty key" ...). */
int	path_parse(struct path *, struct arena *, struct span text,
	    const char **reason);

/*
 * The value at the path; JSON_ABSENT where a key is missing or a value on
 * the way is no object.  -1 (ERR_RECORD) where a key on the way stands twice.
 */
int	record_path(const struct record *, const struct path *, struct json *,
	    struct err *);

/*
 * The same, but that a path that meets an array goes on in each element: what
 * they have there is an array, in their order; JSON_ABSENT where none has any.
 */
int	record_path_all(const struct record *, const struct path *,
	    struct json *, struct err *);

/* Whether anything is at the path, as above; a key that stands twice is. */
bool	record_has(const struct record *, const struct path *);

/* What becomes of a field: a new value, or none. */
struct change {
	struct span	key;	/* decoded */
	struct span	value;	/* JSON text; .p == NULL removes the field */
};

/*
 * Appends the record with the changes and an LF.  A replaced value keeps the
 * white space around it; new fields go before the closing brace, without
 * spaces, in the order given; a removed field goes with the comma and the
 * white space before it, a first one with those behind it.  Each key at most
 * once among the changes.  Of a key that stands twice every copy is changed.
 */
void	record_write(const struct record *, const struct change *,
	    size_t count, struct buf *);

/*
 * A form for many copies of one record, which differ in the values of some of
 * the changes: bytes is a copy without those, and who writes one puts the value
 * of changes[holes[i].change] at byte holes[i].at of it.
 */
struct record_hole {
	size_t	at;
	size_t	change;
};

struct record_form {
	struct buf		 bytes;		/* the caller's to free */
	struct record_hole	*holes;		/* in order */
	size_t			 hole_count;

	const struct record	*record;
	size_t			 count;		/* of the changes */
	const bool		*varies;	/* which do; NULL: none */
	const struct span	*names;		/* ,"KEY": of each, JSON; NULL:
						 * made of the keys */
	const uint32_t		*of_field;	/* its change, from 1; 0: none */
	const bool		*stands;	/* keys that the record has */
};

/*
 * Begins a form of the record, for the keys of these changes, each once.
 * varies and names are the caller's.  bytes, {0} at first, are kept for the
 * next; the rest is in the record's arena.
 */
void	record_form_begin(struct record_form *, const struct record *,
	    const struct change *, size_t count, const bool *varies,
	    const struct span *names);

/*
 * Makes bytes and holes.  The keys are those that the form began with; the
 * value of one that varies is what stands before its hole, or none.
 */
void	record_form_make(struct record_form *, const struct change *);

#endif
