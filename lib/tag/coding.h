#ifndef TAG_CODING_H
#define TAG_CODING_H

#include "tag/search.h"

/* A place in a text that bears a code. */
struct coded {
	uint32_t	code;
	uint32_t	rank;		/* of the code, by its id */
	uint32_t	family;		/* of the code */
	uint32_t	start, end;	/* code points */
	enum tag_voice	voice;
	uint64_t	contexts;	/* that mark it: bits, of its book */
	double		weight;
	struct span	captures;	/* JSON members; "": none */
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

/* What a person takes away: the matches of a code that share a character. */
struct removal {
	uint32_t	code;
	uint32_t	start, end;	/* code points */
};

/* Where a code of no book here stands in the text, as the record says. */
struct given {
	uint32_t	outside;	/* its number */
	uint32_t	start, end;	/* code points, start < end */
};

/* A field that was coded. */
struct coded_field {
	struct span		 name;
	struct text		*text;		/* labels and all */
	const struct coded	*coded;
	size_t			 count;
};

/* What is asked of a text; nothing more than its codes: { 0 }. */
struct asked {
	const bool		*books;		/* to code by; NULL: all */
	const struct removal	*removals;	/* by code, then place; those
						 * of a code are disjoint */
	size_t			 removal_count;
	const bool		*voices;	/* VOICE_COUNT a book: the
						 * record's fields say so */
	const struct coded	*additions;	/* what a person adds, in the
						 * order of coded_compare(): for
						 * codes built from theirs */
	size_t			 addition_count;
	const struct given	*given;		/* by outside */
	size_t			 given_count;
	struct evidences	*evidence;	/* appended to; NULL: none */
};

/*
 * The codes of a text of a field: what the matchers tell, less what `unless`
 * voids and what is removed, less what gives way in the overlap; ordered by
 * book.  Returns how many, in the arena; after an error s->failed is set.
 * Evidence is what counts for the codes whose score is asked for.
 */
size_t	coding_run(struct search *, struct arena *, struct span text,
	    const struct asked *, struct coded **, struct err *);

/* The order of two struct coded: by code, then place. */
int	coded_compare(const void *, const void *);

void	evidence_add(struct evidences *, struct arena *, struct evidence);

/* Orders the evidence of a record, and keeps each once. */
void	evidence_settle(struct evidences *);

#endif
