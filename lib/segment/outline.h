#ifndef SEGMENT_OUTLINE_H
#define SEGMENT_OUTLINE_H

#include <stddef.h>

#include "base/arena.h"
#include "segment/lines.h"
#include "segment/plan.h"

/*
 * Settles which of the lines with a family are headings, and their levels.
 *
 * Titles that count on, 1. 2. 3., are one sequence.  They are items of a list
 * where none but the last has anything below it, and a colon stands before
 * them or marks of sentences end most of them.  A line that is a heading by
 * its style alone stands behind a paragraph and before one or a heading.
 *
 * A family without a level of its own has the same in all of the text: it is
 * below each family that counts on across its headings (一、 （一） （二） 二、),
 * and each behind whose headings it begins anew; families that never meet so
 * may have the same.
 */
void	outline_settle(const struct plan *, struct arena *, struct span text,
	    struct line *lines, size_t count);

#endif
