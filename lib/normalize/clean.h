#ifndef NORMALIZE_CLEAN_H
#define NORMALIZE_CLEAN_H

#include <stdbool.h>

#include "base/arena.h"
#include "base/edit.h"
#include "base/err.h"
#include "base/span.h"
#include "normalize/notes.h"
#include "normalize/page.h"
#include "normalize/spaces.h"
#include "text/numerals.h"
#include "text/script.h"

enum clean_unicode {
	UNICODE_NONE,
	UNICODE_NFC,
	UNICODE_NFKC
};

/* What a text is marked up with. */
enum clean_markup {
	CLEAN_PLAIN,
	CLEAN_HTML,
	CLEAN_ARTICLE,		/* of a page of HTML */
	CLEAN_MARKDOWN,
	CLEAN_MARKUPS
};

/* What a rule has done to a text; all false: nothing. */
struct clean_rule {
	bool			 escapes;
	enum clean_markup	 markup;
	enum clean_unicode	 unicode;
	unsigned		 width;		/* enum width_fold */
	bool			 punctuation;
	const struct notes_rule	*notes;		/* NULL: none are taken out */
	const struct page_rule	*lines;		/* NULL: all stay */
	const struct script	*script;	/* NULL: stays */
	enum numerals		 numerals;
	struct spaces_rule	 spaces;
};

/*
 * The text after every step of the rule, in the order of clean.c.  text is
 * valid UTF-8; *cleaned is text itself, or in the arena.  Each step is a
 * function from the text that it gets to edits of it; *all, which begins as
 * = {0}, is what they do together, as edits of text (NULL: nobody asks);
 * *notes, which begins so, too, is what note_marks took out (NULL: it stays).
 * work may be NULL where nothing is dropped.  -1, ERR_RECORD, where a pattern
 * met its limit.
 */
int	clean_text(const struct clean_rule *, struct regex_work *work,
	    struct arena *, struct span text, struct span *cleaned,
	    struct edits *all, struct notes *, struct err *);

#endif
