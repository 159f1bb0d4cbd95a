#include "text/quantity_stretch.h"

#include "base/ascii.h"
#include "base/utf8.h"
#include "text/beside.h"
#include "text/words.h"

bool
stretch_has(uint32_t c)
{
	return utf8_is_han(c) || (c >= 'A' && c <= 'Z') ||
	    (c >= 'a' && c <= 'z') || c == 0x201c || c == 0x201d;
}

/* CO2, PM10, GB-T: digits at byte `at` behind a letter, a hyphen amid them. */
static bool
is_formula(struct span text, size_t at)
{
	if (text.p[at] == '-')
		return at > 0 && ascii_is_letter(text.p[at - 1]) &&
		    at + 1 < text.n && ascii_is_letter(text.p[at + 1]);
	if (!ascii_is_digit(text.p[at]))
		return false;
	while (at > 0 && ascii_is_digit(text.p[at - 1]))
		at--;
	return at > 0 && ascii_is_letter(text.p[at - 1]);
}

/* The 5 of 5G: a digit at byte `at` before a letter. */
static bool
is_generation(struct span text, size_t at)
{
	return at + 1 < text.n && ascii_is_digit(text.p[at]) &&
	    text.p[at + 1] >= 'A' && text.p[at + 1] <= 'Z';
}

/* The 15 of “15分钟生活圈”, and 一刻钟－社区: only what quotes hold. */
static bool
is_quoted(uint32_t c)
{
	return (c < 0x80 && ascii_is_digit((char)c)) || c == '-' ||
	    c == 0xff0d || c == 0x2014 || c == 0xb7;
}

size_t
stretch_end(struct span text, size_t at)
{
	bool quoted = false;
	size_t next, n;
	uint32_t c;

	for (n = 0; at < text.n && n < STRETCH_MOST; n++) {
		next = at;
		c = utf8_next(text, &next);
		if (!stretch_has(c) && !is_generation(text, at) &&
		    !is_formula(text, at) &&
		    !(quoted && is_quoted(c)))
			break;
		quoted = c == 0x201c || (quoted && c != 0x201d);
		at = next;
	}
	return at;
}

size_t
stretch_start(struct span text, size_t at, size_t floor)
{
	bool quoted = false;
	size_t before = at, n;
	uint32_t c;

	for (n = 0; at > floor && n < STRETCH_MOST; n++) {
		c = utf8_previous(text, &before);
		if (before < floor || (!stretch_has(c) &&
		    !is_generation(text, before) &&
		    !is_formula(text, before) &&
		    !(quoted && is_quoted(c))))
			break;
		quoted = c == 0x201d || (quoted && c != 0x201c);
		at = before;
	}
	return at;
}

static void
set_break(struct stretch *s, size_t at)
{
	s->breaks[at / 64] |= UINT64_C(1) << at % 64;
}

/*
 * 持续|保持, 解决|问题: the dictionary has ends with what is behind them as
 * words, too.
 */
static void
split(struct stretch *s, struct span word)
{
	const struct listed *w = word_at(&s->words->ends, word, 0);
	struct span rest;

	if (w == NULL || (w->kinds & (WORD_END | WORD_LINK)) == 0)
		return;
	rest = span_from(word, w->text.n);
	if (word_find(&s->words->ends, rest) != NULL ||
	    (w->text.n >= 2 * strlen("词") && rest.n >= 2 * strlen("词") &&
	    lexicon_knows(s->words->lexicon, rest)))
		set_break(s, (size_t)(word.p - s->text.p) + w->text.n);
}

void
stretch_cut(struct stretch *s, const struct quantity_words *words,
    struct words_work *work, struct span text)
{
	const struct word *cut;
	size_t i, n;

	*s = (struct stretch){ .words = words, .text = text };
	if (words->lexicon == NULL || text.n == 0) {
		s->breaks[0] = s->breaks[1] = UINT64_MAX;
		return;
	}
	n = words_cut(words->lexicon, work, text, 0, &cut);
	for (i = 0; i < n; i++) {
		set_break(s, cut[i].start);
		if (cut[i].n >= 4 * strlen("词"))
			split(s, span_make(text.p + cut[i].start, cut[i].n));
	}
	set_break(s, text.n);
}

bool
stretch_breaks(const struct stretch *s, struct span part, size_t at)
{
	at += (size_t)(part.p - s->text.p);
	return (s->breaks[at / 64] >> at % 64 & 1) != 0;
}

/* True for a character that is a word by itself, and none of `ends`. */
static bool
is_lone(const struct stretch *s, struct span part, size_t at, size_t next)
{
	const struct span c = span_make(part.p + at, next - at);
	const struct listed *unit = word_find(&s->words->units, c);

	return stretch_breaks(s, part, at) && stretch_breaks(s, part, next) &&
	    !span_is(c, "的") && utf8_is_han(utf8_next(part, &at)) &&
	    word_find(&s->words->ends, c) == NULL &&
	    (unit == NULL || (unit->kinds & WORD_TIME) == 0);
}

bool
stretch_coins(const struct stretch *s, struct span part, size_t at, size_t end)
{
	static const char *const joins[] = { "等", "和", "及", "与",
	    "将", "把", "被" };
	const struct listed *w;
	size_t start = at, next = end;

	if (s->words->lexicon == NULL || utf8_width(part.p[at]) < end - at ||
	    follows_any(part, at, joins, COUNT(joins)))
		return false;
	if (at > 0) {
		utf8_previous(part, &start);
		if (is_lone(s, part, start, at))
			return true;
	}
	w = word_find(&s->words->ends, span_make(part.p + at, end - at));
	if (end == part.n || w == NULL || (w->kinds & WORD_START) == 0)
		return false;
	utf8_next(part, &next);
	return is_lone(s, part, end, next);
}

const struct listed *
stretch_at(const struct stretch *s, struct span part, size_t at)
{
	const struct listed *w;

	if (!stretch_breaks(s, part, at))
		return NULL;
	w = word_at(&s->words->ends, part, at);
	while (w != NULL && !stretch_breaks(s, part, at + w->text.n))
		w = w->shorter;
	return w;
}

const struct listed *
stretch_before(const struct stretch *s, struct span part, size_t at)
{
	const struct listed *w, *longest = NULL;
	size_t start = at;

	if (!stretch_breaks(s, part, at) ||
	    !word_may_end(&s->words->ends, part, at))
		return NULL;
	while (start > 0 && at - start < s->words->ends.longest) {
		utf8_previous(part, &start);
		w = stretch_breaks(s, part, start) ? word_find(
		    &s->words->ends, span_make(part.p + start, at - start)) :
		    NULL;
		if (w != NULL)
			longest = w;
	}
	return longest;
}
