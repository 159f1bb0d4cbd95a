#ifndef NORMALIZE_NEW_WRITE_H
#define NORMALIZE_NEW_WRITE_H

#include "base/arena.h"
#include "base/buf.h"
#include "normalize/mask.h"
#include "normalize/new_table.h"

/* Appends s as a YAML scalar that is read as that text. */
void	new_put_scalar(struct buf *, struct span s);

/* Appends the rule of a table but its first lines. */
void	new_put_table(struct buf *, const struct table *, enum encoding,
	    const struct mask *, struct arena *);

#endif
