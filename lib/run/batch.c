#include <stdio.h>

#include "base/mem.h"
#include "run/batch.h"

/*
 * A buffer that one large unit left behind isn't kept; but output is as a rule
 * up to five times as long as input, of sentences with their places.
 */
#define KEEP_BYTES	(16 * BATCH_BYTES)
#define KEEP_OUT	(32 * BATCH_BYTES)

void
batch_init(struct batch *b, size_t counters)
{
	*b = (struct batch){ 0 };
	b->counters = mem_zero(counters, sizeof(*b->counters));
}

static void
empty(struct buf *b, size_t keep)
{
	if (b->capacity > keep)
		buf_free(b);
	else
		b->n = 0;
}

void
batch_clear(struct batch *b)
{
	empty(&b->in, KEEP_BYTES);
	empty(&b->above, KEEP_BYTES);
	empty(&b->out, KEEP_OUT);
	empty(&b->told, KEEP_BYTES);
	empty(&b->side, KEEP_BYTES);
	b->count = b->err_count = 0;
	b->fatal.kind = b->error.kind = ERR_NONE;
	b->error.file[0] = '\0';
	b->mapped = false;
}

void
batch_free(struct batch *b)
{
	buf_free(&b->in);
	buf_free(&b->above);
	buf_free(&b->out);
	buf_free(&b->told);
	buf_free(&b->side);
	mem_free(b->items);
	mem_free(b->errs);
	mem_free(b->counters);
}

struct item *
batch_add(struct batch *b, struct span unit)
{
	struct item *item;

	if (b->count == b->capacity) {
		b->capacity = b->capacity == 0 ? 64 : 2 * b->capacity;
		b->items = mem_resize(b->items, b->capacity,
		    sizeof(*b->items));
	}
	item = &b->items[b->count++];
	*item = (struct item){ .start = b->in.n, .end = b->in.n + unit.n };
	buf_add(&b->in, unit);
	return item;
}

void
batch_refuse(struct batch *b, struct item *item, const struct err *e)
{
	if (b->err_count == b->err_capacity) {
		b->err_capacity = b->err_capacity == 0 ? 4 :
		    2 * b->err_capacity;
		b->errs = mem_resize(b->errs, b->err_capacity,
		    sizeof(*b->errs));
	}
	b->errs[b->err_count++] = *e;
	item->refused = b->err_count;
}

void
batch_place(const struct batch *b, const struct item *item, struct err *e)
{
	if (e->file[0] == '\0')
		snprintf(e->file, sizeof(e->file), "%s", b->shown);
	if (e->line == 0)
		e->line = item->line;
}
