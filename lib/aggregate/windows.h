#ifndef AGGREGATE_WINDOWS_H
#define AGGREGATE_WINDOWS_H

#include "aggregate/groups.h"
#include "frame/engine.h"

/*
 * Groups by the time that records tell.  A window is a value of the rule's
 * first key, a period; its groups are written, and forgotten, when no more
 * records of it are awaited: when the watermark, the largest time so far less
 * the rule's `wait`, has come to its end.  What comes after that is late: it
 * is counted and has groups of its own, which are written at the end of input
 * and say so.
 *
 *	--[ written ]--[ open  .  ][ open  . ]-->
 *	                       ^ watermark ^ largest time
 *
 * All open windows together keep to the plan's memory.
 */
struct windows;

struct windows	*windows_new(const struct plan *);
void		 windows_free(struct windows *);	/* NULL is allowed */

/*
 * A row, see row.h, before which row_put_window() stands; and what is due is
 * written.  *late is raised where it is.  -1 as groups_add(), and where
 * groups are written.
 */
int		 windows_add(struct windows *, struct span row, struct out *,
		    uint64_t *late, struct err *);

/* All that is left: open windows, then what was late, of which it tells. */
int		 windows_finish(struct windows *, struct out *, struct err *);

#endif
