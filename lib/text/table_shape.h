#ifndef TEXT_TABLE_SHAPE_H
#define TEXT_TABLE_SHAPE_H

#include "text/table.h"

/* What table_write() calls for tables that people read. */
void	table_put_text(const struct table *, struct buf *);
void	table_put_html(const struct table *, struct buf *);
void	table_put_markdown(const struct table *, struct buf *);

/*
 * Appends s with a space for each control character: what a terminal would
 * obey, HTML forbids, or either would show in another order.
 */
void	table_put_shown(struct span s, struct buf *);

#endif
