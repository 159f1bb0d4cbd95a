#ifndef TAG_CHAIN_H
#define TAG_CHAIN_H

#include "tag/search.h"

/*
 * Matchers made of parts that stand together in one piece of the text.  parts
 * has as many as m->part_count.  What they tell goes from the first of the
 * parts to the last, in code points.  Of all ways that begin at one place only
 * the shortest is told, so that there are never more than places to begin at,
 * and the time is that of sorting the parts.  Only the last part of a chain is
 * taken as long as it matches from its place: 互相 and one of 推, 推诿 tells
 * 互相推诿.
 */

/*
 * In order, each at most m->gap behind the end of the one before, or as far
 * as m->gaps says.
 */
struct founds	chain_seq(struct search *, const struct matcher *m,
		    const struct founds *parts);

/*
 * In any order, each at most m->gap behind the end of the one before; time
 * grows with 2 to the number of parts, of which there are at most
 * TAG_MAX_NEAR.
 */
struct founds	chain_near(struct search *, const struct matcher *m,
		    const struct founds *parts);

/*
 * At least m->least of them in one piece, which holds none of none: the
 * shortest stretch of it that holds that many, the first of equals.  Parts may
 * overlap.
 */
struct founds	chain_all(struct search *, const struct matcher *m,
		    const struct founds *parts, const struct founds *none);

#endif
