#ifndef NORMALIZE_PERSON_H
#define NORMALIZE_PERSON_H

#include "base/arena.h"
#include "base/span.h"
#include "normalize/personal_found.h"

/*
 * Names of people: behind a label, beside a title or a role, before a phone,
 * each with a surname; and the names of a list wherever they stand.
 */
struct persons;

/*
 * labels and names are a rule's own, besides those that are known; all of
 * it in the arena, to which the spans belong too.  NULL if they hold more
 * different characters than terms.h can have.
 */
const struct persons	*persons_new(struct arena *, const struct span *labels,
			    size_t label_count, const struct span *names,
			    size_t name_count);

void			 persons_find(const struct persons *, struct span text,
			    struct found *);

/*
 * True if a field of that name holds names: it is a known label or the rule's
 * own, ends in 姓名, or is a word such as name or caller.
 */
bool			 persons_is_field(const struct persons *,
			    struct span name);

/*
 * True if the text is nothing but what would be a name behind a label and a
 * colon, white space at both ends left alone.
 */
bool			 persons_is_name(const struct persons *,
			    struct span text);

/* True if the text is a surname, with a title or 某 behind it or alone. */
bool			 persons_is_surname(struct span text);

#endif
