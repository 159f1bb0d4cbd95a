#ifndef AGGREGATE_CASE_RECORD_H
#define AGGREGATE_CASE_RECORD_H

#include "aggregate/case_plan.h"
#include "frame/expr.h"

/*
 * The folded case as a record with those fields that the rule reads, `id` being
 * the key of the case, so that keys, expressions and measures read it like any
 * other.  In the arena.
 */
void	case_record(const struct case_plan *, struct span key,
	    const struct case_state *, struct arena *, struct record *);

/* Which of those fields some case had: told[i] is that of plan->fields[i]. */
struct case_seen {
	uint64_t	 fields;	/* bit i: case_field i */
	bool		*told;
};

void	case_record_note(const struct case_plan *, const struct record *,
	    struct case_seen *);
bool	case_record_has_all(const struct case_plan *,
	    const struct case_seen *);

/*
 * The names of those that none had; room for plan->field_count and 64.  Of
 * the fields of `who` one is enough.
 */
size_t	case_record_missing(const struct case_plan *,
	    const struct case_seen *, struct span *names);

/*
 * get() of such a record, see struct expr_fields.  path->place is the number
 * of a case_field() plus one; with 0 the field is looked up by its name.
 */
int	case_record_get(const void *record, const struct path *,
	    struct arena *, struct value *, struct err *);

#endif
