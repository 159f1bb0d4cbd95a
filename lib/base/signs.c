#include "base/signs.h"

#include "base/signs_set.h"

struct signs *
signs_new(struct arena *a, size_t most)
{
	struct signs *s = arena_zero(a, 1, sizeof(*s));

	s->items = arena_zero(a, most, sizeof(*s->items));
	s->find = signs_find_scalar;
#ifdef __x86_64__
	if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("popcnt"))
		s->find = signs_find_avx2;
#endif
	return s;
}

static void
sift_add(struct signs *s, const char bytes[4])
{
	unsigned char first = (unsigned char)bytes[0], third;

	if (first < 0x80) {
		s->ascii[first % 16] |= (unsigned char)(1 << first / 16);
		return;
	}
	s->leads[first % 16] |= (unsigned char)(1 << first / 16 % 4);
	if (utf8_width(bytes[0]) == 3) {
		third = (unsigned char)bytes[2] ^ sign_mix[first % 16];
		s->thirds[third % 16] |= (unsigned char)(1 << third / 16);
	}
}

bool
signs_add(struct signs *s, uint32_t c)
{
	uint32_t *slot = &s->slots[sign_slot(c)];
	char bytes[4];

	if (sign_number(s, c) != SIGN_NONE)
		return false;
	s->items[s->count] = (struct sign_item){ c, *slot };
	*slot = (uint32_t)++s->count;
	utf8_encode(bytes, c);
	sift_add(s, bytes);
	return true;
}

/* True if a character of the set may begin with the byte. */
static inline bool
may_begin(const struct signs *s, char byte)
{
	unsigned char c = (unsigned char)byte;

	return c < 0x80 ? (s->ascii[c % 16] >> c / 16 & 1) != 0 :
	    (s->leads[c % 16] >> c / 16 % 4 & 1) != 0;
}

size_t
signs_find_scalar(const struct signs *s, struct span text, struct signs_at *at,
    struct sign_place *into, size_t room)
{
	size_t n = 0, start, number;

	for (; at->byte < text.n && n < room; at->chars++) {
		start = at->byte;
		if (!may_begin(s, text.p[start])) {
			at->byte += utf8_width(text.p[start]);
			continue;
		}
		number = sign_number(s, utf8_next(text, &at->byte));
		if (number != SIGN_NONE)
			into[n++] = (struct sign_place){ start, at->chars,
			    number };
	}
	return n;
}

size_t
signs_find(const struct signs *s, struct span text, struct signs_at *at,
    struct sign_place *into, size_t room)
{
	return s->find(s, text, at, into, room);
}
