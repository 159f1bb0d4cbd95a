#include <float.h>
#include <math.h>

#include "aggregate/amount.h"
#include "base/ascii.h"
#include "base/decimal.h"
#include "base/mem.h"
#include "frame/number.h"

#define LIMB_DIGITS	9
#define LIMB		1000000000
#define BELOW_POINT	405	/* digits; the first limb is of 10^-405 */
#define LIMBS		91	/* up to 10^414: room for carries */
#define UNIT_PLACES	9
#define SHORT_DIGITS	15	/* that any double holds exactly */
#define UNIT_DIGITS	38	/* that any int128 holds */
#define MEAN_DIGITS	40
#define PLAIN_PLACES	40	/* without an exponent */
#define FAR		90000000

__extension__ typedef unsigned __int128 uint128;

/*
 * Limbs of base 10^9 from 10^-BELOW_POINT up, each with its own sign: a sum
 * needs no carry until so many were added that a limb might overflow.
 */
struct exact {
	int64_t		limbs[LIMBS];
	uint32_t	added;		/* since carries were last made */
};

/* The power of ten of the last digit. */
static int64_t
lowest(const struct number *n)
{
	return n->exponent - (int64_t)n->count;
}

/* The digits as an integer; there are at most UNIT_DIGITS of them. */
static int128
digits_value(const struct number *n, int64_t power)
{
	int128 v = 0;

	for (size_t i = 0; i < n->digits.n; i++)
		if (n->digits.p[i] != '.')
			v = v * 10 + (n->digits.p[i] - '0');
	while (power-- > 0)
		v *= 10;
	return n->negative ? -v : v;
}

void
amount_of_integer(struct amount *a, int64_t i)
{
	*a = (struct amount){ .number = (double)i, .integer = true, .i = i,
	    .units = (int128)i * AMOUNT_UNITS };
}

/*
 * The shape that most numbers have: up to 15 digits, of which up to 9 stand
 * behind a point.  Both are exact doubles then, so that one division rounds
 * once, to the nearest, in less than half the time of the general way.
 */
static bool
read_short(struct amount *a, struct span s)
{
	static const int64_t ten[] = { 1, 10, 100, 1000, 10000, 100000,
	    1000000, 10000000, 100000000, 1000000000 };
	bool negative = span_starts(s, SPAN("-"));
	size_t point = span_index(s, '.'), places = s.n - point - 1;
	int64_t v = 0;

	if (FLT_EVAL_METHOD != 0 || point == s.n || places > UNIT_PLACES ||
	    s.n - negative > SHORT_DIGITS + 1)
		return false;
	for (size_t i = negative; i < s.n; i++)
		if (ascii_is_digit(s.p[i]))
			v = v * 10 + (s.p[i] - '0');
		else if (i != point)
			return false;
	v = negative ? -v : v;
	*a = (struct amount){ .number = (double)v / (double)ten[places],
	    .units = (int128)v * ten[UNIT_PLACES - places] };
	return true;
}

/* As amount_read(), but beyond a double too. */
static int
read_exactly(struct amount *a, struct span number)
{
	struct number n;
	int64_t i, low;

	if (decimal_integer(number, &i)) {
		amount_of_integer(a, i);
		return 0;
	}
	if (read_short(a, number))
		return 0;
	n = number_read(number);
	low = lowest(&n);
	*a = (struct amount){ .number = decimal_double(number) };
	if (low < -AMOUNT_PLACES || n.exponent > AMOUNT_PLACES)
		return -1;
	a->wide = low < -UNIT_PLACES || n.exponent + UNIT_PLACES > UNIT_DIGITS;
	if (a->wide)
		a->text = number;
	else
		a->units = digits_value(&n, low + UNIT_PLACES);
	return 0;
}

int
amount_read(struct amount *a, struct span number)
{
	return read_exactly(a, number) == -1 || !isfinite(a->number) ? -1 : 0;
}

/* The amount rounded down to units; -1 if they are too many to hold. */
static int
floor_units(const struct amount *a, int128 *units)
{
	struct number n;
	int64_t kept;
	int128 v = 0;
	bool rest = false;

	*units = a->units;
	if (!a->wide)
		return 0;
	n = number_read(a->text);
	kept = n.exponent + UNIT_PLACES;	/* digits of whole units */
	if (kept > UNIT_DIGITS)
		return -1;
	for (size_t i = 0; i < n.digits.n; i++) {
		if (n.digits.p[i] == '.')
			continue;
		if (kept-- > 0)
			v = v * 10 + (n.digits.p[i] - '0');
		else
			rest = true;	/* the last digit isn't 0 */
	}
	while (kept-- > 0)
		v *= 10;
	*units = n.negative ? -v - rest : v;
	return 0;
}

int
amount_bucket(const struct amount *number, int128 width, int128 *bound)
{
	int128 units, rest;

	if (floor_units(number, &units) == -1)
		return -1;
	rest = units % width;
	*bound = units - rest;
	return rest < 0 && __builtin_sub_overflow(*bound, width, bound) ?
	    -1 : 0;
}

/* Digits of v, the last at into + n; returns where the first is. */
static char *
put_digits(char *end, uint128 v)
{
	do
		*--end = (char)('0' + (int)(v % 10));
	while ((v /= 10) > 0);
	return end;
}

/*
 * Digits as a decimal: the first stands for 10^(whole - 1); zeros at both
 * ends are dropped, but for the one before the point.
 */
static void
put_decimal(struct buf *b, bool negative, struct span digits, size_t whole)
{
	while (whole > 1 && *digits.p == '0') {
		digits = span_from(digits, 1);
		whole--;
	}
	while (digits.n > whole && digits.p[digits.n - 1] == '0')
		digits.n--;
	if (negative && !(digits.n == 1 && *digits.p == '0'))
		buf_byte(b, '-');
	buf_add(b, span_make(digits.p, whole));
	if (digits.n > whole) {
		buf_byte(b, '.');
		buf_add(b, span_from(digits, whole));
	}
}

void
amount_put_units(struct buf *b, int128 units)
{
	char text[64], *end = text + sizeof(text), *p;
	uint128 v = units < 0 ? -(uint128)units : (uint128)units;

	p = put_digits(end, v);
	while (end - p < UNIT_PLACES + 1)
		*--p = '0';
	put_decimal(b, units < 0, span_make(p, (size_t)(end - p)),
	    (size_t)(end - p) - UNIT_PLACES);
}

void
amount_put(struct buf *b, const struct amount *a)
{
	if (a->wide)
		buf_add(b, a->text);
	else
		amount_put_units(b, a->units);
}

static void
put_significant(struct buf *b, const struct number *n)
{
	for (size_t i = 0; i < n->digits.n; i++)
		if (n->digits.p[i] != '.')
			buf_byte(b, n->digits.p[i]);
}

/* With an exponent where there would be many zeros. */
static void
put_value(struct buf *b, const struct number *n)
{
	int64_t low = lowest(n), top = n->exponent;
	struct buf text = {0};

	if (low >= 0 || low < -PLAIN_PLACES || top > PLAIN_PLACES) {
		if (n->negative)
			buf_byte(b, '-');
		put_significant(b, n);
		buf_printf(b, "e%lld", (long long)low);
		return;
	}
	if (top < 1)
		buf_fill(&text, '0', (size_t)(1 - top));
	put_significant(&text, n);
	put_decimal(b, n->negative, buf_span(&text),
	    top < 1 ? 1 : (size_t)top);
	buf_free(&text);
}

void
amount_put_canonical(struct buf *b, struct span number)
{
	struct amount a;
	struct number n;

	if (read_exactly(&a, number) == 0 && !a.wide) {
		amount_put_units(b, a.units);
		return;
	}
	n = number_read(number);
	if (n.exponent < -FAR || n.exponent > FAR)
		buf_add(b, number);
	else
		put_value(b, &n);
}

int
amount_compare(const struct amount *a, const struct amount *b)
{
	struct buf x = {0}, y = {0};
	int order;

	if (!a->wide && !b->wide)
		return (a->units > b->units) - (a->units < b->units);
	amount_put(&x, a);
	amount_put(&y, b);
	order = number_compare(buf_span(&x), buf_span(&y));
	if (order == 0)
		order = span_compare(buf_span(&x), buf_span(&y));
	buf_free(&x);
	buf_free(&y);
	return order;
}

/* Makes each limb but the last 0 to LIMB - 1. */
static void
carry(struct exact *x)
{
	int64_t over;

	for (size_t i = 0; i + 1 < LIMBS; i++) {
		over = x->limbs[i] / LIMB - (x->limbs[i] % LIMB < 0);
		x->limbs[i] -= over * LIMB;
		x->limbs[i + 1] += over;
	}
	x->added = 0;
}

static void
exact_add(struct exact *x, struct span number)
{
	static const int64_t tens[LIMB_DIGITS] = {
		1, 10, 100, 1000, 10000, 100000, 1000000, 10000000, 100000000
	};
	struct number n = number_read(number);
	size_t place = (size_t)(lowest(&n) + BELOW_POINT);

	for (size_t i = n.digits.n; i-- > 0;) {
		int64_t digit = n.digits.p[i] - '0';

		if (n.digits.p[i] == '.')
			continue;
		digit *= tens[place % LIMB_DIGITS];
		x->limbs[place / LIMB_DIGITS] += n.negative ? -digit : digit;
		place++;
	}
	if (++x->added == LIMB)
		carry(x);
}

static bool
widen(struct sum *s, struct memory *memory)
{
	struct buf text = {0};

	if (!memory_take(memory, sizeof(*s->exact)))
		return false;
	s->exact = mem_zero(1, sizeof(*s->exact));
	amount_put_units(&text, s->units);
	exact_add(s->exact, buf_span(&text));
	buf_free(&text);
	return true;
}

void
sum_add(struct sum *s, const struct amount *a, struct memory *memory)
{
	struct buf text = {0};
	int128 total;

	if (s->exact == NULL && !a->wide &&
	    !__builtin_add_overflow(s->units, a->units, &total)) {
		s->units = total;
		return;
	}
	if (s->exact == NULL && !widen(s, memory))
		return;
	if (a->wide) {
		exact_add(s->exact, a->text);
		return;
	}
	amount_put_units(&text, a->units);
	exact_add(s->exact, buf_span(&text));
	buf_free(&text);
}

int
sum_merge(struct sum *s, struct span number, struct memory *memory)
{
	struct amount a;

	if (read_exactly(&a, number) == -1)
		return -1;
	sum_add(s, &a, memory);
	return 0;
}

void
sum_free(struct sum *s)
{
	mem_free(s->exact);
}

static void
exact_put(const struct exact *from, struct buf *b)
{
	char text[LIMBS * LIMB_DIGITS], *p = text;
	struct exact x = *from;
	bool negative;

	carry(&x);
	negative = x.limbs[LIMBS - 1] < 0;
	if (negative) {
		for (size_t i = 0; i < LIMBS; i++)
			x.limbs[i] = -x.limbs[i];
		carry(&x);
	}
	for (size_t i = LIMBS; i-- > 0; p += LIMB_DIGITS) {
		memset(p, '0', LIMB_DIGITS);
		put_digits(p + LIMB_DIGITS, (uint128)x.limbs[i]);
	}
	put_decimal(b, negative, span_make(text, sizeof(text)),
	    sizeof(text) - BELOW_POINT);
}

void
sum_put(const struct sum *s, struct buf *b)
{
	if (s->exact != NULL)
		exact_put(s->exact, b);
	else
		amount_put_units(b, s->units);
}

/* Long division of decimal text, digit by digit. */
void
sum_put_mean(const struct sum *s, uint64_t n, struct buf *b)
{
	struct buf text = {0}, quotient = {0};
	size_t at, point, significant = 0;
	uint128 rest = 0;

	sum_put(s, &text);
	at = *text.p == '-';
	point = span_index(buf_span(&text), '.');
	for (; at < point || at < text.n ||
	    (rest > 0 && significant < MEAN_DIGITS); at++) {
		if (at == point)
			continue;
		rest *= 10;
		if (at < text.n)
			rest += (unsigned)(text.p[at] - '0');
		significant += significant > 0 || rest >= n;
		buf_byte(&quotient, (char)('0' + (int)(rest / n)));
		rest %= n;
	}
	if (rest > 0)
		buf_byte(&quotient, '1');
	put_decimal(b, *text.p == '-', buf_span(&quotient),
	    point - (*text.p == '-'));
	buf_free(&text);
	buf_free(&quotient);
}

bool
amount_has_square(const struct amount *a)
{
	struct number n;

	if (!a->wide)
		return true;
	n = number_read(a->text);
	return lowest(&n) >= -AMOUNT_SQUARE_PLACES &&
	    n.exponent <= AMOUNT_SQUARE_PLACES;
}

/* The digits, from the last on; returns how many. */
static size_t
digits_of(const struct number *n, unsigned char *into)
{
	size_t count = 0;

	for (size_t i = n->digits.n; i-- > 0;)
		if (n->digits.p[i] != '.')
			into[count++] = (unsigned char)(n->digits.p[i] - '0');
	return count;
}

/* The exact product of two decimals, as they stand; by hand, as at school. */
static void
put_product(struct buf *b, struct span left, struct span right)
{
	struct number x = number_read(left), y = number_read(right);
	unsigned char *digits = mem_zero(2 * (x.count + y.count) + 1, 1);
	unsigned char *a = digits + x.count + y.count, *c = a + x.count;
	size_t n = digits_of(&x, a), m = digits_of(&y, c);

	for (size_t i = 0; i < n; i++) {
		unsigned carry_over = 0;

		for (size_t k = 0; k < m || carry_over > 0; k++) {
			carry_over += digits[i + k] +
			    (k < m ? (unsigned)a[i] * c[k] : 0);
			digits[i + k] = (unsigned char)(carry_over % 10);
			carry_over /= 10;
		}
	}
	if (x.negative != y.negative)
		buf_byte(b, '-');
	n += m;
	while (n > 0 && digits[n - 1] == 0)
		n--;
	if (n == 0)
		buf_byte(b, '0');
	while (n-- > 0)
		buf_byte(b, (char)('0' + digits[n]));
	buf_printf(b, "e%lld", (long long)(lowest(&x) + lowest(&y)));
	mem_free(digits);
}

void
sum_add_square(struct sum *s, const struct amount *a, struct memory *memory)
{
	struct buf text = {0}, square = {0};

	amount_put(&text, a);
	put_product(&square, buf_span(&text), buf_span(&text));
	sum_merge(s, buf_span(&square), memory);
	buf_free(&text);
	buf_free(&square);
}

/* n squares less the square of the sum, by n, by n - 1. */
void
sum_put_variance(const struct sum *sum, const struct sum *squares, uint64_t n,
    struct buf *b)
{
	struct memory endless = MEMORY_ENDLESS;
	struct sum difference = {0}, by_n = {0};
	struct buf text = {0}, count = {0}, part = {0};

	buf_unsigned(&count, n);
	sum_put(squares, &text);
	put_product(&part, buf_span(&text), buf_span(&count));
	sum_merge(&difference, buf_span(&part), &endless);
	buf_cut(&text, 0);
	sum_put(sum, &text);
	buf_cut(&part, 0);
	buf_byte(&part, '-');
	put_product(&part, buf_span(&text), buf_span(&text));
	sum_merge(&difference, buf_span(&part), &endless);
	buf_cut(&part, 0);
	sum_put_mean(&difference, n, &part);
	sum_merge(&by_n, buf_span(&part), &endless);
	sum_put_mean(&by_n, n - 1, b);
	sum_free(&difference);
	sum_free(&by_n);
	buf_free(&text);
	buf_free(&count);
	buf_free(&part);
}
