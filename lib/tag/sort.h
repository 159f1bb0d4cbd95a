#ifndef TAG_SORT_H
#define TAG_SORT_H

#include <stddef.h>

#define SORT_MAX_SIZE	128	/* bytes of an item */

/*
 * qsort() for arrays that mostly are short, in order, or both: what a text
 * holds of one thing.
 */
void	sort_items(void *items, size_t count, size_t size,
	    int (*compare)(const void *, const void *));

#endif
