#ifndef RUN_BATCH_H
#define RUN_BATCH_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/err.h"

/*
 * Units on their way through the pump: all of one input.  The reader fills
 * in and items, a worker maps them into out, the writer empties it.
 */
#define BATCH_BYTES	((size_t)64 * 1024)
#define BATCH_ITEMS	4096

struct item {
	size_t	start, end;	/* in `in` */
	size_t	out_end;	/* in out, after map() */
	size_t	told_end;	/* in told */
	size_t	side_end;	/* in side */
	size_t	above_start;	/* in above */
	size_t	above_end;
	uint64_t offset;	/* in its input, in bytes */
	size_t	line;		/* from 1 */
	size_t	number;		/* in its input, from 1 */
	uint64_t identity;	/* that map() gave it, or 0 */
	size_t	refused;	/* index + 1 in errs; 0: accepted */
	bool	too_long;	/* passed over: no bytes are here */
	bool	stopped;	/* behind the data, as engine.stop says */
	bool	unended;	/* a row without a line end */
};

struct batch {
	const char	*input;		/* for id and source */
	const char	*member;	/* of it, or NULL */
	const char	*shown;		/* for messages */
	const void	*head;		/* engine.head's, of the input */
	struct buf	 in;
	struct buf	 above;		/* of engine.stop */
	struct item	*items;
	size_t		 count;
	size_t		 capacity;
	struct buf	 out;
	struct buf	 told;		/* lines without their place */
	struct buf	 side;		/* lines for the engine's own file */
	struct err	*errs;		/* of refused items */
	size_t		 err_count;
	size_t		 err_capacity;
	uint64_t	*counters;	/* the engine's, then records out */
	struct err	 fatal;		/* map() failed for good behind them */
	struct err	 error;		/* of the input, after the items */
	uint64_t	 position;	/* compressed bytes of all inputs */
	bool		 mapped;
};

void	batch_init(struct batch *, size_t counters);
void	batch_clear(struct batch *);
void	batch_free(struct batch *);

/* Adds a unit; its bytes are copied. */
struct item	*batch_add(struct batch *, struct span unit);

/* Adds an error and makes it item's. */
void	batch_refuse(struct batch *, struct item *, const struct err *);

/* Names the input and line of item in an error that doesn't. */
void	batch_place(const struct batch *, const struct item *, struct err *);

#endif
