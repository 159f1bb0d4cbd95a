#ifndef TAG_FORMER_H
#define TAG_FORMER_H

#include "tag/text.h"

/*
 * What an earlier tag left in a record: the tags and codes that aren't of our
 * books, and so stay.
 */
struct tag {
	struct span		 field;		/* its name */
	struct span		 code;
	int64_t			 start, end;
	struct span		 raw;		/* of a former one */
	const struct coded	*coded;		/* of one of ours, */
	struct text		*text;		/* and what it stands in */
};

struct tags {
	struct tag	*items;
	size_t		 count, capacity;
};

struct ids {
	struct span	*items;
	size_t		 count, capacity;
};

/* The code of that id, as in records; TAG_NONE: none of the books has it. */
uint32_t former_code(const struct plan *, struct span id);

/* True if the id stands under the prefix of one of the books. */
bool	former_is_under(const struct plan *, struct span code);

/* True if the code belongs to one of the books. */
bool	former_is_ours(const struct plan *, struct span code);

/* The number of a code of no book here that ours name; TAG_NONE: none. */
uint32_t former_outside(const struct plan *, struct span code);

/*
 * Appends those of the record's fields `tags` and `codes` that stay; -1,
 * ERR_RECORD, where they aren't what tag writes.
 */
int	former_tags(const struct plan *, const struct record *, struct tags *,
	    struct err *);
int	former_codes(const struct plan *, const struct record *, struct ids *,
	    struct err *);

#endif
