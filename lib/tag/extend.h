#ifndef TAG_EXTEND_H
#define TAG_EXTEND_H

#include "frame/config.h"

/*
 * A book as one tree: what it extends, changed by its own keys.  These take the
 * place of the base's, but `lists` and `contexts` are joined by name, `decoys`
 * are added, and `codes` change what codes of their ids match (`add`,
 * `remove`) or are new.  In the arena; nodes keep their place, in whichever
 * file.  rule->root itself where it extends none.
 */
const struct node	*extend_root(const struct rule *, struct arena *,
			    struct faults *);

/* The rule, or its base, in whose file a node stands. */
const struct rule	*extend_rule(const struct rule *, const struct node *);

#endif
