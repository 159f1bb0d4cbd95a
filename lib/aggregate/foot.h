#ifndef AGGREGATE_FOOT_H
#define AGGREGATE_FOOT_H

#include "aggregate/results.h"

/*
 * The lines at the foot of a table, in the arena of the results: what each
 * measure is, what ~ means (some figure is approximate), which areas had no
 * name, what groups_foot() was given.
 */
size_t	foot_lines(const struct results *, bool approximate,
	    struct span **lines);

/* A line for each field of `by` that no record had. */
void	foot_keys(struct groups *);

#endif
