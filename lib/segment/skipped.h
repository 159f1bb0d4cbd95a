#ifndef SEGMENT_SKIPPED_H
#define SEGMENT_SKIPPED_H

#include "base/buf.h"
#include "base/span.h"
#include "segment/blocks.h"

/*
 * A line for a heading that stands more than one level below the last one, or,
 * where last is NULL, below the text: it names both.
 */
void	skipped_levels(struct span text, const struct block *heading,
	    const struct block *last, struct buf *told);

#endif
