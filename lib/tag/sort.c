#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "tag/sort.h"

#define SHORT	16	/* sorted faster by insertion */

void
sort_items(void *items, size_t count, size_t size,
    int (*compare)(const void *, const void *))
{
	char one[SORT_MAX_SIZE], *p = items, *to;
	size_t i;

	assert(size <= sizeof(one));
	if (count > SHORT) {
		qsort(items, count, size, compare);
		return;
	}
	for (i = 1; i < count; i++) {
		to = p + i * size;
		if (compare(to - size, to) <= 0)
			continue;
		memcpy(one, to, size);
		do {
			memcpy(to, to - size, size);
			to -= size;
		} while (to > p && compare(to - size, one) > 0);
		memcpy(to, one, size);
	}
}
