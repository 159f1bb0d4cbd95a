#ifndef TAG_UNMET_H
#define TAG_UNMET_H

#include "tag/compile.h"

/*
 * What the conditions of codes read: a field that no record has is a slip as
 * a rule, and so is a comparison of a number with a text; the code then never
 * comes, as others don't.  Counters tell in how many batches a record had the
 * field, which is looked for only until one does, and how often a comparison
 * met what it can't compare.  Fields that a condition asks for by `has` may be
 * missing, and voices read what not all records have.
 */
void		unmet_compile(struct compiler *);

/* So many counters. */
uint32_t	unmet_counters(const struct plan *);

/* Notes what the record has. */
void		unmet_note(const struct plan *, const struct record *,
		    uint64_t *counters);

/*
 * Tells what no record had, with the nearest name of the first, and what
 * couldn't be compared.
 */
void		unmet_tell(const struct plan *, const uint64_t *counters,
		    struct span first, void (*tell)(const struct err *));

#endif
