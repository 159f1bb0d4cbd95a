#include <stdint.h>
#include <stdlib.h>

#include "base/mem.h"

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
