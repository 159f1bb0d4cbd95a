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

/* One matcher, or one term, that adds its weight to the score of a code. */
struct evidence {
	uint32_t	code;
	uint32_t	matcher;
	uint32_t	literal;	/* of a term, else TAG_NONE */
	double		weight;
};

struct evidences {
	struct evidence	*items;		/* in the arena */
	size_t		 count, capacity;
};

/*
 * The codes of a text of a field, by the books for which books[] is true
 * (NULL: all): what the matchers tell, less what `unless` voids, less what
 * gives way in the overlap; ordered by book.  Returns how many, in the arena;
 * after an error s->failed is set.  What counts for the scores of codes is
 * appended to the evidence, unless that is NULL.
 */
size_t	coding_run(struct search *, struct arena *, struct span text,
	    const bool *books, struct coded **, struct evidences *,
	    struct err *);

/* Orders the evidence of a record, and keeps each once. */
void	evidence_settle(struct evidences *);

#endif
