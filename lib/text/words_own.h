#ifndef TEXT_WORDS_OWN_H
#define TEXT_WORDS_OWN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/span.h"

/*
 * Words of one's own, on top of the dictionary: a trie that grows, whose edges
 * stand in one hash table.  Initialised by own_start().
 */
#define OWN_KNOWN	1	/* has a frequency, which may be 0 */
#define OWN_FORCED	2	/* not to be made by the model */
#define OWN_JOINED	4
#define OWN_SPLIT	8

struct own_node {
	int64_t		frequency;
	double		log;		/* of it, if it isn't 0 */
	unsigned	marks;
	unsigned	kind;		/* 0: not stated */
};

struct own_edge {
	uint64_t	key;		/* node and character; 0: free */
	uint32_t	to;
};

struct own {
	struct own_edge	*edges;
	size_t		 edge_mask;	/* their number - 1, a power of 2 */
	struct own_node	*nodes;		/* 0 is nowhere, 1 the root */
	size_t		 count, capacity;
	uint64_t	 begins[0x10000 / 64];	/* bits: words that begin with
						 * this character */
};

#define OWN_NOWHERE	0
#define OWN_ROOT	1

void		 own_start(struct own *, struct arena *);

/* The node of a word, made if it is new. */
struct own_node	*own_make(struct own *, struct arena *, struct span word);

static inline uint64_t
own_key(uint32_t node, uint32_t character)
{
	return (uint64_t)node << 21 | character;
}

static inline size_t
own_slot(const struct own *o, uint64_t key)
{
	return (size_t)(key * UINT64_C(0x9e3779b97f4a7c15) >> 32) &
	    o->edge_mask;
}

/* May a word begin with it? */
static inline bool
own_begins(const struct own *o, uint32_t character)
{
	return character >= 0x10000 ||
	    (o->begins[character / 64] >> character % 64 & 1) != 0;
}

/* Where a character leads; OWN_NOWHERE from there, and if to no word. */
static inline uint32_t
own_next(const struct own *o, uint32_t node, uint32_t character)
{
	uint64_t key = own_key(node, character);
	size_t at = own_slot(o, key);

	while (o->edges[at].key != 0 && o->edges[at].key != key)
		at = (at + 1) & o->edge_mask;
	return o->edges[at].to;
}

/* The node of a word or of the beginning of one; else OWN_NOWHERE. */
uint32_t	 own_find(const struct own *, struct span word);

#endif
