#ifndef NORMALIZE_MASK_H
#define NORMALIZE_MASK_H

#include <stdbool.h>

#include "base/arena.h"
#include "base/edit.h"
#include "base/span.h"
#include "frame/config.h"
#include "rules/fault.h"
#include "rules/node.h"

/*
 * Personal data in texts, and what is done to it: minqing-rules(5), `mask`.
 * A detector tells what looks like such data; what it can't tell is in
 * normalize(1).
 */
enum mask_kind {
	MASK_PHONE,		/* mobile, 11 digits from 13 to 19 */
	MASK_LANDLINE,		/* with its area code */
	MASK_ID_NUMBER,		/* 18 characters, date and check digit; or 15 */
	MASK_BANK_CARD,		/* 16 to 19 digits, issuer and Luhn */
	MASK_EMAIL,
	MASK_KINDS
};

struct mask;

/*
 * Reads `mask:` (node NULL: absent, which is the default mask).  The setting
 * "key" names the file of the key; a pseudonym without it is a fault, and so
 * is a key of fewer than 16 bytes.  *mask is NULL after `mask: none`.  -1
 * after faults.
 */
int	mask_compile(const struct config *, const struct rule *,
	    const struct node *, struct arena *, const struct mask **mask,
	    struct faults *);

/* True if `except` names the field. */
bool	mask_passes(const struct mask *, struct span field);

/*
 * The edits that mask a text, valid UTF-8; hits[kind] are raised by what was
 * found.
 */
struct edits	mask_edits(const struct mask *, struct arena *,
		    struct span text, unsigned long hits[MASK_KINDS]);

/*
 * A pseudonym of a whole value: NAME:16 hexadecimal digits of HMAC-SHA-256
 * under the key.  name is the kind, or a column's field.
 */
struct span	mask_pseudonym(const struct mask *, struct arena *,
		    struct span name, struct span value);

#endif
