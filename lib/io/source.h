#ifndef IO_SOURCE_H
#define IO_SOURCE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#include "base/err.h"
#include "base/span.h"

/*
 * Bytes in: standard input or a file, plain or gzip, told by the content and
 * never by the name.  gzip (RFC 1952) is read by a loop of ours over
 * inflate(): all members, CRC-32 and length verified, the end of the stream
 * demanded (gzread() takes a cut file for a whole one), and nothing behind
 * it.  After the first 16 MiB of output a ratio over 250 is an error.  xz and
 * zstd are recognised and refused with the command that unpacks them.
 */
struct source;

/*
 * Opens name, "-" or NULL for standard input, which is not closed later.
 * shown is the name for messages, name itself if NULL; borrowed until
 * source_close().  A missing or unreadable file or a directory is ERR_INPUT.
 */
int	source_open(struct source **, const char *name, const char *shown,
	    struct err *);

/*
 * Up to n > 0 decompressed bytes; 0 at a true end.  -1: ERR_IO for a read
 * that failed, ERR_DATA for a damaged stream with its byte offset (all bytes
 * before the fault were delivered by the calls before).  Bytes that were
 * ready are returned without waiting for more; only the first call waits for
 * six, a line end or the end, which tell the format.  EINTR is retried.
 */
ssize_t	source_read(struct source *, char *into, size_t n, struct err *);

/* True if source_read() would not block. */
bool	source_ready(struct source *);

/* Compressed bytes read so far. */
uint64_t source_position(const struct source *);

/* NULL is allowed. */
void	source_close(struct source *);

#endif
