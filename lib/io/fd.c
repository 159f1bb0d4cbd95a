#define _GNU_SOURCE	/* F_SETPIPE_SZ, O_TMPFILE, mkostemp */
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "io/fd.h"

enum { PIPE_BYTES = 1 << 20 };

static int
above_standard(int fd)
{
	int high, saved;

	if (fd > STDERR_FILENO)
		return fd;
	high = fcntl(fd, F_DUPFD_CLOEXEC, STDERR_FILENO + 1);
	saved = errno;
	(void)close(fd);
	errno = saved;
	return high;
}

int
fd_open(int folder, const char *name, int flags, mode_t mode)
{
	int fd;

	do
		fd = openat(folder, name, flags | O_CLOEXEC | O_NOCTTY, mode);
	while (fd < 0 && errno == EINTR);
	return fd < 0 ? fd : above_standard(fd);
}

/* True if the call that just failed is worth repeating. */
static bool
again(int fd, short events)
{
	struct pollfd p = { .fd = fd, .events = events };

	if (errno == EINTR)
		return true;
	if (errno != EAGAIN && errno != EWOULDBLOCK)
		return false;
	return poll(&p, 1, -1) >= 0 || errno == EINTR;
}

ssize_t
fd_read(int fd, char *into, size_t n)
{
	ssize_t got;

	do
		got = read(fd, into, n);
	while (got < 0 && again(fd, POLLIN));
	return got;
}

ssize_t
fd_read_at(int fd, char *into, size_t n, off_t at)
{
	size_t have = 0;
	ssize_t got = 1;

	while (have < n && got > 0) {
		got = pread(fd, into + have, n - have, at + (off_t)have);
		if (got > 0)
			have += (size_t)got;
		else if (got < 0 && errno == EINTR)
			got = 1;
	}
	return got < 0 ? -1 : (ssize_t)have;
}

/* Where the file system knows none without a name, it loses it at once. */
static int
lose_name(const char *folder)
{
	char name[PATH_MAX];
	int fd, n = snprintf(name, sizeof(name), "%s/.minqing-XXXXXX", folder);

	if (n < 0 || (size_t)n >= sizeof(name)) {
		errno = ENAMETOOLONG;
		return -1;
	}
	fd = mkostemp(name, O_CLOEXEC);
	if (fd >= 0)
		(void)unlink(name);
	return fd < 0 ? fd : above_standard(fd);
}

int
fd_nameless(const char *folder)
{
	int fd = fd_open(AT_FDCWD, folder, O_TMPFILE | O_RDWR,
	    S_IRUSR | S_IWUSR);

	if (fd < 0 && (errno == EOPNOTSUPP || errno == EISDIR ||
	    errno == EINVAL))
		fd = lose_name(folder);
	return fd;
}

int
fd_write(int fd, struct span s)
{
	ssize_t put;

	while (s.n > 0) {
		put = write(fd, s.p, s.n);
		if (put >= 0)
			s = span_from(s, (size_t)put);
		else if (!again(fd, POLLOUT))
			return -1;
	}
	return 0;
}

int
fd_sync(int fd)
{
	while (fsync(fd) < 0) {
		if (errno == EINVAL || errno == EROFS || errno == ENOTSUP)
			return 0;
		if (errno != EINTR)
			return -1;
	}
	return 0;
}

int
fd_close(int fd)
{
	return close(fd) < 0 && errno != EINTR ? -1 : 0;
}

bool
fd_ready(int fd)
{
	struct pollfd p = { .fd = fd, .events = POLLIN };
	int n;

	do
		n = poll(&p, 1, 0);
	while (n < 0 && errno == EINTR);
	return n != 0;
}

void
fd_widen(int fd)
{
#ifdef F_SETPIPE_SZ
	(void)fcntl(fd, F_SETPIPE_SZ, PIPE_BYTES);
#else
	(void)fd;
#endif
}
