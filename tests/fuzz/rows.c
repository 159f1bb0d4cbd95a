#include <assert.h>
#include <stdint.h>
#include <stdio.h>

#include "frame/config.h"
#include "io/units.h"
#include "normalize/normalize.h"
#include "record/record.h"
#include "rules/node.h"
#include "text/csv.h"

/*
 * The first byte chooses a rule; the rest is an input of rows.  Whatever it
 * is: each record is valid, has an id and a source, and is no field twice.
 */
int	LLVMFuzzerTestOneInput(const uint8_t *, size_t);

static const char *const rules[] = {
	"input: {format: csv}\n",
	"input: {format: csv, header: {find: a}, stop: ^Z, encoding: utf-8}\n"
	"columns: {a: {to: id, type: code}, b: {to: t, type: time},"
	" c: {to: t, type: time, formats: [excel, '%Y%m%d']},"
	" d: {to: n, type: integer, on_bad: null}}\n"
	"duplicates: {exact: drop}\n",
	"input: {format: tsv, header: none, encoding: gb18030}\n"
	"other_columns: drop\nmask: none\n"
	"columns: {1: text, 2: {to: l, type: list, separator: ；},"
	" 3: {to: m, map: {x: 1, y: null, '': z}},"
	" 4: {to: f, type: number, fill: down}, 5: {to: b, fill: once}}"
	"\nduplicates: {exact: drop, key: [text, l]}\n",
};

struct run {
	const struct engine	*engine;
	void			*plan;
	void			*worker;
	struct head		 head;
	struct arena		 heads;
	struct arena		 arena;
	struct out		 out;
	uint64_t		 counters[32];
	uint64_t		 records;
	struct buf		 row;
};

static void
check_record(struct run *r, struct span line)
{
	struct record record;
	struct json value;
	struct err e;
	size_t i;

	assert(record_parse(&record, &r->arena, line, &e) == 0);
	assert(record_get(&record, SPAN("source"), &value, &e) == 0 &&
	    value.kind == JSON_OBJECT);
	for (i = 0; i < record.count; i++)
		assert(record_get(&record, record.fields[i].key, &value,
		    &e) == 0);
	assert(span_is(record.fields[0].key, "id"));
}

static void
map_rows(struct run *r, struct span rest, char delimiter, size_t hash)
{
	struct csv_cutting cutting = { .delimiter = delimiter };
	struct cutter cutter = csv_cutter(&cutting);
	struct unit unit = { .input = "d/fuzz.csv", .line = 1, .number = 1,
	    .arena = &r->arena, .head = r->head.made };
	struct err e = { 0 };
	struct buf above = { 0 };
	size_t n, number;

	for (number = 1; rest.n > 0; number++, rest = span_from(rest, n)) {
		n = cutter.cut(cutter.state, rest, 0);
		if (n == 0)
			n = cutter.last(cutter.state, rest);
		unit.bytes = span_make(rest.p, n);
		unit.line += csv_lines(unit.bytes);
		buf_cut(&above, 0);
		unit.stopped |= r->engine->stop(r->worker, r->head.made,
		    unit.bytes, &above, &e) != 0;
		unit.above = buf_span(&above);
		r->row.n = 0;
		if (number > r->head.skip && r->engine->map(r->worker, &unit,
		    &r->out, &e) == 0 && r->row.n > 0)
			check_record(r, span_from(buf_span(&r->row), hash));
		arena_reset(&r->arena);
	}
	buf_free(&above);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	enum { RULES = sizeof(rules) / sizeof(rules[0]) };
	size_t which = size == 0 ? 0 : data[0] % RULES;
	struct arena arena = { 0 };
	struct faults faults = { .arena = &arena };
	struct rule rule = { .name = "-e", .path = "-e", .expression = true };
	struct config config = { .rules = &rule, .rule_count = 1 };
	struct run r = { .engine = &normalize_engine };
	struct err e = { 0 };

	if (size == 0)
		return 0;
	rule.root = node_parse(&arena, span_of(rules[which]), "-e", &faults);
	assert(rule.root != NULL && r.engine->compile(&config, &arena,
	    &r.plan, &faults) == 0);
	r.engine->open(r.plan, &r.worker, &e);
	r.head = (struct head){ .input = "d/fuzz.csv", .whole = true,
	    .last = true, .bytes = span_make((const char *)data + 1,
	    size - 1) };
	r.out = (struct out){ .record = &r.row, .counters = r.counters,
	    .records = &r.records };
	if (r.engine->head(r.worker, &r.head, &r.heads, &e) == 0)
		map_rows(&r, r.head.bytes, which == 2 ? '\t' : ',',
		    which == 0 ? 0 : sizeof(struct hash));
	r.engine->close(r.worker);
	buf_free(&r.row);
	arena_free(&r.heads);
	arena_free(&r.arena);
	arena_free(&arena);
	return 0;
}
