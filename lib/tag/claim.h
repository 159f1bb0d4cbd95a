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

/* Where the quote stands in text next, from byte *at on: in code points. */
bool	quote_next(struct span text, struct span quote, size_t *at,
	    uint32_t *start, uint32_t *end);

#endif
