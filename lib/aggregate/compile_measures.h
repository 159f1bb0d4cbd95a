#ifndef AGGREGATE_COMPILE_MEASURES_H
#define AGGREGATE_COMPILE_MEASURES_H

#include "aggregate/compile.h"

/* A measure being read; what it names is looked up when all are there. */
struct reading {
	struct compiling	*c;
	struct fields		 f;
	struct measure		*m;
	const struct node	*where;
	const struct node	*of;
	const struct node	*to;
	const struct node	*within;
	const struct node	*min_n;		/* of a rank: {of, n} */
	const struct node	*computed;
	const struct node	*by;		/* of first and last */
	int128			 width;		/* of a histogram */
	bool			 way_is_told;	/* of a change */
	bool			 lenient;	/* bad: null */
};

/*
 * A kind of measure, the key that states it, and what reads that key's value:
 * those that are read of records, and those that are made of other measures.
 * Each ends with a key of NULL.
 */
struct measure_reader {
	const char		*key;
	enum measure_kind	 kind;
	void	(*read)(struct reading *, const struct node *);
};

extern const struct measure_reader	measures_read[];
extern const struct measure_reader	measures_made[];

/* p1 to p99, of records too: false if the mapping has none. */
bool	measures_read_percentile(struct reading *);

/* What a measure is made of, when all are there; nothing of the others. */
void	measures_look_up(struct reading *);

/* The measure that a node names; PLAN_NONE after a fault. */
size_t	measures_named(struct compiling *, const struct node *);

#endif
