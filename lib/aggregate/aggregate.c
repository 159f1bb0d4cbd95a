#include "aggregate/aggregate.h"
#include "aggregate/compile.h"
#include "aggregate/map.h"
#include "aggregate/merge.h"
#include "aggregate/write.h"
#include "base/mem.h"

struct worker {
	const struct plan	*plan;
	struct regex_work	*regexes;
};

enum { COUNTER_DROPPED };

static const char *const counter_names[] = { "dropped" };

static int
compile(const struct config *config, struct arena *run, void **plan,
    struct faults *faults)
{
	*plan = compile_rule(config, run, faults);
	return *plan == NULL ? -1 : 0;
}

static const char *
format(const void *p)
{
	static const char *const names[] = {
		[FORMAT_JSONL] = NULL,
		[FORMAT_CSV] = "csv",
		[FORMAT_TSV] = "tsv",
		[FORMAT_TABLE] = "table",
		[FORMAT_HTML] = "html",
	};
	const struct plan *plan = p;

	return names[plan->format];
}

static size_t
counters(const void *plan, const char *const **names)
{
	(void)plan;
	*names = counter_names;
	return sizeof(counter_names) / sizeof(counter_names[0]);
}

static int
open_worker(const void *plan, void **worker, struct err *e)
{
	struct worker *w = mem_zero(1, sizeof(*w));

	(void)e;
	w->plan = plan;
	w->regexes = regex_work_new();
	*worker = w;
	return 0;
}

static void
close_worker(void *worker)
{
	struct worker *w = worker;

	regex_work_free(w->regexes);
	mem_free(w);
}

static int
map(void *worker, const struct unit *unit, struct out *out, struct err *e)
{
	const struct worker *w = worker;
	bool dropped = false;

	if (w->plan->merge) {
		buf_add(out->record, unit->record->line);
		return 0;
	}
	if (row_of_record(w->plan, w->regexes, unit, out->record, &dropped,
	    e) == -1)
		return -1;
	out->counters[COUNTER_DROPPED] += dropped;
	return 0;
}

static int
begin(const void *p, void **state, struct err *e)
{
	const struct plan *plan = p;

	if (plan->usage != NULL)
		return err_set(e, ERR_USAGE, NULL, 0, 0, "%s", plan->usage);
	*state = groups_new(plan);
	return 0;
}

static int
fold(void *state, struct span row, struct out *out, struct err *e)
{
	struct groups *g = state;

	(void)out;
	return g->plan->merge ? merge_record(g, row, e) :
	    groups_add(g, row, e);
}

static int
finish(void *state, struct out *out, struct err *e)
{
	struct groups *g = state;
	struct arena arena = {0};
	struct results results;
	int rc;

	if (g->plan->partial) {
		rc = write_partial(g, out->record, e);
		*out->records += g->map.count;
	} else if ((rc = results_make(&results, g, &arena, e)) == 0) {
		rc = write_results(&results, out->record, e);
		*out->records += results.count;
	}
	arena_free(&arena);
	groups_free(g);
	return rc;
}

static void
drop(void *state)
{
	groups_free(state);
}

const struct engine aggregate_engine = {
	.name = "aggregate",
	.compile = compile,
	.format = format,
	.counters = counters,
	.open = open_worker,
	.map = map,
	.begin = begin,
	.fold = fold,
	.finish = finish,
	.drop = drop,
	.close = close_worker,
};
