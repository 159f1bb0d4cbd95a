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

/* Where it stands is what search_literal() tells. */
struct literal_state {
	uint32_t	round;
	uint32_t	count;
	uint32_t	first, last;	/* hits, or TAG_NONE */
};

/* A part of an ANY that may hold. */
struct occurring {
	uint32_t		 number;
	struct occurring	*next;
};

struct matcher_state {
	uint32_t		 round;
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
 * are told apart.  One with parts has none itself.
 */
struct literal_walk {
	const struct literal_bits *next, *end;
	uint32_t	first;		/* literal of the bits at hand */
	uint32_t	rest;		/* those, still to come */
};

static inline struct literal_walk
search_literals(const struct search *s, uint32_t matcher)
{
	const struct plan *p = s->plan;
	const struct waking *w = &p->waking[matcher];

	if (w->kind > MATCHER_NEEDED)
		return (struct literal_walk){ NULL, NULL, 0, 0 };
	return (struct literal_walk){ p->literal_bits + w->first,
	    p->literal_bits + w->end, 0, 0 };
}

static inline bool
search_next_literal(const struct search *s, struct literal_walk *w,
    uint32_t *literal)
{
	while (w->rest == 0) {
		if (w->next == w->end)
			return false;
		w->first = 32 * w->next->word;
		w->rest = w->next->bits & s->occurs[w->next->word];
		w->next++;
	}
	*literal = w->first + (uint32_t)__builtin_ctz(w->rest);
	w->rest &= w->rest - 1;
	return true;
}

/* Looks, the first time in a text, whether a matcher may hold. */
bool	search_look(struct search *, uint32_t matcher);

/* False if it can't, by what occurs in the text. */
static inline bool
search_may_hold(struct search *s, uint32_t matcher)
{
	const unsigned h = s->holding[matcher];

	if (h & (HOLDING_ALWAYS | HOLDING_MAY))
		return true;
	if (h & HOLDING_ANY)
		return s->has[matcher] == s->stamp;
	if (h & HOLDING_NOT || (h & HOLDING_WOKEN && s->all_woken))
		return false;
	return search_look(s, matcher);
}

/*
 * A literal that occurs, with its hits.  Those of one character are placed when
 * the first of them is asked for.
 */
const struct literal_state *search_literal(struct search *, uint32_t literal);

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
