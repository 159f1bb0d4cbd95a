#ifndef TEXT_PUNCTUATION_H
#define TEXT_PUNCTUATION_H

#include "base/arena.h"
#include "base/edit.h"
#include "base/span.h"

/*
 * The edits that make Chinese punctuation of ASCII's where it stands in
 * Chinese text; valid UTF-8.  Chinese is Han, Chinese punctuation
 * 《》（）「」『』【】〔〕〈〉“”‘’、。，；：？！… and what was made Chinese
 * itself:
 *
 *	, ; :	behind Chinese, before Chinese or the end of the line
 *	? !	the same, each of a run of them
 *	.	behind Chinese, at the end of the line; but not behind Chinese
 *		numerals alone (`一.`), which number a heading
 *	( )	a pair in one line with Han in it, that touches Chinese or an
 *		end of the line on either side
 *
 * Spaces before what follows don't matter.  So those of numbers (1,000), times
 * (9:30), Latin text and lists of them stay, and so do quotation marks, whose
 * direction isn't known, hyphens and points within a line.
 */
struct edits	punctuation_edits(struct arena *, struct span text);

#endif
