#include "normalize/personal_found.h"

#include "text/when.h"

#define TOKEN_MIN	7	/* characters of a number */
#define TOKEN_MAX	15
#define DIGITS_MIN	6
#define FILLERS_MAX	6	/* signs and words between label and number */

/* Letters and digits in a row. */
struct token {
	char	c[TOKEN_MAX];
	size_t	count;		/* may be more than are in c */
	size_t	digits;
	size_t	start, end;	/* bytes */
};

static void
read_token(struct span text, size_t at, struct token *t)
{
	size_t n;
	char c;

	*t = (struct token){ .start = at, .end = at };
	while ((n = plain_at(text, t->end, &c)) > 0 && ascii_is_alnum(c)) {
		if (t->count < TOKEN_MAX)
			t->c[t->count] = c;
		t->count++;
		t->digits += ascii_is_digit(c);
		t->end += n;
	}
}

/* 20260503: an order of that day, no passport. */
static bool
is_day(const char *digit)
{
	const char date[] = { digit[0], digit[1], digit[2], digit[3], '-',
	    digit[4], digit[5], '-', digit[6], digit[7] };
	struct when when;

	return (memcmp(digit, "19", 2) == 0 || memcmp(digit, "20", 2) == 0) &&
	    when_parse(span_make(date, sizeof(date)), 0, &when) == 0;
}

/* E or G and 8 digits, E, a letter and 7: ordinary passports since 1997. */
static bool
is_ordinary(const struct token *t)
{
	if (t->count != 9 || (t->c[0] != 'E' && t->c[0] != 'G'))
		return false;
	if (t->digits == 8)
		return !is_day(t->c + 1);
	return t->c[0] == 'E' && t->digits == 7 && t->c[1] >= 'A' &&
	    t->c[1] <= 'Z' && t->c[1] != 'I' && t->c[1] != 'O';
}

/* Takes one of the words, which end with NULL, off the end of s. */
static bool
take_off(struct span *s, const char *const *words)
{
	struct span word;

	for (; *words != NULL; words++) {
		word = span_of(*words);
		if (span_ends(*s, word)) {
			s->n -= word.n;
			return true;
		}
	}
	return false;
}

/* True if what stands before the token says what it is. */
static bool
is_labelled(struct span text, const struct token *t)
{
	static const char *const fillers[] = { "号码", "编号", "证件",
	    "号", "是", "为", "：", ":", " ", "　", "（", "(", "No.", NULL };
	static const char *const labels[] = { "护照", "通行证", "回乡证",
	    "台胞证", "旅行证", "军官证", "士兵证", "士官证", "警官证",
	    "海员证", "居留证", "居留许可", NULL };
	struct span before = span_make(text.p, t->start);
	size_t i;

	for (i = 0; i < FILLERS_MAX && !take_off(&before, labels); i++)
		if (!take_off(&before, fillers))
			return false;
	return i < FILLERS_MAX;
}

static void
look_at_token(struct span text, const struct token *t, struct found *found)
{
	if (t->count < TOKEN_MIN || t->count > TOKEN_MAX ||
	    t->digits < DIGITS_MIN)
		return;
	if (is_ordinary(t) || is_labelled(text, t))
		found_add(found, PERSONAL_PASSPORT, t->start, t->end);
}

/* 军字第12345678号, from its third character at byte `at` on. */
static void
look_at_officer(struct span text, size_t at, struct found *found)
{
	static const char arms[] = "军参政后装海空沈北兰济南广成武";
	struct token t;

	read_token(text, at + 3, &t);
	if (at >= 6 && t.count == t.digits && t.digits >= DIGITS_MIN &&
	    t.digits <= 8 && span_ends(span_make(text.p, at), SPAN("字")) &&
	    is_one_of(text, at - 6, arms) && follows(text, t.end, SPAN("号")))
		found_add(found, PERSONAL_PASSPORT, at - 6, t.end + 3);
}

void
passport_find(struct span text, struct found *found)
{
	struct token t;
	size_t at = 0;

	while (at < text.n) {
		read_token(text, at, &t);
		if (t.count > 0) {
			look_at_token(text, &t, found);
			at = t.end;
			continue;
		}
		if (follows(text, at, SPAN("第")))
			look_at_officer(text, at, found);
		at += utf8_width(text.p[at]);
	}
}
