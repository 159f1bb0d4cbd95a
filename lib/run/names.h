#ifndef RUN_NAMES_H
#define RUN_NAMES_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/err.h"

/*
 * Names of inputs that stand in files: --files-from.  One a line, LF or CR LF,
 * blank lines and a BOM passed over; with nul each ends with a zero byte and
 * is anything else.  A list may be compressed, as every input.
 */
#define NAMES_MAX_BYTES	((size_t)64 * 1024 * 1024)	/* of one list */
#define NAMES_MAX_NAME	4095				/* bytes of a name */

struct name_list {
	const char	**items;	/* in the arena */
	size_t		  count;
	size_t		  capacity;
};

void	names_add(struct name_list *, struct arena *, const char *name);

/*
 * Adds the names of the list file, "-" for standard input.  -1: ERR_INPUT,
 * ERR_IO, or ERR_DATA with the line.
 */
int	names_read(struct name_list *, struct arena *, const char *file,
	    bool nul, struct err *);

#endif
