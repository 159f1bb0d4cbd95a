#ifndef AGGREGATE_MEMORY_H
#define AGGREGATE_MEMORY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/*
 * What the groups of a run take and may take, in bytes.  Whoever needs more
 * asks first; where it is refused, nothing is added and the run ends, because
 * `over` stays set: what the groups hold then is good for nothing but to be
 * freed.  Soft memory is never refused: its owner looks at `used` between two
 * records, and makes room.
 */
struct memory {
	size_t	used;
	size_t	most;
	bool	soft;
	bool	over;
};

#define MEMORY_ENDLESS	((struct memory){ .most = SIZE_MAX })

/* What may still be taken. */
static inline size_t
memory_room(const struct memory *m)
{
	return m->used < m->most ? m->most - m->used : 0;
}

static inline bool
memory_take(struct memory *m, size_t bytes)
{
	if (!m->soft && bytes > memory_room(m))
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
