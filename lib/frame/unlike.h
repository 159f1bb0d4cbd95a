#ifndef FRAME_UNLIKE_H
#define FRAME_UNLIKE_H

#include "base/buf.h"
#include "frame/expr.h"

/*
 * Tells of a comparison that so many times met values that it can't compare,
 * and what to write instead where its constant tells it.
 */
void	unlike_put(const struct expr_comparison *, uint64_t count,
	    bool chinese, struct buf *);

#endif
