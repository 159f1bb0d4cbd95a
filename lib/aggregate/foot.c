#include "aggregate/foot.h"
#include "aggregate/table.h"
#include "base/map.h"
#include "text/date.h"

#define MOST_NAMELESS	5	/* of a key that are listed */

/* Which way chances are corrected: one in twenty is below 0.05 by chance. */
static void
tell_correction(const struct plan *plan, struct span *lines, size_t *n)
{
	static const char *const ways[][2] = {
		[CORRECT_HOLM] = {
			"p: corrected for the number of tests, Holm (1979).",
			"p 按检验的次数校正：Holm（1979）。" },
		[CORRECT_BH] = {
			"p: corrected for the number of tests, Benjamini and "
			"Hochberg (1995).",
			"p 按检验的次数校正：Benjamini 与 Hochberg（1995）。" },
	};

	if (plan->table != NULL && plan->table->correction != CORRECT_NONE)
		lines[(*n)++] = span_of(
		    ways[plan->table->correction][plan->chinese]);
}

static void
describe_measures(const struct results *all, struct span *lines, size_t *n)
{
	const struct plan *plan = all->groups->plan;

	if (plan->table != NULL)
		lines[(*n)++] = span_of(plan->chinese ?
		    plan->table->kind->zh : plan->table->kind->en);
	for (size_t i = 0; i < plan->measure_count; i++) {
		const struct measure *m = &plan->measures[i];

		if (m->describe.n > 0 && !m->hidden)
			lines[(*n)++] = arena_printf(all->arena, plan->chinese ?
			    "%.*s：%.*s" : "%.*s: %.*s", (int)m->title.n,
			    m->title.p, (int)m->describe.n, m->describe.p);
	}
}

/* The codes of an area that stand in the table as they are, as a list. */
static size_t
list_nameless(const struct results *all, size_t key, struct buf *list)
{
	const struct plan *plan = all->groups->plan;
	struct map seen = {0};
	struct span code;
	size_t count;
	bool is_new;

	for (size_t i = 0; i < all->count; i++) {
		code = all->items[i].parts[key].text;
		if (!result_has(&all->items[i], key) || code.n == 0 ||
		    labels_find(&plan->keys[key].names, code).p != code.p)
			continue;
		map_put(&seen, code, &is_new);
		if (!is_new || seen.count > MOST_NAMELESS)
			continue;
		if (list->n > 0)
			buf_add(list, plan->chinese ? SPAN("、") : SPAN(", "));
		buf_add(list, code);
	}
	if (seen.count > MOST_NAMELESS)
		buf_add(list, plan->chinese ? SPAN(" 等") : SPAN(" ..."));
	count = seen.count;
	map_free(&seen);
	return count;
}

static void
tell_nameless(const struct results *all, size_t key, struct span *lines,
    size_t *n)
{
	const struct plan *plan = all->groups->plan;
	struct span title = plan->keys[key].title;
	struct buf list = {0};
	size_t count = list_nameless(all, key, &list);

	if (count > 0)
		lines[(*n)++] = arena_printf(all->arena, plan->chinese ?
		    "%.*s：%zu 个代码没有名称，照代码列出：%.*s。" :
		    "%.*s: %zu without a name, shown as their codes: %.*s.",
		    (int)title.n, title.p, count, (int)list.n, list.p);
	buf_free(&list);
}

/* What is null because it isn't known is not to be taken for no change. */
static void
tell_first_day(struct groups *g)
{
	struct arena arena = {0};
	char day[DATE_SIZE];

	if (g->first_day != ROW_NO_DAY)
		groups_foot(g, arena_printf(&arena, g->plan->chinese ?
		    "数据从 %s 开始；与这天以前的、或没有记录的时期相比，不列增减。" :
		    "The data begin with %s: no change against a period that "
		    "begins before, or has no record.",
		    date_text(g->first_day, day)));
	arena_free(&arena);
}

void
foot_keys(struct groups *g)
{
	const struct plan *plan = g->plan;
	struct arena arena = {0};

	if (plan->cases != NULL || (g->map.count == 0 && g->spilled == NULL))
		return;
	for (size_t i = 0; i < plan->key_count; i++)
		if (plan->keys[i].path.count > 0 && !groups_have_value(g, i))
			groups_foot(g, arena_printf(&arena, plan->chinese ?
			    "没有一条记录有 \"%.*s\" 的值。" :
			    "No record has a value of \"%.*s\".",
			    (int)plan->keys[i].path.text.n,
			    plan->keys[i].path.text.p));
	arena_free(&arena);
	tell_first_day(g);
}

size_t
foot_lines(const struct results *all, bool approximate, struct span **into)
{
	const struct groups *g = all->groups;
	const struct plan *plan = g->plan;
	struct span *lines = arena_zero(all->arena, plan->measure_count +
	    plan->key_count + 3 + GROUPS_MAX_FOOT, sizeof(*lines));
	size_t n = 0;

	describe_measures(all, lines, &n);
	tell_correction(plan, lines, &n);
	if (plan->suppress.below > 0)
		lines[n++] = arena_printf(all->arena, plan->chinese ?
		    "*：%s 不足 %llu%s，不列出。" :
		    "*: %s below %llu%s, not told.",
		    plan->measures[plan->suppress.of].name,
		    (unsigned long long)plan->suppress.below,
		    !plan->suppress.complement ? "" : plan->chinese ?
		    "，或者列出来就能推算出那些" :
		    ", or by which those could be found");
	if (approximate)
		lines[n++] = plan->chinese ?
		    SPAN("~：估计值（分位数误差至多 0.4%，不同值计数的标准误 0.8%）。") :
		    SPAN("~: estimated (quantiles within 0.4 %, distinct "
		    "counts with a standard error of 0.8 %).");
	for (size_t i = 0; i < plan->key_count; i++)
		if (plan->keys[i].named)
			tell_nameless(all, i, lines, &n);
	for (size_t i = 0; i < g->foot_count; i++)
		lines[n++] = g->foot[i];
	*into = lines;
	return n;
}
