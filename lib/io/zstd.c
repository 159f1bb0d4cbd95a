#include <string.h>
#include <zstd.h>
#include <zstd_errors.h>

#include "base/mem.h"
#include "io/codec.h"

enum {
	FIRST = 5,		/* magic number and descriptor */
	HEADER_MAX = 18,	/* RFC 8878 section 3.1.1.1 */
	SKIPPED = 8		/* header of a frame to be skipped */
};

struct frames {
	ZSTD_DCtx	*z;
	char		 header[HEADER_MAX];
	size_t		 have;		/* of it */
	size_t		 need;		/* 0 behind it */
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
	f->have = 0;
	f->need = FIRST;
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

/* Length of the header by its first bytes; 0 if no frame begins so. */
static size_t
header_size(const char *first)
{
	static const unsigned char ids[] = { 0, 1, 2, 4 };
	static const unsigned char sizes[] = { 0, 2, 4, 8 };
	unsigned char d = (unsigned char)first[4];
	bool single = (d & 0x20) != 0;

	if ((first[0] & 0xf0) == 0x50 && memcmp(first + 1, "\x2a\x4d\x18",
	    3) == 0)
		return SKIPPED;
	if (memcmp(first, "\x28\xb5\x2f\xfd", 4) != 0)
		return 0;
	return FIRST + (size_t)!single + ids[d & 3] + (single && d >> 6 == 0 ? 1U :
	    sizes[d >> 6]);
}

/*
 * Gathers the header, which must come in one piece: where it is cut, libzstd
 * takes what is behind the cut for a frame of an old form if it looks so.
 * False if no frame begins so.
 */
static bool
gather(struct frames *f, struct span *in)
{
	size_t n;

	while (f->have < f->need && in->n > 0) {
		n = f->need - f->have < in->n ? f->need - f->have : in->n;
		memcpy(f->header + f->have, in->p, n);
		f->have += n;
		*in = span_from(*in, n);
		if (f->have == FIRST && f->need == FIRST)
			f->need = header_size(f->header);
	}
	return f->need > 0;
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

	if (f->need > 0) {
		*why = "no header of a frame";
		if (!gather(f, in))
			return CODEC_DAMAGED;
		if (f->have < f->need)
			return CODEC_MORE;
		from = (ZSTD_inBuffer){ f->header, f->have, 0 };
		f->need = 0;
		return judge(f, ZSTD_decompressStream(f->z, &to, &from), why);
	}
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
