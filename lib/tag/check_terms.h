#ifndef TAG_CHECK_TERMS_H
#define TAG_CHECK_TERMS_H

#include "base/arena.h"
#include "tag/plan.h"

/*
 * Warns of terms that stand twice in a code, that give way to another code in
 * each text (shadowed), and that can't match at all (dead).
 */
void	check_terms(const struct plan *, struct arena *, struct faults *);

#endif
