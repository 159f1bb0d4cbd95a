#ifndef AGGREGATE_TABLES_H
#define AGGREGATE_TABLES_H

#include "aggregate/table.h"

/* Each in a file of its own; all of them in table_kinds, ends with NULL. */
#define TABLE_MAX_KINDS	32

extern const struct table_kind	table_cooccurrence;

extern const struct table_kind *const	table_kinds[];

#endif
