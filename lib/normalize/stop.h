#ifndef NORMALIZE_STOP_H
#define NORMALIZE_STOP_H

#include "base/err.h"
#include "base/span.h"
#include "normalize/head.h"
#include "normalize/worker.h"
#include "text/regex.h"

/*
 * The row at which the data of a table end, 合计, and what it says of them:
 * an export that was cut between two rows lacks it, or has fewer rows than it
 * tells.
 */

/*
 * 1 if the first cell of the row that isn't empty matches; 0, also if pattern
 * or input is NULL; -1.
 */
int	stop_matches(const struct worker *, const struct input *,
	    struct span row, const struct regex *pattern, struct err *);

/* engine.stop and engine.ended. */
int	stop_at(void *worker, const void *made, struct span row,
	    struct buf *above, struct err *);
int	stop_ended(void *worker, const void *made, struct err *);

#endif
