#ifndef NORMALIZE_MASK_H
#define NORMALIZE_MASK_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/edit.h"
#include "base/err.h"
#include "base/span.h"
#include "frame/config.h"
#include "normalize/personal.h"
#include "record/json.h"
#include "rules/fault.h"
#include "rules/node.h"

/*
 * What is done to personal data: minqing-rules(5), `mask`.  What is found is
 * in personal.h.  Hits are raised by what was masked, by kind.
 */
struct mask;

/* Looks for what is masked in a text, valid UTF-8, and nothing else. */
void		 mask_begin(const struct mask *, struct arena *,
		    struct span text, struct personal_search *);
bool		 mask_next(const struct mask *, struct personal_search *,
		    struct personal *);

/*
 * Reads `mask:` (node NULL: absent, which is the default mask).  A pseudonym
 * needs the setting "key": pseudonym.h.  *mask is NULL after `mask: none`.
 * -1 after faults.
 */
int		 mask_compile(const struct config *, const struct node *,
		    struct arena *, const struct mask **mask,
		    struct faults *);

/* True if `except` names the field. */
bool		 mask_passes(const struct mask *, struct span field);

/*
 * Of which a column's pseudonym is made, one for one value however it is
 * written: where all of the text is one that personal.h finds, it without
 * separators and code of the country, as in texts; else the text with
 * full-width ASCII as ASCII.  Valid UTF-8; in the arena.
 */
struct span	 mask_one_way(struct arena *, struct span text);

/* The edits that mask a text, valid UTF-8. */
struct edits	 mask_edits(const struct mask *, struct arena *,
		    struct span text, uint64_t hits[PERSONAL_KINDS]);

/* True if names stand in the field as they are: 联系人, and names are wanted. */
bool		 mask_is_person(const struct mask *, struct span field);

/* True if the value of such a field is nothing but a name. */
bool		 mask_is_name(const struct mask *, struct span text);

/* The edits that mask the value of such a field: the name, or what is in it. */
struct edits	 mask_person_edits(const struct mask *, struct arena *,
		    struct span text, uint64_t hits[PERSONAL_KINDS]);

/*
 * The masked text, or the value of such a field; text itself where nothing is
 * masked.
 */
struct span	 mask_text(const struct mask *, struct arena *,
		    struct span text, uint64_t hits[PERSONAL_KINDS]);
struct span	 mask_person(const struct mask *, struct arena *,
		    struct span text, uint64_t hits[PERSONAL_KINDS]);

/*
 * Masks every string and number of a value, at any depth; keys of objects
 * stay.  A number that is masked becomes a string, all else keeps its bytes.
 * *masked is JSON text; value.raw itself where nothing is masked.  -1: a
 * string with a lone surrogate, ERR_RECORD, as it can't be looked into.
 */
int		 mask_value(const struct mask *, struct arena *,
		    const struct json *value, struct span *masked,
		    uint64_t hits[PERSONAL_KINDS], struct err *);

/*
 * The same for the record, an object in valid JSON and an LF, that stands in
 * a buffer from byte `start` to its end: the last step before it is written.
 * The fields that `except` names stay.  notes, unless NULL, gets those of
 * report.h.
 */
int		 mask_record(const struct mask *, struct arena *,
		    struct buf *, size_t start, struct buf *notes,
		    uint64_t hits[PERSONAL_KINDS], struct err *);

#endif
