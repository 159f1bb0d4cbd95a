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

/* So many digits from the first on, zeros behind the last. */
static void
put_digits(struct buf *b, struct span digits, int64_t count)
{
	size_t	 i = 0;

	while (count-- > 0)
		buf_byte(b, next_digit(digits, &i));
}

static bool
is_zero(struct span digits)
{
	while (digits.n > 0 && *digits.p == '0')
		digits = span_from(digits, 1);
	return digits.n == 0;
}

/* Adds one to the last digit; the first must not be 9. */
static void
round_up(struct buf *digits)
{
	char	*p = digits->p + digits->n - 1;

	while (*p == '9')
		*p-- = '0';
	++*p;
}

/*
 *	0 0.00125|5	0.001255 with 5 decimals: the digit behind them
 *	^ for a carry	decides
 */
void
number_put_rounded(struct buf *b, struct span text, int shift, int decimals)
{
	struct number	 n = number_read(text);
	int64_t		 point = n.exponent + shift, kept = point + decimals;
	struct buf	 digits = {0};
	struct span	 result;

	if (n.count == 0 || kept < 0) {
		n.digits.n = 0;
		point = 1;
		kept = 1 + decimals;
	}
	buf_fill(&digits, '0', 1 + (size_t)(point < 1 ? 1 - point : 0));
	put_digits(&digits, n.digits, kept + 1);
	digits.n--;
	if (digits.p[digits.n] >= '5')
		round_up(&digits);
	if (n.negative && !is_zero(buf_span(&digits)))
		buf_byte(b, '-');
	result = span_from(buf_span(&digits), *digits.p == '0');
	buf_add(b, span_make(result.p, result.n - (size_t)decimals));
	if (decimals > 0) {
		buf_byte(b, '.');
		buf_add(b, span_from(result, result.n - (size_t)decimals));
	}
	buf_free(&digits);
}
