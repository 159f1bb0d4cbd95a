#ifndef AGGREGATE_CHECK_H
#define AGGREGATE_CHECK_H

#include "aggregate/compile.h"

/* What a rule says that it makes of some records: for --check. */
struct test {
	struct span	records;	/* JSON Lines */
	struct span	gives;		/* the results, as JSON Lines */
	struct place	place;
};

/* The rule's `tests`. */
void	compile_tests(struct compiling *, const struct node *);

/* Runs them; 0, or -1 after a fault at each that gives something else. */
int	check_tests(const struct plan *, struct arena *, struct faults *);

#endif
