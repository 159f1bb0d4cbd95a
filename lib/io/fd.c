#define _GNU_SOURCE	/* F_SETPIPE_SZ */
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <poll.h>
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

	if (n > SSIZE_MAX)
		n = SSIZE_MAX;
	do
		got = read(fd, into, n);
	while (got < 0 && again(fd, POLLIN));
	return got;
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
