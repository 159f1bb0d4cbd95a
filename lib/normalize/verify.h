#ifndef NORMALIZE_VERIFY_H
#define NORMALIZE_VERIFY_H

#include "base/buf.h"
#include "base/err.h"
#include "base/span.h"
#include "frame/engine.h"
#include "normalize/mask.h"

/*
 * --verify: looks through records for what the rule's mask would mask, as far
 * as they were masked already: stars and pseudonyms hide what they hide.
 * What is found is told by field, kind and position, and never quoted.
 */

/*
 * Appends a finding for each, to be a row of fold.  -1: ERR_RECORD, a string
 * that can't be looked into.
 */
int	verify_record(const struct mask *, const struct unit *,
	    struct buf *findings, struct err *);

/* What was told so far. */
struct verified {
	uint64_t	told;
	uint64_t	more;	/* that weren't: of very many the first are */
};

/* Tells the findings of a row, ERR_DATA each. */
void	verify_tell(struct verified *, struct span findings,
	    void (*tell)(const struct err *));

/* At the end: how many more there are. */
void	verify_end(const struct verified *, void (*tell)(const struct err *));

#endif
