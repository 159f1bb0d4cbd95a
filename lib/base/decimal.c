#include <float.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/ascii.h"
#include "base/decimal.h"
#include "base/mem.h"

#define EXACT_INTEGER	9007199254740992.0	/* 2^53 */
#define DIGITS_MAX	17	/* that any double needs */

/* Where the digits from byte `at` on end. */
static size_t
digits_end(struct span s, size_t at)
{
	while (at < s.n && ascii_is_digit(s.p[at]))
		at++;
	return at;
}

size_t
decimal_length(struct span s)
{
	size_t	start = span_starts(s, SPAN("-")), at, end, first;

	end = digits_end(s, start);
	if (end == start)
		return 0;
	if (s.p[start] == '0')
		end = start + 1;
	if (end < s.n && s.p[end] == '.' &&
	    (at = digits_end(s, end + 1)) > end + 1)
		end = at;
	if (end < s.n && (s.p[end] == 'e' || s.p[end] == 'E')) {
		first = end + 1;
		if (first < s.n && (s.p[first] == '+' || s.p[first] == '-'))
			first++;
		if ((at = digits_end(s, first)) > first)
			end = at;
	}
	return end;
}

bool
decimal_is_grouped(struct span s)
{
	size_t n = span_digits(s);

	if (n == 0 || n > 3 || n == s.n || s.p[n] != ',')
		return false;
	while (n < s.n && s.p[n] == ',') {
		s = span_from(s, n + 1);
		n = span_digits(s);
		if (n != 3)
			return false;
	}
	return n == s.n || s.p[n] == '.';
}

/* A JSON number as sign, digits and a power of ten, while that is small. */
struct parts {
	bool		negative;
	uint64_t	digits;
	int		power;
};

static bool
take_digits(struct span s, size_t *at, uint64_t *v)
{
	for (; *at < s.n && ascii_is_digit(s.p[*at]); ++*at) {
		if (*v > (UINT64_MAX - 9) / 10)
			return false;
		*v = *v * 10 + (uint64_t)(s.p[*at] - '0');
	}
	return true;
}

/* False where there are too many digits, or the exponent has over four. */
static bool
take_apart(struct span s, struct parts *p)
{
	uint64_t	exponent = 0;
	bool		down = false;
	size_t		at = 0, point;

	*p = (struct parts){0};
	if (at < s.n && s.p[at] == '-') {
		p->negative = true;
		at++;
	}
	if (!take_digits(s, &at, &p->digits))
		return false;
	if (at < s.n && s.p[at] == '.') {
		point = ++at;
		if (!take_digits(s, &at, &p->digits))
			return false;
		p->power = -(int)(at - point);
	}
	if (at < s.n && (s.p[at] == 'e' || s.p[at] == 'E')) {
		at++;
		if (at < s.n && (s.p[at] == '-' || s.p[at] == '+'))
			down = s.p[at++] == '-';
		if (!take_digits(s, &at, &exponent) || exponent > 9999)
			return false;
		p->power += down ? -(int)exponent : (int)exponent;
	}
	return at == s.n;
}

static double
by_strtod(struct span s)
{
	char	 local[128], *copy = local;
	double	 v;

	if (s.n >= sizeof(local))
		copy = mem_alloc(s.n + 1, 1);
	if (s.n > 0)
		memcpy(copy, s.p, s.n);
	copy[s.n] = '\0';
	v = strtod(copy, NULL);
	if (copy != local)
		mem_free(copy);
	return v;
}

/*
 * W. Clinger (1990): where digits and power of ten are both exact doubles,
 * one multiplication or division rounds once, so its result is the nearest.
 */
double
decimal_double(struct span s)
{
	static const double	ten[] = {
		1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11,
		1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20, 1e21,
		1e22
	};
	struct parts		p;
	double			v;

	if (FLT_EVAL_METHOD != 0 || !take_apart(s, &p) ||
	    p.digits > (uint64_t)EXACT_INTEGER || p.power < -22 ||
	    p.power > 22)
		return by_strtod(s);
	v = (double)p.digits;
	v = p.power < 0 ? v / ten[-p.power] : v * ten[p.power];
	return p.negative ? -v : v;
}

bool
decimal_integer(struct span s, int64_t *v)
{
	bool		negative = s.n > 0 && s.p[0] == '-';
	uint64_t	digits = 0, limit = (uint64_t)INT64_MAX + negative;
	size_t		at = negative, digit;

	if (at == s.n)
		return false;
	for (; at < s.n; at++) {
		if (!ascii_is_digit(s.p[at]))
			return false;
		digit = (size_t)(s.p[at] - '0');
		if (digits > (limit - digit) / 10)
			return false;
		digits = digits * 10 + digit;
	}
	/* -(digits - 1) - 1, because INT64_MAX + 1 has no positive twin. */
	*v = !negative || digits == 0 ? (int64_t)digits :
	    -(int64_t)(digits - 1) - 1;
	return true;
}

/* v > 0 as d.ddd * 10^power, digits without the point. */
struct decimal {
	char	digits[DIGITS_MAX + 1];
	int	count;
	int	power;
};

static struct decimal
rounded(double v, int count)
{
	struct decimal	 d = { .count = count };
	char		 text[40];
	const char	*e;

	snprintf(text, sizeof(text), "%.*e", count - 1, v);
	e = strchr(text, 'e');
	d.digits[0] = text[0];
	if (count > 1)
		memcpy(d.digits + 1, text + 2, (size_t)count - 1);
	d.power = atoi(e + 1);
	return d;
}

static double
value(const struct decimal *d)
{
	char	text[40];

	snprintf(text, sizeof(text), "%se%d", d->digits,
	    d->power - (d->count - 1));
	return strtod(text, NULL);
}

/*
 * The next decimal above with as many digits.  Of 9.99 there is none, but
 * then the power of ten above was tried already, it has one digit.
 */
static bool
step_up(struct decimal *d)
{
	int	i = d->count - 1;

	while (i >= 0 && d->digits[i] == '9')
		d->digits[i--] = '0';
	if (i < 0)
		return false;
	d->digits[i]++;
	return true;
}

/*
 * The nearest decimal of n digits is tried for n = 15, 16, 17; any decimal
 * of up to 15 digits survives a double (DBL_DIG), so none is shorter, but
 * for subnormal numbers, which hold fewer.  Below a power of two the doubles
 * lie closer than above, so that not the nearest but the next decimal above
 * may be the one that reads back.
 */
static struct decimal
shortest(double v)
{
	struct decimal	d, up;
	int		n = v < DBL_MIN ? 1 : DBL_DIG, exponent;
	bool		power_of_two = frexp(v, &exponent) == 0.5;

	for (; n < DIGITS_MAX; n++) {
		d = rounded(v, n);
		if (value(&d) == v)
			return d;
		up = d;
		if (power_of_two && step_up(&up) && value(&up) == v)
			return up;
	}
	return rounded(v, DIGITS_MAX);
}

static void
put_exponent(struct buf *b, int power)
{
	buf_byte(b, 'e');
	if (power < 0)
		buf_byte(b, '-');
	buf_unsigned(b, (uint64_t)abs(power));
}

/* Plain from 0.0001 up to below 10^16, with an exponent elsewhere. */
static void
put(struct buf *b, const struct decimal *d)
{
	size_t	count = (size_t)d->count, whole;
	bool	plain = d->power >= -4 && d->power < 16;

	while (count > 1 && d->digits[count - 1] == '0')
		count--;
	whole = plain && d->power > 0 ? (size_t)d->power + 1 : 1;
	if (plain && d->power < 0) {
		buf_add(b, SPAN("0."));
		buf_fill(b, '0', (size_t)(-d->power - 1));
		whole = count;
	}
	buf_add(b, span_make(d->digits, whole < count ? whole : count));
	if (whole > count)
		buf_fill(b, '0', whole - count);
	if (whole < count) {
		buf_byte(b, '.');
		buf_add(b, span_make(d->digits + whole, count - whole));
	}
	if (!plain)
		put_exponent(b, d->power);
}

/* Signs, zero and what JSON can't say; false: v > 0 is left to be put. */
static bool
put_special(struct buf *b, double *v)
{
	if (!isfinite(*v))
		buf_add(b, SPAN("null"));
	else if (*v == 0)
		buf_byte(b, '0');
	else {
		if (*v < 0)
			buf_byte(b, '-');
		*v = fabs(*v);
		return false;
	}
	return true;
}

void
decimal_put(struct buf *b, double v)
{
	struct decimal	d;

	if (put_special(b, &v))
		return;
	if (v < EXACT_INTEGER && v == floor(v)) {
		buf_unsigned(b, (uint64_t)v);
		return;
	}
	d = shortest(v);
	put(b, &d);
}

void
decimal_put_digits(struct buf *b, double v, int digits)
{
	struct decimal	d;

	if (put_special(b, &v))
		return;
	d = rounded(v, digits);
	put(b, &d);
}

int
decimal_size(const char *text, size_t *bytes)
{
	static const char units[] = "KMG";
	const char *unit;
	size_t v = 0, shift = 0;

	if (!ascii_is_digit(*text))
		return -1;
	for (; ascii_is_digit(*text); text++) {
		if (v > (SIZE_MAX - 9) / 10)
			return -1;
		v = 10 * v + (size_t)(*text - '0');
	}
	if (*text != '\0') {
		unit = strchr(units, *text);
		if (unit == NULL || text[1] != '\0')
			return -1;
		shift = 10 * (size_t)(unit - units + 1);
	}
	if (v > SIZE_MAX >> shift)
		return -1;
	*bytes = v << shift;
	return 0;
}
