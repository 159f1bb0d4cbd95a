#ifndef AGGREGATE_WRITE_H
#define AGGREGATE_WRITE_H

#include "aggregate/results.h"
#include "frame/engine.h"
#include "text/table.h"

/*
 * The results in the plan's format.  -1 with ERR_MEMORY where they and the
 * groups take more than they may; the text of a table isn't counted.
 */
int	write_results(const struct results *, struct out *, struct err *);

/*
 * The same of groups that were spilled.  JSON Lines, csv and tsv are written
 * while the groups are read; other formats have to hold what they write, as
 * write_results() does.
 */
int	write_spilled(struct groups *, struct out *, struct err *);

/*
 * The state of every group as a record, for --partial, and that of a table as
 * several where it is long; sorted by key.  -1: ERR_IO, ERR_MEMORY where one
 * group takes more than it may.
 */
int	write_partial(struct groups *, struct out *, struct err *);

/*
 * What results of measures and the rows of a table have in common: the keys of
 * a record, and how many it lacks, if any; whether it is late; the keys as
 * columns, of which there are so many, and as cells; a table for the plan's
 * format, without cells.
 */
void	write_keys(const struct result *, struct buf *);
void	write_rollup(const struct result *, struct buf *);
void	write_late(const struct groups *, struct buf *);
size_t	write_key_columns(const struct plan *, struct table_column *);
struct span	write_key(const struct result *, size_t key);
struct table	write_begin(const struct plan *, const struct table_column *,
		    size_t count, size_t rows);

/* A measure as a cell for people. */
struct span	write_figure(const struct results *, const struct result *,
		    size_t measure, struct figure *);

/* The column of csv and tsv behind all others: how many keys are gone. */
bool	write_has_rollup(const struct plan *);
struct table_column	write_measure_column(const struct measure *);
struct table_column	write_rollup_column(const struct plan *);
struct span	write_rollup_cell(const struct result *, struct arena *);

#endif
