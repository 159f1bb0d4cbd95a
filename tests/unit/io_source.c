#include <sys/stat.h>

#include <fcntl.h>
#include <poll.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>
#include <zlib.h>

#include <setjmp.h>
#include <cmocka.h>

#include "base/buf.h"
#include "io/kind.h"
#include "io/source.h"

#define ONE	"{\"id\":\"1\",\"text\":\"first member\"}\n"
#define TWO	"{\"id\":\"2\",\"text\":\"second member\"}\n"

enum { HEADER = 10, FLAGS = 3, OS = 9 };	/* RFC 1952 section 2.3 */

static char	file[] = "/tmp/io_source-XXXXXX";

static int
make_file(void **state)
{
	int fd = mkstemp(file);

	(void)state;
	return fd < 0 ? -1 : close(fd);
}

static int
remove_file(void **state)
{
	(void)state;
	return unlink(file);
}

static void
put_file(struct span s)
{
	int fd = open(file, O_WRONLY | O_TRUNC);

	assert_true(fd >= 0);
	assert_int_equal(write(fd, s.p, s.n), (ssize_t)s.n);
	close(fd);
}

/* One gzip member. */
static void
pack(struct buf *into, struct span s)
{
	z_stream z = { 0 };
	int got;

	assert_int_equal(deflateInit2(&z, 6, Z_DEFLATED, MAX_WBITS + 16, 8,
	    Z_DEFAULT_STRATEGY), Z_OK);
	z.next_in = (Bytef *)(uintptr_t)s.p;
	z.avail_in = (uInt)s.n;
	do {
		buf_reserve(into, 4096);
		z.next_out = (Bytef *)into->p + into->n;
		z.avail_out = 4096;
		got = deflate(&z, Z_FINISH);
		into->n += 4096 - z.avail_out;
	} while (got == Z_OK);
	assert_int_equal(got, Z_STREAM_END);
	deflateEnd(&z);
}

static struct buf
two_members(size_t *first)
{
	struct buf b = { 0 };

	pack(&b, SPAN(ONE));
	*first = b.n;
	pack(&b, SPAN(TWO));
	return b;
}

/* Reads to the end or the fault, `step` bytes at a time. */
static int
drain(struct source *s, struct buf *into, size_t step, struct err *e)
{
	ssize_t got;

	do {
		buf_reserve(into, step);
		got = source_read(s, into->p + into->n, step, e);
		if (got > 0)
			into->n += (size_t)got;
	} while (got > 0);
	return (int)got;
}

static int
read_file(struct buf *into, size_t step, struct err *e)
{
	struct source *s;
	int got;

	assert_int_equal(source_open(&s, file, "shown.gz", e), 0);
	got = drain(s, into, step, e);
	source_close(s);
	return got;
}

enum { WITHIN = 1 << 30 };	/* where in a header, libraries differ */

/* The file holds what; reading it gives text, then ERR_DATA at byte. */
static void
expect_fault(struct span what, struct span text, size_t byte,
    const char *why)
{
	struct buf got = { 0 };
	struct err e = { 0 };
	char where[32];

	put_file(what);
	assert_int_equal(read_file(&got, 64, &e), -1);
	assert_int_equal(e.kind, ERR_DATA);
	assert_string_equal(e.file, "shown.gz");
	snprintf(where, sizeof(where), "byte %zu:", byte);
	if (byte < WITHIN)
		assert_ptr_equal(strstr(e.text, where), e.text);
	assert_non_null(strstr(e.text, why));
	assert_true(span_equal(buf_span(&got), text));
	buf_free(&got);
}

static void
expect_text(struct span what, struct span text)
{
	struct buf got = { 0 };
	struct err e = { 0 };

	put_file(what);
	assert_int_equal(read_file(&got, 7, &e), 0);
	assert_true(span_equal(buf_span(&got), text));
	buf_free(&got);
}

static void
plain_text_passes_at_every_length_of_its_head(void **state)
{
	static const char text[] = "\x1f(\xfd" "7{\"id\":1}\n";
	size_t n;

	(void)state;
	for (n = 0; n < sizeof(text); n++)
		if (n != 1)	/* 0x1f alone is a cut archive */
			expect_text(span_make(text, n), span_make(text, n));
	expect_text(SPAN("("), SPAN("("));
	expect_text(SPAN("\n"), SPAN("\n"));
}

static void
all_members_are_read(void **state)
{
	size_t first;
	struct buf b = two_members(&first);

	(void)state;
	expect_text(buf_span(&b), SPAN(ONE TWO));
	pack(&b, SPAN(""));
	pack(&b, SPAN(ONE));
	expect_text(buf_span(&b), SPAN(ONE TWO ONE));
	buf_free(&b);
}

/* The text that zlib itself sees in the first n bytes of a member. */
static size_t
visible(struct span s)
{
	z_stream z = { 0 };
	char out[256];

	assert_int_equal(inflateInit2(&z, MAX_WBITS + 16), Z_OK);
	z.next_in = (Bytef *)(uintptr_t)s.p;
	z.avail_in = (uInt)s.n;
	z.next_out = (Bytef *)out;
	z.avail_out = sizeof(out);
	(void)inflate(&z, Z_SYNC_FLUSH);
	inflateEnd(&z);
	return sizeof(out) - z.avail_out;
}

static void
a_cut_at_any_byte_is_an_error_after_the_bytes_before_it(void **state)
{
	struct span all = SPAN(ONE TWO);
	size_t n, first, seen;
	struct buf b = two_members(&first);

	(void)state;
	for (n = 1; n < b.n; n++) {
		if (n == first)
			continue;
		seen = n < first ? visible(span_make(b.p, n)) :
		    sizeof(ONE) - 1 +
		    visible(span_make(b.p + first, n - first));
		expect_fault(span_make(b.p, n), span_make(all.p, seen), n,
		    "cut off");
	}
	expect_text(span_make(b.p, first), SPAN(ONE));
	buf_free(&b);
}

/* Time, extra flags, system, and "probably text": nothing checks them. */
static bool
is_idle(size_t at, int bit)
{
	return (at > FLAGS && at <= OS) || (at == FLAGS && bit == 0);
}

static void
a_flipped_bit_is_an_error_or_stands_in_an_idle_field(void **state)
{
	size_t at, first;
	struct buf b = two_members(&first), got = { 0 };
	struct err e = { 0 };
	int bit, read;

	(void)state;
	for (at = 0; at < b.n; at++)
		for (bit = 0; bit < 8; bit++) {
			b.p[at] = (char)(b.p[at] ^ 1 << bit);
			put_file(buf_span(&b));
			buf_cut(&got, 0);
			read = read_file(&got, 64, &e);
			b.p[at] = (char)(b.p[at] ^ 1 << bit);
			if (is_idle(at < first ? at : at - first, bit)) {
				assert_int_equal(read, 0);
				assert_true(span_equal(buf_span(&got),
				    SPAN(ONE TWO)));
				continue;
			}
			assert_int_equal(read, -1);
			assert_int_equal(e.kind, ERR_DATA);
			if (at >= first)
				assert_true(span_starts(buf_span(&got),
				    SPAN(ONE)));
		}
	buf_free(&got);
	buf_free(&b);
}

static void
anything_behind_the_last_member_is_an_error(void **state)
{
	static const struct {
		struct span	tail;
		size_t		at;	/* of the fault, seen from the tail */
		const char	*why;
	} cases[] = {
		{ { "\0", 1 }, 0, "got 0x00" },
		{ { "\0\0\0\0\0\0\0\0", 8 }, 0, "got 0x00" },
		{ { "\n", 1 }, 0, "got 0x0a" },
		{ { "{}\n", 3 }, 0, "got 0x7b" },
		{ { "\x1f", 1 }, 1, "cut off" },
		{ { "\x1f\x8b", 2 }, 2, "cut off" },
		{ { "\x1f{}\1 is none", 12 }, WITHIN, "incorrect header check" },
		{ { "\x1f\x8b\x07\0\0\0\0\0\0\3", 10 }, WITHIN,
		    "unknown compression method" }
	};
	size_t i, first, whole;
	struct buf b = two_members(&first);

	(void)state;
	whole = b.n;
	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		buf_add(&b, cases[i].tail);
		expect_fault(buf_span(&b), SPAN(ONE TWO),
		    whole + cases[i].at, cases[i].why);
		buf_cut(&b, whole);
	}
	buf_free(&b);
}

static void
a_fault_is_told_again(void **state)
{
	struct source *s;
	struct err e = { 0 };
	char byte;

	(void)state;
	put_file(SPAN("\x1f\x8b\x08"));
	assert_int_equal(source_open(&s, file, NULL, &e), 0);
	assert_int_equal(source_read(s, &byte, 1, &e), -1);
	e.kind = ERR_NONE;
	assert_int_equal(source_read(s, &byte, 1, &e), -1);
	assert_int_equal(e.kind, ERR_DATA);
	source_close(s);
}

static void
a_bomb_is_stopped_behind_16_mib(void **state)
{
	enum { MIB = 1 << 20 };
	struct buf zeros = { 0 }, b = { 0 }, got = { 0 };
	struct err e = { 0 };

	(void)state;
	buf_fill(&zeros, 'a', 16 * MIB);
	pack(&b, buf_span(&zeros));
	assert_true(b.n < zeros.n / 250);
	put_file(buf_span(&b));
	assert_int_equal(read_file(&got, MIB, &e), 0);
	buf_fill(&zeros, 'a', 16 * MIB);
	buf_cut(&b, 0);
	pack(&b, buf_span(&zeros));
	put_file(buf_span(&b));
	buf_cut(&got, 0);
	assert_int_equal(read_file(&got, MIB, &e), -1);
	assert_int_equal(e.kind, ERR_DATA);
	assert_non_null(strstr(e.text, "more than 250 times"));
	assert_true(got.n >= 16 * MIB && got.n <= 17 * MIB);
	buf_free(&got);
	buf_free(&b);
	buf_free(&zeros);
}

static void
what_cannot_be_opened_is_a_missing_input(void **state)
{
	struct source *s;
	struct err e = { 0 };

	(void)state;
	assert_int_equal(source_open(&s, "/tmp/no/such", NULL, &e), -1);
	assert_int_equal(e.kind, ERR_INPUT);
	assert_string_equal(e.file, "/tmp/no/such");
	e.kind = ERR_NONE;
	assert_int_equal(source_open(&s, "/tmp", NULL, &e), -1);
	assert_int_equal(e.kind, ERR_INPUT);
	assert_non_null(strstr(e.text, "directory"));
}

/* Standard input is fd for as long as a test needs it. */
static struct source *
open_stdin(int fd, int *saved)
{
	struct source *s;
	struct err e = { 0 };

	*saved = dup(STDIN_FILENO);
	assert_int_equal(dup2(fd, STDIN_FILENO), STDIN_FILENO);
	assert_int_equal(source_open(&s, "-", NULL, &e), 0);
	return s;
}

static void
close_stdin(struct source *s, int saved)
{
	source_close(s);
	assert_int_equal(dup2(saved, STDIN_FILENO), STDIN_FILENO);
	close(saved);
}

static void
closed_standard_input_is_a_missing_input(void **state)
{
	int saved = dup(STDIN_FILENO);
	struct source *s;
	struct err e = { 0 };

	(void)state;
	close(STDIN_FILENO);
	assert_int_equal(source_open(&s, NULL, NULL, &e), -1);
	dup2(saved, STDIN_FILENO);
	close(saved);
	assert_int_equal(e.kind, ERR_INPUT);
	assert_string_equal(e.file, "-");
}

static void
files_never_take_the_place_of_closed_standard_error(void **state)
{
	int saved = dup(STDERR_FILENO), error_is_closed;
	struct source *s;
	struct err e = { 0 };

	(void)state;
	close(STDERR_FILENO);
	assert_int_equal(source_open(&s, file, NULL, &e), 0);
	error_is_closed = fcntl(STDERR_FILENO, F_GETFD) < 0;
	source_close(s);
	dup2(saved, STDERR_FILENO);
	close(saved);
	assert_true(error_is_closed);
}

static void
a_read_that_fails_is_no_end(void **state)
{
	struct source *s;
	struct err e = { 0 };
	char byte;

	(void)state;
	/* Nothing is mapped at its start: the first read is EIO. */
	if (source_open(&s, "/proc/self/mem", NULL, &e) < 0)
		skip();
	assert_int_equal(source_read(s, &byte, 1, &e), -1);
	assert_int_equal(e.kind, ERR_IO);
	assert_string_equal(e.file, "/proc/self/mem");
	assert_ptr_equal(strstr(e.text, "byte 0: "), e.text);
	source_close(s);
}

static void
bytes_that_are_ready_are_given_without_waiting(void **state)
{
	int fd[2], saved;
	struct source *s;
	struct err e = { 0 };
	char text[64];

	(void)state;
	assert_int_equal(pipe(fd), 0);
	s = open_stdin(fd[0], &saved);
	assert_false(source_ready(s));
	assert_int_equal(write(fd[1], "{}\n", 3), 3);
	assert_true(source_ready(s));
	assert_int_equal(source_read(s, text, sizeof(text), &e), 3);
	assert_false(source_ready(s));
	assert_int_equal(write(fd[1], "{", 1), 1);
	assert_true(source_ready(s));
	assert_int_equal(source_read(s, text, sizeof(text), &e), 1);
	close(fd[1]);
	assert_true(source_ready(s));
	assert_int_equal(source_read(s, text, sizeof(text), &e), 0);
	close_stdin(s, saved);
	close(fd[0]);
}

/* Ready must mean bytes, an end or a fault, never a half header. */
static void
a_packed_pipe_is_ready_only_when_text_is(void **state)
{
	size_t i, have = 0, first;
	struct buf b = two_members(&first);
	int fd[2], saved;
	struct source *s;
	struct err e = { 0 };
	char text[sizeof(ONE TWO)];
	ssize_t got;

	(void)state;
	assert_int_equal(pipe(fd), 0);
	s = open_stdin(fd[0], &saved);
	for (i = 0; i < b.n; i++) {
		assert_int_equal(write(fd[1], b.p + i, 1), 1);
		while (source_ready(s)) {
			got = source_read(s, text + have, 5, &e);
			assert_true(got > 0);
			have += (size_t)got;
		}
	}
	assert_int_equal(have, sizeof(ONE TWO) - 1);
	assert_memory_equal(text, ONE TWO, have);
	close(fd[1]);
	assert_true(source_ready(s));
	assert_int_equal(source_read(s, text, 1, &e), 0);
	assert_int_equal(source_position(s), b.n);
	close_stdin(s, saved);
	close(fd[0]);
	buf_free(&b);
}

static void
a_pipe_that_does_not_block_is_waited_for(void **state)
{
	int fd[2], saved;
	struct source *s;
	struct err e = { 0 };
	struct buf got = { 0 };
	pid_t child;

	(void)state;
	assert_int_equal(pipe(fd), 0);
	assert_int_equal(fcntl(fd[0], F_SETFL, O_NONBLOCK), 0);
	if ((child = fork()) == 0) {
		(void)poll(NULL, 0, 50);
		_exit(write(fd[1], "late\n", 5) != 5);
	}
	assert_true(child > 0);
	close(fd[1]);
	s = open_stdin(fd[0], &saved);
	assert_int_equal(drain(s, &got, 64, &e), 0);
	assert_true(span_is(buf_span(&got), "late\n"));
	close_stdin(s, saved);
	close(fd[0]);
	buf_free(&got);
}

static void
size_and_position_count_what_is_left_of_a_file(void **state)
{
	struct source *s;
	struct err e = { 0 };
	char text[64];
	int fd, saved;

	(void)state;
	put_file(SPAN("0123456789"));
	fd = open(file, O_RDONLY);
	assert_int_equal(lseek(fd, 4, SEEK_SET), 4);
	s = open_stdin(fd, &saved);
	assert_int_equal(source_position(s), 0);
	assert_int_equal(source_read(s, text, sizeof(text), &e), 6);
	assert_int_equal(source_position(s), 6);
	close_stdin(s, saved);
	close(fd);
}

static void
a_limit_ends_it_there_and_a_look_takes_nothing(void **state)
{
	struct source *s;
	struct err e = { 0 };
	struct buf got = { 0 };
	size_t first;
	struct buf packed = two_members(&first);

	(void)state;
	put_file(buf_span(&packed));
	assert_int_equal(source_open(&s, file, NULL, &e), 0);
	source_limit(s, sizeof(ONE) - 1);
	assert_int_equal(source_kind(s)->content, CONTENT_TEXT);
	assert_int_equal(drain(s, &got, 7, &e), 0);
	assert_true(span_is(buf_span(&got), ONE));
	assert_true(source_ready(s));
	source_close(s);
	buf_free(&got);
	buf_free(&packed);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(plain_text_passes_at_every_length_of_its_head),
		cmocka_unit_test(all_members_are_read),
		cmocka_unit_test(
		    a_cut_at_any_byte_is_an_error_after_the_bytes_before_it),
		cmocka_unit_test(
		    a_flipped_bit_is_an_error_or_stands_in_an_idle_field),
		cmocka_unit_test(anything_behind_the_last_member_is_an_error),
		cmocka_unit_test(a_fault_is_told_again),
		cmocka_unit_test(a_bomb_is_stopped_behind_16_mib),
		cmocka_unit_test(what_cannot_be_opened_is_a_missing_input),
		cmocka_unit_test(closed_standard_input_is_a_missing_input),
		cmocka_unit_test(
		    files_never_take_the_place_of_closed_standard_error),
		cmocka_unit_test(a_read_that_fails_is_no_end),
		cmocka_unit_test(
		    bytes_that_are_ready_are_given_without_waiting),
		cmocka_unit_test(a_packed_pipe_is_ready_only_when_text_is),
		cmocka_unit_test(a_pipe_that_does_not_block_is_waited_for),
		cmocka_unit_test(
		    a_limit_ends_it_there_and_a_look_takes_nothing),
		cmocka_unit_test(
		    size_and_position_count_what_is_left_of_a_file),
	};

	return cmocka_run_group_tests(tests, make_file, remove_file);
}
