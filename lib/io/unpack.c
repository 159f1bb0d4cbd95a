#include <inttypes.h>
#include <stdint.h>

#include "base/mem.h"
#include "io/codec.h"
#include "io/ratio.h"
#include "io/unpack.h"

struct unpacker {
	const struct codec	*codec;
	void			*state;		/* the codec's */
	const char		*name;
	uint64_t		 in;		/* compressed bytes used */
	uint64_t		 out;
	uint64_t		 member;	/* where this one begins */
	bool			 within;	/* it has begun, not ended */
	struct err		 fault;		/* told once the bytes before
						 * it are */
};

static const struct magic {
	struct span		 bytes;
	size_t			 shortest;	/* that is no text */
	bool			 whole;		/* each byte counts */
	const struct codec	*codec;
} magics[] = {
	{ { "\x1f\x8b\x08", 3 }, 1, false, &codec_gzip },
	{ { "\xfd" "7zXZ\0", 6 }, 1, false, &codec_xz },
	{ { "\x28\xb5\x2f\xfd", 4 }, 2, false, &codec_zstd },
	/* A frame of pzstd's that is to be skipped, before the first one. */
	{ { "\x50\x2a\x4d\x18", 4 }, 3, true, &codec_zstd }
};

static bool
begins_with(struct span s, const struct magic *m)
{
	size_t i, equal = 0;

	for (i = 0; i < s.n && i < m->bytes.n; i++)
		equal += s.p[i] == m->bytes.p[i];
	if (i == m->bytes.n && !m->whole)
		return equal + 1 >= i;
	return i >= m->shortest && equal == i;
}

const struct codec *
unpack_codec(struct span s)
{
	size_t i;

	for (i = 0; i < sizeof(magics) / sizeof(magics[0]); i++)
		if (begins_with(s, &magics[i]))
			return magics[i].codec;
	return NULL;
}

struct unpacker *
unpacker_new(const struct codec *codec, const char *name)
{
	struct unpacker *u = mem_zero(1, sizeof(*u));

	u->codec = codec;
	u->name = name;
	u->state = codec->open();
	return u;
}

void
unpacker_free(struct unpacker *u)
{
	if (u == NULL)
		return;
	u->codec->close(u->state);
	mem_free(u);
}

/* Between two members: 1 a member begins, 0 nothing is there, -1 a fault. */
static int
begin_member(struct unpacker *u, struct span in)
{
	if (in.n == 0)
		return 0;
	if (u->in > 0 && !u->codec->may_begin((unsigned char)in.p[0]))
		return err_set(&u->fault, ERR_DATA, u->name, 0, 0,
		    "byte %" PRIu64 ": expected the end or another %s %s, "
		    "got 0x%02x", u->in, u->codec->name, u->codec->member,
		    (unsigned char)in.p[0]);
	u->codec->begin(u->state);
	u->member = u->in;
	u->within = true;
	return 1;
}

static void
judge(struct unpacker *u, enum codec_got got, const char *why)
{
	switch (got) {
	case CODEC_ENDED:
		u->within = false;
		break;
	case CODEC_DAMAGED:
		(void)err_set(&u->fault, ERR_DATA, u->name, 0, 0,
		    "byte %" PRIu64 ": %s data is damaged: %s", u->in,
		    u->codec->name, why);
		break;
	case CODEC_TOO_LARGE:
		(void)err_set(&u->fault, ERR_MEMORY, u->name, 0, 0,
		    "byte %" PRIu64 ": unpacking it takes more than %zu MiB "
		    "of memory; try: %s", u->in, CODEC_MEMORY >> 20,
		    u->codec->command);
		break;
	case CODEC_MORE:
		break;
	}
	if (u->fault.kind == ERR_NONE && ratio_is_over(u->in, u->out))
		(void)err_set(&u->fault, ERR_DATA, u->name, 0, 0,
		    "byte %" PRIu64 ": %s data expands more than %" PRIu64
		    " times", u->in, u->codec->name, RATIO_MAX);
}

static size_t
unpack_some(struct unpacker *u, struct span *in, char *into, size_t n)
{
	const char *why = "unknown fault";
	size_t made = 0, given = in->n;
	enum codec_got got = u->codec->step(u->state, in, into, n, &made,
	    &why);

	u->in += given - in->n;
	u->out += made;
	judge(u, got, why);
	return made;
}

ssize_t
unpacker_read(struct unpacker *u, struct span *in, bool at_end, char *into,
    size_t n, struct err *e)
{
	size_t made, before;

	while (u->fault.kind == ERR_NONE) {
		if (!u->within && begin_member(u, *in) == 0)
			return 0;
		if (u->fault.kind != ERR_NONE)
			break;
		before = in->n;
		made = unpack_some(u, in, into, n);
		if (made > 0)
			return (ssize_t)made;
		if (in->n < before || !u->within ||
		    u->fault.kind != ERR_NONE)
			continue;
		if (!at_end)
			return 0;
		(void)err_set(&u->fault, ERR_DATA, u->name, 0, 0,
		    "byte %" PRIu64 ": the file is cut off: the %s %s that "
		    "begins at byte %" PRIu64 " has no end", u->in,
		    u->codec->name, u->codec->member, u->member);
	}
	*e = u->fault;
	return -1;
}
