#ifndef RUN_WORKER_H
#define RUN_WORKER_H

#include "frame/engine.h"
#include "run/batch.h"
#include "run/options.h"

/* What one thread needs to map batches. */
struct worker {
	const struct engine	*engine;
	const struct options	*o;
	enum unit_cut		 cut;
	size_t			 counters;	/* of a batch */
	void			*state;		/* the engine's */
	struct arena		 arena;		/* of the record */
};

/* -1 with *e; nothing is to be closed then. */
int	worker_open(struct worker *, const struct engine *, const void *plan,
	    const struct options *, size_t counters, struct err *);

/*
 * Maps the items of a batch, from the beginning also where it was mapped
 * before.  What a refused unit had put out and counted is dropped.
 */
void	worker_map(struct worker *, struct batch *);

void	worker_close(struct worker *);

#endif
