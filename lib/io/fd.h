#ifndef IO_FD_H
#define IO_FD_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

#include "base/span.h"

/*
 * What every file descriptor of ours needs; used inside lib/io only.  All
 * report by errno.
 */

/*
 * open(2), retried after EINTR, close-on-exec.  Never gives 0, 1 or 2: in a
 * process that was started with one of them closed, messages would
 * otherwise be written into the output.
 */
int	fd_open(int folder, const char *name, int flags, mode_t mode);

/* read(2), retried after EINTR; waits where the other side set O_NONBLOCK. */
ssize_t	fd_read(int fd, char *into, size_t n);

/*
 * Up to n bytes from a place of a file, fewer only at its end; the place where
 * writing goes on stays.
 */
ssize_t	fd_read_at(int fd, char *into, size_t n, off_t at);

/*
 * A new file without a name in a folder, for reading and writing, its owner's
 * alone: it goes with its last descriptor.
 */
int	fd_nameless(const char *folder);

/* All of it, however often write(2) stops early.  0, or -1. */
int	fd_write(int fd, struct span);

/* fsync(2), which pipes, terminals and some file systems don't have. */
int	fd_sync(int fd);

/* close(2); EINTR is no failure, the descriptor is gone by then. */
int	fd_close(int fd);

/* True if a read would not block: bytes, the end or an error are there. */
bool	fd_ready(int fd);

/* Asks for a 1 MiB pipe, three times as fast as one of 64 KiB. */
void	fd_widen(int fd);

#endif
