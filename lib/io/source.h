#ifndef IO_SOURCE_H
#define IO_SOURCE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#include "base/err.h"
#include "base/span.h"

/*
 * Bytes in: standard input or a file, plain, gzip, xz or zstd, told by the
 * content and never by the name; io/unpack.h says what is demanded of packed
 * bytes.
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
 * A source over bytes that come from elsewhere, which may be packed, too:
 * those of a member of an archive.  read() is like source_read(), ready()
 * like source_ready().  shown is borrowed.
 */
struct source_origin {
	ssize_t	(*read)(void *state, char *into, size_t n, struct err *);
	bool	(*ready)(void *state);
	void	*state;
};

struct source	*source_over(const struct source_origin *, const char *shown);

/* Ends it after so many decompressed bytes, whatever is behind them. */
void	source_limit(struct source *, uint64_t bytes);

/*
 * What the decompressed bytes are; none is taken.  Waits for the first 512,
 * a line end or the end.
 */
struct kind;
const struct kind	*source_kind(struct source *);

/*
 * True if it is a file that can be read from anywhere: a plain one that was
 * opened by its name.  *size is in bytes.  source_read_at() doesn't move what
 * source_read() reads next; it gives up to n bytes, 0 behind the end, or -1.
 */
bool	source_is_seekable(const struct source *, uint64_t *size);
ssize_t	source_read_at(const struct source *, char *into, size_t n,
	    uint64_t at, struct err *);

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
