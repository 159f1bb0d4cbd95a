#ifndef SEGMENT_SEGMENT_H
#define SEGMENT_SEGMENT_H

#include "frame/engine.h"

/*
 * Cuts the text of records into blocks, sentences or clauses, which tell
 * under which headings they stand: segment(1).
 */
extern const struct engine segment_engine;

#endif
