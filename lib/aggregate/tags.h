#ifndef AGGREGATE_TAGS_H
#define AGGREGATE_TAGS_H

#include "aggregate/table.h"

/* A coded place of a record, as tag(1) writes it. */
struct tag {
	struct span	code;
	size_t		start;		/* code points of its field */
	size_t		end;
};

/*
 * The tags of a record that lie in that field, whose text is given, in their
 * order; none where it has no `tags`.  -1: ERR_RECORD for what tag doesn't
 * write, such as a place beyond the text.
 */
int	tags_read(struct table_reading *, struct span field, struct span text,
	    struct tag **, size_t *count);

/* Whether a code is the one that is asked for, or in the family `a.b.*`. */
bool	tags_code_is(struct span code, struct span wanted);

#endif
