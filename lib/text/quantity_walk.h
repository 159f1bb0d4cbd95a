#ifndef TEXT_QUANTITY_WALK_H
#define TEXT_QUANTITY_WALK_H

#include "text/quantity_figure.h"
#include "text/quantity_of.h"

/* So many bytes of the text are so many characters. */
struct reach {
	size_t		bytes;
	uint32_t	chars;
};

/* By 分别: the names for figures to come. */
struct each {
	struct span	names[OF_EACH + 1];
	size_t		count, next;
};

/*
 * A walk over a text, and what its last figures tell of the next:
 *
 *	公园	30个	、改造	80个	，提高到	100个
 *			^below	^last	^floor		^the next
 *
 * It begins with words, work, arena and text, and all else 0.
 */
struct walk {
	const struct quantity_words	*words;
	struct words_work		*work;
	struct arena			*arena;
	struct span			 text;
	struct quantity			*items;		/* in the arena */
	size_t				 count, capacity;
	size_t				 last, floor;	/* figure: its bytes */
	size_t				 below;
	size_t				 clause;	/* its first item */
	size_t				 waiting;	/* last items of what
							 * comes next */
	struct each			 each;
	struct reach			 counted;
	struct reach			 mark;	/* start of the last item */
	struct none_marks		 marks;
};

/*
 * What the figure counts: by itself, or as the ones before it; those without
 * may get it from this one.
 */
struct span	chain_of(struct walk *, const struct figure *,
		    const struct place_of *);

/* The rate of the figure that this one is a change of; empty: none. */
struct span	chain_per(const struct walk *, const struct figure *);

/* 90%、85%以上: gives the figure before the bound that is said once. */
void		chain_bound(const struct walk *, const struct figure *);

/* Notes the last items, from the figure low to high, for those to come. */
void		chain_note(struct walk *, const struct figure *low,
		    const struct figure *high);

#endif
