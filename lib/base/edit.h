#ifndef BASE_EDIT_H
#define BASE_EDIT_H

#include <stddef.h>

#include "base/arena.h"
#include "base/span.h"

/*
 * A cleaning step is a function from a text to edits; they are applied in
 * one place, and compose, so that a position in the clean text can be told
 * in the original.  Units are bytes.
 */
struct edit {
	size_t		start;	/* in the old text */
	size_t		old_n;	/* bytes that go */
	struct span	text;	/* bytes that come; borrowed */
	size_t		at;	/* of text, in the new text */
};

/*
 * Edits of one text, in order of start, disjoint.  items are in the arena of
 * the caller, who fills them with edits_add() alone.  Initialised with = {0}.
 */
struct edits {
	struct edit	*items;
	size_t		 count;
	size_t		 capacity;
	char		*joined;	/* text of the last one, if joined */
	size_t		 room;		/* bytes at joined */
};

/*
 * Appends an edit; start must not be before the end of the last one.  An
 * edit that touches the last one is joined to it, unless both are
 * replacements (bytes go and bytes come): those stay apart, so that an
 * origin is as exact as can be.  One that changes nothing (both lengths 0)
 * is left out.
 */
void		edits_add(struct edits *, struct arena *, size_t start,
		    size_t old_n, struct span text);

/* old with the edits applied; old itself where there are none. */
struct span	edits_apply(const struct edits *, struct arena *,
		    struct span old);

/*
 * What first and then second do, as edits of the first text: applying the
 * result equals applying the two in turn.
 */
struct edits	edits_compose(const struct edits *first,
		    const struct edits *second, struct arena *);

/*
 * Where byte `at` of the new text stood in the old one.  Inside a
 * replacement: the replaced bytes' start.  Logarithmic in the count.
 */
size_t		edits_origin(const struct edits *, size_t at);

/*
 * Where byte `at` of the old text stands in the new one; of bytes that went:
 * the start of what came for them.  Logarithmic in the count.
 */
size_t		edits_place(const struct edits *, size_t at);

#endif
