#include <stdlib.h>
#include <string.h>

#include "tag/sort.h"

#define SHORT	16	/* sorted faster by insertion */

void
sort_rest(void *items, size_t sorted, size_t count, size_t size,
    int (*compare)(const void *, const void *))
{
	char one[SORT_MAX_SIZE], *p = items, *to, *at;
	size_t i;

	if (count > SHORT) {
		qsort(items, count, size, compare);
		return;
	}
	for (i = sorted; i < count; i++) {
		at = p + i * size;
		for (to = at; to > p && compare(to - size, at) > 0;)
			to -= size;
		if (to == at)
			continue;
		memcpy(one, at, size);
		memmove(to + size, to, (size_t)(at - to));
		memcpy(to, one, size);
	}
}
