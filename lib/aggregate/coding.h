#ifndef AGGREGATE_CODING_H
#define AGGREGATE_CODING_H

#include "aggregate/bag.h"
#include "aggregate/rows.h"
#include "base/span.h"

/*
 * Who gave which code to which unit, of tuples of unit, coder, code...  What
 * one coder told of a unit several times is put together.  Tuples without a
 * coder are counted alone.
 */
enum coding_mark {
	CODING_UNSEEN,
	CODING_SEEN,		/* and not given */
	CODING_GIVEN
};

struct coding {
	struct span	*units;		/* sorted, as all are */
	size_t		 unit_count;
	struct span	*coders;
	size_t		 coder_count;
	struct span	*codes;
	size_t		 code_count;
	unsigned char	*marks;		/* of each unit, coder and code */
	size_t		*single;	/* of each unit and coder, the code
					 * that came last; RATING_NONE */
	size_t		*used;		/* codes given in units that two saw */
	size_t		 used_count;
	struct span	*others;	/* codes that came and aren't wanted */
	size_t		 other_count;
	bool		 given;		/* any of the codes, to any unit */
	uint64_t	 coderless;	/* records with codes and no coder */
	size_t		 only;		/* the code of coding_one() */
};

/*
 * Of those codes, or where there are none, of all that came; in the arena of
 * the rows, which are over where there is no room: it has no units then.
 */
void	coding_make(struct coding *, const struct entry *, size_t count,
	    const struct span *wanted, size_t wanted_count, bool by_number,
	    struct rows *);

enum coding_mark	coding_mark(const struct coding *, size_t unit,
			    size_t coder, size_t code);

/* Whether there is a unit that two coders saw, where there is a code. */
bool	coding_is_shared(const struct coding *);

/* The index of that coder; coder_count if there is none. */
size_t	coding_coder(const struct coding *, struct span name);

/*
 * For struct ratings: item is a place in c->used; that of c->only; the single
 * code.
 */
size_t	coding_all(const void *coding, size_t unit, size_t item,
	    size_t coder);
size_t	coding_one(const void *coding, size_t unit, size_t item,
	    size_t coder);
size_t	coding_single(const void *coding, size_t unit, size_t item,
	    size_t coder);

#endif
