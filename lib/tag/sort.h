#ifndef TAG_SORT_H
#define TAG_SORT_H

#include <stddef.h>

#define SORT_MAX_SIZE	128	/* bytes of an item */

/* For sort_items(), of two or more. */
void	sort_several(void *items, size_t count, size_t size,
	    int (*compare)(const void *, const void *));

/*
 * qsort() for arrays that mostly are short, in order, or both: what a text
 * holds of one thing.
 */
static inline void
sort_items(void *items, size_t count, size_t size,
    int (*compare)(const void *, const void *))
{
	if (count > 1)
		sort_several(items, count, size, compare);
}

#endif
