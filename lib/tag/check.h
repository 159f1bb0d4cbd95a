#ifndef TAG_CHECK_H
#define TAG_CHECK_H

#include "base/arena.h"
#include "tag/plan.h"

/*
 * Runs the examples of all codes, and the tests, and warns of what a code
 * lacks: faults at the examples' and the codes' places.  -1 after an error.
 */
int	plan_check(const struct plan *, struct arena *, struct faults *);

#endif
