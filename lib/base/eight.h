#ifndef BASE_EIGHT_H
#define BASE_EIGHT_H

#include <stdbool.h>
#include <stdint.h>
#include <string.h>

/* The eight bytes at p, the first of them lowest. */
static inline uint64_t
eight_at(const char *p)
{
	uint64_t eight;

	memcpy(&eight, p, sizeof(eight));
#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
	eight = __builtin_bswap64(eight);
#endif
	return eight;
}

/*
 * Whether the first characters that begin in them, one to three, are of three
 * bytes each, as most of a Chinese text are.
 */
static inline bool
eight_are_wide(uint64_t eight, unsigned characters)
{
	const uint64_t first = UINT64_MAX >> (64 - 8 * (3 * characters - 2));

	return (eight & first & UINT64_C(0xf00000f00000f0)) ==
	    (first & UINT64_C(0xe00000e00000e0));
}

#endif
