#include <sys/stat.h>

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <string.h>
#include <unistd.h>

#include "base/mem.h"
#include "io/fd.h"
#include "io/kind.h"
#include "io/source.h"
#include "io/unpack.h"

enum {
	READ_BYTES = 256 * 1024,
	AHEAD = KIND_BYTES
};

/*
 * A head of the input is read to tell what it is.  Plain text is then read
 * straight into the caller's memory; packed bytes go on through `in`.
 *
 *	fd or origin ---> in[at..n) ---> unpacker ---> ahead ---> caller
 */
struct source {
	int		 fd;		/* -1 where there is an origin */
	struct source_origin origin;
	bool		 is_stdin;
	bool		 is_file;	/* regular: a read never waits */
	bool		 known;		/* plain or packed has been told */
	bool		 at_end;	/* of the descriptor */
	const char	*name;
	uint64_t	 position;
	uint64_t	 left;		/* bytes to be given at most */
	char		*in;		/* READ_BYTES; NULL once plain */
	size_t		 at;
	size_t		 n;
	struct unpacker	*unpacker;	/* NULL for plain text */
	char		 ahead[AHEAD];	/* unpacked by a look at it */
	size_t		 ahead_n;
	struct err	 fault;		/* of a read made by such a look */
};

static int
examine(struct source *s, struct err *e)
{
	int flags = fcntl(s->fd, F_GETFL);
	struct stat st;
	char quoted[128];

	if (flags < 0 || (flags & O_ACCMODE) == O_WRONLY)
		return err_set(e, ERR_INPUT, s->name, 0, 0,
		    "it is closed, or not open for reading");
	if (fstat(s->fd, &st) < 0)
		return err_set(e, ERR_INPUT, s->name, 0, 0, "%s",
		    strerror(errno));
	if (S_ISDIR(st.st_mode))
		return err_set(e, ERR_INPUT, s->name, 0, 0, "expected a "
		    "file, got a directory (its files: %s%s*)",
		    err_quote(quoted, sizeof(quoted), span_of(s->name)),
		    span_ends(span_of(s->name), SPAN("/")) ? "" : "/");
	s->is_file = S_ISREG(st.st_mode);
	if (s->is_file)
		(void)posix_fadvise(s->fd, 0, 0, POSIX_FADV_SEQUENTIAL);
	else
		fd_widen(s->fd);
	return 0;
}

int
source_open(struct source **out, const char *name, const char *shown,
    struct err *e)
{
	struct source *s;

	if (name == NULL)
		name = "-";
	s = mem_zero(1, sizeof(*s));
	s->left = UINT64_MAX;
	s->name = shown != NULL ? shown : name;
	s->is_stdin = strcmp(name, "-") == 0;
	s->fd = s->is_stdin ? STDIN_FILENO :
	    fd_open(AT_FDCWD, name, O_RDONLY, 0);
	if (s->fd < 0)
		(void)err_set(e, ERR_INPUT, s->name, 0, 0, "%s",
		    strerror(errno));
	else if (examine(s, e) == 0) {
		s->in = mem_alloc(READ_BYTES, 1);
		*out = s;
		return 0;
	}
	source_close(s);
	return -1;
}

struct source *
source_over(const struct source_origin *origin, const char *shown)
{
	struct source *s = mem_zero(1, sizeof(*s));

	s->fd = -1;
	s->left = UINT64_MAX;
	s->origin = *origin;
	s->name = shown;
	s->in = mem_alloc(READ_BYTES, 1);
	return s;
}

/* One read; the bytes, 0 at the end, or -1. */
static ssize_t
read_some(struct source *s, char *into, size_t n, struct err *e)
{
	ssize_t got;

	if (s->origin.read != NULL) {
		got = s->origin.read(s->origin.state, into, n, e);
		if (got < 0)
			return -1;
	} else if ((got = fd_read(s->fd, into, n)) < 0)
		return err_set(e, ERR_IO, s->name, 0, 0,
		    "byte %" PRIu64 ": can't read: %s", s->position,
		    strerror(errno));
	s->position += (uint64_t)got;
	s->at_end = got == 0;
	return got;
}

static int
fill(struct source *s, struct err *e)
{
	ssize_t got;

	if (s->at == s->n)
		s->at = s->n = 0;
	got = read_some(s, s->in + s->n, READ_BYTES - s->n, e);
	if (got < 0)
		return -1;
	s->n += (size_t)got;
	return 0;
}

/* True if a read wouldn't wait. */
static bool
can_read(const struct source *s)
{
	if (s->origin.read != NULL)
		return s->origin.ready(s->origin.state);
	return s->is_file || fd_ready(s->fd);
}

static struct span
pending(const struct source *s)
{
	return span_make(s->in + s->at, s->n - s->at);
}

/* True once the head is enough to tell what the input is. */
static bool
head_is_enough(const struct source *s)
{
	return s->n >= UNPACK_MAGIC || s->at_end ||
	    memchr(s->in, '\n', s->n) != NULL;
}

static void
tell_format(struct source *s)
{
	const struct codec *codec = unpack_codec(pending(s));

	if (codec != NULL)
		s->unpacker = unpacker_new(codec, s->name);
	s->known = true;
}

static size_t
give(char *into, size_t n, const char *from, size_t have)
{
	size_t m = have < n ? have : n;

	memcpy(into, from, m);
	return m;
}

/* The head first, then straight from the descriptor. */
static ssize_t
read_plain(struct source *s, char *into, size_t n, struct err *e)
{
	size_t m;

	if (s->in != NULL && s->at < s->n) {
		m = give(into, n, s->in + s->at, s->n - s->at);
		s->at += m;
		return (ssize_t)m;
	}
	mem_free(s->in);
	s->in = NULL;
	return s->at_end ? 0 : read_some(s, into, n, e);
}

static ssize_t
unpack(struct source *s, char *into, size_t n, struct err *e)
{
	struct span in = pending(s);
	ssize_t made = unpacker_read(s->unpacker, &in, s->at_end, into, n, e);

	s->at = s->n - in.n;
	return made;
}

static ssize_t
read_packed(struct source *s, char *into, size_t n, struct err *e)
{
	size_t have = give(into, n, s->ahead, s->ahead_n);
	struct err why = { 0 };
	ssize_t made;

	s->ahead_n -= have;
	memmove(s->ahead, s->ahead + have, s->ahead_n);
	while (have < n) {
		made = unpack(s, into + have, n - have, &why);
		if (made > 0) {
			have += (size_t)made;
			continue;
		}
		/* A fault comes again when these bytes have been taken. */
		if (have > 0)
			break;
		if (made < 0)
			*e = why;
		if (made < 0 || s->at_end)
			return made;
		if (fill(s, e) < 0)
			return -1;
	}
	return (ssize_t)have;
}

/* What was read and not given; a fault comes behind it. */
static bool
has_bytes(const struct source *s)
{
	return s->unpacker != NULL ? s->ahead_n > 0 :
	    s->in != NULL && s->at < s->n;
}

/* Tells plain from packed, which may wait for the head. */
static void
know(struct source *s)
{
	while (!s->known && !head_is_enough(s))
		if (fill(s, &s->fault) < 0)
			break;
	if (!s->known)
		tell_format(s);
}

void
source_limit(struct source *s, uint64_t bytes)
{
	s->left = bytes;
}

ssize_t
source_read(struct source *s, char *into, size_t n, struct err *e)
{
	ssize_t got;

	if (s->left == 0)
		return 0;
	if (n > s->left)
		n = (size_t)s->left;
	know(s);
	if (s->fault.kind != ERR_NONE && !has_bytes(s)) {
		*e = s->fault;
		return -1;
	}
	got = s->unpacker == NULL ? read_plain(s, into, n, e) :
	    read_packed(s, into, n, e);
	if (got > 0)
		s->left -= (uint64_t)got;
	return got;
}

/* One step for more to look at; false at the end or a fault. */
static bool
look_further(struct source *s)
{
	ssize_t made;

	if (s->unpacker != NULL) {
		made = unpack(s, s->ahead + s->ahead_n, AHEAD - s->ahead_n,
		    &s->fault);
		if (made != 0) {
			s->ahead_n += made > 0 ? (size_t)made : 0;
			return made > 0;
		}
	}
	return !s->at_end && s->fault.kind == ERR_NONE &&
	    fill(s, &s->fault) == 0;
}

const struct kind *
source_kind(struct source *s)
{
	struct span head;

	know(s);
	do
		head = s->unpacker == NULL ? pending(s) :
		    span_make(s->ahead, s->ahead_n);
	while (!kind_is_clear(head) && look_further(s));
	return kind_of(head);
}

bool
source_is_seekable(const struct source *s, uint64_t *size)
{
	struct stat st;

	if (!s->is_file || s->is_stdin || s->unpacker != NULL ||
	    fstat(s->fd, &st) < 0 || st.st_size < 0)
		return false;
	*size = (uint64_t)st.st_size;
	return true;
}

ssize_t
source_read_at(const struct source *s, char *into, size_t n, uint64_t at,
    struct err *e)
{
	ssize_t got = fd_read_at(s->fd, into, n, (off_t)at);

	return got >= 0 ? got : err_set(e, ERR_IO, s->name, 0, 0,
	    "byte %" PRIu64 ": can't read: %s", at, strerror(errno));
}

/*
 * Packed bytes that are there may unpack to nothing yet, so being ready
 * is known only by having unpacked something.
 */
static bool
packed_is_ready(struct source *s)
{
	ssize_t made;

	while (s->ahead_n == 0) {
		made = unpack(s, s->ahead, AHEAD, &s->fault);
		if (made > 0)
			s->ahead_n = (size_t)made;
		else if (made < 0 || s->at_end)
			return true;
		else if (!can_read(s))
			return false;
		else if (fill(s, &s->fault) < 0)
			return true;
	}
	return true;
}

bool
source_ready(struct source *s)
{
	if (s->is_file || s->left == 0 || s->fault.kind != ERR_NONE)
		return true;
	while (!s->known && !head_is_enough(s)) {
		if (!can_read(s))
			return false;
		if (fill(s, &s->fault) < 0)
			return true;
	}
	if (!s->known)
		tell_format(s);
	if (s->unpacker != NULL)
		return packed_is_ready(s);
	return (s->in != NULL && s->at < s->n) || s->at_end || can_read(s);
}

uint64_t
source_position(const struct source *s)
{
	return s->position;
}

void
source_close(struct source *s)
{
	if (s == NULL)
		return;
	/* Nothing was written: a close that fails loses nothing. */
	if (!s->is_stdin && s->fd >= 0)
		(void)close(s->fd);
	unpacker_free(s->unpacker);
	mem_free(s->in);
	mem_free(s);
}
