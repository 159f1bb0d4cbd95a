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

/*
 * That what stands without quotes, and was taken for a field, may be meant as
 * a text; near is the truth that it resembles, or NULL.
 */
void	unlike_put_word(const char *near, bool chinese, struct buf *);

#endif
