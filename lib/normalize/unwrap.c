#include "normalize/unwrap.h"

#include "base/rewrite.h"
#include "base/utf8.h"
#include "normalize/joins.h"
#include "normalize/layout.h"

#define MAX_FLOATS	8	/* notes and captions that one cut may hold */
#define NONE		SIZE_MAX

/* One line in its place in the output. */
struct piece {
	size_t		line;
	enum join	join;
	bool		moved;	/* before notes that stood before it */
};

struct pieces {
	struct piece	*items;
	size_t		 count;
	size_t		 capacity;
};

struct unwrapper {
	struct arena		*arena;
	struct layout		 layout;
	bool			 across_pages;
	struct pieces		 done;
	struct pieces		 floats;	/* of the open paragraph */
	size_t			 float_blocks;
	size_t			 open;		/* last line of the paragraph */
	bool			 in_floats;	/* last line was one of them */
	bool			 moved;
	struct moves		*moves;		/* or NULL */
};

static void
push(struct arena *arena, struct pieces *p, struct piece piece)
{
	p->items = arena_grow(arena, p->items, p->count, &p->capacity,
	    p->count + 1, sizeof(piece));
	p->items[p->count++] = piece;
}

static void
add(struct unwrapper *u, struct pieces *to, size_t last, size_t at)
{
	struct piece piece = { .line = at, .join = JOIN_NOT };

	if (last != NONE)
		piece.join = joins_how(line_text(&u->layout.lines, last),
		    line_text(&u->layout.lines, at));
	piece.moved = to == &u->done && u->moved;
	push(u->arena, to, piece);
}

/* Ends the paragraph: what stood in it comes behind it. */
static void
close_paragraph(struct unwrapper *u)
{
	size_t i;

	for (i = 0; i < u->floats.count; i++)
		push(u->arena, &u->done, u->floats.items[i]);
	u->floats.count = u->float_blocks = 0;
	u->in_floats = u->moved = false;
	u->open = NONE;
}

static bool
is_cut(const struct unwrapper *u)
{
	return u->across_pages && u->open != NONE &&
	    joins_is_cut(&u->layout, u->open);
}

/* A line behind a note or a caption: its own, or the paragraph's again. */
static bool
take_behind_float(struct unwrapper *u, size_t at)
{
	size_t last = u->floats.items[u->floats.count - 1].line;

	if (!u->layout.lines.items[at].page &&
	    joins_belong(&u->layout, last, at, u->across_pages)) {
		add(u, &u->floats, last, at);
		return true;
	}
	if (!joins_resume(&u->layout, u->open, at))
		return false;
	u->in_floats = false;
	u->moved = true;
	add(u, &u->done, u->open, at);
	u->open = at;
	return true;
}

static void
take_line(struct unwrapper *u, size_t at)
{
	if (u->in_floats && take_behind_float(u, at))
		return;
	if (is_cut(u) && joins_is_float(&u->layout, at) &&
	    u->float_blocks < MAX_FLOATS) {
		add(u, &u->floats, NONE, at);
		u->float_blocks++;
		u->in_floats = true;
		return;
	}
	if (u->open == NONE || u->in_floats ||
	    !joins_belong(&u->layout, u->open, at, u->across_pages)) {
		close_paragraph(u);
		add(u, &u->done, NONE, at);
	} else
		add(u, &u->done, u->open, at);
	u->open = at;
}

static struct span
joint(enum join join, bool first)
{
	if (join == JOIN_NOT)
		return first ? SPAN("") : SPAN("\n\n");
	return join == JOIN_SPACE ? SPAN(" ") : SPAN("");
}

static void
note_move(struct unwrapper *u, const struct line *line, size_t to)
{
	struct moves *m = u->moves;

	if (m == NULL)
		return;
	m->items = arena_grow(u->arena, m->items, m->count, &m->capacity,
	    m->count + 1, sizeof(*m->items));
	m->items[m->count++] = (struct move){ line->start,
	    line->end - line->start, to };
}

/* Bytes of the hyphen at the end of a line. */
static size_t
hyphen_length(const struct unwrapper *u, size_t line)
{
	struct span text = line_text(&u->layout.lines, line);
	size_t at = text.n;

	utf8_previous(text, &at);
	return text.n - at;
}

/* What is between the pieces becomes what joins them. */
static struct edits
edits_of(struct unwrapper *u)
{
	struct rewrite new = { .arena = u->arena,
	    .old = u->layout.lines.text };
	const struct piece *piece;
	const struct line *line;
	size_t i;

	for (i = 0; i < u->done.count; i++) {
		piece = &u->done.items[i];
		line = &u->layout.lines.items[piece->line];
		if (piece->join == JOIN_HYPHEN)
			rewrite_drop_last(&new, hyphen_length(u,
			    u->done.items[i - 1].line));
		rewrite_put(&new, joint(piece->join, i == 0));
		if (piece->moved) {
			note_move(u, line, new.length);
			rewrite_put(&new, line_text(&u->layout.lines,
			    piece->line));
		} else
			rewrite_keep(&new, line->start,
			    line->end - line->start);
	}
	rewrite_end(&new);
	return new.edits;
}

struct edits
unwrap_edits(struct arena *arena, const struct lines *lines, bool across_pages,
    struct moves *moves)
{
	struct unwrapper u = { .arena = arena, .open = NONE,
	    .across_pages = across_pages, .moves = moves };
	size_t i;

	layout_find(&u.layout, arena, lines);
	for (i = 0; i < u.layout.lines.count; i++)
		take_line(&u, i);
	close_paragraph(&u);
	return edits_of(&u);
}
