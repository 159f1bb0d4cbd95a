#ifndef TEXT_NORMAL_TABLE_H
#define TEXT_NORMAL_TABLE_H

#include <stdbool.h>
#include <stdint.h>

/*
 * True if normal form C never joins, moves or replaces c because of what
 * stands before it, and leaves c itself as it is: a text may be cut before
 * c, and the parts normalised one by one (UAX #15, section 9).
 */
bool	normal_is_boundary(uint32_t c);

/* The same for normal form KC. */
bool	normal_is_compatible_boundary(uint32_t c);

#endif
