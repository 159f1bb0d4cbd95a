#ifndef RULES_FILE_H
#define RULES_FILE_H

#include "base/arena.h"
#include "base/span.h"
#include "rules/fault.h"

/*
 * A file that a rule or an option names, as it was read: once, so that what
 * is used is what was hashed, and a pipe will do.
 */
#define FILE_MAX_BYTES	((size_t)64 * 1024 * 1024)

struct file {
	const char	*path;		/* for messages */
	struct span	 text;		/* bytes of any encoding */
	struct place	 asked_at;	/* who names it */
};

/*
 * Reads it into the arena; path is borrowed.  NULL after a fault at asked_at:
 * it can't be read or is longer than FILE_MAX_BYTES.
 */
const struct file	*file_read(struct arena *, const char *path,
			    struct place asked_at, struct faults *);

/*
 * Its bytes alone, at most max of them.  -1 with a message in *reason (in the
 * arena) if it can't be read or is longer.
 */
int	file_bytes(struct arena *, const char *path, size_t max,
	    struct span *bytes, const char **reason);

/*
 * 0 if the text is UTF-8; else -1 after a fault at its first wrong byte that
 * names GB18030 or UTF-16 where it looks like one of them.
 */
int	file_check_utf8(struct span text, const char *file, struct faults *);

#endif
