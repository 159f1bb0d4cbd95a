#ifndef TEXT_HTML_TAGS_H
#define TEXT_HTML_TAGS_H

#include "base/arena.h"
#include "base/edit.h"
#include "base/span.h"

/*
 * The edits that take out of HTML what a parser needs time or memory for out
 * of proportion, and what makes no difference to its text: the tags of
 * formatting elements (<b>, <font> ...), whose mending can square a page, of
 * <html> and <body>, which are implied, and one that doesn't end; start tags
 * with more than 256 others open, and as many end tags; the attributes behind
 * the 16th of a tag.
 */
struct edits	html_tags_edits(struct arena *, struct span text);

/* True if text has a tag of an element that makes a page or a block. */
bool		html_tags_there(struct span text);

#endif
