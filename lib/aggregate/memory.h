#ifndef AGGREGATE_MEMORY_H
#define AGGREGATE_MEMORY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/*
 * What the groups of a run take and may take, in bytes.  Whoever needs more
 * asks first; where it is refused, nothing is added and the run ends, because
 * `over` stays set: what the groups hold then is good for nothing but to be
 * freed.
 */
struct memory {
	size_t	used;		/* at most `most` */
	size_t	most;
	bool	over;
};

#define MEMORY_ENDLESS	((struct memory){ .most = SIZE_MAX })

static inline bool
memory_take(struct memory *m, size_t bytes)
{
	if (bytes > m->most - m->used)
		m->over = true;
	else
		m->used += bytes;
	return !m->over;
}

static inline void
memory_give(struct memory *m, size_t bytes)
{
	m->used -= bytes;
}

#endif
