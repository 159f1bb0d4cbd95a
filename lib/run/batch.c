#include <stdio.h>

#include "base/mem.h"
#include "run/batch.h"

/* A buffer that one large unit left behind isn't kept. */
#define KEEP_BYTES	(4 * BATCH_BYTES)

void
batch_init(struct batch *b, size_t counters)
{
	*b = (struct batch){ 0 };
	b->counters = mem_zero(counters, sizeof(*b->counters));
}

static void
empty(struct buf *b)
{
	if (b->capacity > KEEP_BYTES)
		buf_free(b);
	else
		b->n = 0;
}

void
batch_clear(struct batch *b)
{
	empty(&b->in);
	empty(&b->out);
	empty(&b->told);
	empty(&b->side);
	b->count = b->err_count = 0;
	b->fatal.kind = b->error.kind = ERR_NONE;
	b->error.file[0] = '\0';
	b->mapped = false;
}

void
batch_free(struct batch *b)
{
	buf_free(&b->in);
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
