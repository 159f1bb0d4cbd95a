#ifndef TAG_SEARCH_H
#define TAG_SEARCH_H

#include "base/arena.h"
#include "base/err.h"
#include "tag/plan.h"
#include "tag/text.h"

/*
 * A thread's search through texts, one after the other.  search_text() finds
 * the literals and, from them, the codes that can hold; search_eval() tells
 * where a matcher does.  What it told is kept until the next text.
 */
struct found {
	uint32_t	start, end;	/* code points, start < end */
	double		weight;
};

struct asked;

/* In order of start, then end; no two have both in common. */
struct founds {
	const struct found	*items;
	size_t			 count;
};

/* For what is under `unless`: the match at hand, and how far is looked. */
struct view {
	struct found	self;
	uint32_t	low, high;	/* characters */
};

/* Terms that were found in a text, by the plan's folds: nothing if 0 in all. */
struct finding {
	struct terms_hit	*hits[TAG_FOLDS];
	size_t			 counts[TAG_FOLDS];
	size_t			 total;
};

struct search {
	const struct plan	*plan;
	struct regex_work	*regexes;
	struct literal_state	*literals;
	struct matcher_state	*matchers;
	struct decoy_state	*decoys;	/* by book */
	uint8_t			*has;		/* by matcher: the stamp if a
						 * literal of it occurs */
	uint8_t			 stamp;		/* of this text */
	uint8_t			*holding;	/* HOLDING_*, by matcher */
	uint32_t		*touched;	/* matchers of which something
						 * is known of this text */
	uint32_t		 touched_count;
	bool			 all_woken;	/* that will be */
	bool			 all_placed;	/* what is alone, among hits */
	uint32_t		*occurs;	/* literals of seen, by bits */
	uint32_t		*stack;
	uint32_t		 round;		/* of states of this text */

	struct arena		*arena;
	const struct asked	*asked;		/* of the text */
	struct text		 text;
	struct finding		 alone;		/* of one character */
	struct hit		*hits;
	uint32_t		 hit_count;
	size_t			 hit_capacity;
	uint32_t		*seen;		/* literals that occur, but
						 * those of lists alone */
	uint32_t		 seen_count;
	uint32_t		*rising;	/* leaves that wake */
	uint32_t		 rising_count;
	uint32_t		*codes;		/* that can hold, unordered */
	uint32_t		 code_count;

	struct err		*e;
	bool			 failed;	/* *e says why */
	uint64_t		 long_sentences;	/* counted up */
};

void	search_begin(struct search *, const struct plan *);
void	search_end(struct search *);

/* A new text, of at most TAG_MAX_TEXT bytes. */
void	search_text(struct search *, struct arena *, struct span bytes,
	    struct err *);

/* Fails the text for having too many of what is named. */
void	search_refuse(struct search *, const char *what);

/*
 * Where a matcher holds; everything where view is NULL.  After an error of
 * the record s->failed is set and nothing more is found.
 */
struct founds	search_eval(struct search *, uint32_t matcher,
		    const struct view *view);

/* Those of f that begin at low or later, and before high. */
struct founds	founds_between(struct founds f, uint32_t low, uint32_t high);

/* Whether one of them lies whole in the piece. */
bool		founds_in_piece(struct founds f, const struct cut_piece *);

#endif
