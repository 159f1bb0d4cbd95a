#ifndef TOOLS_TOOL_H
#define TOOLS_TOOL_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/span.h"

/*
 * What the programs of the build share: compilers of text files into what
 * text/compiled.h describes.  A mistake ends them with a message.
 */
void		die(const char *format, ...)
		    __attribute__((noreturn, format(printf, 1, 2)));

/* All of a file, in the arena; valid UTF-8. */
struct span	read_file(struct arena *, const char *path);

/* The next line of text, without its LF; false at the end. */
bool		next_line(struct span *text, struct span *line);

/* Appends n bytes of whatever stands at p. */
void		add(struct buf *, const void *p, size_t n);

/*
 * Writes what is in the buffer, which begins with room for a struct
 * compiled_header.
 */
void		write_compiled(struct buf *, const char *magic,
		    uint32_t version, const char *path);

#endif
