#ifndef RUN_WRITER_H
#define RUN_WRITER_H

#include <stdbool.h>
#include <stdint.h>

#include "frame/engine.h"
#include "io/sink.h"
#include "run/batch.h"
#include "run/options.h"
#include "run/seal.h"
#include "run/seen.h"

/* The figures of a run. */
struct totals {
	uint64_t	 in;		/* units */
	uint64_t	 out;		/* records */
	uint64_t	 refused;
	uint64_t	 bytes_in;	/* of units, without line ends */
	uint64_t	*counters;	/* the engine's */
	size_t		 counter_count;
	const char *const *names;	/* of the counters */
};

/*
 * The ordered writer: one thread takes the batches in input order, so rejects
 * and limits on them depend on nothing but the input.
 */
struct writer {
	const struct engine	*engine;
	const void		*plan;
	const struct options	*o;
	struct sink		*sink;
	struct sink		*rejects;	/* NULL: not kept */
	struct buf		 report;	/* by finish() */
	struct sink		*side;		/* filter.side's; or NULL */
	void			*state;		/* of the fold, or NULL */
	struct buf		 out;		/* of the fold */
	uint64_t		 records;	/* in out, or in a batch */
	struct buf		 line;		/* of a reject */
	struct buf		 first;		/* out.first */
	bool			 has_first;
	struct sealing		 sealing;	/* begun where --seal asks */
	struct totals		 totals;
	struct seen		 seen;		/* identities of units */
};

enum writer_says {
	WRITER_GO_ON,
	WRITER_STOP,	/* too many rejects; a message was given */
	WRITER_FAILED	/* nothing more can be done; a message was given */
};

/* Writes what a batch gave, and speaks of what was refused. */
enum writer_says	writer_take(struct writer *, struct batch *);

/* The end of input: the limit in percent, finish() of the fold. */
enum writer_says	writer_finish(struct writer *);

/* The counter of that name, 0 if the engine has none. */
uint64_t	totals_counter(const struct totals *, const char *name);

#endif
