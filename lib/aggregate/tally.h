#ifndef AGGREGATE_TALLY_H
#define AGGREGATE_TALLY_H

#include <stdbool.h>
#include <stdint.h>

#include "aggregate/groups.h"
#include "base/buf.h"

/*
 * Records that no figure counts: left out by the rule's `where`, and refused;
 * and what a measure with `bad: null` took for none, of each.  With --partial
 * they are a record of their own, where there are any:
 *
 *	{..., "uncounted":[dropped,refused,bad,...]}
 *
 * Where periods are compared, the first day of the records stands at the end:
 * so many days behind TALLY_EPOCH, 0 if there is none.
 */
#define TALLY_EPOCH	(-1000000)	/* in days of date.h */

struct tally {
	uint64_t	 dropped;
	uint64_t	 refused;
	int64_t		 first_day;	/* of the groups; or of the record
					 * that was merged last */
	uint64_t	*bad;		/* plan->bad_count, on the heap */
};

/* Adds so many bad values. */
void	tally_bad(struct tally *, const struct plan *, const uint64_t *bad);

/* True if it wrote a record. */
bool	tally_put(const struct tally *, const struct plan *, struct buf *);

/*
 * Whether a record of --partial is one of those; it is added then.  The rest
 * of the record is for merge_record() to judge.
 */
bool	tally_merge(struct tally *, const struct plan *,
	    const struct json *record);

/* Says at the foot of a table how many there are, if there are any. */
void	tally_foot(const struct tally *, struct groups *);

#endif
