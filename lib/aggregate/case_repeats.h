#ifndef AGGREGATE_CASE_REPEATS_H
#define AGGREGATE_CASE_REPEATS_H

#include "aggregate/case_plan.h"
#include "aggregate/memory.h"
#include "base/hash.h"
#include "record/json.h"

/*
 * Which cases come again soon after one like them was closed; see struct
 * case_repeats.  First all cases are noted, then they can be asked for.
 */
struct repeats {
	struct repeat_entry	*entries;	/* on the heap */
	size_t			 count;
	size_t			 capacity;
	bool			 sorted;
	struct json		*values;	/* of a case: who, same */
	struct hashing		*hashing;
};

/* Initialised with = {0}; released by repeats_free(). */
void	repeats_free(struct repeats *, struct memory *);

/* Notes an accepted case.  -1 where memory is refused. */
int	repeats_note(struct repeats *, const struct case_repeats *,
	    const struct case_state *, struct memory *);

/* Whether nothing is known of who stands behind it but masked numbers. */
bool	repeats_is_masked(struct repeats *, const struct case_repeats *,
	    const struct case_state *);

/* Whether this case, noted like all others, is a repeated one. */
bool	repeats_ask(struct repeats *, const struct case_repeats *,
	    const struct case_state *);

#endif
