#ifndef TEXT_QUANTITY_NAME_H
#define TEXT_QUANTITY_NAME_H

#include "text/quantity_of.h"
#include "text/quantity_stretch.h"

/*
 * The first word in a part, at byte `at` or later, of one of the kinds that no
 * name goes over; the part's length: none.  *length is the word's bytes, or 0.
 */
size_t		name_end(const struct stretch *, struct span part, size_t at,
		    unsigned kinds, size_t *length);

/*
 * 使用|率, 集聚|区: no verb is what stands before byte `at`, but the beginning
 * of a noun.
 */
bool		name_is_noun(const struct stretch *, struct span part,
		    size_t at);

/* Without a quotation mark that has no other half, and what it belongs to. */
struct span	name_unquote(struct span);

/*
 * The part without links and the like before the number; *has: a 有 or 由
 * among them, as in 全镇共有3万人, 会议有20人 and 小组由3人组成.
 */
struct span	name_skip_links(const struct stretch *, struct span part,
		    bool *has);

/*
 * The name that a part before a figure ends with, links left out: behind the
 * last end in it, and verbs, or 的; empty: none.
 */
struct span	name_before(const struct stretch *, struct span part,
		    const struct place_of *);

#endif
