#ifndef BASE_ARENA_H
#define BASE_ARENA_H

#include <stddef.h>

#include "base/span.h"

/* gcc says __SANITIZE_ADDRESS__, clang __has_feature. */
#if defined(__SANITIZE_ADDRESS__)
#define ARENA_POISON	1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define ARENA_POISON	1
#endif
#endif
#ifndef ARENA_POISON
#define ARENA_POISON	0
#endif

/*
 * Memory that is given back all at once.  Two lifetimes exist: the run (what
 * the options and rules compile to) and the record (one record and all that
 * comes of it).  Under ASan memory that was given back is poisoned, and so
 * are 16 bytes between any two allocations.
 *
 *	first    now
 *	[####]->[##########.......]->[chunk]->[chunk]
 *	                   ^at    ^end
 *
 * Chunks are 64 KiB, 128 KiB ... 1 MiB; what is larger than 256 KiB and finds
 * no room has a chunk of its own, which never becomes now.
 */
struct arena {
	struct arena_chunk	*first;		/* all, newest first */
	struct arena_chunk	*now;		/* the one that at stands in */
	char			*at;		/* next free byte */
	char			*end;		/* limit of now */
};

/* An arena is initialised with = {0}; it allocates at its first use. */

#define ARENA_ALIGN	_Alignof(max_align_t)

/* For arena_alloc(), where there is no room. */
void		*arena_more(struct arena *, size_t size);

/* size bytes (0 too), aligned for any type, indeterminate. */
static inline void *
arena_alloc(struct arena *a, size_t size)
{
	const size_t n = (size + ARENA_ALIGN - 1) & ~(ARENA_ALIGN - 1);
	char *p = a->at;

	if (ARENA_POISON || n == 0 || n > (size_t)(a->end - p))
		return arena_more(a, size);
	a->at = p + n;
	return p;
}

/* count * size bytes, zeroed. */
void		*arena_zero(struct arena *, size_t count, size_t size);

/* For arena_grow(), where there is no room. */
void		*arena_regrow(struct arena *, void *old, size_t used,
		    size_t *capacity, size_t want, size_t size);

/*
 * An array that grows: returns room for at least want elements, holding the
 * first used of old (which may be NULL); *capacity is updated.  old is void
 * afterwards.  Doubles, so that appending one by one is linear.
 */
static inline void *
arena_grow(struct arena *a, void *old, size_t used, size_t *capacity,
    size_t want, size_t size)
{
	return want <= *capacity && old != NULL ? old :
	    arena_regrow(a, old, used, capacity, want, size);
}

/* Copies of s; arena_string's is NUL-terminated. */
struct span	 arena_copy(struct arena *, struct span s);
char		*arena_string(struct arena *, struct span s);

/* printf into the arena; NUL-terminated, n without the NUL. */
struct span	 arena_printf(struct arena *, const char *format, ...)
		    __attribute__((format(printf, 2, 3)));

/*
 * Forgets what was allocated since the place was taken, for who needs little
 * at a time, again and again: the room is used anew, but for what more than one
 * chunk took, which is kept till the reset.
 */
struct arena_place {
	struct arena_chunk	*now;
	char			*at;
};

struct arena_place arena_place(const struct arena *);
void		 arena_back(struct arena *, struct arena_place);

/* Forgets everything; keeps one chunk of at most 1 MiB for the next use. */
void		 arena_reset(struct arena *);

/* Forgets everything and returns the memory; the arena may be used again. */
void		 arena_free(struct arena *);

/* Bytes handed out since the last reset, rounded up to the alignment. */
size_t		 arena_used(const struct arena *);

#endif
