#include "segment/outline.h"

#include "base/utf8.h"

#define BRIEF_HAN	4	/* a title of fewer may be an answer */

/* A family as far as the lines have been read. */
struct family {
	size_t	last;		/* number of its last heading */
	size_t	seen;		/* which heading that was, from 1; 0: none */
	size_t	first;		/* which its first was; 0: none */
	size_t	count;
	size_t	anew;		/* how often it didn't count on */
	size_t	unnumbered;	/* titles without a number */
	int	level;
};

/* Titles of one family that count on: the open one of each family. */
struct sequence {
	size_t	first, last;	/* lines */
	size_t	count;
};

struct outline {
	const struct plan	*plan;
	struct span		 text;
	struct line		*lines;
	size_t			 count;
	uint32_t		*previous;	/* line in the sequence */
	struct sequence		*sequences;
	struct family		*families;
	size_t			 family_count;
	/*
	 * [a * family_count + b]: how often b stood between two of a that
	 * count on; how often b began anew right behind a.
	 */
	size_t			*across, *under;
	size_t			 opening;	/* title of the text or of its
						 * first part, a line; or count */
	size_t			 seen;		/* headings */
	size_t			 before;	/* family of the last one */
};

static bool
is_numbered(const struct outline *o, size_t family)
{
	return family < o->plan->heading_count &&
	    o->plan->headings[family].match != NULL;
}

static bool
has_own_level(const struct outline *o, size_t family)
{
	return family < o->plan->heading_count &&
	    o->plan->headings[family].level != 0;
}

static void
reject(struct line *line, bool item)
{
	line->family = FAMILY_NONE;
	line->item = item;
}

/* 第一章 总则……3 is 第一章 总则. */
static struct span
entry_title(const struct outline *o, const struct line *line)
{
	struct span title = line_part(o->text, line->title);
	size_t at;
	uint32_t c;

	for (at = title.n; at > 0; title.n = at) {
		c = utf8_previous(title, &at);
		if (!utf8_is_space(c) && c != 0x2026 && c != '.' &&
		    c != 0xb7 && (c < '0' || c > '9'))
			break;
	}
	return title;
}

/* The line behind the contents that begin at i; i if these are none. */
static size_t
find_contents(const struct outline *o, size_t i)
{
	const struct line *first = &o->lines[i + 1];
	size_t again = i + 2, end = i + 1;
	struct span title;

	if (end >= o->count || first->family == FAMILY_NONE)
		return i;
	title = entry_title(o, first);
	while (again < o->count && (o->lines[again].family != first->family ||
	    !span_equal(entry_title(o, &o->lines[again]), title)))
		again++;
	if (again == o->count)
		return i;
	while (end < again && (!o->lines[end].ended ||
	    o->lines[end].family != FAMILY_NONE))
		end++;
	/* 前言 with its text is no entry. */
	return end - (end < again && o->lines[end - 1].level != 0);
}

/* 目录, and behind it the titles that come once more. */
static void
leave_out_contents(struct outline *o)
{
	size_t i = 0, end;

	while (i < o->count && !o->lines[i].contents)
		i++;
	if (i == o->count)
		return;
	end = find_contents(o, i);
	o->lines[i].contents = end > i;
	for (; i < end; i++) {
		o->lines[i].contents = true;
		o->lines[i].level = 0;
		reject(&o->lines[i], false);
	}
}

/* References that are counted like headings aren't any. */
static void
leave_out_references(struct outline *o)
{
	bool inside = false;
	struct line *line;
	size_t i;

	for (i = 0; i < o->count; i++) {
		line = &o->lines[i];
		if (line->references || line->notes)
			inside = true;
		else if (!inside || line->family == FAMILY_NONE)
			inside = inside && line->level == 0;
		else if (line_counts_references(line) ||
		    line->shape == SHAPE_TEXT)
			reject(line, false);
		else
			inside = false;
	}
}

/* Something stands below the title before the next one of its sequence. */
static bool
has_body(const struct outline *o, size_t i)
{
	const struct line *line = &o->lines[i], *next = line + 1;

	if (line->title_end < line->end)
		return true;
	return i + 1 < o->count && (next->family != line->family ||
	    next->number != line->number + 1) && next->level == 0;
}

/* Within an article （一） and 1. count its items. */
static void
leave_out_items(struct outline *o)
{
	bool inside = false;
	struct line *line;
	size_t i;

	for (i = 0; i < o->count; i++) {
		line = &o->lines[i];
		if (line->article.n > 0)
			inside = true;
		else if (inside && line->family != FAMILY_NONE &&
		    (line->bracket || line->shape == SHAPE_COUNTED ||
		    !is_numbered(o, line->family)))
			reject(line, false);
		else if (line->family != FAMILY_NONE || line->level != 0)
			inside = false;
	}
}

/* A paragraph, also behind a greeting: 各位代表！ */
static bool
begins_prose(const struct outline *o, size_t i)
{
	const struct line *line = &o->lines[i];

	return line->prose || (line->ended && line->shape == SHAPE_TEXT &&
	    i + 1 < o->count && line[1].prose);
}

static bool
has_prose_behind(const struct outline *o, size_t i)
{
	return i + 1 < o->count && begins_prose(o, i + 1);
}

static bool
goes_on(const struct line *line, const struct line *next)
{
	return line->title_end == line->end && next->family == line->family &&
	    next->number == line->number + 1;
}

/* Titles right behind each other, and a colon before them, or 附件：1.甲. */
static void
leave_out_runs(struct outline *o)
{
	size_t i, end, k;
	bool attached;

	for (i = 1; i < o->count; i = end) {
		end = i + 1;
		attached = o->lines[i - 1].word == WORD_ATTACHED &&
		    !o->lines[i - 1].word_alone;
		if ((!o->lines[i - 1].colon && !attached) ||
		    o->lines[i].family == FAMILY_NONE ||
		    !is_numbered(o, o->lines[i].family))
			continue;
		while (end < o->count && goes_on(&o->lines[end - 1],
		    &o->lines[end]))
			end++;
		if ((end == i + 1 && !attached) ||
		    o->lines[end - 1].title_end < o->lines[end - 1].end)
			continue;
		for (k = i; k < end; k++)
			reject(&o->lines[k], true);
	}
}

/* 3. alone behind 2. that isn't a title, as it ends with a semicolon. */
static bool
ends_list(const struct outline *o, const struct sequence *s)
{
	const struct line *line = &o->lines[s->first];

	return s->count == 1 && s->first > 0 && line->number > 1 &&
	    line->title_end == line->end && line[-1].family == FAMILY_NONE &&
	    line[-1].shape == line->shape && (line->shape == SHAPE_COUNTED ||
	    line->shape == SHAPE_NUMBERED);
}

/* B. 方法: of so few characters the answers of a form are, too. */
static bool
is_brief(const struct outline *o, const struct line *line)
{
	struct span title = line_part(o->text, line->title);
	size_t at = 0, han = 0;

	if (title.n == 0 || title.p[0] < 'A' || title.p[0] > 'Z')
		return false;
	while (at < title.n)
		han += utf8_is_han(utf8_next(title, &at));
	return han > 0 && han < BRIEF_HAN;
}

static void
close_sequence(struct outline *o, struct sequence *s)
{
	size_t i, k, bodies = 0, sentences = 0;
	bool last_has_body, colon, list, options = false;

	if (s->count == 0)
		return;
	last_has_body = has_body(o, s->last);
	for (i = s->last, k = 0; k < s->count; k++, i = o->previous[i]) {
		bodies += has_body(o, i);
		sentences += o->lines[i].whole;
		options = options || (is_brief(o, &o->lines[i]) &&
		    (s->count == 1 || !has_prose_behind(o, i)));
	}
	colon = s->first > 0 && o->lines[s->first - 1].colon &&
	    o->lines[s->first - 1].family == FAMILY_NONE;
	list = options || ends_list(o, s) || (bodies - last_has_body == 0 &&
	    (s->count > 1 ?
	    s->count > 2 || colon || sentences * 2 > s->count :
	    (sentences > 0 || o->lines[s->first].number > 1) &&
	    !last_has_body));
	for (i = s->last, k = 0; k < s->count; k++, i = o->previous[i])
		o->lines[i].item = list;
	s->count = 0;
}

/* Finds the lists; their lines lose their family when all are found. */
static void
leave_out_lists(struct outline *o)
{
	struct sequence *s;
	struct line *line;
	size_t i;

	for (i = 0; i < o->count; i++) {
		line = &o->lines[i];
		if (line->family == FAMILY_NONE ||
		    !is_numbered(o, line->family))
			continue;
		s = &o->sequences[line->family];
		if (s->count > 0 && (line->number <= 1 ||
		    line->number != o->lines[s->last].number + 1))
			close_sequence(o, s);
		if (s->count++ == 0)
			s->first = i;
		o->previous[i] = (uint32_t)s->last;
		s->last = i;
	}
	for (i = 0; i < o->family_count; i++)
		close_sequence(o, &o->sequences[i]);
	for (i = 0; i < o->count; i++)
		if (o->lines[i].item)
			reject(&o->lines[i], true);
}

static bool
is_title(const struct line *line)
{
	return line->level != 0 || line->family != FAMILY_NONE;
}

/* Behind a paragraph or a title, and before a paragraph or a number's title. */
static bool
stands_like_title(const struct outline *o, size_t i)
{
	const struct line *line = &o->lines[i];

	return i > 0 && i + 1 < o->count && (line[-1].ended ||
	    (is_title(&line[-1]) && line[-1].title_end == line[-1].end)) &&
	    (begins_prose(o, i + 1) || (is_title(&line[1]) &&
	    is_numbered(o, line[1].family)));
}

static bool
is_styled(const struct outline *o, const struct line *line)
{
	return line->family < o->plan->heading_count &&
	    o->plan->headings[line->family].match == NULL;
}

/* Above the body there are titles, but not of its parts. */
static void
leave_out_untitled(struct outline *o)
{
	bool body = false;
	struct line *line;
	size_t i;

	o->opening = o->count;
	for (i = 0; i < o->count; i++) {
		line = &o->lines[i];
		if (is_styled(o, line) && !body && i + 1 < o->count &&
		    begins_prose(o, i + 1))
			o->opening = i;
		if (is_styled(o, line) && (!body || !stands_like_title(o, i)))
			reject(line, false);
		body = body || line->prose || (line->level != 0 &&
		    line->word != WORD_ABSTRACT) ||
		    (line->family != FAMILY_NONE &&
		    is_numbered(o, line->family));
	}
}

static void
count_family(struct outline *o, const struct line *line)
{
	struct family *f = &o->families[line->family];
	size_t *across = &o->across[line->family * o->family_count], i;

	o->seen++;
	if (f->first == 0)
		f->first = o->seen;
	if (f->last > 0 && line->number == f->last + 1) {
		for (i = 0; i < o->family_count; i++)
			across[i] += o->families[i].seen > f->seen;
	} else {
		f->anew++;
		if (o->before != FAMILY_NONE && o->before != line->family)
			o->under[o->before * o->family_count + line->family]++;
	}
	o->before = line->family;
	f->last = line->number;
	f->seen = o->seen;
	f->count++;
}

static size_t
across(const struct outline *o, size_t a, size_t b)
{
	return o->across[a * o->family_count + b];
}

static size_t
under(const struct outline *o, size_t a, size_t b)
{
	return o->under[a * o->family_count + b];
}

/* Of two families that count. */
static bool
is_above(const struct outline *o, size_t a, size_t b)
{
	const struct family *fa = &o->families[a], *fb = &o->families[b];

	size_t ab = across(o, a, b) + under(o, a, b);
	size_t ba = across(o, b, a) + under(o, b, a);

	if (ab != ba || ab == 0)
		return ab > ba;
	if (fa->anew != fb->anew)
		return fa->anew < fb->anew;
	return fa->first < fb->first;
}

/* The outline gives it a level: it is there and has none of its own. */
static bool
is_open(const struct outline *o, size_t family)
{
	return o->families[family].first != 0 && !has_own_level(o, family);
}

/* Moves a below what is above it; false if it is there. */
static bool
lower(struct outline *o, size_t a)
{
	int level = 1, above;
	size_t b;

	for (b = 0; b < o->plan->heading_count; b++) {
		if (b == a || !is_open(o, b) || !is_numbered(o, b) ||
		    !is_above(o, b, a))
			continue;
		above = o->families[b].level;
		if (above >= level && above < LEVEL_MAX)
			level = above + 1;
	}
	if (level <= o->families[a].level)
		return false;
	o->families[a].level = level;
	return true;
}

/*
 * Levels of what counts: one more than the lowest above it.  Three families
 * may be above each other in a ring, LEVEL_MAX ends that.  Returns the first
 * of the highest, or none.
 */
static size_t
rank_numbered(struct outline *o)
{
	size_t a, top = FAMILY_NONE;
	bool moved = true;

	while (moved) {
		moved = false;
		for (a = 0; a < o->plan->heading_count; a++)
			if (is_open(o, a) && is_numbered(o, a))
				moved = lower(o, a) || moved;
	}
	for (a = 0; a < o->plan->heading_count; a++)
		if (o->families[a].level > 0 && (top == FAMILY_NONE ||
		    o->families[a].level < o->families[top].level ||
		    (o->families[a].level == o->families[top].level &&
		    o->families[a].first < o->families[top].first)))
			top = a;
	return top;
}

/* Titles without a number stand above the families that begin anew in them. */
static bool
is_outside(const struct outline *o, size_t family, size_t top)
{
	const struct family *f = &o->families[family];
	const struct family *t = &o->families[top];

	return across(o, top, family) == 0 &&
	    (t->anew > 1 || (f->first < t->first && f->count > 1));
}

static void
shift(struct outline *o)
{
	size_t i;

	for (i = 0; i < o->plan->heading_count; i++)
		if (is_open(o, i) && is_numbered(o, i))
			o->families[i].level++;
}

static int
level_inside(const struct outline *o, size_t family)
{
	int level = 1;
	size_t i;

	for (i = 0; i < o->plan->heading_count; i++)
		if (is_open(o, i) && across(o, i, family) > 0 &&
		    o->families[i].level >= level)
			level = o->families[i].level + 1;
	return level;
}

/* The level of titles without a number, which # or their style tells. */
static void
rank_plain(struct outline *o, size_t family, size_t top, int *outer)
{
	struct family *f = &o->families[family];

	if (!is_open(o, family))
		return;
	if (top == FAMILY_NONE)
		f->level = family < o->plan->heading_count ? *outer + 1 :
		    (int)(family - o->plan->heading_count) + 1;
	else if (is_outside(o, family, top)) {
		f->level = ++*outer;
		shift(o);
	} else
		f->level = level_inside(o, family);
	if (top == FAMILY_NONE && f->level > *outer)
		*outer = f->level;
}

static void
rank(struct outline *o)
{
	size_t top = rank_numbered(o), i, marks = o->plan->heading_count;
	int outer = 0;

	for (i = marks; i < o->family_count; i++)
		rank_plain(o, i, top, &outer);
	for (i = 0; i < marks; i++)
		if (!is_numbered(o, i))
			rank_plain(o, i, top, &outer);
}

static void
set_levels(struct outline *o)
{
	struct line *line;
	size_t i;
	int level;

	for (i = 0; i < o->count; i++) {
		line = &o->lines[i];
		if (line->family == FAMILY_NONE)
			continue;
		level = has_own_level(o, line->family) ?
		    o->plan->headings[line->family].level :
		    o->families[line->family].level;
		line->level = (uint8_t)(level < LEVEL_MAX ? level : LEVEL_MAX);
	}
}

static bool
is_inner_part(const struct line *line)
{
	return line->level == 1 && line->family == FAMILY_NONE &&
	    (line->word == WORD_PART || line->references);
}

/*
 * 小结 in each chapter: the chapters count on across it, so that it stands
 * below them, and in the last one, too.
 */
static void
place_parts(struct outline *o)
{
	struct line *line, *top = NULL, *next = NULL;
	struct span inner = SPAN("");
	size_t i, number = 0;

	for (i = 0; i < o->count; i++) {
		line = &o->lines[i];
		if (line->level != 1 || line->family == FAMILY_NONE ||
		    !is_numbered(o, line->family))
			continue;
		while (top != NULL && top->family == line->family &&
		    number + 1 == line->number && next < line) {
			if (is_inner_part(next)) {
				next->level = 2;
				inner = line_part(o->text, next->title);
			}
			next++;
		}
		top = line;
		next = line + 1;
		number = line->number;
	}
	for (; inner.n > 0 && next < o->lines + o->count; next++)
		if (is_inner_part(next) && span_equal(line_part(o->text,
		    next->title), inner))
			next->level = 2;
}

/* Without its opening title the first numbering would skip a level. */
static void
find_opening(struct outline *o)
{
	size_t family = 0, first = o->opening + 1;
	int level;

	while (first < o->count && o->lines[first].level == 0)
		first++;
	while (family < o->plan->heading_count &&
	    o->plan->headings[family].match != NULL)
		family++;
	if (first >= o->count || family == o->plan->heading_count ||
	    !is_numbered(o, o->lines[first].family))
		return;
	level = o->families[family].level;
	if (level == 0 || level >= o->lines[first].level)
		return;
	o->lines[o->opening].family = (uint8_t)family;
	o->lines[o->opening].level = (uint8_t)level;
}

/* Titles without a number are counted as they come: 【做法】 【启示】. */
static void
count_unnumbered(struct outline *o)
{
	struct line *line;
	size_t i;

	for (i = 0; i < o->count; i++) {
		line = &o->lines[i];
		if (line->family != FAMILY_NONE && line->number == 0 &&
		    is_numbered(o, line->family))
			line->number = (uint32_t)
			    ++o->families[line->family].unnumbered;
	}
}

void
outline_settle(const struct plan *plan, struct arena *arena,
    struct span text, struct line *lines, size_t count)
{
	struct outline o = { .plan = plan, .text = text, .lines = lines,
	    .count = count };
	size_t i;

	o.family_count = plan->heading_count + MARKS_MAX;
	o.previous = arena_zero(arena, count, sizeof(*o.previous));
	o.sequences = arena_zero(arena, o.family_count, sizeof(*o.sequences));
	o.families = arena_zero(arena, o.family_count, sizeof(*o.families));
	o.across = arena_zero(arena, o.family_count * o.family_count,
	    sizeof(*o.across));
	o.under = arena_zero(arena, o.family_count * o.family_count,
	    sizeof(*o.under));
	o.before = FAMILY_NONE;
	count_unnumbered(&o);
	leave_out_contents(&o);
	leave_out_references(&o);
	leave_out_items(&o);
	leave_out_runs(&o);
	leave_out_lists(&o);
	leave_out_untitled(&o);
	for (i = 0; i < count; i++)
		if (lines[i].family != FAMILY_NONE)
			count_family(&o, &lines[i]);
	rank(&o);
	set_levels(&o);
	place_parts(&o);
	find_opening(&o);
}
