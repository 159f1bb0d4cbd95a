#ifndef BASE_UTF8_X86_H
#define BASE_UTF8_X86_H

#include <stddef.h>

#include "base/span.h"

/*
 * The kernels of utf8_check(), utf8_plain() and utf8_space() for x86-64, each
 * with the result of its scalar twin.  Who calls one has asked the processor
 * for the instructions in its name; elsewhere they don't exist.
 */
#ifdef __x86_64__
size_t	utf8_check_ssse3(struct span s);
size_t	utf8_check_avx2(struct span s);
size_t	utf8_plain_sse2(struct span s);
size_t	utf8_plain_avx2(struct span s);
size_t	utf8_space_sse2(struct span s);
size_t	utf8_space_avx2(struct span s);
#endif

#endif
