#ifndef TAG_QUANTITIES_H
#define TAG_QUANTITIES_H

#include "tag/mapping.h"

/*
 * Writes the figures of the fields that the plan's book of quantities codes
 * as a JSON array, empty where the book doesn't code the record, in the order
 * of field and place.  -1: ERR_RECORD.
 */
int	quantities_put(const struct mapping *, struct buf *);

/* A figure as `{"value":...}`; its field is named unless it is text. */
void	quantity_put(struct buf *, const struct quantity *, struct span field);

#endif
