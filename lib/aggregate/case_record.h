#ifndef AGGREGATE_CASE_RECORD_H
#define AGGREGATE_CASE_RECORD_H

#include "aggregate/case_plan.h"

/*
 * The folded case as a record with those fields that the rule reads, `id` being
 * the key of the case, so that keys, expressions and measures read it like any
 * other.  In the arena.
 */
void	case_record(const struct case_plan *, struct span key,
	    const struct case_state *, struct arena *, struct record *);

#endif
