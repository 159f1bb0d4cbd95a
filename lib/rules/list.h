#ifndef RULES_LIST_H
#define RULES_LIST_H

#include <stddef.h>

#include "base/arena.h"
#include "base/span.h"
#include "rules/fault.h"
#include "rules/file.h"

/*
 * A plain-text list of terms, UTF-8, one a line; blank lines and lines that
 * begin with `#` are passed over, white space at both ends is dropped.  At
 * most LIST_MAX_TERMS terms, which point into the file.  -1 after faults.
 */
#define LIST_MAX_TERMS	1000000

int	list_read(struct arena *, const struct file *, struct span **terms,
	    size_t *count, struct faults *);

#endif
