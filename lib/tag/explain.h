#ifndef TAG_EXPLAIN_H
#define TAG_EXPLAIN_H

#include "frame/config.h"
#include "tag/map.h"

/*
 * Why a record is coded as it is, for people: every match with the line of the
 * rule that told it, every near miss with its reason, and for each the row of
 * corrections that would undo it.
 */

/*
 * Appends the row of a record: which corrections hold in it by its id, and its
 * line where its id is asked for; nothing where there is neither.
 */
int	explain_map(struct worker *, const struct record *, struct buf *row,
	    struct err *);

/* The action of --text: codes the text, and explains it. */
int	explain_text(const void *plan, const struct config *, struct arena *,
	    struct buf *text, struct err *);

/* The engine's fold, which explains, or finds no such id; see engine.h. */
int	explain_begin(const struct plan *, void **state);
int	explain_row(void *state, struct span row, struct out *, struct err *);
int	explain_finish(void *state, struct out *, struct err *);
void	explain_drop(void *state);

#endif
