#ifndef NORMALIZE_CELL_H
#define NORMALIZE_CELL_H

#include "base/arena.h"
#include "base/span.h"
#include "normalize/columns.h"

/* What a cell becomes. */
enum value_kind {
	VALUE_NONE,		/* no field */
	VALUE_TEXT,		/* a text, yet to be cleaned and masked */
	VALUE_HIDDEN,		/* a pseudonym: a text that stays */
	VALUE_NUMBER,		/* JSON, yet to be masked */
	VALUE_LIST,		/* texts, yet to be masked */
	VALUE_READY		/* JSON */
};

struct value {
	enum value_kind	 kind;
	struct span	 text;		/* of a text, a number, JSON */
	struct span	*items;		/* of a list */
	size_t		 count;
};

/*
 * The value of a cell without white space around it, an empty one too, by
 * its column; in the arena or in the cell.  0, or -1 with what was expected
 * and what came, constants that quote nothing of it.
 */
int	cell_value(const struct column *, int zone, struct span cell,
	    struct arena *, struct value *, const char **expected,
	    const char **got);

#endif
