#include "text/quantity_number.h"

#include "base/ascii.h"
#include "base/utf8.h"
#include "text/beside.h"
#include "text/numeral.h"

#define MOST_DIGITS	16

static uint32_t
peek(struct span text, size_t at)
{
	return at < text.n ? utf8_next(text, &at) : 0;
}

/* 36 382: three digits and no more behind a space, as papers group them. */
static bool
is_group(struct span text, size_t start, size_t at)
{
	static const char *const others[] = { "表", "图", "第", "式" };
	size_t i, n = 0;

	for (i = at; i < text.n && ascii_is_digit(text.p[i]); i++)
		n++;
	return n == 3 && !precedes_any(text, start, others, COUNT(others)) &&
	    !(i + 1 < text.n && (text.p[i] == '.' || text.p[i] == ',') &&
	    ascii_is_digit(text.p[i + 1]));
}

/* 1,200.5, of any width; false if it isn't well formed or too long. */
static bool
read_digits(struct written *n, struct span text)
{
	size_t at = n->start, next, digits = 0, group = 0;
	bool point = false, grouped = false, good = true;
	uint32_t c;

	for (; at < text.n; at = next) {
		next = at;
		c = utf8_next(text, &next);
		if (written_is_digit(c)) {
			if (++digits <= MOST_DIGITS)
				n->mantissa = 10 * n->mantissa +
				    (c - (c > 0xff00 ? 0xff10 : '0'));
			group++;
			n->places += point;
			continue;
		}
		if (c == ' ' && group <= 3 && !point &&
		    is_group(text, n->start, next))
			c = ',';
		if ((c != ',' && c != '.' && c != 0xff0e) ||
		    !written_is_digit(peek(text, next)))
			break;
		good = good && !point &&
		    (grouped ? group == 3 : c != ',' || group <= 3);
		grouped = grouped || c == ',';
		point = point || c != ',';
		group = 0;
	}
	n->end = at;
	return good && digits <= MOST_DIGITS &&
	    (!grouped || point || group == 3);
}

/* 1 to 9; 0 for what is no numeral of one digit. */
static unsigned
digit_of(uint32_t c)
{
	static const uint32_t digits[] = { 0x4e00, 0x4e8c, 0x4e09, 0x56db,
	    0x4e94, 0x516d, 0x4e03, 0x516b, 0x4e5d };	/* 一 to 九 */
	unsigned i;

	for (i = 0; i < COUNT(digits); i++)
		if (digits[i] == c)
			return i + 1;
	return c == 0x4e24 ? 2 : 0;	/* 两 */
}

/* 两三, 三五: two digits, the first less. */
static bool
read_pair(struct written *n, struct span text)
{
	size_t at = n->start;

	n->mantissa = digit_of(utf8_next(text, &at));
	n->upper = digit_of(utf8_next(text, &at));
	if (n->mantissa > 0 && n->mantissa < n->upper)
		return true;
	n->mantissa = n->upper = 0;
	return false;
}

/* 百, 千, 万, 亿 that no digit stands before. */
static bool
read_bare(struct written *n, struct span text)
{
	static const struct {
		const char	*unit;
		unsigned	 zeros;
	} units[] = { { "百万", 6 }, { "千万", 7 }, { "百", 2 }, { "千", 3 },
	    { "万", 4 }, { "亿", 8 }, { "百亿", 10 }, { "千亿", 11 },
	    { "万亿", 12 } };
	size_t i;

	for (i = 0; i < COUNT(units); i++)
		if (span_is(span_make(text.p + n->start, n->end - n->start),
		    units[i].unit)) {
			n->mantissa = numeral_power(units[i].zeros);
			n->bare = true;
			return true;
		}
	return false;
}

/* 点 and digits: 三点五. */
static void
read_decimals(struct written *n, struct span text)
{
	const size_t at = n->end + strlen("点");
	struct numeral run;

	if (!follows(text, n->end, "点") || at >= text.n)
		return;
	run = numeral_read(text, at);
	if (run.kind == NUMERAL_NONE || run.large || run.count > 4 ||
	    (run.kind == NUMERAL_COUNT && run.count != 1))
		return;
	n->mantissa = n->mantissa * numeral_power((unsigned)run.count) +
	    run.value;
	n->places = (int)run.count;
	n->end = run.end;
}

static bool
read_numerals(struct written *n, struct span text)
{
	const struct numeral run = numeral_read(text, n->start);

	n->end = run.end;
	n->mantissa = run.value;
	n->one = run.count == 1 && run.value == 1;
	n->small = n->one || (run.count == 1 && follows(text, n->start, "二"));
	if (run.kind != NUMERAL_COUNT)
		return run.count == 2 && read_pair(n, text) ? true :
		    read_bare(n, text);
	if (!run.large)
		read_decimals(n, text);
	else if (run.value % 10000 == 0)
		n->zeros = run.value % 100000000 == 0 ? 8 : 4;
	return true;
}

bool
written_shift(struct written *n, unsigned zeros)
{
	n->places -= (int)zeros;
	n->zeros += zeros;
	return n->places >= 0 || n->mantissa == 0 ||
	    (n->places >= -MOST_DIGITS &&
	    n->mantissa <= NUMERAL_MOST / numeral_power((unsigned)-n->places));
}

/* 余, 多 or 几 at byte *at, which moves behind it. */
static bool
take_more(struct span text, size_t *at)
{
	static const char *const words[] = { "余", "多", "几" };
	size_t i;

	for (i = 0; i < COUNT(words); i++)
		if (follows(text, *at, words[i])) {
			*at += strlen(words[i]);
			return true;
		}
	return false;
}

/* 万 and its like behind the number, 余 before or behind them. */
static bool
read_multiplier(struct written *n, struct span text)
{
	static const struct {
		const char	*unit;
		unsigned	 zeros;
	} units[] = { { "万亿", 12 }, { "千万", 7 }, { "百万", 6 },
	    { "万", 4 }, { "亿", 8 }, { "千", 3 }, { "百", 2 } };
	size_t at = n->end, i;
	bool good = true;

	n->more = take_more(text, &at);
	if (n->digits && !n->more && peek(text, at) == ' ')
		at++;
	for (i = 0; i < COUNT(units); i++)
		if (follows(text, at, units[i].unit)) {
			at += strlen(units[i].unit);
			good = written_shift(n, units[i].zeros);
			n->upper *= numeral_power(units[i].zeros);
			break;
		}
	if (i == COUNT(units) && !n->more)
		return true;
	if (!n->more)
		n->more = take_more(text, &at);
	n->end = at;
	return good;
}

/* 1亿2000万, 3万5千: what stands behind is less than the last place. */
static bool
read_rest(struct written *n, struct span text)
{
	struct written rest = { .start = n->end, .digits = true };
	uint64_t value;
	bool good;

	if (!n->digits || n->more || n->places >= 0 ||
	    !written_is_digit(peek(text, n->end)))
		return true;
	good = read_digits(&rest, text) && read_multiplier(&rest, text);
	n->end = rest.end;
	if (!good || rest.places > 0)
		return false;
	value = rest.mantissa * numeral_power((unsigned)-rest.places);
	if (value >= numeral_power((unsigned)-n->places))
		return false;
	n->mantissa = n->mantissa * numeral_power((unsigned)-n->places) + value;
	n->places = 0;
	n->zeros = 0;
	n->more = rest.more;
	return true;
}

static size_t
percent_length(struct written *n, struct span text)
{
	n->percent = follows(text, n->start, "百分之");
	n->permille = follows(text, n->start, "千分之");
	return n->percent || n->permille ? strlen("百分之") : 0;
}

bool
written_read(struct written *n, struct span text, size_t at)
{
	size_t skip;
	bool good;

	*n = (struct written){ .start = at };
	n->digits = written_is_digit(peek(text, at));
	skip = n->digits ? 0 : percent_length(n, text);
	n->start += skip;
	n->end = n->start;
	n->digits = written_is_digit(peek(text, n->start));
	if (!n->digits && !numeral_begins(peek(text, n->start)))
		return false;
	good = n->digits ? read_digits(n, text) : read_numerals(n, text);
	n->start = at;
	if (skip > 0) {
		good = good && (!n->bare || n->mantissa == 100);
		n->bare = false;	/* 百分之百 */
		return good;
	}
	return good && read_multiplier(n, text) && read_rest(n, text);
}

int
written_compare(const struct written *a, const struct written *b)
{
	double x = (double)a->mantissa, y = (double)b->mantissa;
	int i;

	for (i = a->places; i > b->places; i--)
		y *= 10;
	for (i = b->places; i > a->places; i--)
		x *= 10;
	return x < y ? -1 : x > y;
}

struct span
written_value(const struct written *n, struct arena *arena)
{
	uint64_t m = n->mantissa, unit;
	int places = n->places;

	while (places > 0 && m % 10 == 0) {
		m /= 10;
		places--;
	}
	if (places <= 0)
		return arena_printf(arena, "%llu", (unsigned long long)
		    (m * numeral_power((unsigned)-places)));
	unit = numeral_power((unsigned)places);
	return arena_printf(arena, "%llu.%0*llu", (unsigned long long)
	    (m / unit), places, (unsigned long long)(m % unit));
}
