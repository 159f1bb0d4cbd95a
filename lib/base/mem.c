#define _DEFAULT_SOURCE	/* madvise, sbrk */
#include <assert.h>
#include <limits.h>
#include <malloc.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

#include "base/mem.h"

#define PAGE_LARGE	((uintptr_t)2 << 20)
#define HEAP_LEAST	(128 << 10)	/* grown by, as malloc has it */
#define MAPPED_LEAST	(5 << 20)	/* 100,000 terms take less at once */
#define SBRK_FAILED	((void *)-1)

static mem_handler	*on_failure;

mem_handler *
mem_on_failure(mem_handler *handler)
{
	mem_handler	*previous = on_failure;

	on_failure = handler;
	return previous;
}

_Noreturn void
mem_failed(size_t size)
{
	if (on_failure != NULL)
		on_failure(size);
	abort();
}

/* At least 1, because malloc(0) may return NULL without being short. */
static size_t
total(size_t count, size_t size)
{
	size_t	 n;

	if (__builtin_mul_overflow(count, size, &n))
		mem_failed(SIZE_MAX);
	return n == 0 ? 1 : n;
}

void *
mem_alloc(size_t count, size_t size)
{
	size_t	 n = total(count, size);
	void	*p = malloc(n);

	if (p == NULL)
		mem_failed(n);
	return p;
}

void *
mem_zero(size_t count, size_t size)
{
	size_t	 n = total(count, size);
	void	*p = calloc(1, n);

	if (p == NULL)
		mem_failed(n);
	return p;
}

void *
mem_resize(void *p, size_t count, size_t size)
{
	size_t	 n = total(count, size);

	p = realloc(p, n);
	if (p == NULL)
		mem_failed(n);
	return p;
}

void
mem_free(void *p)
{
	free(p);
}

/*
 * The heap grows by so much at once, and what is smaller than MAPPED_LEAST is
 * taken from it; what it grows by later is as it always was.
 */
void
mem_expect(size_t bytes)
{
	const char *start = sbrk(0), *end;
	void *volatile p;	/* else the compiler spares the two calls */
	uintptr_t first, last;

	assert(bytes <= INT_MAX);
	mallopt(M_MMAP_THRESHOLD, MAPPED_LEAST);
	mallopt(M_TRIM_THRESHOLD, (int)bytes);
	mallopt(M_TOP_PAD, (int)bytes);
	p = malloc(MAPPED_LEAST / 2);
	free(p);
	mallopt(M_TOP_PAD, HEAP_LEAST);
	end = sbrk(0);
	if (start == SBRK_FAILED || end == SBRK_FAILED)
		return;
	first = ((uintptr_t)start + PAGE_LARGE - 1) / PAGE_LARGE * PAGE_LARGE;
	last = (uintptr_t)end / PAGE_LARGE * PAGE_LARGE;
	if (first < last)
		madvise((void *)first, last - first, MADV_HUGEPAGE);
}
