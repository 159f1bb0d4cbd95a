#ifndef TEXT_TABLE_FIT_H
#define TEXT_TABLE_FIT_H

#include "base/span.h"

/* What table_text.c asks of a text that is wider than its room. */

/*
 * Bytes of s that fit into so many columns, up to a place where a line may
 * end; where there is none, as many as fit, at least one character.
 */
size_t	table_line_length(struct span s, size_t columns);

/* Bytes of the longest start, or end, of s within so many columns. */
size_t	table_start_length(struct span s, size_t columns);
size_t	table_end_length(struct span s, size_t columns);

#endif
