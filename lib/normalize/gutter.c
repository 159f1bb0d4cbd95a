#include "normalize/gutter.h"

#include "base/rewrite.h"
#include "base/utf8.h"
#include "text/normal.h"

#define WIDEST		400	/* columns of a line */
#define SHIFT		3	/* that a gap may be off by */
#define FEWEST		6	/* lines that show a gutter */

/* White space of two columns or more between text, and where it ends. */
struct gap {
	size_t	start, end;			/* bytes */
	size_t	column, column_end;
};

/* A walk from gap to gap of a line. */
struct scan {
	struct span	line;
	size_t		at;
	size_t		column;
};

/* How many lines of a page have what at a column. */
struct page {
	uint32_t	gaps[WIDEST];
	uint32_t	beyond[WIDEST];		/* text behind it */
	size_t		widest;
	size_t		lines;			/* that aren't blank */
};

static bool
is_blank(uint32_t c)
{
	return c == ' ' || c == 0x3000 || c == 0xa0;
}

/* The next gap; at the end of the line one that nothing ends: false. */
static bool
next_gap(struct scan *s, struct gap *gap)
{
	bool has_text = s->at > 0, in_gap = false;
	size_t start, column;
	uint32_t c;

	while (s->at < s->line.n) {
		start = s->at;
		column = s->column;
		c = utf8_next(s->line, &s->at);
		s->column += (size_t)normal_width(c);
		if (is_blank(c)) {
			if (!in_gap) {
				gap->start = start;
				gap->column = column;
			}
			in_gap = true;
			continue;
		}
		gap->end = start;
		gap->column_end = column;
		if (in_gap && has_text && column - gap->column >= 2)
			return true;
		in_gap = false;
		has_text = true;
	}
	return false;
}

static struct span
line_at(struct span text, size_t at)
{
	struct span rest = span_from(text, at);

	rest.n = span_index(rest, '\n');
	while (rest.n > 0 && (rest.p[rest.n - 1] == ' ' ||
	    rest.p[rest.n - 1] == '\r'))
		rest.n--;
	return rest;
}

static void
count_line(struct page *page, struct span line)
{
	struct scan s = { line, 0, 0 };
	struct gap gap;
	size_t x;

	while (next_gap(&s, &gap))
		for (x = gap.column; x < gap.column_end && x < WIDEST; x++)
			page->gaps[x]++;
	for (x = 0; x < s.column && x < WIDEST; x++)
		page->beyond[x]++;
	if (s.column > page->widest)
		page->widest = s.column;
	page->lines++;
}

/* The column at which the page is parted; 0: it isn't. */
static size_t
find_gutter(const struct page *page)
{
	size_t x, best = 0, widest = page->widest;
	uint32_t over;

	for (x = widest * 3 / 10; x < widest * 7 / 10 && x < WIDEST; x++) {
		over = page->beyond[x] - page->gaps[x];
		if (page->gaps[x] >= FEWEST &&
		    page->gaps[x] * 10 >= page->beyond[x] * 6 &&
		    over * 4 <= page->lines &&
		    page->gaps[x] > page->gaps[best])
			best = x;
	}
	return best;
}

enum side {
	SIDE_LEFT,		/* ends before the gutter */
	SIDE_BOTH,
	SIDE_OVER
};

/* Where the gutter stands in the line. */
static enum side
part(struct span line, size_t gutter, struct gap *gap)
{
	struct scan s = { line, 0, 0 };

	while (next_gap(&s, gap))
		if (gap->column <= gutter + SHIFT &&
		    gap->column_end + SHIFT >= gutter)
			return SIDE_BOTH;
	return s.column <= gutter + SHIFT ? SIDE_LEFT : SIDE_OVER;
}

struct splitter {
	struct arena	*arena;
	struct rewrite	 new;
	struct moves	*moves;
	struct span	*right;		/* halves that wait */
	size_t		 count;
	size_t		 capacity;
};

static void
keep(struct splitter *s, struct span text)
{
	rewrite_keep(&s->new, (size_t)(text.p - s->new.old.p), text.n);
}

/* The right halves of the lines above, each a line. */
static void
put_right(struct splitter *s)
{
	struct moves *m = s->moves;
	size_t i;

	for (i = 0; i < s->count; i++) {
		if (m != NULL) {
			m->items = arena_grow(s->arena, m->items, m->count,
			    &m->capacity, m->count + 1, sizeof(*m->items));
			m->items[m->count++] = (struct move){
			    (size_t)(s->right[i].p - s->new.old.p),
			    s->right[i].n, s->new.length };
		}
		rewrite_put(&s->new, s->right[i]);
		rewrite_put(&s->new, SPAN("\n"));
	}
	s->count = 0;
}

static void
put_line(struct splitter *s, struct span line, size_t gutter)
{
	struct gap gap;
	enum side side = part(line, gutter, &gap);

	if (side == SIDE_OVER)
		put_right(s);
	if (side == SIDE_BOTH) {
		s->right = arena_grow(s->arena, s->right, s->count,
		    &s->capacity, s->count + 1, sizeof(*s->right));
		s->right[s->count++] = span_from(line, gap.end);
		line.n = gap.start;
	}
	keep(s, line);
	rewrite_put(&s->new, SPAN("\n"));
}

/* Where the page that begins at byte `at` ends. */
static size_t
page_end(struct span text, size_t at)
{
	return at + span_index(span_from(text, at), '\f');
}

static void
split_page(struct splitter *s, size_t at, size_t end)
{
	const struct span text = span_make(s->new.old.p, end);
	struct page page = { .lines = 0 };
	size_t gutter, next;

	for (next = at; next < end; next += span_index(span_from(text, next),
	    '\n') + 1)
		if (span_trim(line_at(text, next)).n > 0)
			count_line(&page, line_at(text, next));
	gutter = find_gutter(&page);
	if (gutter == 0) {
		keep(s, span_from(text, at));
		return;
	}
	for (next = at; next < end; next += span_index(span_from(text, next),
	    '\n') + 1)
		put_line(s, line_at(text, next), gutter);
	put_right(s);
}

struct edits
gutter_edits(struct arena *arena, struct span text, struct moves *moves)
{
	struct splitter s = { .arena = arena, .moves = moves,
	    .new = { .arena = arena, .old = text } };
	size_t at, end;

	for (at = 0; at < text.n; at = end + 1) {
		end = page_end(text, at);
		split_page(&s, at, end);
		if (end < text.n)
			keep(&s, span_make(text.p + end, 1));
	}
	rewrite_end(&s.new);
	return s.new.edits;
}
