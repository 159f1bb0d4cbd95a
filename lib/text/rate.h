#ifndef TEXT_RATE_H
#define TEXT_RATE_H

#include "base/span.h"

/*
 * How often a literal (UTF-8, not empty) stands in a million characters of
 * Chinese text, very roughly: by its length, and one character by whether it
 * is among the most frequent.  For choosing what to look for first.
 */
double	rate_of(struct span literal);

#endif
