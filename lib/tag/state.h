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

/* A part of an ANY that may hold. */
struct occurring {
	uint32_t		 number;
	struct occurring	*next;
};

enum holding {
	HOLDING_UNKNOWN,
	HOLDING_NO,
	HOLDING_MAYBE
};

struct matcher_state {
	uint32_t		 round;
	enum holding		 holding;	/* of what has parts */
	uint32_t		 hit_count;	/* of terms of it alone */
	uint32_t		 first, last;	/* of those, in order of place */
	bool			 known;		/* founds */
	struct founds		 founds;
	struct occurring	*parts;		/* of an ANY that is woken */
	struct captured		*captured;	/* of a REGEX, by place */
	size_t			 captured_count, captured_capacity;
};

struct decoy_state {
	uint32_t	round;
	struct founds	founds;
};

/*
 * The literals of a matcher that occur, by number; those that are in it alone
 * are told apart.  = { .m = matcher } at the beginning.
 */
struct literal_walk {
	const struct matcher	*m;
	uint32_t		 word;		/* of its literals */
	uint64_t		 rest;		/* bits of it, still to come */
	bool			 begun;
};

static inline bool
search_next_literal(const struct search *s, struct literal_walk *w,
    uint32_t *literal)
{
	const struct literal_bits *b;

	while (w->rest == 0) {
		w->word += w->begun;
		w->begun = true;
		if (w->word >= w->m->literal_words)
			return false;
		b = &w->m->literals[w->word];
		w->rest = b->bits & s->occurs[b->word];
	}
	*literal = 64 * w->m->literals[w->word].word +
	    (uint32_t)__builtin_ctzll(w->rest);
	w->rest &= w->rest - 1;
	return true;
}

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
