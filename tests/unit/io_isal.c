#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>

#include <string.h>
#include <zlib.h>

#include "base/buf.h"
#include "io/codec.h"
#include "io/unpack.h"

/*
 * Where gzip is read by ISA-L (make ISAL=1), it is held against zlib: what one
 * of them takes the other takes, and makes the same of it.
 */
struct outcome {
	struct buf	text;
	bool		whole;		/* no fault was told */
};

static void
unpack(struct outcome *o, const struct codec *codec, struct span packed,
    size_t piece, size_t room)
{
	struct unpacker *u = unpacker_new(codec, "packed");
	struct span in = { packed.p, 0 };
	struct err e = { 0 };
	size_t given = 0;
	ssize_t made;

	buf_cut(&o->text, 0);
	do {
		if (in.n == 0) {
			in = span_from(packed, given);
			in.n = in.n < piece ? in.n : piece;
			given += in.n;
		}
		buf_reserve(&o->text, room);
		made = unpacker_read(u, &in, given == packed.n,
		    o->text.p + o->text.n, room, &e);
		o->text.n += made > 0 ? (size_t)made : 0;
	} while (made > 0 || (made == 0 && given < packed.n));
	o->whole = made == 0;
	unpacker_free(u);
}

static void
pack(struct buf *into, struct span s, int level, int strategy)
{
	z_stream z = { 0 };

	assert_int_equal(deflateInit2(&z, level, Z_DEFLATED, MAX_WBITS + 16,
	    8, strategy), Z_OK);
	buf_reserve(into, deflateBound(&z, s.n));
	z.next_in = (Bytef *)(uintptr_t)s.p;
	z.avail_in = (uInt)s.n;
	z.next_out = (Bytef *)into->p + into->n;
	z.avail_out = (uInt)(into->capacity - into->n);
	assert_int_equal(deflate(&z, Z_FINISH), Z_STREAM_END);
	into->n += z.total_out;
	deflateEnd(&z);
}

/* Text with long and short repeats, and some of no pattern. */
static void
put_text(struct buf *b, size_t lines, uint32_t seed)
{
	for (; lines > 0; lines--) {
		seed = seed * 1664525 + 1013904223;
		buf_printf(b, "{\"id\":%zu,\"text\":\"%s\",\"n\":%u}\n", lines,
		    seed >> 30 == 0 ? "楼道灯坏了，物业不修。" :
		    "停车收费不公开。", seed);
	}
}

static void
expect_alike(struct span packed, size_t piece, size_t room)
{
	static struct outcome zlib, isal;

	unpack(&zlib, &codec_gzip_zlib, packed, piece, room);
	unpack(&isal, &codec_gzip_isal, packed, piece, room);
	if (zlib.whole != isal.whole)
		fail_msg("%zu bytes, pieces of %zu: zlib %s it, ISA-L %s it",
		    packed.n, piece, zlib.whole ? "takes" : "refuses",
		    isal.whole ? "takes" : "refuses");
	if (zlib.whole)
		assert_true(span_equal(buf_span(&zlib.text),
		    buf_span(&isal.text)));
}

static void
whole_files_are_read_alike(void **state)
{
	static const int strategies[] = { Z_DEFAULT_STRATEGY, Z_FIXED,
	    Z_HUFFMAN_ONLY, Z_RLE };
	struct buf text = { 0 }, packed = { 0 };
	int level, i;

	(void)state;
	for (level = 0; level <= 9; level += 3)
		for (i = 0; i < 4; i++) {
			text.n = packed.n = 0;
			put_text(&text, 3000, (uint32_t)(level + i));
			pack(&packed, buf_span(&text), level, strategies[i]);
			pack(&packed, SPAN(""), level, strategies[i]);
			pack(&packed, SPAN("the end\n"), level,
			    strategies[i]);
			expect_alike(buf_span(&packed), packed.n, 1 << 18);
			expect_alike(buf_span(&packed), 997, 64);
			expect_alike(buf_span(&packed), 1, 7);
		}
	buf_free(&text);
	buf_free(&packed);
}

static struct buf
two_members(void)
{
	struct buf text = { 0 }, packed = { 0 };

	put_text(&text, 60, 1);
	pack(&packed, buf_span(&text), 6, Z_DEFAULT_STRATEGY);
	pack(&packed, SPAN("{\"id\":0}\n"), 6, Z_DEFAULT_STRATEGY);
	buf_free(&text);
	return packed;
}

static void
prefixes_are_refused_alike(void **state)
{
	struct buf packed = two_members();
	size_t n;

	(void)state;
	for (n = 1; n < packed.n; n++) {
		expect_alike(span_make(packed.p, n), n, 4096);
		expect_alike(span_make(packed.p, n), 5, 100);
	}
	buf_free(&packed);
}

static void
flipped_bits_are_judged_alike(void **state)
{
	struct buf packed = two_members();
	size_t i;

	(void)state;
	for (i = 0; i < 8 * packed.n; i++) {
		packed.p[i / 8] ^= (char)(1 << i % 8);
		expect_alike(buf_span(&packed), packed.n, 4096);
		packed.p[i / 8] ^= (char)(1 << i % 8);
	}
	buf_free(&packed);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(whole_files_are_read_alike),
		cmocka_unit_test(prefixes_are_refused_alike),
		cmocka_unit_test(flipped_bits_are_judged_alike),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
