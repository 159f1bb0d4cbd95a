#define _GNU_SOURCE	/* fallocate */
#include <errno.h>
#include <fcntl.h>
#include <string.h>

#include "io/fd.h"
#include "io/scratch.h"

void
scratch_open(struct scratch *s, const char *folder)
{
	*s = (struct scratch){ .folder = folder };
	s->fd = fd_nameless(folder);
	s->why = errno;
}

void
scratch_close(struct scratch *s)
{
	if (s->fd >= 0)
		(void)fd_close(s->fd);
	s->fd = -1;
}

int
scratch_failed(const struct scratch *s, struct err *e)
{
	char shown[128];

	return err_set(e, ERR_IO, NULL, 0, 0, "temporary files in %s: %s",
	    err_quote(shown, sizeof(shown), span_of(s->folder)),
	    strerror(s->fd < 0 ? s->why : errno));
}

int
scratch_append(struct scratch *s, struct span bytes, struct err *e)
{
	if (s->fd < 0 || fd_write(s->fd, bytes) == -1)
		return scratch_failed(s, e);
	s->end += (off_t)bytes.n;
	return 0;
}

int
scratch_read(const struct scratch *s, char *into, size_t n, off_t at,
    struct err *e)
{
	ssize_t got = fd_read_at(s->fd, into, n, at);

	if (got == (ssize_t)n)
		return 0;
	if (got >= 0)
		errno = EIO;	/* nobody else can have cut it */
	return scratch_failed(s, e);
}

void
scratch_forget(const struct scratch *s, off_t from, off_t to)
{
	if (from < to)
		(void)fallocate(s->fd, FALLOC_FL_PUNCH_HOLE |
		    FALLOC_FL_KEEP_SIZE, from, to - from);
}
