#ifndef TAG_TAG_H
#define TAG_TAG_H

#include "frame/engine.h"

/*
 * Codes records with the codes of codebooks: appends or replaces their fields
 * `tags` and `codes`; see tag(1) and minqing-rules(5).
 */
extern const struct engine	tag_engine;

/* Options that don't fit together: -1, ERR_USAGE. */
int	tag_look(const char *const *inputs, size_t count,
	    const struct config *, struct err *);

#endif
