#include "io/codec.h"

#ifdef USE_ISAL

#include <isa-l/igzip_lib.h>
#include <stdint.h>

#include "base/mem.h"

enum { FLAGS = 3, RESERVED = 0xe0 };	/* RFC 1952 section 2.3 */

struct member {
	struct inflate_state	z;
	size_t			at;	/* bytes taken of it, up to FLAGS + 1 */
};

static bool
may_begin(unsigned char first)
{
	return first == 0x1f;
}

static void
begin(void *state)
{
	struct member *m = state;

	isal_inflate_reset(&m->z);
	m->z.crc_flag = ISAL_GZIP;
	m->at = 0;
}

static void *
open_codec(void)
{
	struct member *m = mem_alloc(1, sizeof(*m));

	isal_inflate_init(&m->z);
	begin(m);
	return m;
}

/* It doesn't look at bits that a later RFC might give a meaning. */
static bool
is_of_the_future(struct member *m, struct span in)
{
	size_t before = m->at;

	if (before > FLAGS)
		return false;
	m->at = in.n > FLAGS - before ? FLAGS + 1 : before + in.n;
	return m->at > FLAGS && (in.p[FLAGS - before] & RESERVED) != 0;
}

static const char *
reason(int got)
{
	switch (got) {
	case ISAL_INVALID_BLOCK:
		return "invalid block type";
	case ISAL_INVALID_SYMBOL:
		return "invalid code lengths set";
	case ISAL_INVALID_LOOKBACK:
		return "invalid distance too far back";
	case ISAL_INVALID_WRAPPER:
		return "incorrect header check";
	case ISAL_UNSUPPORTED_METHOD:
		return "unknown compression method";
	case ISAL_INCORRECT_CHECKSUM:
		return "incorrect data check";
	default:
		return "unknown fault";
	}
}

static enum codec_got
step(void *state, struct span *in, char *into, size_t n, size_t *made,
    const char **why)
{
	struct member *m = state;
	struct inflate_state *z = &m->z;
	uint32_t room = n < UINT32_MAX ? (uint32_t)n : UINT32_MAX;
	uint32_t given = in->n < UINT32_MAX ? (uint32_t)in->n : UINT32_MAX;
	int got;

	if (is_of_the_future(m, *in)) {
		*why = "unknown header flags set";
		return CODEC_DAMAGED;
	}
	/* It doesn't write to its input, whatever its type says. */
	z->next_in = (uint8_t *)(uintptr_t)in->p;
	z->avail_in = given;
	z->next_out = (uint8_t *)into;
	z->avail_out = room;
	got = isal_inflate(z);
	*made = room - z->avail_out;
	*in = span_from(*in, given - z->avail_in);
	if (got != ISAL_DECOMP_OK) {
		*why = reason(got);
		return CODEC_DAMAGED;
	}
	return z->block_state == ISAL_BLOCK_FINISH ? CODEC_ENDED : CODEC_MORE;
}

const struct codec codec_gzip_isal = {
	.name = "gzip",
	.member = "member",
	.command = "gzip -dc",
	.may_begin = may_begin,
	.open = open_codec,
	.close = mem_free,
	.begin = begin,
	.step = step
};

#endif
