#ifndef RULES_LIST_H
#define RULES_LIST_H

#include <stddef.h>

#include "base/arena.h"
#include "base/span.h"
#include "rules/fault.h"

/*
 * A plain-text list of terms, UTF-8, one a line; blank lines and lines that
 * begin with `#` are passed over, white space at both ends is dropped.  At
 * most LIST_MAX_TERMS terms and LIST_MAX_BYTES bytes.  -1 after faults.
 */
#define LIST_MAX_TERMS	1000000
#define LIST_MAX_BYTES	(64 * 1024 * 1024)

int	list_read(struct arena *, const char *path, struct place asked_at,
	    struct span **terms, size_t *count, struct faults *);

#endif
