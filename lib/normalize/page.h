#ifndef NORMALIZE_PAGE_H
#define NORMALIZE_PAGE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/edit.h"
#include "base/err.h"
#include "base/span.h"
#include "normalize/body.h"
#include "normalize/unwrap.h"
#include "text/markup.h"
#include "text/regex.h"

/* What becomes of the lines of a text, as `lines` of a rule says. */
struct page_rule {
	bool		  unwrap;
	bool		  across_pages;
	struct regex	**drop;
	size_t		  drop_count;
	size_t		  on_pages;	/* of running heads; 0: they stay */
	const struct body_rule *body;	/* NULL: all of it */
	bool		  columns;	/* gutter_edits() come before */
};

struct page_text {
	struct span		text;
	struct markup_part	article;	/* of it, where markup told */
};

/*
 * The edits that leave lines out and join the others.  work may be NULL where
 * the rule has no pattern.  -1, ERR_RECORD, where a pattern met its limit.
 */
int	page_edits(const struct page_rule *, struct regex_work *work,
	    struct arena *, const struct page_text *, struct edits *,
	    struct moves *, struct err *);

#endif
