#ifndef RUN_SEEN_H
#define RUN_SEEN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/*
 * Numbers that were there before: the first SEEN_MAX different ones are held,
 * in 16 MiB; a later one counts as new.  Initialised with = {0}.
 */
#define SEEN_MAX	((size_t)1 << 20)

struct seen {
	uint64_t	*slots;		/* 0: free; at most half are taken */
	size_t		 count;
	size_t		 room;		/* slots, a power of 2; or 0 */
};

/* False if number, which isn't 0, was there before. */
bool	seen_add(struct seen *, uint64_t number);

void	seen_free(struct seen *);

#endif
