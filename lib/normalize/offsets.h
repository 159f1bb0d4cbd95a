#ifndef NORMALIZE_OFFSETS_H
#define NORMALIZE_OFFSETS_H

#include <stddef.h>

#include "base/arena.h"
#include "base/edit.h"
#include "base/span.h"
#include "frame/engine.h"
#include "normalize/worker.h"
#include "record/json.h"
#include "text/encoding.h"

/*
 * --offset-map: where each piece of a record's text stood in its input, as
 * bytes of the file or member, uncompressed.
 *
 *	bytes     decoded           text
 *	b0..b1 -> start, n of it -> t0..t1
 *	  encoding        edits
 */
struct offsets {
	enum encoding	encoding;
	struct span	bytes;		/* of the unit, or a piece of it */
	struct span	decoded;	/* it in UTF-8 */
	size_t		start, n;	/* what the text was made of: bytes of
					 * decoded */
	struct edits	edits;		/* of that: what became of it */
};

/* Does one more thing to the text that the edits give. */
void	offsets_then(struct offsets *, struct arena *, const struct edits *);

/*
 * The text is a string of the unit's record as it stands there, escaped:
 * decoded is what it says.
 */
void	offsets_of_string(struct offsets *, struct arena *,
	    const struct json *string, struct span decoded);

/*
 * The text is a cell of a row that was decoded: without white space at its
 * ends, quotes undone.
 */
void	offsets_of_cell(struct offsets *, struct arena *, char delimiter,
	    size_t index, struct span cell);

/* Masks the text that the edits give, where the rule says so. */
void	offsets_mask(struct offsets *, const struct worker *, struct arena *,
	    struct span text);

/*
 * Appends the line of the record that was written to out from byte `start`
 * on, to out->side: {"id","file","encoding","map":[[t0,t1,b0,b1,"copy"|
 * "edit"],...]}, t in code points.  Runs follow each other without a gap, and
 * the bytes of a copy run, decoded, are its text.
 */
void	offsets_put(const struct worker *, const struct unit *,
	    const struct offsets *, struct out *, size_t start);

#endif
