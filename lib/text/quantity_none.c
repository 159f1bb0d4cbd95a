#include "text/quantity_figure.h"

#include "base/ascii.h"
#include "base/utf8.h"
#include "text/beside.h"

#define QUOTED		12	/* characters: what is in “” is a name */
#define TITLED		60	/* likewise in 《》 */

/* What a name stands in, and how many characters it has at most. */
static const struct {
	const char	*open, *close;
	size_t		 most;
} marks[NONE_MARKS] = {
	{ "“", "”", QUOTED }, { "‘", "’", QUOTED }, { "「", "」", QUOTED },
	{ "《", "》", TITLED }, { "〈", "〉", TITLED }, { "\"", "\"", QUOTED }
};

/* 数十, 几百: no value. */
static bool
is_vague(struct span text, const struct written *n)
{
	static const char *const units[] = { "十", "百", "千", "万", "亿" };

	return (precedes(text, n->start, "数") ||
	    precedes(text, n->start, "几")) &&
	    follows_any(text, n->start, units, COUNT(units));
}

bool
none_by_place(struct span text, const struct written *n)
{
	const size_t at = back_spaces(text, n->start);
	const char c = n->start > 0 ? text.p[n->start - 1] : ' ';
	const char d = n->start > 1 ? text.p[n->start - 2] : ' ';

	if (precedes(text, at, "第") || precedes(text, at, "分之") ||
	    (precedes(text, at, "×") && follows(text, n->start, "10")) ||
	    precedes(text, at, "每") || is_vague(text, n))
		return true;
	if (!n->digits || c == '\0')
		return false;
	return ascii_is_alnum(c) || strchr("-#$", c) != NULL ||
	    (strchr("_.:/\\", c) != NULL && ascii_is_alnum(d));
}

/* True where `open` stands within `most` characters, and `close` behind. */
static bool
is_within(struct span text, size_t start, size_t end, const char *open,
    const char *close, size_t most)
{
	size_t n;

	for (n = 0; !precedes(text, start, open); n++) {
		if (n == most || start == 0 || precedes(text, start, close))
			return false;
		utf8_previous(text, &start);
	}
	for (n = 0; !follows(text, end, close); n++) {
		if (n == most || end == text.n || follows(text, end, open))
			return false;
		utf8_next(text, &end);
	}
	return utf8_length(span_make(text.p + start, end - start)) <= most;
}

/* Notes where each mark that may open a name stood last before byte `at`. */
static void
find_marks(struct none_marks *found, struct span text, size_t at)
{
	const size_t reach = 4 * (TITLED + 1);
	const char *p = text.p;
	size_t i, m;

	i = found->to + reach < at ? at - reach : found->to;
	while (i < at && utf8_is_continuation(p[i]))
		i++;
	for (; i < at; i += utf8_width(p[i]))
		for (m = 0; (p[i] == '\xe2' || p[i] == '\xe3' ||
		    p[i] == '"') && m < NONE_MARKS; m++)
			if (follows(text, i, marks[m].open))
				found->ends[m] = i + strlen(marks[m].open);
	if (at > found->to)
		found->to = at;
}

/* 6个1小时: true if a name of the list covers the number. */
static bool
is_listed(const struct quantity_words *words, struct span text, size_t start,
    size_t end)
{
	const struct listed *name;
	size_t at = start;

	if (words_name_number(words, text, start, end))
		return true;
	for (;;) {
		name = word_at(&words->names, text, at);
		if (name != NULL && at + name->text.n > start)
			return true;
		if (at == 0 || start - at >= words->names.longest)
			return false;
		utf8_previous(text, &at);
	}
}

bool
none_by_name(const struct quantity_words *words, struct span text,
    struct none_marks *found, const struct written *n)
{
	size_t m;

	find_marks(found, text, n->start);
	for (m = 0; m < NONE_MARKS; m++)
		if (found->ends[m] > 0 &&
		    found->ends[m] + 4 * marks[m].most >= n->start &&
		    is_within(text, n->start, n->end, marks[m].open,
		    marks[m].close, marks[m].most))
			return true;
	return is_listed(words, text, n->start, n->end);
}
