#ifndef AGGREGATE_BULLETIN_H
#define AGGREGATE_BULLETIN_H

#include "aggregate/compile.h"
#include "aggregate/results.h"

/*
 * A report in plain text: the paragraphs of the rule with figures in them.
 * `{name}` is a key or measure of the group that the paragraph is of, `{{` a
 * brace.
 */
enum paragraph_kind {
	PARAGRAPH_TEXT,		/* of the total */
	PARAGRAPH_ROWS,		/* one for each group of a kind */
	PARAGRAPH_TABLE		/* all groups of a kind as a table */
};

/* Text, then what stands behind it. */
struct piece {
	struct span	text;
	struct column	column;		/* index PLAN_NONE: nothing */
};

struct paragraph {
	enum paragraph_kind	 kind;
	size_t			 mask_index;
	struct piece		*pieces;
	size_t			 piece_count;
	const struct expr	*where;		/* of rows, tables; or NULL */
	struct place		 place;
	uint64_t		 limit;		/* UINT64_MAX: none */
	struct span		 none;		/* where there is no row; "" */
};

struct bulletin {
	struct paragraph	*items;
	size_t			 count;
};

/* The rule's `bulletin`, behind its keys, measures and masks. */
void	compile_bulletin(struct compiling *, const struct node *);

/* -1 as write_results(). */
int	bulletin_write(const struct results *, struct buf *, struct err *);

#endif
