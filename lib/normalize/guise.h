#ifndef NORMALIZE_GUISE_H
#define NORMALIZE_GUISE_H

#include <stdbool.h>

#include "base/arena.h"
#include "base/span.h"

/*
 * What a text that was to be prose or a table is instead, told by how it
 * begins: pages saved as .xls, mail, JSON of all shapes.  What can be told by
 * its first bytes alone is in io/kind.
 */
struct guise {
	const char	*name;		/* as "a JSON array" */
	const char	*advice;	/* what to type or do */
	bool		 is_text;	/* may be read as such all the same */
	bool		 is_page;	/* of HTML */
};

#define GUISE_BYTES	8192	/* that are looked at */

/* Of text, or the first of it; NULL: nothing that is known. */
const struct guise	*guise_of(struct span text, struct arena *);

#endif
