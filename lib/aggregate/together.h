#ifndef AGGREGATE_TOGETHER_H
#define AGGREGATE_TOGETHER_H

#include "aggregate/table.h"

/*
 * Which codes stand in one unit: what co-occurrence and networks are made of.
 * A record is a unit, or all records that have the same values of `unit` are.
 */
struct together_options {
	struct path	 codes;
	struct path	*unit;
	size_t		 unit_count;	/* 0: a record is a unit */
	uint64_t	 least;		/* units of a pair that is kept */
	const size_t	*memory;	/* bytes of all groups */
};

struct together_code {
	struct span	code;
	uint64_t	units;
};

struct together_pair {
	size_t		a;		/* of codes; a < b */
	size_t		b;
	uint64_t	units;
};

struct together {
	uint64_t		 units;	/* those without a code too */
	struct together_code	*codes;	/* sorted */
	size_t			 code_count;
	struct together_pair	*pairs;	/* sorted */
	size_t			 pair_count;
	bool			 over;	/* more than *memory: all is empty */
};

/* The options codes (the value), unit and min. */
void	together_compile(struct compiling *, struct fields *,
	    const struct node *value, struct together_options *);

/* -1: ERR_RECORD; ERR_MEMORY for more pairs than the groups may take. */
int	together_read(const struct together_options *,
	    struct table_reading *);

/* Of the entries that the tuples became; in the arena. */
void	together_make(struct together *, const struct together_options *,
	    const struct entry *, size_t count, struct arena *);

#endif
