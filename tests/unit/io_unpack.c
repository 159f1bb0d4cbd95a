#include <lzma.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <zlib.h>
#include <zstd.h>

#include <setjmp.h>
#include <cmocka.h>

#include "base/buf.h"
#include "io/codec.h"
#include "io/unpack.h"

#define ONE	"{\"id\":\"1\",\"text\":\"楼道灯坏了，物业不修。\"}\n"
#define TWO	"{\"id\":\"2\",\"text\":\"停车收费不公开。\"}\n"

enum { MIB = 1 << 20 };

/* --- packing: one member of each format -------------------------------- */

static void
pack_gzip(struct buf *into, struct span s)
{
	z_stream z = { 0 };

	assert_int_equal(deflateInit2(&z, 6, Z_DEFLATED, MAX_WBITS + 16, 8,
	    Z_DEFAULT_STRATEGY), Z_OK);
	buf_reserve(into, deflateBound(&z, s.n));
	z.next_in = (Bytef *)(uintptr_t)s.p;
	z.avail_in = (uInt)s.n;
	z.next_out = (Bytef *)into->p + into->n;
	z.avail_out = (uInt)(into->capacity - into->n);
	assert_int_equal(deflate(&z, Z_FINISH), Z_STREAM_END);
	into->n += z.total_out;
	deflateEnd(&z);
}

static void
pack_xz_checked(struct buf *into, struct span s, lzma_check check)
{
	buf_reserve(into, lzma_stream_buffer_bound(s.n));
	assert_int_equal(lzma_easy_buffer_encode(0, check, NULL,
	    (const uint8_t *)s.p, s.n, (uint8_t *)into->p, &into->n,
	    into->capacity), LZMA_OK);
}

static void
pack_xz(struct buf *into, struct span s)
{
	pack_xz_checked(into, s, LZMA_CHECK_CRC64);
}

static void
pack_zstd_with(struct buf *into, struct span s, ZSTD_cParameter parameter,
    int value)
{
	ZSTD_CCtx *z = ZSTD_createCCtx();
	size_t n;

	ZSTD_CCtx_setParameter(z, ZSTD_c_checksumFlag, 1);
	ZSTD_CCtx_setParameter(z, parameter, value);
	buf_reserve(into, ZSTD_compressBound(s.n));
	n = ZSTD_compress2(z, into->p + into->n, into->capacity - into->n,
	    s.p, s.n);
	assert_false(ZSTD_isError(n));
	into->n += n;
	ZSTD_freeCCtx(z);
}

static void
pack_zstd(struct buf *into, struct span s)
{
	pack_zstd_with(into, s, ZSTD_c_checksumFlag, 1);
}

static const struct format {
	const struct codec	*codec;
	void			(*pack)(struct buf *, struct span);
} formats[] = {
	{ &codec_gzip, pack_gzip },
	{ &codec_xz, pack_xz },
	{ &codec_zstd, pack_zstd }
};

#define FORMATS	(sizeof(formats) / sizeof(formats[0]))

/* --- unpacking --------------------------------------------------------- */

struct outcome {
	struct buf	text;
	struct err	fault;		/* ERR_NONE: a true end */
};

/* The packed bytes come `piece` at a time, into `room` bytes. */
static void
unpack_as(struct outcome *o, const struct codec *codec, struct span packed,
    size_t piece, size_t room)
{
	struct unpacker *u;
	struct span in = { packed.p, 0 };
	size_t given = 0;
	ssize_t made;

	*o = (struct outcome){ 0 };
	u = unpacker_new(codec, "packed");
	do {
		if (in.n == 0) {
			in = span_from(packed, given);
			if (in.n > piece)
				in.n = piece;
			given += in.n;
		}
		buf_reserve(&o->text, room);
		made = unpacker_read(u, &in, given == packed.n,
		    o->text.p + o->text.n, room, &o->fault);
		if (made > 0)
			o->text.n += (size_t)made;
	} while (made > 0 || (made == 0 && given < packed.n));
	unpacker_free(u);
}

static void
unpack_into(struct outcome *o, struct span packed, size_t piece, size_t room)
{
	const struct codec *codec = unpack_codec(packed);

	assert_non_null(codec);
	unpack_as(o, codec, packed, piece, room);
}

static void
unpack(struct outcome *o, struct span packed, size_t piece)
{
	unpack_into(o, packed, piece, 4096);
}

static void
expect_text(struct span packed, struct span text)
{
	struct outcome o;

	unpack(&o, packed, 5);
	assert_int_equal(o.fault.kind, ERR_NONE);
	assert_true(span_equal(buf_span(&o.text), text));
	buf_free(&o.text);
}

static void
expect_fault(struct span packed, struct span text, const char *why)
{
	struct outcome o;

	unpack(&o, packed, 5);
	assert_int_equal(o.fault.kind, ERR_DATA);
	assert_non_null(strstr(o.fault.text, why));
	assert_string_equal(o.fault.file, "packed");
	assert_true(span_equal(buf_span(&o.text), text));
	buf_free(&o.text);
}

static struct buf
two_members(const struct format *f, size_t *first)
{
	struct buf b = { 0 };

	f->pack(&b, SPAN(ONE));
	*first = b.n;
	f->pack(&b, SPAN(TWO));
	return b;
}

/* --- tests ------------------------------------------------------------- */

static void
a_format_is_told_by_its_first_bytes(void **state)
{
	static const struct {
		struct span		 head;
		const struct codec	*codec;
	} cases[] = {
		{ { "", 0 }, NULL },
		{ { "(", 1 }, NULL },
		{ { "P*", 2 }, NULL },
		{ { "{\"id\":", 6 }, NULL },
		{ { "PK\3\4", 4 }, NULL },
		{ { "P*M\x19", 4 }, NULL },
		{ { "\x1f", 1 }, &codec_gzip },
		{ { "\x1f\x8b\x09", 3 }, &codec_gzip },
		{ { "\xfd" "7", 2 }, &codec_xz },
		{ { "\xfd" "7zXZ\1", 6 }, &codec_xz },
		{ { "\xfd" "7zX", 4 }, &codec_xz },
		{ { "(\xb5", 2 }, &codec_zstd },
		{ { "(\xb5/\xfc", 4 }, &codec_zstd },
		{ { "P*M\x18", 4 }, &codec_zstd },
	};
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		assert_ptr_equal(unpack_codec(cases[i].head), cases[i].codec);
}

static void
all_members_are_read(void **state)
{
	size_t i, first;
	struct buf b;

	(void)state;
	for (i = 0; i < FORMATS; i++) {
		b = two_members(&formats[i], &first);
		expect_text(buf_span(&b), SPAN(ONE TWO));
		formats[i].pack(&b, SPAN(""));
		formats[i].pack(&b, SPAN(ONE));
		expect_text(buf_span(&b), SPAN(ONE TWO ONE));
		buf_free(&b);
	}
}

static void
every_prefix_is_an_error_or_ends_with_a_member(void **state)
{
	size_t i, n, first;
	struct outcome o;
	struct buf b;

	(void)state;
	for (i = 0; i < FORMATS; i++) {
		b = two_members(&formats[i], &first);
		for (n = formats[i].codec == &codec_zstd ? 2 : 1; n < b.n;
		    n++) {
			unpack(&o, span_make(b.p, n), 3);
			assert_int_equal(o.fault.kind,
			    n == first ? ERR_NONE : ERR_DATA);
			assert_true(span_starts(SPAN(ONE TWO),
			    buf_span(&o.text)));
			assert_true(n < first || o.text.n >= sizeof(ONE) - 1);
			if (n != first)
				assert_non_null(strstr(o.fault.text,
				    "cut off"));
			buf_free(&o.text);
		}
		buf_free(&b);
	}
}

static void
every_flipped_bit_is_an_error_or_changes_nothing(void **state)
{
	size_t i, at, first, faults;
	struct outcome o;
	struct buf b;
	int bit;

	(void)state;
	for (i = 0; i < FORMATS; i++) {
		b = two_members(&formats[i], &first);
		for (at = 0, faults = 0; at < b.n; at++)
			for (bit = 0; bit < 8; bit++) {
				b.p[at] = (char)(b.p[at] ^ 1 << bit);
				unpack(&o, buf_span(&b), b.n);
				b.p[at] = (char)(b.p[at] ^ 1 << bit);
				faults += o.fault.kind != ERR_NONE;
				if (o.fault.kind == ERR_NONE)
					assert_true(span_is(
					    buf_span(&o.text), ONE TWO));
				if (at >= first)
					assert_true(span_starts(
					    buf_span(&o.text), SPAN(ONE)));
				buf_free(&o.text);
			}
		assert_true(faults > 8 * b.n * 9 / 10);
		buf_free(&b);
	}
}

static void
anything_behind_the_last_member_is_an_error(void **state)
{
	static const struct {
		struct span	 tail;
		const char	*why;
	} cases[] = {
		{ { "\0", 1 }, "got 0x00" },
		/* xz allows this padding; a tape or a disk wrote it. */
		{ { "\0\0\0\0", 4 }, "got 0x00" },
		{ { "\n", 1 }, "got 0x0a" },
		{ { "{}\n", 3 }, "got 0x7b" }
	};
	size_t i, k, first, whole;
	struct buf b;

	(void)state;
	for (i = 0; i < FORMATS; i++) {
		b = two_members(&formats[i], &first);
		whole = b.n;
		for (k = 0; k < sizeof(cases) / sizeof(cases[0]); k++) {
			buf_add(&b, cases[k].tail);
			expect_fault(buf_span(&b), SPAN(ONE TWO),
			    cases[k].why);
			buf_cut(&b, whole);
		}
		buf_free(&b);
	}
}

/* Blocks that can't be compressed, and one flipped behind the middle. */
static void
what_stands_before_damage_is_given(void **state)
{
	uint64_t x = 88172645463325252;
	struct buf text = { 0 }, b;
	struct outcome o;
	size_t i;

	(void)state;
	for (i = 0; i < MIB; i++) {
		x = x * 6364136223846793005U + 1442695040888963407U;
		buf_byte(&text, (char)(x >> 56));
	}
	for (i = 0; i < FORMATS; i++) {
		b = (struct buf){ 0 };
		formats[i].pack(&b, buf_span(&text));
		b.p[b.n / 4 * 3] ^= 4;
		unpack(&o, buf_span(&b), 64 * 1024);
		assert_int_equal(o.fault.kind, ERR_DATA);
		assert_true(o.text.n >= MIB / 2);
		assert_memory_equal(o.text.p, text.p, MIB / 2);
		buf_free(&o.text);
		buf_free(&b);
	}
	buf_free(&text);
}

static void
what_stands_before_a_wrong_checksum_is_given_into_any_room(void **state)
{
	static const size_t rooms[] = { 1, 7, 300, 4096 };
	struct buf text = { 0 }, b;
	struct outcome o;
	size_t i, k;

	(void)state;
	for (i = 0; i < 500; i++)
		buf_printf(&text, "%zu\n", i);
	for (i = 0; i < FORMATS; i++) {
		b = (struct buf){ 0 };
		formats[i].pack(&b, buf_span(&text));
		/* gzip's stands before its length, xz's before an index. */
		b.p[formats[i].codec == &codec_gzip ? b.n - 8 :
		    formats[i].codec == &codec_zstd ? b.n - 1 :
		    b.n - 24 - 1] ^= 1;
		for (k = 0; k < sizeof(rooms) / sizeof(rooms[0]); k++) {
			unpack_into(&o, buf_span(&b), 7, rooms[k]);
			assert_int_equal(o.fault.kind, ERR_DATA);
			assert_true(span_equal(buf_span(&o.text),
			    buf_span(&text)));
			buf_free(&o.text);
		}
		buf_free(&b);
	}
	buf_free(&text);
}

static void
a_bomb_is_stopped_behind_16_mib(void **state)
{
	struct buf zeros = { 0 }, b;
	struct outcome o;
	size_t i;

	(void)state;
	buf_fill(&zeros, 'a', 32 * (size_t)MIB);
	for (i = 0; i < FORMATS; i++) {
		b = (struct buf){ 0 };
		formats[i].pack(&b, span_make(zeros.p, 16 * MIB));
		expect_text(buf_span(&b), span_make(zeros.p, 16 * MIB));
		b.n = 0;
		formats[i].pack(&b, buf_span(&zeros));
		unpack(&o, buf_span(&b), b.n);
		assert_int_equal(o.fault.kind, ERR_DATA);
		assert_non_null(strstr(o.fault.text, "more than 250 times"));
		assert_true(o.text.n >= 16 * MIB && o.text.n <= 17 * MIB);
		buf_free(&o.text);
		buf_free(&b);
	}
	buf_free(&zeros);
}

static void
a_window_over_128_mib_is_refused_with_the_command(void **state)
{
	/* A frame header (RFC 8878 section 3.1.1) with a window of 2^28. */
	static const char large[] = "(\xb5/\xfd\0\x90\1\0\0";
	struct outcome o;

	(void)state;
	unpack(&o, SPAN(large), 64);
	assert_int_equal(o.fault.kind, ERR_MEMORY);
	assert_non_null(strstr(o.fault.text, "more than 128 MiB of memory; "
	    "try: zstd"));
	buf_free(&o.text);
}

/* libzstd would take what stands behind the first byte for its old form. */
static void
a_frame_of_an_old_form_is_an_error(void **state)
{
	struct outcome o;
	size_t piece;

	(void)state;
	for (piece = 1; piece < 10; piece++) {
		unpack_as(&o, &codec_zstd, SPAN("(%\xb5/\xfd\0\xff\xff" "F"),
		    piece, 4096);
		assert_int_equal(o.fault.kind, ERR_DATA);
		buf_free(&o.text);
	}
}

static void
frames_to_be_skipped_are_skipped(void **state)
{
	struct buf b = { 0 };

	(void)state;
	buf_add(&b, SPAN("P*M\x18\4\0\0\0pads"));
	pack_zstd(&b, SPAN(ONE));
	buf_add(&b, SPAN("^*M\x18\2\0\0\0ok"));
	expect_text(buf_span(&b), SPAN(ONE));
	buf_free(&b);
}

static void
members_without_a_check_are_read(void **state)
{
	struct buf b = { 0 };

	(void)state;
	pack_xz_checked(&b, SPAN(ONE), LZMA_CHECK_NONE);
	expect_text(buf_span(&b), SPAN(ONE));
	b.n = 0;
	pack_zstd_with(&b, SPAN(ONE), ZSTD_c_checksumFlag, 0);
	expect_text(buf_span(&b), SPAN(ONE));
	buf_free(&b);
}

/* The header of an xz stream: magic number, flags and their check. */
static void
put_xz_header(struct buf *b, const char *magic, char flag, char check)
{
	char flags[2] = { flag, check };
	uLong sum = crc32(0, (const Bytef *)flags, 2);

	buf_add(b, span_make(magic, 6));
	buf_add(b, span_make(flags, 2));
	for (int i = 0; i < 4; i++, sum >>= 8)
		buf_byte(b, (char)sum);
	buf_fill(b, '\0', 12);
}

static void
a_header_that_is_not_known_is_told(void **state)
{
	static const struct {
		const char	*magic;
		char		 flag, check;
		const char	*why;
	} headers[] = {
		{ "\xfd" "7zXZ\0", 1, 1, "a header that isn't known" },
		{ "\xfd" "7zXZ\0", 0, 0x11, "a header that isn't known" },
		{ "\xfd" "7zXZ\0", 0, 2, "a check that isn't known" },
		{ "\xfd" "7zXZ\1", 0, 1, "no header of a stream" },
	};
	struct buf b = { 0 };
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(headers) / sizeof(headers[0]); i++) {
		pack_xz(&b, SPAN(ONE));
		put_xz_header(&b, headers[i].magic, headers[i].flag,
		    headers[i].check);
		expect_fault(buf_span(&b), SPAN(ONE), headers[i].why);
		b.n = 0;
	}
	pack_zstd(&b, SPAN(ONE));
	buf_add(&b, SPAN("P*N\x18 is none"));
	expect_fault(buf_span(&b), SPAN(ONE), "no header of a frame");
	buf_free(&b);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_format_is_told_by_its_first_bytes),
		cmocka_unit_test(all_members_are_read),
		cmocka_unit_test(
		    every_prefix_is_an_error_or_ends_with_a_member),
		cmocka_unit_test(
		    every_flipped_bit_is_an_error_or_changes_nothing),
		cmocka_unit_test(anything_behind_the_last_member_is_an_error),
		cmocka_unit_test(what_stands_before_damage_is_given),
		cmocka_unit_test(
		    what_stands_before_a_wrong_checksum_is_given_into_any_room),
		cmocka_unit_test(a_bomb_is_stopped_behind_16_mib),
		cmocka_unit_test(
		    a_window_over_128_mib_is_refused_with_the_command),
		cmocka_unit_test(a_frame_of_an_old_form_is_an_error),
		cmocka_unit_test(frames_to_be_skipped_are_skipped),
		cmocka_unit_test(members_without_a_check_are_read),
		cmocka_unit_test(a_header_that_is_not_known_is_told),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
