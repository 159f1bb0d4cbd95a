#define _XOPEN_SOURCE 700	/* uselocale */
#include <archive.h>
#include <archive_entry.h>
#include <errno.h>
#include <inttypes.h>
#include <locale.h>
#include <sys/stat.h>

#include "base/buf.h"
#include "base/mem.h"
#include "io/archive.h"
#include "io/kind.h"
#include "io/ratio.h"
#include "io/zip_end.h"

enum {
	PIECE = 64 * 1024,
	TAR_END = 1024		/* two empty blocks */
};

struct archive_members {
	struct source		*source;
	const char		*shown;
	struct archive		*archive;
	struct archive_entry	*entry;
	locale_t		 locale;	/* or 0 */
	bool			 is_zip;
	bool			 begun;		/* it was opened */
	bool			 within;	/* a member has bytes left */
	bool			 lost;		/* its damage was told */
	struct buf		 held;		/* of a zip that is no file */
	uint64_t		 size;		/* of a zip */
	uint64_t		 at;		/* in the archive */
	uint64_t		 zeros;		/* of a tar, at `at` */
	uint64_t		 count;		/* of members, all kinds */
	uint64_t		 stated;	/* of them, in a zip's end */
	uint64_t		 out;
	struct span		 block;		/* of the member, from */
	int64_t			 block_at;	/* this byte of it on */
	int64_t			 member_at;	/* bytes given of it */
	struct err		 late;		/* told behind the block */
	struct err		 fault;		/* of the source */
	char			 piece[PIECE];
};

static int
fail(struct archive *a)
{
	archive_set_error(a, EIO, "a read failed");
	return -1;
}

static void
count_zeros(struct archive_members *m, size_t n)
{
	size_t i = n;

	while (i > 0 && m->piece[i - 1] == '\0')
		i--;
	m->zeros = i == 0 ? m->zeros + n : n - i;
}

/* Bytes of a zip from anywhere; as source_read_at(). */
static ssize_t
read_zip_at(void *state, char *into, size_t n, uint64_t at, struct err *e)
{
	const struct archive_members *m = state;
	struct span rest;

	if (m->held.p == NULL)
		return source_read_at(m->source, into, n, at, e);
	rest = span_from(buf_span(&m->held), at < m->held.n ? (size_t)at :
	    m->held.n);
	if (rest.n > n)
		rest.n = n;
	memcpy(into, rest.p, rest.n);
	return (ssize_t)rest.n;
}

static la_ssize_t
read_piece(struct archive *a, void *state, const void **piece)
{
	struct archive_members *m = state;
	ssize_t got;

	got = m->is_zip ?
	    read_zip_at(m, m->piece, PIECE, m->at, &m->fault) :
	    source_read(m->source, m->piece, PIECE, &m->fault);
	if (got < 0)
		return fail(a);
	m->at += (uint64_t)got;
	count_zeros(m, (size_t)got);
	*piece = m->piece;
	return got;
}

static la_int64_t
seek_zip(struct archive *a, void *state, la_int64_t offset, int whence)
{
	struct archive_members *m = state;
	int64_t base = whence == SEEK_SET ? 0 : whence == SEEK_CUR ?
	    (int64_t)m->at : (int64_t)m->size, at;

	if (__builtin_add_overflow(base, offset, &at) || at < 0) {
		archive_set_error(a, EINVAL, "an offset outside the file");
		return ARCHIVE_FATAL;
	}
	m->at = (uint64_t)at;
	return at;
}

/* What libarchive said, as an error of ours; its lack of memory is ours. */
static int
damaged(struct archive_members *m, struct err *e)
{
	const char *why = archive_error_string(m->archive);

	if (m->fault.kind != ERR_NONE) {
		*e = m->fault;
		return -1;
	}
	/* It is silent where it couldn't even make what errors stand in. */
	if (archive_errno(m->archive) == ENOMEM || (why == NULL && !m->begun))
		mem_failed(PIECE);
	return err_set(e, ERR_DATA, m->shown, 0, 0, "byte %" PRIu64 " of the "
	    "%s archive: it is damaged: %s", m->is_zip || !m->begun ? m->at :
	    (uint64_t)archive_filter_bytes(m->archive, 0),
	    m->is_zip ? "zip" : "tar", why != NULL ? why : "unknown fault");
}

/* What can't fail but for want of memory. */
static void
need(int got)
{
	if (got != ARCHIVE_OK)
		mem_failed(PIECE);
}

static int
begin(struct archive_members *m, struct err *e)
{
	struct archive *a = archive_read_new();

	if (a == NULL)
		mem_failed(PIECE);
	m->archive = a;
	if (m->is_zip) {
		need(archive_read_support_format_zip_seekable(a));
		need(archive_read_set_seek_callback(a, seek_zip));
	} else {
		need(archive_read_support_format_tar(a));
		need(archive_read_set_format_option(a, "tar",
		    "read_concatenated_archives", "1"));
	}
	need(archive_read_set_read_callback(a, read_piece));
	need(archive_read_set_callback_data(a, m));
	if (archive_read_open1(a) != ARCHIVE_OK)
		return damaged(m, e);
	m->begun = true;
	return 0;
}

static void
end(struct archive_members *m)
{
	(void)archive_read_free(m->archive);
	m->archive = NULL;
	m->begun = false;
	m->at = 0;
}

/* A zip that came through a pipe, or packed, is held. */
static int
hold_zip(struct archive_members *m, struct err *e)
{
	ssize_t got;

	do {
		buf_reserve(&m->held, PIECE);
		got = source_read(m->source, m->held.p + m->held.n, PIECE, e);
		if (got < 0)
			return -1;
		m->held.n += (size_t)got;
		if (m->held.n > ARCHIVE_MAX_HELD)
			return err_set(e, ERR_DATA, m->shown, 0, 0, "a zip "
			    "archive of more than %zu MiB is read from a file "
			    "only, that isn't compressed again",
			    ARCHIVE_MAX_HELD >> 20);
	} while (got > 0);
	m->size = m->held.n;
	return 0;
}

/* With an entry of ours: libarchive doesn't look whether it got one. */
static int
next_header(struct archive_members *m)
{
	locale_t before = (locale_t)0;
	int got;

	if (m->archive == NULL)
		return ARCHIVE_EOF;
	if (m->locale != (locale_t)0)
		before = uselocale(m->locale);
	errno = 0;
	got = archive_read_next_header2(m->archive, m->entry);
	if (errno == ENOMEM)
		mem_failed(PIECE);
	if (before != (locale_t)0)
		uselocale(before);
	return got;
}

/* Looks for the names that an Office file has; begins anew. */
static int
refuse_office(struct archive_members *m, struct err *e)
{
	const struct kind *kind = NULL, *found;
	const char *name;
	bool typed = false;
	uint64_t count = 0;

	while (next_header(m) >= ARCHIVE_WARN &&
	    count++ < ARCHIVE_MAX_MEMBERS) {
		name = archive_entry_pathname(m->entry);
		found = name != NULL ? kind_by_member(span_of(name)) : NULL;
		typed = typed || found == &kind_office;
		if (kind == NULL || kind == &kind_office)
			kind = found != NULL ? found : kind;
		if (typed && kind != &kind_office)
			break;
	}
	end(m);
	if (typed)
		return kind_refuse(kind, m->shown, e);
	return begin(m, e);
}

static int
open_zip(struct archive_members *m, struct err *e)
{
	if (!source_is_seekable(m->source, &m->size) && hold_zip(m, e) == -1)
		return -1;
	if (zip_end_find(read_zip_at, m, m->size, m->shown, &m->stated, e) ==
	    -1)
		return -1;
	if (m->stated == 0)
		return 0;	/* libarchive knows no such zip */
	return begin(m, e) == -1 ? -1 : refuse_office(m, e);
}

static void
close_members(struct archive_members *m)
{
	(void)archive_read_free(m->archive);
	archive_entry_free(m->entry);
	if (m->locale != (locale_t)0)
		freelocale(m->locale);
	source_close(m->source);
	buf_free(&m->held);
	mem_free(m);
}

static int
open_members(struct archive_members **out, struct source *source,
    const char *shown, struct err *e)
{
	struct archive_members *m = mem_zero(1, sizeof(*m));

	m->source = source;
	m->shown = shown;
	m->is_zip = source_kind(source)->content == CONTENT_ZIP;
	m->entry = archive_entry_new();
	if (m->entry == NULL)
		mem_failed(PIECE);
	/* libarchive makes names that are UTF-8 those of the locale. */
	m->locale = newlocale(LC_CTYPE_MASK, "C.UTF-8", (locale_t)0);
	if (m->locale == (locale_t)0 && errno == ENOMEM)
		mem_failed(sizeof(*m));
	if ((m->is_zip ? open_zip(m, e) : begin(m, e)) == 0) {
		*out = m;
		return 0;
	}
	close_members(m);
	return -1;
}

/* The end: is anything missing, or left? */
static int
judge_end(const struct archive_members *m, struct err *e)
{
	if (!m->is_zip && m->zeros < TAR_END)
		return err_set(e, ERR_DATA, m->shown, 0, 0, "byte %" PRIu64
		    " of the tar archive: it is cut off: expected two empty "
		    "blocks at its end", m->at);
	if (m->is_zip && m->count != m->stated)
		return err_set(e, ERR_DATA, m->shown, 0, 0, "the zip archive "
		    "is damaged: its end counts %" PRIu64 " members, here are "
		    "%" PRIu64, m->stated, m->count);
	return MEMBER_END;
}

/* What macOS writes beside each file, and no reader ever wants. */
static bool
is_of_macos(struct span name)
{
	size_t at = name.n;

	while (at > 0 && name.p[at - 1] != '/')
		at--;
	return span_starts(name, SPAN("__MACOSX/")) ||
	    span_starts(span_from(name, at), SPAN("._"));
}

/* The path without ./ before it. */
static struct span
name_of(const struct archive_members *m)
{
	const char *path = archive_entry_pathname(m->entry);
	struct span name = span_of(path != NULL ? path : "");

	while (span_starts(name, SPAN("./")))
		name = span_from(name, 2);
	return name;
}

/*
 * True if the entry is to be passed over.  No check covers the type of a
 * zip's member, so nothing but an empty folder is passed in silence there.
 */
static bool
is_passed(const struct archive_members *m, struct span name)
{
	if (is_of_macos(name))
		return true;
	if (archive_entry_filetype(m->entry) == S_IFREG)
		return archive_entry_hardlink(m->entry) != NULL;
	return !m->is_zip || (archive_entry_filetype(m->entry) == S_IFDIR &&
	    archive_entry_size(m->entry) == 0);
}

/*
 * What libarchive unpacks of a zip without a bound on its memory is refused: a
 * header of lzma may ask for 4 GiB.  The method stands in the format's name.
 */
static bool
is_bounded(const struct archive_members *m)
{
	const char *name = archive_format_name(m->archive);

	return !m->is_zip || (name != NULL &&
	    (strstr(name, "(uncompressed)") != NULL ||
	    strstr(name, "(deflation)") != NULL ||
	    strstr(name, "(bzip)") != NULL));
}

/* Why the member can't be read; NULL if it can. */
static const char *
objection(const struct archive_members *m, struct span name, int got)
{
	const char *why = archive_error_string(m->archive);

	if (name.n == 0)
		return "a member without a name";
	if (archive_entry_is_encrypted(m->entry) != 0)
		return "it is encrypted; unpack it first: 7z x -pPASSWORD FILE";
	if (archive_entry_filetype(m->entry) != S_IFREG)
		return "expected a file, got a link or a device";
	if (!is_bounded(m))
		return "expected one packed by deflate or bzip2; unpack it "
		    "first: 7z x FILE";
	/* What libarchive warns of in a tar, such as a name, is harmless. */
	return !m->is_zip || got == ARCHIVE_OK ? NULL :
	    why != NULL ? why : "it is damaged";
}

static int
next_member(struct archive_members *m, struct span *name, struct err *e)
{
	const char *why;
	int got;

	m->within = false;
	if (m->lost)
		return MEMBER_END;
	do {
		got = next_header(m);
		if (got == ARCHIVE_EOF)
			return judge_end(m, e);
		if (got < ARCHIVE_WARN)
			return damaged(m, e);
		if (m->count++ == ARCHIVE_MAX_MEMBERS)
			return err_set(e, ERR_DATA, m->shown, 0, 0,
			    "more than %d members in one archive",
			    ARCHIVE_MAX_MEMBERS);
		*name = name_of(m);
	} while (is_passed(m, *name));
	why = objection(m, *name, got);
	m->within = why == NULL;
	m->block.n = 0;
	m->late.kind = ERR_NONE;
	m->block_at = m->member_at = 0;
	if (m->within)
		return MEMBER_ONE;
	(void)err_set(e, ERR_DATA, m->shown, 0, 0, "%s", why);
	return MEMBER_REFUSED;
}

/* Bytes that came of the archive: of a zip all are counted once. */
static uint64_t
bytes_in(const struct archive_members *m)
{
	return m->is_zip ? m->size : m->at;
}

/* The member ended: is it all of it?  1 a block is there, 0, or -1. */
static int
judge_member_end(struct archive_members *m, struct err *e)
{
	int64_t size = archive_entry_size(m->entry);

	m->within = false;
	if (!archive_entry_size_is_set(m->entry) || size == m->member_at)
		return 0;
	return err_set(e, ERR_DATA, m->shown, 0, 0, "byte %" PRIu64 " of the "
	    "archive: expected a member of %" PRId64 " bytes, got %" PRId64,
	    m->at, size, m->member_at);
}

/* archive_read_data() would lose what it had when a block is damaged. */
static int
next_block(struct archive_members *m, struct err *e)
{
	const void *p = NULL;
	size_t n = 0;
	int got;

	if (m->late.kind != ERR_NONE) {
		m->within = false;
		*e = m->late;
		return -1;
	}
	got = archive_read_data_block(m->archive, &p, &n, &m->block_at);
	if (got == ARCHIVE_EOF) {
		/* A hole may be the last of a sparse file. */
		m->block_at = archive_entry_size_is_set(m->entry) &&
		    !m->is_zip ? archive_entry_size(m->entry) : 0;
		return m->block_at > m->member_at ? 1 :
		    judge_member_end(m, e);
	}
	/* The last block comes with what is wrong with them all. */
	if (got == ARCHIVE_WARN && n > 0)
		(void)damaged(m, &m->late);
	else if (got < ARCHIVE_OK || m->block_at < m->member_at) {
		m->within = false;
		m->lost = got == ARCHIVE_FATAL;
		return damaged(m, e);
	}
	m->block = n > 0 ? span_make(p, n) : SPAN("");
	return 1;
}

/* What stands in the block, or zeros up to it. */
static size_t
take(struct archive_members *m, char *into, size_t n)
{
	int64_t hole = m->block_at - m->member_at;

	if (hole > 0) {
		n = (uint64_t)hole < n ? (size_t)hole : n;
		memset(into, 0, n);
	} else {
		n = m->block.n < n ? m->block.n : n;
		memcpy(into, m->block.p, n);
		m->block = span_from(m->block, n);
		m->block_at += (int64_t)n;
	}
	m->member_at += (int64_t)n;
	return n;
}

static ssize_t
read_member(void *state, char *into, size_t n, struct err *e)
{
	struct archive_members *m = state;
	size_t made = 0;
	int got;

	while (m->within && made == 0) {
		if (m->block.n == 0 && m->block_at <= m->member_at &&
		    (got = next_block(m, e)) <= 0)
			return got;
		made = take(m, into, n);
	}
	m->out += made;
	if (!ratio_is_over(bytes_in(m), m->out))
		return (ssize_t)made;
	m->within = false;
	return err_set(e, ERR_DATA, m->shown, 0, 0, "the archive expands more "
	    "than %" PRIu64 " times", RATIO_MAX);
}

static bool
is_ready(void *state)
{
	const struct archive_members *m = state;
	uint64_t size;

	/* A member of a tar that comes through a pipe may wait for it. */
	return m->is_zip || source_is_seekable(m->source, &size);
}

static struct source_origin
origin(struct archive_members *m)
{
	return (struct source_origin){ read_member, is_ready, m };
}

static uint64_t
position(const struct archive_members *m)
{
	return m->is_zip && m->held.p == NULL ? m->at :
	    source_position(m->source);
}

const struct archive_reading archive_reading = {
	.open = open_members,
	.next = next_member,
	.origin = origin,
	.position = position,
	.close = close_members
};
