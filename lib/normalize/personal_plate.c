#include "normalize/personal_found.h"

#define SERIAL_MAX	6	/* characters behind the letter */

/* Letters and digits in a row. */
struct serial {
	char	c[SERIAL_MAX];	/* capitals */
	size_t	count;		/* may be one more than are in c */
	size_t	letters;
	size_t	end;		/* byte */
};

/* Behind one of the signs that part the letter from the number. */
static size_t
behind_point(struct span text, size_t at)
{
	char c;
	size_t n = plain_at(text, at, &c);

	if (c == '.' || c == '-' || c == ' ')
		return at + n;
	if (follows(text, at, SPAN("·")))
		return at + 2;
	return follows(text, at, SPAN("•")) || follows(text, at,
	    SPAN("・")) ? at + 3 : at;
}

static void
read_serial(struct span text, size_t at, struct serial *s)
{
	size_t n;
	char c;

	*s = (struct serial){ .end = at };
	while (s->count <= SERIAL_MAX &&
	    (n = plain_at(text, s->end, &c)) > 0 && ascii_is_alnum(c)) {
		if (ascii_is_letter(c)) {
			c = (char)(c & ~0x20);
			s->letters++;
		}
		if (s->count < SERIAL_MAX)
			s->c[s->count] = c;
		s->count++;
		s->end += n;
	}
}

/* A letter of a class of new energy: GA 36-2018, 5.9.2. */
static bool
is_class(char c)
{
	return c >= 'A' && c <= 'K' && c != 'I';
}

/* GA 36-2018: five, four and a word, or six for new energy. */
static bool
is_serial(struct span text, struct serial *s)
{
	static const char words[] = "警学挂港澳领试超";
	size_t i;

	for (i = 0; i < s->count && i < SERIAL_MAX; i++)
		if (s->c[i] == 'I' || s->c[i] == 'O')
			return false;
	if (s->count == 4 && s->letters <= 2 &&
	    is_one_of(text, s->end, words)) {
		s->end += 3;
		return true;
	}
	if (s->count == 5)
		return s->letters <= 2;
	return s->count == 6 && ((s->letters == 1 && is_class(s->c[5])) ||
	    (is_class(s->c[0]) && (s->letters == 1 ||
	    (s->letters == 2 && ascii_is_letter(s->c[1])))));
}

/* The end of the plate that begins with the province at byte `at`; or 0. */
static size_t
plate_end(struct span text, size_t at)
{
	static const char provinces[] = "京津沪渝冀豫云辽黑湘皖鲁新苏浙赣"
	    "鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼";
	struct serial s;
	size_t n;
	char c;

	n = plain_at(text, at + 3, &c);
	if (!ascii_is_letter(c) || (c & ~0x20) == 'I' ||
	    !is_one_of(text, at, provinces))
		return 0;
	read_serial(text, behind_point(text, at + 3 + n), &s);
	return is_serial(text, &s) ? s.end : 0;
}

void
plate_find(struct span text, struct found *found)
{
	size_t at = 0, end;

	while (at < text.n) {
		end = utf8_width(text.p[at]) == 3 ? plate_end(text, at) : 0;
		if (end > 0)
			found_add(found, PERSONAL_PLATE, at, end);
		at = end > 0 ? end : at + utf8_width(text.p[at]);
	}
}
