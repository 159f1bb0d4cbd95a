#ifndef BASE_HASH_H
#define BASE_HASH_H

#include <stdint.h>

#include "base/span.h"

/*
 * The one 128-bit hash of seals, rules, samples and identities: XXH3 with
 * 128 bits, seed 0, written as 32 hexadecimal digits, high half first.  It
 * tells changes from accidents, it is no proof against an enemy.
 */
struct hash {
	uint64_t	high;
	uint64_t	low;
};

struct hash	hash_of(struct span);
void		hash_hex(struct hash, char into[33]);

/* The same over pieces.  hash_free() releases; hash_begin() starts anew. */
struct hashing;
struct hashing	*hash_new(void);
void		hash_begin(struct hashing *);
void		hash_add(struct hashing *, struct span);
struct hash	hash_end(const struct hashing *);
void		hash_free(struct hashing *);

/* 64 bits for tables, seeded. */
uint64_t	hash_seeded(struct span, uint64_t seed);

#endif
