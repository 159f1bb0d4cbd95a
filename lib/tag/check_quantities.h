#ifndef TAG_CHECK_QUANTITIES_H
#define TAG_CHECK_QUANTITIES_H

#include "tag/plan.h"

/* Runs the examples of `quantities:`, and warns where there are none. */
void	check_quantities(const struct plan *, struct arena *, struct faults *);

#endif
