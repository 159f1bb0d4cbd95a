#ifndef IO_GZIP_H
#define IO_GZIP_H

#include <stdbool.h>

#include "base/span.h"

/*
 * Writing gzip (RFC 1952); used inside lib/io only.  One member, time 0, no
 * name, level 6: the same bytes for the same text.
 */
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
