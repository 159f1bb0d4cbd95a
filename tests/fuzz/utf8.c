/*
 * Any bytes: the chosen kernels and their twins agree, and so does the
 * decoder that accepts any bytes.
 */
#include <stdlib.h>

#include "base/utf8.h"

int	LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Where utf8_next_checked() first meets an invalid character. */
static size_t
valid_prefix(struct span s)
{
	size_t	at = 0, from;

	while (at < s.n) {
		from = at;
		if (utf8_next_checked(s, &at) < 0)
			return from;
	}
	return at;
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct span	s = span_make((const char *)data, size);
	size_t		valid;

	utf8_choose();
	valid = utf8_check(s);
	if (valid != utf8_check_scalar(s) || valid != valid_prefix(s))
		abort();
	if (utf8_plain(s) != utf8_plain_scalar(s))
		abort();
	return 0;
}
