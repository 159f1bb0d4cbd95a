#ifndef TEXT_ESCAPES_H
#define TEXT_ESCAPES_H

#include "base/arena.h"
#include "base/edit.h"
#include "base/span.h"

/*
 * The edits that undo what spreadsheets write for characters that their files
 * can't hold: _xHHHH_ with the hexadecimal number of a UTF-16 unit (ECMA-376,
 * part 1, section 22.4.2.4, ST_Xstring); valid UTF-8.  Line breaks (000D,
 * 000A, and the two) become one LF, or nothing before an LF; a tab is a tab;
 * other control characters go; _x005F_ is an underscore that begins no
 * escape; half of a pair stays as it stands.
 */
struct edits	escapes_edits(struct arena *, struct span text);

#endif
