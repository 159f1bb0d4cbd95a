#ifndef RUN_STATS_H
#define RUN_STATS_H

#include <time.h>

#include "base/buf.h"
#include "frame/config.h"
#include "run/writer.h"

/*
 * The record of a run that --stats appends: filter, version, status, in, out,
 * refused, dropped, bytes_in (of units, unpacked), bytes_out (before
 * compression), seconds (of processor time, all threads), the engine's own
 * counters, rules, and hits by code (the counters that are called "hits.CODE").
 */
void	stats_put(const struct totals *, const char *filter, int status,
	    uint64_t bytes_out, const struct config *, struct buf *);

#endif
