/* The header's code itself, so that nothing has to be there at run time. */
#define XXH_INLINE_ALL
#include <xxhash.h>

#include "base/hash.h"
#include "base/mem.h"

/* The state wants 64-byte alignment, which is why xxhash allocates it. */
struct hashing {
	XXH3_state_t	*state;
};

static struct hash
from_xxhash(XXH128_hash_t h)
{
	return (struct hash){ h.high64, h.low64 };
}

struct hash
hash_of(struct span s)
{
	return from_xxhash(XXH3_128bits(s.p, s.n));
}

static void
hex(uint64_t v, char into[16])
{
	int	i;

	for (i = 15; i >= 0; i--) {
		into[i] = "0123456789abcdef"[v & 15];
		v >>= 4;
	}
}

void
hash_hex(struct hash h, char into[33])
{
	hex(h.high, into);
	hex(h.low, into + 16);
	into[32] = '\0';
}

struct hashing *
hash_new(void)
{
	struct hashing	*h = mem_alloc(1, sizeof(*h));

	h->state = XXH3_createState();
	if (h->state == NULL)
		mem_failed(sizeof(*h->state));
	hash_begin(h);
	return h;
}

void
hash_begin(struct hashing *h)
{
	XXH3_128bits_reset(h->state);
}

void
hash_add(struct hashing *h, struct span s)
{
	if (s.n > 0)
		XXH3_128bits_update(h->state, s.p, s.n);
}

struct hash
hash_end(const struct hashing *h)
{
	return from_xxhash(XXH3_128bits_digest(h->state));
}

void
hash_free(struct hashing *h)
{
	if (h == NULL)
		return;
	XXH3_freeState(h->state);
	mem_free(h);
}

uint64_t
hash_seeded(struct span s, uint64_t seed)
{
	return XXH3_64bits_withSeed(s.p, s.n, seed);
}
