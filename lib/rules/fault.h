#ifndef RULES_FAULT_H
#define RULES_FAULT_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/span.h"

/* Where something stands in a rule file; line and column from 1, 0 unknown. */
struct place {
	const char	*file;		/* for messages; lives with the run */
	size_t		 line;
	size_t		 column;	/* code points */
};

/*
 * What is wrong with rules: all mistakes of all files are collected and shown
 * in one run, in the order of file (as read), line, column.
 */
struct fault {
	struct place	 place;
	bool		 warning;	/* stops no run; shown by --check, */
	bool		 slip;		/* or, of the keyboard, by each run */
	const char	*text;		/* what was found, what was expected */
	size_t		 order;
};

struct faults {
	struct arena	*arena;		/* set by the owner */
	struct fault	*items;
	size_t		 count;
	size_t		 capacity;
	size_t		 errors;	/* those that are no warnings */
};

/*
 * They return -1, so that `return fault(...)` reads well.  A slip is a
 * warning of what YAML reads without a word and its author hardly meant.
 */
int	fault(struct faults *, struct place, const char *format, ...)
	    __attribute__((format(printf, 3, 4)));
int	fault_warn(struct faults *, struct place, const char *format, ...)
	    __attribute__((format(printf, 3, 4)));
int	fault_slip(struct faults *, struct place, const char *format, ...)
	    __attribute__((format(printf, 3, 4)));

/*
 * Sorts by file (in order of first appearance), line, column.  Where a mistake
 * was told, slips of the same place are dropped.
 */
void	faults_sort(struct faults *);

/*
 * The name of the list (ends with NULL) that is nearest to what was typed, by
 * span_distance() of at most a third of its length; NULL if none is near.
 */
const char *fault_nearest(struct span typed, const char *const *names);

#endif
