#include "aggregate/aggregate.h"
#include "aggregate/check.h"
#include "aggregate/plan.h"

static void
read_test(struct compiling *c, const struct node *node, struct test *t)
{
	const struct node *records, *gives;
	struct fields f;

	t->place = node->place;
	if (fields_begin(&f, node, c->run, c->faults) == -1)
		return;
	if ((records = fields_need(&f, "records")) != NULL)
		node_text(records, &t->records, c->faults);
	if ((gives = fields_need(&f, "gives")) != NULL &&
	    node_text(gives, &t->gives, c->faults) == 0)
		t->place = gives->place;
	fields_end(&f);
}

void
compile_tests(struct compiling *c, const struct node *node)
{
	struct plan *plan = c->plan;

	if (node->kind != NODE_SEQUENCE) {
		fault(c->faults, node->place, "expected a sequence of tests");
		return;
	}
	plan->tests = arena_zero(c->run, node->count, sizeof(*plan->tests));
	plan->test_count = node->count;
	for (size_t i = 0; i < node->count; i++)
		read_test(c, node->items[i], &plan->tests[i]);
}

/* Takes the first line of a text. */
static struct span
take_line(struct span *text)
{
	size_t n = span_index(*text, '\n');
	struct span line = span_make(text->p, n);

	*text = span_from(*text, n + 1);
	return line;
}

/* One run of the engine over the records of a test. */
struct trial {
	const struct engine	*engine;
	void			*worker;
	void			*state;
	struct arena		 arena;		/* of one record */
	struct buf		 row;
	struct buf		 results;
	uint64_t		 counters[PLAN_MAX_COUNTERS];
	uint64_t		 written;
	struct err		 e;
};

static int
try_record(struct trial *t, struct span line, size_t number)
{
	struct out out = { .record = &t->row, .counters = t->counters,
	    .records = &t->written };
	struct record record;
	struct unit unit = { .record = &record, .bytes = line,
	    .input = "records", .line = number, .number = number,
	    .arena = &t->arena };
	int rc = record_parse(&record, &t->arena, line, &t->e);

	buf_cut(&t->row, 0);
	if (rc == 0)
		rc = t->engine->map(t->worker, &unit, &out, &t->e);
	out.record = &t->results;
	if (rc == 0 && t->row.n > 0)
		rc = t->engine->fold(t->state, buf_span(&t->row), &out,
		    &t->e);
	arena_reset(&t->arena);
	return rc;
}

/* The results of the records.  -1 with t->e. */
static int
try_records(struct trial *t, const struct plan *plan, struct span records)
{
	struct out out = { .record = &t->results, .counters = t->counters,
	    .records = &t->written };
	size_t number = 0;
	void *state;

	if (t->engine->begin(plan, &t->state, &t->e) == -1 ||
	    t->engine->open(plan, &t->worker, &t->e) == -1)
		return -1;
	while (records.n > 0) {
		struct span line = take_line(&records);

		number++;
		if (span_trim(line).n > 0 &&
		    try_record(t, line, number) == -1)
			return -1;
	}
	state = t->state;
	t->state = NULL;
	return t->engine->finish(state, &out, &t->e);
}

/* The first line that isn't as it should be. */
static void
compare(const struct test *test, struct span got, struct faults *faults)
{
	struct span want = test->gives;
	char wanted[400], came[400];

	for (size_t line = 1; want.n > 0 || got.n > 0; line++) {
		struct span a = take_line(&want), b = take_line(&got);

		if (span_equal(a, b))
			continue;
		fault(faults, test->place, "line %zu: expected %s, got %s",
		    line, a.n == 0 ? "no more" :
		    err_quote(wanted, sizeof(wanted), a), b.n == 0 ?
		    "no more" : err_quote(came, sizeof(came), b));
		return;
	}
}

static void
run_test(const struct plan *plan, const struct test *test,
    struct faults *faults)
{
	struct trial t = { .engine = &aggregate_engine };

	if (try_records(&t, plan, test->records) == -1)
		fault(faults, test->place, "%s%s", t.e.kind == ERR_RECORD ?
		    "a record is refused: " : "", t.e.text);
	else
		compare(test, buf_span(&t.results), faults);
	if (t.state != NULL)
		t.engine->drop(t.state);
	if (t.worker != NULL)
		t.engine->close(t.worker);
	arena_free(&t.arena);
	buf_free(&t.row);
	buf_free(&t.results);
}

int
check_tests(const struct plan *plan, struct arena *arena,
    struct faults *faults)
{
	struct plan lines = *plan;
	size_t errors = faults->errors;

	(void)arena;
	lines.format = FORMAT_JSONL;
	lines.partial = lines.merge = lines.verbose = false;
	lines.methods = NULL;
	for (size_t i = 0; i < plan->test_count; i++)
		run_test(&lines, &plan->tests[i], faults);
	return faults->errors > errors ? -1 : 0;
}
