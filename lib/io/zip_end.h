#ifndef IO_ZIP_END_H
#define IO_ZIP_END_H

#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#include "base/err.h"

/*
 * The record at the end of a zip archive (APPNOTE.TXT 6.3.10, sections
 * 4.3.14 to 4.3.16), which libarchive looks for but doesn't hold against
 * what it finds: so that nothing is missing before it, and nothing stands
 * behind it.
 */

/* As source_read_at(): n bytes, fewer at the end, or -1. */
typedef ssize_t	zip_read_at(void *state, char *into, size_t n, uint64_t at,
		    struct err *);

/*
 * The number of members in the directory of the archive of size bytes.  -1:
 * ERR_DATA if there is no such record whose comment ends with the file.
 */
int	zip_end_find(zip_read_at *read_at, void *state, uint64_t size,
	    const char *shown, uint64_t *members, struct err *e);

#endif
