#ifndef TAG_DESCRIBE_H
#define TAG_DESCRIBE_H

#include "base/buf.h"
#include "rules/node.h"
#include "tag/plan.h"

/* A node as a rule has it, on one line, cut where it is long. */
void	describe_node(const struct node *, struct buf *);

/* A matcher likewise; a list of terms by its first ones. */
void	describe_matcher(const struct plan *, uint32_t matcher, struct buf *);

/* FILE:LINE of it. */
void	describe_place(struct place, struct buf *);

#endif
