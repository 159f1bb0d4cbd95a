#ifndef NORMALIZE_HEADS_H
#define NORMALIZE_HEADS_H

#include <stddef.h>

#include "base/arena.h"
#include "normalize/lines.h"

/*
 * Marks as dropped what stands at the top or the foot of at least on_pages
 * pages: of each page the first two lines and the last two are looked at,
 * and two are the same if they are but for numbers and white space, so that
 * page numbers are, too; running text must be the same to the letter.  A
 * line that begins a reference, a note or an item is none.  What stands in the
 * first two lines of the first page, and on so many pages to the letter the
 * same, stays there: it is the title, unless it names an issue (第3期) or begins
 * with two to four characters and a wide colon, as author and title do.
 *
 * Pages are parted by form feeds; where there is none, by lines that are
 * nothing but a page number and count on by one, at least on_pages of them.
 */
void	heads_mark(struct lines *, struct arena *, size_t on_pages);

#endif
