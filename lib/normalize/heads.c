#include "normalize/heads.h"

#include <string.h>

#include "base/ascii.h"
#include "base/map.h"
#include "base/utf8.h"

#define EDGE		2	/* lines at the top and the foot */
#define MAX_NUMBER	9999	/* of a page */

/* The lines of a page, behind the ones that the rule dropped. */
struct page {
	size_t	from, to;
};

/* How many pages have a line, and the last of them. */
struct seen {
	size_t		pages;
	size_t		last;
	struct span	first;		/* as it stands on the first of them */
	size_t		same;		/* lines to the letter like that one */
};

/* The number that a line has, which is nothing but a page number; 0: none. */
static size_t
page_number(const struct lines *lines, size_t at)
{
	struct span text = line_text(lines, at);
	size_t i, number = 0;

	if (lines->items[at].dropped || lines->items[at].shape != SHAPE_PAGE)
		return 0;
	for (i = 0; i < text.n && !ascii_is_digit(text.p[i]);)
		i++;
	for (; i < text.n && ascii_is_digit(text.p[i]) &&
	    number <= MAX_NUMBER; i++)
		number = number * 10 + (size_t)(text.p[i] - '0');
	return number <= MAX_NUMBER ? number : 0;
}

/* A chain of page numbers that count on. */
struct chain {
	size_t	length;
	size_t	line;		/* of its last number */
};

/* Where page numbers count on, a page begins behind each of them. */
static void
count_pages(struct lines *lines, struct arena *arena, size_t on_pages)
{
	struct chain *chains = arena_zero(arena, MAX_NUMBER + 2,
	    sizeof(*chains));
	size_t *before = arena_zero(arena, lines->count, sizeof(*before));
	size_t i, number, best = 0;

	for (i = 0; i < lines->count; i++) {
		number = page_number(lines, i);
		if (number == 0)
			continue;
		before[i] = chains[number - 1].line;
		chains[number] = (struct chain){
		    chains[number - 1].length + 1, i };
		if (chains[number].length > chains[best].length)
			best = number;
	}
	if (chains[best].length < on_pages)
		return;
	for (number = chains[best].length, i = chains[best].line; number > 0;
	    number--, i = before[i])
		if (i + 1 < lines->count)
			lines->items[i + 1].page = true;
}

static bool
has_pages(const struct lines *lines)
{
	size_t i;

	for (i = 1; i < lines->count; i++)
		if (lines->items[i].page)
			return true;
	return false;
}

/* What is the same in all running heads of a kind: no spaces, numbers as 0. */
static struct span
key_of(const struct lines *lines, struct arena *arena, size_t at)
{
	const struct line *line = &lines->items[at];
	struct span text = line_text(lines, at);
	char *key;
	size_t i = 0, from, n = 0;
	uint32_t c;

	if (line->prose && line->ended)
		return text;
	key = arena_alloc(arena, text.n);
	while (i < text.n) {
		from = i;
		c = utf8_next(text, &i);
		if (utf8_is_space(c))
			continue;
		if (c >= '0' && c <= '9') {
			if (n == 0 || key[n - 1] != '0')
				key[n++] = '0';
			continue;
		}
		memcpy(key + n, text.p + from, i - from);
		n += i - from;
	}
	return span_make(key, n);
}

static bool
may_be_head(const struct line *line)
{
	return !line->dropped && line->shape != SHAPE_REFERENCE &&
	    line->shape != SHAPE_NOTE && line->shape != SHAPE_BULLET;
}

/* The next line from at on that may be one, before `to`; `to` if none. */
static size_t
next_kept(const struct lines *lines, size_t at, size_t to)
{
	while (at < to && lines->items[at].dropped)
		at++;
	return at;
}

/* The lines at the edges of a page; returns how many. */
static size_t
edges(const struct lines *lines, const struct page *page, size_t at[2 * EDGE])
{
	size_t i = page->from, n = 0, k, end = page->to;

	for (k = 0; k < EDGE; k++) {
		i = next_kept(lines, i, page->to);
		if (i == page->to)
			return n;
		at[n++] = i++;
	}
	for (k = 0; k < EDGE; k++) {
		while (end > i && lines->items[end - 1].dropped)
			end--;
		if (end == i)
			return n;
		at[n++] = --end;
	}
	return n;
}

static struct page
next_page(const struct lines *lines, size_t from)
{
	size_t to = from + 1;

	while (to < lines->count && !lines->items[to].page)
		to++;
	return (struct page){ from, to };
}

/* Counts on how many pages each key is. */
static void
count_keys(const struct lines *lines, struct arena *arena, struct map *map)
{
	struct map_entry *entry;
	struct seen *seen;
	struct page page;
	size_t at[2 * EDGE], i, n, from, number = 1;
	bool is_new;

	for (from = 0; from < lines->count; from = page.to, number++) {
		page = next_page(lines, from);
		n = edges(lines, &page, at);
		for (i = 0; i < n; i++) {
			if (!may_be_head(&lines->items[at[i]]))
				continue;
			entry = map_put(map, key_of(lines, arena, at[i]),
			    &is_new);
			if (is_new)
				entry->value = arena_zero(arena, 1,
				    sizeof(*seen));
			seen = entry->value;
			if (is_new)
				seen->first = line_text(lines, at[i]);
			seen->same += span_equal(seen->first,
			    line_text(lines, at[i]));
			seen->pages += seen->last != number;
			seen->last = number;
		}
	}
}

/* 第3期: of a journal. */
static bool
has_issue(struct span text)
{
	size_t at;

	for (at = 1; at < text.n; at++)
		if (ascii_is_digit(text.p[at - 1]) &&
		    (span_starts(span_from(text, at), SPAN("期")) ||
		    span_starts(span_from(text, at), SPAN("卷"))))
			return true;
	return false;
}

/* 某某：在街上: an author, and what they wrote. */
static bool
has_author(struct span text)
{
	size_t at = 0, n;

	for (n = 0; n < 5 && at < text.n; n++)
		if (utf8_next(text, &at) == 0xff1a)
			return n > 1;
	return false;
}

/* At the top of the first page the title stands, if it never varies. */
static bool
is_title(const struct lines *lines, size_t at, const struct seen *seen,
    size_t on_pages)
{
	struct span text = line_text(lines, at);

	return lines->items[at].shape != SHAPE_PAGE &&
	    seen->same >= on_pages && seen->first.p == text.p &&
	    !has_issue(text) && !has_author(text);
}

static void
drop_heads(struct lines *lines, struct arena *arena, const struct map *map,
    size_t on_pages)
{
	const struct seen *seen;
	struct page page;
	size_t at[2 * EDGE], i, n, from;

	for (from = 0; from < lines->count; from = page.to) {
		page = next_page(lines, from);
		n = edges(lines, &page, at);
		for (i = 0; i < n; i++) {
			if (!may_be_head(&lines->items[at[i]]))
				continue;
			seen = map_get(map, key_of(lines, arena,
			    at[i]))->value;
			if (seen->pages >= on_pages && !(from == 0 &&
			    i < EDGE && is_title(lines, at[i], seen,
			    on_pages)))
				lines->items[at[i]].dropped = true;
		}
	}
}

void
heads_mark(struct lines *lines, struct arena *arena, size_t on_pages)
{
	struct map map = { 0 };

	if (lines->count == 0)
		return;
	if (!has_pages(lines))
		count_pages(lines, arena, on_pages);
	count_keys(lines, arena, &map);
	drop_heads(lines, arena, &map, on_pages);
	map_free(&map);
}
