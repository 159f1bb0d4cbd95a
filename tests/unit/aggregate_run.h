#ifndef UNIT_AGGREGATE_RUN_H
#define UNIT_AGGREGATE_RUN_H

#include "aggregate/aggregate.h"
#include "rules/node.h"

#define MOST_SETTINGS	4

/* One run of the engine over lines of records, for the tests of aggregate. */
struct run {
	struct arena	arena;		/* of the run */
	struct arena	record;
	struct faults	faults;
	struct rule	rule;
	struct setting	settings[MOST_SETTINGS];
	struct config	config;
	struct scratch	scratch;
	void		*plan;
	void		*worker;
	void		*state;
	struct buf	row;
	struct buf	out;
	uint64_t	counters[300];
	uint64_t	records;
	struct err	e;
};

static const struct engine *const engine = &aggregate_engine;

/* The settings are given between the two. */
static void
run_init(struct run *r)
{
	*r = (struct run){ .rule = { .name = "-e", .path = "-e",
	    .expression = true } };
	r->faults.arena = &r->arena;
}

static int
run_begin(struct run *r, const char *rule, size_t settings)
{
	r->rule.hash = hash_of(span_of(rule));
	r->rule.root = node_parse(&r->arena, span_of(rule), "-e", &r->faults);
	assert_non_null(r->rule.root);
	r->config = (struct config){ .rules = &r->rule, .rule_count = 1,
	    .settings = r->settings, .setting_count = settings,
	    .rules_folder = "rules", .scratch = &r->scratch };
	scratch_open(&r->scratch, "/tmp");
	if (engine->compile(&r->config, &r->arena, &r->plan, &r->faults) == -1)
		return -1;
	if (engine->begin(r->plan, &r->state, &r->e) == -1)
		return -1;
	assert_int_equal(engine->open(r->plan, &r->worker, &r->e), 0);
	return 0;
}

static int
feed_one(struct run *r, struct span line)
{
	struct out out = { .record = &r->row, .counters = r->counters,
	    .records = &r->records };
	struct record record;
	struct unit unit = { .record = &record, .bytes = line, .input = "-",
	    .line = 1, .number = 1, .arena = &r->record };
	int rc;

	buf_cut(&r->row, 0);
	assert_int_equal(record_parse(&record, &r->record, line, &r->e), 0);
	rc = engine->map(r->worker, &unit, &out, &r->e);
	out.record = &r->out;
	if (rc == 0 && r->row.n > 0)
		rc = engine->fold(r->state, buf_span(&r->row), &out, &r->e);
	arena_reset(&r->record);
	return rc;
}

/* All lines; the first that is refused ends it. */
static int
feed(struct run *r, struct span lines)
{
	size_t n;

	for (; lines.n > 0; lines = span_from(lines, n + 1)) {
		n = span_index(lines, '\n');
		if (n > 0 && feed_one(r, span_make(lines.p, n)) == -1)
			return -1;
	}
	return 0;
}

static int
end(struct run *r)
{
	struct out out = { .record = &r->out, .counters = r->counters,
	    .records = &r->records };
	void *state = r->state;

	r->state = NULL;
	return engine->finish(state, &out, &r->e);
}

static void
clean(struct run *r)
{
	if (r->state != NULL)
		engine->drop(r->state);
	if (r->worker != NULL)
		engine->close(r->worker);
	scratch_close(&r->scratch);
	buf_free(&r->row);
	buf_free(&r->out);
	arena_free(&r->record);
	arena_free(&r->arena);
}

#endif
