#ifndef IO_RATIO_H
#define IO_RATIO_H

#include <stdbool.h>
#include <stdint.h>

/*
 * Bombs: used inside lib/io only.  Deflate can expand 1,032 times, xz and
 * zstd far more; text that was worth compressing stays below 100.  The first
 * 16 MiB are free, so that small odd files pass.
 */
#define RATIO_MAX	((uint64_t)250)
#define RATIO_FREE	((uint64_t)16 << 20)

static inline bool
ratio_is_over(uint64_t in, uint64_t out)
{
	return out > RATIO_FREE && out / RATIO_MAX > in;
}

#endif
