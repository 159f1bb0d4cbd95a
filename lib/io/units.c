#include <stdint.h>
#include <string.h>

#include "base/mem.h"
#include "io/units.h"

#define BOM	"\xef\xbb\xbf"

enum {
	WINDOW = UNITS_PEEK + 3,
	READ = 64 * 1024	/* bytes at a time, which stay in the cache */
};

/*
 *	p       start     start + seen     end      capacity
 *	| given | no end in here | not seen | free     |
 *
 * A window grows only for a unit longer than WINDOW, and shrinks after it.
 * Every byte is moved at most once: after a move start is 0 until the unit
 * that the byte belongs to is given.
 */
struct units {
	struct source		*source;
	const struct cutter	*cutter;
	size_t			 max;
	char			*p;
	size_t			 capacity;
	size_t			 start;
	size_t			 end;
	size_t			 seen;
	size_t			 line;	/* that the unit at start begins on */
	size_t			 passed; /* line ends skipped of that unit */
	uint64_t		 total;	/* bytes read */
	bool			 skipping; /* it is over max */
	bool			 whole;	/* the one given last */
	bool			 bom_next;
	bool			 at_end;
	struct err		 damage;   /* ended it; a source tells once */
};

static size_t
cut_line(void *state, struct span window, size_t seen)
{
	struct span rest = span_from(window, seen);
	const char *end;

	(void)state;
	end = rest.n > 0 ? memchr(rest.p, '\n', rest.n) : NULL;
	return end != NULL ? (size_t)(end - window.p) + 1 : 0;
}

static size_t
cut_nothing(void *state, struct span window, size_t seen)
{
	(void)state;
	(void)window;
	(void)seen;
	return 0;
}

const struct cutter cutter_lines = { .cut = cut_line };
const struct cutter cutter_whole = { .cut = cut_nothing };

struct units *
units_open(struct source *source, const struct cutter *cutter, size_t max,
    bool skip_bom)
{
	struct units *u = mem_zero(1, sizeof(*u));

	u->source = source;
	u->cutter = cutter;
	u->max = max < SIZE_MAX ? max : SIZE_MAX - 1;
	u->capacity = WINDOW;
	u->p = mem_alloc(WINDOW, 1);
	u->line = 1;
	u->bom_next = skip_bom;
	return u;
}

/* Those that end a line alone; one at the end of s does. */
static size_t
lone_crs(struct span s)
{
	const char *at, *end = s.p + s.n;
	size_t count = 0;

	for (at = s.p; (at = memchr(at, '\r', (size_t)(end - at))) != NULL;
	    at++)
		count += at + 1 == end || at[1] != '\n';
	return count;
}

static size_t
line_ends(const struct units *u, struct span s)
{
	const char *at, *end = s.p + s.n;
	size_t count = 0;

	if (s.n == 0)
		return 0;
	if (u->cutter->cut == cut_line)
		return end[-1] == '\n';
	for (at = s.p; (at = memchr(at, '\n', (size_t)(end - at))) != NULL;
	    at++)
		count++;
	return u->cutter->cr_ends_line ? count + lone_crs(s) : count;
}

/* Length of the unit at start, or 0 if its end isn't in the window. */
static size_t
find(struct units *u)
{
	struct span window = { u->p + u->start, u->end - u->start };
	size_t n = 0;

	if (window.n > u->seen)
		n = u->cutter->cut(u->cutter->state, window, u->seen);
	u->whole = n > 0;
	if (n == 0 && u->at_end)
		n = window.n > 0 && u->cutter->last != NULL ?
		    u->cutter->last(u->cutter->state, window) : window.n;
	if (n == 0)
		u->seen = window.n;
	return n;
}

static enum units_got
take(struct units *u, size_t n, struct span *unit, size_t *line)
{
	struct span s = { u->p + u->start, n };
	bool is_long = u->skipping;

	*line = u->line;
	u->line += u->passed + line_ends(u, s);
	u->start += n;
	u->seen = 0;
	u->passed = 0;
	u->skipping = false;
	if (u->cutter->cut == cut_line && s.p[n - 1] == '\n')
		s.n--;
	if (is_long || s.n > u->max) {
		*unit = (struct span){ 0 };
		return UNITS_LONG;
	}
	*unit = s;
	return UNITS_ONE;
}

static void
shrink(struct units *u)
{
	char *p;

	if (u->capacity == WINDOW || u->end - u->start > WINDOW)
		return;
	p = mem_alloc(WINDOW, 1);
	u->end -= u->start;
	memcpy(p, u->p + u->start, u->end);
	mem_free(u->p);
	u->p = p;
	u->start = 0;
	u->capacity = WINDOW;
}

/*
 * Lets go of what was read of a unit that is too long, but for its last
 * byte: by seen > 0 the cutter knows that it is still inside.
 */
static void
drop_front(struct units *u)
{
	struct span gone = { u->p, u->end - 1 };

	u->skipping = true;
	u->passed += line_ends(u, gone);
	if (u->cutter->cr_ends_line && span_ends(gone, SPAN("\r")) &&
	    u->p[u->end - 1] == '\n')
		u->passed--;
	u->start = u->end - 1;
	u->seen = 1;
}

/* Makes room behind end; only a unit that fills the window moves it. */
static void
make_room(struct units *u)
{
	/* One more for a terminator. */
	size_t limit = u->max < WINDOW ? WINDOW : u->max + 1;

	if (u->start == 0 && u->end == u->capacity) {
		if (u->capacity < limit && !u->skipping) {
			u->capacity = u->capacity > limit / 2 ? limit :
			    2 * u->capacity;
			u->p = mem_resize(u->p, u->capacity, 1);
			return;
		}
		drop_front(u);
		shrink(u);
	}
	if (u->start > 0) {
		u->end -= u->start;
		memmove(u->p, u->p + u->start, u->end);
		u->start = 0;
	}
}

static int
read_more(struct units *u, struct err *e)
{
	size_t room;
	ssize_t got;

	if (u->damage.kind != ERR_NONE) {
		*e = u->damage;
		return -1;
	}
	make_room(u);
	room = u->capacity - u->end;
	got = source_read(u->source, u->p + u->end,
	    room < READ ? room : READ, e);
	if (got < 0) {
		u->damage = *e;
		return -1;
	}
	u->end += (size_t)got;
	u->total += (uint64_t)got;
	u->at_end = got == 0;
	if (u->bom_next && span_starts(span_make(u->p, u->end), SPAN(BOM)))
		u->start = sizeof(BOM) - 1;
	u->bom_next = false;
	return 0;
}

int
units_peek(struct units *u, size_t want, struct span *front, bool *whole,
    struct err *e)
{
	size_t most = want < UNITS_PEEK ? want : UNITS_PEEK;
	int rc = 0;

	while (rc == 0 && !u->at_end && u->end - u->start < most)
		rc = read_more(u, e);
	*front = span_make(u->p + u->start, u->end - u->start);
	*whole = rc == 0 && u->at_end;
	return rc;
}

int
units_next(struct units *u, bool may_wait, struct span *unit, size_t *line,
    struct err *e)
{
	size_t n;

	shrink(u);
	for (;;) {
		n = find(u);
		if (n > 0)
			return (int)take(u, n, unit, line);
		if (u->at_end)
			return UNITS_END;
		if (!may_wait && !source_ready(u->source))
			return UNITS_WAIT;
		if (read_more(u, e) < 0)
			return -1;
	}
}

uint64_t
units_offset(const struct units *u)
{
	return u->total - (u->end - u->start);
}

bool
units_is_whole(const struct units *u)
{
	return u->whole;
}

const struct source *
units_source(const struct units *u)
{
	return u->source;
}

void
units_close(struct units *u)
{
	if (u == NULL)
		return;
	source_close(u->source);
	mem_free(u->p);
	mem_free(u);
}
