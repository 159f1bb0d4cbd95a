#ifndef TAG_LABEL_H
#define TAG_LABEL_H

#include "base/arena.h"
#include "base/span.h"

/*
 * What is said in the text of a turn, without who says it: 居民A： codes
 * nothing, whatever the book says of 居民.
 *
 * A label is what the field `speaker` holds where it begins the text, with a
 * bracket or a time before it at most, and ends with its bracket or a colon,
 * a remark in brackets between them: `[10:05] 王某（女）：`.  Its characters
 * are line ends in the copy, so that all others stay where they were.  Without
 * a label the text itself; "" is no speaker.
 */
struct span	label_hide(struct arena *, struct span text,
		    struct span speaker);

#endif
