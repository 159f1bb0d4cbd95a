#include <archive.h>
#include <archive_entry.h>
#include <fcntl.h>
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
#include "io/archive.h"
#include "io/kind.h"

enum { ARCHIVE_BYTES = 1 << 20, MIB = 1 << 20 };

static char	file[] = "/tmp/io_archive-XXXXXX";

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

/* --- making archives --------------------------------------------------- */

struct making {
	struct archive	*a;
	struct buf	 bytes;
	size_t		 used;
};

static void
begin_with(struct making *m, const char *format, const char *options)
{
	*m = (struct making){ .a = archive_write_new() };
	buf_reserve(&m->bytes, ARCHIVE_BYTES);
	assert_int_equal(archive_write_set_format_by_name(m->a, format),
	    ARCHIVE_OK);
	archive_write_add_filter_none(m->a);
	archive_write_set_bytes_in_last_block(m->a, 1);
	assert_int_equal(archive_write_set_options(m->a, options), ARCHIVE_OK);
	assert_int_equal(archive_write_open_memory(m->a, m->bytes.p,
	    ARCHIVE_BYTES, &m->used), ARCHIVE_OK);
}

static void
begin(struct making *m, const char *format)
{
	begin_with(m, format, "");
}

static void
add(struct making *m, const char *name, unsigned type, const char *link,
    struct span data)
{
	struct archive_entry *entry = archive_entry_new();

	archive_entry_copy_pathname(entry, name);
	archive_entry_set_filetype(entry, type);
	archive_entry_set_perm(entry, 0644);
	archive_entry_set_mtime(entry, 0, 0);
	archive_entry_set_size(entry, (la_int64_t)data.n);
	if (link != NULL && type == AE_IFLNK)
		archive_entry_copy_symlink(entry, link);
	else if (link != NULL)
		archive_entry_copy_hardlink(entry, link);
	/* It warns of names that are no UTF-8. */
	assert_true(archive_write_header(m->a, entry) >= ARCHIVE_WARN);
	assert_int_equal(archive_write_data(m->a, data.p, data.n),
	    (la_ssize_t)data.n);
	archive_entry_free(entry);
}

static void
add_file(struct making *m, const char *name, const char *text)
{
	add(m, name, AE_IFREG, NULL, span_of(text));
}

static void
end(struct making *m)
{
	assert_int_equal(archive_write_close(m->a), ARCHIVE_OK);
	archive_write_free(m->a);
	m->bytes.n = m->used;
}

/* Packs s by gzip. */
static void
pack(struct buf *into, struct span s)
{
	z_stream z = { 0 };

	assert_int_equal(deflateInit2(&z, 6, Z_DEFLATED, MAX_WBITS + 16, 8,
	    Z_DEFAULT_STRATEGY), Z_OK);
	buf_reserve(into, deflateBound(&z, s.n));
	z.next_in = (Bytef *)(uintptr_t)s.p;
	z.avail_in = (uInt)s.n;
	z.next_out = (Bytef *)into->p;
	z.avail_out = (uInt)into->capacity;
	assert_int_equal(deflate(&z, Z_FINISH), Z_STREAM_END);
	into->n = z.total_out;
	deflateEnd(&z);
}

static const char *const formats[] = { "ustar", "pax", "gnutar", "zip" };

#define FORMATS	(sizeof(formats) / sizeof(formats[0]))

/* --- reading them ------------------------------------------------------ */

/* The names and texts of all members, each ended by | ; refused ones as !. */
struct seen {
	struct buf	text;
	struct err	fault;		/* the last one */
	size_t		faults;
};

static void
read_member(struct seen *s, struct archive_members *m, struct span name)
{
	struct source_origin origin = archive_reading.origin(m);
	struct source *source = source_over(&origin, "member");
	ssize_t got;

	buf_add(&s->text, name);
	buf_byte(&s->text, '=');
	do {
		buf_reserve(&s->text, 1000);
		got = source_read(source, s->text.p + s->text.n, 1000,
		    &s->fault);
		if (got > 0)
			s->text.n += (size_t)got;
	} while (got > 0);
	s->faults += got < 0;
	buf_byte(&s->text, '|');
	source_close(source);
}

static void
read_source(struct seen *s, struct source *source)
{
	enum content content = source_kind(source)->content;
	struct archive_members *m;
	struct span name;
	int got;

	if (content != CONTENT_TAR && content != CONTENT_ZIP) {
		source_close(source);
		s->faults++;
		return;
	}
	if (archive_reading.open(&m, source, "shown", &s->fault) == -1) {
		s->faults++;
		return;
	}
	while ((got = archive_reading.next(m, &name, &s->fault)) > 0)
		if (got == MEMBER_ONE)
			read_member(s, m, name);
		else {
			buf_byte(&s->text, '!');
			s->faults++;
		}
	s->faults += got == -1;
	archive_reading.close(m);
}

static void
read_archive(struct seen *s, struct span bytes)
{
	int fd = open(file, O_WRONLY | O_TRUNC);
	struct source *source;

	assert_true(fd >= 0);
	assert_int_equal(write(fd, bytes.p, bytes.n), (ssize_t)bytes.n);
	close(fd);
	*s = (struct seen){ 0 };
	assert_int_equal(source_open(&source, file, "shown", &s->fault), 0);
	read_source(s, source);
}

/* As from a pipe. */
static ssize_t
give(void *state, char *into, size_t n, struct err *e)
{
	struct span *rest = state;

	(void)e;
	if (n > rest->n)
		n = rest->n;
	memcpy(into, rest->p, n);
	*rest = span_from(*rest, n);
	return (ssize_t)n;
}

static bool
is_ready(void *state)
{
	(void)state;
	return true;
}

static void
read_piped(struct seen *s, struct span bytes)
{
	struct source_origin origin = { give, is_ready, &bytes };

	*s = (struct seen){ 0 };
	read_source(s, source_over(&origin, "shown"));
}

static void
expect(struct span bytes, const char *text)
{
	struct seen s;

	read_archive(&s, bytes);
	if (s.faults > 0)
		print_message("%s\n", s.fault.text);
	assert_int_equal(s.faults, 0);
	assert_true(span_is(buf_span(&s.text), text));
	buf_free(&s.text);
	read_piped(&s, bytes);
	assert_int_equal(s.faults, 0);
	assert_true(span_is(buf_span(&s.text), text));
	buf_free(&s.text);
}

static void
expect_fault(struct span bytes, const char *text, const char *why)
{
	struct seen s;

	read_archive(&s, bytes);
	assert_true(s.faults > 0);
	assert_int_equal(s.fault.kind, ERR_DATA);
	if (strstr(s.fault.text, why) == NULL)
		print_message("%s\n", s.fault.text);
	assert_non_null(strstr(s.fault.text, why));
	assert_true(span_is(buf_span(&s.text), text));
	buf_free(&s.text);
}

static struct buf
small(const char *format)
{
	struct making m;

	begin(&m, format);
	add_file(&m, "a.txt", "楼道灯坏了，楼道灯坏了，楼道灯坏了\n");
	add_file(&m, "b/c.txt", "停车收费\n");
	end(&m);
	return m.bytes;
}

#define SMALL	"a.txt=楼道灯坏了，楼道灯坏了，楼道灯坏了\n|b/c.txt=停车收费\n|"

/* --- tests ------------------------------------------------------------- */

static void
files_are_read_and_what_is_no_file_is_passed_over(void **state)
{
	struct making m;
	size_t i;

	(void)state;
	for (i = 0; i < FORMATS; i++) {
		begin(&m, formats[i]);
		add(&m, "d", AE_IFDIR, NULL, SPAN(""));
		add_file(&m, "./d/a.txt", "one");
		if (strcmp(formats[i], "zip") != 0) {
			add(&m, "link", AE_IFLNK, "/etc/passwd", SPAN(""));
			add(&m, "hard", AE_IFREG, "d/a.txt", SPAN(""));
			add(&m, "pipe", AE_IFIFO, NULL, SPAN(""));
			add(&m, "disk", AE_IFBLK, NULL, SPAN(""));
		}
		add_file(&m, "__MACOSX/d/a.txt", "Mac");
		add_file(&m, "d/._a.txt", "Mac");
		add_file(&m, "empty", "");
		add_file(&m, "/etc/passwd", "two");
		add_file(&m, "../../up", "three");
		end(&m);
		expect(buf_span(&m.bytes), "d/a.txt=one|empty=|"
		    "/etc/passwd=two|../../up=three|");
		buf_free(&m.bytes);
	}
}

static void
an_archive_without_members_is_empty(void **state)
{
	struct making m;

	(void)state;
	begin(&m, "zip");
	end(&m);
	expect(buf_span(&m.bytes), "");
	buf_free(&m.bytes);
}

/* No check covers a name, so a flipped bit there gives another one. */
static bool
same_texts(struct span a, struct span b)
{
	size_t n, m;

	while (a.n > 0 && b.n > 0) {
		a = span_from(a, span_index(a, '='));
		b = span_from(b, span_index(b, '='));
		n = span_index(a, '|');
		m = span_index(b, '|');
		if (!span_equal(span_make(a.p, n), span_make(b.p, m)))
			return false;
		a = span_from(a, n + 1);
		b = span_from(b, m + 1);
	}
	return a.n == b.n;
}

static void
every_prefix_is_an_error(void **state)
{
	struct seen s;
	struct buf b;
	size_t i, n;

	(void)state;
	for (i = 0; i < FORMATS; i++) {
		b = small(formats[i]);
		for (n = 1; n < b.n; n++) {
			read_piped(&s, span_make(b.p, n));
			assert_true(s.faults > 0);
			assert_true(s.text.n <= sizeof(SMALL));
			buf_free(&s.text);
		}
		expect(buf_span(&b), SMALL);
		buf_free(&b);
	}
}

static void
a_flipped_bit_of_a_zip_is_an_error_or_another_name(void **state)
{
	struct buf b = small("zip");
	struct seen s;
	size_t at;
	int bit;

	(void)state;
	for (at = 0; at < b.n; at++)
		for (bit = 0; bit < 8; bit++) {
			b.p[at] = (char)(b.p[at] ^ 1 << bit);
			read_piped(&s, buf_span(&b));
			b.p[at] = (char)(b.p[at] ^ 1 << bit);
			assert_true(s.faults > 0 ||
			    same_texts(buf_span(&s.text), SPAN(SMALL)));
			buf_free(&s.text);
		}
	buf_free(&b);
}

static void
a_packed_tar_shows_every_prefix_and_every_flipped_bit(void **state)
{
	struct buf b = small("ustar"), packed = { 0 };
	struct seen s;
	size_t at;
	int bit;

	(void)state;
	pack(&packed, buf_span(&b));
	expect(buf_span(&packed), SMALL);
	for (at = 0; at < packed.n; at++) {
		read_piped(&s, span_make(packed.p, at));
		assert_true(s.faults > 0);
		buf_free(&s.text);
		for (bit = 0; bit < 8; bit++) {
			packed.p[at] = (char)(packed.p[at] ^ 1 << bit);
			read_piped(&s, buf_span(&packed));
			packed.p[at] = (char)(packed.p[at] ^ 1 << bit);
			/* Within zeros another distance gives the same. */
			assert_true(s.faults > 0 ||
			    span_is(buf_span(&s.text), SMALL));
			buf_free(&s.text);
		}
	}
	buf_free(&packed);
	buf_free(&b);
}

static void
a_flipped_bit_in_a_header_of_a_tar_is_an_error(void **state)
{
	struct buf b = small("ustar");
	struct seen s;
	size_t at;

	(void)state;
	for (at = 0; at < 512; at++) {
		b.p[at] ^= 1;
		read_piped(&s, buf_span(&b));
		b.p[at] ^= 1;
		/* The sum itself may end with any byte behind its digits. */
		assert_true(s.faults > 0 ||
		    span_is(buf_span(&s.text), SMALL));
		assert_true(s.faults > 0 || (at >= 154 && at < 156));
		buf_free(&s.text);
	}
	buf_free(&b);
}

static void
what_stands_behind_an_archive_is_an_error(void **state)
{
	struct buf b = small("zip");

	(void)state;
	buf_add(&b, SPAN("more"));
	expect_fault(buf_span(&b), "", "something stands behind it");
	buf_free(&b);
	b = small("ustar");
	buf_add(&b, SPAN("more"));
	expect_fault(buf_span(&b), SMALL, "of the tar archive");
	buf_free(&b);
}

static void
archives_of_tar_that_were_joined_are_all_read(void **state)
{
	struct buf b = small("ustar"), c = small("pax");

	(void)state;
	buf_add(&b, buf_span(&c));
	expect(buf_span(&b), SMALL SMALL);
	buf_free(&b);
	buf_free(&c);
}

/* Where s stands in b. */
static size_t
find(const struct buf *b, struct span s)
{
	size_t at = 0;

	while (!span_starts(span_from(buf_span(b), at), s))
		at++;
	return at;
}

static void
a_wrong_checksum_refuses_the_member_alone(void **state)
{
	struct making m;
	size_t at;

	(void)state;
	begin_with(&m, "zip", "zip:compression=store");
	add_file(&m, "a", "one");
	add_file(&m, "b", "two");
	end(&m);
	at = find(&m.bytes, SPAN("one"));
	m.bytes.p[at] = 'O';
	expect_fault(buf_span(&m.bytes), "a=One|b=two|", "bad CRC");
	buf_free(&m.bytes);
}

static void
sizes_may_stand_behind_the_data_or_in_64_bits(void **state)
{
	static const char *const options[] = { "zip:zip64", "" };
	struct archive_entry *entry;
	struct making m;
	size_t i;

	(void)state;
	for (i = 0; i < 2; i++) {
		begin_with(&m, "zip", options[i]);
		entry = archive_entry_new();
		archive_entry_copy_pathname(entry, "a");
		archive_entry_set_filetype(entry, AE_IFREG);
		assert_int_equal(archive_write_header(m.a, entry), ARCHIVE_OK);
		assert_int_equal(archive_write_data(m.a, "one", 3), 3);
		archive_entry_free(entry);
		add_file(&m, "b", "two");
		end(&m);
		expect(buf_span(&m.bytes), "a=one|b=two|");
		buf_free(&m.bytes);
	}
}

static void
an_encrypted_member_is_refused_and_the_others_are_read(void **state)
{
	struct making m;

	(void)state;
	begin(&m, "zip");
	add_file(&m, "a", "one");
	add_file(&m, "b", "two");
	end(&m);
	/* Bit 0 of the flags of the first member, in both places. */
	m.bytes.p[find(&m.bytes, SPAN("PK\3\4")) + 6] |= 1;
	m.bytes.p[find(&m.bytes, SPAN("PK\1\2")) + 8] |= 1;
	expect_fault(buf_span(&m.bytes), "!b=two|", "encrypted");
	buf_free(&m.bytes);
}

static void
a_link_in_a_zip_is_not_lost_in_silence(void **state)
{
	struct making m;

	(void)state;
	begin(&m, "zip");
	add(&m, "link", AE_IFLNK, "/etc/passwd", SPAN(""));
	add_file(&m, "a", "one");
	end(&m);
	expect_fault(buf_span(&m.bytes), "!a=one|", "got a link");
	buf_free(&m.bytes);
}

static void
names_are_given_as_they_stand(void **state)
{
	static const char *const names[] = { "甲/乙.txt",
	    "\xb1\xa8\xb8\xe6.txt" /* GB18030 */, "\xff.txt" };
	char expected[64];
	struct making m;
	size_t i, k;

	(void)state;
	for (k = 0; k < 3; k++)
		for (i = 0; i < FORMATS; i++) {
			if (k > 0 && strcmp(formats[i], "pax") == 0)
				continue;	/* it can't hold them */
			begin(&m, formats[i]);
			add_file(&m, names[k], "one");
			end(&m);
			snprintf(expected, sizeof(expected), "%s=one|",
			    names[k]);
			expect(buf_span(&m.bytes), expected);
			buf_free(&m.bytes);
		}
}

static void
thousands_of_members_are_read(void **state)
{
	struct buf text = { 0 };
	struct making m;
	char name[16];
	size_t i;
	int k;

	(void)state;
	for (i = 0; i < FORMATS; i += 3) {
		text.n = 0;
		begin(&m, formats[i]);
		for (k = 0; k < 900; k++) {
			snprintf(name, sizeof(name), "%d.txt", k);
			add_file(&m, name, "x");
			buf_printf(&text, "%d.txt=x|", k);
		}
		end(&m);
		buf_byte(&text, '\0');
		expect(buf_span(&m.bytes), text.p);
		buf_free(&m.bytes);
	}
	buf_free(&text);
}

static void
a_bomb_is_stopped_behind_16_mib(void **state)
{
	struct buf zeros = { 0 };
	struct making m;
	struct seen s;

	(void)state;
	buf_fill(&zeros, 'a', 20 * (size_t)MIB);
	begin(&m, "zip");
	add(&m, "a", AE_IFREG, NULL, buf_span(&zeros));
	add(&m, "b", AE_IFREG, NULL, buf_span(&zeros));
	end(&m);
	read_archive(&s, buf_span(&m.bytes));
	assert_int_equal(s.faults, 2);
	assert_non_null(strstr(s.fault.text, "more than 250 times"));
	assert_true(s.text.n > 15 * MIB && s.text.n < 17 * MIB);
	buf_free(&s.text);
	buf_free(&m.bytes);
	buf_free(&zeros);
}

/* A sparse file of 10,000 bytes: its text stands in the midst of nothing. */
static void
a_hole_is_zeros(void **state)
{
	struct archive_entry *entry = archive_entry_new();
	struct making m;
	struct seen s;
	char text[10000] = "";
	size_t at;

	(void)state;
	memset(text + 4096, 'x', 1024);
	begin(&m, "pax");
	archive_entry_copy_pathname(entry, "hole");
	archive_entry_set_filetype(entry, AE_IFREG);
	archive_entry_set_size(entry, sizeof(text));
	archive_entry_sparse_add_entry(entry, 4096, 1024);
	assert_int_equal(archive_write_header(m.a, entry), ARCHIVE_OK);
	assert_int_equal(archive_write_data(m.a, text, sizeof(text)),
	    sizeof(text));
	archive_entry_free(entry);
	end(&m);
	assert_true(m.bytes.n < 6000);
	read_archive(&s, buf_span(&m.bytes));
	assert_int_equal(s.faults, 0);
	at = span_index(buf_span(&s.text), '=') + 1;
	assert_int_equal(s.text.n, at + sizeof(text) + 1);
	assert_memory_equal(s.text.p + at, text, sizeof(text));
	buf_free(&s.text);
	buf_free(&m.bytes);
}

/* As from a pipe: what begins like a zip, and goes on like this. */
static ssize_t
give_endless(void *state, char *into, size_t n, struct err *e)
{
	uint64_t *given = state;

	(void)e;
	memset(into, 0, n);
	if (*given == 0)
		memcpy(into, "PK\3\4", 4);
	*given += n;
	return (ssize_t)n;
}

static void
a_zip_from_a_pipe_is_held_up_to_64_mib(void **state)
{
	uint64_t given = 0;
	struct source_origin origin = { give_endless, is_ready, &given };
	struct seen s = { 0 };

	(void)state;
	read_source(&s, source_over(&origin, "shown"));
	assert_int_equal(s.faults, 1);
	assert_int_equal(s.fault.kind, ERR_DATA);
	assert_non_null(strstr(s.fault.text, "more than 64 MiB"));
	assert_true(given > 64 * MIB && given < 65 * MIB);
}

/* A zip that was packed again, and cut off. */
static void
a_pipe_that_fails_within_a_zip_is_told(void **state)
{
	struct buf zip = small("zip"), packed = { 0 };
	struct seen s;

	(void)state;
	pack(&packed, buf_span(&zip));
	read_archive(&s, span_make(packed.p, packed.n - 9));
	assert_int_equal(s.faults, 1);
	assert_non_null(strstr(s.fault.text, "the file is cut off"));
	buf_free(&s.text);
	buf_free(&packed);
	buf_free(&zip);
}

static void
a_member_without_a_name_is_refused(void **state)
{
	enum { SUM = 148, HEADER = 512 };
	struct making m;
	struct seen s;
	unsigned sum = 0;
	int i;

	(void)state;
	begin(&m, "ustar");
	add_file(&m, "a", "one");
	add_file(&m, "b", "two");
	end(&m);
	m.bytes.p[0] = '\0';
	memset(m.bytes.p + SUM, ' ', 8);
	for (i = 0; i < HEADER; i++)
		sum += (unsigned char)m.bytes.p[i];
	snprintf(m.bytes.p + SUM, 8, "%06o", sum);
	read_archive(&s, buf_span(&m.bytes));
	assert_int_equal(s.faults, 1);
	assert_true(span_is(buf_span(&s.text), "!b=two|"));
	assert_string_equal(s.fault.text, "a member without a name");
	buf_free(&s.text);
	buf_free(&m.bytes);
}

static void
an_office_file_is_told_wherever_its_types_stand(void **state)
{
	static const struct {
		const char	*names[3];
		const char	*why;
	} cases[] = {
		{ { "[Content_Types].xml", "_rels/.rels", "word/document.xml" },
		    "Word file (.docx); try: pandoc" },
		{ { "docProps/app.xml", "xl/workbook.xml",
		    "[Content_Types].xml" },
		    "Excel file (.xlsx); try: ssconvert" },
		{ { "ppt/presentation.xml", "[Content_Types].xml", "a" },
		    "PowerPoint file (.pptx); try: libreoffice" },
		{ { "visio/document.xml", "[Content_Types].xml", "a" },
		    "an Office file; try: libreoffice" }
	};
	struct making m;
	size_t i, k;

	(void)state;
	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		begin(&m, "zip");
		for (k = 0; k < 3; k++)
			add_file(&m, cases[i].names[k], "<xml/>");
		end(&m);
		expect_fault(buf_span(&m.bytes), "", cases[i].why);
		buf_free(&m.bytes);
	}
	begin(&m, "zip");
	add_file(&m, "word/a.txt", "one");
	end(&m);
	expect(buf_span(&m.bytes), "word/a.txt=one|");
	buf_free(&m.bytes);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
		    files_are_read_and_what_is_no_file_is_passed_over),
		cmocka_unit_test(an_archive_without_members_is_empty),
		cmocka_unit_test(every_prefix_is_an_error),
		cmocka_unit_test(
		    a_flipped_bit_of_a_zip_is_an_error_or_another_name),
		cmocka_unit_test(
		    a_packed_tar_shows_every_prefix_and_every_flipped_bit),
		cmocka_unit_test(
		    a_flipped_bit_in_a_header_of_a_tar_is_an_error),
		cmocka_unit_test(what_stands_behind_an_archive_is_an_error),
		cmocka_unit_test(
		    archives_of_tar_that_were_joined_are_all_read),
		cmocka_unit_test(a_wrong_checksum_refuses_the_member_alone),
		cmocka_unit_test(
		    sizes_may_stand_behind_the_data_or_in_64_bits),
		cmocka_unit_test(
		    an_encrypted_member_is_refused_and_the_others_are_read),
		cmocka_unit_test(a_link_in_a_zip_is_not_lost_in_silence),
		cmocka_unit_test(names_are_given_as_they_stand),
		cmocka_unit_test(thousands_of_members_are_read),
		cmocka_unit_test(a_bomb_is_stopped_behind_16_mib),
		cmocka_unit_test(a_hole_is_zeros),
		cmocka_unit_test(a_zip_from_a_pipe_is_held_up_to_64_mib),
		cmocka_unit_test(a_pipe_that_fails_within_a_zip_is_told),
		cmocka_unit_test(a_member_without_a_name_is_refused),
		cmocka_unit_test(
		    an_office_file_is_told_wherever_its_types_stand),
	};

	return cmocka_run_group_tests(tests, make_file, remove_file);
}
