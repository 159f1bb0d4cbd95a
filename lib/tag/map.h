#ifndef TAG_MAP_H
#define TAG_MAP_H

#include "frame/engine.h"
#include "tag/search.h"

/* A thread's own. */
struct worker {
	const struct plan	*plan;
	struct search		 search;
	bool			*wanted;	/* books for the field */
	bool			*in_record;	/* codes; all false between */
	struct buf		 tags, codes;	/* the fields' new values */
};

/* Codes one record; see engine.h. */
int	tag_map(struct worker *, const struct unit *, struct out *,
	    struct err *);

#endif
