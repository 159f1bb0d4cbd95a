#ifndef AGGREGATE_CASE_DUE_H
#define AGGREGATE_CASE_DUE_H

#include "aggregate/case_plan.h"

/*
 * When the case is due, as things stand at the moment, and whether it was
 * closed in time: due_at, due, on_time, overdue.  The last limit that an event
 * told holds, else the first of the rule's whose `when` holds.  Time stands
 * still in a pause that begins at or after the event that told the limit, or
 * the clock, as long as the case is open: for working days, by the working
 * days that come after the day of the pause up to the day of its end.  -1 as
 * expr_test(), or ERR_DATA for a day that the calendar doesn't cover.
 */
int	case_due(const struct case_plan *, const struct expr_fields *,
	    const struct case_event *, size_t count, int64_t moment,
	    struct case_state *, struct arena *, struct err *);

#endif
