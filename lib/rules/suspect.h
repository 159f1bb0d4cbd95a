#ifndef RULES_SUSPECT_H
#define RULES_SUSPECT_H

#include <stdbool.h>

#include "rules/fault.h"
#include "rules/node.h"

/*
 * Warnings of what YAML reads without a word and its author hardly meant:
 * full-width commas between the items of a sequence in brackets, and
 * typographic quotes around texts, which stay part of them; a full-width ＃
 * where a comment was meant; full-width signs of globs and regexes; signs of
 * those, and characters of no width, in terms.
 */
void	suspect_sequence(const struct node *, bool brackets, struct faults *);
void	suspect_value(const struct node *, struct faults *);
void	suspect_term(struct span, struct place, struct faults *);
void	suspect_glob(const struct node *, struct faults *);
void	suspect_regex(const struct node *, struct faults *);

#endif
