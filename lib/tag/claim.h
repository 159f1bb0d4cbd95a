#ifndef TAG_CLAIM_H
#define TAG_CLAIM_H

#include "tag/plan.h"

/*
 * A correction whose document a record belongs to.  It holds in the unit with
 * its id if this contains the quote, else in each unit of the document that
 * does.  So a claim on another unit is open until the document is read.
 */
struct claim {
	uint32_t	correction;
	bool		exact;		/* the record has its id */
	bool		holds;		/* as far as its id goes */
	bool		contained;	/* the quote, in what the book codes */
};

struct claims {
	struct claim	*items;		/* in the arena */
	size_t		 count, capacity;
};

/*
 * The claims on a record, none contained yet.  exact_holds counts, by
 * correction, those that held in the unit with their id; NULL: nobody knows
 * yet, so that only claims of this record's id hold.  -1: ERR_RECORD.
 */
int	claims_find(const struct plan *, const struct record *,
	    const uint64_t *exact_holds, struct claims *, struct err *);

/* The document of a record: its parent, else its id, else "". */
int	claims_document(const struct record *, struct span *document,
	    struct err *);

/*
 * A walk through a text, = { 0 } at its beginning: how far it came, in bytes
 * and code points.
 */
struct quote_walk {
	size_t		byte;
	uint32_t	character;
};

/* Where the quote stands next: *start and *end in code points. */
bool	quote_next(struct span text, struct span quote, struct quote_walk *,
	    uint32_t *start, uint32_t *end);

#endif
