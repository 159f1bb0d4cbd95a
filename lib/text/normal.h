#ifndef TEXT_NORMAL_H
#define TEXT_NORMAL_H

#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/edit.h"
#include "base/span.h"

/*
 * Normal forms C and KC of Unicode (UAX #15) by libutf8proc, behind a quick
 * check of ours: most text is in the form already, and a text whose code
 * points are all below U+0300 or Han, kana without marks, or CJK punctuation
 * needs no library; nor does full-width ASCII, for KC.
 */

/* The edits that bring valid UTF-8 into the form; none where it is. */
struct edits	normal_nfc(struct arena *, struct span text);
struct edits	normal_nfkc(struct arena *, struct span text);

/* Columns that a code point takes on a terminal: 0, 1 or 2 (UAX #11). */
int		normal_width(uint32_t c);

/* Columns of valid UTF-8. */
size_t		normal_columns(struct span text);

#endif
