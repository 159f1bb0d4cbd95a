#include "base/mem.h"
#include "tag/check.h"
#include "tag/compile.h"
#include "tag/coverage.h"
#include "tag/explain.h"
#include "tag/fold.h"
#include "tag/map.h"
#include "tag/tag.h"
#include "tag/unmet.h"

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

/* What the rows of each mode come to. */
static const struct folds {
	int	(*begin)(const struct plan *, void **state);
	int	(*row)(void *state, struct span, struct out *, struct err *);
	int	(*finish)(void *state, struct out *, struct err *);
	void	(*drop)(void *state);
} folds[] = {
	[MODE_RECORDS] = { fold_begin, fold_row, fold_finish, fold_drop },
	[MODE_EXPLAIN] = { explain_begin, explain_row, explain_finish,
	    explain_drop },
	[MODE_COVERAGE] = { coverage_begin, coverage_row, coverage_finish,
	    coverage_drop },
};

/* The state of one of them. */
struct folding {
	const struct folds	*folds;
	void			*state;
};

static int
begin(const void *plan, void **state, struct err *e)
{
	const struct folds *f = &folds[((const struct plan *)plan)->mode];
	struct folding *folding;
	void *own;

	(void)e;
	*state = NULL;
	f->begin(plan, &own);
	if (own == NULL)
		return 0;
	folding = mem_zero(1, sizeof(*folding));
	*folding = (struct folding){ f, own };
	*state = folding;
	return 0;
}

static int
fold(void *state, struct span row, struct out *out, struct err *e)
{
	struct folding *f = state;

	return f->folds->row(f->state, row, out, e);
}

static int
finish(void *state, struct out *out, struct err *e)
{
	struct folding *f = state;
	int rc = f->folds->finish(f->state, out, e);

	mem_free(f);
	return rc;
}

static void
drop(void *state)
{
	struct folding *f = state;

	f->folds->drop(f->state);
	mem_free(f);
}

/* The fields that the books code, as a message names them. */
static struct span
list_fields(const struct plan *p, struct arena *arena)
{
	struct span list = SPAN("");
	uint32_t i;

	for (i = 0; i < p->field_count; i++)
		list = arena_printf(arena, "%.*s%s\"%.*s\"", (int)list.n,
		    list.p, i == 0 ? "" : ", ", (int)p->fields[i].path.text.n,
		    p->fields[i].path.text.p);
	return list;
}

/* A field of another name would leave all records uncoded, and nobody knows. */
static void
tell_uncoded(const struct plan *p, const uint64_t *counters, uint64_t records,
    struct span first, void (*tell)(const struct err *))
{
	struct arena arena = { 0 };
	struct buf names = { 0 };
	struct err e = { 0 };
	struct span fields;

	if (records == 0 || counters[p->without_field] != records ||
	    p->literal_count + p->always_count == 0)
		return;
	fields = list_fields(p, &arena);
	buf_add(&names, SPAN("; the first record has "));
	if (!watch_put_names(first, &names))
		buf_cut(&names, 0);
	err_set(&e, ERR_NONE, NULL, 0, 0, "warning: nothing was coded: no "
	    "record has %s%.*s%.*s (--field NAME codes another field)",
	    p->field_count > 1 ? "any of the fields " : "the field ",
	    (int)fields.n, fields.p, (int)names.n, names.p);
	buf_free(&names);
	arena_free(&arena);
	tell(&e);
}

static void
sum_up(const void *plan, const uint64_t *counters, uint64_t records,
    struct span first, void (*tell)(const struct err *))
{
	tell_uncoded(plan, counters, records, first, tell);
	unmet_tell(plan, counters, first, tell);
}

static const char *
format(const void *plan)
{
	return ((const struct plan *)plan)->mode == MODE_EXPLAIN ? "text" :
	    NULL;
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

int
tag_look(const char *const *inputs, size_t count, const struct config *c,
    struct err *e)
{
	bool explains = config_setting(c, "explain") != NULL;
	bool covers = config_setting(c, "coverage") != NULL;

	(void)inputs;
	(void)count;
	if (config_setting(c, "code") != NULL && !explains)
		return err_set(e, ERR_USAGE, NULL, 0, 0,
		    "--code goes with --explain or --text");
	if (explains + covers + (config_setting(c, "keep") != NULL) > 1)
		return err_set(e, ERR_USAGE, NULL, 0, 0, "expected one of "
		    "--coverage, --explain and --keep");
	return 0;
}

const struct engine tag_engine = {
	.name = "tag",
	.compile = compile,
	.counters = counters,
	.open = open_worker,
	.map = map,
	.begin = begin,
	.fold = fold,
	.finish = finish,
	.sum_up = sum_up,
	.drop = drop,
	.format = format,
	.close = close_worker,
	.check = check,
};
