#ifndef TAG_SECTION_H
#define TAG_SECTION_H

#include "text/cut.h"

/*
 * The sections of a text: from a line that is a heading to the next one, as
 * far as a line alone tells that (# ..., 一、..., （一）..., 第二章 ..., 引言;
 * text/shape.h).  What stands before the first is one as well, and so is a
 * text without headings, as a unit is that segment cut.  They are a partition
 * of the text, white space and all.  In the arena; returns how many.
 */
size_t	section_cut(struct arena *, struct span text, struct cut_piece **);

#endif
