#ifndef BASE_PACK_H
#define BASE_PACK_H

#include <stdint.h>
#include <string.h>

#include "base/buf.h"
#include "base/span.h"

/*
 * Values and texts as plain bytes, one behind the other: what one thread packs
 * another unpacks, in the same order.  They never leave the process, so sizes
 * and byte order are the machine's.
 */
static inline void
pack_bytes(struct buf *b, const void *p, size_t n)
{
	buf_reserve(b, n);
	memcpy(b->p + b->n, p, n);
	b->n += n;
}

/* A text under 4 GiB, with its length. */
static inline void
pack_text(struct buf *b, struct span text)
{
	uint32_t n = (uint32_t)text.n;

	pack_bytes(b, &n, sizeof(n));
	if (n > 0)
		pack_bytes(b, text.p, n);
}

/* The first bytes of a span, which goes on behind them. */
static inline void
unpack_bytes(struct span *from, void *into, size_t n)
{
	memcpy(into, from->p, n);
	*from = span_make(from->p + n, from->n - n);
}

/* Borrowed from the span. */
static inline struct span
unpack_text(struct span *from)
{
	struct span text;
	uint32_t n;

	unpack_bytes(from, &n, sizeof(n));
	text = span_make(from->p, n);
	*from = span_make(from->p + n, from->n - n);
	return text;
}

#endif
