#ifndef AGGREGATE_METHODS_H
#define AGGREGATE_METHODS_H

#include "aggregate/compile.h"
#include "aggregate/tally.h"
#include "frame/engine.h"

/*
 * --methods: what the section on methods of a paper states of the data and of
 * the rule, as one record, instead of the rule's figures.
 */
struct methods {
	const char	*rule;		/* its name, as it was given */
	struct span	 edition;
	struct hash	 hash;		/* with the files that it names */
	struct span	 where;		/* as written; "" */
	struct span	 table;		/* as written, JSON; "" if none */
	struct span	*books;		/* that it names: JSON objects */
	size_t		 book_count;
};

/* What is counted while records are read. */
struct methods_state {
	struct map	documents;	/* keys in the arena */
	struct arena	arena;
	struct memory	memory;
	struct bag	bag;		/* of a table that has a word on it */
	uint64_t	units;
	uint64_t	characters;
};

/* Of a rule that was read; either node may be NULL. */
struct methods	*compile_methods(struct compiling *, const struct node *where,
		    const struct node *table);

/* The row of a record: its document, how many characters it has, tuples. */
int	methods_row(const struct plan *, const struct expr_fields *,
	    const struct unit *, struct buf *, struct err *);

/* -1 with ERR_MEMORY. */
int	methods_add(struct methods_state *, struct span row, struct err *);

/* -1 with ERR_MEMORY. */
int	methods_put(const struct methods_state *, const struct plan *,
	    const struct tally *, struct buf *, struct err *);
void	methods_free(struct methods_state *);

#endif
