#ifndef IO_UNPACK_H
#define IO_UNPACK_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

#include "base/err.h"
#include "base/span.h"

/*
 * Compressed input: gzip (RFC 1952), xz and zstd (RFC 8878), by one loop;
 * used inside lib/io only.
 *
 * It demands more than the libraries' own readers: all members with their
 * checksums and lengths, the end of the last one, and nothing behind it,
 * zeros included.
 */
struct unpacker;
struct codec;

/*
 * The format of an input that begins with s, or NULL if it isn't compressed.
 * One byte of the magic number may be another one, so that a flipped bit
 * there is a damaged archive and not a strange text; text has none of them.
 * A shorter s must match.
 */
const struct codec	*unpack_codec(struct span s);
#define UNPACK_MAGIC	6	/* bytes that decide */

/* name, of the input, is borrowed for messages. */
struct unpacker	*unpacker_new(const struct codec *, const char *name);

/*
 * Up to n > 0 decompressed bytes; takes what it used off the front of *in.
 * 0: *in is used up, and if at_end that was a true end.  -1: ERR_DATA with
 * the byte, or ERR_MEMORY, again at each later call; all bytes before the
 * fault were given first.  More than 250 times the input, after the first 16
 * MiB, is a fault.
 */
ssize_t	unpacker_read(struct unpacker *, struct span *in, bool at_end,
	    char *into, size_t n, struct err *);

/* NULL is allowed. */
void	unpacker_free(struct unpacker *);

#endif
