#ifndef AGGREGATE_MAP_H
#define AGGREGATE_MAP_H

#include "aggregate/plan.h"
#include "frame/engine.h"
#include "text/regex.h"

/*
 * A record belongs to at most so many groups of one kind (see `each`); its
 * row takes at most so many bytes.
 */
#define MAP_MAX_GROUPS	65536
#define MAP_MAX_BYTES	(64 * 1024 * 1024)

/* What is counted beside a row; NULL: nobody asks. */
struct row_counts {
	uint64_t	*bad;		/* what lenient measures can't read */
	uint64_t	*mixed;		/* see mixed.h */
};

/*
 * Appends the row of a record, nothing where the rule's `where` doesn't hold
 * (*dropped); the fields are those of the record.  -1: ERR_RECORD.
 */
int	row_of_record(const struct plan *, const struct expr_fields *,
	    const struct unit *, struct buf *row, bool *dropped,
	    const struct row_counts *, struct err *);

/*
 * Looks at what keys and measures read of a record that tells of a case, but
 * for what only the folded case has: so that a value of the wrong kind refuses
 * the record that brings it.  -1: ERR_RECORD.
 */
int	row_check_fields(const struct plan *, struct regex_work *,
	    const struct unit *, struct err *);

#endif
