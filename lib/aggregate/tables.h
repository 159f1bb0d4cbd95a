#ifndef AGGREGATE_TABLES_H
#define AGGREGATE_TABLES_H

#include "aggregate/table.h"

/* Each in a file of its own; all of them in table_kinds, ends with NULL. */
#define TABLE_MAX_KINDS	32

extern const struct table_kind	table_agreement;
extern const struct table_kind	table_balance;
extern const struct table_kind	table_concentration;
extern const struct table_kind	table_cooccurrence;
extern const struct table_kind	table_dispersion;
extern const struct table_kind	table_documents_by_codes;
extern const struct table_kind	table_extract;
extern const struct table_kind	table_flow;
extern const struct table_kind	table_keyness;
extern const struct table_kind	table_kwic;
extern const struct table_kind	table_near_same;
extern const struct table_kind	table_network;
extern const struct table_kind	table_order;
extern const struct table_kind	table_said;
extern const struct table_kind	table_sample;
extern const struct table_kind	table_side_by_side;
extern const struct table_kind	table_transitions;

extern const struct table_kind *const	table_kinds[];

#endif
