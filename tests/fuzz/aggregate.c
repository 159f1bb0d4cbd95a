#include <stdint.h>

#include "aggregate/aggregate.h"
#include "base/mem.h"
#include "base/utf8.h"
#include "rules/node.h"

/*
 * The first byte says what the rest is: a rule that reads records, records
 * that a rule reads, or records of --partial that it folds; and whether that
 * rule counts records or cases.
 */
int	LLVMFuzzerTestOneInput(const uint8_t *, size_t);

static const char rule_text[] =
    "by: [{value: k, as: k}, {each: c}]\nrollup: true\nexact: 3\n"
    "measures: {n: {count: all}, s: {sum: x}, a: {mean: x}, l: {min: x},"
    " d: {distinct: y}, q: {p90: x}, e: {examples: 2}, t: {share: s}}";

static const char records[] =
    "{\"id\":1,\"k\":\"a\",\"c\":[\"x\",\"y\"],\"x\":0.5,\"y\":7}\n"
    "{\"id\":\"r\",\"k\":null,\"c\":[],\"x\":-1e30,\"t\":\"2024-05-03\"}\n";

static const char cases_text[] =
    "cases: {columns: {case: id, collected: t, closed: u, returns: n},"
    " limits: [{hours: 5, when: 'x == 1'}], again: {who: y, same: x, days: 9}}"
    "\nperiod: {unit: month, basis: flow}\ncompare: previous\n"
    "by: [{value: region, as: r}, tier_closed]\nrollup: true\n"
    "measures: {n: {count: accepted}, o: {count: open}, s: {sum: returns},"
    " q: {p90: 'hours(collected, responded)'}, r: {count: repeated},"
    " d: {count: overdue}, e: {examples: 2},"
    " c: {change: n, against: previous}}";

/* The hash that records of --partial bear here, so that one may be made. */
static const struct hash no_hash = { 0, 0 };

static void
feed(void *worker, void *state, struct span lines, struct out *out)
{
	struct arena arena = {0};
	struct buf row = {0};
	struct err e;
	size_t n;

	for (; lines.n > 0; lines = span_from(lines, n + 1)) {
		struct record r;
		struct unit unit = { .record = &r, .arena = &arena };
		struct out mapped = { .record = &row,
		    .counters = out->counters, .records = out->records };

		n = span_index(lines, '\n');
		buf_cut(&row, 0);
		if (record_parse(&r, &arena, span_make(lines.p, n), &e) == 0 &&
		    aggregate_engine.map(worker, &unit, &mapped, &e) == 0 &&
		    row.n > 0)
			aggregate_engine.fold(state, buf_span(&row), out, &e);
		arena_reset(&arena);
	}
	arena_free(&arena);
	buf_free(&row);
}

static void
run(const struct config *config, struct arena *arena, struct faults *faults,
    struct span lines)
{
	void *plan, *worker, *state;
	const char *const *names;
	uint64_t *counters, count = 0;
	struct buf written = {0};
	struct out out = { .record = &written, .records = &count };
	struct err e;

	if (aggregate_engine.compile(config, arena, &plan, faults) == -1 ||
	    aggregate_engine.begin(plan, &state, &e) == -1)
		return;
	counters = mem_zero(aggregate_engine.counters(plan, &names) + 1,
	    sizeof(*counters));
	out.counters = counters;
	aggregate_engine.open(plan, &worker, &e);
	feed(worker, state, lines, &out);
	aggregate_engine.finish(state, &out, &e);
	aggregate_engine.close(worker);
	mem_free(counters);
	buf_free(&written);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct span rest = span_from(span_make((const char *)data, size), 1);
	struct span text = span_of(rule_text), lines = rest;
	struct arena arena = {0};
	struct faults faults = { .arena = &arena };
	struct setting settings[] = {
		{ "memory", "8M" }, { "format", "table" }, { "merge", "" }
	};
	struct rule rule = { .name = "-e", .path = "-e", .expression = true,
	    .hash = no_hash };
	struct config config = { .rules = &rule, .rule_count = 1,
	    .settings = settings, .setting_count = 2,
	    .rules_folder = "/nonexistent" };

	if (size == 0)
		return 0;
	utf8_choose();
	if (data[0] % 3 == 0) {
		text = rest;
		lines = span_of(records);
	} else if (data[0] % 3 == 1)
		config.setting_count = 3;
	if (data[0] % 3 > 0 && data[0] / 3 % 2 == 1)
		text = span_of(cases_text);
	rule.root = node_parse(&arena, text, "-e", &faults);
	if (rule.root != NULL)
		run(&config, &arena, &faults, lines);
	arena_free(&arena);
	return 0;
}
