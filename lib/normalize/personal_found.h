#ifndef NORMALIZE_PERSONAL_FOUND_H
#define NORMALIZE_PERSONAL_FOUND_H

#include "base/arena.h"
#include "normalize/personal.h"
#include "normalize/personal_look.h"

/* Found in a text, in any order, in the arena. */
struct found {
	struct personal	*items;
	size_t		 count;
	size_t		 capacity;
	struct arena	*arena;
};

void	found_add(struct found *, enum personal_kind, size_t start,
	    size_t end);

/* In order of their starts; of those that overlap the first, or longest. */
void	found_sort(struct found *);

/* Each adds what it finds in a text of valid UTF-8: normalize(1). */
void	plate_find(struct span text, struct found *);
void	passport_find(struct span text, struct found *);
void	address_find(struct span text, struct found *);

#endif
