#include "normalize/personal_number.h"

#include "base/ascii.h"
#include "text/when.h"

#define GROUP_MAX	19	/* digits of the longest number, a card's */
#define CHAIN_MAX	5	/* groups of a number that is written in some */

/* Digits without anything between them. */
struct group {
	size_t	start, end;		/* bytes */
	size_t	count;			/* digits, more than are in digit */
	char	digit[GROUP_MAX + 1];
};

static bool
read_group(struct span text, size_t at, struct group *g)
{
	size_t n;
	char c;

	g->start = at;
	g->count = 0;
	while ((n = digit_at(text, at, &c)) > 0) {
		if (g->count <= GROUP_MAX)
			g->digit[g->count] = c;
		g->count++;
		at += n;
	}
	g->end = at;
	return g->count > 0;
}

/* No letter and no digit beside it. */
static bool
stands_alone(const struct look *in, size_t start, size_t end)
{
	return in->loose ||
	    (!ascii_is_alnum(byte_before(in->text, start)) &&
	    !ascii_is_alnum(byte_at(in->text, end)));
}

/*
 * 12345.67 and 0.12345: but .0 and .00 are what spreadsheets make of a column
 * of numbers with gaps, and 1.12345 may be an item of a list.
 */
static bool
is_decimal(struct span text, size_t start, size_t end)
{
	size_t digits = 0;

	while (digits < 3 && ascii_is_digit(byte_at(text, end + 1 + digits)))
		digits++;
	if (byte_at(text, end) == '.' && (digits == 1 || digits == 2) &&
	    memcmp(text.p + end + 1, "00", digits) != 0)
		return true;
	return start > 1 && text.p[start - 1] == '.' &&
	    text.p[start - 2] == '0' &&
	    !ascii_is_digit(byte_before(text, start - 2));
}

/* An amount of money; what 万 follows may be a phone of somebody 万. */
static bool
is_amount(struct span text, size_t start, size_t end)
{
	char c = byte_before(text, start);
	struct span before = span_make(text.p, start);

	return is_decimal(text, start, end) || c == '$' ||
	    span_ends(before, SPAN("¥")) || span_ends(before, SPAN("￥")) ||
	    follows(text, end, SPAN("元")) ||
	    follows(text, end, SPAN("万元")) ||
	    follows(text, end, SPAN("亿元"));
}

/* Where the digits begin of which n stand before. */
static size_t
skip_digits(struct span text, size_t at, size_t n)
{
	char c;

	while (n-- > 0)
		at += digit_at(text, at, &c);
	return at;
}

static bool
is_mobile(const char *digit)
{
	return digit[0] == '1' && digit[1] >= '3';
}

/* 11 digits, after 86, 0086 or 0 too. */
static bool
find_phone(const struct look *in, const struct group *g,
    struct personal *p)
{
	size_t prefix = 0;

	if (g->count == 13 && memcmp(g->digit, "86", 2) == 0)
		prefix = 2;
	else if (g->count == 15 && memcmp(g->digit, "0086", 4) == 0)
		prefix = 4;
	else if (g->count == 12 && g->digit[0] == '0')
		prefix = 1;		/* a call to another town */
	if (g->count - prefix != 11 || !is_mobile(g->digit + prefix) ||
	    !stands_alone(in, g->start, g->end) ||
	    (!in->loose && is_amount(in->text, g->start, g->end)))
		return false;
	*p = (struct personal){ PERSONAL_PHONE,
	    skip_digits(in->text, g->start, prefix), g->end };
	return true;
}

static int
number_of(const char *digit, size_t n)
{
	int value = 0;

	while (n-- > 0)
		value = value * 10 + (*digit++ - '0');
	return value;
}

/* The first two digits, GB/T 2260; 91 to 96: permanent residents. */
static bool
is_province(const char *digit)
{
	static const char last[] = "0536674036";	/* of each first digit */
	char first = digit[0];

	if (first == '8')
		return digit[1] >= '1' && digit[1] <= '3';
	if (first == '7')
		return digit[1] == '1';
	return digit[1] >= (first == '5' ? '0' : '1') &&
	    digit[1] <= last[first - '0'];
}

/* A day that was, of the century and the six digits behind it. */
static bool
is_birthday(const char *century, const char *digit)
{
	const char date[] = { century[0], century[1], digit[0], digit[1], '-',
	    digit[2], digit[3], '-', digit[4], digit[5] };
	struct when when;

	return (memcmp(century, "19", 2) == 0 ||
	    memcmp(century, "20", 2) == 0) &&
	    when_parse(span_make(date, sizeof(date)), 0, &when) == 0;
}

/* ISO 7064 MOD 11-2, as in GB 11643-1999; last may be X. */
static bool
checks_mod_11_2(const char *digit, char last)
{
	static const int weight[] = { 7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9,
	    10, 5, 8, 4, 2 };
	int sum = 0;
	size_t i;

	for (i = 0; i < sizeof(weight) / sizeof(weight[0]); i++)
		sum += (digit[i] - '0') * weight[i];
	return "10X98765432"[sum % 11] == last;
}

/* Length of the X at byte `at`, full-width too; or 0. */
static size_t
x_at(struct span text, size_t at)
{
	char c = byte_at(text, at);

	if (c == 'X' || c == 'x')
		return 1;
	return follows(text, at, SPAN("Ｘ")) || follows(text, at, SPAN("ｘ")) ?
	    3 : 0;
}

static bool
is_id_18(const char *digit, char last)
{
	return is_province(digit) && is_birthday(digit + 6, digit + 8) &&
	    checks_mod_11_2(digit, last);
}

static bool
find_id_number(const struct look *in, const struct group *g,
    struct personal *p)
{
	size_t end = g->end;
	bool is_one = false;

	if (g->count == 18)
		is_one = is_id_18(g->digit, g->digit[17]);
	else if (g->count == 17 && x_at(in->text, end) > 0) {
		end += x_at(in->text, end);
		is_one = is_id_18(g->digit, 'X');
	} else if (g->count == 15)
		is_one = is_province(g->digit) && is_birthday("19",
		    g->digit + 6) && (in->loose ||
		    !is_decimal(in->text, g->start, end));
	*p = (struct personal){ PERSONAL_ID_NUMBER, g->start, end };
	return is_one && stands_alone(in, g->start, end);
}

/* ISO/IEC 7812-1, annex B. */
static bool
checks_luhn(const char *digit, size_t n)
{
	int sum = 0, twice;
	size_t i;

	for (i = 0; i < n; i++) {
		twice = (digit[i] - '0') << ((n - 1 - i) & 1);
		sum += twice > 9 ? twice - 9 : twice;
	}
	return sum % 10 == 0;
}

/* Issuers of the cards in use in China, by their first six digits. */
static bool
is_card(const char *digit, size_t n)
{
	static const struct {
		int	low, high;
		size_t	shortest, longest;
	} issuers[] = {
		{ 620000, 629999, 16, 19 },	/* UnionPay */
		{ 400000, 499999, 16, 16 },	/* Visa, and older debit */
		{ 510000, 559999, 16, 16 },	/* Mastercard */
		{ 222100, 272099, 16, 16 },
		{ 350000, 359999, 16, 16 },	/* JCB */
		{ 340000, 349999, 15, 15 },	/* American Express */
		{ 370000, 379999, 15, 15 },
		{ 601382, 601382, 19, 19 },	/* older debit cards: BOC */
		{ 955800, 955899, 19, 19 },	/* ICBC */
	};
	int prefix = number_of(digit, 6);
	size_t i;

	for (i = 0; i < sizeof(issuers) / sizeof(issuers[0]); i++)
		if (prefix >= issuers[i].low && prefix <= issuers[i].high)
			return n >= issuers[i].shortest &&
			    n <= issuers[i].longest && checks_luhn(digit, n);
	return false;
}

/* A part of a name of a file; a slash only with ASCII on its other side. */
static bool
is_path_sign(char sign, char other)
{
	return sign == '/' ? ascii_is_alnum(other) || other == '.' ||
	    other == '/' : sign != '\0' && strchr("_%#&", sign) != NULL;
}

/* In paths and names of files: one number of ten would check by chance. */
static bool
is_in_path(struct span text, size_t start, size_t end)
{
	return is_path_sign(byte_before(text, start),
	    start > 0 ? byte_before(text, start - 1) : '\0') ||
	    is_path_sign(byte_at(text, end), byte_at(text, end + 1));
}

/* phone:1234567890123456 is a pseudonym; few have no letter in it. */
static bool
is_pseudonym(struct span text, const struct group *g)
{
	struct span before = span_make(text.p, g->start);
	size_t i;

	if (g->count != 16 || !span_ends(before, SPAN(":")))
		return false;
	before.n--;
	for (i = 0; i < PERSONAL_KINDS; i++)
		if (span_ends(before, span_of(personal_names[i])))
			return true;
	return false;
}

static bool
find_bank_card(const struct look *in, const struct group *g,
    struct personal *p)
{
	if (g->count < 15 || g->count > GROUP_MAX ||
	    !is_card(g->digit, g->count) || is_pseudonym(in->text, g) ||
	    !stands_alone(in, g->start, g->end) || (!in->loose &&
	    (is_decimal(in->text, g->start, g->end) ||
	    is_in_path(in->text, g->start, g->end))))
		return false;
	*p = (struct personal){ PERSONAL_BANK_CARD, g->start, g->end };
	return true;
}

/* Three digits of an area code and eight of the number, or four and 7 or 8. */
static bool
is_landline(const char *area, size_t area_n, const char *number, size_t n)
{
	/* The first three digits of the codes of four. */
	static const char codes[] = "031 033 034 035 037 039 041 042 043 045 "
	    "046 047 048 051 052 053 054 055 056 057 058 059 063 066 069 070 "
	    "071 072 073 074 075 076 077 079 081 082 083 085 087 088 089 090 "
	    "091 093 094 095 097 099";
	char code[4] = { area[0], area[1], area[2], '\0' };

	if (number[0] < '2' || number[0] > '8')
		return false;
	if (area_n == 3)
		return n == 8 && (area[1] == '2' ? area[2] != '6' :
		    area[1] == '1' && area[2] == '0');
	return area_n == 4 && (n == 7 || n == 8) && strstr(codes, code) != NULL;
}

/* Length of the separator at byte `at`; or 0. */
static size_t
separator_at(struct span text, size_t at)
{
	char c = byte_at(text, at);

	if (c == ' ' || c == '-' || c == '.')
		return 1;
	return follows(text, at, SPAN("－")) || follows(text, at,
	    SPAN("—")) || follows(text, at, SPAN("–")) ||
	    follows(text, at, SPAN("　")) ? 3 : 0;
}

/* Where the number behind an area code begins: 0731-, (0731), （0731） . */
static size_t
behind_area(struct span text, size_t at)
{
	if (byte_at(text, at) == ')')
		at++;
	else if (follows(text, at, SPAN("）")))
		at += 3;
	return at + separator_at(text, at);
}

/* 8888 1234, where the first half was read. */
static void
join_halves(struct span text, struct group *g)
{
	size_t n = separator_at(text, g->end);
	struct group second;

	if (g->count != 4 || n == 0 || !read_group(text, g->end + n, &second) ||
	    second.count != 4)
		return;
	memcpy(g->digit + 4, second.digit, 4);
	g->count = 8;
	g->end = second.end;
}

static bool
find_landline(const struct look *in, const struct group *g,
    struct personal *p)
{
	size_t area = g->digit[1] <= '2' ? 3 : 4;
	struct group rest;
	bool is_one = false;

	if (g->digit[0] != '0')
		return false;
	if (g->count == 11 || g->count == 12) {
		rest.end = g->end;
		is_one = is_landline(g->digit, area, g->digit + area,
		    g->count - area);
	} else if (g->count == area && read_group(in->text,
	    behind_area(in->text, g->end), &rest)) {
		join_halves(in->text, &rest);
		is_one = (rest.count == 7 || rest.count == 8) &&
		    is_landline(g->digit, area, rest.digit, rest.count);
	}
	if (!is_one || !stands_alone(in, g->start, rest.end) ||
	    (!in->loose && is_decimal(in->text, g->start, rest.end)))
		return false;
	*p = (struct personal){ PERSONAL_LANDLINE, g->start, rest.end };
	return true;
}

/* Groups of digits with one and the same separator between them. */
struct chain {
	struct group	groups[CHAIN_MAX];
	size_t		count;
};

static void
read_chain(struct span text, const struct group *first, struct chain *chain)
{
	size_t n = separator_at(text, first->end), end = first->end, i;
	struct span separator = span_make(text.p + end, n);

	chain->groups[0] = *first;
	for (i = 1; i < CHAIN_MAX && n > 0 && follows(text, end, separator) &&
	    read_group(text, end + n, &chain->groups[i]); i++)
		end = chain->groups[i].end;
	chain->count = i;
}

/*
 * Groups with spaces between, and a row of numbers, such as a table has, goes
 * on beside them.
 */
static bool
is_in_row(struct span text, const struct group *first, size_t end)
{
	struct span before = span_make(text.p, first->start);

	if (byte_at(text, first->end) != ' ')
		return false;
	return (span_ends(before, SPAN(" ")) && before.n > 1 &&
	    ascii_is_digit(text.p[before.n - 2]) &&
	    !span_ends(before, SPAN("86 "))) || (byte_at(text, end) == ' ' &&
	    ascii_is_digit(byte_at(text, end + 1)));
}

/* 138 1234 5678 and 1381234 5678 */
static bool
find_phone_in_groups(const struct look *in, const struct chain *c,
    struct personal *p)
{
	const struct group *g = c->groups;
	size_t last = g[0].count == 3 ? 2 : 1, end;

	if (c->count <= last || (last == 2 && g[1].count != 4) ||
	    g[last].count != 4 || !is_mobile(g[0].digit))
		return false;
	end = g[last].end;
	if (!stands_alone(in, g[0].start, end) || (!in->loose &&
	    (is_in_row(in->text, &g[0], end) ||
	    is_amount(in->text, g[0].start, end))))
		return false;
	*p = (struct personal){ PERSONAL_PHONE, g[0].start, end };
	return true;
}

/* 6222 0212 3456 7890 123 */
static bool
find_card_in_groups(const struct look *in, const struct chain *c,
    struct personal *p)
{
	char digits[CHAIN_MAX * 4];
	size_t i, n = 0, count = c->count;

	if (count < 4)
		return false;
	for (i = 0; i < 4; i++) {
		if (c->groups[i].count != 4)
			return false;
		memcpy(digits + n, c->groups[i].digit, 4);
		n += 4;
	}
	if (count == CHAIN_MAX && c->groups[4].count < 4) {
		memcpy(digits + n, c->groups[4].digit, c->groups[4].count);
		n += c->groups[4].count;
	}
	*p = (struct personal){ PERSONAL_BANK_CARD, c->groups[0].start,
	    c->groups[(n - 1) / 4].end };
	return is_card(digits, n) && stands_alone(in, p->start, p->end) &&
	    (in->loose || !is_in_row(in->text, &c->groups[0], p->end));
}

static bool
find_in_groups(const struct look *in, const struct group *g,
    struct personal *p)
{
	struct chain chain;

	if (g->digit[0] == '0')
		return g->count < 7 && find_landline(in, g, p);
	read_chain(in->text, g, &chain);
	return g->count != 4 ? find_phone_in_groups(in, &chain, p) :
	    find_card_in_groups(in, &chain, p);
}

/* An identity number is none of the others, whatever they would say. */
static bool
find_number(const struct look *in, const struct group *g, struct personal *p)
{
	switch (g->count) {
	case 3:
	case 4:
	case 7:
		return find_in_groups(in, g, p);
	case 11:
	case 12:
		return find_phone(in, g, p) || find_landline(in, g, p);
	case 13:
		return find_phone(in, g, p);
	case 15:
		return find_phone(in, g, p) || find_id_number(in, g, p) ||
		    find_bank_card(in, g, p);
	case 16:
	case 17:
	case 18:
	case 19:
		return find_id_number(in, g, p) || find_bank_card(in, g, p);
	default:
		return false;
	}
}

bool
number_at(const struct look *in, size_t *at, struct personal *p)
{
	struct group g;

	read_group(in->text, *at, &g);
	*at = g.end;
	return find_number(in, &g, p);
}
