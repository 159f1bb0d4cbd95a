#include <assert.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/utf8.h"
#include "record/record.h"
#include "rules/node.h"
#include "segment/segment.h"
#include "share.h"

/*
 * The first byte names a rule, what follows is a text: its units must be a
 * partition of what isn't white space, and each what its positions say.  SHARE
 * is the folder of words.dict, by default that of `make fuzz`.
 */
int	LLVMFuzzerTestOneInput(const uint8_t *, size_t);

#define RULES	7

static const char *const files[RULES] = { "paper", "policy", "interview" };

/* Those that no file has. */
static const char *const texts[RULES] = { NULL, NULL, NULL,
	"unit: clause\n"
	"headings:\n"
	"  - {level: 1, match: '^[一二三]+、'}\n"
	"  - {level: 3, match: '^\\d+[.．]', title_ends_at: 。}\n"
	"  - {style: title}\n"
	"references: {after: [参考文献]}\n"
	"quotes: {match: '^访谈(?<quote_number>\\d+)：'}\n"
	"sentences: {end: '。#', pairs: '**［］'}\n",
	"unit: block\nblocks: [paragraph, quote]\n",
	"unit: sentence\nwords: {unknown: false}\n",
	"words: {join: [共同缔造]}\n"
};

static struct target {
	struct arena	 arena;
	struct rule	 rule;
	void		*worker;
	bool		 whole;		/* every kind, in units */
} targets[RULES];

static struct span
read_rule(struct arena *a, const char *name)
{
	char path[64], *text = arena_alloc(a, 16384);
	FILE *f;
	size_t n;

	snprintf(path, sizeof(path), "rules/segment/%s.yaml", name);
	if ((f = fopen(path, "r")) == NULL)
		abort();
	n = fread(text, 1, 16384, f);
	fclose(f);
	return span_make(text, n);
}

static struct target *
target_of(size_t i)
{
	struct target *t = &targets[i];
	struct faults faults = { .arena = &t->arena };
	struct config config = { .rules = &t->rule, .rule_count = 1,
	    .rules_folder = "rules", .verbose = true };
	struct span text;
	struct err e;
	void *plan;

	if (t->worker != NULL)
		return t;
	config.share_folder = share_folder();
	text = files[i] != NULL ? read_rule(&t->arena, files[i]) :
	    span_of(texts[i]);
	t->rule = (struct rule){ .name = "-e", .path = "-e",
	    .expression = files[i] == NULL };
	t->rule.root = node_parse(&t->arena, text, "-e", &faults);
	if (segment_engine.compile(&config, &t->arena, &plan, &faults) == -1 ||
	    segment_engine.open(plan, &t->worker, &e) == -1)
		abort();
	t->whole = i != 4 && i != 6;
	return t;
}

static size_t
number(const struct record *r, const char *name)
{
	struct json value;
	struct err e;

	assert(record_get(r, span_of(name), &value, &e) == 0);
	assert(value.kind == JSON_NUMBER);
	return strtoul(value.raw.p, NULL, 10);
}

/* Nothing but white space from the code point `from` to that of `to`. */
static size_t
pass(struct span text, size_t byte, size_t from, size_t to, bool blank)
{
	for (; from < to; from++) {
		assert(byte < text.n);
		if (!utf8_is_space(utf8_next(text, &byte)))
			assert(!blank);
	}
	return byte;
}

static void
check_units(struct span text, struct span lines, bool whole)
{
	struct arena arena = { 0 };
	size_t n, start, end, at = 0, byte = 0, from;
	struct span unit;
	struct record r;
	struct err e;

	for (; lines.n > 0; lines = span_from(lines, n + 1)) {
		n = span_index(lines, '\n');
		assert(record_parse(&r, &arena, span_make(lines.p, n), &e) ==
		    0);
		start = number(&r, "start");
		end = number(&r, "end");
		assert(start >= at && end > start);
		from = pass(text, byte, at, start, whole);
		byte = pass(text, from, start, end, false);
		assert(record_text(&r, SPAN("text"), &unit, &e) == 1);
		assert(span_equal(unit, span_make(text.p + from,
		    byte - from)));
		at = end;
	}
	while (whole && byte < text.n)
		assert(utf8_is_space(utf8_next(text, &byte)));
	arena_free(&arena);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	struct span text = span_make((const char *)data, n);
	struct buf line = { 0 }, written = { 0 }, told = { 0 };
	struct arena arena = { 0 };
	uint64_t records = 0;
	struct out out = { .record = &written, .records = &records,
	    .told = &told };
	struct record record;
	struct unit unit = { .record = &record, .arena = &arena };
	struct target *t;
	struct err e;

	if (n == 0 || data[0] >= 0x80 || utf8_check(text) < n)
		return 0;
	t = target_of(data[0] % RULES);
	text = span_from(text, 1);
	buf_add(&line, SPAN("{\"id\":\"x\",\"text\":"));
	json_put_string(&line, text);
	buf_byte(&line, '}');
	assert(record_parse(&record, &arena, buf_span(&line), &e) == 0);
	if (segment_engine.map(t->worker, &unit, &out, &e) == 0 &&
	    t != &targets[6])
		check_units(text, buf_span(&written), t->whole);
	buf_free(&line);
	buf_free(&written);
	buf_free(&told);
	arena_free(&arena);
	return 0;
}
