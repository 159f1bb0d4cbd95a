#ifndef TEXT_HTML_H
#define TEXT_HTML_H

#include "text/markup.h"

/* markup_html(), also where no tag of a block is there. */
struct edits	html_edits(struct arena *, struct span text,
		    enum markup_page, struct markup_part *article);

#endif
