#ifndef AGGREGATE_READ_H
#define AGGREGATE_READ_H

#include <stddef.h>
#include <stdint.h>

#include "record/json.h"

/*
 * Reading the JSON of partial results, which may come from anywhere.  All
 * return -1 if the value is of another kind or isn't there.
 */

/* The member of that name. */
int	read_member(const struct json *object, const char *name,
	    enum json_kind, struct json *);

/* The elements of an array that must have exactly so many. */
int	read_elements(const struct json *array, struct json *, size_t count);

/* An integer from 0 to INT64_MAX. */
int	read_count(const struct json *, uint64_t *);

#endif
