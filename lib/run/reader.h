#ifndef RUN_READER_H
#define RUN_READER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "frame/engine.h"
#include "io/units.h"
#include "run/batch.h"
#include "run/options.h"
#include "run/seal.h"

/*
 * Inputs, one after the other, cut into units and gathered into batches.
 * Blank lines and seals are no units where the input is JSON Lines.  One
 * thread.
 */
struct reader {
	const struct options	*o;
	enum unit_cut		 cut;
	size_t			 next;		/* input to open */
	struct units		*units;		/* of the open one, or NULL */
	const char		*shown;
	const char		*input;
	size_t			 number;	/* units of the open one */
	uint64_t		 position;	/* compressed, of closed ones */
	struct sealing		 sealing;
};

void	reader_open(struct reader *, const struct options *, enum unit_cut);

/*
 * Fills an empty batch: until BATCH_BYTES or BATCH_ITEMS, the end of an
 * input, an error of it (batch->error), or nothing more is ready.  False when
 * no input is left; the batch may be empty either way.
 */
bool	reader_fill(struct reader *, struct batch *);

void	reader_close(struct reader *);

#endif
