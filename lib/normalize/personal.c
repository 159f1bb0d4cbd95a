#include "normalize/personal.h"

#include <stdint.h>

#include "base/ascii.h"
#include "text/when.h"

#define GROUP_MAX	19	/* digits of the longest number, a card's */
#define CHAIN_MAX	5	/* groups of a number that is written in some */
#define LOCAL_MAX	64	/* of an address: RFC 5321, 4.5.3.1 */
#define DOMAIN_MAX	255
#define SHORTEST	6	/* bytes: a@b.cc */

const char *const personal_names[PERSONAL_KINDS + 1] = {
	[PERSONAL_PHONE] = "phone",
	[PERSONAL_LANDLINE] = "landline",
	[PERSONAL_ID_NUMBER] = "id_number",
	[PERSONAL_BANK_CARD] = "bank_card",
	[PERSONAL_EMAIL] = "email",
	[PERSONAL_KINDS] = NULL
};

/* Digits without anything between them. */
struct group {
	size_t	start, end;		/* bytes */
	size_t	count;			/* digits, more than are in digit */
	char	digit[GROUP_MAX + 1];
};

/* Where somebody may look: a text, or JSON that shows no borders. */
struct look {
	struct span	text;
	bool		loose;
};

/* Length in bytes of the digit at byte `at`, ASCII or full-width; or 0. */
static inline size_t
digit_at(struct span text, size_t at, char *digit)
{
	const unsigned char *p = (const unsigned char *)text.p + at;

	if (at >= text.n)
		return 0;
	if (ascii_is_digit(text.p[at])) {
		*digit = text.p[at];
		return 1;
	}
	if (p[0] != 0xef || text.n - at < 3 || p[1] != 0xbc || p[2] < 0x90 ||
	    p[2] > 0x99)
		return 0;
	*digit = (char)('0' + (p[2] - 0x90));
	return 3;
}

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

/* Eight bytes, the first the lowest, whatever the processor's order is. */
static uint64_t
load_8(const char *p)
{
	const unsigned char *b = (const unsigned char *)p;

	return (uint64_t)b[0] | (uint64_t)b[1] << 8 | (uint64_t)b[2] << 16 |
	    (uint64_t)b[3] << 24 | (uint64_t)b[4] << 32 |
	    (uint64_t)b[5] << 40 | (uint64_t)b[6] << 48 |
	    (uint64_t)b[7] << 56;
}

/* The high bit of each byte that is over `limit`, at most 0x7f; exact. */
static uint64_t
over(uint64_t bytes, uint64_t limit)
{
	const uint64_t ones = 0x0101010101010101, low = 0x7f * ones;

	return (((bytes & low) + (0x7f - limit) * ones) | bytes) & ~low;
}

/* The high bit of each byte that is an ASCII digit or 0xef. */
static uint64_t
digit_marks(uint64_t bytes)
{
	const uint64_t ones = 0x0101010101010101, high = 0x80 * ones;

	return (over(bytes ^ 0x30 * ones, 9) & over(bytes ^ 0xef * ones, 0)) ^
	    high;
}

/* Where the next digit stands, from byte `at` on, before byte `end`; or end. */
static size_t
next_digit(struct span text, size_t at, size_t end)
{
	uint64_t marks;
	size_t i;
	char c;

	for (; end - at >= 8; at += 8)
		for (marks = digit_marks(load_8(text.p + at)); marks != 0;
		    marks &= marks - 1) {
			i = at + (size_t)__builtin_ctzll(marks) / 8;
			if (digit_at(text, i, &c) > 0)
				return i;
		}
	while (at < end && digit_at(text, at, &c) == 0)
		at++;
	return at;
}

static bool
is_letter_or_digit(char c)
{
	return ascii_is_letter(c) || ascii_is_digit(c);
}

/* The byte at `at`, 0 outside of the text. */
static char
byte_at(struct span text, size_t at)
{
	return at < text.n ? text.p[at] : '\0';
}

/* The byte before `at`. */
static char
byte_before(struct span text, size_t at)
{
	return at > 0 ? text.p[at - 1] : '\0';
}

/* No letter and no digit beside it. */
static bool
stands_alone(const struct look *in, size_t start, size_t end)
{
	return in->loose ||
	    (!is_letter_or_digit(byte_before(in->text, start)) &&
	    !is_letter_or_digit(byte_at(in->text, end)));
}

static bool
follows(struct span text, size_t at, struct span what)
{
	return span_starts(span_from(text, at), what);
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
	return sign == '/' ? is_letter_or_digit(other) || other == '.' ||
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

static bool
find_bank_card(const struct look *in, const struct group *g,
    struct personal *p)
{
	if (g->count < 15 || g->count > GROUP_MAX ||
	    !is_card(g->digit, g->count) ||
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

static bool
is_local(char c)
{
	return is_letter_or_digit(c) || c == '.' || c == '_' || c == '-' ||
	    c == '+' || c == '%';
}

/*
 * Where the domain that begins at byte `at` ends: with the last label but the
 * first that begins with two letters, and with digits run together with it;
 * `at` if there is none.
 */
static size_t
domain_end(struct span text, size_t at)
{
	size_t label = at, letters, end, found = at;

	while (label - at < DOMAIN_MAX) {
		for (letters = label; ascii_is_letter(byte_at(text, letters));
		    letters++)
			;
		for (end = letters; is_letter_or_digit(byte_at(text, end));
		    end++)
			;
		if (label > at && letters - label >= 2)
			found = end;
		while (is_letter_or_digit(byte_at(text, end)) ||
		    byte_at(text, end) == '-')
			end++;
		if (end == label || byte_at(text, end) != '.')
			break;
		label = end + 1;
	}
	return found;
}

/* The address around the `@` at byte `at`, from byte `from` on. */
static bool
find_email(struct span text, size_t from, size_t at, struct personal *p)
{
	size_t start = at, end;

	while (start > from && at - start < LOCAL_MAX &&
	    is_local(text.p[start - 1]))
		start--;
	while (start < at && text.p[start] == '.')
		start++;
	if (start == at || text.p[at - 1] == '.')
		return false;
	end = domain_end(text, at + 1);
	*p = (struct personal){ PERSONAL_EMAIL, start, end };
	return end > at + 1;
}

/* A number at the beginning of an address is a part of it. */
static void
widen_to_email(struct span text, size_t from, struct personal *p)
{
	struct personal email;
	size_t at = p->end;

	while (at - p->end < LOCAL_MAX && is_local(byte_at(text, at)))
		at++;
	if (byte_at(text, at) == '@' && find_email(text, from, at, &email) &&
	    email.start <= p->start)
		*p = email;
}

/* Where the next `@` stands. */
static size_t
next_sign(struct span text, size_t at)
{
	struct span rest = span_from(text, at);

	return at + span_index(rest, '@');
}

void
personal_begin(struct personal_search *s, struct span text)
{
	*s = (struct personal_search){ text, 0, next_sign(text, 0) };
}

/* The next number from byte `at` on, before byte `end`. */
static bool
next_number(const struct look *in, size_t at, size_t end, struct personal *p)
{
	struct group g;

	while (at < end && (at = next_digit(in->text, at, end)) < end) {
		read_group(in->text, at, &g);
		if (find_number(in, &g, p))
			return true;
		at = g.end;
	}
	return false;
}

bool
personal_next(struct personal_search *s, struct personal *p)
{
	const struct look in = { s->text, false };
	size_t at = s->at;
	bool found = false;

	while (!found && at < s->text.n) {
		if (next_number(&in, at, s->sign, p)) {
			widen_to_email(s->text, s->at, p);
			found = true;
		} else if (s->sign < s->text.n)
			found = find_email(s->text, s->at, s->sign, p);
		at = found ? p->end : s->sign + 1;
		if (at > s->sign)
			s->sign = next_sign(s->text, at);
	}
	s->at = found ? at : s->text.n;
	return found;
}

bool
personal_may_be_in(struct span text)
{
	size_t at = 0;
	unsigned char c;

	if (text.n < SHORTEST)
		return false;
	for (; at < text.n; at += c >= 0xe4 && c <= 0xe9 ? 3 : 1) {
		c = (unsigned char)text.p[at];
		if (c == '@' || c == 0xef || ascii_is_digit((char)c))
			return true;
	}
	return false;
}

bool
personal_may_come(struct span text)
{
	const struct look in = { text, true };
	struct personal p;

	return next_sign(text, 0) < text.n ||
	    next_number(&in, 0, text.n, &p);
}
