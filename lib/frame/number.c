#include "base/ascii.h"
#include "frame/number.h"

#define MAX_EXPONENT	INT64_C(1000000000000000)

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

/* Without the zeros at both ends. */
static struct span
significant(struct span s)
{
	while (s.n > 0 && (*s.p == '0' || *s.p == '.'))
		s = span_from(s, 1);
	while (s.n > 0 && (s.p[s.n - 1] == '0' || s.p[s.n - 1] == '.'))
		s.n--;
	return s;
}

struct number
number_read(struct span s)
{
	struct number	 n = { .negative = span_starts(s, SPAN("-")) };
	size_t		 i, point, first;

	s = span_from(s, n.negative);
	for (i = 0; i < s.n && (ascii_is_digit(s.p[i]) || s.p[i] == '.'); i++)
		;
	n.digits = significant(span_make(s.p, i));
	if (n.digits.n == 0)
		return n;
	n.count = n.digits.n - (span_index(n.digits, '.') < n.digits.n);
	if (i < s.n)
		n.exponent = read_exponent(span_from(s, i + 1));
	point = span_index(span_make(s.p, i), '.');
	first = (size_t)(n.digits.p - s.p);
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
	if (n->count == 0)
		return 0;
	return n->negative ? -1 : 1;
}

int
number_compare(struct span left, struct span right)
{
	struct number	 a = number_read(left), b = number_read(right);
	int		 sign = sign_of(&a);

	if (sign != sign_of(&b))
		return sign < sign_of(&b) ? -1 : 1;
	if (sign == 0)
		return 0;
	if (a.exponent != b.exponent)
		return a.exponent < b.exponent ? -sign : sign;
	return sign * compare_digits(a.digits, b.digits);
}
