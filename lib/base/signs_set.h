#ifndef BASE_SIGNS_SET_H
#define BASE_SIGNS_SET_H

#include <stdint.h>

#include "base/signs.h"
#include "base/utf8.h"

/*
 * What the files of signs.h share.  Three tables of bits sift the bytes that a
 * character of the set may begin with: exact for ASCII, by the first byte for
 * other characters, for those of three bytes by the third as well, mixed so
 * that the marks of Chinese text, which begin with E2, E3 and EF, are told from
 * each other.
 */
struct signs {
	/* [byte % 16], bit byte / 16 */
	_Alignas(16) unsigned char ascii[16];
	/* [byte % 16], bit byte / 16 % 4 */
	_Alignas(16) unsigned char leads[16];
	/* of the third byte ^ sign_mix[first % 16]: [it % 16], bit it / 16 */
	_Alignas(16) unsigned char thirds[16];

	struct sign_item {
		uint32_t	c;
		uint32_t	next;	/* of the same slot: number + 1 */
	}			*items;
	size_t			 count;
	uint32_t		 slots[256];	/* number + 1; 0: none */

	size_t			(*find)(const struct signs *, struct span,
				    struct signs_at *, struct sign_place *,
				    size_t);
};

#define SIGN_NONE	SIZE_MAX

/* Makes of the third byte, 80 to BF, 7 bits; marks are 80 to 9F, mostly. */
_Alignas(16) static const unsigned char sign_mix[16] = { 0xe0, 0xa0, 0x80, 0xc0,
    0x80, 0xc0, 0x80, 0xc0, 0xa0, 0xe0, 0xa0, 0xe0, 0xa0, 0xe0, 0xa0, 0xe0 };

/* Of its own for each common mark. */
static inline size_t
sign_slot(uint32_t c)
{
	return (c ^ c >> 8) & 255;
}

/* The character's number, or SIGN_NONE. */
static inline size_t
sign_number(const struct signs *s, uint32_t c)
{
	size_t i = s->slots[sign_slot(c)];

	while (i > 0 && s->items[i - 1].c != c)
		i = s->items[i - 1].next;
	return i == 0 ? SIGN_NONE : i - 1;
}

#ifdef __x86_64__
/* With the same result as signs_find_scalar(), for processors with AVX2. */
size_t	signs_find_avx2(const struct signs *, struct span text,
	    struct signs_at *, struct sign_place *, size_t room);
#endif

#endif
