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
	struct span	 where;		/* as written; "" */
	const char	*table;		/* of the rule's table; or NULL */
	struct span	*books;		/* of labels: JSON objects */
	size_t		 book_count;
};

/* What is counted while records are read. */
struct methods_state {
	struct map	documents;	/* keys in the arena */
	struct arena	arena;
	struct memory	memory;
	uint64_t	units;
	uint64_t	characters;
};

/* Of a rule that was read. */
struct methods	*compile_methods(struct compiling *, const struct node *where);

/* The row of a record: its document and how many characters it has. */
int	methods_row(const struct unit *, struct buf *, struct err *);

/* -1 with ERR_MEMORY. */
int	methods_add(struct methods_state *, struct span row, struct err *);

void	methods_put(const struct methods_state *, const struct plan *,
	    const struct tally *, struct buf *);
void	methods_free(struct methods_state *);

#endif
