#ifndef RULES_MEANING_H
#define RULES_MEANING_H

#include "base/buf.h"
#include "base/hash.h"
#include "rules/node.h"

/*
 * The hash of what a rule says: of its keys and values, whatever its comments,
 * its layout and the order of the keys of its mappings.
 */
struct hash	meaning_hash(const struct node *);

/*
 * What a node says as a text that is equal for all that say the same, whatever
 * their quotes.
 */
void		meaning_put(const struct node *, struct buf *);

/* The hash of several things that one rule is made of, in their order. */
struct hash	meaning_join(struct hash, struct hash);

#endif
