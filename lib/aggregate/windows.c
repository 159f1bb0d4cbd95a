#include "aggregate/windows.h"
#include "aggregate/write_groups.h"
#include "base/mem.h"

/* What a window takes beside its groups: a page of their arena, and a map. */
#define WINDOW_BYTES	((size_t)5 * 1024)

struct window {
	int64_t		 end;		/* in seconds */
	struct groups	*groups;
	size_t		 bytes;		/* that they take */
};

/* By their ends, the next one first. */
struct window_list {
	struct window	*items;
	size_t		 count;
	size_t		 capacity;
};

struct windows {
	const struct plan	*plan;
	struct window_list	 open;
	struct window_list	 late;
	int64_t			 latest;	/* time so far */
	size_t			 used;		/* bytes of all */
};

struct windows *
windows_new(const struct plan *plan)
{
	struct windows *w = mem_zero(1, sizeof(*w));

	w->plan = plan;
	w->latest = INT64_MIN;
	return w;
}

static void
list_free(struct window_list *list)
{
	for (size_t i = 0; i < list->count; i++)
		groups_free(list->items[i].groups);
	mem_free(list->items);
}

void
windows_free(struct windows *w)
{
	if (w == NULL)
		return;
	list_free(&w->open);
	list_free(&w->late);
	mem_free(w);
}

/* How many windows of a list end before that. */
static size_t
list_place(const struct window_list *list, int64_t end)
{
	size_t low = 0, high = list->count, middle;

	while (low < high) {
		middle = low + (high - low) / 2;
		if (list->items[middle].end < end)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

/* The window with that end, made if there is none. */
static struct window *
get_window(struct windows *w, int64_t end, bool late)
{
	struct window_list *list = late ? &w->late : &w->open;
	size_t i = list_place(list, end);
	struct window *at;

	if (i < list->count && list->items[i].end == end)
		return &list->items[i];
	if (list->count == list->capacity) {
		list->capacity = list->capacity == 0 ? 8 : 2 * list->capacity;
		list->items = mem_resize(list->items, list->capacity,
		    sizeof(*list->items));
	}
	at = &list->items[i];
	memmove(at + 1, at, (list->count++ - i) * sizeof(*at));
	*at = (struct window){ .end = end, .groups = groups_new(w->plan),
	    .bytes = WINDOW_BYTES };
	w->used += WINDOW_BYTES;
	at->groups->memory.soft = false;
	at->groups->late = late;
	return at;
}

static int
add(struct windows *w, struct window *window, struct span row, struct err *e)
{
	struct groups *g = window->groups;
	int rc;

	g->beside = w->used - window->bytes;
	g->memory.used = w->used;
	rc = groups_add(g, row, e);
	w->used = g->memory.used;
	window->bytes = w->used - g->beside;
	if (rc == 0 || e->kind != ERR_MEMORY)
		return rc;
	return err_set(e, ERR_MEMORY, NULL, 0, 0, "%zu open windows and %zu "
	    "late ones need more than the %zu bytes of --memory: allow more, "
	    "wait less, or group by less",
	    w->open.count, w->late.count, g->memory.most);
}

/* Writes the first so many windows of a list. */
static int
write_first(struct windows *w, struct window_list *list, size_t count,
    struct out *out, struct err *e)
{
	int rc = 0;

	for (size_t i = 0; rc == 0 && i < count; i++) {
		struct groups *g = list->items[i].groups;

		g->memory.used = w->used;
		rc = write_groups(g, out, e);
		w->used -= list->items[i].bytes;
		list->items[i].bytes = 0;
		groups_clear(g);
		if (rc == 0)
			rc = out_flush(out, e);
	}
	for (size_t i = 0; i < count; i++)
		groups_free(list->items[i].groups);
	list->count -= count;
	if (count > 0)
		memmove(list->items, list->items + count,
		    list->count * sizeof(*list->items));
	return rc;
}

/* Whether nothing more of a window that ends then is awaited. */
static bool
is_past(const struct windows *w, int64_t end)
{
	return w->latest != INT64_MIN && w->latest - w->plan->window->wait >=
	    end;
}

int
windows_add(struct windows *w, struct span row, struct out *out,
    uint64_t *late, struct err *e)
{
	int64_t time, end;
	size_t due = 0;
	bool is_late;

	row_take_window(&row, &time, &end);
	if (row.n == 0)
		return 0;
	is_late = is_past(w, end);
	*late += is_late;
	if (add(w, get_window(w, end, is_late), row, e) == -1)
		return -1;
	if (time > w->latest)
		w->latest = time;
	while (due < w->open.count && is_past(w, w->open.items[due].end))
		due++;
	return due == 0 ? 0 : write_first(w, &w->open, due, out, e);
}

int
windows_finish(struct windows *w, struct out *out, struct err *e)
{
	int rc = write_first(w, &w->open, w->open.count, out, e);

	return rc == -1 ? -1 :
	    write_first(w, &w->late, w->late.count, out, e);
}
