#ifndef TAG_COVERAGE_H
#define TAG_COVERAGE_H

#include "tag/map.h"

/*
 * --coverage: instead of records, how many records got each code, and how
 * often each term of the books occurs, in how many records.
 */
int	coverage_map(struct worker *, const struct record *, struct out *,
	    struct err *);

/* The engine's fold; see engine.h. */
int	coverage_begin(const struct plan *, void **state);
int	coverage_row(void *state, struct span row, struct out *, struct err *);
int	coverage_finish(void *state, struct out *, struct err *);
void	coverage_drop(void *state);

#endif
