#include <assert.h>
#include <string.h>

#include "base/edit.h"

static size_t
old_end(const struct edit *e)
{
	return e->start + e->old_n;
}

static bool
is_replacement(size_t old_n, struct span text)
{
	return old_n > 0 && text.n > 0;
}

/* Adds to the last text; doubling room keeps many small joins linear. */
static void
join(struct edits *edits, struct arena *arena, size_t old_n, struct span text)
{
	struct edit	*last = &edits->items[edits->count - 1];
	size_t		 n = last->text.n;

	last->old_n += old_n;
	if (text.n == 0)
		return;
	if (n == 0) {
		last->text = text;
		return;
	}
	if (edits->joined == NULL) {
		edits->room = n + text.n;
		edits->joined = arena_alloc(arena, edits->room);
		memcpy(edits->joined, last->text.p, n);
	} else
		edits->joined = arena_grow(arena, edits->joined, n,
		    &edits->room, n + text.n, 1);
	memcpy(edits->joined + n, text.p, text.n);
	last->text = span_make(edits->joined, n + text.n);
}

void
edits_add(struct edits *edits, struct arena *arena, size_t start,
    size_t old_n, struct span text)
{
	struct edit	*last = NULL;
	size_t		 at = start;

	if (old_n == 0 && text.n == 0)
		return;
	if (edits->count > 0) {
		last = &edits->items[edits->count - 1];
		assert(start >= old_end(last));
		at = last->at + last->text.n + (start - old_end(last));
	}
	if (last != NULL && start == old_end(last) &&
	    (!is_replacement(last->old_n, last->text) ||
	    !is_replacement(old_n, text))) {
		join(edits, arena, old_n, text);
		return;
	}
	edits->items = arena_grow(arena, edits->items, edits->count,
	    &edits->capacity, edits->count + 1, sizeof(*edits->items));
	edits->items[edits->count++] = (struct edit){ start, old_n, text, at };
	edits->joined = NULL;
}

/* The first n bytes of s. */
static char *
put(char *p, struct span s, size_t n)
{
	if (n > 0)
		memcpy(p, s.p, n);
	return p + n;
}

struct span
edits_apply(const struct edits *edits, struct arena *arena, struct span old)
{
	const struct edit	*e, *last;
	size_t			 n, from = 0;
	char			*new, *p;

	if (edits->count == 0)
		return old;
	last = &edits->items[edits->count - 1];
	assert(old_end(last) <= old.n);
	n = last->at + last->text.n + (old.n - old_end(last));
	p = new = arena_alloc(arena, n);
	for (e = edits->items; e <= last; e++) {
		p = put(p, span_from(old, from), e->start - from);
		p = put(p, e->text, e->text.n);
		from = old_end(e);
	}
	put(p, span_from(old, from), old.n - from);
	return span_make(new, n);
}

/* A walk through the text between first and second. */
struct walk {
	struct edits		 out;
	struct arena		*arena;
	const struct edits	*second;
	size_t			 next;	/* of second, not begun yet */
	size_t			 gone;	/* bytes that second still removes */
	size_t			 middle; /* where we are in the middle text */
	size_t			 old;	/* and in the first one */
};

static void
add(struct walk *w, size_t old_n, struct span text)
{
	edits_add(&w->out, w->arena, w->old, old_n, text);
	w->old += old_n;
}

/* Begins the edit of second that stands here, if there is one. */
static void
begin_second(struct walk *w)
{
	const struct edit	*e;

	if (w->gone > 0 || w->next == w->second->count)
		return;
	e = &w->second->items[w->next];
	if (e->start != w->middle)
		return;
	add(w, 0, e->text);
	w->gone = e->old_n;
	w->next++;
}

/* How far the walk may go in one step of at most n > 0 bytes. */
static size_t
step(const struct walk *w, size_t n)
{
	size_t	limit = n;

	if (w->gone > 0)
		limit = w->gone;
	else if (w->next < w->second->count)
		limit = w->second->items[w->next].start - w->middle;
	return limit < n ? limit : n;
}

/* Passes n bytes of the middle text: first's text, or (NULL) old bytes. */
static void
pass(struct walk *w, size_t n, const char *text)
{
	size_t	k;

	for (; n > 0; n -= k) {
		begin_second(w);
		k = step(w, n);
		if (text == NULL && w->gone > 0)
			add(w, k, SPAN(""));
		else if (text == NULL)
			w->old += k;
		else if (w->gone == 0)
			add(w, 0, span_make(text, k));
		if (text != NULL)
			text += k;
		if (w->gone > 0)
			w->gone -= k;
		w->middle += k;
	}
}

/* An edit of first, whole where second leaves its text alone. */
static void
pass_edit(struct walk *w, const struct edit *e)
{
	if (w->gone == 0 && (w->next == w->second->count ||
	    w->second->items[w->next].start >= w->middle + e->text.n)) {
		add(w, e->old_n, e->text);
		w->middle += e->text.n;
		return;
	}
	add(w, e->old_n, SPAN(""));
	pass(w, e->text.n, e->text.p);
}

struct edits
edits_compose(const struct edits *first, const struct edits *second,
    struct arena *arena)
{
	struct walk		 w = { .arena = arena, .second = second };
	const struct edit	*e;
	size_t			 i, end;

	for (i = 0; i < first->count; i++) {
		e = &first->items[i];
		pass(&w, e->start - w.old, NULL);
		pass_edit(&w, e);
	}
	if (second->count > 0) {
		end = old_end(&second->items[second->count - 1]);
		if (end > w.middle)
			pass(&w, end - w.middle, NULL);
		begin_second(&w);
	}
	return w.out;
}

static size_t
old_start(const struct edit *e)
{
	return e->start;
}

static size_t
new_start(const struct edit *e)
{
	return e->at;
}

/* The last edit that begins at `at` or before; NULL if none does. */
static const struct edit *
last_edit(const struct edits *edits, size_t at,
    size_t (*start)(const struct edit *))
{
	size_t	low = 0, high = edits->count, middle;

	while (low < high) {
		middle = low + (high - low) / 2;
		if (start(&edits->items[middle]) <= at)
			low = middle + 1;
		else
			high = middle;
	}
	return low == 0 ? NULL : &edits->items[low - 1];
}

size_t
edits_origin(const struct edits *edits, size_t at)
{
	const struct edit	*e = last_edit(edits, at, new_start);

	if (e == NULL)
		return at;
	if (at < e->at + e->text.n)
		return e->start;
	return old_end(e) + (at - e->at - e->text.n);
}

size_t
edits_place(const struct edits *edits, size_t at)
{
	const struct edit	*e = last_edit(edits, at, old_start);

	if (e == NULL)
		return at;
	return at < old_end(e) ? e->at :
	    e->at + e->text.n + (at - old_end(e));
}
