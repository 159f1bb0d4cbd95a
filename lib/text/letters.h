#ifndef TEXT_LETTERS_H
#define TEXT_LETTERS_H

#include <stdbool.h>

#include "base/span.h"

/*
 * Whether there is a letter or a number in the text (Unicode categories L and
 * N), which is valid UTF-8.  What has none is punctuation, signs and spaces.
 */
bool	letters_in(struct span text);

#endif
