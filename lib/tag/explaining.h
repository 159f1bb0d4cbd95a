#ifndef TAG_EXPLAINING_H
#define TAG_EXPLAINING_H

#include "base/buf.h"
#include "tag/explain.h"

/* Near misses that are far off are told if they aren't more than these. */
#define EXPLAIN_MOST_FAR	5

/* An explanation on its way. */
struct explaining {
	const struct plan	*plan;
	struct span		 id;		/* of the record */
	struct search		*search;	/* through the field, */
	struct span		 field;		/* its name, */
	struct text		*text;		/* and its text */
	bool			*told;		/* by code: it has a tag */
	const struct claims	*claims;	/* on the record */
	size_t			 lost;		/* matches of the field */
	size_t			 sources;	/* byte of tags: of this one */
	struct buf		 tags, misses;	/* what is told */
	struct buf		 far;		/* misses that may be */
	size_t			 far_count;
};

/*
 * Codes a record and appends why it is coded so.  exact_holds is that of
 * claims_find().
 */
int	explaining_record(struct worker *, const struct record *,
	    struct span id, const uint64_t *exact_holds, struct buf *,
	    struct err *);

/* CODE  FIELD START-END  ...left[match]right... */
void	explaining_put_place(struct explaining *, struct buf *, uint32_t code,
	    struct found);

/* A literal of a matcher, and the line that has it. */
void	explaining_put_term(struct explaining *, struct buf *,
	    uint32_t matcher, uint32_t literal);

/* The row of corrections that gives or takes a code. */
void	explaining_put_row(struct explaining *, struct buf *, uint32_t code,
	    struct found, const char *action);

/* Near misses of a code that has no match in the field. */
void	explaining_near(struct explaining *, uint32_t code);

#endif
