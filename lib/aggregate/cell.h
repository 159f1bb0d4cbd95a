#ifndef AGGREGATE_CELL_H
#define AGGREGATE_CELL_H

#include "aggregate/bag.h"
#include "aggregate/distinct.h"
#include "aggregate/examples.h"
#include "aggregate/memory.h"
#include "aggregate/plan.h"
#include "aggregate/row.h"
#include "aggregate/values.h"

struct dispersion {
	uint64_t	n;
	struct sum	sum;
	struct sum	squares;
};

/*
 * What a group knows of one measure.  All that is done to a cell commutes:
 * the order and the split of the records change nothing.
 */
union cell {
	uint64_t	count;
	struct {
		uint64_t	n;
		struct sum	sum;
	} total;			/* MEASURE_SUM, MEASURE_MEAN */
	struct dispersion *dispersion;	/* MEASURE_VAR, MEASURE_STDDEV; NULL:
					 * of nothing */
	struct {
		int128		units;
		struct buf	wide;	/* text, where units can't hold it */
		bool		given;
	} extreme;			/* MEASURE_MIN, MEASURE_MAX */
	struct values	values;
	struct distinct	distinct;
	struct examples	examples;
	struct bag	*bag;		/* of listings and MEASURE_TABLE; NULL:
					 * empty */
};

/*
 * A cell is initialised with = {0}; what it takes on the heap is asked of
 * memory.
 */
void	cell_add(union cell *, const struct plan *, const struct measure *,
	    const struct fed *, struct memory *memory);
void	cell_free(union cell *, const struct measure *);

/* As JSON, for --partial: the same bytes for the same records. */
void	cell_put(union cell *, const struct measure *, struct buf *);

/* Adds what cell_put() wrote; -1 if it is something else. */
int	cell_merge(union cell *, const struct plan *, const struct measure *,
	    const struct json *, struct memory *memory);

/* The measure's value. */
struct figure {
	bool		null;
	bool		approximate;	/* estimated, see `exact` */
	double		number;		/* nearest; not of MEASURE_EXAMPLES */
	struct span	json;		/* as JSON Lines have it */
};

/* In the arena. */
struct figure	cell_figure(union cell *, const struct measure *,
		    struct arena *);

/* A number as a figure: null where it isn't finite. */
struct figure	figure_of_number(double, struct arena *);

#endif
