#include <lzma.h>
#include <stdint.h>

#include "base/mem.h"
#include "io/codec.h"

static bool
may_begin(unsigned char first)
{
	return first == 0xfd;
}

static void *
open_codec(void)
{
	static const lzma_stream none = LZMA_STREAM_INIT;
	lzma_stream *z = mem_alloc(1, sizeof(*z));

	*z = none;
	return z;
}

static void
close_codec(void *state)
{
	lzma_end(state);
	mem_free(state);
}

static void
begin(void *state)
{
	/* A check that liblzma can't compute would pass unseen. */
	if (lzma_stream_decoder(state, CODEC_MEMORY,
	    LZMA_TELL_UNSUPPORTED_CHECK) == LZMA_MEM_ERROR)
		mem_failed(sizeof(lzma_stream));
}

static enum codec_got
judge(lzma_ret got, const char **why)
{
	switch (got) {
	case LZMA_OK:
	case LZMA_BUF_ERROR:
		return CODEC_MORE;
	case LZMA_STREAM_END:
		return CODEC_ENDED;
	case LZMA_MEM_ERROR:
		mem_failed(sizeof(lzma_stream));
	case LZMA_MEMLIMIT_ERROR:
		return CODEC_TOO_LARGE;
	case LZMA_FORMAT_ERROR:
		*why = "no header of a stream";
		break;
	case LZMA_OPTIONS_ERROR:
		*why = "a header that isn't known";
		break;
	case LZMA_UNSUPPORTED_CHECK:
		*why = "a check that isn't known";
		break;
	case LZMA_DATA_ERROR:
		*why = "a check doesn't hold";
		break;
	default:
		break;
	}
	return CODEC_DAMAGED;
}

static enum codec_got
step(void *state, struct span *in, char *into, size_t n, size_t *made,
    const char **why)
{
	lzma_stream *z = state;
	lzma_ret got;

	z->next_in = (const uint8_t *)in->p;
	z->avail_in = in->n;
	z->next_out = (uint8_t *)into;
	z->avail_out = n;
	got = lzma_code(z, LZMA_RUN);
	*made = n - z->avail_out;
	*in = span_from(*in, in->n - z->avail_in);
	return judge(got, why);
}

const struct codec codec_xz = {
	.name = "xz",
	.member = "stream",
	.command = "xz -dc",
	.may_begin = may_begin,
	.open = open_codec,
	.close = close_codec,
	.begin = begin,
	.step = step
};
