#include "text/cut_stop.h"

#include "text/cut_chars.h"

/* A text, and where the sentence begins that the full stop stands in. */
struct stop {
	struct span	text;
	size_t		sentence;
};

/* Behind which a full stop is no end, whatever follows ... */
static const char *const abbreviations[] = {
	"Co", "Corp", "Dept", "Dr", "Ed", "Eds", "Gen", "Gov", "Jr", "Mr",
	"Mrs", "Ms", "Prof", "Rep", "Rev", "Sen", "Sr", "St", "Univ", "al",
	"approx", "cf", "ed", "eds", "resp", "vs", NULL
};
/* ... where a number follows, also one like II or A1 ... */
static const char *const numbered[] = {
	"Ch", "Chap", "Eq", "Eqs", "Fig", "Figs", "No", "Nos", "Sec", "Tab",
	"Vol", "Vols", "ch", "chap", "fig", "figs", "no", "nos", "p", "pp",
	"sec", "vol", "vols", NULL
};
/* ... and where a Han character follows. */
static const char *const within_han[] = { "Inc", "Ltd", "etc", NULL };

/* Before its sentence nobody looks: a piece is cut like the whole. */
static uint32_t
char_before(const struct stop *c, size_t at)
{
	return at <= c->sentence ? 0 : utf8_previous(c->text, &at);
}

/* 一二三四五六七八九十 */
static bool
is_han_digit(uint32_t c)
{
	static const uint32_t han[] = { 0x4e00, 0x4e8c, 0x4e09, 0x56db,
	    0x4e94, 0x516d, 0x4e03, 0x516b, 0x4e5d, 0x5341 };
	size_t i;

	for (i = 0; i < sizeof(han) / sizeof(han[0]); i++)
		if (han[i] == c)
			return true;
	return false;
}

/* The word of ASCII letters, digits and points before a full stop. */
static struct span
word_before(const struct stop *c, size_t at)
{
	size_t start = at;
	unsigned char ch;

	while (start > c->sentence && at - start < 16) {
		ch = (unsigned char)c->text.p[start - 1];
		if (ch != '.' && !is_letter(ch) && !is_digit(ch))
			break;
		start--;
	}
	return span_make(c->text.p + start, at - start);
}

static bool
is_number(struct span word)
{
	size_t i;

	for (i = 0; i < word.n; i++)
		if (!is_digit((unsigned char)word.p[i]) && word.p[i] != '.')
			return false;
	return word.n > 0;
}

static bool
is_in(struct span word, const char *const *list)
{
	while (*list != NULL && !span_is(word, *list))
		list++;
	return *list != NULL;
}

/* et al, e.g, the G of a name. */
static bool
is_abbreviation(struct span word)
{
	if (word.n == 1 && *word.p >= 'A' && *word.p <= 'Z')
		return true;
	if (word.n > 0 && !is_number(word) &&
	    span_index(word, '.') < word.n)
		return true;
	return is_in(word, abbreviations);
}

/* II, A1, and 3. */
static bool
is_numeral_at(struct span text, size_t at)
{
	size_t start = at;

	while (at < text.n && at - start < 5 && (is_digit((unsigned char)
	    text.p[at]) || (text.p[at] >= 'A' && text.p[at] <= 'Z')))
		at++;
	return at > start && at - start < 5 &&
	    (at == text.n || !is_letter((unsigned char)text.p[at]));
}

/*
 * 1. before white space and a Han character: it counts what follows, but not
 * as a year, as the end of pages 3-5, or behind an abbreviation.
 */
static bool
counts(const struct stop *c, struct span number)
{
	size_t at = (size_t)(number.p - c->text.p);
	uint32_t before;

	if (at == c->sentence)
		return true;
	if (number.n > 2 && span_index(number, '.') == number.n)
		return false;
	before = utf8_previous(c->text, &at);
	if (before == ' ' && at > c->sentence + 1)
		return c->text.p[at - 1] != '.' ||
		    !is_letter((unsigned char)c->text.p[at - 2]);
	return before != '-' && before != 0x2013 && before != '~';
}

/* It ends with this word although a digit follows: they came. 12 of them */
static bool
is_plain_word(struct span word)
{
	size_t i;

	for (i = 0; i < word.n; i++)
		if (!is_lower((unsigned char)word.p[i]))
			return false;
	return word.n > 3 && !is_in(word, numbered);
}

/* 一 or 第一 in 一．公开, where the sentence begins. */
static bool
is_han_number(const struct stop *c, size_t at)
{
	size_t from = at;
	uint32_t ch;

	while (at > c->sentence && from - at < 15) {
		ch = utf8_previous(c->text, &at);
		if (!is_han_digit(ch) && (ch != 0x7b2c /* 第 */ ||
		    at != c->sentence))
			return false;
	}
	return at == c->sentence && at < from;
}

/* 一．and １．count what follows. */
static bool
is_counted(const struct stop *c, size_t at)
{
	uint32_t before = char_before(c, at);

	return (before >= 0xff10 && before <= 0xff19) || is_han_number(c, at);
}

/* Whether it ends where a Han character follows, behind white space or not. */
static bool
stop_ends_han(const struct stop *c, struct span word, bool space)
{
	size_t at = (size_t)(word.p - c->text.p);
	uint32_t before = char_before(c, at);

	if (is_in(word, within_han) ||
	    (word.n == 0 && before >= 0x80 && is_capital(before)))
		return false;
	return !is_number(word) || (space && !counts(c, word));
}

/* The first byte from `at` on that isn't white space. */
static size_t
behind_spaces(struct span text, size_t at)
{
	size_t next = at;

	while (next < text.n && utf8_is_space(utf8_next(text, &next)))
		at = next;
	return at;
}

/* What follows looks like the beginning of a sentence. */
static bool
begins_sentence(struct span text, size_t at, struct span word)
{
	uint32_t c = utf8_next(text, &at);

	if (c == '"' || c == '\'' || c == '(' || c == '[' || c == 0x201c ||
	    c == 0x2018)
		c = char_at(text, at);
	return is_capital(c) || (is_digit(c) && is_plain_word(word));
}

bool
cut_stop_ends(struct span text, size_t sentence, size_t at, size_t end)
{
	const struct stop context = { text, sentence }, *c = &context;
	const struct span word = word_before(c, at);
	const size_t next = behind_spaces(text, end);
	const uint32_t ch = char_at(text, next);

	if (next == text.n)
		return true;
	if (next == end && word.n > 0 && !utf8_is_han(ch))
		return false;	/* 3.5 and www.example.cn, above all */
	if (word.n == 0 && is_counted(c, at))
		return false;
	if (is_abbreviation(word) ||
	    (is_in(word, numbered) && is_numeral_at(text, next)))
		return false;
	if (utf8_is_han(ch))
		return stop_ends_han(c, word, next > end);
	if (next == end)
		return (is_digit(ch) || is_capital(ch)) &&
		    utf8_is_han(char_before(c, at));
	if (is_number(word) && word.p == text.p + sentence)
		return false;
	return begins_sentence(text, next, word);
}
