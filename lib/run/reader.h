#ifndef RUN_READER_H
#define RUN_READER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/map.h"
#include "frame/engine.h"
#include "io/units.h"
#include "run/batch.h"
#include "run/options.h"
#include "run/seal.h"
#include "text/csv.h"

/*
 * Inputs, one after the other, cut into units and gathered into batches.
 * Blank lines and seals are no units where the input is JSON Lines; the line
 * end of a CSV row isn't in its unit.  One thread.
 */
struct reader {
	const struct options	*o;
	const struct engine	*engine;
	const void		*plan;
	enum unit_cut		 cut;
	void			*scout;		/* worker for heads, or NULL */
	struct arena		 arena;		/* of what heads make */
	struct csv_cutting	 cutting;
	struct cutter		 cutter;
	size_t			 next;		/* input to open */
	struct units		*units;		/* of the open one, or NULL */
	struct archive_members	*archive;	/* that is open, or NULL */
	struct map		 seen;		/* names of its members */
	const char		*shown;		/* input, or input:member */
	const char		*input;
	const char		*member;	/* or NULL */
	const void		*head;		/* of the open one */
	size_t			 skip;		/* units before its data */
	uint64_t		 from;		/* bytes read before */
	bool			 stopped;	/* its data are over */
	size_t			 number;	/* units of the open one */
	uint64_t		 position;	/* compressed, of closed ones */
	struct sealing		 sealing;
	size_t			 unsealed;	/* from that byte of the batch
						 * on, */
	uint64_t		 unsealed_count;	/* so many lines */
};

void	reader_open(struct reader *, const struct options *,
	    const struct engine *, const void *plan);

/*
 * Fills an empty batch: until BATCH_BYTES or BATCH_ITEMS, the end of an
 * input, an error of it (batch->error), or nothing more is ready.  False when
 * no input is left; the batch may be empty either way.
 */
bool	reader_fill(struct reader *, struct batch *);

void	reader_close(struct reader *);

/* The cutter for one input; the cutting is borrowed. */
struct cutter	reader_cutter(enum unit_cut, struct csv_cutting *);

#endif
