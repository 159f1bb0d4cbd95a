#ifndef SEGMENT_SEGMENT_H
#define SEGMENT_SEGMENT_H

#include "frame/engine.h"

/*
 * Cuts the text of records into blocks, sentences or clauses, which tell
 * under which headings they stand: segment(1).
 */
extern const struct engine segment_engine;

/* struct filter's look: --dictionary is for a rule with words. */
int	segment_look(const char *const *inputs, size_t count,
	    const struct config *, struct err *);

#endif
