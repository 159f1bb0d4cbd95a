#include "text/shape_word.h"

#include "text/shape_cursor.h"
#include "text/shape_words.h"

static uint32_t
lower(uint32_t c)
{
	return c >= 'A' && c <= 'Z' ? c + ('a' - 'A') : c;
}

/* Takes word, white space passed over in both, ASCII in either case. */
static bool
take_spaced(struct cursor *c, struct span word)
{
	struct cursor w = { word, 0 }, at = *c;

	for (pass_spaces(&w); w.at < w.s.n; pass_spaces(&w)) {
		pass_spaces(&at);
		if (lower(step(&at)) != lower(step(&w)))
			return false;
	}
	*c = at;
	return true;
}

/* Their first bytes are the same, but for case: what sifts most out. */
static inline bool
begins_alike(const char *word, struct span s)
{
	if (s.n == 0 || (*s.p | 0x20) != (*word | 0x20))
		return false;
	return (unsigned char)*word < 0x80 || (s.n > 1 && s.p[1] == word[1]);
}

#define OPENERS	U"【［[〔（("
#define CLOSERS	U"：:】］]〕"
#define GAP	U" \t　*_"

struct span
shape_inner(struct span plain)
{
	struct cursor c = { plain, 0 };

	if (plain.n > 0 && begins_letter(*plain.p))
		return plain;
	take(&c, OPENERS);
	pass_spaces(&c);
	return span_from(plain, c.at);
}

bool
shape_is_inner_title(struct span inner, struct span title)
{
	struct cursor c = { inner, 0 };

	if (title.n == 0 || !begins_alike(title.p, inner) ||
	    !take_spaced(&c, title))
		return false;
	take_run(&c, GAP CLOSERS, c.s.n);
	return c.at == c.s.n;
}

bool
shape_is_title(struct span line, struct span title)
{
	return shape_is_inner_title(shape_inner(shape_plain(line)), title);
}

/* Abstract. Note. */
static bool
take_point(struct cursor *c)
{
	struct cursor at = *c;

	if ((unsigned char)c->s.p[0] >= 0x80 || !take(&at, U".") ||
	    at.at == at.s.n || !utf8_is_space(look(&at)))
		return false;
	*c = at;
	return true;
}

bool
shape_begins_word(uint32_t c)
{
	switch (c) {
	case U'摘': case U'内': case U'提': case U'关': case U'主': case U'中':
	case U'文': case U'电': case U'引': case U'责': case U'收': case U'修':
	case U'基': case U'项': case U'作': case U'通': case U'资': case U'数':
	case U'注': case U'尾': case U'来': case U'利': case U'脚': case U'前':
	case U'导': case U'绪': case U'序': case U'结': case U'余': case U'小':
	case U'本': case U'后': case U'致': case U'鸣': case U'附': case U'目':
	case U'参': case U'总': case U'讨':
		return true;
	default:
		return false;
	}
}

enum shape_word
shape_word_of(struct span plain, struct span inner, struct span *rest)
{
	struct cursor from = { plain, plain.n - inner.n }, c;
	const struct shape_entry *word;
	size_t gap;

	if (inner.n == 0 || ascii_is_digit(*inner.p) ||
	    (han_leads(*inner.p) && !shape_begins_word(look(&from))))
		return WORD_NONE;
	word = ascii_is_letter(*inner.p) ? latin_words : han_words;
	for (; word->word != NULL; word++) {
		if (!begins_alike(word->word, inner))
			continue;
		c = from;
		if (!take_spaced(&c, span_of(word->word)))
			continue;
		if (word->means == WORD_BACK) {
			pass_spaces(&c);
			take_run(&c, U"ABCDEFGH123456789一二三四五六", 2);
		}
		gap = c.at;
		take_run(&c, GAP, c.s.n);
		gap = c.at - gap;
		if (c.at < c.s.n && !take(&c, CLOSERS U"—") &&
		    !take_point(&c) &&
		    (word->means == WORD_BACK ? gap < 1 :
		    gap < 2 || word->means > WORD_KEYWORDS))
			continue;
		take_run(&c, GAP CLOSERS, c.s.n);
		*rest = span_from(c.s, c.at);
		return word->means;
	}
	return WORD_NONE;
}

enum shape_word
shape_word(struct span line, struct span *rest)
{
	struct span plain = shape_plain(line);

	*rest = line;
	return shape_word_of(plain, shape_inner(plain), rest);
}
