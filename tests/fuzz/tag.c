#include <assert.h>
#include <stdint.h>

#include "rules/node.h"
#include "tag/plan.h"
#include "tag/tag.h"

/*
 * The first byte says what the rest is: a book that codes a text, whose
 * examples are run, or a record that a book codes.  What comes out is a
 * record again, and coded once more it is the same.
 */
int	LLVMFuzzerTestOneInput(const uint8_t *, size_t);

static const char book_text[] =
    "prefix: p\nfields: [text, title]\nblocks: [quote]\noverlap: longest\n"
    "fold: [width, case]\ndecoys: [abc]\n"
    "contexts: {n: {words: [no], reach: {left: 3}, stop: ',', effect: void},"
    " m: {words: [x], reach: {left: 1, right: 9}, effect: mark}}\n"
    "codes:\n"
    "  - {id: a, match: [a, {seq: [a, b], gap: 3}], unless: [n, m]}\n"
    "  - {id: b, match: [{near: [a, b, {any: [c, cc]}], gap: 9}],"
    " unless: [{seq: [d, $self], gap: 1}]}\n"
    "  - {id: c, match: [{all: [a, c, {none: [d]}], within: clause},"
    " {regex: '[ab]+c?'}], set: {s: 1, id2: x}}\n"
    "  - {id: d, match: [{term: d, weight: 2}, {regex: 'd+', weight: -1.5},"
    " {where: 'has x and n < 3', weight: 0}], set: {s: true}}\n"
    "classify:\n"
    "  - {into: best, among: '*', min_margin: 0.2, margin: m, all: l,"
    " otherwise: none}\n"
    "  - {into: first, among: [d, 'a*'], by: order, label: zh}\n"
    "tests: [{record: {text: a, n: [1, b]}, gives: {first: a, s: null}}]\n";

static const char record_text_[] =
    "{\"text\":\"ab no a, d abbc. cc b a x\",\"x\":1,\"n\":2,\"s\":\"old\"}";

static void
code(void *worker, struct span line, struct buf *into)
{
	struct arena arena = {0};
	struct record r;
	struct unit unit = { .record = &r, .arena = &arena };
	uint64_t counters[512] = {0}, count = 0;
	struct out out = { .record = into, .counters = counters,
	    .records = &count };
	struct err e;

	if (record_parse(&r, &arena, line, &e) == 0)
		tag_engine.map(worker, &unit, &out, &e);
	arena_free(&arena);
}

static void
run(const struct config *config, struct arena *arena, struct faults *faults,
    struct span line)
{
	struct buf once = {0}, twice = {0};
	const char *const *names;
	void *plan, *worker;
	struct err e;

	if (tag_engine.compile(config, arena, &plan, faults) == -1 ||
	    tag_engine.counters(plan, &names) > 512)
		return;
	tag_engine.check(plan, arena, faults);
	tag_engine.open(plan, &worker, &e);
	code(worker, line, &once);
	if (once.n > 0) {
		code(worker, span_make(once.p, once.n - 1), &twice);
		assert(span_equal(buf_span(&once), buf_span(&twice)));
	}
	tag_engine.close(worker);
	buf_free(&once);
	buf_free(&twice);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct span rest = span_from(span_make((const char *)data, size), 1);
	struct span book = span_of(book_text), line = rest;
	struct arena arena = {0};
	struct faults faults = { .arena = &arena };
	struct rule rule = { .name = "-e", .path = "-e", .expression = true };
	struct config config = { .rules = &rule, .rule_count = 1 };

	if (size == 0)
		return 0;
	if (data[0] == 'b') {
		book = rest;
		line = span_of(record_text_);
	}
	rule.root = node_parse(&arena, book, "-e", &faults);
	if (rule.root != NULL)
		run(&config, &arena, &faults, line);
	arena_free(&arena);
	return 0;
}
