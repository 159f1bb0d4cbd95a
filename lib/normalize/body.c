#include "normalize/body.h"

#include <string.h>

#include "base/map.h"

#define LIGHTEST	40	/* columns of running text */
#define SENTENCE	20	/* columns of a whole sentence */
#define HEAVIEST	200
#define BETWEEN		(-60)
#define REPEATED	3	/* times that what frames a page stands there */
#define MAX_REPEATED	16	/* of them that are looked for in lines */
#define SIGNATURE	4	/* lines behind the text: closing, office, date */
#define HAN_YEAR	12	/* bytes: 二〇二四 */
#define LONGEST_DAY	39	/* bytes: 二〇二四年十二月二十三日 */
#define SHORTEST	12	/* bytes of one that is */
#define LONGEST		200

/* Lines that stand in the text several times. */
struct repeated {
	struct span	items[MAX_REPEATED];
	size_t		count;
};

static void
find_repeated(const struct lines *lines, struct arena *arena,
    struct repeated *repeated)
{
	size_t *counts = arena_zero(arena, lines->count, sizeof(*counts));
	struct map_entry *entry;
	struct map map = { 0 };
	size_t i;
	bool is_new;

	*repeated = (struct repeated){ .count = 0 };
	for (i = 0; i < lines->count && repeated->count < MAX_REPEATED; i++) {
		if (line_text(lines, i).n < SHORTEST ||
		    line_text(lines, i).n > LONGEST)
			continue;
		entry = map_put(&map, line_text(lines, i), &is_new);
		if (is_new)
			entry->value = &counts[i];
		if (++*(size_t *)entry->value == REPEATED)
			repeated->items[repeated->count++] = entry->key;
	}
	map_free(&map);
}

static bool
holds(struct span text, struct span part)
{
	size_t at = 0;

	while (text.n - at >= part.n) {
		if (memcmp(text.p + at, part.p, part.n) == 0)
			return true;
		at++;
	}
	return false;
}

/* True if the line is running text, and none that the page repeats. */
static bool
is_prose(const struct lines *lines, const struct repeated *repeated, size_t at)
{
	const struct line *line = &lines->items[at];
	size_t i;

	if (line->dropped || (!line->prose && !line->ended) ||
	    line->width < (line->ended ? SENTENCE : LIGHTEST))
		return false;
	for (i = 0; i < repeated->count; i++)
		if (holds(line_text(lines, at), repeated->items[i]))
			return false;
	return true;
}

/* True if the line is a row of cells or an item. */
static bool
is_structure(const struct line *line)
{
	return line->shape == SHAPE_ROW || line->shape == SHAPE_BULLET ||
	    line->shape == SHAPE_COUNTED;
}

/* What may stand between paragraphs: structure and numbered headings. */
static bool
is_between(const struct lines *lines, size_t at)
{
	struct span plain = shape_plain(line_text(lines, at));

	if (lines->items[at].dropped)
		return false;
	return is_structure(&lines->items[at]) || (plain.n > 0 &&
	    shape_of(plain) == SHAPE_NUMBERED);
}

static bool
is_in(const struct line *line, struct markup_part part)
{
	return line->start >= part.from && line->end <= part.to;
}

/* Headings # of the article stay. */
static void
drop(struct lines *lines, struct markup_part article, size_t from, size_t to)
{
	const struct line *line;

	for (; from < to; from++) {
		line = &lines->items[from];
		if (line->shape != SHAPE_MARKED || !is_in(line, article))
			lines->items[from].dropped = true;
	}
}

/* A stretch of lines and its weight. */
struct stretch {
	size_t	from, to;
	int64_t	weight;
};

/* The one that weighs most: Kadane's, in one pass. */
static struct stretch
heaviest(const struct lines *lines, const struct repeated *repeated)
{
	struct stretch best = { 0, 0, 0 }, now = { 0, 0, 0 };
	const struct line *line;
	size_t i;

	for (i = 0; i < lines->count; i++) {
		line = &lines->items[i];
		if (now.weight <= 0)
			now = (struct stretch){ i, i, 0 };
		if (is_prose(lines, repeated, i))
			now.weight += line->width < HEAVIEST ? line->width :
			    HEAVIEST;
		else if (!is_between(lines, i))
			now.weight += BETWEEN;
		now.to = i + 1;
		if (now.weight > best.weight)
			best = now;
	}
	return best;
}

/* Extends the body to all that is more than a few words of the article. */
static void
cover_article(const struct lines *lines, const struct repeated *repeated,
    struct markup_part article, struct stretch *body)
{
	const struct line *line;
	size_t i;

	for (i = 0; i < lines->count; i++) {
		line = &lines->items[i];
		if (line->dropped || !is_in(line, article) ||
		    (!line->ended && !is_structure(line) &&
		    !is_prose(lines, repeated, i)))
			continue;
		if (i < body->from)
			body->from = i;
		if (i >= body->to)
			body->to = i + 1;
	}
}

static bool
is_heading(const struct line *line)
{
	return !line->dropped && (line->shape == SHAPE_NUMBERED ||
	    line->shape == SHAPE_COUNTED || line->shape == SHAPE_TITLE);
}

/* 2024年5月3日, 二〇二四年五月三日: a day and nothing else. */
static bool
is_day(struct span text)
{
	size_t year = span_digits(text) == 4 ? 4 : HAN_YEAR;

	return text.n > year && text.n <= LONGEST_DAY &&
	    span_starts(span_from(text, year), SPAN("年")) &&
	    span_ends(text, SPAN("日"));
}

/* Behind the closing, the office and the date that end an official letter. */
static size_t
signature_end(const struct lines *lines, size_t from)
{
	size_t i;

	for (i = from; i < lines->count && i < from + SIGNATURE; i++) {
		if (lines->items[i].dropped ||
		    lines->items[i].width > LIGHTEST ||
		    is_heading(&lines->items[i]) ||
		    is_structure(&lines->items[i]))
			return from;
		if (is_day(line_text(lines, i)))
			return i + 1;
	}
	return from;
}

/* 各村（社区）： to whom a letter is written. */
static bool
is_salutation(const struct lines *lines, size_t at)
{
	const struct line *line = &lines->items[at];

	return !line->dropped && line->width <= LIGHTEST &&
	    (span_ends(line_text(lines, at), SPAN("：")) ||
	    span_ends(line_text(lines, at), SPAN(":")));
}

static void
mark_prose(struct lines *lines, struct markup_part article,
    struct arena *arena)
{
	struct repeated repeated;
	struct stretch body;
	size_t i;

	find_repeated(lines, arena, &repeated);
	body = heaviest(lines, &repeated);
	if (body.weight == 0)
		return;
	cover_article(lines, &repeated, article, &body);
	while (body.to < lines->count &&
	    lines->items[body.to].shape == SHAPE_ROW)
		body.to++;
	body.to = signature_end(lines, body.to);
	drop(lines, article, body.to, lines->count);
	if (body.from > 0 && is_salutation(lines, body.from - 1))
		body.from--;
	while (body.from > 0 && is_heading(&lines->items[body.from - 1]))
		body.from--;
	for (i = body.from; i > 0; i--)
		if (lines->items[i - 1].shape == SHAPE_MARKED &&
		    !lines->items[i - 1].dropped)
			break;
	drop(lines, article, i, body.from);
	drop(lines, article, 0, i > 0 ? i - 1 : 0);
}

/* The first line from at on in which the pattern is; the end if none. */
static int
find_line(const struct lines *lines, struct regex_work *work,
    const struct regex *pattern, size_t *at, struct err *e)
{
	struct regex_match match;
	int found;

	for (; *at < lines->count; ++*at) {
		if (lines->items[*at].dropped)
			continue;
		found = regex_find(pattern, work, line_text(lines, *at), 0,
		    &match, e);
		if (found != 0)
			return found;
	}
	return 0;
}

int
body_mark(const struct body_rule *rule, struct regex_work *work,
    struct lines *lines, struct markup_part article, struct arena *arena,
    struct err *e)
{
	const struct markup_part none = { 0, 0 };
	size_t from = 0, to;
	int found = 0;

	if (rule->prose) {
		mark_prose(lines, article, arena);
		return 0;
	}
	if (rule->from != NULL)
		found = find_line(lines, work, rule->from, &from, e);
	if (found == -1)
		return -1;
	if (found == 1)
		drop(lines, none, 0, from);
	else
		from = 0;
	to = from + (found == 1);
	if (rule->to == NULL)
		return 0;
	if (find_line(lines, work, rule->to, &to, e) == -1)
		return -1;
	drop(lines, none, to, lines->count);
	return 0;
}
