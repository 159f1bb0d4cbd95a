#include <inttypes.h>
#include <limits.h>
#include <stdint.h>
#include <zlib.h>

#include "base/mem.h"
#include "io/gzip.h"

/*
 * Deflate can expand 1,032 times; text that was worth compressing stays
 * below 100.  The first 16 MiB are free, so that small odd files pass.
 */
static const uint64_t	ratio_max = 250;
static const uint64_t	ratio_free = 16 << 20;

enum {
	WRAP_GZIP = 16,		/* added to zlib's window bits */
	LEVEL = 6,
	MEMORY = 8,
	PACKED = 64 * 1024
};

struct unpacker {
	z_stream	 z;
	const char	*name;
	uint64_t	 in;		/* compressed bytes used */
	uint64_t	 out;
	uint64_t	 member;	/* where this member begins */
	bool		 within;	/* a member has begun, not ended */
	struct err	 fault;		/* told once the bytes before it are */
};

bool
gzip_is_magic(struct span s)
{
	static const char magic[] = { 0x1f, '\x8b', 0x08 };
	size_t i, equal = 0;

	for (i = 0; i < s.n && i < sizeof(magic); i++)
		equal += s.p[i] == magic[i];
	return i == sizeof(magic) ? equal >= 2 : i > 0 && equal == i;
}

/* zlib's allocations that fail are ours. */
static int
enough_memory(int got)
{
	if (got == Z_MEM_ERROR)
		mem_failed(sizeof(z_stream));
	return got;
}

struct unpacker *
unpacker_new(const char *name)
{
	struct unpacker *u = mem_zero(1, sizeof(*u));

	u->name = name;
	enough_memory(inflateInit2(&u->z, MAX_WBITS + WRAP_GZIP));
	return u;
}

void
unpacker_free(struct unpacker *u)
{
	if (u == NULL)
		return;
	(void)inflateEnd(&u->z);
	mem_free(u);
}

/* Between two members: 1 a member begins, 0 nothing is there, -1 a fault. */
static int
begin_member(struct unpacker *u, struct span in)
{
	if (in.n == 0)
		return 0;
	if (u->in > 0 && in.p[0] != 0x1f)
		return err_set(&u->fault, ERR_DATA, u->name, 0, 0,
		    "byte %" PRIu64 ": expected the end or another gzip "
		    "member, got 0x%02x", u->in, (unsigned char)in.p[0]);
	(void)inflateReset(&u->z);
	u->member = u->in;
	u->within = true;
	return 1;
}

/* What inflate() said after it had used all it could. */
static void
judge(struct unpacker *u, int got)
{
	if (got == Z_STREAM_END)
		u->within = false;
	else if (got != Z_OK && got != Z_BUF_ERROR)
		(void)err_set(&u->fault, ERR_DATA, u->name, 0, 0,
		    "byte %" PRIu64 ": gzip data is damaged: %s", u->in,
		    u->z.msg != NULL ? u->z.msg : "unknown fault");
	else if (u->out > ratio_free && u->out / ratio_max > u->in)
		(void)err_set(&u->fault, ERR_DATA, u->name, 0, 0,
		    "byte %" PRIu64 ": gzip data expands more than %" PRIu64
		    " times", u->in, ratio_max);
}

static size_t
inflate_some(struct unpacker *u, struct span *in, char *into, size_t n)
{
	uInt room = n < UINT_MAX ? (uInt)n : UINT_MAX;
	uInt given = in->n < UINT_MAX ? (uInt)in->n : UINT_MAX;
	size_t made;
	int got;

	/* zlib doesn't write to its input, whatever its type says. */
	u->z.next_in = (Bytef *)(uintptr_t)in->p;
	u->z.avail_in = given;
	u->z.next_out = (Bytef *)into;
	u->z.avail_out = room;
	got = enough_memory(inflate(&u->z, Z_NO_FLUSH));
	made = room - u->z.avail_out;
	*in = span_from(*in, given - u->z.avail_in);
	u->in += given - u->z.avail_in;
	u->out += made;
	judge(u, got);
	return made;
}

ssize_t
unpacker_read(struct unpacker *u, struct span *in, bool at_end, char *into,
    size_t n, struct err *e)
{
	size_t made;

	while (u->fault.kind == ERR_NONE) {
		if (!u->within && begin_member(u, *in) == 0)
			return 0;
		if (u->fault.kind != ERR_NONE)
			break;
		made = inflate_some(u, in, into, n);
		if (made > 0)
			return (ssize_t)made;
		if (in->n > 0 || !u->within || u->fault.kind != ERR_NONE)
			continue;
		if (!at_end)
			return 0;
		(void)err_set(&u->fault, ERR_DATA, u->name, 0, 0,
		    "byte %" PRIu64 ": the file is cut off: the gzip member "
		    "that begins at byte %" PRIu64 " has no end", u->in,
		    u->member);
	}
	*e = u->fault;
	return -1;
}

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
