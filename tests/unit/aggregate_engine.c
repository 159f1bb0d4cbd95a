#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "aggregate/merge.h"
#include "aggregate/plan.h"
#include "base/utf8.h"
#include "aggregate_run.h"

static int
start(struct run *r, const char *rule, const char *setting,
    const char *value)
{
	size_t n = 0;

	run_init(r);
	for (; setting != NULL && *setting != '\0'; n++) {
		size_t length = strcspn(setting, " ");

		r->settings[n].name = arena_string(&r->arena,
		    span_make(setting, length));
		r->settings[n].value = value;
		setting += length + (setting[length] == ' ');
	}
	return run_begin(r, rule, n);
}

static void
start_well(struct run *r, const char *rule, const char *setting,
    const char *value)
{
	if (start(r, rule, setting, value) == 0)
		return;
	fail_msg("%s: %s", rule, r->faults.count > 0 ?
	    r->faults.items[0].text : r->e.text);
}

/* What the rule makes of the lines, in that format. */
static void
expect_as(const char *format, const char *rule, const char *lines,
    const char *expected)
{
	struct run r;

	start_well(&r, rule, "format", format);
	if (feed(&r, span_of(lines)) == -1 || end(&r) == -1)
		fail_msg("%s: %s", rule, r.e.text);
	buf_byte(&r.out, '\0');
	assert_string_equal(r.out.p, expected);
	clean(&r);
}

static void
expect(const char *rule, const char *lines, const char *expected)
{
	expect_as("jsonl", rule, lines, expected);
}

static const char people[] =
    "{\"id\":\"a\",\"town\":\"x\",\"n\":1,\"at\":\"2024-05-03\"}\n"
    "{\"id\":\"b\",\"town\":\"y\",\"n\":2.5,\"at\":\"2024-06-01\"}\n"
    "{\"id\":\"c\",\"town\":\"x\",\"n\":null,\"at\":\"2024-05-04\"}\n"
    "{\"id\":\"d\",\"n\":-4}\n";

static void
measures_of_groups(void **state)
{
	(void)state;
	expect("by: town\nmeasures: {n: {count: all}, m: {count: 'n > 0'}}",
	    people,
	    "{\"town\":\"\",\"n\":1,\"m\":0}\n"
	    "{\"town\":\"x\",\"n\":2,\"m\":1}\n"
	    "{\"town\":\"y\",\"n\":1,\"m\":1}\n");
	expect("measures: {s: {sum: n}, a: {mean: n}, l: {min: n}, "
	    "h: {max: n}, p: {p50: n}}", people,
	    "{\"s\":-0.5,\"a\":-0.16666666666666666,\"l\":-4,\"h\":2.5,"
	    "\"p\":1}\n");
	expect("measures: {d: {distinct: town}, e: {examples: 2, "
	    "where: 'town == \"x\"'}}", people,
	    "{\"d\":2,\"e\":[\"a\",\"c\"]}\n");
}

static void
sums_are_rounded_once(void **state)
{
	(void)state;
	expect("measures: {s: {sum: n}, a: {mean: n}}",
	    "{\"n\":0.1}\n{\"n\":0.2}\n", "{\"s\":0.3,\"a\":0.15}\n");
	expect("measures: {s: {sum: n}}",
	    "{\"n\":9007199254740993}\n{\"n\":1}\n",
	    "{\"s\":9007199254740994}\n");
	expect("measures: {s: {sum: n}}",
	    "{\"n\":1e300}\n{\"n\":1}\n{\"n\":-1e300}\n", "{\"s\":1}\n");
	expect("measures: {l: {min: n}, h: {max: n}}",
	    "{\"n\":9007199254740993}\n{\"n\":9007199254740992}\n",
	    "{\"l\":9007199254740992,\"h\":9007199254740993}\n");
}

/*
 * NIST, Statistical Reference Datasets: NumAcc1 to NumAcc4, on which sums of
 * doubles lose digits; the deviation is certified as 1 and 0.1.
 */
static void
deviations_are_those_that_nist_certifies(void **state)
{
	static const char rule[] = "measures: {v: {var: n}, s: {stddev: n}}";
	static const char *const whole[] = { "", "1", "1000000", "10000000" };
	static const char tenth[] = "{\"v\":0.01,\"s\":0.1}\n";
	struct buf lines = {0};

	(void)state;
	expect(rule, "{\"n\":10000001}\n{\"n\":10000003}\n"
	    "{\"n\":10000002}\n", "{\"v\":1,\"s\":1}\n");
	for (size_t i = 1; i < sizeof(whole) / sizeof(whole[0]); i++) {
		buf_cut(&lines, 0);
		buf_printf(&lines, "{\"n\":%s.2}\n", whole[i]);
		for (int k = 0; k < 500; k++)
			buf_printf(&lines, "{\"n\":%s.1}\n{\"n\":%s.3}\n",
			    whole[i], whole[i]);
		buf_byte(&lines, '\0');
		expect(rule, lines.p, tenth);
	}
	buf_free(&lines);
	expect(rule, "{\"n\":7}\n{\"n\":null}\n",
	    "{\"v\":null,\"s\":null}\n");
	expect(rule, "{\"n\":1e100}\n{\"n\":-1e-100}\n{\"n\":0.1}\n",
	    "{\"v\":3.3333333333333334e199,"
	    "\"s\":5.773502691896257e99}\n");
}

static void
an_integer_beats_its_equal_with_a_point(void **state)
{
	static const char rule[] = "measures: {l: {min: n}, h: {max: n}}";
	static const char result[] =
	    "{\"l\":9007199254740993,\"h\":9007199254740993}\n";

	(void)state;
	expect(rule, "{\"n\":9007199254740993}\n"
	    "{\"n\":9007199254740993.0}\n", result);
	expect(rule, "{\"n\":9007199254740993.0}\n"
	    "{\"n\":9007199254740993}\n", result);
}

static void
different_values_are_told_apart_by_kind_too(void **state)
{
	(void)state;
	expect("measures: {d: {distinct: x}, e: {distinct: 'n + 1'}, "
	    "f: {distinct: 'n > 1'}}",
	    "{\"x\":1,\"n\":1}\n{\"x\":\"1\",\"n\":2}\n"
	    "{\"x\":true,\"n\":2}\n{\"x\":null,\"n\":3.5}\n"
	    "{\"x\":\"true\"}\n", "{\"d\":4,\"e\":3,\"f\":2}\n");
}

static void
a_denominator_of_zero_gives_null(void **state)
{
	(void)state;
	expect("measures: {a: {count: all}, b: {count: 'n > 9'}, "
	    "r: {ratio: {of: a, to: b}}, m: {mean: x}, q: {p90: x}, "
	    "l: {min: x}, p: {per: {of: a, unit: 1000, to: b}}}", people,
	    "{\"a\":4,\"b\":0,\"r\":null,\"m\":null,\"q\":null,\"l\":null,"
	    "\"p\":null}\n");
}

static const char coded[] =
    "{\"id\":\"p#1\",\"parent\":\"p\",\"codes\":[\"a\",\"b\"]}\n"
    "{\"id\":\"p#2\",\"parent\":\"p\",\"codes\":[\"a\"]}\n"
    "{\"id\":\"p#10\",\"parent\":\"p\",\"codes\":[]}\n"
    "{\"id\":\"p#11\",\"parent\":\"p\",\"codes\":[\"a\",\"a\"]}\n"
    "{\"id\":\"q#1\",\"parent\":\"q\",\"codes\":[\"b\"]}\n";

static void
each_counts_a_record_once_in_every_row_and_shares_divide_by_all(void **state)
{
	(void)state;
	expect("by: [parent, {each: codes}]\nmeasures: {n: {count: all}, "
	    "s: {share: n}, k: {per: {of: n, unit: 1000, to: n}}, "
	    "w: {share: n, within: []}}", coded,
	    "{\"parent\":\"p\",\"codes\":\"\",\"n\":1,\"s\":0.25,\"k\":250,"
	    "\"w\":0.2}\n"
	    "{\"parent\":\"p\",\"codes\":\"a\",\"n\":3,\"s\":0.75,\"k\":750,"
	    "\"w\":0.6}\n"
	    "{\"parent\":\"p\",\"codes\":\"b\",\"n\":1,\"s\":0.25,\"k\":250,"
	    "\"w\":0.2}\n"
	    "{\"parent\":\"q\",\"codes\":\"b\",\"n\":1,\"s\":1,\"k\":1000,"
	    "\"w\":0.2}\n");
}

static void
a_rolled_up_record_is_counted_once(void **state)
{
	(void)state;
	expect("by: [parent, {each: codes}]\nrollup: true\n"
	    "measures: {n: {count: all}}", coded,
	    "{\"parent\":\"p\",\"codes\":\"\",\"n\":1}\n"
	    "{\"parent\":\"p\",\"codes\":\"a\",\"n\":3}\n"
	    "{\"parent\":\"p\",\"codes\":\"b\",\"n\":1}\n"
	    "{\"parent\":\"p\",\"codes\":null,\"n\":4,\"rollup\":1}\n"
	    "{\"parent\":\"q\",\"codes\":\"b\",\"n\":1}\n"
	    "{\"parent\":\"q\",\"codes\":null,\"n\":1,\"rollup\":1}\n"
	    "{\"parent\":null,\"codes\":null,\"n\":5,\"rollup\":2}\n");
}

static void
a_share_without_each_is_of_the_group_one_key_up(void **state)
{
	(void)state;
	expect("by: [a, b]\nmeasures: {n: {count: all}, s: {share: n}}",
	    "{\"a\":1,\"b\":1}\n{\"a\":1,\"b\":2}\n{\"a\":2,\"b\":1}\n",
	    "{\"a\":1,\"b\":1,\"n\":1,\"s\":0.5}\n"
	    "{\"a\":1,\"b\":2,\"n\":1,\"s\":0.5}\n"
	    "{\"a\":2,\"b\":1,\"n\":1,\"s\":1}\n");
}

static void
keys_of_all_kinds(void **state)
{
	static const struct {
		const char	*by;
		const char	*record;
		const char	*keys;
	} cases[] = {
		{ "{area: r, level: county}", "{\"r\":\"110101002\"}",
		    "\"r\":\"110101\"" },
		{ "{area: r, level: village}", "{\"r\":110101002}",
		    "\"r\":\"\"" },
		{ "{year: t}",	"{\"t\":\"2024-05-03\"}", "\"t\":\"2024\"" },
		{ "{quarter: t}", "{\"t\":\"2024-05-03\"}",
		    "\"t\":\"2024-Q2\"" },
		{ "{month: t, as: m}", "{\"t\":\"2024-05-31T20:00:00Z\"}",
		    "\"m\":\"2024-06\"" },
		{ "{week: t}",	"{\"t\":\"2024-05-03\"}",
		    "\"t\":\"2024-W18\"" },
		{ "{hour: t}",	"{\"t\":\"2024-05-03T08:30\"}",
		    "\"t\":\"2024-05-03T08\"" },
		{ "{day: t}",	"{}",			"\"t\":\"\"" },
		{ "{bucket: n, width: 5}", "{\"n\":7.5}", "\"n\":5" },
		{ "{bucket: n, width: 0.1}", "{\"n\":0.3}", "\"n\":0.3" },
		{ "{bucket: n, width: 5}", "{\"n\":-1}", "\"n\":-5" },
		{ "{bucket: n, width: 5}", "{}",	"\"n\":\"\"" },
		{ "{value: 'prefix(t, 2)', as: k}", "{\"t\":\"abc\"}",
		    "\"k\":\"ab\"" },
		{ "{value: 'n > 1', as: k}", "{\"n\":2}", "\"k\":true" },
		{ "{value: 'n + 1', as: k}", "{\"n\":2}", "\"k\":3" },
		{ "n",		"{\"n\":1.50}",		"\"n\":1.5" },
		{ "o.p",	"{\"o\":{\"p\":\"\\u0041\"}}",
		    "\"o.p\":\"A\"" },
		{ "{each: t}",	"{\"t\":\"one\"}",	"\"t\":\"one\"" },
		{ "{each: t}",	"{\"t\":[null]}",	"\"t\":\"\"" },
		{ "{each: t}",	"{}",			"\"t\":\"\"" },
	};
	char rule[128], expected[128];

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		snprintf(rule, sizeof(rule),
		    "by: [%s]\nmeasures: {count: {count: all}}", cases[i].by);
		snprintf(expected, sizeof(expected), "{%s,\"count\":1}\n",
		    cases[i].keys);
		expect(rule, cases[i].record, expected);
	}
}

static void
records_that_cannot_be_grouped_are_refused(void **state)
{
	static const struct {
		const char	*rule;
		const char	*record;
		const char	*text;
	} cases[] = {
		{ "by: a\nmeasures: {n: {count: all}}", "{\"a\":[1]}",
		    "field \"a\": expected text or a number, got array" },
		{ "by: {each: a}\nmeasures: {n: {count: all}}",
		    "{\"a\":{}}",
		    "field \"a\": expected an array, got object" },
		{ "by: {month: a}\nmeasures: {n: {count: all}}",
		    "{\"a\":\"May\"}", "field \"a\": expected a time such as "
		    "2024-05-03T08:30:00+08:00, got a text of 3 characters" },
		{ "by: {area: a, level: city}\nmeasures: {n: {count: all}}",
		    "{\"a\":\"11x\"}", "field \"a\": expected an area code of "
		    "digits, got a text of 3 characters (names of areas? by: "
		    "a, without area)" },
		{ "measures: {n: {sum: a}}", "{\"a\":\"7\"}",
		    "measure \"n\": expected number, got string" },
		{ "by: a\nmeasures: {n: {count: all}}",
		    "{\"a\":1,\"a\":2}", "field \"a\" stands there twice" },
		{ "by: a\nmeasures: {n: {count: all}}",
		    "{\"a\":\"\\ud800\"}", "lone surrogate in a string" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct run r;

		start_well(&r, cases[i].rule, NULL, NULL);
		assert_int_equal(feed(&r, span_of(cases[i].record)), -1);
		assert_int_equal(r.e.kind, ERR_RECORD);
		assert_string_equal(r.e.text, cases[i].text);
		clean(&r);
	}
}

static void
a_record_of_too_many_groups_is_refused(void **state)
{
	struct buf line = {0};
	struct run r;

	(void)state;
	for (int n = 256; n <= 257; n++) {
		buf_cut(&line, 0);
		buf_add(&line, SPAN("{\"b\":["));
		for (int i = 0; i < 256; i++)
			buf_printf(&line, i == 0 ? "%d" : ",%d", i);
		buf_add(&line, SPAN("],\"a\":["));
		for (int i = 0; i < n; i++)
			buf_printf(&line, i == 0 ? "%d" : ",%d", i);
		buf_add(&line, SPAN("]}"));
		start_well(&r, "by: [{each: a}, {each: b}]\n"
		    "measures: {n: {count: all}}", NULL, NULL);
		assert_int_equal(feed(&r, buf_span(&line)), n > 256 ? -1 : 0);
		if (n > 256)
			assert_string_equal(r.e.text,
			    "expected at most 65536 groups, got more");
		clean(&r);
	}
	buf_free(&line);
}

/* An array of count numbers, of which so many are different. */
static int
feed_array(struct run *r, int count, int different)
{
	struct buf line = {0};
	int rc;

	buf_add(&line, SPAN("{\"a\":["));
	for (int i = 0; i < count; i++)
		buf_printf(&line, i == 0 ? "%d" : ",%d", i % different);
	buf_add(&line, SPAN("]}"));
	start_well(r, "by: {each: a}\nmeasures: {n: {count: all}}", NULL,
	    NULL);
	rc = feed(r, buf_span(&line));
	buf_free(&line);
	return rc;
}

static void
equal_elements_of_an_array_are_one_however_many_there_are(void **state)
{
	static const struct {
		int	count, different, result;
	} cases[] = {
		{ 131072,	3,	0 },
		{ 131073,	3,	0 },
		{ 400000,	3,	0 },
		{ 200000,	65536,	0 },
		{ 200000,	65537,	-1 },
		{ 140000,	140000,	-1 },
	};
	struct run r;

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		assert_int_equal(feed_array(&r, cases[i].count,
		    cases[i].different), cases[i].result);
		if (cases[i].result == 0) {
			assert_int_equal(end(&r), 0);
			assert_int_equal(r.records, cases[i].different);
		}
		clean(&r);
	}
}

static void
where_drops_and_counts(void **state)
{
	struct run r;

	(void)state;
	start_well(&r, "where: 'n > 0'\nmeasures: {n: {count: all}}", NULL,
	    NULL);
	assert_int_equal(feed(&r, span_of(people)), 0);
	assert_int_equal(end(&r), 0);
	assert_int_equal(r.counters[0], 2);
	assert_int_equal(r.records, 1);
	assert_true(span_is(buf_span(&r.out), "{\"n\":2}\n"));
	clean(&r);
}

static void
order_limit_and_having(void **state)
{
	static const char lines[] =
	    "{\"k\":\"a\",\"n\":1}\n{\"k\":\"b\",\"n\":3}\n"
	    "{\"k\":\"c\",\"n\":3}\n{\"k\":\"d\"}\n{\"k\":\"e\",\"n\":2}\n";

	(void)state;
	expect("by: k\nmeasures: {s: {mean: n}}\norder: [-s]\nlimit: 3",
	    lines,
	    "{\"k\":\"b\",\"s\":3}\n{\"k\":\"c\",\"s\":3}\n"
	    "{\"k\":\"e\",\"s\":2}\n");
	expect("by: k\nmeasures: {s: {mean: n}}\norder: [s, -k]", lines,
	    "{\"k\":\"a\",\"s\":1}\n{\"k\":\"e\",\"s\":2}\n"
	    "{\"k\":\"c\",\"s\":3}\n{\"k\":\"b\",\"s\":3}\n"
	    "{\"k\":\"d\",\"s\":null}\n");
	expect("by: k\nmeasures: {s: {mean: n}}\n"
	    "having: 's > 2 and k != \"b\"'", lines,
	    "{\"k\":\"c\",\"s\":3}\n");
	expect("by: k\nmeasures: {s: {count: all}}\nrollup: true\n"
	    "order: [-k]\nlimit: 2", lines,
	    "{\"k\":\"e\",\"s\":1}\n{\"k\":\"d\",\"s\":1}\n"
	    "{\"k\":null,\"s\":5,\"rollup\":1}\n");
	expect("by: [parent, {each: codes}]\nrollup: true\n"
	    "order: [-parent, -n]\nmeasures: {n: {count: all}}", coded,
	    "{\"parent\":\"q\",\"codes\":\"b\",\"n\":1}\n"
	    "{\"parent\":\"q\",\"codes\":null,\"n\":1,\"rollup\":1}\n"
	    "{\"parent\":\"p\",\"codes\":\"a\",\"n\":3}\n"
	    "{\"parent\":\"p\",\"codes\":\"\",\"n\":1}\n"
	    "{\"parent\":\"p\",\"codes\":\"b\",\"n\":1}\n"
	    "{\"parent\":\"p\",\"codes\":null,\"n\":4,\"rollup\":1}\n"
	    "{\"parent\":null,\"codes\":null,\"n\":5,\"rollup\":2}\n");
}

static void
numbers_are_sorted_as_numbers(void **state)
{
	(void)state;
	expect("by: k\nmeasures: {n: {count: all}}",
	    "{\"k\":10}\n{\"k\":9}\n{\"k\":\"10\"}\n{\"k\":\"9\"}\n",
	    "{\"k\":9,\"n\":1}\n{\"k\":10,\"n\":1}\n"
	    "{\"k\":\"10\",\"n\":1}\n{\"k\":\"9\",\"n\":1}\n");
}

static void
without_records_there_is_only_the_total(void **state)
{
	(void)state;
	expect("measures: {n: {count: all}, s: {sum: x}}", "",
	    "{\"n\":0,\"s\":0}\n");
	expect("by: k\nmeasures: {n: {count: all}}", "", "");
	expect("by: k\nrollup: true\nmeasures: {n: {count: all}}", "",
	    "{\"k\":null,\"n\":0,\"rollup\":1}\n");
}

static void
tables_are_for_people(void **state)
{
	static const char rule[] =
	    "lang: en\nby: [{value: parent, as: parent, label: {zh: x, "
	    "en: document}}, {each: codes}]\nrollup: true\n"
	    "measures:\n"
	    "  n: {count: all, label: {en: units}, unit: {en: u}}\n"
	    "  s: {share: n, show: percent, describe: units with it}\n"
	    "  e: {examples: 3}\n"
	    "output: {title: Codes}";

	(void)state;
	expect_as("table", rule, coded,
	    "Codes\n"
	    "document  codes   units (u)       s  e\n"
	    "--------  ------  ---------  ------  ------------\n"
	    "p         (none)          1   25.0%  #10\n"
	    "p         a               3   75.0%  #1 #2 #11\n"
	    "p         b               1   25.0%  #1\n"
	    "p         total           4  100.0%  #2 #10 #11\n"
	    "q         b               1  100.0%  #1\n"
	    "q         total           1  100.0%  #1\n"
	    "total                     5  100.0%  p#2 q#1 p#10\n"
	    "\n"
	    "s: units with it\n");
	expect_as("csv", "by: parent\nmeasures: {n: {count: all}, "
	    "s: {share: n, show: percent, decimals: 0}, e: {examples: 9}}",
	    coded,
	    "parent,n,s,e\n"
	    "p,4,80%,p#1 p#2 p#10 p#11\n"
	    "q,1,20%,q#1\n");
	expect_as("table", "by: parent\nmeasures: {e: {examples: 9}}",
	    "{\"id\":\"p#1\",\"parent\":\"p\"}\n"
	    "{\"id\":\"pq#1\",\"parent\":\"p\"}\n"
	    "{\"id\":\"p\",\"parent\":\"p\"}\n",
	    "parent  e\n------  ---------\np       p #1 pq#1\n");
	expect_as("tsv", "by: parent\nrollup: true\n"
	    "measures: {m: {mean: x}}", coded,
	    "parent\tm\t合计层级\np\t\t0\nq\t\t0\n合计\t\t1\n");
}

static void
labels_of_books_stand_in_tables_and_not_in_records(void **state)
{
	static const char book[] =
	    "filter: tag\nprefix: p\ncodes:\n"
	    "  - {id: a, label: {zh: z, en: Alpha}}\n"
	    "  - {id: b, label: Beta}\n  - {id: c}\n";
	static const char lines[] =
	    "{\"c\":[\"p.a\",\"p.b\",\"p.c\",\"a\"]}\n";
	char path[] = "/tmp/minqing-book-XXXXXX", rule[200];
	int fd = mkstemp(path);

	(void)state;
	assert_true(fd >= 0);
	assert_int_equal(write(fd, book, sizeof(book) - 1), sizeof(book) - 1);
	close(fd);
	snprintf(rule, sizeof(rule), "lang: en\nlabels: [%s]\n"
	    "by: [{each: c}]\nmeasures: {n: {count: all}}", path);
	expect_as("csv", rule, lines,
	    "c,n\na,1\nAlpha,1\nBeta,1\np.c,1\n");
	expect(rule, lines,
	    "{\"c\":\"a\",\"n\":1}\n{\"c\":\"p.a\",\"n\":1}\n"
	    "{\"c\":\"p.b\",\"n\":1}\n{\"c\":\"p.c\",\"n\":1}\n");
	unlink(path);
}

static void
beyond_exact_figures_are_estimates_and_say_so(void **state)
{
	struct buf lines = {0};
	struct run r;
	long distinct;
	double p50;

	(void)state;
	for (int i = 0; i < 20000; i++)
		buf_printf(&lines, "{\"n\":%d}\n", (i * 7919) % 20000);
	start_well(&r, "exact: 1000\nmeasures: {d: {distinct: n}, q: {p50: n},"
	    " c: {count: all}}", NULL, NULL);
	assert_int_equal(feed(&r, buf_span(&lines)), 0);
	assert_int_equal(end(&r), 0);
	buf_byte(&r.out, '\0');
	assert_int_equal(sscanf(r.out.p, "{\"d\":%ld,\"q\":%lf", &distinct,
	    &p50), 2);
	assert_in_range(distinct, 19400, 20600);
	assert_true(p50 > 9999 * 0.996 && p50 < 9999 * 1.004);
	assert_non_null(strstr(r.out.p,
	    "\"c\":20000,\"approximate\":[\"d\",\"q\"]}"));
	clean(&r);
	start_well(&r, "exact: 20000\nmeasures: {d: {distinct: n}, "
	    "q: {p50: n}}", NULL, NULL);
	assert_int_equal(feed(&r, buf_span(&lines)), 0);
	assert_int_equal(end(&r), 0);
	assert_true(span_is(buf_span(&r.out), "{\"d\":20000,\"q\":9999}\n"));
	clean(&r);
	buf_free(&lines);
}

static void
rules_are_refused_where_they_are_wrong(void **state)
{
	static const struct {
		const char	*rule;
		size_t		 line, column;
		const char	*text;
	} cases[] = {
		{ "by: a", 1, 1, "the key \"measures\" is missing" },
		{ "measures: {}", 1, 11,
		    "expected a mapping of 1 to 256 measures" },
		{ "measures: {n: {count: all, sum: x}}", 1, 33,
		    "a measure is either count or sum" },
		{ "measures: {n: {cout: all}}", 1, 16,
		    "unknown key \"cout\" (did you mean \"count\"?)" },
		{ "measures: {n: {label: x}}", 1, 15, "expected one of count,"
		    " distinct, sum, mean, var, stddev, min, max, quantile, p50 (or "
		    "another percentile), examples, top, set, histogram, "
		    "first, last, ratio, change, compute, rank, share, per" },
		{ "measures: {n: {count: all, wher: x}}", 1, 28,
		    "unknown key \"wher\" (did you mean \"where\"?)" },
		{ "measures: {r: {ratio: {of: a, to: b}}}", 1, 28,
		    "there is no measure \"a\"" },
		{ "measures: {s: {share: s}}", 1, 23, "\"s\" can't be divided:"
		    " expected a count, sum or another figure of records" },
		{ "by: n\nmeasures: {n: {count: all}}", 2, 12,
		    "two columns of the name \"n\"" },
		{ "measures: {rollup: {count: all}}", 1, 12,
		    "two columns of the name \"rollup\"" },
		{ "by: [{area: r}]\nmeasures: {n: {count: all}}", 1, 6,
		    "the key \"level\" is missing" },
		{ "by: [{bucket: r, width: 0}]\nmeasures: {n: {count: all}}",
		    1, 25, "expected a width above 0, with at most 9 "
		    "decimals" },
		{ "by: [{value: r}]\nmeasures: {n: {count: all}}", 1, 6,
		    "the key \"as\" is missing" },
		{ "by: [a..b]\nmeasures: {n: {count: all}}", 1, 6,
		    "expected the path of a field: empty key" },
		{ "measures: {n: {count: all}}\norder: [m]", 2, 9,
		    "expected a key or a measure, got \"m\"" },
		{ "measures: {n: {count: all}}\nhaving: 'm > 1'", 2, 9,
		    "expected keys and measures, got \"m\"" },
		{ "measures: {n: {quantile: x, q: 1.5}}", 1, 32,
		    "expected a number above 0 and up to 1, with at most 9 "
		    "decimals" },
		{ "measures: {n: {examples: 0}}", 1, 26,
		    "expected an integer from 1 to 1000, got \"0\"" },
		{ "measures: {n: {count: all}}\ncasses: {key: x}", 2, 1, NULL },
		{ "measures: {n: {count: all}}\nzone: Mars", 2, 7,
		    "expected an offset such as +08:00" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct fault *f;
		struct run r;

		if (start(&r, cases[i].rule, NULL, NULL) == 0)
			fail_msg("accepted: %s", cases[i].rule);
		faults_sort(&r.faults);
		f = &r.faults.items[0];
		if (cases[i].text != NULL)
			assert_string_equal(f->text, cases[i].text);
		if (f->place.line != cases[i].line ||
		    f->place.column != cases[i].column)
			fail_msg("%s: %zu:%zu %s", cases[i].rule,
			    f->place.line, f->place.column, f->text);
		clean(&r);
	}
}

static void
options_that_do_not_fit_are_usage_errors(void **state)
{
	static const char rule[] = "measures: {n: {count: all}}";
	static const struct {
		const char	*settings, *value;
	} cases[] = {
		{ "format", "xml" }, { "memory", "" }, { "memory", "1T" },
		{ "memory", "0" }, { "memory", "99999999999999999999" },
		{ "partial format", "csv" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct run r;

		assert_int_equal(start(&r, rule, cases[i].settings,
		    cases[i].value), -1);
		assert_int_equal(r.e.kind, ERR_USAGE);
		clean(&r);
	}
}

/* So many lines {"k":N}. */
static void
put_numbers(struct buf *lines, int count)
{
	for (int i = 0; i < count; i++)
		buf_printf(lines, "{\"k\":%d}\n", i);
}

static void
one_group_has_to_fit_into_memory(void **state)
{
	static const char *const rules[] = {
		"measures: {d: {distinct: k}}",
		"measures: {p: {p90: k}}",
	};
	struct buf lines = {0};

	(void)state;
	put_numbers(&lines, 100000);
	for (size_t i = 0; i < sizeof(rules) / sizeof(rules[0]); i++) {
		struct run r;

		start_well(&r, rules[i], "memory", "1M");
		assert_int_equal(feed(&r, buf_span(&lines)), 0);
		assert_int_equal(end(&r), -1);
		assert_int_equal(r.e.kind, ERR_MEMORY);
		assert_non_null(strstr(r.e.text, "one group needs more"));
		clean(&r);
		start_well(&r, rules[i], "memory", "256M");
		assert_int_equal(feed(&r, buf_span(&lines)), 0);
		assert_int_equal(end(&r), 0);
		clean(&r);
	}
	buf_free(&lines);
}

static void
groups_beyond_memory_go_to_files(void **state)
{
	struct buf lines = {0};
	struct run held, spilled;

	(void)state;
	put_numbers(&lines, 20000);
	start_well(&held, "by: k\nmeasures: {n: {count: all}}", "memory",
	    "256M");
	assert_int_equal(feed(&held, buf_span(&lines)), 0);
	assert_int_equal(end(&held), 0);
	assert_int_equal(held.counters[1], 0);
	start_well(&spilled, "by: k\nmeasures: {n: {count: all}}", "memory",
	    "64K");
	assert_int_equal(feed(&spilled, buf_span(&lines)), 0);
	assert_int_equal(end(&spilled), 0);
	assert_true(spilled.counters[1] > 20);
	assert_true(span_equal(buf_span(&held.out), buf_span(&spilled.out)));
	assert_int_equal(spilled.records, 20000);
	clean(&held);
	clean(&spilled);
	buf_free(&lines);
}

static void
a_folder_that_is_not_there_ends_the_run(void **state)
{
	struct buf lines = {0};
	struct run r;

	(void)state;
	put_numbers(&lines, 20000);
	start_well(&r, "by: k\nmeasures: {n: {count: all}}", "memory", "64K");
	scratch_close(&r.scratch);
	scratch_open(&r.scratch, "/nowhere");
	assert_int_equal(feed(&r, buf_span(&lines)), -1);
	assert_int_equal(r.e.kind, ERR_IO);
	assert_non_null(strstr(r.e.text, "/nowhere"));
	clean(&r);
	buf_free(&lines);
}

/* What figures do at the edges of 64 bits and of doubles. */
static void
no_figure_overflows_in_silence(void **state)
{
	static const struct {
		const char	*measure;
		const char	*values;	/* a blank between them */
		const char	*figure;	/* or the message */
	} table[] = {
		{ "sum: x", "9223372036854775807 9223372036854775807",
		    "18446744073709551614" },
		{ "sum: x", "-9223372036854775808 -1", "-9223372036854775809" },
		{ "sum: x", "1e30 -1e30 1", "1" },
		{ "sum: x", "1e22 1e-9", "1e22" },
		{ "mean: x", "1e308 1e308 -1e308 -1e308 0", "0" },
		{ "mean: x", "9223372036854775807 9223372036854775805",
		    "9223372036854775806" },
		{ "max: x", "9223372036854775806 9223372036854775807",
		    "9223372036854775807" },
		{ "p50: x", "-1.7976931348623157e308 5e-324 "
		    "1.7976931348623157e308", "5e-324" },
		{ "var: x", "1e150 1e150", "0" },
		{ "max: x", "1e309", "within a double" },
		{ "sum: 'x * x'", "1e200", "too large" },
		{ "histogram: x, width: 0.5", "1e30", "too many digits" },
		{ "var: x", "1e200", "160 places" },
		{ "sum: x, bad: 'null'", "1e309 2 \"3\" [4] true", "2" },
		{ "var: x, bad: 'null'", "1e200 1 3", "2" },
		{ "count: 'x > 1', bad: 'null'", "1 2 \"3\" [4]", "1" },
		{ "histogram: x, width: 0.5, bad: 'null'", "1e30 1 \"a\"",
		    "[[1,1]]" },
		{ "mean: 'days(\"2026-05-01\", x)', bad: 'null'",
		    "\"2026-05-03\" \"soon\" 5", "2" },
		{ "first: x, by: x, bad: 'null'", "\"2026-05-03\" \"soon\" 5",
		    "\"2026-05-03\"" },
		{ "distinct: x, bad: 'null'", "1 1 [2] {\"a\":3}", "1" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(table) / sizeof(table[0]); i++) {
		struct span values = span_of(table[i].values);
		struct buf lines = {0}, rule = {0}, figure = {0};
		size_t n;
		struct run r;

		for (; values.n > 0; values = span_from(values, n + 1)) {
			n = span_index(values, ' ');
			buf_printf(&lines, "{\"x\":%.*s}\n", (int)n,
			    values.p);
		}
		buf_printf(&rule, "measures: {m: {%s}}%c", table[i].measure,
		    '\0');
		buf_printf(&figure, "{\"m\":%s}\n", table[i].figure);
		start_well(&r, rule.p, NULL, NULL);
		if (feed(&r, buf_span(&lines)) == -1)
			assert_non_null(strstr(r.e.text, table[i].figure));
		else {
			assert_int_equal(end(&r), 0);
			if (!span_equal(buf_span(&r.out), buf_span(&figure)))
				fail_msg("%s of %s: %.*s", table[i].measure,
				    table[i].values, (int)r.out.n, r.out.p);
		}
		clean(&r);
		buf_free(&lines);
		buf_free(&rule);
		buf_free(&figure);
	}
}

static const char everything[] =
    "by: [{value: k, as: k}, {each: codes}]\nrollup: true\nexact: 300\n"
    "measures:\n"
    "  n: {count: all}\n"
    "  few: {count: 'x > 2'}\n"
    "  s: {sum: x}\n"
    "  a: {mean: x, where: 'has y'}\n"
    "  l: {min: x}\n"
    "  h: {max: x}\n"
    "  d: {distinct: y}\n"
    "  q: {quantile: x, q: 0.07}\n"
    "  e: {examples: 3}\n"
    "  r: {ratio: {of: few, to: n}}\n"
    "  t: {share: s}\n"
    "  u: {share: d, within: []}\n"
    "  p: {per: {of: s, unit: 10000, to: q}}\n";

static uint32_t
next(uint32_t *seed)
{
	*seed = *seed * 1664525 + 1013904223;
	return *seed >> 8;
}

static void
put_random(struct buf *b, uint32_t *seed)
{
	static const char *const codes[] = {
		"", "\"a\"", "\"a\",\"b\"", "\"c\",\"a\",\"c\""
	};
	static const char *const numbers[] = {
		"%u.%u", "-%u.%u", "%ue-%u", "%u.00%u", "12345678901234567%u%u",
		"%u%u.5e20"
	};

	buf_printf(b, "{\"id\":\"r%u\",\"codes\":[%s]", next(seed) % 900,
	    codes[next(seed) % 4]);
	if (next(seed) % 9 > 0)
		buf_printf(b, ",\"k\":\"%c\"", 'p' + (int)(next(seed) % 3));
	if (next(seed) % 7 > 0) {
		const char *number = numbers[next(seed) % 6];
		char text[64];
		uint32_t one = next(seed) % 90 + 1;

#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
		snprintf(text, sizeof(text), number, one, next(seed) % 9);
#pragma GCC diagnostic pop
		buf_printf(b, ",\"x\":%s", text);
	}
	if (next(seed) % 3 > 0)
		buf_printf(b, ",\"y\":%u", next(seed) % 700);
	buf_add(b, SPAN("}\n"));
}

/* Deals the lines to so many runs of --partial; appends what they write. */
static void
deal(struct span lines, size_t runs, uint32_t *seed, struct buf *partials)
{
	struct run *r = calloc(runs, sizeof(*r));
	size_t n;

	for (size_t i = 0; i < runs; i++)
		start_well(&r[i], everything, "partial", "");
	for (; lines.n > 0; lines = span_from(lines, n + 1)) {
		n = span_index(lines, '\n');
		assert_int_equal(feed_one(&r[next(seed) % runs],
		    span_make(lines.p, n)), 0);
	}
	for (size_t i = runs; i-- > 0;) {
		assert_int_equal(end(&r[i]), 0);
		buf_add(partials, buf_span(&r[i].out));
		clean(&r[i]);
	}
	free(r);
}

static void
the_merge_of_any_partition_is_the_whole(void **state)
{
	struct buf lines = {0}, parts = {0};
	uint32_t seed = 5;

	(void)state;
	for (int round = 0; round < 30; round++) {
		size_t records = next(&seed) % 1500;
		struct run whole, merged, again, last;

		buf_cut(&lines, 0);
		buf_cut(&parts, 0);
		for (size_t i = 0; i < records; i++)
			put_random(&lines, &seed);
		start_well(&whole, everything, NULL, NULL);
		assert_int_equal(feed(&whole, buf_span(&lines)), 0);
		assert_int_equal(end(&whole), 0);
		deal(buf_span(&lines), next(&seed) % 6 + 1, &seed, &parts);
		start_well(&merged, everything, "merge", "");
		if (feed(&merged, buf_span(&parts)) == -1)
			fail_msg("%s", merged.e.text);
		assert_int_equal(end(&merged), 0);
		buf_byte(&whole.out, '\0');
		buf_byte(&merged.out, '\0');
		assert_string_equal(whole.out.p, merged.out.p);

		/* And in two steps. */
		start_well(&again, everything, "merge partial", "");
		assert_int_equal(feed(&again, buf_span(&parts)), 0);
		assert_int_equal(end(&again), 0);
		start_well(&last, everything, "merge", "");
		assert_int_equal(feed(&last, buf_span(&again.out)), 0);
		assert_int_equal(end(&last), 0);
		buf_byte(&last.out, '\0');
		assert_string_equal(whole.out.p, last.out.p);
		clean(&whole);
		clean(&merged);
		clean(&again);
		clean(&last);
	}
	buf_free(&lines);
	buf_free(&parts);
}

static void
what_is_no_part_of_the_whole_ends_the_merge(void **state)
{
	static const char rule[] = "by: k\nmeasures: {n: {count: all}}";
	char hex[33], good[200], line[240];
	struct run r;
	static const char *const bad[] = {
		"\"keys\":[],\"cells\":[1]}",
		"\"keys\":[\"a\"],\"cells\":[]}",
		"\"keys\":[\"a\"],\"cells\":[1,2]}",
		"\"keys\":[\"a\"],\"cells\":[-1]}",
		"\"keys\":[\"a\"],\"cells\":[1.5]}",
		"\"keys\":[\"a\"],\"cells\":[{}]}",
		"\"keys\":[[]],\"cells\":[1]}",
		"\"keys\":[null],\"cells\":[1]}",
		"\"keys\":\"a\",\"cells\":[1]}",
		"\"cells\":[1]}",
	};

	(void)state;
	hash_hex(hash_of(span_of(rule)), hex);
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		snprintf(line, sizeof(line), "{\"minqing.partial\":\"%s\","
		    "\"format\":%d,%s", hex, MERGE_FORMAT, bad[i]);
		start_well(&r, rule, "merge", "");
		if (feed(&r, span_of(line)) == 0)
			fail_msg("accepted: %s", line);
		assert_int_equal(r.e.kind, ERR_DATA);
		clean(&r);
	}
	snprintf(good, sizeof(good), "{\"minqing.partial\":\"%s\","
	    "\"format\":%d,\"keys\":[\"a\"],\"cells\":[7]}", hex,
	    MERGE_FORMAT);
	start_well(&r, rule, "merge", "");
	assert_int_equal(feed(&r, span_of(good)), 0);
	assert_int_equal(feed(&r, span_of("{\"id\":1}")), -1);
	assert_int_equal(r.e.kind, ERR_DATA);
	clean(&r);
	start_well(&r, "by: k\nmeasures: {m: {count: all}}", "merge", "");
	assert_int_equal(feed(&r, span_of(good)), -1);
	assert_int_equal(r.e.kind, ERR_DATA);
	assert_string_equal(r.e.text, "--merge: this is a partial result of "
	    "another rule, of another edition of it, or of files that it "
	    "names");
	clean(&r);
	for (int format = 0; format < 4; format++) {
		snprintf(good, sizeof(good), "{\"minqing.partial\":\"%s\","
		    "\"format\":%d,\"keys\":[\"a\"],\"cells\":[7]}", hex,
		    format);
		start_well(&r, rule, "merge", "");
		assert_int_equal(feed(&r, span_of(good)),
		    format == MERGE_FORMAT ? 0 : -1);
		if (format != MERGE_FORMAT)
			assert_non_null(strstr(r.e.text, "another version"));
		clean(&r);
	}
}

int
main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(measures_of_groups),
		cmocka_unit_test(sums_are_rounded_once),
		cmocka_unit_test(deviations_are_those_that_nist_certifies),
		cmocka_unit_test(an_integer_beats_its_equal_with_a_point),
		cmocka_unit_test(different_values_are_told_apart_by_kind_too),
		cmocka_unit_test(a_denominator_of_zero_gives_null),
		cmocka_unit_test(
	    each_counts_a_record_once_in_every_row_and_shares_divide_by_all),
		cmocka_unit_test(a_rolled_up_record_is_counted_once),
		cmocka_unit_test(
		    a_share_without_each_is_of_the_group_one_key_up),
		cmocka_unit_test(keys_of_all_kinds),
		cmocka_unit_test(records_that_cannot_be_grouped_are_refused),
		cmocka_unit_test(a_record_of_too_many_groups_is_refused),
		cmocka_unit_test(
		    equal_elements_of_an_array_are_one_however_many_there_are),
		cmocka_unit_test(where_drops_and_counts),
		cmocka_unit_test(order_limit_and_having),
		cmocka_unit_test(numbers_are_sorted_as_numbers),
		cmocka_unit_test(without_records_there_is_only_the_total),
		cmocka_unit_test(tables_are_for_people),
		cmocka_unit_test(
		    labels_of_books_stand_in_tables_and_not_in_records),
		cmocka_unit_test(
		    beyond_exact_figures_are_estimates_and_say_so),
		cmocka_unit_test(rules_are_refused_where_they_are_wrong),
		cmocka_unit_test(options_that_do_not_fit_are_usage_errors),
		cmocka_unit_test(no_figure_overflows_in_silence),
		cmocka_unit_test(one_group_has_to_fit_into_memory),
		cmocka_unit_test(groups_beyond_memory_go_to_files),
		cmocka_unit_test(a_folder_that_is_not_there_ends_the_run),
		cmocka_unit_test(the_merge_of_any_partition_is_the_whole),
		cmocka_unit_test(what_is_no_part_of_the_whole_ends_the_merge),
	};

	utf8_choose();
	return cmocka_run_group_tests(tests, NULL, NULL);
}
