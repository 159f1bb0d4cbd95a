#ifndef IO_GZIP_H
#define IO_GZIP_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

#include "base/err.h"
#include "base/span.h"

/*
 * gzip (RFC 1952) both ways; used inside lib/io only.
 *
 * Reading demands more than gzread(): every member's CRC-32 and length, the
 * end of the last one, and nothing behind it, zeros included.
 */
struct unpacker;

/*
 * True if an input that begins with s is gzip.  Two of the three constant
 * bytes decide, so that a flipped bit there is a damaged archive and not a
 * strange text; text has none of these pairs.  A shorter s must match.
 */
bool	gzip_is_magic(struct span s);

/* name, of the input, is borrowed for messages. */
struct unpacker	*unpacker_new(const char *name);

/*
 * Up to n > 0 decompressed bytes; takes what it used off the front of *in.
 * 0: *in is used up, and if at_end that was a true end.  -1: ERR_DATA with
 * the byte, again at each later call; all bytes before the fault were
 * given first.
 */
ssize_t	unpacker_read(struct unpacker *, struct span *in, bool at_end,
	    char *into, size_t n, struct err *);

/* NULL is allowed. */
void	unpacker_free(struct unpacker *);

/* One member, time 0, no name, level 6: the same bytes for the same text. */
struct packer;

struct packer	*packer_new(void);

/*
 * Takes bytes off the front of *in; gives those that are ready, borrowed
 * until the next call.  Empty: all of *in is taken, and if at_end the
 * member is complete.
 */
struct span	 packer_write(struct packer *, struct span *in, bool at_end);

/* NULL is allowed. */
void		 packer_free(struct packer *);

#endif
