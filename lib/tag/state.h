#ifndef TAG_STATE_H
#define TAG_STATE_H

#include "tag/capture.h"
#include "tag/search.h"

/*
 * What a search knows of its text: for search.c, which finds the literals,
 * eval.c, which tells the matchers, and coding.c, which counts them.  All
 * states are void that aren't of the present round, so that a text costs only
 * what occurs in it.
 */
struct hit {
	uint32_t	start, end;
	uint32_t	next;		/* of the same literal or list, or
					 * TAG_NONE */
};

struct literal_state {
	uint32_t	round;
	uint32_t	count;
	uint32_t	first, last;	/* hits */
};

/* A literal of a matcher that occurs, or a part of an ANY that may hold. */
struct occurring {
	uint32_t		 number;
	struct occurring	*next;
};

struct matcher_state {
	uint32_t		 round;
	uint32_t		 seen;		/* parts that may hold */
	uint32_t		 hit_count;	/* of terms of it alone */
	uint32_t		 first, last;	/* of those, in order of place */
	bool			 known;		/* founds */
	struct founds		 founds;
	struct occurring	*literals;
	struct occurring	*parts;		/* of an ANY */
	struct captured		*captured;	/* of a REGEX, by place */
	size_t			 captured_count, captured_capacity;
};

struct decoy_state {
	uint32_t	round;
	struct founds	founds;
};

/* The state of a matcher in this round. */
static inline struct matcher_state *
search_state(struct search *s, uint32_t matcher)
{
	struct matcher_state *m = &s->matchers[matcher];

	if (m->round != s->round)
		*m = (struct matcher_state){ .round = s->round };
	return m;
}

#endif
