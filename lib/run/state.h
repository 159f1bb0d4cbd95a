#ifndef RUN_STATE_H
#define RUN_STATE_H

#include <stdint.h>

#include "base/arena.h"
#include "base/err.h"
#include "frame/engine.h"
#include "run/options.h"

/*
 * Inputs that grow, read from where the last run ended: --state S.
 *
 * S has a line for each input that was ever read: what it begins with, how
 * far it was read and the hash of all that; by these an input is known again,
 * also under another name or compressed.  A run that finds something new
 * writes S.pending before it reads, and while that is there every run reads
 * the ranges that it states, so that a run that was killed is repeated to the
 * byte.  Who has the output makes S.pending S.
 */

struct state {
	const char		*file;		/* S */
	const char		*pending;	/* S.pending */
	struct stretch		*stretches;	/* in the order of reading */
	const char		**paths;	/* of the same */
	size_t			 count;		/* 0: there is nothing new */
};

/*
 * Looks at all inputs, which takes a pass over each, and writes S.pending
 * unless it is there or nothing is new.  All in the arena.  -1: ERR_USAGE for
 * inputs that don't grow, ERR_INPUT for one that is missing, ERR_DATA for one
 * that was changed where it had been read, or for a bad line of S;
 * ERR_CREATE, ERR_IO.
 */
int	state_open(struct state *, const char *file, const struct options *,
	    enum unit_cut, struct arena *, struct err *);

/* S.pending becomes S: the output is there.  ERR_IO. */
int	state_commit(const struct state *, struct err *);

/* Nothing came of the ranges: they'll be part of the next run's. */
int	state_drop(const struct state *, struct err *);

#endif
