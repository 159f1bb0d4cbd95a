#ifndef SEGMENT_LINES_H
#define SEGMENT_LINES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

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
#define FAMILY_NONE	255

_Static_assert(HEADINGS_MAX + MARKS_MAX <= FAMILY_NONE, "a byte holds a family");

/* Bytes of the text, which a record's limit of 64 MiB keeps small. */
struct part {
	uint32_t	start, n;
};

/*
 * What a line is, seen alone; the outline then settles its level.  Small, for
 * texts of short lines.
 */
struct line {
	uint32_t	start, end;	/* bytes of the text */
	uint32_t	title_end;	/* end, but where a title runs in */
	uint32_t	number;		/* that it counts itself; 0: none */
	struct part	title;		/* without marks */
	struct part	article;	/* 第三条, if it begins one; else n 0 */
	uint8_t		family;		/* of a title, or FAMILY_NONE */
	uint8_t		level;		/* of a heading; 0: none */
	uint8_t		shape;		/* enum shape */
	uint8_t		word;		/* enum shape_word */
	bool		word_alone;
	bool		references;	/* a title that the rule names */
	bool		notes;	/* a title 注释 alone */
	bool		contents;	/* a title 目录; behind the outline
					 * it and what stands in them */
	bool		prose;	/* PROSE_MIN Han, ended */
	bool		ended;	/* by a mark that ends a sentence */
	bool		colon;	/* by a colon */
	bool		plain;	/* needs no escape in JSON */
	bool		whole;	/* the title is a sentence */
	bool		bracket;	/* begins with （二） */
	bool		item;	/* of a list, though numbered so */
};

static inline struct span
line_text(struct span text, const struct line *line)
{
	return span_make(text.p + line->start, line->end - line->start);
}

static inline struct span
line_part(struct span text, struct part part)
{
	return span_make(text.p + part.start, part.n);
}

/* What lines_of_text() looks for in a text; plan->line_signs. */
const struct signs	*line_signs(struct arena *);

/*
 * The lines of a text of valid UTF-8, of at most 4 GiB, that aren't blank, in
 * the arena.
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
