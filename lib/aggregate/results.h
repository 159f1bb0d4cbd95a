#ifndef AGGREGATE_RESULTS_H
#define AGGREGATE_RESULTS_H

#include "aggregate/groups.h"

/* A group that is written. */
struct result {
	const struct plan	*plan;
	struct group		*group;
	size_t			 mask_index;
	struct part		*parts;		/* of all keys */
	struct figure		*order;		/* of the rule's `order` */
	size_t			*ranks;		/* of measures of rank; 0:
						 * none */
	bool			 suppressed;	/* its figures are not told */
};

struct results {
	const struct groups	*groups;
	struct arena		*arena;		/* of all below */
	struct result		*items;
	size_t			 count;
};

/*
 * The groups that the rule wants, in its order: those of all keys and those
 * rolled up, for which `having` holds, at most `limit` of each kind.
 * -1: ERR_RULES where `having` meets a value of a wrong kind, ERR_MEMORY as
 * groups_check().
 */
int		results_make(struct results *, struct groups *, struct arena *,
		    struct err *);

/* Whether a condition of the rule holds.  -1: ERR_RULES, at that place. */
int		result_test(const struct groups *, const struct result *,
		    const struct expr *, struct place, struct regex_work *,
		    struct arena *, bool *holds, struct err *);

/* How many keys were removed; whether this one was. */
size_t		result_removed(const struct result *);
bool		result_has(const struct result *, size_t key);

/* The value of a key; NULL where it was removed. */
const struct part *result_part(const struct result *, size_t key);

/* The value of a measure, in the arena. */
struct figure	result_figure(const struct groups *, const struct result *,
		    size_t measure, struct arena *);

#endif
