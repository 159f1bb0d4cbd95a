#ifndef AGGREGATE_TABLE_ORDER_H
#define AGGREGATE_TABLE_ORDER_H

#include "aggregate/bag.h"

/*
 * How many units have each code.  Initialised with = {0}; the bag is freed by
 * bag_free().
 */
struct order_units {
	struct bag	 bag;
	struct entry	*sorted;
	size_t		 at;
};

/* Of the entries of the table order. */
void	order_count_units(const struct entry *, size_t count,
	    struct order_units *);

/* Those with a, which is asked for in the order of span_compare(). */
uint64_t order_units_with(struct order_units *, struct span a);

#endif
