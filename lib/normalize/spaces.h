#ifndef NORMALIZE_SPACES_H
#define NORMALIZE_SPACES_H

#include <stdbool.h>

#include "base/arena.h"
#include "base/edit.h"
#include "base/span.h"

/*
 * White space is that of Unicode (White_Space), U+200B and U+FEFF; line
 * feeds and form feeds stay, but those that trim takes at both ends of the
 * text.
 */
struct spaces_rule {
	bool	between_han;	/* takes it between Han and Han or 。， */
	bool	runs;		/* makes one space of each run */
	bool	trim;		/* takes it at both ends of each line */
};

/* The edits that do it; text is valid UTF-8. */
struct edits	spaces_edits(struct arena *, struct span text,
		    const struct spaces_rule *);

#endif
