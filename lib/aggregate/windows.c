#include "aggregate/windows.h"
#include "aggregate/write_groups.h"
#include "base/map.h"
#include "base/mem.h"

/* What a window takes beside its groups: a page of their arena, and a map. */
#define WINDOW_BYTES	((size_t)5 * 1024)

struct window {
	int64_t		 end;		/* in seconds */
	struct groups	*groups;
	size_t		 bytes;		/* that they take */
};

/*
 * Windows by their ends: a binary heap, the next one first, and a map.  What
 * left the heap stays in the map until there is more of that than of windows;
 * the keys are therefore the map's own.
 */
struct window_list {
	struct window	**heap;
	size_t		 count;
	size_t		 capacity;
	struct map	 by_end;
	struct arena	 keys;
};

/* The longest way that the largest time went at once. */
struct step {
	int64_t	from;
	int64_t	to;
};

struct windows {
	const struct plan	*plan;
	struct window_list	 open;
	struct window_list	 late;
	int64_t			 latest;	/* time so far */
	struct step		 step;
	uint64_t		 late_count;	/* records */
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
window_free(struct window *window)
{
	groups_free(window->groups);
	mem_free(window);
}

static void
list_free(struct window_list *list)
{
	for (size_t i = 0; i < list->count; i++)
		window_free(list->heap[i]);
	mem_free(list->heap);
	map_free(&list->by_end);
	arena_free(&list->keys);
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

static struct span
bytes_of(const int64_t *end)
{
	return span_make((const char *)end, sizeof(*end));
}

static void
list_map(struct window_list *list, struct window *window)
{
	map_put(&list->by_end, arena_copy(&list->keys,
	    bytes_of(&window->end)), NULL)->value = window;
}

static void
list_add(struct window_list *list, struct window *window)
{
	size_t i = list->count++;

	if (i == list->capacity) {
		list->capacity = list->capacity == 0 ? 8 : 2 * list->capacity;
		list->heap = mem_resize(list->heap, list->capacity,
		    sizeof(*list->heap));
	}
	for (; i > 0 && list->heap[(i - 1) / 2]->end > window->end;
	    i = (i - 1) / 2)
		list->heap[i] = list->heap[(i - 1) / 2];
	list->heap[i] = window;
	list_map(list, window);
}

#define SPARE_KEYS	64	/* in the map, beside as many as windows */

/* Takes the next window out; its end isn't asked for again. */
static struct window *
list_take(struct window_list *list)
{
	struct window *next = list->heap[0];
	struct window *last = list->heap[--list->count];
	size_t i = 0, child;

	while ((child = 2 * i + 1) < list->count) {
		if (child + 1 < list->count && list->heap[child + 1]->end <
		    list->heap[child]->end)
			child++;
		if (list->heap[child]->end >= last->end)
			break;
		list->heap[i] = list->heap[child];
		i = child;
	}
	list->heap[i] = last;
	if (list->by_end.count > 2 * list->count + SPARE_KEYS) {
		map_clear(&list->by_end);
		arena_reset(&list->keys);
		for (i = 0; i < list->count; i++)
			list_map(list, list->heap[i]);
	}
	return next;
}

/* The window with that end, made if there is none. */
static struct window *
get_window(struct windows *w, int64_t end, bool late)
{
	struct window_list *list = late ? &w->late : &w->open;
	struct map_entry *known = map_get(&list->by_end, bytes_of(&end));
	struct window *made;

	if (known != NULL)
		return known->value;
	made = mem_zero(1, sizeof(*made));
	*made = (struct window){ .end = end, .groups = groups_new(w->plan),
	    .bytes = WINDOW_BYTES };
	w->used += WINDOW_BYTES;
	made->groups->memory.soft = false;
	made->groups->late = late;
	list_add(list, made);
	return made;
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

/* Whether nothing more of a window that ends then is awaited. */
static bool
is_past(const struct windows *w, int64_t end)
{
	return w->latest != INT64_MIN && w->latest - w->plan->window->wait >=
	    end;
}

/* Writes the next window of a list. */
static int
write_next(struct windows *w, struct window_list *list, struct out *out,
    struct err *e)
{
	struct window *window = list_take(list);
	struct groups *g = window->groups;
	int rc;

	g->memory.used = w->used;
	rc = write_groups(g, out, e);
	w->used -= window->bytes;
	window_free(window);
	return rc == 0 ? out_flush(out, e) : rc;
}

static void
go_on(struct windows *w, int64_t time)
{
	if (time <= w->latest)
		return;
	if (w->latest != INT64_MIN &&
	    time - w->latest > w->step.to - w->step.from)
		w->step = (struct step){ w->latest, time };
	w->latest = time;
}

int
windows_add(struct windows *w, struct span row, struct out *out,
    uint64_t *late, struct err *e)
{
	int64_t time, end;
	bool is_late;
	int rc = 0;

	row_take_window(&row, &time, &end);
	if (row.n == 0)
		return 0;
	is_late = is_past(w, end);
	*late += is_late;
	w->late_count += is_late;
	if (add(w, get_window(w, end, is_late), row, e) == -1)
		return -1;
	go_on(w, time);
	while (rc == 0 && w->open.count > 0 &&
	    is_past(w, w->open.heap[0]->end))
		rc = write_next(w, &w->open, out, e);
	return rc;
}

/* One slip in a year makes all that comes behind it late. */
static void
tell_late(const struct windows *w, const struct out *out)
{
	unsigned long long n = w->late_count;
	char from[WHEN_SIZE], to[WHEN_SIZE];
	struct err note;

	if (n == 0 || out->tell == NULL)
		return;
	when_text(w->step.from, w->plan->zone, from);
	when_text(w->step.to > w->step.from ? w->step.to : w->latest,
	    w->plan->zone, to);
	if (w->step.to > w->step.from)
		err_set(&note, ERR_NONE, NULL, 0, 0, w->plan->chinese ?
		    "%llu 条记录晚到；最大的时间一次跳得最远是从 %s 到 %s，若是"
		    "写错的，后面的就都算晚到" :
		    "%llu records came late; the largest time went furthest "
		    "at once from %s to %s: a slip there makes all behind it "
		    "late", n, from, to);
	else
		err_set(&note, ERR_NONE, NULL, 0, 0, w->plan->chinese ?
		    "%llu 条记录晚到；最大的时间 %s 最先到，若是写错的，后面的就"
		    "都算晚到" :
		    "%llu records came late; the largest time, %s, came "
		    "first: a slip there makes all behind it late", n, to);
	out->tell(&note);
}

int
windows_finish(struct windows *w, struct out *out, struct err *e)
{
	int rc = 0;

	tell_late(w, out);
	while (rc == 0 && w->open.count > 0)
		rc = write_next(w, &w->open, out, e);
	while (rc == 0 && w->late.count > 0)
		rc = write_next(w, &w->late, out, e);
	return rc;
}
