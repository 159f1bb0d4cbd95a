#ifndef TEXT_MARKDOWN_NOTES_H
#define TEXT_MARKDOWN_NOTES_H

#include "base/arena.h"
#include "base/edit.h"
#include "base/span.h"

/*
 * Foot notes of Markdown, which CommonMark takes for definitions of links and
 * leaves out: [^1] in text becomes ^1^, what is raised, and a line [^1]: ...
 * a paragraph of its own that begins so.  A label that is no number stays as
 * it stands, in a paragraph of its own, too.  Fenced code has none.
 */
struct edits	markdown_notes_edits(struct arena *, struct span text);

#endif
