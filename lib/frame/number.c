#include <stdbool.h>
#include <stdint.h>

#include "base/ascii.h"
#include "frame/number.h"

#define MAX_EXPONENT	INT64_C(1000000000000000)

/* 0.DIGITS * 10^exponent, the first digit not 0; digits may hold a point. */
struct number {
	struct span	digits;		/* empty: zero */
	int64_t		exponent;
	bool		negative;
};

static int64_t
read_exponent(struct span s)
{
	int64_t	 exponent = 0;
	bool	 negative = false;
	size_t	 i = 0;

	if (i < s.n && (s.p[i] == '+' || s.p[i] == '-'))
		negative = s.p[i++] == '-';
	for (; i < s.n && exponent < MAX_EXPONENT; i++)
		exponent = exponent * 10 + (s.p[i] - '0');
	if (exponent > MAX_EXPONENT)
		exponent = MAX_EXPONENT;
	return negative ? -exponent : exponent;
}

static struct number
read_number(struct span s)
{
	struct number	 n = {0};
	size_t		 i, point, first;

	if (s.n > 0 && s.p[0] == '-') {
		n.negative = true;
		s = span_from(s, 1);
	}
	for (i = 0; i < s.n && (ascii_is_digit(s.p[i]) || s.p[i] == '.'); i++)
		;
	if (i < s.n)
		n.exponent = read_exponent(span_from(s, i + 1));
	s.n = i;
	point = span_index(s, '.');
	for (first = 0; first < s.n; first++)
		if (s.p[first] != '0' && s.p[first] != '.')
			break;
	n.digits = span_from(s, first);
	if (first < point)
		n.exponent += (int64_t)(point - first);
	else
		n.exponent -= (int64_t)(first - point) - 1;
	return n;
}

/* The digit at *i, 0 behind the last; *i moves behind it. */
static char
next_digit(struct span digits, size_t *i)
{
	if (*i < digits.n && digits.p[*i] == '.')
		(*i)++;
	return *i < digits.n ? digits.p[(*i)++] : '0';
}

static int
compare_digits(struct span a, struct span b)
{
	size_t	 i = 0, j = 0;
	char	 c, d;

	while (i < a.n || j < b.n) {
		c = next_digit(a, &i);
		d = next_digit(b, &j);
		if (c != d)
			return c < d ? -1 : 1;
	}
	return 0;
}

static int
sign_of(const struct number *n)
{
	if (n->digits.n == 0)
		return 0;
	return n->negative ? -1 : 1;
}

int
number_compare(struct span left, struct span right)
{
	struct number	 a = read_number(left), b = read_number(right);
	int		 sign = sign_of(&a);

	if (sign != sign_of(&b))
		return sign < sign_of(&b) ? -1 : 1;
	if (sign == 0)
		return 0;
	if (a.exponent != b.exponent)
		return a.exponent < b.exponent ? -sign : sign;
	return sign * compare_digits(a.digits, b.digits);
}
