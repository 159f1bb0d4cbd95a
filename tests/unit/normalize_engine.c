#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <setjmp.h>
#include <cmocka.h>

#include "normalize/normalize.h"
#include "rules/node.h"

/* One run of the engine. */
struct run {
	struct arena	arena;		/* of the run */
	struct arena	record;
	struct faults	faults;
	struct rule	rule;
	struct setting	setting;
	struct config	config;
	void		*plan;
	void		*worker;
	void		*state;
	struct buf	row;
	struct buf	out;
	uint64_t	counters[16];	/* the first: dropped */
	uint64_t	records;
	struct err	e;
};

static const struct engine *const engine = &normalize_engine;

static int
start(struct run *r, const char *rule)
{
	*r = (struct run){ .rule = { .name = "-e", .path = "-e",
	    .expression = true }, .setting = { "id", "path" } };
	r->faults.arena = &r->arena;
	r->rule.root = node_parse(&r->arena, span_of(rule), "-e", &r->faults);
	assert_non_null(r->rule.root);
	r->config = (struct config){ .rules = &r->rule, .rule_count = 1,
	    .settings = &r->setting, .rules_folder = "rules" };
	return engine->compile(&r->config, &r->arena, &r->plan, &r->faults);
}

static void
open_run(struct run *r)
{
	assert_int_equal(engine->begin(r->plan, &r->state, &r->e), 0);
	assert_int_equal(engine->open(r->plan, &r->worker, &r->e), 0);
}

static void
start_well(struct run *r, const char *rule)
{
	if (start(r, rule) == -1)
		fail_msg("%s: %s", rule, r->faults.items[0].text);
	open_run(r);
}

/* One unit; through the fold where there is one. */
static int
feed(struct run *r, const char *input, size_t number, struct span bytes)
{
	struct out out = { .record = &r->row, .counters = r->counters,
	    .records = &r->records };
	struct record record;
	struct unit unit = { .bytes = bytes, .input = input, .line = number,
	    .number = number, .arena = &r->record };
	int done;

	arena_reset(&r->record);
	r->row.n = 0;
	if (engine->cut(r->plan) == UNIT_RECORDS) {
		assert_int_equal(record_parse(&record, &r->record, bytes,
		    &r->e), 0);
		unit.record = &record;
	}
	done = engine->map(r->worker, &unit, &out, &r->e);
	if (done == -1 || r->row.n == 0)
		return done;
	if (r->state == NULL) {
		buf_add(&r->out, buf_span(&r->row));
		return 0;
	}
	out.record = &r->out;
	return engine->fold(r->state, buf_span(&r->row), &out, &r->e);
}

static void
finish(struct run *r, const char *expected)
{
	struct out out = { .record = &r->out, .counters = r->counters,
	    .records = &r->records };

	buf_byte(&r->out, '\0');
	if (expected != NULL)
		assert_string_equal(r->out.p, expected);
	if (r->state != NULL)
		assert_int_equal(engine->finish(r->state, &out, &r->e), 0);
	if (r->worker != NULL)
		engine->close(r->worker);
	buf_free(&r->row);
	buf_free(&r->out);
	arena_free(&r->record);
	arena_free(&r->arena);
}

#define TEXT	"input: {format: text}\nmask: none\n"
#define LINES	"input: {format: lines}\nmask: none\n"
#define JSONL	"input: {format: jsonl}\nmask: none\n"

static void
a_text_file_is_one_record(void **state)
{
	struct run r;

	(void)state;
	start_well(&r, TEXT);
	assert_int_equal(engine->cut(r.plan), UNIT_WHOLE);
	assert_int_equal(feed(&r, "d/a.txt", 1, SPAN("一\n\n\"二\"\0\x1f\n")),
	    0);
	assert_int_equal(r.records, 1);
	finish(&r, "{\"id\":\"a\",\"source\":{\"file\":\"d/a.txt\","
	    "\"line\":1},\"text\":\"一\\n\\n\\\"二\\\"\\u0000\\u001f\\n\"}\n");
}

static void
lines_are_records_and_blank_ones_none(void **state)
{
	struct run r;

	(void)state;
	start_well(&r, LINES);
	assert_int_equal(engine->cut(r.plan), UNIT_LINES);
	assert_int_equal(feed(&r, "a.txt", 1, SPAN("一\r")), 0);
	assert_int_equal(feed(&r, "a.txt", 2, SPAN(" \r")), 0);
	assert_int_equal(feed(&r, "a.txt", 3, SPAN("三")), 0);
	assert_int_equal(r.records, 2);
	assert_int_equal(r.counters[0], 1);
	finish(&r, "{\"id\":\"a#1\",\"source\":{\"file\":\"a.txt\","
	    "\"line\":1},\"text\":\"一\"}\n"
	    "{\"id\":\"a#3\",\"source\":{\"file\":\"a.txt\","
	    "\"line\":3},\"text\":\"三\"}\n");
}

static void
a_bad_byte_is_told_by_line_and_column(void **state)
{
	struct run r;

	(void)state;
	start_well(&r, TEXT);
	assert_int_equal(feed(&r, "a.txt", 1, SPAN("一\n二三\xe4x")), -1);
	assert_int_equal(r.e.kind, ERR_RECORD);
	assert_int_equal(r.e.line, 2);
	assert_int_equal(r.e.column, 3);
	assert_string_equal(r.e.text, "expected UTF-8, got byte 0xe4");
	finish(&r, "");
}

static void
a_file_name_that_is_no_utf8_still_gives_valid_json(void **state)
{
	struct run r;

	(void)state;
	start_well(&r, TEXT);
	assert_int_equal(feed(&r, "\xe4\xb8.txt", 1, SPAN("x")), 0);
	finish(&r, "{\"id\":\"\xef\xbf\xbd\",\"source\":{\"file\":"
	    "\"\xef\xbf\xbd.txt\",\"line\":1},\"text\":\"x\"}\n");
}

static void
fields_of_json_lines_pass_byte_for_byte(void **state)
{
	struct run r;

	(void)state;
	start_well(&r, JSONL "clean: {spaces: {trim: true}}\n");
	feed(&r, "a.jsonl", 1, SPAN("{ \"n\" : 1.10 ,\"text\":\" \\u4e00\"}"));
	feed(&r, "a.jsonl", 2, SPAN("{\"id\":7,\"text\":\"\\u4e00\","
	    "\"source\":\"weibo\"}"));
	finish(&r, "{ \"n\" : 1.10 ,\"text\":\"一\",\"id\":\"a#1\","
	    "\"source\":{\"file\":\"a.jsonl\",\"line\":1}}\n"
	    "{\"id\":7,\"text\":\"\\u4e00\",\"source\":\"weibo\"}\n");
}

static void
the_text_may_come_from_another_field(void **state)
{
	struct run r;

	(void)state;
	start_well(&r, "input: {format: jsonl, text: content}\nmask: none\n"
	    "clean: {fields: [text, title], spaces: {runs: one}}\n");
	feed(&r, "a.jsonl", 1, SPAN("{\"id\":\"x\",\"content\":\"a  b\","
	    "\"title\":\"c  d\",\"source\":1}"));
	assert_int_equal(feed(&r, "a.jsonl", 2, SPAN("{\"id\":\"y\","
	    "\"content\":\"a\",\"text\":\"b\"}")), -1);
	assert_string_equal(r.e.text, "field \"text\": expected none, as the "
	    "rule takes the text from \"content\"");
	finish(&r, "{\"id\":\"x\",\"title\":\"c d\",\"source\":1,"
	    "\"text\":\"a b\"}\n");
}

static void
a_record_without_text_is_refused_by_a_rule_that_cleans_it(void **state)
{
	static const struct {
		const char	*record;
		const char	*says;
	} table[] = {
		{ "{\"id\":\"x\"}",
		  "field \"text\": expected string, got none" },
		{ "{\"id\":\"x\",\"text\":null}",
		  "field \"text\": expected string, got none" },
		{ "{\"id\":\"x\",\"text\":3}",
		  "field \"text\": expected string, got number" },
		{ "{\"id\":[],\"text\":\"\"}",
		  "field \"id\": expected string or number, got array" },
		{ "{\"text\":\"a\",\"text\":\"b\"}",
		  "field \"text\" stands there twice" },
	};
	struct run r;
	size_t i;

	(void)state;
	start_well(&r, JSONL "clean: {fields: [text]}\n");
	for (i = 0; i < sizeof(table) / sizeof(table[0]); i++) {
		assert_int_equal(feed(&r, "a", 1, span_of(table[i].record)),
		    -1);
		assert_int_equal(r.e.kind, ERR_RECORD);
		assert_string_equal(r.e.text, table[i].says);
	}
	finish(&r, "");
}

static void
duplicates_are_told_by_the_clean_key(void **state)
{
	struct run r;

	(void)state;
	start_well(&r, JSONL "clean: {fields: [text], spaces: {trim: true}}\n"
	    "duplicates: {exact: drop, key: [text, n]}\n");
	feed(&r, "a", 1, SPAN("{\"id\":\"1\",\"source\":0,\"text\":\"a\"}"));
	feed(&r, "a", 2, SPAN("{\"id\":\"2\",\"source\":0,\"text\":\" a\"}"));
	feed(&r, "a", 3, SPAN("{\"id\":\"3\",\"source\":0,\"text\":\"a\","
	    "\"n\":1}"));
	feed(&r, "a", 4, SPAN("{\"id\":\"4\",\"source\":0,\"text\":\"a\","
	    "\"n\":\"1\"}"));
	feed(&r, "a", 5, SPAN("{\"id\":\"5\",\"source\":0,\"text\":\"a\","
	    "\"n\":1}"));
	assert_int_equal(r.records, 3);
	assert_int_equal(r.counters[0], 2);
	finish(&r, "{\"id\":\"1\",\"source\":0,\"text\":\"a\"}\n"
	    "{\"id\":\"3\",\"source\":0,\"text\":\"a\",\"n\":1}\n"
	    "{\"id\":\"4\",\"source\":0,\"text\":\"a\",\"n\":\"1\"}\n");
}

static void
the_key_of_duplicates_is_the_text_by_default(void **state)
{
	struct run r;

	(void)state;
	start_well(&r, LINES "duplicates: {exact: drop}\n");
	feed(&r, "a", 1, SPAN("x"));
	feed(&r, "a", 2, SPAN("y"));
	feed(&r, "a", 3, SPAN("x"));
	assert_int_equal(r.records, 2);
	assert_int_equal(r.counters[0], 1);
	finish(&r, NULL);
}

static void
id_path_takes_the_path(void **state)
{
	struct run r;

	(void)state;
	assert_int_equal(start(&r, LINES), 0);
	r.config.setting_count = 1;
	assert_int_equal(engine->compile(&r.config, &r.arena, &r.plan,
	    &r.faults), 0);
	open_run(&r);
	feed(&r, "d/a.txt", 2, SPAN("x"));
	finish(&r, "{\"id\":\"d/a.txt#2\",\"source\":{\"file\":\"d/a.txt\","
	    "\"line\":2},\"text\":\"x\"}\n");
}

static void
steps_come_in_their_order(void **state)
{
	struct run r;

	(void)state;
	/* A combining accent, then lines, then what is between Han. */
	start_well(&r, TEXT "clean:\n"
	    "  spaces: {trim: true, runs: one, between_han: remove}\n"
	    "  lines: {drop: ['^-\\d+-$']}\n  unicode: nfc\n");
	feed(&r, "a", 1, SPAN(" caf" "e\xcc\x81  居 民 \n-12-\n末行\n"));
	finish(&r, "{\"id\":\"a\",\"source\":{\"file\":\"a\",\"line\":1},"
	    "\"text\":\"caf\xc3\xa9 居民\\n末行\"}\n");
}

static void
wrong_rules_are_told_with_what_was_expected(void **state)
{
	static const struct {
		const char	*rule;
		size_t		 line, column;
		const char	*says;
	} table[] = {
		{ "input: {format: jsonl, encoding: gb18030}\nmask: none\n",
		  1, 34, "encoding: JSON Lines are utf-8, got gb18030 (iconv "
		  "converts them)" },
		{ "input: {format: jsonl, invalid: drop}\nmask: none\n", 1, 33,
		  "invalid: JSON Lines that aren't UTF-8 are refused, got drop" },
		{ "input: {format: text, text: x}\nmask: none\n", 1, 29,
		  "text: expected format: jsonl with it" },
		{ TEXT "columns: {a: b}\n", 3, 10, "columns: of rows; "
		  "expected format: csv or tsv with it" },
		{ TEXT "other_columns: drop\n", 3, 16, "other_columns: of "
		  "rows; expected format: csv or tsv with it" },
		{ TEXT "clean: {fields: [title]}\n", 3, 17, "\"title\": "
		  "expected text, the one field of such an input" },
		{ JSONL "clean: {fields: [a.b]}\n", 3, 17, "\"a.b\": expected "
		  "a field of the record, got one inside another" },
		{ "input: {format: jsonl, text: c}\nmask: none\n"
		  "clean: {fields: [c]}\n", 3, 17, "\"c\": it becomes text; "
		  "expected that name" },
		{ TEXT "clean: {lines: {unwrap: false, across_pages: true}}\n",
		  3, 46, "across_pages: says how to unwrap; expected unwrap: "
		  "true with it" },
		{ TEXT "clean: {lines: {drop: [ok, '(']}}\n", 3, 28,
		  "drop: \"(\": missing closing parenthesis at byte 1" },
	};
	const struct fault *f;
	struct run r;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(table) / sizeof(table[0]); i++) {
		assert_int_equal(start(&r, table[i].rule), -1);
		assert_int_equal(r.faults.count, 1);
		f = &r.faults.items[0];
		assert_string_equal(f->text, table[i].says);
		assert_int_equal(f->place.line, table[i].line);
		assert_int_equal(f->place.column, table[i].column);
		finish(&r, NULL);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_text_file_is_one_record),
		cmocka_unit_test(lines_are_records_and_blank_ones_none),
		cmocka_unit_test(a_bad_byte_is_told_by_line_and_column),
		cmocka_unit_test(
		    a_file_name_that_is_no_utf8_still_gives_valid_json),
		cmocka_unit_test(fields_of_json_lines_pass_byte_for_byte),
		cmocka_unit_test(the_text_may_come_from_another_field),
		cmocka_unit_test(
		    a_record_without_text_is_refused_by_a_rule_that_cleans_it),
		cmocka_unit_test(duplicates_are_told_by_the_clean_key),
		cmocka_unit_test(the_key_of_duplicates_is_the_text_by_default),
		cmocka_unit_test(id_path_takes_the_path),
		cmocka_unit_test(steps_come_in_their_order),
		cmocka_unit_test(wrong_rules_are_told_with_what_was_expected),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
