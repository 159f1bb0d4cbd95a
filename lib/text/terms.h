#ifndef TEXT_TERMS_H
#define TEXT_TERMS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/span.h"

/*
 * Many literal terms at once: all occurrences of all terms in one pass.
 *
 * The two characters from each place on, and the three, are looked up, as they
 * stand, in a set of how terms begin, of at most 256 KiB; what stays walks a
 * double-array trie with 8-byte cells over classes of characters (a 16-bit
 * table over the BMP that goes on in pages above it), some walks ahead being
 * prefetched.  No terms have no tables.
 */
struct terms;

#define TERMS_FOLD_WIDTH	1	/* full-width ASCII and U+3000 */
#define TERMS_FOLD_CASE		2	/* simple case folding, one to one */
#define TERMS_FOLD_SCRIPT	4	/* what variants.h has as one */

/* The character that c is folded to. */
uint32_t	 terms_fold(uint32_t c, unsigned fold);

#define TERMS_MAX		4000000
#define TERMS_MAX_VALUE		0x1fffffff
#define TERMS_MAX_LENGTH	1000	/* code points */
#define TERMS_MAX_CHARS		65534	/* different ones in all terms */

/*
 * Builds from count terms, at most TERMS_MAX, each valid UTF-8, not empty and
 * at most TERMS_MAX_LENGTH long, which the caller has to see to; folded as
 * asked.  Term i is reported as values[i], at most TERMS_MAX_VALUE, or, where
 * values is NULL, as i; equal terms are each reported.  In the arena.  NULL if
 * they hold more than TERMS_MAX_CHARS different characters.
 */
struct terms	*terms_build(struct arena *, const struct span *terms,
		    const uint32_t *values, size_t count, unsigned fold);

struct terms_hit {
	uint32_t	term;		/* its value */
	uint32_t	start, end;	/* code points */
};

#define TERMS_LONGER		1	/* of two characters or more */
#define TERMS_ALONE		2	/* of one */
#define TERMS_ALL		(TERMS_LONGER | TERMS_ALONE)

/*
 * All occurrences of such terms in a text of valid UTF-8 under 2^32 bytes,
 * ordered by start, then by end, then by term.  In the arena; returns how
 * many.  Gives up with some number over `most` when there are more than that.
 * Time is linear in the text, times the longest term where it is made to be.
 */
size_t		 terms_find(const struct terms *, struct arena *,
		    struct span text, unsigned which, size_t most,
		    struct terms_hit **);

#endif
