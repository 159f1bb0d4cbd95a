#include "aggregate/tuple.h"
#include "base/pack.h"

#define DIGITS	20	/* of an unsigned number of 64 bits */

void
tuple_put(struct buf *b, struct span text)
{
	pack_text(b, text);
}

void
tuple_put_integer(struct buf *b, int64_t v)
{
	uint64_t shifted = (uint64_t)v ^ UINT64_C(1) << 63;
	char digits[DIGITS];

	for (size_t i = DIGITS; i-- > 0; shifted /= 10)
		digits[i] = (char)('0' + (int)(shifted % 10));
	tuple_put(b, span_make(digits, DIGITS));
}

struct span
tuple_take(struct span *tuple)
{
	return tuple->n == 0 ? SPAN("") : unpack_text(tuple);
}

int64_t
tuple_take_integer(struct span *tuple)
{
	struct span text = tuple_take(tuple);
	uint64_t v = 0;

	for (size_t i = 0; i < text.n; i++)
		v = v * 10 + (uint64_t)(text.p[i] - '0');
	return (int64_t)(v ^ UINT64_C(1) << 63);
}

int
tuple_compare(struct span a, struct span b)
{
	int order = 0;

	while (order == 0 && a.n > 0 && b.n > 0)
		order = span_compare(tuple_take(&a), tuple_take(&b));
	return order != 0 ? order : (a.n > 0) - (b.n > 0);
}
