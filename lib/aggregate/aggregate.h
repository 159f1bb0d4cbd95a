#ifndef AGGREGATE_AGGREGATE_H
#define AGGREGATE_AGGREGATE_H

#include "frame/engine.h"

/*
 * Counts, sums and shares of records by keys; see aggregate(1) and
 * minqing-rules(5).
 */
extern const struct engine	aggregate_engine;

#endif
