#ifndef TEXT_WIDTH_H
#define TEXT_WIDTH_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/edit.h"
#include "base/span.h"

/*
 * Full-width ASCII: U+FF01 to U+FF5E, and U+3000 for the space (Unicode
 * block Halfwidth and Fullwidth Forms).
 */
bool		width_is_full_ascii(uint32_t c);

/* Its one byte of ASCII, a constant. */
struct span	width_ascii(uint32_t c);

/* What is made half as wide. */
enum width_fold {
	WIDTH_LETTERS = 1,	/* Ａ to Ｚ, ａ to ｚ */
	WIDTH_DIGITS = 2,	/* ０ to ９ */
	WIDTH_SPACES = 4,	/* U+3000 */
	WIDTH_SYMBOLS = 8	/* what is no punctuation of Chinese text:
				 * ＂＃＄％＆＇＊＋－．／＜＝＞＠＼＾＿｀｛｜｝ */
};

/*
 * The edits that fold those of valid UTF-8; ！（），：；？［］～ stay, as all
 * that isn't ASCII does.
 */
struct edits	width_edits(struct arena *, struct span text, unsigned fold);

#endif
