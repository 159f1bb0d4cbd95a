#ifndef AGGREGATE_CASE_NOTES_H
#define AGGREGATE_CASE_NOTES_H

#include "aggregate/case_record.h"
#include "aggregate/case_window.h"
#include "aggregate/cases.h"

/*
 * The lines of the foot: what the figures are of, and what of the data makes
 * them less than they look.  Sets the counters that cases_fold.h has for it.
 */
void	case_notes(struct groups *, const struct cases *,
	    const struct case_window *, const struct case_seen *,
	    uint64_t *counters);

#endif
