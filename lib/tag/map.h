#ifndef TAG_MAP_H
#define TAG_MAP_H

#include "frame/engine.h"
#include "tag/search.h"

/* A thread's own. */
struct worker {
	const struct plan	*plan;
	struct search		 search;
	bool			*coding;	/* books, for the record */
	bool			*wanted;	/* books, for the field */
	bool			*in_record;	/* codes; all false between */
	double			*scores;	/* of codes; all 0 between */
	struct change		*changes;
	struct buf		 tags, codes;	/* the fields' new values */
	struct buf		 scratch;
};

/* Codes one record; see engine.h. */
int	tag_map(struct worker *, const struct unit *, struct out *,
	    struct err *);

#endif
