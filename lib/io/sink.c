#include <sys/stat.h>

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <string.h>
#include <unistd.h>

#include "base/decimal.h"
#include "base/mem.h"
#include "io/fd.h"
#include "io/gzip.h"
#include "io/replace.h"
#include "io/sink.h"

struct sink {
	const char	*shown;
	int		 fd;		/* place.fd if whole */
	bool		 is_whole;
	bool		 is_main;	/* who leaves it ends us by SIGPIPE */
	struct replace	 place;
	struct packer	*packer;	/* NULL for plain text */
	uint64_t	 count;
};

static int
cannot_create(const struct sink *s, const char *why, struct err *e)
{
	return err_set(e, ERR_CREATE, s->shown, 0, 0, "can't create: %s",
	    why);
}

/* Closes all but standard output; an unfinished temporary file goes. */
static void
release(struct sink *s)
{
	if (s == NULL)
		return;
	if (!s->is_whole && s->fd > STDERR_FILENO)
		(void)fd_close(s->fd);
	replace_drop(&s->place);
	packer_free(s->packer);
	mem_free(s);
}

static bool
is_writable(int fd)
{
	int flags = fcntl(fd, F_GETFL);

	return flags >= 0 && (flags & O_ACCMODE) != O_RDONLY;
}

/*
 * The descriptor that target is another name of, or -1.  Opened by such a
 * name, a file would be truncated, or be one that has no name any more.
 */
static int
named_descriptor(const char *target)
{
	static const struct span folders[] = {
		{ "/dev/fd/", 8 }, { "/proc/self/fd/", 14 }
	};
	struct span s = span_of(target), number;
	int64_t fd;
	size_t i;

	if (span_is(s, "/dev/stdout"))
		return STDOUT_FILENO;
	if (span_is(s, "/dev/stderr"))
		return STDERR_FILENO;
	for (i = 0; i < sizeof(folders) / sizeof(folders[0]); i++)
		if (span_starts(s, folders[i])) {
			number = span_from(s, folders[i].n);
			if (decimal_integer(number, &fd) && fd >= 0 &&
			    fd <= INT_MAX)
				return (int)fd;
		}
	return -1;
}

static int
open_stdout(struct sink *s, struct err *e)
{
	s->shown = "standard output";
	s->fd = STDOUT_FILENO;
	if (!is_writable(s->fd))
		return err_set(e, ERR_IO, s->shown, 0, 0,
		    "it is closed, or not open for writing");
	fd_widen(s->fd);
	return 0;
}

/* By its name, what the descriptor appends to would be truncated. */
static int
open_duplicate(struct sink *s, int fd, struct err *e)
{
	if (!is_writable(fd))
		return err_set(e, ERR_IO, s->shown, 0, 0,
		    "it is closed, or not open for writing");
	s->fd = fcntl(fd, F_DUPFD_CLOEXEC, STDERR_FILENO + 1);
	return s->fd < 0 ? cannot_create(s, strerror(errno), e) : 0;
}

/* In place: for what isn't a regular file, and for the modes that say so. */
static int
open_in_place(struct sink *s, const char *target, int flags, mode_t mode,
    struct err *e)
{
	s->fd = fd_open(AT_FDCWD, target, O_WRONLY | flags, mode);
	if (s->fd < 0)
		return cannot_create(s, strerror(errno), e);
	fd_widen(s->fd);
	return 0;
}

static int
open_whole(struct sink *s, const char *target, mode_t mode, struct err *e)
{
	struct stat st;

	if (stat(target, &st) == 0 && !S_ISREG(st.st_mode))
		return open_in_place(s, target, 0, 0, e);
	if (replace_find(&s->place, target, &st) < 0)
		return cannot_create(s, strerror(errno), e);
	s->is_whole = true;
	if (replace_begin(&s->place, &st, mode) < 0)
		return cannot_create(s, strerror(errno), e);
	s->fd = s->place.fd;
	if (replace_keep(&s->place, &st) < 0)
		return err_set(e, ERR_CREATE, s->shown, 0, 0,
		    "can't keep its owner and mode: %s", strerror(errno));
	return 0;
}

static int
open_target(struct sink *s, const char *target, enum sink_mode mode,
    struct err *e)
{
	int fd;

	s->is_main = target == NULL || mode == SINK_WHOLE;
	if (target == NULL)
		return open_stdout(s, e);
	s->shown = target;
	fd = named_descriptor(target);
	if (fd >= 0)
		return open_duplicate(s, fd, e);
	switch (mode) {
	case SINK_DIRECT:
		return open_in_place(s, target, O_CREAT | O_TRUNC, 0600, e);
	case SINK_APPEND:
		return open_in_place(s, target, O_CREAT | O_APPEND, 0666, e);
	case SINK_PRIVATE:
		return open_whole(s, target, 0600, e);
	case SINK_WHOLE:
		break;
	}
	return open_whole(s, target, 0666, e);
}

int
sink_open(struct sink **out, const char *target, enum sink_mode mode,
    struct err *e)
{
	struct sink *s = mem_zero(1, sizeof(*s));

	s->fd = -1;
	s->place = (struct replace)REPLACE_NONE;
	/* All memory is taken before there is a file to remove. */
	if (target != NULL && mode != SINK_APPEND &&
	    span_ends(span_of(target), SPAN(".gz")))
		s->packer = packer_new();
	*out = s;
	if (open_target(s, target, mode, e) == 0)
		return 0;
	*out = NULL;
	release(s);
	return -1;
}

/* As if SIGPIPE had not been ignored or blocked. */
static void
die_of_sigpipe(void)
{
	struct sigaction action = { .sa_handler = SIG_DFL };
	sigset_t set;

	(void)sigaction(SIGPIPE, &action, NULL);
	(void)sigemptyset(&set);
	(void)sigaddset(&set, SIGPIPE);
	(void)pthread_sigmask(SIG_UNBLOCK, &set, NULL);
	(void)raise(SIGPIPE);
}

static int
put(struct sink *s, struct span bytes, struct err *e)
{
	if (fd_write(s->fd, bytes) == 0)
		return 0;
	if (errno == EPIPE && s->is_main && !s->is_whole)
		die_of_sigpipe();
	return err_set(e, ERR_IO, s->shown, 0, 0, "can't write: %s",
	    strerror(errno));
}

static int
pack(struct sink *s, struct span bytes, bool at_end, struct err *e)
{
	struct span packed;

	do {
		packed = packer_write(s->packer, &bytes, at_end);
		if (put(s, packed, e) < 0)
			return -1;
	} while (packed.n > 0);
	return 0;
}

int
sink_write(struct sink *s, struct span bytes, struct err *e)
{
	s->count += bytes.n;
	return s->packer != NULL ? pack(s, bytes, false, e) :
	    put(s, bytes, e);
}

/* Everything is on its way; a close may still tell that it didn't arrive. */
static int
finish(struct sink *s, struct err *e)
{
	int fd = s->fd, got;

	if (s->packer != NULL && pack(s, (struct span){ 0 }, true, e) < 0)
		return -1;
	if (s->is_whole)
		got = replace_finish(&s->place);
	else {
		got = fd == STDOUT_FILENO ? 0 : fd_sync(fd);
		s->fd = -1;
		if (fd_close(fd) < 0)
			got = -1;
	}
	if (got < 0)
		return err_set(e, ERR_IO, s->shown, 0, 0, "can't finish: %s",
		    strerror(errno));
	return 0;
}

int
sink_commit(struct sink *s, struct err *e)
{
	int got = finish(s, e);

	release(s);
	return got;
}

void
sink_abandon(struct sink *s)
{
	release(s);
}

void
sink_emergency(const struct sink *s)
{
	if (s != NULL)
		replace_unlink(&s->place);
}

bool
sink_is_whole(const struct sink *s)
{
	return s->is_whole;
}

int
sink_folder(const struct sink *s)
{
	return s->place.folder;
}

int
sink_move(const char *file, const char *target, struct err *e)
{
	if (replace_move(file, target) == 0)
		return 0;
	return err_set(e, ERR_IO, target, 0, 0, "can't rename %s to it: %s",
	    file, strerror(errno));
}

uint64_t
sink_count(const struct sink *s)
{
	return s->count;
}

bool
sink_is_same_file(const char *target, const char *name)
{
	struct stat a, b;
	int got;

	got = target == NULL ? fstat(STDOUT_FILENO, &a) : stat(target, &a);
	if (got < 0 || !S_ISREG(a.st_mode))
		return false;
	got = name == NULL || strcmp(name, "-") == 0 ?
	    fstat(STDIN_FILENO, &b) : stat(name, &b);
	return got == 0 && a.st_dev == b.st_dev && a.st_ino == b.st_ino;
}
