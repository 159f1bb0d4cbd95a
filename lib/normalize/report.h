#ifndef NORMALIZE_REPORT_H
#define NORMALIZE_REPORT_H

#include <stdint.h>

#include "base/buf.h"
#include "base/span.h"
#include "normalize/personal.h"

/*
 * What --mask-report tells: how often each kind of personal data was masked
 * in each field, and never what it was.
 *
 * A unit's notes travel behind its row, so that they are added up in input
 * order, by one thread, and not for what was refused:
 *
 *	row | field 1 .. field n | length of all notes
 */

/* Appends a note if hits, since before, were raised. */
void		 report_note(struct buf *notes, struct span field,
		    const uint64_t before[PERSONAL_KINDS],
		    const uint64_t hits[PERSONAL_KINDS]);

/* Appends the notes to a row. */
void		 report_close(struct buf *row, const struct buf *notes);

struct report;

struct report	*report_new(void);
void		 report_free(struct report *);	/* or NULL */

/* Adds up the notes of a row; returns the row without them. */
struct span	 report_take(struct report *, struct span row);

/*
 * Appends {"rule","kind","field","count"} for each field, in the order in
 * which they came, and each kind in it.
 */
void		 report_put(const struct report *, const char *rule,
		    struct buf *);

#endif
