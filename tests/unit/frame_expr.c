#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>
#include <stdio.h>
#include <string.h>

#include "frame/expr.h"

static struct arena	arena;

/* The record that all expressions below read. */
static const char	record_line[] =
    "{\"kind\":\"投诉\",\"n\":9007199254740993,\"m\":9007199254740992,"
    "\"half\":0.5,\"tenth\":1.10,\"huge\":1e400,\"zero\":0,\"neg\":-3,"
    "\"yes\":true,\"no\":false,\"nothing\":null,\"empty\":\"\","
    "\"actor\":{\"type\":\"居民\"},\"a.b\":7,\"codes\":[\"x.a\",\"x.b\",3],"
    "\"from\":\"2024-05-01T08:00:00+08:00\",\"to\":\"2024-05-02\","
    "\"utc\":\"2024-05-01T00:00:00Z\",\"grid\":\"110101001001\","
    "\"text\":\"违规收取120元\",\"受理时间\":\"2024\",\"in\":1,"
    "\"members\":[{\"ill\":true},{\"ill\":false}],"
    "\"Mixed\":\"ABCdeＦ［\",\"big\":123456789012345678901234567890}";

static const struct expr_use	any_use = { .zone = 480 };

struct outcome {
	int		 result;
	struct value	 value;
	struct err	 err;
};

static struct expr *
compile(const char *text, struct faults *faults)
{
	struct node	 node = {
		.kind = NODE_SCALAR, .exact = true, .text = span_of(text),
		.place = { "t", 1, 1 }
	};

	*faults = (struct faults){ .arena = &arena };
	return expr_compile(&arena, &node, &any_use, faults);
}

static struct outcome
evaluate(const char *text)
{
	struct outcome		 o = {0};
	struct faults		 faults;
	struct record		 record;
	struct expr_fields	 fields = { expr_record_get, &record, NULL,
		NULL };
	struct expr		*x;

	x = compile(text, &faults);
	if (x == NULL)
		fail_msg("%s: %zu: %s", text, faults.items[0].place.column,
		    faults.items[0].text);
	assert_int_equal(record_parse(&record, &arena, span_of(record_line),
	    &o.err), 0);
	o.result = expr_eval(x, &fields, &arena, &o.value, &o.err);
	return o;
}

/* A value as text: null, true, 3, 0.5, "string", [json. */
static const char *
shown(const struct value *v)
{
	switch (v->kind) {
	case VALUE_NULL:
		return "null";
	case VALUE_BOOL:
		return v->truth ? "true" : "false";
	case VALUE_STRING:
		return arena_printf(&arena, "\"%.*s\"", (int)v->text.n,
		    v->text.p).p;
	case VALUE_JSON:
		return arena_string(&arena, v->text);
	default:
		if (v->integer)
			return arena_printf(&arena, "%lld",
			    (long long)v->i).p;
		return arena_printf(&arena, "%.15g", v->number).p;
	}
}

static const struct {
	const char	*text;
	const char	*value;
} values[] = {
	/* fields */
	{ "kind",			"\"投诉\"" },
	{ "actor.type",			"\"居民\"" },
	{ "actor.none",			"null" },
	{ "kind.none",			"null" },
	{ "members.ill",		"[true,false]" },
	{ "true in members.ill",	"true" },
	{ "true in members.old",	"false" },
	{ "has members.old",		"false" },
	{ "`a.b`",			"7" },
	{ "受理时间",			"\"2024\"" },
	{ "`in`",			"1" },
	{ "nothing",			"null" },
	{ "codes",			"[\"x.a\",\"x.b\",3]" },
	{ "(  kind )",			"\"投诉\"" },
	/* literals */
	{ "12",				"12" },
	{ "-12",			"-12" },
	{ "- 12",			"-12" },
	{ "1.5e1",			"15" },
	{ "9223372036854775807",	"9223372036854775807" },
	{ "-9223372036854775808",	"-9223372036854775808" },
	{ "\"a\\\"b\\\\c\\n\\u4e00\"",	"\"a\"b\\c\n一\"" },
	{ "\"\"",			"\"\"" },
	{ "true",			"true" },
	/* numbers compare as they are written */
	{ "n == 9007199254740993",	"true" },
	{ "n == m",			"false" },
	{ "n > m",			"true" },
	{ "m >= n",			"false" },
	{ "tenth == 1.1",		"true" },
	{ "tenth == 11e-1",		"true" },
	{ "zero == -0",			"true" },
	{ "zero == 0.000",		"true" },
	{ "huge > 1e399",		"true" },
	{ "huge == 1e400",		"true" },
	{ "huge == 10e399",		"true" },
	{ "big == 123456789012345678901234567890", "true" },
	{ "big > 123456789012345678901234567889", "true" },
	{ "neg < -2.9",			"true" },
	{ "neg <= -3",			"true" },
	{ "half < 0.50000000000000000000001", "true" },
	{ "0.1 + 0.2 == 0.3",		"false" },	/* doubles */
	{ "1 + 2 == 3.0",		"true" },
	/* strings and kinds */
	{ "kind == \"投诉\"",		"true" },
	{ "kind != \"投诉\"",		"false" },
	{ "kind != \"求助\"",		"true" },
	{ "\"a\" < \"b\"",		"true" },
	{ "\"a\" < \"ab\"",		"true" },
	{ "grid == 110101001001",	"false" },
	{ "grid != 110101001001",	"true" },
	{ "grid < 2",			"false" },
	{ "grid >= 2",			"false" },
	{ "yes == true",		"true" },
	{ "yes == no",			"false" },
	{ "yes < no",			"false" },
	{ "yes == 1",			"false" },
	{ "codes == codes",		"false" },
	{ "codes != 1",			"true" },
	/* null */
	{ "none == 1",			"false" },
	{ "none != 1",			"false" },
	{ "none < 1",			"false" },
	{ "none == none",		"false" },
	{ "not none == 1",		"true" },
	{ "nothing in [1, 2]",		"false" },
	{ "none starts \"a\"",		"false" },
	{ "none matches \"a\"",		"false" },
	{ "none + 1",			"null" },
	{ "1 + none * 2",		"null" },
	{ "-none",			"null" },
	{ "length(none)",		"null" },
	{ "days(from, none)",		"null" },
	{ "prefix(none, 1)",		"null" },
	{ "prefix(kind, none)",		"null" },
	{ "lower(none)",		"null" },
	{ "none and true",		"false" },
	{ "none or true",		"true" },
	{ "not none",			"true" },
	/* has */
	{ "has kind",			"true" },
	{ "has none",			"false" },
	{ "has nothing",		"false" },
	{ "has empty",			"true" },
	{ "has actor.type",		"true" },
	{ "not has none and has kind",	"true" },
	/* precedence: or, and, not, comparison, sum, product */
	{ "true or true and false",	"true" },
	{ "(true or true) and false",	"false" },
	{ "not true or true",		"true" },
	{ "not true and false",		"false" },
	{ "not (true and false)",	"true" },
	{ "not not true",		"true" },
	{ "1 + 2 * 3",			"7" },
	{ "(1 + 2) * 3",		"9" },
	{ "10 - 2 - 3",			"5" },
	{ "100 / 10 / 5",		"2" },
	{ "2 * 3 == 6",			"true" },
	{ "1 + 1 > 1 and 2 > 1",	"true" },
	{ "-2 * -3",			"6" },
	{ "2--3",			"5" },
	/* in, starts, matches */
	{ "kind in [\"求助\", \"投诉\"]", "true" },
	{ "kind in [\"求助\"]",		"false" },
	{ "neg in [1, -3]",		"true" },
	{ "neg in [zero - 3]",		"true" },
	{ "\"x.b\" in codes",		"true" },
	{ "\"x\" in codes",		"false" },
	{ "3 in codes",			"true" },
	{ "\"x\" in none",		"false" },
	{ "kind starts \"投\"",		"true" },
	{ "kind starts \"诉\"",		"false" },
	{ "n starts \"9\"",		"false" },
	{ "text matches \"\\d+元$\"",	"true" },
	{ "text matches \"^\\d\"",	"false" },
	{ "text matches \"\\\"\"",	"false" },
	{ "n matches \"9\"",		"false" },
	{ "codes matches \"b$\"",	"true" },
	{ "codes matches \"^a\"",	"false" },
	/* arithmetic */
	{ "n + 1",			"9007199254740994" },
	{ "9223372036854775807 + 1",	"9.22337203685478e+18" },
	{ "-9223372036854775808 - 1",	"-9.22337203685478e+18" },
	{ "-(-9223372036854775807 - 1)", "9.22337203685478e+18" },
	{ "(-9223372036854775807 - 1) / -1", "9.22337203685478e+18" },
	{ "4611686018427387904 * 2",	"9.22337203685478e+18" },
	{ "7 / 2",			"3.5" },
	{ "8 / 2",			"4" },
	{ "1 / 0",			"null" },
	{ "1 / zero == 1",		"false" },
	{ "half * 4",			"2" },
	{ "half * 4 == 2",		"true" },
	/* functions */
	{ "length(kind)",		"2" },
	{ "length(codes)",		"3" },
	{ "length(actor)",		"1" },
	{ "length(empty)",		"0" },
	{ "days(from, to)",		"0.666666666666667" },
	{ "days(to, from)",		"-0.666666666666667" },
	{ "hours(from, to)",		"16" },
	{ "hours(utc, from)",		"0" },
	{ "days(from, \"2024-05-01T20:00:00+08:00\")", "0.5" },
	{ "prefix(grid, 6)",		"\"110101\"" },
	{ "prefix(kind, 1)",		"\"投\"" },
	{ "prefix(kind, 9)",		"\"投诉\"" },
	{ "prefix(kind, 0)",		"\"\"" },
	{ "lower(Mixed)",		"\"abcdeｆ［\"" },
	{ "lower(kind)",		"\"投诉\"" }
};

static void
expression_has_this_value(void **state)
{
	struct outcome	 o;
	size_t		 i;

	(void)state;
	for (i = 0; i < sizeof(values) / sizeof(*values); i++) {
		o = evaluate(values[i].text);
		if (o.result == -1)
			fail_msg("%s: %s", values[i].text, o.err.text);
		if (strcmp(shown(&o.value), values[i].value) != 0)
			fail_msg("%s: got %s", values[i].text,
			    shown(&o.value));
	}
}

static const struct {
	const char	*text;
	const char	*message;
} refusals[] = {
	{ "kind + 1",		"field \"kind\": expected number, got string" },
	{ "yes * 2",		"field \"yes\": expected number, got true or "
				"false" },
	{ "huge + 1",		"field \"huge\": the number is too large" },
	{ "1e308 * 10",		"a number is too large" },
	{ "kind and yes",	"field \"kind\": expected true or false, got "
				"string" },
	{ "not zero",		"field \"zero\": expected true or false, got "
				"number" },
	{ "length(n)",		"field \"n\": expected string, array or "
				"object, got number" },
	{ "days(kind, to)",	"field \"kind\": expected a time "
				"(2024-05-03T08:30:00+08:00), got another "
				"string" },
	{ "days(from, n)",	"field \"n\": expected string, got number" },
	{ "prefix(grid, -1)",	"prefix: expected an integer from 0, got "
				"another number" },
	{ "prefix(grid, half)",	"prefix: expected an integer from 0, got "
				"another number" },
	{ "prefix(n, 1)",	"field \"n\": expected string, got number" },
	{ "1 in kind",		"field \"kind\": expected an array, got "
				"string" },
	{ "1 in actor",		"field \"actor\": expected an array, got "
				"object" },
	{ "codes * 2",		"field \"codes\": expected number, got array" }
};

static void
value_of_a_wrong_kind_refuses_the_record(void **state)
{
	struct outcome	 o;
	size_t		 i;

	(void)state;
	for (i = 0; i < sizeof(refusals) / sizeof(*refusals); i++) {
		o = evaluate(refusals[i].text);
		if (o.result != -1)
			fail_msg("%s: got %s", refusals[i].text,
			    shown(&o.value));
		assert_int_equal(o.err.kind, ERR_RECORD);
		assert_string_equal(o.err.text, refusals[i].message);
	}
}

static const struct {
	const char	*text;
	size_t		 column;	/* code points, from 1 */
	const char	*message;
} mistakes[] = {
	{ " ",			2, "expected a value, got the end" },
	{ "kind ==",		8, "expected a value, got the end" },
	{ "kind = \"a\"",	6, "expected ==, got =" },
	{ "kind == \"a",	9, "the quote \" is never closed" },
	{ "kind == 'a'",	9, "expected \", got '" },
	{ "kind == “a”",	9, "expected \", got “" },
	{ "类别＝\"投诉\"",	3, "expected ==, got ＝" },
	{ "length（a）",		7, "expected (, got （" },
	{ "kind in [\"a\"，\"b\"]", 13, "expected ,, got ，" },
	{ "a && b",		3, "expected and, got &&" },
	{ "a || b",		3, "expected or, got ||" },
	{ "!a",			1, "expected not, got !" },
	{ "a × b",		3, "expected *, got ×" },
	{ "a ≥ 1",		3, "expected >=, got ≥" },
	{ "a == null",		6, "nothing equals null: write `has field` or "
				   "`not has field`" },
	{ "null",		1, "nothing equals null: write `has field` or "
				   "`not has field`" },
	{ "a == \"x\" or \"y\"", 13, "expected a condition, got a string" },
	{ "length(a) == \"2\"",	1, "a text is compared with a number, which "
				   "it never is: a text stands in double "
				   "quotes, a number doesn't" },
	{ "lower(a) in [1, 2]",	1, "a text is compared with a number, which "
				   "it never is: a text stands in double "
				   "quotes, a number doesn't" },
	{ "1 starts \"1\"",	1, "a number is compared with a text, which "
				   "it never is: a text stands in double "
				   "quotes, a number doesn't" },
	{ "a > true",		1, "true and false have no order: expected "
				   "== or !=" },
	{ "1 and a",		1, "expected a condition, got a number" },
	{ "not length(a)",	5, "expected a condition, got a number" },
	{ "a + \"x\"",		5, "expected a number, got a string" },
	{ "-true",		2, "expected a number, got a condition" },
	{ "length(1)",		8, "expected a string, got a number" },
	{ "days(a, b > c)",	9, "expected a string, got a condition" },
	{ "prefix(a, \"2\")",	11, "expected a number, got a string" },
	{ "lower(length(a))",	7, "expected a string, got a number" },
	{ "a < b < c",		7, "expected and, or, or the end behind a "
				   "comparison, got <" },
	{ "a b",		3, "expected an operator or the end, got b" },
	{ "15天",		3, "expected an operator or the end, got 天" },
	{ "(a",			3, "expected ), got the end" },
	{ "a)",			2, "expected an operator or the end, got )" },
	{ "a in [1, 2",		11, "expected ], got the end" },
	{ "a in []",		7, "expected a value, got ]" },
	{ "a in \"x\"",		6, "expected [ or a field that is an array "
				   "behind in" },
	{ "a in [1,]",		9, "expected a value, got ]" },
	{ "has",		4, "expected a field, got the end" },
	{ "has and",		5, "expected a field, got and" },
	{ "has 3",		5, "expected a field, got 3" },
	{ "a matches b",	11, "expected a regex in double quotes, got "
				   "b" },
	{ "字 matches \"(甲\"",	14, "the regex: missing closing "
				   "parenthesis" },
	{ "lenght(a)",		1, "unknown function lenght (did you mean "
				   "length?)" },
	{ "1 + worktime(a, b)",	5, "unknown function worktime (known: length, "
				   "days, hours, workdays, prefix, lower)" },
	{ "1 + workdays(a, b)",	5, "workdays needs a holiday table: name one "
				   "under calendar" },
	{ "days(a)",		1, "days takes 2 arguments, got 1" },
	{ "length(a, b)",	1, "length takes 1 argument, got 2" },
	{ "length()",		8, "expected a value, got )" },
	{ "a.",			2, "unexpected character ." },
	{ "`a",			1, "the quote ` is never closed" },
	{ "a @ b",		3, "unexpected character @" },
	{ "\"a\\q\"",		3, "unknown escape in a string, expected one "
				   "of \\\" \\\\ \\/ \\n \\t \\r \\b \\f "
				   "\\uXXXX" },
	{ "\"\\ud800\"",	2, "unknown escape in a string, expected one "
				   "of \\\" \\\\ \\/ \\n \\t \\r \\b \\f "
				   "\\uXXXX" },
	{ "01",			2, "expected an operator or the end, got 1" },
	{ "1.",			2, "unexpected character ." }
};

static void
mistake_is_told_at_its_column(void **state)
{
	struct faults	 faults;
	size_t		 i;

	(void)state;
	for (i = 0; i < sizeof(mistakes) / sizeof(*mistakes); i++) {
		if (compile(mistakes[i].text, &faults) != NULL)
			fail_msg("%s: no fault", mistakes[i].text);
		assert_int_equal(faults.errors, 1);
		if (faults.items[0].place.column != mistakes[i].column ||
		    strcmp(faults.items[0].text, mistakes[i].message) != 0)
			fail_msg("%s: %zu: %s", mistakes[i].text,
			    faults.items[0].place.column,
			    faults.items[0].text);
	}
}

/* In the groups of a report, n is a number and any other name a string. */
static enum value_kind
kind_of_field(const void *from, const struct path *path)
{
	(void)from;
	return span_is(path->text, "n") ? VALUE_NUMBER : VALUE_STRING;
}

static void
the_whole_has_the_kind_that_it_is_used_as(void **state)
{
	static const struct {
		const char	*text;
		enum value_kind	 kind;
		bool		 typed;		/* fields have kinds */
		const char	*message;	/* NULL: none */
	} table[] = {
		{ "1", VALUE_BOOL, false,
		    "expected a condition, got a number" },
		{ "\"x\"", VALUE_BOOL, false,
		    "expected a condition, got a string" },
		{ "a == b", VALUE_NUMBER, false,
		    "expected a number, got a condition" },
		{ "(lower(a))", VALUE_NUMBER, false,
		    "expected a number, got a string" },
		{ "n", VALUE_BOOL, true,
		    "expected a condition, got a number" },
		{ "a and n > 1", VALUE_BOOL, true,
		    "expected a condition, got a string" },
		{ "a + 1", VALUE_NUMBER, true,
		    "expected a number, got a string" },
		{ "n + 1 > 2", VALUE_BOOL, true, NULL },
		{ "a", VALUE_BOOL, false, NULL },
		{ "a", VALUE_NUMBER, false, NULL },
		{ "true", VALUE_BOOL, false, NULL },
		{ "days(a, b)", VALUE_NUMBER, false, NULL },
		{ "a == b", VALUE_NULL, false, NULL },
	};
	struct faults	 faults = { .arena = &arena };
	struct expr_use	 use = {0};
	size_t		 i;

	(void)state;
	for (i = 0; i < sizeof(table) / sizeof(*table); i++) {
		struct node	 node = {
			.kind = NODE_SCALAR, .text = span_of(table[i].text)
		};

		use.kind = table[i].kind;
		use.field = table[i].typed ? kind_of_field : NULL;
		faults.count = 0;
		expr_compile(&arena, &node, &use, &faults);
		if (faults.count != (table[i].message != NULL) ||
		    (faults.count > 0 && strncmp(faults.items[0].text,
		    table[i].message, strlen(table[i].message)) != 0))
			fail_msg("%s: %zu faults", table[i].text,
			    faults.count);
	}
}

static struct faults
faults_of_node(struct node node)
{
	struct faults	 faults = { .arena = &arena };

	assert_null(expr_compile(&arena, &node, &any_use, &faults));
	assert_int_equal(faults.count, 1);
	return faults;
}

static void
column_counts_from_where_the_text_stands(void **state)
{
	struct node	 node = {
		.kind = NODE_SCALAR, .text = SPAN("字 ="), .exact = true,
		.place = { "t", 3, 10 }
	};
	struct faults	 faults;

	(void)state;
	faults = faults_of_node(node);
	assert_int_equal(faults.items[0].place.line, 3);
	assert_int_equal(faults.items[0].place.column, 12);
	node.quoted = true;
	assert_int_equal(faults_of_node(node).items[0].place.column, 13);
	node.exact = false;
	faults = faults_of_node(node);
	assert_int_equal(faults.items[0].place.column, 10);
	assert_string_equal(faults.items[0].text,
	    "expected ==, got = (at character 3)");
}

static void
node_that_is_no_text_is_a_fault(void **state)
{
	(void)state;
	assert_string_equal(faults_of_node((struct node){
		.kind = NODE_SEQUENCE }).items[0].text,
	    "expected text, got a sequence");
}

/* count times s, then the end. */
static const char *
repeated(const char *s, size_t count, const char *end)
{
	char	*text;
	size_t	 n = strlen(s), i;

	text = arena_alloc(&arena, n * count + strlen(end) + 1);
	for (i = 0; i < count; i++)
		memcpy(text + i * n, s, n);
	memcpy(text + n * count, end, strlen(end) + 1);
	return text;
}

static void
nesting_is_limited_and_length_is_not_nesting(void **state)
{
	static const char *const openers[] = { "(", "not ", "- ", "length(",
		"a in [(" };
	struct faults	 faults;
	struct outcome	 o;
	size_t		 i;

	(void)state;
	for (i = 0; i < sizeof(openers) / sizeof(*openers); i++) {
		assert_null(compile(repeated(openers[i], 100, "a"), &faults));
		assert_string_equal(faults.items[0].text,
		    "nested deeper than 64 levels");
	}
	o = evaluate(repeated("not ", 62, "true"));
	assert_true(o.value.truth);
	o = evaluate(repeated("no or ", 10000, "yes"));
	assert_true(o.value.truth);
	o = evaluate(repeated("1 + ", 10000, "1"));
	assert_int_equal(o.value.i, 10001);
	o = evaluate(repeated("1 * ", 10000, "2"));
	assert_int_equal(o.value.i, 2);
	assert_null(compile(repeated("1 + ", 20000, "1"), &faults));
	assert_string_equal(faults.items[0].text,
	    "expected an expression of at most 65536 bytes, got 80001");
}

static void
test_wants_a_truth(void **state)
{
	struct faults		 faults;
	struct record		 record;
	struct expr_fields	 fields = { expr_record_get, &record, NULL,
		NULL };
	struct err		 e = {0};
	bool			 b = true;

	(void)state;
	record_parse(&record, &arena, span_of(record_line), &e);
	assert_int_equal(expr_test(compile("none", &faults), &fields, &arena,
	    &b, &e), 0);
	assert_false(b);
	assert_int_equal(expr_test(compile("yes", &faults), &fields, &arena,
	    &b, &e), 0);
	assert_true(b);
	assert_int_equal(expr_test(compile("n", &faults), &fields, &arena,
	    &b, &e), -1);
	assert_int_equal(e.kind, ERR_RECORD);
}

static void
field_that_stands_twice_refuses_the_record(void **state)
{
	struct faults		 faults;
	struct record		 record;
	struct expr_fields	 fields = { expr_record_get, &record, NULL,
		NULL };
	struct err		 e = {0};
	bool			 b;

	(void)state;
	record_parse(&record, &arena, SPAN("{\"a\":1,\"a\":2}"), &e);
	assert_int_equal(expr_test(compile("a == 1", &faults), &fields,
	    &arena, &b, &e), -1);
	assert_int_equal(e.kind, ERR_RECORD);
}

static void
count_path(void *ctx, const struct path *path)
{
	size_t	*bytes = ctx;

	*bytes += path->text.n;
}

static void
paths_are_all_that_the_expression_reads(void **state)
{
	struct faults	 faults;
	size_t		 bytes = 0;

	(void)state;
	expr_paths(compile("aa == 1 or has b.c and days(dd, e) in [length(f)] "
	    "or not gg matches \"x\"", &faults), count_path, &bytes);
	assert_int_equal(bytes, 2 + 3 + 2 + 1 + 1 + 2);
}

static void
regexes_of_a_thread_are_used_again(void **state)
{
	struct faults		 faults;
	struct record		 record;
	struct regex_work	*work = regex_work_new();
	struct expr_fields	 fields = { expr_record_get, &record, work,
		NULL };
	struct expr		*x = compile("text matches \"\\d{3}\"",
	    &faults);
	struct err		 e = {0};
	bool			 b;
	int			 i;

	(void)state;
	record_parse(&record, &arena, span_of(record_line), &e);
	for (i = 0; i < 3; i++) {
		assert_int_equal(expr_test(x, &fields, &arena, &b, &e), 0);
		assert_true(b);
	}
	regex_work_free(work);
}

/* What hangs on what isn't known is null where it is told, else as in values. */
static const struct {
	const char	*text;
	const char	*value;
} told[] = {
	{ "none > 24",			"null" },
	{ "not (none > 24)",		"null" },
	{ "none != 1",			"null" },
	{ "none in [1]",		"null" },
	{ "none in codes",		"null" },
	{ "\"x\" in none",		"null" },
	{ "none matches \"x\"",		"null" },
	{ "none starts \"x\"",		"null" },
	{ "not none",			"null" },
	{ "none > 1 or yes",		"true" },
	{ "none > 1 or no",		"null" },
	{ "no or none > 1",		"null" },
	{ "none > 1 and no",		"false" },
	{ "none > 1 and yes",		"null" },
	{ "yes and none",		"null" },
	{ "has none",			"false" },
	{ "not has none",		"true" },
	{ "half > 24",			"false" },
	{ "kind == 1",			"false" },
	{ "none + 1",			"null" },
};

static void
what_is_told_of_a_missing_field_is_null(void **state)
{
	struct faults		 faults;
	struct record		 record;
	struct expr_fields	 fields = { expr_record_get, &record, NULL,
		NULL };
	struct value		 v;
	struct err		 e = {0};
	size_t			 i;
	bool			 b;

	(void)state;
	record_parse(&record, &arena, span_of(record_line), &e);
	for (i = 0; i < sizeof(told) / sizeof(*told); i++) {
		struct expr	*x = compile(told[i].text, &faults);

		assert_int_equal(expr_value(x, &fields, &arena, &v, &e), 0);
		if (strcmp(shown(&v), told[i].value) != 0)
			fail_msg("%s: got %s", told[i].text, shown(&v));
	}
	assert_int_equal(expr_test(compile("not (none > 24)", &faults),
	    &fields, &arena, &b, &e), 0);
	assert_true(b);
}

static const struct {
	const char	*text;
	uint64_t	 unlike;
} unlikes[] = {
	{ "grid == 110101001001",	1 },
	{ "grid == \"110101001001\"",	0 },
	{ "grid != 110101001001",	1 },
	{ "half > \"0\"",		1 },
	{ "half > 0",			0 },
	{ "none == 1",			0 },
	{ "half == none",		0 },
	{ "half == kind",		1 },
	{ "codes == \"x.a\"",		1 },
	{ "half starts \"0\"",		1 },
	{ "half matches \"0\"",		1 },
	{ "codes matches \"z\"",	0 },
	{ "grid in [1, 2]",		1 },
	{ "grid in [1, \"2\"]",		0 },
	{ "none in [1]",		0 },
	{ "yes == no",			0 },
	{ "yes == 1",			1 },
	{ "codes == codes",		1 },
};

static void
comparisons_that_never_hold_are_counted(void **state)
{
	struct expr_comparisons	 all = { .most = 1 };
	struct expr_use		 use = { .zone = 480, .comparisons = &all };
	struct faults		 faults = { .arena = &arena };
	struct record		 record;
	uint64_t		 count;
	struct expr_fields	 fields = { expr_record_get, &record, NULL,
		&count };
	struct err		 e = {0};
	size_t			 i;
	bool			 b;

	(void)state;
	record_parse(&record, &arena, span_of(record_line), &e);
	for (i = 0; i < sizeof(unlikes) / sizeof(*unlikes); i++) {
		struct node	 node = {
			.kind = NODE_SCALAR, .text = span_of(unlikes[i].text)
		};
		struct expr	*x;

		all.count = count = 0;
		x = expr_compile(&arena, &node, &use, &faults);
		assert_int_equal(all.count, 1);
		assert_true(span_is(all.items[0].text, unlikes[i].text));
		assert_int_equal(expr_test(x, &fields, &arena, &b, &e), 0);
		if (count != unlikes[i].unlike)
			fail_msg("%s: %zu", unlikes[i].text, (size_t)count);
	}
}

static void
comparison_tells_what_it_takes(void **state)
{
	static const struct {
		const char	*text;
		enum value_kind	 kind;
		const char	*constant;
	} table[] = {
		{ "a == 12", VALUE_NUMBER, "12" },
		{ "\"x\" == a", VALUE_STRING, "x" },
		{ "a == b", VALUE_NULL, "" },
		{ "a in [1, 2]", VALUE_NUMBER, "1" },
		{ "a in [1, \"2\"]", VALUE_NULL, "1" },
		{ "a starts b", VALUE_STRING, "" },
		{ "length(a) > b", VALUE_NUMBER, "" },
	};
	struct expr_comparisons	 all = { .most = SIZE_MAX };
	struct expr_use		 use = { .comparisons = &all };
	struct faults		 faults = { .arena = &arena };
	size_t			 i;

	(void)state;
	for (i = 0; i < sizeof(table) / sizeof(*table); i++) {
		struct node	 node = {
			.kind = NODE_SCALAR, .text = span_of(table[i].text)
		};

		all.count = 0;
		assert_non_null(expr_compile(&arena, &node, &use, &faults));
		assert_int_equal(all.items[0].kind, table[i].kind);
		assert_true(span_is(all.items[0].constant,
		    table[i].constant));
	}
}

static void
words_are_what_something_is_compared_with(void **state)
{
	struct faults	 faults;
	size_t		 bytes = 0;

	(void)state;
	expr_words(compile("a == bb or (ccc in [dddd, 1] and not e > "
	    "length(f)) or g matches \"x\" or h", &faults), count_path,
	    &bytes);
	assert_int_equal(bytes, 2 + 4);
}

static int
teardown(void **state)
{
	(void)state;
	arena_free(&arena);
	return 0;
}

int
main(void)
{
	const struct CMUnitTest	 tests[] = {
		cmocka_unit_test(the_whole_has_the_kind_that_it_is_used_as),
		cmocka_unit_test(expression_has_this_value),
		cmocka_unit_test(value_of_a_wrong_kind_refuses_the_record),
		cmocka_unit_test(mistake_is_told_at_its_column),
		cmocka_unit_test(column_counts_from_where_the_text_stands),
		cmocka_unit_test(node_that_is_no_text_is_a_fault),
		cmocka_unit_test(nesting_is_limited_and_length_is_not_nesting),
		cmocka_unit_test(test_wants_a_truth),
		cmocka_unit_test(field_that_stands_twice_refuses_the_record),
		cmocka_unit_test(paths_are_all_that_the_expression_reads),
		cmocka_unit_test(regexes_of_a_thread_are_used_again),
		cmocka_unit_test(what_is_told_of_a_missing_field_is_null),
		cmocka_unit_test(comparisons_that_never_hold_are_counted),
		cmocka_unit_test(comparison_tells_what_it_takes),
		cmocka_unit_test(words_are_what_something_is_compared_with)
	};

	return cmocka_run_group_tests(tests, NULL, teardown);
}
