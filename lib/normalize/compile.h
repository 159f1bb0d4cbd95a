#ifndef NORMALIZE_COMPILE_H
#define NORMALIZE_COMPILE_H

#include "normalize/plan.h"
#include "rules/node.h"

/* What the readers of a rule share. */
struct compiler {
	const struct config	*config;
	struct plan		*plan;
	struct arena		*arena;
	struct faults		*faults;
};

/* A text of the rule, safe for a message; in the arena. */
const char	*compile_shown(const struct compiler *, struct span text);

/* True or false; absent: false. */
bool		 compile_truth(const struct compiler *, const struct node *);

/* The regex that a text is; NULL: a fault was told, named by key. */
struct regex	*compile_pattern(const struct compiler *, const struct node *,
		    const char *key);

/*
 * Reads the keys of `clean` that change characters: escapes, unicode, width,
 * punctuation, script, numerals.
 */
void		 compile_characters(const struct compiler *, struct fields *);

/* Reads `input` (NULL: a fault was told). */
void		 compile_input(const struct compiler *, const struct node *);

/* Read `markup`, `note_marks` and `lines` of `clean`; NULL: it is absent. */
void		 compile_markup(const struct compiler *, const struct node *);
void		 compile_lines(const struct compiler *, const struct node *);
void		 compile_notes(const struct compiler *, const struct node *);

#endif
