#ifndef NORMALIZE_EXAMPLE_H
#define NORMALIZE_EXAMPLE_H

#include "normalize/compile.h"

/* A text, and what cleaning must make of it. */
struct clean_example {
	struct span		 text, becomes;
	const struct node	*node;		/* of what it becomes */
};

/* Reads `examples` of a rule; NULL: it has none. */
void	compile_examples(const struct compiler *, const struct node *);

/* engine.check: a fault for each example that doesn't hold. */
int	example_check(const void *plan, struct arena *, struct faults *);

#endif
