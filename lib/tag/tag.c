#include "tag/check.h"
#include "tag/compile.h"
#include "tag/fold.h"
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
	(void)e;
	*worker = worker_new(plan);
	return 0;
}

static int
map(void *worker, const struct unit *unit, struct out *out, struct err *e)
{
	return tag_map(worker, unit, out, e);
}

static int
begin(const void *plan, void **state, struct err *e)
{
	(void)e;
	return fold_begin(plan, state);
}

static void
close_worker(void *worker)
{
	worker_free(worker);
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
	.begin = begin,
	.fold = fold_row,
	.finish = fold_finish,
	.drop = fold_drop,
	.close = close_worker,
	.check = check,
};
