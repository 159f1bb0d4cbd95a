#include <utf8proc.h>

#include "text/terms.h"
#include "text/variants.h"

/* Simple case folding, but for the two i of Turkish, which have none. */
static uint32_t
fold_case(uint32_t c)
{
	if (c < 0x80)
		return c >= 'A' && c <= 'Z' ? c + 0x20 : c;
	if (c == 0x130 || c == 0x131)
		return c;
	return (uint32_t)utf8proc_tolower(utf8proc_toupper((int32_t)c));
}

/* The first variant is the least character that has one. */
static uint32_t
fold_script(uint32_t c)
{
	size_t low = 0, high = variant_count, middle;

	if (c < variants[0].character)
		return c;
	while (low < high) {
		middle = low + (high - low) / 2;
		if (variants[middle].character < c)
			low = middle + 1;
		else
			high = middle;
	}
	return low < variant_count && variants[low].character == c ?
	    variants[low].plain : c;
}

uint32_t
terms_fold(uint32_t c, unsigned fold)
{
	if (fold & TERMS_FOLD_WIDTH) {
		if (c >= 0xff01 && c <= 0xff5e)
			c -= 0xff01 - '!';
		else if (c == 0x3000)
			c = ' ';
	}
	if (fold & TERMS_FOLD_SCRIPT)
		c = fold_script(c);
	return fold & TERMS_FOLD_CASE ? fold_case(c) : c;
}
