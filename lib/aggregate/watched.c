#include "aggregate/watched.h"

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
	    plan->watched_count, &w->c->watched_capacity, plan->watched_count + 1,
	    sizeof(*plan->watched));
	plan->watched[plan->watched_count++] =
	    (struct watched){ *path, w->key, w->optional };
}

static void
watch_expr(struct watching *w, const struct expr *x)
{
	if (x != NULL)
		(w->optional ? expr_asked : expr_paths)(x, watch, w);
}

static void
watch_exprs(struct watching *w)
{
	const struct plan *plan = w->c->plan;

	for (size_t i = 0; i < plan->key_count; i++)
		watch_expr(w, plan->keys[i].value);
	watch_expr(w, plan->where);
	for (size_t i = 0; i < plan->input_count; i++) {
		watch_expr(w, plan->inputs[i].value);
		watch_expr(w, plan->inputs[i].where);
		watch_expr(w, plan->inputs[i].by);
	}
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

	if (plan->cases != NULL)
		return;
	watch_exprs(&w);
	w.optional = false;
	w.key = true;
	for (size_t i = 0; i < plan->key_count; i++)
		if (plan->keys[i].path.count > 0)
			watch(&w, &plan->keys[i].path);
	w.key = false;
	watch_exprs(&w);
}

size_t
watched_counters(const struct plan *plan)
{
	return plan->watched_count > 0 ? 1 + plan->watched_count : 0;
}

/* A key that stands twice is there. */
static bool
has(const struct record *record, const struct path *path)
{
	struct err ignored = { 0 };
	struct json value;

	return record_path_all(record, path, &value, &ignored) == -1 ||
	    value.kind != JSON_ABSENT;
}

void
watched_note(const struct plan *plan, const struct record *record,
    uint64_t *counters)
{
	if (plan->watched_count == 0)
		return;
	counters[0] = 1;
	for (size_t i = 0; i < plan->watched_count; i++)
		if (counters[1 + i] == 0 && !plan->watched[i].optional &&
		    has(record, &plan->watched[i].path))
			counters[1 + i] = 1;
}

bool
watched_line(const struct plan *plan, const uint64_t *counters, bool keys,
    struct buf *b)
{
	const struct watched *w;
	char shown[128];
	size_t n = 0;

	for (size_t i = 0; i < plan->watched_count; i++) {
		w = &plan->watched[i];
		if (counters[0] == 0 || counters[1 + i] > 0 ||
		    w->optional || (w->key && !keys))
			continue;
		buf_add(b, n++ > 0 ? (plan->chinese ? SPAN("、") :
		    SPAN(", ")) : plan->chinese ? SPAN("没有一条记录有字段 ") :
		    SPAN("no record has the field "));
		buf_printf(b, "\"%s\"", err_quote(shown, sizeof(shown),
		    w->path.text));
	}
	return n > 0;
}
