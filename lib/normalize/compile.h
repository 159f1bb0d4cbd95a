#ifndef NORMALIZE_COMPILE_H
#define NORMALIZE_COMPILE_H

#include "normalize/plan.h"
#include "rules/node.h"

/* What the readers of a rule share. */
struct compiler {
	struct plan	*plan;
	struct arena	*arena;
	struct faults	*faults;
};

/* A text of the rule, safe for a message; in the arena. */
const char	*compile_shown(const struct compiler *, struct span text);

/* Reads `input` (NULL: a fault was told). */
void		 compile_input(const struct compiler *, const struct node *);

#endif
