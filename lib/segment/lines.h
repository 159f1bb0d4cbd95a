#ifndef SEGMENT_LINES_H
#define SEGMENT_LINES_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/err.h"
#include "base/span.h"
#include "segment/plan.h"
#include "text/regex.h"
#include "text/shape.h"

/*
 * A family is a way to mark headings: a rule of the plan, by its index; behind
 * those one to MARKS_MAX of #.
 */
#define MARKS_MAX	6
#define FAMILY_NONE	SIZE_MAX

/* What a line is, seen alone; the outline then settles its level. */
struct line {
	size_t		start, end;	/* bytes of the text */
	size_t		family;		/* of a title, or FAMILY_NONE */
	size_t		number;		/* that it counts itself; 0: none */
	size_t		title_end;	/* end, but where a title runs in */
	struct span	title;		/* without marks */
	struct span	article;	/* 第三条, if it begins one; else n 0 */
	int		level;		/* of a heading; 0: none */
	enum shape	shape;
	enum shape_word	word;
	bool		word_alone;
	bool		references;	/* a title that the rule names */
	bool		notes;		/* a title 注释 alone */
	bool		contents;	/* a title 目录; behind the outline
					 * it and what stands in them */
	bool		prose;		/* PROSE_MIN Han, ended */
	bool		ended;		/* by a mark that ends a sentence */
	bool		colon;		/* by a colon */
	bool		plain;		/* needs no escape in JSON */
	bool		whole;		/* the title is a sentence */
	bool		bracket;	/* begins with （二） */
	bool		item;		/* of a list, though numbered so */
};

/* What lines_of_text() looks for in a text; plan->line_signs. */
const struct signs	*line_signs(struct arena *);

/*
 * The lines of a text of valid UTF-8 that aren't blank, in the arena.
 * -1, ERR_RECORD, where a regex met its limit.
 */
int	lines_of_text(const struct plan *, struct regex_work *, struct arena *,
	    struct span text, struct line **lines, size_t *count,
	    struct err *);

/* The heading was found by a regex of the rule or by the style it names. */
bool	line_is_by_rule(const struct plan *, const struct line *);

/* What a list of references may count them with. */
bool	line_counts_references(const struct line *);

#endif
