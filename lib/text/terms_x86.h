#ifndef TEXT_TERMS_X86_H
#define TEXT_TERMS_X86_H

#include "text/terms_table.h"

/*
 * Kernels of terms.c for x86-64: a stretch of a text that is all of characters
 * of three bytes, as most of a Chinese one is, eight of them at a step.  Who
 * calls one has asked the processor for the instructions in its name; elsewhere
 * they see nothing.
 *
 * Each looks at the characters from p on, TERMS_STRETCH at most, and returns
 * how many it has seen: fewer where one of another width comes, and none where
 * the end is less than TERMS_BLOCK bytes away.  *bits are those of them that it
 * is about.
 */
#define TERMS_STRETCH	64	/* characters, of a bit each */
#define TERMS_BLOCK	30	/* bytes that a step may read */

/* Where a term may begin. */
unsigned	 terms_heads_avx2(const struct heads *, const char *p,
		    const char *end, uint64_t *bits);

/* Which are a term alone. */
unsigned	 terms_alone_avx2(const struct terms *, const char *p,
		    const char *end, uint64_t *bits);

#endif
