#include "aggregate/watched.h"
#include "frame/unlike.h"

struct watching {
	struct compiling	*c;
	bool			 key;
	bool			 optional;
};

static void
watch(void *ctx, const struct path *path)
{
	struct watching *w = ctx;
	struct plan *plan = w->c->plan;

	for (size_t i = 0; i < plan->watched_count; i++)
		if (span_equal(plan->watched[i].path.text, path->text))
			return;
	if (plan->watched_count == PLAN_MAX_WATCHED)
		return;
	plan->watched = arena_grow(w->c->run, plan->watched,
	    plan->watched_count, &w->c->watched_capacity,
	    plan->watched_count + 1, sizeof(*plan->watched));
	plan->watched[plan->watched_count++] =
	    (struct watched){ .path = *path, .key = w->key,
	    .optional = w->optional };
}

/* What a case itself has needs no record. */
static void
watch_read(void *ctx, const struct path *path)
{
	if (path->place == 0)
		watch(ctx, path);
}

static void
watch_word(void *ctx, const struct path *path)
{
	struct watching *w = ctx;
	struct plan *plan = w->c->plan;

	for (size_t i = 0; i < plan->watched_count; i++)
		if (span_equal(plan->watched[i].path.text, path->text))
			plan->watched[i].word = true;
}

void
watched_add(struct compiling *c, const struct path *path)
{
	struct watching w = { .c = c };

	if (c->plan->cases == NULL)
		watch(&w, path);
}

void
watched_compile(struct compiling *c)
{
	struct watching w = { .c = c, .optional = true };
	const struct plan *plan = c->plan;

	for (size_t i = 0; i < c->expr_count; i++)
		expr_asked(c->exprs[i], watch, &w);
	w.optional = false;
	w.key = true;
	for (size_t i = 0; i < plan->key_count; i++)
		if (plan->keys[i].path.count > 0 && !plan->keys[i].folded)
			watch(&w, &plan->keys[i].path);
	w.key = false;
	for (size_t i = 0; i < c->expr_count; i++) {
		expr_paths(c->exprs[i], watch_read, &w);
		expr_words(c->exprs[i], watch_word, &w);
	}
}

size_t
watched_counters(const struct plan *plan)
{
	return plan->watched_count > 0 ? 1 + plan->watched_count : 0;
}

void
watched_note(const struct plan *plan, const struct record *record,
    uint64_t *counters)
{
	watch_note(plan->watched, plan->watched_count, record, counters);
}

bool
watched_line(const struct plan *plan, const uint64_t *counters, bool keys,
    struct span first, struct buf *b)
{
	const struct watched *w;
	size_t n = 0;

	for (size_t i = 0; i < plan->watched_count; i++) {
		w = &plan->watched[i];
		if (!watch_missed(plan->watched, i, counters) ||
		    (w->key && !keys))
			continue;
		buf_add(b, n++ > 0 ? (plan->chinese ? SPAN("、") :
		    SPAN(", ")) : plan->chinese ? SPAN("没有一条记录有字段 ") :
		    SPAN("no record has the field "));
		watch_put(w, first, plan->chinese, b);
	}
	return n > 0;
}

void
watched_hint(const struct plan *plan, const uint64_t *counters, struct buf *b)
{
	static const char *const truths[] = { "true", "false", NULL };
	const struct watched *w;
	const char *near = NULL;
	bool word = false;

	for (size_t i = 0; i < plan->watched_count; i++) {
		w = &plan->watched[i];
		if (!w->word || !watch_missed(plan->watched, i, counters))
			continue;
		word = true;
		if (near == NULL)
			near = fault_nearest(w->path.text, truths);
	}
	if (word)
		unlike_put_word(near, plan->chinese, b);
}
