#ifndef RUN_PROGRESS_H
#define RUN_PROGRESS_H

#include <stdbool.h>
#include <stdint.h>
#include <time.h>

#include "run/options.h"

/*
 * Percent and time left on standard error, by compressed bytes, twice a
 * second at most.  Where an input's size isn't known, the bytes so far.
 */
struct progress {
	bool		on;
	uint64_t	total;		/* compressed bytes; 0: unknown */
	struct timespec	started;
	struct timespec	shown;
};

void	progress_start(struct progress *, const struct options *);
void	progress_show(struct progress *, uint64_t position);

/* Ends the line. */
void	progress_end(struct progress *);

#endif
