#ifndef TAG_MAP_H
#define TAG_MAP_H

#include "frame/engine.h"
#include "tag/claim.h"
#include "tag/derive.h"
#include "tag/search.h"

struct coded_field;

/* A thread's own. */
struct worker {
	const struct plan	*plan;
	struct search		 search;
	bool			*coding;	/* books, for the record */
	bool			*wanted;	/* books, for the field */
	bool			*in_record;	/* codes; all false between */
	double			*scores;	/* of codes; all 0 between */
	enum outcome		*outcomes;	/* of codes; none between */
	struct change		*changes;
	struct buf		 tags, codes;	/* the fields' new values */
	struct buf		 quantities;	/* likewise */
	struct words_work	*words;		/* NULL: no quantities */
	struct buf		 scratch;
	struct buf		 line;		/* for the fold */
	uint64_t		*counters;
	enum tag_keep		 keep;		/* the plan's; all for checks */

	/* Told of each field when it is coded; NULL: nobody. */
	void			(*each_field)(void *ctx, struct search *,
				    const struct coded_field *);
	void			*each_ctx;
};

struct worker	*worker_new(const struct plan *);
void		 worker_free(struct worker *);

/*
 * Codes one record, applying the claims that hold and telling which quotes it
 * contains; appends its line and returns 1, or 0 where --keep leaves it out.
 * -1: ERR_RECORD.
 */
int	tag_record(struct worker *, const struct record *, struct claims *,
	    struct buf *line, uint64_t *counters, struct err *);

/* Codes one unit; see engine.h. */
int	tag_map(struct worker *, const struct unit *, struct out *,
	    struct err *);

#endif
