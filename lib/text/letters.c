#include <utf8proc.h>

#include "base/ascii.h"
#include "base/utf8.h"
#include "text/letters.h"

static bool
is_letter_or_number(uint32_t c)
{
	utf8proc_category_t category;

	if (c < 0x80)
		return ascii_is_alnum((char)c);
	if (utf8_is_han(c))
		return true;
	category = utf8proc_category((utf8proc_int32_t)c);
	return (category >= UTF8PROC_CATEGORY_LU &&
	    category <= UTF8PROC_CATEGORY_LO) ||
	    (category >= UTF8PROC_CATEGORY_ND &&
	    category <= UTF8PROC_CATEGORY_NO);
}

bool
letters_in(struct span text)
{
	for (size_t at = 0; at < text.n;)
		if (is_letter_or_number(utf8_next(text, &at)))
			return true;
	return false;
}
