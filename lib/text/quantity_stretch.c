#include "text/quantity_stretch.h"

#include "base/utf8.h"
#include "text/beside.h"
#include "text/words.h"

static void
set_break(struct stretch *s, size_t at)
{
	s->breaks[at / 64] |= UINT64_C(1) << at % 64;
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
	for (i = 0; i < n; i++)
		set_break(s, cut[i].start);
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

	return stretch_breaks(s, part, at) && stretch_breaks(s, part, next) &&
	    !span_is(c, "的") && utf8_is_han(utf8_next(part, &at)) &&
	    word_find(&s->words->ends, c) == NULL &&
	    word_find(&s->words->units, c) == NULL;
}

bool
stretch_coins(const struct stretch *s, struct span part, size_t at, size_t end)
{
	size_t start = at, next = end;

	if (s->words->lexicon == NULL || utf8_width(part.p[at]) < end - at ||
	    follows(part, at, "等"))
		return false;
	if (at > 0) {
		utf8_previous(part, &start);
		if (is_lone(s, part, start, at))
			return true;
	}
	if (end == part.n)
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
