#ifndef AGGREGATE_NEAR_H
#define AGGREGATE_NEAR_H

#include <stddef.h>
#include <stdint.h>

#include "aggregate/rows.h"
#include "base/span.h"

/*
 * Texts that say nearly the same.  A text is the set of its runs of three
 * characters, white space and punctuation left out; two are near if that many
 * of all their runs are in both (Jaccard), and their times lie within the
 * window.  Groups are what such pairs join.
 *
 * Pairs are found by MinHash and banding (Broder 1997), with at least 99 % of
 * those at the threshold, so that nothing is compared with everything: in a
 * bucket each text is compared with the last NEAR_MOST_COMPARED before it that
 * aren't in its group yet.
 */
#define NEAR_MOST_CHARACTERS	10000	/* of a text that are looked at */
#define NEAR_MOST_COMPARED	64
#define NEAR_LEAST		0.3	/* similarity */

struct near_text {
	struct span	 text;
	int64_t		 time;		/* seconds */
	uint32_t	*runs;		/* hashes, sorted */
	size_t		 run_count;
	size_t		 group;		/* the first text of its group */
};

/*
 * Sets runs and group of texts in the order of their times, in the arena of
 * the rows, which are over where there is no room: nothing is set then.
 */
void	near_group(struct near_text *, size_t count, double similarity,
	    int64_t window, struct rows *);

double	near_similarity(const struct near_text *, const struct near_text *);

#endif
