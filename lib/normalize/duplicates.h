#ifndef NORMALIZE_DUPLICATES_H
#define NORMALIZE_DUPLICATES_H

#include <stdbool.h>

#include "base/hash.h"

/*
 * The keys that were seen, as 128-bit hashes; about 80 bytes of memory for
 * each.  Two keys of one hash would be taken for one: with 10^9 records the
 * odds are 1 in 10^21.
 */
struct duplicates;

struct duplicates	*duplicates_new(void);

/*
 * True if the key is new; it is seen then.  A hash of zeros is that of a
 * record without a value in any field of the key: always new.
 */
bool			 duplicates_add(struct duplicates *, struct hash);

void			 duplicates_free(struct duplicates *);

#endif
