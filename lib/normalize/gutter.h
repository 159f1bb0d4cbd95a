#ifndef NORMALIZE_GUTTER_H
#define NORMALIZE_GUTTER_H

#include "base/arena.h"
#include "base/edit.h"
#include "base/span.h"
#include "normalize/unwrap.h"

/*
 * The edits that put two columns of print, which stand beside each other as
 * in the output of `pdftotext -layout`, behind each other.
 *
 * A page (up to a form feed) has two columns if there is a place between 30%
 * and 70% of its width where at least six of its lines, and 60% of those that
 * reach beyond it, have two spaces or more between text on both sides, and at
 * most a quarter of its lines run over it.  Lines that do stay where they
 * are: between two of them the left column comes before the right one.  The
 * right one's lines are moved, as moves tells.  Lines wider than 400 columns
 * (Han 2) run over any place.
 */
struct edits	gutter_edits(struct arena *, struct span text, struct moves *);

#endif
