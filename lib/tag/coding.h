#ifndef TAG_CODING_H
#define TAG_CODING_H

#include "tag/search.h"

/* A place in a text that bears a code. */
struct coded {
	uint32_t	code;
	uint32_t	rank;		/* of the code, by its id */
	uint32_t	start, end;	/* code points */
	uint64_t	contexts;	/* that mark it: bits, of its book */
	double		weight;
};

/*
 * The codes of a text of a field, by the books for which books[] is true
 * (NULL: all): what the matchers tell, less what `unless` voids, less what
 * gives way in the overlap; ordered by book.  Returns how many, in the arena;
 * after an error s->failed is set.
 */
size_t	coding_run(struct search *, struct arena *, struct span text,
	    const bool *books, struct coded **, struct err *);

#endif
