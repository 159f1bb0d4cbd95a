#include <limits.h>
#include <stdint.h>
#include <zlib.h>

#include "base/mem.h"
#include "io/codec.h"
#include "io/gzip.h"

enum {
	WRAP_GZIP = 16,		/* added to zlib's window bits */
	LEVEL = 6,
	MEMORY = 8,
	PACKED = 64 * 1024
};

/* zlib's allocations that fail are ours. */
static int
enough_memory(int got)
{
	if (got == Z_MEM_ERROR)
		mem_failed(sizeof(z_stream));
	return got;
}

static bool
may_begin(unsigned char first)
{
	return first == 0x1f;
}

static void *
open_codec(void)
{
	z_stream *z = mem_zero(1, sizeof(*z));

	enough_memory(inflateInit2(z, MAX_WBITS + WRAP_GZIP));
	return z;
}

static void
close_codec(void *state)
{
	(void)inflateEnd(state);
	mem_free(state);
}

static void
begin(void *state)
{
	(void)inflateReset(state);
}

static enum codec_got
step(void *state, struct span *in, char *into, size_t n, size_t *made,
    const char **why)
{
	z_stream *z = state;
	uInt room = n < UINT_MAX ? (uInt)n : UINT_MAX;
	uInt given = in->n < UINT_MAX ? (uInt)in->n : UINT_MAX;
	int got;

	/* zlib doesn't write to its input, whatever its type says. */
	z->next_in = (Bytef *)(uintptr_t)in->p;
	z->avail_in = given;
	z->next_out = (Bytef *)into;
	z->avail_out = room;
	got = enough_memory(inflate(z, Z_NO_FLUSH));
	*made = room - z->avail_out;
	*in = span_from(*in, given - z->avail_in);
	if (got == Z_STREAM_END)
		return CODEC_ENDED;
	if (got == Z_OK || got == Z_BUF_ERROR)
		return CODEC_MORE;
	if (z->msg != NULL)
		*why = z->msg;
	return CODEC_DAMAGED;
}

const struct codec codec_gzip_zlib = {
	.name = "gzip",
	.member = "member",
	.command = "gzip -dc",
	.may_begin = may_begin,
	.open = open_codec,
	.close = close_codec,
	.begin = begin,
	.step = step
};

struct packer {
	z_stream	 z;
	bool		 ended;
	char		 out[PACKED];
};

struct packer *
packer_new(void)
{
	struct packer *p = mem_zero(1, sizeof(*p));

	enough_memory(deflateInit2(&p->z, LEVEL, Z_DEFLATED,
	    MAX_WBITS + WRAP_GZIP, MEMORY, Z_DEFAULT_STRATEGY));
	return p;
}

struct span
packer_write(struct packer *p, struct span *in, bool at_end)
{
	uInt given = in->n < UINT_MAX ? (uInt)in->n : UINT_MAX;
	bool last = at_end && given == in->n;

	if (p->ended)
		return (struct span){ 0 };
	p->z.next_in = (Bytef *)(uintptr_t)in->p;
	p->z.avail_in = given;
	p->z.next_out = (Bytef *)p->out;
	p->z.avail_out = PACKED;
	p->ended = deflate(&p->z, last ? Z_FINISH : Z_NO_FLUSH) ==
	    Z_STREAM_END;
	*in = span_from(*in, given - p->z.avail_in);
	return span_make(p->out, PACKED - p->z.avail_out);
}

void
packer_free(struct packer *p)
{
	if (p == NULL)
		return;
	(void)deflateEnd(&p->z);
	mem_free(p);
}
