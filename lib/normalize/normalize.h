#ifndef NORMALIZE_NORMALIZE_H
#define NORMALIZE_NORMALIZE_H

#include <stddef.h>

#include "base/err.h"
#include "frame/config.h"
#include "frame/engine.h"

/*
 * Makes records of text files (one each), lines or JSON Lines, cleans their
 * text and drops duplicates: normalize(1).  Setting: "id", whose one value
 * is "path".
 */
extern const struct engine normalize_engine;

/*
 * Looks at the names of the inputs: two that would give the same id are
 * ERR_USAGE unless the setting "id" is "path"; so is another value of it,
 * and "verify" with an output.
 */
int	normalize_look(const char *const *inputs, size_t count,
	    const struct config *, struct err *);

#endif
