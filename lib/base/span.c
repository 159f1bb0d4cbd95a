#include <stdint.h>

#include "base/ascii.h"
#include "base/span.h"

#define DISTANCE_MAX	64	/* bytes of either side */

int
span_compare(struct span a, struct span b)
{
	size_t	n = a.n < b.n ? a.n : b.n;
	int	order = n == 0 ? 0 : memcmp(a.p, b.p, n);

	return order != 0 ? order : (a.n > b.n) - (a.n < b.n);
}

static bool
is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

struct span
span_trim(struct span a)
{
	while (a.n > 0 && is_blank(a.p[0])) {
		a.p++;
		a.n--;
	}
	while (a.n > 0 && is_blank(a.p[a.n - 1]))
		a.n--;
	return a;
}

size_t
span_index(struct span a, char c)
{
	const char	*hit = a.n == 0 ? NULL : memchr(a.p, c, a.n);

	return hit == NULL ? a.n : (size_t)(hit - a.p);
}

bool
span_contains(struct span a, struct span part)
{
	size_t	at = 0;

	if (part.n == 0)
		return true;
	for (; a.n >= part.n; a = span_from(a, at + 1)) {
		at = span_index(a, part.p[0]);
		if (span_starts(span_from(a, at), part))
			return true;
	}
	return false;
}

size_t
span_digits(struct span a)
{
	size_t	n = 0;

	while (n < a.n && ascii_is_digit(a.p[n]))
		n++;
	return n;
}

static size_t
least(size_t a, size_t b)
{
	return a < b ? a : b;
}

size_t
span_distance(struct span a, struct span b)
{
	/* d[i % 3][j]: from the first i bytes of a to the first j of b. */
	size_t	 d[3][DISTANCE_MAX + 1];
	size_t	*before, *last, *now, i, j;

	if (a.n > DISTANCE_MAX || b.n > DISTANCE_MAX)
		return SIZE_MAX;
	for (j = 0; j <= b.n; j++)
		d[0][j] = j;
	for (i = 1; i <= a.n; i++) {
		now = d[i % 3];
		last = d[(i - 1) % 3];
		before = d[(i + 1) % 3];
		now[0] = i;
		for (j = 1; j <= b.n; j++) {
			now[j] = last[j - 1] + (a.p[i - 1] != b.p[j - 1]);
			now[j] = least(now[j], last[j] + 1);
			now[j] = least(now[j], now[j - 1] + 1);
			if (i > 1 && j > 1 && a.p[i - 1] == b.p[j - 2] &&
			    a.p[i - 2] == b.p[j - 1])
				now[j] = least(now[j], before[j - 2] + 1);
		}
	}
	return d[a.n % 3][b.n];
}
