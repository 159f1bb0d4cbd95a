#ifndef RUN_PUMP_H
#define RUN_PUMP_H

#include "run/progress.h"
#include "run/writer.h"

/*
 * The only place that knows batches, threads and order.
 *
 *	reader --> ring of 2N + 2 batches --> N workers --> writer
 *
 * With one job everything happens in the calling thread; else the writer is
 * the calling thread.  The output is the same to the byte for every N.
 *
 * The writer's engine, options and sinks are set by the caller, which also
 * releases what is left in it.  What went wrong was told when this returns.
 */
enum writer_says	pump_run(struct writer *, const void *plan,
			    struct progress *);

#endif
