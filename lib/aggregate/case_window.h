#ifndef AGGREGATE_CASE_WINDOW_H
#define AGGREGATE_CASE_WINDOW_H

#include "aggregate/case_days.h"
#include "aggregate/case_plan.h"
#include "base/arena.h"
#include "base/err.h"

/*
 * What a figure is of: all cases as they stand at a moment, or those of a
 * period.  Moments are seconds; as_of belongs to what is looked at.
 */
struct case_window {
	bool			bounded;	/* has a period */
	struct period		period;
	int64_t			from;		/* its first second */
	int64_t			last;		/* its last second */
	int64_t			as_of;
	enum case_basis		basis;
};

/*
 * The window that the rule and the options ask for; latest is the largest time
 * of all events.
 */
struct case_window	case_window(const struct case_plan *, int64_t latest);

/*
 * The window that it is compared with: as far into its period, or as far
 * behind its end, as this one's as_of.  False where there is no such period,
 * or the data, whose cases were collected on these days, don't reach back to
 * its first day, or have no case of it.
 */
bool			case_window_against(const struct case_plan *,
			    const struct case_window *, enum case_against,
			    const struct case_days *, struct case_window *);

/*
 * Whether a case with these events, sorted and known at as_of, belongs to the
 * window; state is as of as_of, and accepted and carried become what they are
 * in the period.  -1 with ERR_DATA where accepted + carried isn't closed +
 * open.
 */
int			case_window_has(const struct case_window *,
			    const struct case_event *, size_t count,
			    struct case_state *, struct err *);

/* Period, basis and as-of for the foot of a table. */
struct span		case_window_text(const struct case_window *, int zone,
			    bool chinese, struct arena *);

#endif
