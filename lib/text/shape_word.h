#ifndef TEXT_SHAPE_WORD_H
#define TEXT_SHAPE_WORD_H

#include <stdbool.h>
#include <stdint.h>

#include "text/shape.h"

/* What shape_see() asks about words; plain is shape_plain()'s. */

/* The line behind a bracket that opens in front of it. */
struct span	shape_inner(struct span plain);

/* True if a word that shape_word() knows begins with the Han character. */
bool		shape_begins_word(uint32_t c);

/* shape_word() of the line; *rest is left alone where it has none. */
enum shape_word	shape_word_of(struct span plain, struct span inner,
		    struct span *rest);

#endif
