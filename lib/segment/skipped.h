#ifndef SEGMENT_SKIPPED_H
#define SEGMENT_SKIPPED_H

#include <stddef.h>

#include "base/buf.h"
#include "base/span.h"
#include "segment/blocks.h"

/*
 * A line for each heading that stands more than one level below the heading
 * before it, or, where it is the first, below the text: it names both.
 */
void	skipped_levels(struct span text, const struct block *, size_t count,
	    struct buf *told);

#endif
