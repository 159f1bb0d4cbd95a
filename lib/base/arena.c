#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "base/arena.h"
#include "base/mem.h"

#if ARENA_POISON
#include <sanitizer/asan_interface.h>
#define POISON(p, n)	__asan_poison_memory_region((p), (n))
#define UNPOISON(p, n)	__asan_unpoison_memory_region((p), (n))
#define RED_ZONE	16	/* between two allocations */
#else
#define POISON(p, n)	((void)(p), (void)(n))
#define UNPOISON(p, n)	((void)(p), (void)(n))
#define RED_ZONE	0
#endif

#define CHUNK_FIRST	((size_t)64 << 10)
#define CHUNK_LAST	((size_t)1 << 20)

/* What is larger has a chunk of its own, so that a chunk's rest isn't lost. */
#define SHARED_MAX	(CHUNK_LAST / 4)

struct arena_chunk {
	struct arena_chunk	*next;
	size_t			 size;	/* of data */
	size_t			 used;	/* of data; not kept for a->now */
	_Alignas(max_align_t) char data[];
};

/* Bytes of a chunk that an allocation of size bytes takes. */
static size_t
footprint(size_t size)
{
	if (size > SIZE_MAX / 2)
		mem_failed(SIZE_MAX);
	if (size == 0)
		size = 1;
	return ((size + ARENA_ALIGN - 1) & ~(ARENA_ALIGN - 1)) + RED_ZONE;
}

static size_t
product(size_t count, size_t size)
{
	size_t	n;

	if (__builtin_mul_overflow(count, size, &n))
		mem_failed(SIZE_MAX);
	return n;
}

static struct arena_chunk *
chunk_new(struct arena *a, size_t size)
{
	struct arena_chunk	*c;

	c = mem_alloc(1, sizeof(*c) + size);
	c->next = a->first;
	c->size = size;
	c->used = 0;
	a->first = c;
	POISON(c->data, size);
	return c;
}

static void
chunk_free(struct arena_chunk *c)
{
	UNPOISON(c->data, c->size);
	mem_free(c);
}

static void
take_now(struct arena *a, struct arena_chunk *c)
{
	a->now = c;
	a->at = c == NULL ? NULL : c->data;
	a->end = c == NULL ? NULL : c->data + c->size;
}

/* Opens a shared chunk with room for need bytes, twice the last one's size. */
static void
next_chunk(struct arena *a, size_t need)
{
	size_t	size = CHUNK_FIRST;

	if (a->now != NULL) {
		a->now->used = (size_t)(a->at - a->now->data);
		size = 2 * (a->now->size + sizeof(*a->now));
	}
	while (size - sizeof(*a->now) < need)
		size *= 2;
	if (size > CHUNK_LAST)
		size = CHUNK_LAST;
	take_now(a, chunk_new(a, size - sizeof(*a->now)));
}

void *
arena_more(struct arena *a, size_t size)
{
	const size_t		 n = footprint(size);
	struct arena_chunk	*c;
	char			*p;

	if (n > SHARED_MAX) {
		c = chunk_new(a, n);
		c->used = n;
		p = c->data;
	} else {
		if ((size_t)(a->end - a->at) < n)
			next_chunk(a, n);
		p = a->at;
		a->at += n;
	}
	UNPOISON(p, size);
	return p;
}

void *
arena_zero(struct arena *a, size_t count, size_t size)
{
	size_t	n = product(count, size);

	return memset(arena_alloc(a, n), 0, n);
}

/* True if p, of old_n bytes, was the last allocation and now has n bytes. */
static bool
extend(struct arena *a, char *p, size_t old_n, size_t n)
{
	if ((uintptr_t)p + footprint(old_n) != (uintptr_t)a->at ||
	    (size_t)(a->end - p) < footprint(n))
		return false;
	a->at = p + footprint(n);
	UNPOISON(p, n);
	return true;
}

/* Where the chunk of its own that p, of n bytes, has is linked, or NULL. */
static struct arena_chunk **
find_own(struct arena *a, const char *p, size_t n)
{
	struct arena_chunk	**link, *c;

	if (footprint(n) <= SHARED_MAX)
		return NULL;
	for (link = &a->first; (c = *link) != NULL; link = &c->next)
		if (c->data == p)
			return c != a->now && c->size == footprint(n) ? link :
			    NULL;
	return NULL;
}

/* The data of an own chunk, with n bytes: pages that malloc mapped are moved. */
static char *
resize_own(struct arena_chunk **link, size_t n)
{
	struct arena_chunk	*c = *link;

	UNPOISON(c->data, c->size);
	*link = c = mem_resize(c, 1, sizeof(*c) + footprint(n));
	c->size = c->used = footprint(n);
	POISON(c->data, c->size);
	UNPOISON(c->data, n);
	return c->data;
}

/* The used bytes of old, of old_n, with room for n; in its place if it can. */
static void *
move(struct arena *a, void *old, size_t old_n, size_t used, size_t n)
{
	struct arena_chunk	**own = find_own(a, old, old_n);

	if (own != NULL)
		return resize_own(own, n);
	if (extend(a, old, old_n, n))
		return old;
	return memcpy(arena_alloc(a, n), old, used);
}

void *
arena_regrow(struct arena *a, void *old, size_t used, size_t *capacity,
    size_t want, size_t size)
{
	const size_t	had = *capacity;
	size_t		room = want < 8 ? 8 : want, n;

	if (had <= SIZE_MAX / 2 && room < 2 * had)
		room = 2 * had;
	*capacity = room;
	n = product(room, size);
	return old == NULL ? arena_alloc(a, n) :
	    move(a, old, product(had, size), used * size, n);
}

struct span
arena_copy(struct arena *a, struct span s)
{
	if (s.n == 0)
		return SPAN("");
	return span_make(memcpy(arena_alloc(a, s.n), s.p, s.n), s.n);
}

char *
arena_string(struct arena *a, struct span s)
{
	char	*p;

	if (s.n == SIZE_MAX)
		mem_failed(SIZE_MAX);
	p = arena_alloc(a, s.n + 1);
	if (s.n > 0)
		memcpy(p, s.p, s.n);
	p[s.n] = '\0';
	return p;
}

struct span
arena_printf(struct arena *a, const char *format, ...)
{
	va_list	 args;
	char	*p;
	int	 n;

	va_start(args, format);
	n = vsnprintf(NULL, 0, format, args);
	va_end(args);
	if (n < 0)
		mem_failed(0);	/* glibc's only reason for plain formats */
	p = arena_alloc(a, (size_t)n + 1);
	va_start(args, format);
	vsnprintf(p, (size_t)n + 1, format, args);
	va_end(args);
	return span_make(p, (size_t)n);
}

struct arena_place
arena_place(const struct arena *a)
{
	return (struct arena_place){ a->now, a->at };
}

/* Chunks are taken in order: a later one holds nothing older. */
void
arena_back(struct arena *a, struct arena_place place)
{
	if (a->now == NULL)
		return;
	a->at = a->now == place.now ? place.at : a->now->data;
	POISON(a->at, (size_t)(a->end - a->at));
}

/* Frees all chunks but keep (which may be NULL). */
static void
free_others(struct arena *a, struct arena_chunk *keep)
{
	struct arena_chunk	*c, *next;

	for (c = a->first; c != NULL; c = next) {
		/* cppcheck-suppress nullPointerRedundantCheck ; keep may be */
		next = c->next;
		if (c != keep)
			chunk_free(c);
	}
	a->first = keep;
	if (keep != NULL)
		keep->next = NULL;
	take_now(a, keep);
}

void
arena_reset(struct arena *a)
{
	free_others(a, a->now);
	if (a->now != NULL)
		POISON(a->now->data, a->now->size);
}

void
arena_free(struct arena *a)
{
	free_others(a, NULL);
}

size_t
arena_used(const struct arena *a)
{
	const struct arena_chunk	*c;
	size_t				 used = 0;

	for (c = a->first; c != NULL; c = c->next)
		used += c == a->now ? (size_t)(a->at - c->data) : c->used;
	return used;
}
