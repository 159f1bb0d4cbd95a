#include <zstd.h>
#include <zstd_errors.h>

#include "base/mem.h"
#include "io/codec.h"

struct frames {
	ZSTD_DCtx	*z;
	size_t		 wanted;	/* bytes that its next step takes */
	bool		 full;		/* the last one may hold bytes back */
};

/* A frame, or one to be skipped (RFC 8878 section 3.1). */
static bool
may_begin(unsigned char first)
{
	return first == 0x28 || (first & 0xf0) == 0x50;
}

static void *
open_codec(void)
{
	struct frames *f = mem_alloc(1, sizeof(*f));
	int window = 0;

	f->z = ZSTD_createDCtx();
	if (f->z == NULL)
		mem_failed(sizeof(*f));
	while (CODEC_MEMORY >> (window + 1) > 0)
		window++;
	(void)ZSTD_DCtx_setParameter(f->z, ZSTD_d_windowLogMax, window);
	return f;
}

static void
close_codec(void *state)
{
	struct frames *f = state;

	(void)ZSTD_freeDCtx(f->z);
	mem_free(f);
}

static void
begin(void *state)
{
	struct frames *f = state;

	(void)ZSTD_DCtx_reset(f->z, ZSTD_reset_session_only);
	f->wanted = 1;
	f->full = false;
}

static enum codec_got
judge(struct frames *f, size_t got, const char **why)
{
	if (!ZSTD_isError(got)) {
		f->wanted = got;
		return got == 0 ? CODEC_ENDED : CODEC_MORE;
	}
	switch (ZSTD_getErrorCode(got)) {
	case ZSTD_error_memory_allocation:
		mem_failed(sizeof(*f));
	case ZSTD_error_frameParameter_windowTooLarge:
		return CODEC_TOO_LARGE;
	default:
		*why = ZSTD_getErrorName(got);
		return CODEC_DAMAGED;
	}
}

/*
 * An error loses what the same call had unpacked before it.  So each call
 * gets what the one before asked for, which is a block at most, and nothing
 * while that one may hold bytes back for want of room.
 */
static enum codec_got
step(void *state, struct span *in, char *into, size_t n, size_t *made,
    const char **why)
{
	struct frames *f = state;
	ZSTD_inBuffer from = { in->p, 0, 0 };
	ZSTD_outBuffer to = { into, n, 0 };
	size_t got = 0;

	if (f->full)
		got = ZSTD_decompressStream(f->z, &to, &from);
	if (!f->full || (!ZSTD_isError(got) && got > 0 && to.pos == 0)) {
		from.size = in->n < f->wanted ? in->n : f->wanted;
		got = ZSTD_decompressStream(f->z, &to, &from);
	}
	f->full = to.pos == n;
	*made = to.pos;
	*in = span_from(*in, from.pos);
	return judge(f, got, why);
}

const struct codec codec_zstd = {
	.name = "zstd",
	.member = "frame",
	.command = "zstd -dc --long=31",
	.may_begin = may_begin,
	.open = open_codec,
	.close = close_codec,
	.begin = begin,
	.step = step
};
