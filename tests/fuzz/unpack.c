#include <assert.h>
#include <stdint.h>
#include <string.h>

#include "base/buf.h"
#include "io/codec.h"
#include "io/gzip.h"
#include "io/unpack.h"

/*
 * Any bytes as a packed file: what comes out doesn't depend on the pieces
 * that they come in, nor on the room that is there; and what was packed comes
 * back.
 */
int	LLVMFuzzerTestOneInput(const uint8_t *, size_t);

enum { ROOM = 16 * 1024 };

struct outcome {
	struct buf	text;
	struct err	fault;		/* ERR_NONE: a true end */
};

static void
unpack(struct outcome *o, const struct codec *codec, struct span data,
    size_t piece, size_t room)
{
	struct unpacker *u = unpacker_new(codec, "fuzz");
	struct span in = { data.p, 0 };
	size_t given = 0;
	ssize_t made;

	do {
		if (in.n == 0) {
			in = span_from(data, given);
			if (in.n > piece)
				in.n = piece;
			given += in.n;
		}
		buf_reserve(&o->text, room);
		made = unpacker_read(u, &in, given == data.n,
		    o->text.p + o->text.n, room, &o->fault);
		if (made > 0)
			o->text.n += (size_t)made;
	} while (made > 0 || (made == 0 && given < data.n));
	unpacker_free(u);
}

static void
compare(const struct codec *codec, struct span data, size_t piece, size_t room)
{
	struct outcome a = { 0 }, b = { 0 };

	unpack(&a, codec, data, data.n, ROOM);
	unpack(&b, codec, data, piece, room);
	assert(a.fault.kind == b.fault.kind);
	/* Behind damage xz goes on for a few bytes, if there is room. */
	assert(a.fault.kind != ERR_NONE ?
	    span_starts(buf_span(&a.text), buf_span(&b.text)) ||
	    span_starts(buf_span(&b.text), buf_span(&a.text)) :
	    span_equal(buf_span(&a.text), buf_span(&b.text)));
	assert(data.n > 0 || a.fault.kind == ERR_NONE);
	buf_free(&a.text);
	buf_free(&b.text);
}

static void
there_and_back(struct span text)
{
	struct packer *p = packer_new();
	struct outcome o = { 0 };
	struct buf packed = { 0 };
	struct span rest = text, out;

	do {
		out = packer_write(p, &rest, true);
		buf_add(&packed, out);
	} while (out.n > 0);
	packer_free(p);
	unpack(&o, &codec_gzip, buf_span(&packed), packed.n, 4096);
	assert(o.fault.kind == ERR_NONE);
	assert(span_equal(buf_span(&o.text), text));
	buf_free(&o.text);
	buf_free(&packed);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const struct codec *const codecs[] = { &codec_gzip, &codec_xz,
	    &codec_zstd };
	struct span s = { (const char *)data, size };
	const struct codec *codec = unpack_codec(s);
	size_t i;

	for (i = 0; i < sizeof(codecs) / sizeof(codecs[0]); i++)
		if (codec == NULL || codec == codecs[i]) {
			compare(codecs[i], s, 1, 1);
			compare(codecs[i], s, 7, 300);
		}
	there_and_back(s);
	return 0;
}
