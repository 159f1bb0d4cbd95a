#ifndef TAG_TEXT_H
#define TAG_TEXT_H

#include "tag/plan.h"

/*
 * The text of one field, with what matchers ask of it: the pieces that they
 * look within, and the bytes of its characters.  Both are made when they are
 * first asked for, in the arena.
 */
struct text {
	struct arena		*arena;
	struct span		 bytes;
	const struct cut_rules	*rules;
	struct cut_piece	*pieces[WITHIN_COUNT];	/* NULL: not cut yet */
	size_t			 piece_count[WITHIN_COUNT];
	uint32_t		*starts;	/* bytes of the first ones */
	size_t			 start_count;
	uint32_t		 started;	/* byte behind them */
	uint32_t		*marks;		/* bytes of every 16th one */
};

void	text_begin(struct text *, struct arena *, struct span bytes,
	    const struct cut_rules *);

/* The clauses, the sentences or the whole, as cut.h has them. */
size_t	text_pieces(struct text *, enum tag_within,
	    const struct cut_piece **);

/* The piece that holds the character; NULL where it is in none. */
const struct cut_piece *text_piece_at(struct text *, enum tag_within,
	    uint32_t character);

/* For text_chars(), where it isn't known yet. */
struct span	text_look(struct text *, uint32_t start, uint32_t end);

/* The bytes of characters start to end; both are in the text. */
static inline struct span
text_chars(struct text *t, uint32_t start, uint32_t end)
{
	return end >= t->start_count ? text_look(t, start, end) :
	    span_make(t->bytes.p + t->starts[start],
	    t->starts[end] - t->starts[start]);
}

#endif
