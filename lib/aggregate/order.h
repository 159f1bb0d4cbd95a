#ifndef AGGREGATE_ORDER_H
#define AGGREGATE_ORDER_H

#include "aggregate/cell.h"
#include "aggregate/row.h"

/*
 * The order of values of keys: numbers by value, before the others, those by
 * bytes, then by kind.  NULL, a key that was rolled up, comes last in either
 * direction.
 */
int	order_parts(const struct part *, const struct part *,
	    bool descending);

/*
 * The order of figures, to the last digit.  Null comes last in either
 * direction.
 */
int	order_figures(const struct figure *, const struct figure *,
	    bool descending);

/*
 * The same as bytes that leave memory: what is put one after another is
 * compared one after another.  Both sides of order_packed() were put alike.
 */
void	order_put_text(struct buf *, struct span);	/* by bytes */
void	order_put_part(struct buf *, const struct part *, bool descending);
void	order_put_figure(struct buf *, const struct figure *,
	    bool descending);
int	order_packed(struct span, struct span);

#endif
