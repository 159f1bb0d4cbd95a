#ifndef NORMALIZE_JOINS_H
#define NORMALIZE_JOINS_H

#include <stdbool.h>
#include <stddef.h>

#include "base/span.h"
#include "normalize/layout.h"

/* True if line at belongs to the block whose last line is `last`, before it. */
bool		joins_belong(const struct layout *, size_t last, size_t at,
		    bool across_pages);

/* True if a paragraph was cut at line at, in mid-sentence. */
bool		joins_is_cut(const struct layout *, size_t at);

/*
 * True if the line may stand in mid-sentence where a page ends: a note, a
 * caption, a page number, a rule, a running head.
 */
bool		joins_is_float(const struct layout *, size_t at);

/* True if line at goes on where the cut line `last` was cut, floats between. */
bool		joins_resume(const struct layout *, size_t last, size_t at);

enum join {
	JOIN_NOT,	/* begins a block */
	JOIN_CLOSE,
	JOIN_SPACE,
	JOIN_HYPHEN	/* the hyphen before it goes */
};

/* How two lines of one block are joined. */
enum join	joins_how(struct span last, struct span next);

#endif
