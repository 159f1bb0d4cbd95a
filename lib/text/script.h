#ifndef TEXT_SCRIPT_H
#define TEXT_SCRIPT_H

#include <stddef.h>

#include "base/arena.h"
#include "base/edit.h"
#include "base/err.h"
#include "base/span.h"

/*
 * Traditional characters to simplified ones, or the other way, byte for byte
 * as `opencc -c t2s` and `opencc -c s2t`: from the left, the longest phrase
 * of its dictionary that begins at a place is replaced, else the character,
 * by the first of the replacements that are listed.
 */
struct script;

/*
 * Maps what the build compiled (script_file.h), until script_close() or the
 * end of the process; in the arena, and read-only from then on.  NULL after
 * an error.
 */
struct script	*script_open(struct arena *, const char *path, struct err *);
void		 script_close(struct script *);

/*
 * Words that stay as they are wherever they stand, none empty: what is
 * between them is converted by itself.  Of two that overlap, the one that
 * begins first stays, and of those the longest.  false if they hold more
 * different characters than terms.h can take.
 */
bool		 script_protect(struct script *, struct arena *,
		    const struct span *words, size_t count);

/* The edits of valid UTF-8; no edit for what stays as it was. */
struct edits	 script_edits(const struct script *, struct arena *,
		    struct span text);

#endif
