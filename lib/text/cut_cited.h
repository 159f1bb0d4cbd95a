#ifndef TEXT_CUT_CITED_H
#define TEXT_CUT_CITED_H

#include <stddef.h>

#include "base/span.h"

/*
 * The end of the mark of citation that begins at that byte: [3], [3,4-6],
 * ［3］, ^[3]^, <sup>[3]</sup>, ¹²; `at` if none does.
 */
size_t	cut_cited(struct span text, size_t at);

#endif
