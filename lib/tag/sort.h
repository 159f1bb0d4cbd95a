#ifndef TAG_SORT_H
#define TAG_SORT_H

#include <assert.h>
#include <stddef.h>

#define SORT_MAX_SIZE	128	/* bytes of an item */

/* For sort_items(): the first `sorted` are in order, the next one isn't. */
void	sort_rest(void *items, size_t sorted, size_t count, size_t size,
	    int (*compare)(const void *, const void *));

/*
 * qsort() for arrays that mostly are short, in order, or both: what a text
 * holds of one thing.
 */
static inline void
sort_items(void *items, size_t count, size_t size,
    int (*compare)(const void *, const void *))
{
	const char *p = items;
	size_t i;

	assert(size <= SORT_MAX_SIZE);
	for (i = 1; i < count; i++, p += size)
		if (compare(p, p + size) > 0) {
			sort_rest(items, i, count, size, compare);
			break;
		}
}

#endif
