#include "normalize/personal.h"

#include <stdint.h>

#include "normalize/person.h"
#include "normalize/personal_email.h"
#include "normalize/personal_found.h"
#include "normalize/personal_number.h"

#define SHORTEST	6	/* bytes: a@b.cc */

const char *const personal_names[PERSONAL_KINDS + 1] = {
	[PERSONAL_PHONE] = "phone",
	[PERSONAL_LANDLINE] = "landline",
	[PERSONAL_ID_NUMBER] = "id_number",
	[PERSONAL_BANK_CARD] = "bank_card",
	[PERSONAL_EMAIL] = "email",
	[PERSONAL_PLATE] = "plate",
	[PERSONAL_PASSPORT] = "passport",
	[PERSONAL_NAME] = "name",
	[PERSONAL_ADDRESS] = "address",
	[PERSONAL_KINDS] = NULL
};

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

/*
 * The high bit of each byte that is an ASCII digit, `@` or 0xef.  Eight bytes
 * of Han, which have neither, are told first.
 */
static uint64_t
marks_in(uint64_t bytes)
{
	const uint64_t ones = 0x0101010101010101, high = 0x80 * ones;
	uint64_t others = over(bytes ^ 0xef * ones, 0);

	if ((bytes & others & high) == high)
		return 0;
	return (over(bytes ^ 0x30 * ones, 9) & over(bytes ^ 0x40 * ones, 0) &
	    others) ^ high;
}

/* True for a digit or a sign of an address, of which `at` has a mark. */
static bool
is_mark(struct span text, size_t at)
{
	const unsigned char *p = (const unsigned char *)text.p + at;

	return p[0] < 0x80 || (text.n - at >= 3 && p[1] == 0xbc &&
	    ((p[2] >= 0x90 && p[2] <= 0x99) || p[2] == 0xa0));
}

static bool
has_mark(char c)
{
	return ascii_is_digit(c) || c == '@' || (unsigned char)c == 0xef;
}

/* Where the next of them stands, from byte `at` on; or text.n. */
static size_t
next_mark(struct span text, size_t at)
{
	uint64_t marks;
	size_t i;

	for (; text.n - at >= 8; at += 8)
		for (marks = marks_in(load_8(text.p + at)); marks != 0;
		    marks &= marks - 1) {
			i = at + (size_t)__builtin_ctzll(marks) / 8;
			if (is_mark(text, i))
				return i;
		}
	while (at < text.n && !(has_mark(text.p[at]) && is_mark(text, at)))
		at++;
	return at;
}

/* What is found by words, all at once. */
static void
find_words(struct personal_search *s, struct arena *arena,
    const struct personal_wanted *wanted)
{
	struct found found = { .arena = arena };

	if (wanted->plate)
		plate_find(s->text, &found);
	if (wanted->passport)
		passport_find(s->text, &found);
	if (wanted->address)
		address_find(s->text, &found);
	if (wanted->persons != NULL)
		persons_find(wanted->persons, s->text, &found);
	found_sort(&found);
	s->found = found.items;
	s->count = found.count;
}

void
personal_begin(struct personal_search *s, struct arena *arena,
    const struct personal_wanted *wanted, struct span text)
{
	*s = (struct personal_search){ .text = text };
	if (wanted != NULL)
		find_words(s, arena, wanted);
}

/* The next number or address of mail. */
static bool
next_sign(struct personal_search *s, struct personal *p)
{
	const struct look in = { s->text, false };
	size_t at = s->at, n;
	bool found = false;

	while (!found && (at = next_mark(s->text, at)) < s->text.n) {
		n = email_sign_at(s->text, at);
		if (n > 0) {
			found = email_at(s->text, s->at, at, p);
			at += n;
		} else if (number_at(&in, &at, p)) {
			email_widen(s->text, s->at, p);
			found = true;
		}
	}
	s->at = found ? p->end : s->text.n;
	return found;
}

/* A number goes before what overlaps with it. */
bool
personal_next(struct personal_search *s, struct personal *p)
{
	s->ahead = s->ahead || next_sign(s, &s->next);
	while (s->count > 0 && s->found->start < s->end) {
		s->found++;
		s->count--;
	}
	if (s->count > 0 && (!s->ahead || s->found->end <= s->next.start)) {
		*p = *s->found++;
		s->count--;
	} else if (s->ahead) {
		*p = s->next;
		s->ahead = false;
	} else
		return false;
	s->end = p->end;
	return true;
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
		if (c < 0x80 ? has_mark((char)c) : c == 0xef)
			return true;
	}
	return false;
}

bool
personal_may_come(struct span text)
{
	const struct look in = { text, true };
	struct personal p;
	size_t at = 0;

	while ((at = next_mark(text, at)) < text.n)
		if (email_sign_at(text, at) > 0 || number_at(&in, &at, &p))
			return true;
	return false;
}
