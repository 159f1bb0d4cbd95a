#ifndef BASE_BUF_H
#define BASE_BUF_H

#include <stddef.h>
#include <stdint.h>

#include "base/span.h"

/*
 * Bytes that grow, on the heap (mem.h).  Initialised with = {0}; released
 * by buf_free().  A span of it is borrowed until the next change.
 */
struct buf {
	char	*p;
	size_t	 n;		/* bytes held */
	size_t	 capacity;
};

void		buf_grow(struct buf *, size_t more);	/* for buf_reserve() */
void		buf_fill(struct buf *, char c, size_t count);
void		buf_printf(struct buf *, const char *format, ...)
		    __attribute__((format(printf, 2, 3)));
void		buf_cut(struct buf *, size_t n);	/* to n <= b->n bytes */
void		buf_free(struct buf *);

/* Room for more bytes behind those that it holds. */
static inline void
buf_reserve(struct buf *b, size_t more)
{
	if (more > b->capacity - b->n)
		buf_grow(b, more);
}

static inline void
buf_byte(struct buf *b, char c)
{
	buf_reserve(b, 1);
	b->p[b->n++] = c;
}

static inline void
buf_add(struct buf *b, struct span s)
{
	if (s.n == 0)
		return;
	buf_reserve(b, s.n);
	memcpy(b->p + b->n, s.p, s.n);
	b->n += s.n;
}

static inline struct span
buf_span(const struct buf *b)
{
	return (struct span){ b->p, b->n };
}

/* Decimal digits of v. */
void		buf_unsigned(struct buf *, uint64_t v);

/* The same where there is room for BUF_DIGITS bytes; returns their end. */
#define BUF_DIGITS	20
char		*buf_all_digits(char *into, uint64_t v);

/* 00 to 99. */
extern const char buf_pairs[];

/* Most numbers in a record are small. */
static inline char *
buf_digits(char *into, uint64_t v)
{
	if (v >= 100)
		return buf_all_digits(into, v);
	memcpy(into, buf_pairs + 2 * v + (v < 10), 2);
	return into + 1 + (v >= 10);
}

#endif
