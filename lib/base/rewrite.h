#ifndef BASE_REWRITE_H
#define BASE_REWRITE_H

#include <stddef.h>

#include "base/arena.h"
#include "base/edit.h"
#include "base/span.h"

/*
 * A text written anew from front to back, out of parts of an old one and new
 * parts between them; what comes of it are edits of the old text.  Begins as
 * = { .arena, .old }.
 */
struct rewrite {
	struct arena	*arena;
	struct span	 old;
	struct edits	 edits;		/* whole after rewrite_end() */
	size_t		 at;		/* of old: kept or gone before it */
	char		*gap;		/* new text that stands there */
	size_t		 gap_n;
	size_t		 gap_capacity;
	size_t		 length;	/* of the new text so far */
};

/* Keeps n bytes of old from byte `from` >= at on; those before it go. */
void	rewrite_keep(struct rewrite *, size_t from, size_t n);

/* Adds new text, which is copied. */
void	rewrite_put(struct rewrite *, struct span);

/*
 * Takes the last n bytes of the new text away again; they were kept in one,
 * or put since the last that were kept.
 */
void	rewrite_drop_last(struct rewrite *, size_t n);

/* What is left of old goes. */
void	rewrite_end(struct rewrite *);

#endif
