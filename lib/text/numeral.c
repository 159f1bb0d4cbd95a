#include "text/numeral.h"

#include <string.h>

#include "base/utf8.h"

#define WAN	UINT64_C(10000)
#define YI	UINT64_C(100000000)

/* What a character is worth. */
struct worth {
	uint32_t	character;
	uint32_t	value;
	bool		is_unit;	/* that a digit stands before */
};

/* No two share a place, or the compiler warns of it. */
#define PLACE(c)		(((c) ^ (c) >> 1 ^ (c) >> 6) & 63)
#define DIGIT(c, value)	[PLACE(c)] = { c, value, false }
#define UNIT(c, value)		[PLACE(c)] = { c, value, true }

static const struct worth worths[64] = {
	DIGIT(0x3007, 0), DIGIT(0x96f6, 0),	/* 〇零 */
	DIGIT(0x4e00, 1), DIGIT(0x4e8c, 2),	/* 一二 */
	DIGIT(0x4e09, 3), DIGIT(0x56db, 4),	/* 三四 */
	DIGIT(0x4e94, 5), DIGIT(0x516d, 6),	/* 五六 */
	DIGIT(0x4e03, 7), DIGIT(0x516b, 8),	/* 七八 */
	DIGIT(0x4e5d, 9), DIGIT(0x4e24, 2),	/* 九两 */
	UNIT(0x5eff, 20), UNIT(0x5345, 30),	/* 廿卅 */
	UNIT(0x5341, 10), UNIT(0x767e, 100),	/* 十百 */
	UNIT(0x5343, 1000), UNIT(0x4e07, 10000),	/* 千万 */
	UNIT(0x4ebf, 100000000)			/* 亿 */
};

#define LIANG	0x4e24	/* 两 */

static const struct worth *
worth_of(uint32_t c)
{
	const struct worth *w = &worths[PLACE(c)];

	return w->character == c && c != 0 ? w : NULL;
}

bool
numeral_begins(uint32_t c)
{
	return worth_of(c) != NULL;
}

/* A count on its way: high 亿 + middle 万 + low, and a digit that waits. */
struct reading {
	uint64_t	high, middle, low;
	uint32_t	digit;		/* 0: none waits */
	uint32_t	last;		/* unit before; 0: nothing, 1: a zero */
	uint32_t	limit;		/* units of low must be less */
	bool		liang;		/* the digit is 两 */
};

static bool
take_digit(struct reading *r, const struct worth *w)
{
	if (r->digit != 0)
		return false;
	if (w->value == 0) {
		if (r->last <= 1)
			return false;	/* at the start, or twice */
		r->last = 1;
		return true;
	}
	r->digit = w->value;
	r->liang = w->character == LIANG;
	return true;
}

/* 十 may begin a count, 廿 and 卅 have their digit in them. */
static bool
take_ten(struct reading *r, uint32_t value)
{
	bool is_first = r->digit == 0 && r->last == 0;

	if (r->limit <= 10 || r->liang || (value > 10 && !is_first) ||
	    (r->digit == 0 && !is_first))
		return false;
	r->low += value * (is_first ? 1 : r->digit);
	r->digit = 0;
	r->last = r->limit = 10;
	return true;
}

static bool
take_hundreds(struct reading *r, uint32_t value)
{
	if (r->digit == 0 || r->limit <= value)
		return false;
	r->low += (uint64_t)value * r->digit;
	r->digit = 0;
	r->last = r->limit = value;
	return true;
}

static bool
take_large(struct reading *r, uint32_t value)
{
	uint64_t sum = r->low + r->digit;

	if (value == YI) {
		sum += r->middle;
		if (sum == 0 || r->high != 0)
			return false;
		r->high = sum * YI;
		r->middle = 0;
	} else if (sum == 0 || r->middle != 0)
		return false;
	else
		r->middle = sum * WAN;
	r->low = r->digit = 0;
	r->last = value;
	r->limit = UINT32_MAX;
	return true;
}

static bool
take(struct reading *r, const struct worth *w)
{
	bool taken;

	if (!w->is_unit)
		return take_digit(r, w);
	if (w->value >= WAN)
		taken = take_large(r, w->value);
	else if (w->value >= 100)
		taken = take_hundreds(r, w->value);
	else
		taken = take_ten(r, w->value);
	r->liang = false;
	return taken;
}

/* The last digit: ones, or of the place behind the last unit. */
static bool
finish(struct reading *r, uint64_t *value)
{
	uint64_t place = r->last >= 100 ? r->last / 10 : 1;

	if ((r->digit == 0 && r->last == 1) || (r->liang && r->last != 0))
		return false;
	*value = r->high + r->middle + r->low + place * r->digit;
	return *value > 0 && *value <= NUMERAL_MOST;
}

struct numeral
numeral_read(struct span text, size_t at)
{
	struct numeral n = { .end = at };
	struct reading r = { .limit = UINT32_MAX };
	const struct worth *w;
	uint64_t digits = 0;
	bool is_count = true, is_digits = true;

	while (at < text.n &&
	    (w = worth_of(utf8_next(text, &at))) != NULL) {
		n.end = at;
		n.count++;
		n.large = n.large || w->value >= 100;
		is_count = is_count && n.count < 32 && take(&r, w);
		is_digits = is_digits && !w->is_unit && n.count <= 16 &&
		    w->character != LIANG;
		if (is_digits)
			digits = 10 * digits + w->value;
	}
	if (is_count && finish(&r, &n.value)) {
		n.kind = NUMERAL_COUNT;
		n.brief = r.digit != 0 && r.last >= 100;
	} else if (is_digits && n.count > 1) {
		n.kind = NUMERAL_DIGITS;
		n.value = digits;
	}
	return n;
}

/* Characters on their way to the arena. */
struct writing {
	char	bytes[3 * 64];
	size_t	n;
};

static void
put(struct writing *w, const char *character)
{
	memcpy(w->bytes + w->n, character, 3);
	w->n += 3;
}

static const char *const names[] = { "〇", "一", "二", "三", "四", "五", "六",
    "七", "八", "九" };

/* Four places; a zero goes before what stands lower than expected. */
static void
put_section(struct writing *w, unsigned section, bool *gap)
{
	static const char *const units[] = { "千", "百", "十" };
	unsigned place = 1000, i, digit;

	for (i = 0; i < 4; i++, place /= 10) {
		digit = section / place % 10;
		if (digit == 0) {
			*gap = w->n > 0;
			continue;
		}
		if (*gap)
			put(w, "零");
		*gap = false;
		if (digit != 1 || i != 2 || w->n > 0)
			put(w, names[digit]);
		if (i < 3)
			put(w, units[i]);
	}
}

struct span
numeral_count(struct arena *arena, uint64_t value)
{
	static const char *const units[] = { "万", "亿", "万", "" };
	static const uint64_t places[] = { WAN * YI, YI, WAN, 1 };
	struct writing w = { .n = 0 };
	bool gap = false;
	unsigned i, section;

	if (value == 0)
		put(&w, "零");
	for (i = 0; i < 4; i++) {
		section = (unsigned)(value / places[i] % WAN);
		if (section > 0) {
			put_section(&w, section, &gap);
			if (i < 3)
				put(&w, units[i]);
			gap = false;
		} else {
			gap = w.n > 0;
			if (i == 1 && value >= WAN * YI)
				put(&w, "亿");
		}
	}
	return arena_copy(arena, span_make(w.bytes, w.n));
}

struct span
numeral_digits(struct arena *arena, struct span digits)
{
	char *p = arena_alloc(arena, 3 * digits.n);
	size_t i;

	for (i = 0; i < digits.n; i++)
		memcpy(p + 3 * i, digits.p[i] == '.' ? "点" :
		    names[digits.p[i] - '0'], 3);
	return span_make(p, 3 * digits.n);
}
