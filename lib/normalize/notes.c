#include "normalize/notes.h"

#include <stdlib.h>

#include "base/ascii.h"
#include "base/utf8.h"
#include "record/json.h"
#include "text/shape.h"

/* A mark in the text, or the one that begins the line of a note's text. */
struct found {
	struct note_mark	mark;
	size_t			at;
	size_t			body;	/* where the note's text begins */
	size_t			end;	/* of its line */
	size_t			next;	/* body of that number and style */
	bool			cited;
};

struct found_list {
	struct found	*items;
	size_t		 count;
	size_t		 capacity;
};

#define NONE	SIZE_MAX
#define REPEATED	4	/* texts that notes' repeated ones may fill */

/* The bodies of a number and style, in their order. */
struct chain {
	size_t	now;		/* the last one passed by; or the first */
	size_t	last;
};

struct finder {
	struct arena		*arena;
	struct span		 text;
	const struct notes_rule	*rule;
	struct found_list	 marks;
	struct found_list	 bodies;
	struct chain		*chains;	/* by style and number */
	bool			 in_list;	/* behind 参考文献 */
	bool			 ended;		/* the line before */
	bool			 alone;		/* no two circled in the line */
};

static void
push(struct finder *f, struct found_list *to, const struct found *found)
{
	to->items = arena_grow(f->arena, to->items, to->count, &to->capacity,
	    to->count + 1, sizeof(*found));
	to->items[to->count++] = *found;
}

/* 3. or 3、 or (3), as lists of references are numbered. */
static bool
read_counted(struct span line, struct note_mark *mark)
{
	size_t from = line.n > 0 && line.p[0] == '(', n = from;
	uint16_t number = 0;

	while (n < line.n && n < from + 4 && ascii_is_digit(line.p[n]))
		number = (uint16_t)(number * 10 + (line.p[n++] - '0'));
	if (n == from || number == 0 || number > NOTE_MAX_NUMBER ||
	    shape_of(line) != SHAPE_COUNTED)
		return false;
	if (n < line.n && (line.p[n] == '.' || line.p[n] == ')'))
		n++;
	else
		n += n + 3 <= line.n ? 3 : 0;	/* 、 ． ） */
	*mark = (struct note_mark){ .way = NOTE_BRACKET,
	    .style = NOTE_IN_BRACKETS, .n = n, .numbers = { number },
	    .count = 1 };
	return true;
}

/* True if the line, which begins with the mark, is a note's text. */
static bool
begins_note(const struct finder *f, struct span line,
    const struct note_mark *mark)
{
	if (mark->count != 1 || mark->n == line.n)
		return false;
	if (mark->way != NOTE_BRACKET || f->in_list)
		return true;
	return f->ended && shape_of(line) == SHAPE_REFERENCE;
}

static bool
is_blank(char c)
{
	return c == ' ' || c == '\t';
}

/* - [3] 某某 */
static size_t
bullet(struct span line)
{
	size_t n = 0;

	if (line.n > 1 && (line.p[0] == '-' || line.p[0] == '*') &&
	    is_blank(line.p[1]))
		for (n = 2; n < line.n && is_blank(line.p[n]);)
			n++;
	return n;
}

static bool
take_body(struct finder *f, struct span line)
{
	struct found found = { .next = NONE };
	struct span rest = span_from(line, bullet(line));
	struct span text;

	if (!(note_mark_read(rest, &found.mark) &&
	    begins_note(f, rest, &found.mark)) &&
	    !(f->in_list && read_counted(rest, &found.mark)))
		return false;
	text = utf8_trim(span_from(rest, found.mark.n));
	if (text.n == 0)
		return false;
	found.at = (size_t)(rest.p - f->text.p);
	found.body = (size_t)(text.p - f->text.p);
	found.end = found.body + text.n;
	push(f, &f->bodies, &found);
	return true;
}

/* m², 10^3^: a raised number behind a figure or a unit isn't a note's. */
static bool
is_power(struct span before)
{
	size_t n = before.n;

	if (n > 0 && ascii_is_digit(before.p[n - 1]))
		return true;
	while (n > 0 && before.n - n < 3 && ((before.p[n - 1] | 0x20) >= 'a' &&
	    (before.p[n - 1] | 0x20) <= 'z'))
		n--;
	return before.n - n == 1 || before.n - n == 2;
}

/* True if text begins, white space passed over, with a mark that closes. */
static bool
begins_closing(struct span text)
{
	static const char *const marks[] = { "，", "。", "；", "：", "、",
	    "！", "？", "”", "）", "》", ",", ".", ";", ":", ")" };
	size_t i;

	text = utf8_trim(text);
	for (i = 0; i < sizeof(marks) / sizeof(marks[0]); i++)
		if (span_starts(text, span_of(marks[i])))
			return true;
	return text.n == 0;
}

/*
 * True where ① ends something, and doesn't begin an item: where several
 * stand in one line, only before punctuation.
 */
static bool
ends_something(struct span before, struct span behind, bool alone)
{
	size_t at;

	if (begins_closing(behind))
		return true;
	before = utf8_trim(before);
	at = before.n;
	return alone && (span_ends(before, SPAN("”")) ||
	    span_ends(before, SPAN("）")) || span_ends(before, SPAN("》")) ||
	    (at > 0 && utf8_is_han(utf8_previous(before, &at))));
}

/* True if the line has one circled number at most. */
static bool
has_one_circled(struct span line)
{
	struct note_mark mark;
	size_t at = 0, count = 0;

	while (at < line.n) {
		count += (unsigned char)line.p[at] >= 0xe2 &&
		    note_mark_read(span_from(line, at), &mark) &&
		    mark.way == NOTE_CIRCLED;
		at += utf8_width(line.p[at]);
	}
	return count < 2;
}

static bool
is_wanted(const struct finder *f, struct span line, size_t at,
    const struct note_mark *mark)
{
	struct span before = span_make(line.p, at);

	if (!f->rule->remove[mark->way])
		return false;
	if (mark->way == NOTE_CIRCLED)
		return ends_something(before, span_from(line, at + mark->n),
		    f->alone);
	return mark->style != NOTE_BARE || !is_power(before);
}

/* Bytes that a mark may begin with. */
static bool
may_begin(char c)
{
	switch ((unsigned char)c) {
	case '^':
	case '<':
	case '$':
	case '[':
	case 0xc2:
	case 0xe2:
	case 0xe3:
	case 0xef:
		return true;
	default:
		return false;
	}
}

static void
take_marks(struct finder *f, struct span line)
{
	struct found found = { .body = NONE };
	size_t at = 0;

	f->alone = f->rule->remove[NOTE_CIRCLED] && has_one_circled(line);
	while (at < line.n) {
		if (!may_begin(line.p[at]) ||
		    !note_mark_read(span_from(line, at), &found.mark) ||
		    !is_wanted(f, line, at, &found.mark)) {
			at += utf8_width(line.p[at]);
			continue;
		}
		found.at = (size_t)(line.p - f->text.p) + at;
		push(f, &f->marks, &found);
		at += found.mark.n;
	}
}

/* 参考文献 or 注释 alone in its line. */
static bool
is_title_of_notes(struct span line)
{
	static const char *const titles[] = { "注释", "注", "尾注", "Notes" };
	struct span rest;
	size_t i;

	switch (shape_word(line, &rest)) {
	case WORD_REFERENCES:
		return rest.n == 0;
	case WORD_NOTE:
	case WORD_NONE:
		for (i = 0; i < sizeof(titles) / sizeof(titles[0]); i++)
			if (shape_is_title(line, span_of(titles[i])))
				return true;
		return false;
	default:
		return false;
	}
}

/* Titles of notes begin a list, others end it. */
static void
look_for_list(struct finder *f, struct span line)
{
	if (is_title_of_notes(line)) {
		f->in_list = true;
		return;
	}
	if (!f->in_list)
		return;
	switch (shape_of(line)) {
	case SHAPE_MARKED:
	case SHAPE_TITLE:
	case SHAPE_NUMBERED:
	case SHAPE_LABEL:
		f->in_list = false;
		break;
	default:
		break;
	}
}

static void
read_lines(struct finder *f)
{
	struct span line;
	size_t at, end;

	f->ended = true;
	for (at = 0; at < f->text.n; at = end + 1) {
		for (end = at; end < f->text.n && f->text.p[end] != '\n' &&
		    f->text.p[end] != '\f';)
			end++;
		line = utf8_trim(span_make(f->text.p + at, end - at));
		if (line.n == 0)
			continue;
		look_for_list(f, line);
		if (!take_body(f, line) && !f->in_list)
			take_marks(f, line);
		f->ended = shape_is_ended(line);
	}
}

#define CHAINS	(NOTE_STYLES * (NOTE_MAX_NUMBER + 1))

static struct chain *
chain_of(const struct finder *f, enum note_style style, uint16_t number)
{
	return &f->chains[style * (NOTE_MAX_NUMBER + 1) + number];
}

static void
chain_bodies(struct finder *f)
{
	struct found *body;
	struct chain *chain;
	size_t i;

	if (f->bodies.count == 0)
		return;
	f->chains = arena_alloc(f->arena, CHAINS * sizeof(*f->chains));
	for (i = 0; i < CHAINS; i++)
		f->chains[i] = (struct chain){ NONE, NONE };
	for (i = 0; i < f->bodies.count; i++) {
		body = &f->bodies.items[i];
		chain = chain_of(f, body->mark.style, body->mark.numbers[0]);
		if (chain->now == NONE)
			chain->now = i;
		else
			f->bodies.items[chain->last].next = i;
		chain->last = i;
	}
}

/* The first body behind the mark, else the last before it; NULL: none. */
static struct found *
body_in(struct finder *f, enum note_style style, uint16_t number, size_t at)
{
	struct found *bodies = f->bodies.items;
	struct chain *chain;

	if (f->chains == NULL)
		return NULL;
	chain = chain_of(f, style, number);
	if (chain->now == NONE)
		return NULL;
	while (bodies[chain->now].at < at && bodies[chain->now].next != NONE)
		chain->now = bodies[chain->now].next;
	return &bodies[chain->now];
}

/* [3] and a bare raised 3 may stand for each other; ① stands for itself. */
static struct found *
body_of(struct finder *f, const struct found *mark, uint16_t number)
{
	enum note_style style = mark->mark.style;
	struct found *body = body_in(f, style, number, mark->at);

	if (body != NULL || style == NOTE_IN_CIRCLES)
		return body;
	return body_in(f, style == NOTE_BARE ? NOTE_IN_BRACKETS : NOTE_BARE,
	    number, mark->at);
}

static void
add(struct finder *f, struct notes *notes, struct span mark, uint16_t number,
    size_t at, struct found *body)
{
	struct note note = { mark, number, at, NOTE_NOWHERE, { NULL, 0 },
	    notes->count, body != NULL && body->cited };

	if (body != NULL) {
		note.body = body->body;
		note.text = span_make(f->text.p + body->body,
		    body->end - body->body);
		body->cited = true;
	}
	notes->items = arena_grow(f->arena, notes->items, notes->count,
	    &notes->capacity, notes->count + 1, sizeof(note));
	notes->items[notes->count++] = note;
}

static struct span
mark_text(const struct finder *f, const struct found *found)
{
	return span_make(f->text.p + found->at, found->mark.n);
}

/* The marks, taken out; places are still those of the text with them. */
static struct edits
take_out(struct finder *f, struct notes *notes)
{
	struct edits edits = { 0 };
	struct found *mark;
	size_t i, k;

	for (i = 0; i < f->marks.count; i++) {
		mark = &f->marks.items[i];
		if (mark->mark.way == NOTE_CIRCLED &&
		    body_of(f, mark, mark->mark.numbers[0]) == NULL)
			continue;
		edits_add(&edits, f->arena, mark->at, mark->mark.n, SPAN(""));
		for (k = 0; k < mark->mark.count; k++)
			add(f, notes, mark_text(f, mark),
			    mark->mark.numbers[k], mark->at,
			    body_of(f, mark, mark->mark.numbers[k]));
	}
	return edits;
}

struct edits
notes_edits(struct arena *arena, struct span text,
    const struct notes_rule *rule, struct notes *notes)
{
	struct finder *f = arena_zero(arena, 1, sizeof(*f));
	struct edits edits;
	struct found *body;
	size_t i;

	f->arena = arena;
	f->text = text;
	f->rule = rule;
	read_lines(f);
	chain_bodies(f);
	*notes = (struct notes){ 0 };
	edits = take_out(f, notes);
	for (i = 0; i < f->bodies.count; i++) {
		body = &f->bodies.items[i];
		if (!body->cited)
			add(f, notes, mark_text(f, body),
			    body->mark.numbers[0], NOTE_NOWHERE, body);
	}
	notes_follow(notes, &edits, NULL);
	return edits;
}

/* The move that byte `at` is in; NULL: none. */
static const struct move *
move_of(const struct moves *moves, size_t at)
{
	size_t low = 0, high = moves == NULL ? 0 : moves->count, middle;

	while (low < high) {
		middle = low + (high - low) / 2;
		if (moves->items[middle].from <= at)
			low = middle + 1;
		else
			high = middle;
	}
	return low > 0 && at <= moves->items[low - 1].from +
	    moves->items[low - 1].n ? &moves->items[low - 1] : NULL;
}

/* Where byte `at` went; NOWHERE if it is gone and must be there. */
static size_t
place(size_t at, const struct edits *edits, const struct moves *moves,
    bool must)
{
	const struct move *move = move_of(moves, at);
	size_t to;

	if (move != NULL)
		return move->to + (at - move->from);
	to = edits_place(edits, at);
	return must && edits_origin(edits, to) != at ? NOTE_NOWHERE : to;
}

void
notes_follow(struct notes *notes, const struct edits *edits,
    const struct moves *moves)
{
	struct note *note;
	size_t i;

	if (edits->count == 0)
		return;
	for (i = 0; i < notes->count; i++) {
		note = &notes->items[i];
		if (note->at != NOTE_NOWHERE)
			note->at = place(note->at, edits, moves, false);
		if (note->body != NOTE_NOWHERE)
			note->body = place(note->body, edits, moves, true);
	}
}

static int
compare(const void *a, const void *b)
{
	const struct note *x = a, *y = b;

	if (x->at != y->at)
		return x->at < y->at ? -1 : 1;
	return (x->order > y->order) - (x->order < y->order);
}

static struct span
text_of(const struct note *note, struct span text)
{
	struct span rest;

	if (note->body == NOTE_NOWHERE)
		return note->text;
	rest = span_from(text, note->body);
	return utf8_trim(span_make(rest.p, span_index(rest, '\n')));
}

/* The text that comes with the note; room is left for repeated ones. */
static struct span
shown_text(const struct note *note, struct span text, size_t *room)
{
	struct span body = text_of(note, text);

	if (!note->again)
		return body;
	if (body.n > *room)
		return SPAN("");
	*room -= body.n;
	return body;
}

static void
put_note(const struct note *note, struct span body, size_t start,
    struct buf *b)
{
	buf_byte(b, '{');
	json_put_key(b, "mark");
	json_put_string(b, note->mark);
	json_put_count(b, "number", note->number);
	if (note->at != NOTE_NOWHERE) {
		json_put_count(b, "start", start);
	}
	if (body.n > 0) {
		json_put_key(b, "text");
		json_put_string(b, body);
	}
	buf_byte(b, '}');
}

/* Makes the places those of the text as `later` edits it. */
static void
place_all(const struct notes *notes, const struct edits *later)
{
	struct note *note;
	size_t i;

	for (i = 0; i < notes->count; i++) {
		note = &notes->items[i];
		if (note->at != NOTE_NOWHERE)
			note->at = edits_place(later, note->at);
	}
	if (notes->count > 0)
		qsort(notes->items, notes->count, sizeof(*notes->items),
		    compare);
}

void
notes_put(const struct notes *notes, struct span text,
    const struct edits *later, struct arena *arena, struct buf *b)
{
	struct span shown = edits_apply(later, arena, text);
	const struct note *note;
	size_t i, at = 0, start = 0, next, room = REPEATED * text.n;

	place_all(notes, later);
	buf_byte(b, '[');
	for (i = 0; i < notes->count; i++) {
		note = &notes->items[i];
		next = note->at < shown.n ? note->at : shown.n;
		if (note->at != NOTE_NOWHERE) {
			start += utf8_length(span_make(shown.p + at,
			    next - at));
			at = next;
		}
		if (i > 0)
			buf_byte(b, ',');
		put_note(note, shown_text(note, text, &room), start, b);
	}
	buf_byte(b, ']');
}
