#ifndef AGGREGATE_WATCHED_H
#define AGGREGATE_WATCHED_H

#include "aggregate/compile.h"

/*
 * The fields of records that keys and expressions read, with the counters of
 * watch.h; one that the rule asks for by `has` may be missing.
 */
void	watched_compile(struct compiling *);

/* One more, before: of a table. */
void	watched_add(struct compiling *, const struct path *);

/* So many counters; 0: nothing is watched. */
size_t	watched_counters(const struct plan *);

/* Notes in the counters of a batch what the record has. */
void	watched_note(const struct plan *, const struct record *,
	    uint64_t *counters);

/*
 * The line that names those which no record had; false if there is none.
 * keys: those of `by` too; first: as of watch_put().
 */
bool	watched_line(const struct plan *, const uint64_t *counters, bool keys,
	    struct span first, struct buf *);

/* And the end of that line, where one of them may be a text without quotes. */
void	watched_hint(const struct plan *, const uint64_t *counters,
	    struct buf *);

#endif
