#ifndef TEXT_REGEX_H
#define TEXT_REGEX_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/err.h"
#include "base/span.h"

/*
 * Regular expressions: libpcre2-8 with UTF and JIT.  A compiled one is
 * read-only and shared by threads; match data and the JIT stack (1 MiB) belong to a
 * thread.
 */
struct regex;
struct regex_work;

#define REGEX_MATCH_LIMIT	100000
#define REGEX_MAX_GROUPS	32

struct regex_match {
	size_t	start[REGEX_MAX_GROUPS];	/* bytes; (size_t)-1: not set */
	size_t	end[REGEX_MAX_GROUPS];
	size_t	count;				/* groups, the whole included */
};

/*
 * Compiles; all memory in the arena (JIT code apart, which lives with the
 * process).  NULL with *reason (in the arena) and *at (byte of the pattern).
 * Caseless if asked.
 */
struct regex		*regex_compile(struct arena *, struct span pattern,
			    bool caseless, const char **reason, size_t *at);

/* Number of a named group; -1 if there is none. */
int			 regex_group(const struct regex *, const char *name);

struct regex_work	*regex_work_new(void);
void			 regex_work_free(struct regex_work *);

/*
 * The first match in subject (valid UTF-8, not checked again) from byte
 * `from` on.  1, 0 if there is none, -1: ERR_RECORD where a limit was hit
 * (never "no match").
 */
int			 regex_find(const struct regex *, struct regex_work *,
			    struct span subject, size_t from,
			    struct regex_match *, struct err *);

/*
 * The longest literal that every match contains, found by a reading of the
 * pattern that gives up early; empty if none was found.  Borrowed from the
 * arena of the regex.
 */
struct span		 regex_required(const struct regex *);

#endif
