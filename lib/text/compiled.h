#ifndef TEXT_COMPILED_H
#define TEXT_COMPILED_H

#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "base/span.h"

/*
 * What the build compiles (tools/) and a process maps: words.dict, *.script.
 * Such a file begins with this header, in the byte order of the machine that
 * built it; the hash covers all from `version` on.
 */
struct compiled_header {
	char		magic[16];
	uint64_t	hash_high, hash_low;
	uint32_t	version;
	uint32_t	order;		/* COMPILED_ORDER tells that of bytes */
};

#define COMPILED_ORDER	0x01020304u

/*
 * Maps a file of that magic and version, at least `least` bytes long, until
 * compiled_close() or the end of the process.  `what` is for messages: "words"
 * is a dictionary of words.  Empty after an error: ERR_INPUT where there is
 * no file, ERR_SOFTWARE where it is no such dictionary.
 */
struct span	compiled_open(const char *path, const char *magic,
		    uint32_t version, size_t least, const char *what,
		    struct err *);
void		compiled_close(struct span file);

/* The refusal of a file whose parts don't fit its size. */
int		compiled_refuse(struct err *, const char *path,
		    const char *got);

#endif
