#ifndef TAG_MAP_H
#define TAG_MAP_H

#include "frame/engine.h"
#include "tag/search.h"

/* A thread's own. */
struct worker {
	const struct plan	*plan;
	struct search		 search;
	bool			*wanted;	/* per book: codes the field at hand */
	bool			*in_record;	/* per code; all false between */
	struct buf		 tags, codes;	/* the fields' new values */
};

/* Codes one record; see engine.h. */
int	map_record(struct worker *, const struct unit *, struct out *,
	    struct err *);

#endif
