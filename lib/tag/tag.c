#include "base/mem.h"
#include "tag/check.h"
#include "tag/compile.h"
#include "tag/map.h"
#include "tag/tag.h"

static int
compile(const struct config *config, struct arena *run, void **plan,
    struct faults *faults)
{
	*plan = plan_compile(config, run, faults);
	return *plan == NULL ? -1 : 0;
}

static size_t
counters(const void *plan, const char *const **names)
{
	const struct plan *p = plan;

	*names = p->counters;
	return p->counter_count;
}

static int
open_worker(const void *plan, void **worker, struct err *e)
{
	struct worker *w = mem_zero(1, sizeof(*w));

	(void)e;
	w->plan = plan;
	search_begin(&w->search, w->plan);
	w->coding = mem_zero(w->plan->book_count, sizeof(*w->coding));
	w->wanted = mem_zero(w->plan->book_count, sizeof(*w->wanted));
	w->in_record = mem_zero(w->plan->code_count, sizeof(*w->in_record));
	w->scores = mem_zero(w->plan->code_count, sizeof(*w->scores));
	w->changes = mem_zero((size_t)w->plan->derived_count + 2,
	    sizeof(*w->changes));
	*worker = w;
	return 0;
}

static int
map(void *worker, const struct unit *unit, struct out *out, struct err *e)
{
	return tag_map(worker, unit, out, e);
}

static void
close_worker(void *worker)
{
	struct worker *w = worker;

	buf_free(&w->tags);
	buf_free(&w->codes);
	buf_free(&w->scratch);
	mem_free(w->changes);
	mem_free(w->scores);
	mem_free(w->in_record);
	mem_free(w->wanted);
	mem_free(w->coding);
	search_end(&w->search);
	mem_free(w);
}

static int
check(const void *plan, struct arena *arena, struct faults *faults)
{
	return plan_check(plan, arena, faults);
}

const struct engine tag_engine = {
	.name = "tag",
	.compile = compile,
	.counters = counters,
	.open = open_worker,
	.map = map,
	.close = close_worker,
	.check = check,
};
