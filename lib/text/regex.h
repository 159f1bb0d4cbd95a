#ifndef TEXT_REGEX_H
#define TEXT_REGEX_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/err.h"
#include "base/span.h"

/*
 * Regular expressions: libpcre2-8 with UTF and JIT.  \d \w \s are ASCII,
 * \p{Han} and its like Unicode; \C is refused.  A compiled one is read-only
 * and shared by threads; what a search needs (match data, the JIT's code and
 * its stack of 1 MiB) belongs to a thread, in struct regex_work: there the
 * first REGEX_MAX_FIRST anchored ones have 16 KiB each, too.
 */
struct regex;
struct regex_work;

#define REGEX_MATCH_LIMIT	100000
#define REGEX_MAX_GROUPS	32	/* the whole included */
#define REGEX_MAX_REQUIRED	64	/* literals of a set */
#define REGEX_MAX_SETS		4
#define REGEX_MAX_FIRST		256	/* anchored, of a thread; 4 MiB */

struct regex_match {
	size_t	start[REGEX_MAX_GROUPS];	/* bytes; (size_t)-1: not set */
	size_t	end[REGEX_MAX_GROUPS];
	size_t	count;				/* up to the last that is set,
						 * the whole included */
};

/*
 * Compiles, caseless if asked; all memory in the arena.  NULL with *reason
 * (in the arena) and *at (byte of the pattern).
 */
struct regex		*regex_compile(struct arena *, struct span pattern,
			    bool caseless, const char **reason, size_t *at);

/* Number of a named group; -1 if there is none. */
int			 regex_group(const struct regex *, const char *name);

/* For any number of regexes, each made ready at its first search. */
struct regex_work	*regex_work_new(void);
void			 regex_work_free(struct regex_work *);

/*
 * False if no match that begins at the first byte of subject can, as far as
 * its first character tells; always true for a regex that isn't anchored, or
 * came behind the first REGEX_MAX_FIRST that are.
 */
bool			 regex_may_begin(const struct regex *,
			    struct regex_work *, struct span subject);

/*
 * The first match in subject (valid UTF-8, not checked again) from byte
 * `from` on.  1, 0 if there is none, -1: ERR_RECORD where a limit was hit
 * (never "no match").
 */
int			 regex_find(const struct regex *, struct regex_work *,
			    struct span subject, size_t from,
			    struct regex_match *, struct err *);

/* True if every match begins at the subject's first byte. */
bool			 regex_is_anchored(const struct regex *);

/*
 * The name of the last (*MARK:NAME), or (*:NAME), on the way of the match that
 * the last search found; NULL if it has none.  Valid until the next search.
 */
const char		*regex_mark(const struct regex_work *);

/*
 * Literals of which at least one stands in every match, in a caseless regex
 * after both are folded by TERMS_FOLD_CASE; they live with the regex.  Those
 * of set 0 are the rarest; one of each of the others up to REGEX_MAX_SETS
 * stands there, too.  Returns how many, 0 where a short reading of the pattern
 * found no such set.
 */
size_t			 regex_required(const struct regex *, size_t set,
			    const struct span **literals);

#endif
