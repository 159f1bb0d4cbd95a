#include <stdint.h>
#include <stdlib.h>

#include "base/utf8.h"
#include "rules/node.h"

/*
 * Any bytes as a rule file: a root without a fault, or a fault.  One that is
 * told twice wasn't repaired by what should have done it.
 */
int	LLVMFuzzerTestOneInput(const uint8_t *, size_t);

static void
walk(const struct node *node)
{
	size_t	 i;

	if (node->place.line == 0 || utf8_check(node->text) != node->text.n)
		abort();
	for (i = 0; i < node->count; i++) {
		if (node->kind == NODE_MAPPING)
			walk(node->keys[i]);
		walk(node->items[i]);
	}
}

static bool
is_same(const struct fault *a, const struct fault *b)
{
	return a->place.line == b->place.line &&
	    a->place.column == b->place.column &&
	    strcmp(a->text, b->text) == 0;
}

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
	struct arena		 arena = {0};
	struct faults		 faults = { .arena = &arena };
	const struct node	*root;
	size_t			 i;

	root = node_parse(&arena, span_make((const char *)bytes, n), "f",
	    &faults);
	if (root == NULL && faults.errors == 0)
		abort();
	if (root != NULL)
		walk(root);
	faults_sort(&faults);
	for (i = 0; i < faults.count; i++)
		if (faults.items[i].place.line == 0 || (i > 0 &&
		    is_same(&faults.items[i - 1], &faults.items[i])))
			abort();
	arena_free(&arena);
	return 0;
}
