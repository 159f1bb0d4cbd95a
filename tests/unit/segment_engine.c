#include <dirent.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <setjmp.h>
#include <cmocka.h>

#include "base/utf8.h"
#include "rules/node.h"
#include "segment/segment.h"

#define SEEDS	"../shared/corpus/seeds"

/* One run of the engine. */
struct run {
	struct arena	arena;		/* of the run */
	struct arena	record;
	struct faults	faults;
	struct rule	rule;
	struct config	config;
	void		*plan;
	void		*worker;
	struct buf	out, told;
	uint64_t	records;
	struct err	e;
};

static const struct engine *const engine = &segment_engine;

static int
start(struct run *r, const char *rule)
{
	*r = (struct run){ .rule = { .name = "-e", .path = "-e",
	    .expression = true } };
	r->faults.arena = &r->arena;
	r->rule.root = node_parse(&r->arena, span_of(rule), "-e", &r->faults);
	assert_non_null(r->rule.root);
	r->config = (struct config){ .rules = &r->rule, .rule_count = 1,
	    .rules_folder = "rules" };
	return engine->compile(&r->config, &r->arena, &r->plan, &r->faults);
}

static void
start_well(struct run *r, const char *rule)
{
	if (start(r, rule) == -1)
		fail_msg("%s: %s", rule, r->faults.items[0].text);
	assert_int_equal(engine->open(r->plan, &r->worker, &r->e), 0);
}

static int
feed(struct run *r, struct span line)
{
	struct out out = { .record = &r->out, .records = &r->records,
	    .told = &r->told };
	struct record record;
	struct unit unit = { .record = &record, .bytes = line, .input = "in",
	    .line = 1, .number = 1, .arena = &r->record };

	arena_reset(&r->record);
	assert_int_equal(record_parse(&record, &r->record, line, &r->e), 0);
	return engine->map(r->worker, &unit, &out, &r->e);
}

static void
finish(struct run *r, const char *expected)
{
	buf_byte(&r->out, '\0');
	if (expected != NULL)
		assert_string_equal(r->out.p, expected);
	if (r->worker != NULL)
		engine->close(r->worker);
	buf_free(&r->out);
	buf_free(&r->told);
	arena_free(&r->record);
	arena_free(&r->arena);
}

#define HEADINGS	"headings: [{level: 1, match: '^[一二三]、'}]\n"

static void
a_unit_has_the_parents_fields_and_its_own(void **state)
{
	struct run r;

	(void)state;
	start_well(&r, "unit: sentence\n" HEADINGS);
	assert_int_equal(feed(&r, SPAN("{\"id\":\"d\",\"n\": 1.10,\"text\":"
	    "\"一、甲\\n\\n丁。\\ud840\\udc00？ 戊\",\"tags\":[],"
	    "\"level\":9}")), 0);
	assert_int_equal(r.records, 4);
	finish(&r,
	    "{\"id\":\"d#1\",\"n\": 1.10,\"text\":\"一、甲\",\"level\":1,"
	    "\"unit\":\"sentence\",\"block\":\"heading\",\"section\":[],"
	    "\"paragraph\":1,\"parent\":\"d\",\"start\":0,\"end\":3}\n"
	    "{\"id\":\"d#2\",\"n\": 1.10,\"text\":\"丁。\","
	    "\"unit\":\"sentence\",\"block\":\"paragraph\","
	    "\"section\":[\"一、甲\"],\"paragraph\":2,\"parent\":\"d\","
	    "\"start\":5,\"end\":7}\n"
	    "{\"id\":\"d#3\",\"n\": 1.10,\"text\":\"𠀀？\","
	    "\"unit\":\"sentence\",\"block\":\"paragraph\","
	    "\"section\":[\"一、甲\"],\"paragraph\":2,\"parent\":\"d\","
	    "\"start\":7,\"end\":9}\n"
	    "{\"id\":\"d#4\",\"n\": 1.10,\"text\":\"戊\","
	    "\"unit\":\"sentence\",\"block\":\"paragraph\","
	    "\"section\":[\"一、甲\"],\"paragraph\":2,\"parent\":\"d\","
	    "\"start\":10,\"end\":11}\n");
}

static void
units_are_counted_whatever_is_written(void **state)
{
	struct run r;

	(void)state;
	start_well(&r, "unit: block\nblocks: [paragraph]\n" HEADINGS);
	feed(&r, SPAN("{\"id\":5,\"text\":\"一、甲\\n乙。\\n二、丙\\n丁。\"}"));
	finish(&r,
	    "{\"id\":\"5#2\",\"text\":\"乙。\",\"unit\":\"block\","
	    "\"block\":\"paragraph\",\"section\":[\"一、甲\"],"
	    "\"paragraph\":2,\"parent\":\"5\",\"start\":4,\"end\":6}\n"
	    "{\"id\":\"5#4\",\"text\":\"丁。\",\"unit\":\"block\","
	    "\"block\":\"paragraph\",\"section\":[\"二、丙\"],"
	    "\"paragraph\":4,\"parent\":\"5\",\"start\":11,\"end\":13}\n");
}

static void
an_id_may_hold_any_character(void **state)
{
	struct run r;

	(void)state;
	start_well(&r, "unit: block\n");
	feed(&r, SPAN("{\"id\":\"a\\u0000\\\"b\",\"text\":\"x\"}"));
	finish(&r, "{\"id\":\"a\\u0000\\\"b#1\",\"text\":\"x\","
	    "\"unit\":\"block\",\"block\":\"paragraph\",\"section\":[],"
	    "\"paragraph\":1,\"parent\":\"a\\u0000\\\"b\",\"start\":0,"
	    "\"end\":1}\n");
}

static void
clauses_and_own_end_marks_are_cut(void **state)
{
	struct run r;

	(void)state;
	start_well(&r, "unit: clause\n");
	feed(&r, SPAN("{\"id\":\"d\",\"text\":\"甲，乙。\"}"));
	assert_int_equal(r.records, 2);
	finish(&r, NULL);
	start_well(&r, "unit: sentence\nsentences: {end: '|'}\n");
	feed(&r, SPAN("{\"id\":\"d\",\"text\":\"甲。乙|丙\"}"));
	assert_int_equal(r.records, 2);
	finish(&r, NULL);
}

static void
a_text_without_characters_has_no_units(void **state)
{
	struct run r;

	(void)state;
	start_well(&r, "unit: sentence\n");
	assert_int_equal(feed(&r, SPAN("{\"id\":\"d\",\"text\":\" \\n　\"}")),
	    0);
	assert_int_equal(r.records, 0);
	finish(&r, "");
}

static void
a_record_without_id_or_text_is_refused(void **state)
{
	static const struct {
		const char	*record;
		const char	*says;
	} table[] = {
		{ "{\"text\":\"x\"}", "field \"id\": expected string, got "
		  "none (run normalize first, or give each record an id)" },
		{ "{\"id\":\"x\"}",
		  "field \"text\": expected string, got none" },
		{ "{\"id\":\"x\",\"text\":null}",
		  "field \"text\": expected string, got none" },
		{ "{\"id\":\"x\",\"text\":1}",
		  "field \"text\": expected string, got number" },
		{ "{\"id\":\"x\",\"text\":\"\",\"start\":0,\"start\":1}",
		  "field \"start\" stands there twice" },
	};
	struct run r;
	size_t i;

	(void)state;
	start_well(&r, "unit: sentence\n");
	for (i = 0; i < sizeof(table) / sizeof(table[0]); i++) {
		assert_int_equal(feed(&r, span_of(table[i].record)), -1);
		assert_int_equal(r.e.kind, ERR_RECORD);
		assert_string_equal(r.e.text, table[i].says);
	}
	finish(&r, "");
}

static void
wrong_rules_are_told_with_what_was_expected(void **state)
{
	static const struct {
		const char	*rule;
		const char	*says;
	} table[] = {
		{ "blocks: [paragraph]\n", "unit" },
		{ "unit: word\n", "word" },
		{ "unit: block\nblocks: [para]\n", "para" },
		{ "unit: block\nblocks: []\n", "blocks: expected kinds of "
		  "blocks, got none (left out, it means all)" },
		{ "unit: block\nheadings: {level: 1}\n",
		  "headings: expected a sequence, got a mapping" },
		{ "unit: block\nheadings: [{level: 10, match: x}]\n", "10" },
		{ "unit: block\nheadings: [{level: 1}]\n", "match" },
		{ "unit: block\nheadings: [{level: 1, match: '('}]\n",
		  "\"(\": missing closing parenthesis at byte 1" },
		{ "unit: block\nquotes: {match: x, fields: 'y(?<z>.)'}\n",
		  "fields: expected a group of the name quote_number, "
		  "quote_time or speaker, got none" },
		{ "unit: block\nsentences: {pairs: '（'}\n",
		  "pairs: expected openers and closers in turn, got 1 "
		  "characters" },
		{ "unit: block\narticle: {match: x}\n", "unknown key" },
		{ "unit: block\nturn: {match: x}\n", "unknown key" },
		{ "unit: block\nwords: {part: true}\n", "unknown key" },
		{ "unit: block\nwords: all\n", "expected a mapping" },
		{ "words: {}\nblocks: [quote]\n",
		  "blocks: expected a rule with the key unit, got one "
		  "without" },
	};
	struct run r;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(table) / sizeof(table[0]); i++) {
		assert_int_equal(start(&r, table[i].rule), -1);
		if (strstr(r.faults.items[0].text, table[i].says) == NULL)
			fail_msg("%s: %s", table[i].rule,
			    r.faults.items[0].text);
		finish(&r, NULL);
	}
}

/* ---- the units are a partition of the text ---- */

static int64_t
number(const struct record *r, const char *name)
{
	struct json value;
	struct err e;
	int64_t n = 0;
	size_t i;

	assert_int_equal(record_get(r, span_of(name), &value, &e), 0);
	assert_int_equal(value.kind, JSON_NUMBER);
	for (i = 0; i < value.raw.n; i++)
		n = n * 10 + value.raw.p[i] - '0';
	return n;
}

static bool
is_space(struct span s)
{
	size_t at = 0;

	while (at < s.n)
		if (!utf8_is_space(utf8_next(s, &at)))
			return false;
	return true;
}

/* Cuts text where one unit says, behind byte *at, and compares. */
static void
check_unit(struct span text, struct span line, size_t *at)
{
	struct arena a = { 0 };
	struct record record;
	struct span unit;
	struct err e;
	size_t start, end;

	assert_int_equal(record_parse(&record, &a, line, &e), 0);
	assert_int_equal(record_text(&record, SPAN("text"), &unit, &e), 1);
	start = utf8_skip(text, (size_t)number(&record, "start"));
	end = utf8_skip(text, (size_t)number(&record, "end"));
	assert_true(start >= *at && end > start);
	assert_true(is_space(span_make(text.p + *at, start - *at)));
	assert_true(span_equal(span_make(text.p + start, end - start), unit));
	*at = end;
	arena_free(&a);
}

static void
check_partition(struct run *r, struct span text)
{
	struct buf record = { 0 };
	struct span out, line;
	size_t at = 0;

	buf_add(&record, SPAN("{\"id\":\"d\",\"text\":"));
	json_put_string(&record, text);
	buf_byte(&record, '}');
	r->out.n = 0;
	assert_int_equal(feed(r, buf_span(&record)), 0);
	for (out = buf_span(&r->out); out.n > 0;
	    out = span_from(out, line.n + 1)) {
		line = span_make(out.p, span_index(out, '\n'));
		check_unit(text, line, &at);
	}
	assert_true(is_space(span_from(text, at)));
	buf_free(&record);
}

static const char *const units[] = { "block", "sentence", "clause" };

/* The shipped rule, with another unit. */
static void
start_paper(struct run *r, const char *unit)
{
	FILE *f = fopen("rules/segment/paper.yaml", "r");
	char line[512];
	struct buf rule = { 0 };

	assert_non_null(f);
	while (fgets(line, sizeof(line), f) != NULL)
		if (strncmp(line, "unit:", 5) == 0)
			buf_printf(&rule, "unit: %s\n", unit);
		else
			buf_add(&rule, span_of(line));
	fclose(f);
	buf_byte(&rule, '\0');
	start_well(r, rule.p);
	buf_free(&rule);
}

static void
units_of_hostile_texts_are_a_partition(void **state)
{
	static const char *const pieces[] = { "\n", "\n\n", " ", "　", "\t",
	    "\f", "\r\n", "一、", "（一）", "1.", "3.1 ", "# ", "①", "图1 ",
	    "摘要", "：", "参考文献", "\n参考文献\n", "[1] ", "访谈1：", "。", "，",
	    "！", "“", "”", "（", "）", "a.b", "Abstract", "居民", "𠀀", "\1",
	    "e\xcc\x81", "\xef\xbb\xbf", "\xe2\x80\xa8", "\\", "\"", "|", "- ",
	    "引言\n", "…", "3.14" };
	struct buf text = { 0 };
	struct run r;
	uint32_t seed = 5;
	size_t u, i, k;

	(void)state;
	for (u = 0; u < 3; u++) {
		start_paper(&r, units[u]);
		for (i = 0; i < 4000; i++) {
			text.n = 0;
			for (k = 0; k < i % 40; k++) {
				seed = seed * 1664525 + 1013904223;
				buf_add(&text, span_of(pieces[(seed >> 16) %
				    (sizeof(pieces) / sizeof(pieces[0]))]));
			}
			check_partition(&r, buf_span(&text));
		}
		finish(&r, NULL);
	}
	buf_free(&text);
}

static void
read_all(const char *path, struct buf *into)
{
	FILE *f = fopen(path, "r");
	int c;

	assert_non_null(f);
	into->n = 0;
	while ((c = getc(f)) != EOF)
		buf_byte(into, (char)c);
	fclose(f);
}

static void
units_of_the_essay_are_a_partition(void **state)
{
	struct buf text = { 0 };
	struct run r;
	size_t u;

	(void)state;
	read_all("tests/data/essay.txt", &text);
	for (u = 0; u < 3; u++) {
		start_paper(&r, units[u]);
		check_partition(&r, buf_span(&text));
		assert_true(r.records > 0);
		finish(&r, NULL);
	}
	buf_free(&text);
}

static void
units_of_the_seeds_are_a_partition(void **state)
{
	DIR *dir = opendir(SEEDS);
	struct dirent *entry;
	struct buf text = { 0 };
	char path[512];
	struct run r;
	size_t u;

	(void)state;
	if (dir == NULL) {
		print_message("no %s\n", SEEDS);
		skip();
	}
	for (u = 0; u < 3; u++) {
		start_paper(&r, units[u]);
		rewinddir(dir);
		while ((entry = readdir(dir)) != NULL) {
			if (entry->d_name[0] == '.')
				continue;
			snprintf(path, sizeof(path), "%s/%s", SEEDS,
			    entry->d_name);
			read_all(path, &text);
			check_partition(&r, buf_span(&text));
		}
		finish(&r, NULL);
	}
	closedir(dir);
	buf_free(&text);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_unit_has_the_parents_fields_and_its_own),
		cmocka_unit_test(units_are_counted_whatever_is_written),
		cmocka_unit_test(an_id_may_hold_any_character),
		cmocka_unit_test(clauses_and_own_end_marks_are_cut),
		cmocka_unit_test(a_text_without_characters_has_no_units),
		cmocka_unit_test(a_record_without_id_or_text_is_refused),
		cmocka_unit_test(wrong_rules_are_told_with_what_was_expected),
		cmocka_unit_test(units_of_hostile_texts_are_a_partition),
		cmocka_unit_test(units_of_the_essay_are_a_partition),
		cmocka_unit_test(units_of_the_seeds_are_a_partition),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
