#ifndef TEXT_VARIANTS_H
#define TEXT_VARIANTS_H

#include <stddef.h>
#include <stdint.h>

/*
 * Characters that are one in the end: simplified and traditional ones, and
 * the spellings of Taiwan and Hong Kong (发 發 髮, 里 裏 裡, 着 著), as
 * OpenCC's dictionaries of characters have them.  The build makes the table
 * (tools/variants.py): in order of the characters, each with the least one of
 * its group, which isn't in the table itself.
 */
struct variant {
	uint32_t	character;
	uint32_t	plain;
};

extern const struct variant	variants[];
extern const size_t		variant_count;

#endif
