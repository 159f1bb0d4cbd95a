#ifndef RULES_MEANING_H
#define RULES_MEANING_H

#include "base/hash.h"
#include "rules/node.h"

/*
 * The hash of what a rule says: of its keys and values, whatever its comments,
 * its layout and the order of the keys of its mappings.
 */
struct hash	meaning_hash(const struct node *);

/* The hash of several things that one rule is made of, in their order. */
struct hash	meaning_join(struct hash, struct hash);

#endif
