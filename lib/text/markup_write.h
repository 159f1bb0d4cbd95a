#ifndef TEXT_MARKUP_WRITE_H
#define TEXT_MARKUP_WRITE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/rewrite.h"
#include "base/span.h"

/* What must come before the next text. */
enum markup_gap {
	MARKUP_NO_GAP,
	MARKUP_SEGMENT,		/* a space, none between Han: a line ended */
	MARKUP_SPACE,
	MARKUP_LINE,
	MARKUP_BLOCK
};

#define MARKUP_MAX_PREFIX	64
#define MARKUP_MAX_QUOTES	8	/* shown of those in one another */
#define MARKUP_MAX_LISTS	64	/* counted of those in one another */

/*
 * Writes blocks of text: gaps and prefixes come out only before text.
 * Begins with .rewrite alone.
 */
struct markup_write {
	struct rewrite	rewrite;
	enum markup_gap	gap;
	char		prefix[MARKUP_MAX_PREFIX];	/* of the next text */
	size_t		prefix_n;
	uint32_t	last;		/* character; 0 at the start of a line */
	bool		in_cell;	/* all gaps are spaces */
	size_t		quotes;		/* each block begins with so many > */
	size_t		list[MARKUP_MAX_LISTS];	/* next number; 0: - */
	size_t		lists;		/* open ones */
};

/* Asks for a gap; the wider of two holds. */
void	markup_gap(struct markup_write *, enum markup_gap);

/* Adds to what stands before the next text, `- ` for instance. */
void	markup_prefix(struct markup_write *, struct span);

/* Begins blocks of these kinds; level is from 1 to 6. */
void	markup_heading(struct markup_write *, size_t level);
void	markup_list(struct markup_write *, size_t first);	/* 0: - */
/* note: of foot notes, which are counted ^1^. */
void	markup_item(struct markup_write *, bool note);

/* Begins a row, and ends a cell of it; .in_cell holds in cells. */
void	markup_row(struct markup_write *);
void	markup_cell_end(struct markup_write *);

/*
 * Text, of the old one if its bytes are in it, not yet written; white space
 * becomes gaps.
 */
void	markup_text(struct markup_write *, struct span);

/* The same, its white space kept; LF, and CR LF, are ends of lines. */
void	markup_verbatim(struct markup_write *, struct span);

/* What is no text of the old one, as it stands, without a space before it. */
void	markup_literal(struct markup_write *, struct span);

#endif
