#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#include <cmocka.h>

#include "base/buf.h"
#include "tag/plan.h"
#include "tag/tag.h"

/* Books, one or two, and what a record becomes; without an end: refused. */
struct try {
	const char	*book, *other;
	const char	*in;
	const char	*out;		/* behind what the record had, or whole */
};

/* A loses to B by the score, and sets a field. */
#define LOSERS	"codes: [{id: t.a, match: [a], set: {y: 1}}, {id: t.b, " \
	"match: [{term: bb, weight: 2}]}, {id: u, match: [c]}]\n" \
	"classify: [{into: x, among: 't.*', "

static void	*plan;
static void	*worker;
static struct arena run;
static struct faults faults;
static uint64_t	counters[64];

static int
begin(const char *const *books, size_t count, const struct setting *setting)
{
	struct rule *rules;
	struct config config = { .rule_count = count, .settings = setting,
	    .setting_count = setting != NULL };
	struct err e;
	size_t i;

	faults = (struct faults){ .arena = &run };
	rules = arena_zero(&run, count, sizeof(*rules));
	for (i = 0; i < count; i++) {
		rules[i] = (struct rule){ .name = "-e", .path = "-e",
		    .expression = true };
		rules[i].root = node_parse(&run, span_of(books[i]), "-e",
		    &faults);
		assert_non_null(rules[i].root);
	}
	config.rules = rules;
	worker = NULL;
	if (tag_engine.compile(&config, &run, &plan, &faults) == -1)
		return -1;
	return tag_engine.open(plan, &worker, &e);
}

static void
end(void)
{
	if (worker != NULL)
		tag_engine.close(worker);
	arena_free(&run);
	memset(counters, 0, sizeof(counters));
}

static int
map_line(const char *line, struct buf *out, struct err *e)
{
	struct arena arena = { 0 };
	struct record record;
	struct unit unit = { .record = &record, .arena = &arena };
	uint64_t records = 0;
	struct out o = { .record = out, .counters = counters,
	    .records = &records };
	int rc;

	buf_cut(out, 0);
	rc = record_parse(&record, &arena, span_of(line), e);
	if (rc == 0)
		rc = tag_engine.map(worker, &unit, &o, e);
	arena_free(&arena);
	return rc;
}

static void
check_try(const struct try *ex)
{
	const char *const books[] = { ex->book, ex->other };
	struct buf out = { 0 };
	struct err e;

	if (begin(books, ex->other == NULL ? 1 : 2, NULL) == -1)
		fail_msg("%s\n%s", ex->book, faults.items[0].text);
	if (map_line(ex->in, &out, &e) == -1) {
		assert_int_equal(e.kind, ERR_RECORD);
		assert_string_equal(e.text, ex->out);
	} else {
		buf_cut(&out, out.n - 1);
		buf_byte(&out, '\0');
		assert_string_equal(out.p, ex->out);
	}
	buf_free(&out);
	end();
}

static void
check_tries(const struct try *table, size_t count)
{
	size_t i;

	for (i = 0; i < count; i++)
		check_try(&table[i]);
}

#define COUNT(table)	(sizeof(table) / sizeof(*(table)))
#define TAG(code, start, end, match) "{\"code\":\"" code "\",\"start\":" \
	#start ",\"end\":" #end ",\"match\":\"" match "\"}"
#define VOICE(start, end, voice) "{\"code\":\"a\",\"start\":" \
	#start ",\"end\":" #end ",\"match\":\"x\",\"voice\":\"" voice "\"}"
#define NEGATED "contexts: {n: {words: [没有, 不], reach: {left: 3}, " \
	"stop: '，但', effect: void}, r: {words: [消除], reach: {left: 2, " \
	"right: 2}, effect: mark}}\n"

static const struct try from_codes[] = {
	{ "codes: []", NULL, "{}", "{\"tags\":[],\"codes\":[]}" },
	/* families, codes from codes that no literal wakes */
	{ "overlap: longest\ncodes: [{id: f.a, match: [x]}, {id: g.b, "
	    "match: [xy]}, {id: f.c, match: [xyz]}]", NULL,
	    "{\"text\":\"xyz\"}", "{\"text\":\"xyz\",\"tags\":["
	    TAG("g.b", 0, 2, "xy") "," TAG("f.c", 0, 3, "xyz")
	    "],\"codes\":[\"f.c\",\"g.b\"]}" },
	{ "codes: [{id: a, match: [{all: [{code: b}, {code: c}]}]}, "
	    "{id: b, match: [{regex: '\\d'}]}, {id: c, match: [x]}]",
	    NULL, "{\"text\":\"7x\"}", "{\"text\":\"7x\",\"tags\":["
	    TAG("b", 0, 1, "7") "," TAG("a", 0, 2, "7x") ","
	    TAG("c", 1, 2, "x") "],\"codes\":[\"a\",\"b\",\"c\"]}" },
	{ "codes: [{id: a, match: [{code: b}]}, {id: b, match: "
	    "[{regex: '\\w'}], unless: [{code: c}]}, {id: c, match: "
	    "[x]}]", NULL, "{\"text\":\"7。x\"}", "{\"text\":\"7。x\","
	    "\"tags\":[" TAG("a", 0, 1, "7") "," TAG("b", 0, 1, "7") ","
	    TAG("c", 2, 3, "x") "],\"codes\":[\"a\",\"b\",\"c\"]}" },
};

static void
codes_are_built_from_codes_and_families_settled(void **state)
{
	(void)state;
	check_tries(from_codes, COUNT(from_codes));
}

static const struct try voices[] = {
	{ "within: clause\nvoice: {cited: [认为, {where: 'q > 1'}], "
	    "informant: [{seq: [我, 说], gap: 1}]}\n"
	    "codes: [{id: a, match: [x]}]", NULL,
	    "{\"text\":\"有人认为x，x，我也说x，认为我说x\"}",
	    "{\"text\":\"有人认为x，x，我也说x，认为我说x\",\"tags\":["
	    VOICE(4, 5, "cited") "," VOICE(6, 7, "author") ","
	    VOICE(11, 12, "informant") "," VOICE(17, 18, "informant")
	    "],\"codes\":[\"a\"]}" },
	{ "voice: {cited: [{where: 'q > 1'}]}\n"
	    "codes: [{id: a, match: [x]}]", NULL,
	    "{\"q\":2,\"text\":\"x\"}",
	    "{\"q\":2,\"text\":\"x\",\"tags\":["
	    VOICE(0, 1, "cited") "],\"codes\":[\"a\"]}" },
	{ "codes: [{id: a, match: [{seq: [付, {regex: '(?<n>[\\d０-９,.]+)"
	    "(?<u>元|吨)?', capture: {n: number, u: text}}], gap: 1}]}]",
	    NULL, "{\"text\":\"付1,200.50元，付０３吨，付7，付..\"}",
	    "{\"text\":\"付1,200.50元，付０３吨，付7，付..\",\"tags\":["
	    "{\"code\":\"a\",\"start\":0,\"end\":10,\"match\":\""
	    "付1,200.50元\",\"captures\":{\"n\":1200.50,\"u\":\"元\"}},"
	    "{\"code\":\"a\",\"start\":11,\"end\":15,\"match\":\"付０３吨"
	    "\",\"captures\":{\"n\":3,\"u\":\"吨\"}},"
	    "{\"code\":\"a\",\"start\":16,\"end\":18,\"match\":\"付7\","
	    "\"captures\":{\"n\":7}},"
	    "{\"code\":\"a\",\"start\":19,\"end\":22,\"match\":\"付..\","
	    "\"captures\":{\"n\":null}}],\"codes\":[\"a\"]}" },
	{ "codes: []", NULL, "{ \"text\" : 5 }",
	    "{ \"text\" : 5 ,\"tags\":[],\"codes\":[]}" },
	{ "codes: []", NULL, "{\"codes\":[\"x\"],\"tags\":[1]}",
	    "{\"codes\":[\"x\"],\"tags\":[1]}" },
	{ "codes: [{id: a, match: [噪音]}]", NULL,
	    "{\"text\":\"大噪音\"}", "{\"text\":\"大噪音\",\"tags\":["
	    TAG("a", 1, 3, "噪音") "],\"codes\":[\"a\"]}" },
	{ "prefix: p\ncodes: [{id: a, match: [x]}]", NULL,
	    "{\"text\":null}",
	    "{\"text\":null,\"tags\":[],\"codes\":[]}" },
	{ "codes: [{id: a, match: [x]}]", NULL, "{\"text\":5}",
	    "field \"text\": expected string, got number" },
	{ "codes: [{id: a, match: [x]}]", NULL,
	    "{\"text\":\"a\",\"text\":\"x\"}",
	    "field \"text\" stands there twice" },
	{ "codes: [{id: a, match: [\"\\\"\"]}]", NULL,
	    "{\"text\":\"\\u0022\"}", "{\"text\":\"\\u0022\",\"tags\":["
	    TAG("a", 0, 1, "\\\"") "],\"codes\":[\"a\"]}" },
};

static void
tags_tell_voices_and_captures(void **state)
{
	(void)state;
	check_tries(voices, COUNT(voices));
}

static const struct try fields[] = {
	{ "fields: [title, a.b]\ncodes: [{id: c, match: [x]}]", NULL,
	    "{\"title\":\"x\",\"text\":\"x\",\"a\":{\"b\":\"-x\"}}",
	    "{\"title\":\"x\",\"text\":\"x\",\"a\":{\"b\":\"-x\"},"
	    "\"tags\":[{\"code\":\"c\",\"field\":\"a.b\",\"start\":1,"
	    "\"end\":2,\"match\":\"x\"},{\"code\":\"c\",\"field\":"
	    "\"title\",\"start\":0,\"end\":1,\"match\":\"x\"}],"
	    "\"codes\":[\"c\"]}" },
	/* blocks */
	{ "blocks: [quote]\ncodes: [{id: a, match: [x]}]", NULL,
	    "{\"text\":\"x\",\"block\":\"heading\"}",
	    "{\"text\":\"x\",\"block\":\"heading\",\"tags\":[],"
	    "\"codes\":[]}" },
	{ "blocks: [quote]\ncodes: [{id: a, match: [x]}]", NULL,
	    "{\"text\":\"x\"}", "{\"text\":\"x\",\"tags\":["
	    TAG("a", 0, 1, "x") "],\"codes\":[\"a\"]}" },
	{ "blocks: [quote]\ncodes: [{id: a, match: [x]}]",
	    "prefix: p\ncodes: [{id: a, match: [x]}]",
	    "{\"text\":\"x\",\"block\":\"note\"}",
	    "{\"text\":\"x\",\"block\":\"note\",\"tags\":["
	    TAG("p.a", 0, 1, "x") "],\"codes\":[\"p.a\"]}" },
};

static void
fields_and_blocks_are_chosen(void **state)
{
	(void)state;
	check_tries(fields, COUNT(fields));
}

static const struct try former[] = {
	{ "prefix: p\ncodes: [{id: a, match: [x]}]", NULL,
	    "{\"text\":\"-x\",\"tags\":[" TAG("p.old", 0, 1, "-") ","
	    TAG("q.b", 1, 2, "x") "," TAG("pp.b", 0, 2, "-x")
	    "],\"codes\":[\"p.old\",\"q.b\",\"pp.b\"]}",
	    "{\"text\":\"-x\",\"tags\":[" TAG("pp.b", 0, 2, "-x") ","
	    TAG("p.a", 1, 2, "x") "," TAG("q.b", 1, 2, "x")
	    "],\"codes\":[\"p.a\",\"pp.b\",\"q.b\"]}" },
	{ "codes: [{id: a, match: [x]}]", NULL,
	    "{\"text\":\"\",\"tags\":[" TAG("a", 0, 1, "x") ","
	    TAG("a.b", 0, 1, "x") "," TAG("a.b", 0, 1, "x")
	    "],\"codes\":[\"a\",\"a.b\"]}",
	    "{\"text\":\"\",\"tags\":[" TAG("a.b", 0, 1, "x")
	    "],\"codes\":[\"a.b\"]}" },
	{ "codes: [{id: a, match: [x]}]", NULL,
	    "{\"text\":\"\",\"tags\":{}}",
	    "field \"tags\": expected array, got object" },
	{ "codes: [{id: a, match: [x]}]", NULL,
	    "{\"text\":\"\",\"tags\":[{\"start\":0}]}",
	    "field \"tags\": a tag without a code" },
	{ "codes: [{id: a, match: [x]}]", NULL,
	    "{\"tags\":[{\"code\":\"b\",\"start\":0.5}]}",
	    "field \"tags\": expected an integer as start, got another number" },
	{ "codes: [{id: a, match: [x]}]", NULL, "{\"codes\":[1]}",
	    "field \"codes\": expected strings, got number" },
};

static void
tags_of_other_books_stay(void **state)
{
	(void)state;
	check_tries(former, COUNT(former));
}

static const struct try hidden[] = {
	{ NEGATED "codes: [{id: a, match: [公开], unless: [n]}]", NULL,
	    "{\"text\":\"没有及时公开，不，公开，不但公开\"}",
	    "{\"text\":\"没有及时公开，不，公开，不但公开\",\"tags\":["
	    TAG("a", 9, 11, "公开") "," TAG("a", 14, 16, "公开")
	    "],\"codes\":[\"a\"]}" },
	{ NEGATED "codes: [{id: a, match: [公开], unless: [n]}]", NULL,
	    "{\"text\":\"没有一二三公开。没有。公开\"}",
	    "{\"text\":\"没有一二三公开。没有。公开\",\"tags\":["
	    TAG("a", 11, 13, "公开") "],\"codes\":[\"a\"]}" },
	{ NEGATED "codes: [{id: a, match: [公开], unless: [r]}]", NULL,
	    "{\"text\":\"公开被消除\"}",
	    "{\"text\":\"公开被消除\",\"tags\":[{\"code\":\"a\","
	    "\"start\":0,\"end\":2,\"match\":\"公开\",\"contexts\":"
	    "[\"r\"]}],\"codes\":[\"a\"]}" },
	{ NEGATED "codes: [{id: a, match: [公开]}]", NULL,
	    "{\"text\":\"没有公开\"}", "{\"text\":\"没有公开\","
	    "\"tags\":[" TAG("a", 2, 4, "公开") "],\"codes\":[\"a\"]}" },
	{ NEGATED "codes: [{id: a, match: [公开], unless: [r, n]}]", NULL,
	    "{\"text\":\"没有。公开。消除\"}",
	    "{\"text\":\"没有。公开。消除\",\"tags\":["
	    TAG("a", 3, 5, "公开") "],\"codes\":[\"a\"]}" },
	/* the nearest completion, not the next part */
	{ "codes: [{id: a, match: [{seq: [甲, {any: [乙丙丁, 丙]}], "
	    "gap: 3}]}]", NULL, "{\"text\":\"甲乙丙丁\"}",
	    "{\"text\":\"甲乙丙丁\",\"tags\":["
	    TAG("a", 0, 3, "甲乙丙") "],\"codes\":[\"a\"]}" },
	/* decoys, the nested and the equal one too */
	{ "decoys: [自治区, 区域, 居民]\ncodes: [{id: a, match: [自治, 区, "
	    "居民]}]", NULL, "{\"text\":\"自治区居民自治\"}",
	    "{\"text\":\"自治区居民自治\",\"tags\":["
	    TAG("a", 3, 5, "居民") "," TAG("a", 5, 7, "自治")
	    "],\"codes\":[\"a\"]}" },
	{ "lists: {p: [自治州, $q], q: [自治区]}\ndecoys: [$p]\ncodes: "
	    "[{id: a, match: [{regex: '自.'}, $q]}]", NULL,
	    "{\"text\":\"自治区\"}", "{\"text\":\"自治区\",\"tags\":["
	    TAG("a", 0, 3, "自治区") "],\"codes\":[\"a\"]}" },
};

static void
matches_are_void_or_hidden(void **state)
{
	(void)state;
	check_tries(hidden, COUNT(hidden));
}

static const struct try folds[] = {
	{ "fold: [width, case]\ncodes: [{id: a, match: [pm2.5, {regex: "
	    "'k+'}]}]", "prefix: b\ncodes: [{id: a, match: [PM2.5]}]",
	    "{\"text\":\"ＰＭ２.５ KK\"}", "{\"text\":\"ＰＭ２.５ KK\","
	    "\"tags\":[" TAG("a", 0, 5, "ＰＭ２.５") ","
	    TAG("a", 6, 8, "KK") "],\"codes\":[\"a\"]}" },
};

static void
folds_are_those_of_the_book(void **state)
{
	(void)state;
	check_tries(folds, COUNT(folds));
}

static const struct try classified[] = {
	{ "codes: [{id: t.a, match: [a, aa]}, {id: t.b, match: [b]}]\n"
	    "classify: [{into: x, among: 't.*', margin: m}]", NULL,
	    "{\"text\":\"aab\"}", "{\"text\":\"aab\",\"tags\":["
	    TAG("t.a", 0, 2, "aa") "," TAG("t.b", 2, 3, "b") "],"
	    "\"codes\":[\"t.a\",\"t.b\"],\"x\":\"t.a\",\"m\":0.5}" },
	{ "overlap: longest\ncodes: [{id: t.a, match: [a, aa]}, {id: t.b, "
	    "match: [b, {term: ab, weight: 0}]}]\n"
	    "classify: [{into: x, among: 't.*', margin: m}]", NULL,
	    "{\"text\":\"aab\"}", "{\"text\":\"aab\",\"tags\":["
	    TAG("t.a", 0, 2, "aa") "," TAG("t.b", 2, 3, "b") "],"
	    "\"codes\":[\"t.a\",\"t.b\"],\"x\":\"t.a\",\"m\":0}" },
	{ "codes: [{id: t.a, match: [{term: a, weight: 0.5}]}, {id: "
	    "t.b, match: [b, {regex: 'c+', weight: -0.25}]}]\nclassify: "
	    "[{into: x, among: [t.b, t.a], all: y}]", NULL,
	    "{\"text\":\"abc\"}", "{\"text\":\"abc\",\"tags\":["
	    TAG("t.a", 0, 1, "a") "," TAG("t.b", 1, 2, "b") "],"
	    "\"codes\":[\"t.a\",\"t.b\"],\"x\":\"t.b\",\"y\":[\"t.b\","
	    "\"t.a\"]}" },
	{ "fields: [s, t]\ncodes: [{id: a, match: [a]}, {id: b, match: "
	    "[b]}]\nclassify: [{into: x, among: [a, b]}]",
	    "prefix: p\ncodes: [{id: a, match: [q]}]\nclassify: [{into: "
	    "y, among: '*', by: order, otherwise: '\"'}]",
	    "{\"s\":\"a\",\"t\":\"a\",\"text\":\"\",\"x\":0}",
	    "{\"s\":\"a\",\"t\":\"a\",\"text\":\"\",\"x\":\"a\","
	    "\"tags\":[{\"code\":\"a\",\"field\":\"s\",\"start\":0,"
	    "\"end\":1,\"match\":\"a\"},{\"code\":\"a\",\"field\":"
	    "\"t\",\"start\":0,\"end\":1,\"match\":\"a\"}],"
	    "\"codes\":[\"a\"],\"y\":\"\\\"\"}" },
	/* losers leave nothing, but of a choice that wasn't made all */
	{ LOSERS "losers: drop}]", NULL, "{\"text\":\"abbc\"}",
	    "{\"text\":\"abbc\",\"tags\":[" TAG("t.b", 1, 3, "bb")
	    "," TAG("u", 3, 4, "c") "],\"codes\":[\"t.b\",\"u\"],"
	    "\"y\":1,\"x\":\"t.b\"}" },
	{ LOSERS "losers: drop, min_margin: 0.6}]", NULL,
	    "{\"text\":\"abb\"}", "{\"text\":\"abb\",\"tags\":["
	    TAG("t.a", 0, 1, "a") "," TAG("t.b", 1, 3, "bb") "],"
	    "\"codes\":[\"t.a\",\"t.b\"],\"y\":1}" },
	{ LOSERS "losers: drop, by: order}]", NULL,
	    "{\"text\":\"abb\"}", "{\"text\":\"abb\",\"tags\":["
	    TAG("t.a", 0, 1, "a") "],\"codes\":[\"t.a\"],\"y\":1,"
	    "\"x\":\"t.a\"}" },
	/* ... and who is chosen elsewhere stays */
	{ LOSERS "losers: drop}, {into: z, among: [u, t.a], by: order}]",
	    NULL, "{\"text\":\"abb\"}", "{\"text\":\"abb\",\"tags\":["
	    TAG("t.a", 0, 1, "a") "," TAG("t.b", 1, 3, "bb") "],"
	    "\"codes\":[\"t.a\",\"t.b\"],\"y\":1,\"x\":\"t.b\","
	    "\"z\":\"t.a\"}" },
	{ LOSERS "losers: drop}, {into: z, among: '*', all: w}]", NULL,
	    "{\"text\":\"abbc\"}", "{\"text\":\"abbc\",\"tags\":["
	    TAG("t.b", 1, 3, "bb") "," TAG("u", 3, 4, "c") "],"
	    "\"codes\":[\"t.b\",\"u\"],\"y\":1,\"x\":\"t.b\","
	    "\"z\":\"u\",\"w\":[\"u\"]}" },
	{ LOSERS "losers: keep}]", NULL, "{\"text\":\"abb\"}",
	    "{\"text\":\"abb\",\"tags\":[" TAG("t.a", 0, 1, "a") ","
	    TAG("t.b", 1, 3, "bb") "],\"codes\":[\"t.a\",\"t.b\"],"
	    "\"y\":1,\"x\":\"t.b\"}" },
};

static void
records_are_classified_by_their_codes(void **state)
{
	(void)state;
	check_tries(classified, COUNT(classified));
}

static const struct try setting[] = {
	{ "codes: [{id: b, match: [b], set: {x: 1.10, y: '1.10'}}, {id: "
	    "a, match: [a], set: {x: NO, z: true}}]", NULL,
	    "{\"text\":\"ab\",\"z\":0}", "{\"text\":\"ab\",\"z\":true,"
	    "\"tags\":[" TAG("a", 0, 1, "a") "," TAG("b", 1, 2, "b")
	    "],\"codes\":[\"a\",\"b\"],\"x\":\"NO\",\"y\":\"1.10\"}" },
	{ "codes: [{id: b, match: [{term: b, weight: 2}], set: {x: -1}}, "
	    "{id: a, match: [a], set: {x: 'true', z: false}}]", NULL,
	    "{\"text\":\"b\",\"z\":0}", "{\"text\":\"b\",\"tags\":["
	    TAG("b", 0, 1, "b") "],\"codes\":[\"b\"],\"x\":-1}" },
	{ "codes: [{id: b, match: [{term: b, weight: 2}], set: {x: -1}}, "
	    "{id: a, match: [a], set: {x: 'true', z: 01}}]", NULL,
	    "{\"text\":\"ba\"}", "{\"text\":\"ba\",\"tags\":["
	    TAG("b", 0, 1, "b") "," TAG("a", 1, 2, "a") "],\"codes\":["
	    "\"a\",\"b\"],\"x\":-1,\"z\":\"01\"}" },
};

static void
the_heavier_code_sets_a_field(void **state)
{
	(void)state;
	check_tries(setting, COUNT(setting));
}

static const struct try regexes[] = {
	{ "codes: [{id: a, match: [{regex: '甲.*乙'}]}]", NULL,
	    "{\"text\":\"甲。乙。甲x乙。\"}", "{\"text\":\"甲。乙。甲x乙。\","
	    "\"tags\":[" TAG("a", 4, 7, "甲x乙") "],\"codes\":[\"a\"]}" },
	{ "codes: [{id: a, match: [{regex: '^.|(?=x)|y*'}]}]", NULL,
	    "{\"text\":\"甲xyy\"}", "{\"text\":\"甲xyy\",\"tags\":["
	    TAG("a", 0, 1, "甲") "," TAG("a", 2, 4, "yy")
	    "],\"codes\":[\"a\"]}" },
};

static void
regexes_see_one_sentence(void **state)
{
	(void)state;
	check_tries(regexes, COUNT(regexes));
}

#define A_AND_B	"codes: [{id: t.a, match: [a]}, {id: t.b, match: [b]}]\n"

/* What is wrong with a book: line, column, message. */
struct wrong {
	const char	*book;
	size_t		 line, column;
	const char	*text;
};

static void
check_wrongs(const struct wrong *table, size_t count)
{
	const struct wrong *w;

	for (w = table; w < table + count; w++) {
		assert_int_equal(begin(&w->book, 1, NULL), -1);
		assert_true(faults.errors > 0);
		if (strncmp(faults.items[0].text, w->text,
		    strlen(w->text)) != 0)
			fail_msg("%s: %s", w->book, faults.items[0].text);
		assert_int_equal(faults.items[0].place.line, w->line);
		assert_int_equal(faults.items[0].place.column, w->column);
		end();
	}
}

static const struct wrong wrong_books[] = {
	{ "codes: [{id: a_b, match: [x]}]", 1, 14, "expected an id" },
	{ "codes: [{id: a..b, match: [x]}]", 1, 14, "expected an id" },
	{ "codes: [{id: 居民, match: [x]}]", 1, 14, "expected an id" },
	{ "prefix: .a\ncodes: []", 1, 9, "expected a prefix" },
	{ "codes: [{id: a, match: [{regex: 'a(b'}]}]", 1, 37,
	    "regex: missing closing parenthesis" },
	{ "codes: [{id: a, match: [{globe: x}]}]", 1, 26,
	    "no matcher \"globe\" (did you mean \"glob\"?)" },
	{ "codes: [{id: a, match: [{glob: 'x*'}]}]", 1, 32,
	    "expected a glob that begins and ends with what is" },
	{ "codes: [{id: a, match: [{glob: ''}]}]", 1, 32,
	    "expected a glob that begins and ends" },
	{ "codes: [{id: a, match: [{at_least: 3, of: [b, c]}]}]", 1, 36,
	    "expected an integer from 1 to 2, got \"3\"" },
	{ "codes: [{id: a, match: [{at_least: 0, of: [b, c]}]}]", 1, 36,
	    "expected an integer from 1 to 2, got \"0\"" },
	{ "codes: [{id: a, match: [{at_least: 1}]}]", 1, 25,
	    "the key \"of\" is missing" },
	{ "codes: [{id: a, match: [{at_least: 1, of: [{none: [b]}]}]}]",
	    1, 51, "`none` stands only among" },
	{ "codes: [{id: a, match: [{code: b}]}]", 1, 32,
	    "no code \"b\" in the books" },
	{ "codes: [{id: t.a, match: [{code: t.aa}]}]", 1, 34,
	    "no code \"t.aa\" in the books (did you mean t.a?)" },
	{ "prefix: p\ncodes: [{id: a, match: [{code: p.bc}]}]", 2, 32,
	    "no code \"p.bc\" in the books" },
	{ "codes: [{id: a, match: [{code: c}]}, {id: b, match: [{seq: "
	    "[x, {code: a}], gap: 1}]}, {id: c, match: [d], unless: "
	    "[{code: b}]}]", 1, 71,
	    "the code is built from itself: a -> c -> b -> a" },
	{ "codes: [{id: a, match: [{code: [b]}]}]", 1, 32,
	    "expected text, got a sequence" },
	{ "codes: [{id: a, match: [{regex: 'a(?<n>b)', capture: {m: "
	    "text}}]}]", 1, 55, "the regex has no group \"m\"" },
	{ "codes: [{id: a, match: [{regex: 'a(?<n>b)', capture: {n: "
	    "digit}}]}]", 1, 58, "expected one of text, number" },
	{ "codes: [{id: a, match: [{regex: 'a(?<n>b)', capture: n}]}]",
	    1, 54, "expected a mapping of names of groups" },
	{ "voice: {quoted: [x]}\ncodes: []", 1, 9,
	    "unknown key \"quoted\"" },
	{ "voice: {cited: x}\ncodes: []", 1, 16,
	    "expected a sequence of matchers" },
	{ "voice: {cited: [{where: 'n >'}]}\ncodes: []", 1, 29, "" },
	{ "uses: x\ncodes: []", 1, 7,
	    "expected a sequence of names of books" },
	{ "codes: [{id: a, match: [{term: b, whole_words: true}]}]",
	    1, 35, "unknown key \"whole_words\"" },
	{ "codes: [{id: a, match: [{term: b, whole_word: 1}]}]",
	    1, 47, "expected true or false" },
	{ "codes: [{id: a, match: [{term: ''}]}]", 1, 32,
	    "expected a term" },
	{ "codes: [{id: a, match: [\"a\\tb\"]}]", 1, 25,
	    "the term \"a\\x09b\" holds a control character" },
	{ "codes: [{id: a, match: [$b]}]", 1, 25, "no list $b" },
	{ "lists: {a: [$b], b: [$c], c: [$a]}\n"
	    "codes: [{id: a, match: [$a]}]", 1, 31,
	    "the list is part of itself: $a -> $b -> $c -> $a" },
	{ "codes: [{id: a, match: [{seq: [b, c], gap: x}]}]", 1, 44,
	    "expected an integer from 0 to 1000" },
	{ "codes: [{id: a, match: [{seq: [b, c]}]}]", 1, 25,
	    "the key \"gap\" is missing" },
	{ "codes: [{id: a, match: [{near: [a, b, c, d, e, f, g], "
	    "gap: 1}]}]", 1, 32, "expected 2 to 6 matchers, got 7" },
	{ "codes: [{id: a, match: [{all: [{none: [b]}]}]}]", 1, 31,
	    "expected 1 to 32 matchers, got 0" },
	{ "codes: [{id: a, match: [{none: [b]}]}]", 1, 32,
	    "`none` stands only among" },
	{ "codes: [{id: a, match: [b], unless: [c]}]", 1, 38,
	    "no context \"c\"" },
	{ "codes: [{id: a, match: [{all: [$self, b]}]}]", 1, 32,
	    "$self, the match at hand, stands only" },
	{ "codes: [{id: a, match: [b], unless: [{any: [$self]}]}]",
	    1, 45, "$self, the match at hand, stands only" },
	{ "codes: [{id: a, match: [b]}, {id: a, match: [c]}]", 1, 35,
	    "the code a is already at -e:1:14" },
	{ "codes: [{id: a}]", 1, 9, "the key \"match\" is missing" },
	{ "codes: [{id: a, match: [b], status: new}]", 1, 37,
	    "expected one of draft, stable, deprecated" },
	{ "fold: [accents]\ncodes: []", 1, 8,
	    "expected one of width, case, script" },
	{ "within: page\ncodes: []", 1, 9,
	    "expected one of clause, sentence, section, text" },
	{ "fields: [a..b]\ncodes: []", 1, 9,
	    "expected the path of a field" },
	{ "contexts: {n: {words: [a], effect: void}}\ncodes: []", 1, 15,
	    "the key \"reach\" is missing" },
	{ "contexts: {n: {words: [a], reach: {}, effect: void}}\n"
	    "codes: []", 1, 35, "expected {left: N}, {right: N}" },
};

static void
faults_of_books_tell_their_place(void **state)
{
	(void)state;
	check_wrongs(wrong_books, COUNT(wrong_books));
}

static const struct wrong wrong_choices[] = {
	{ "codes: [{id: a, match: [{any: [{term: b, weight: 2}]}]}]",
	    1, 50, "only a matcher of `match` itself has a weight" },
	{ "codes: [{id: a, match: [b], unless: [{term: b, weight: 2}]}"
	    "]", 1, 56, "only a matcher of `match` itself" },
	{ "codes: [{id: a, match: [{term: b, weight: 1000001}]}]",
	    1, 43, "expected a weight from -1000000 to 1000000" },
	{ "codes: [{id: a, match: [{term: b, weight: heavy}]}]",
	    1, 43, "expected a number" },
	{ "codes: [{id: a, match: [{term: b, weight: -1}]}]", 1, 24,
	    "expected a matcher of a weight of 0 or more" },
	{ A_AND_B "classify: {into: x, among: a}", 2, 11,
	    "expected a sequence of {into, among, ...}" },
	{ A_AND_B "classify: [{into: x}]", 2, 12,
	    "the key \"among\" is missing" },
	{ A_AND_B "classify: [{into: x, among: t.aa}]", 2, 29,
	    "no code of the book is \"t.aa\" (did you mean \"t.a\"?)" },
	{ A_AND_B "classify: [{into: x, among: '*'}]", 2, 29,
	    "no code of the book is \"*\"" },
	{ A_AND_B "classify: [{into: x, among: []}]", 2, 29,
	    "expected codes, got none" },
	{ A_AND_B "classify: [{into: codes, among: 't.*'}]", 2, 19,
	    "the field \"codes\" isn't for books to write" },
	{ A_AND_B "classify: [{into: x.y, among: 't.*'}]", 2, 19,
	    "expected the name of a field, got \"x.y\"" },
	{ A_AND_B "classify: [{into: text, among: 't.*'}]", 2, 19,
	    "the field \"text\" is coded" },
	{ A_AND_B "classify: [{into: x, all: x, among: 't.*'}]", 2, 27,
	    "the field \"x\" is written by -e:2:19 already" },
	{ A_AND_B "classify: [{into: x, among: t.a, min_margin: 2}]", 2,
	    46, "expected a margin from 0 to 1" },
	{ A_AND_B "classify: [{into: x, among: t.a, by: order, margin: "
	    "m}]", 2, 53, "`margin` and `min_margin` go with" },
	{ A_AND_B "classify: [{into: x, among: t.a, losers: fall}]", 2,
	    42, "expected one of keep, drop" },
	{ A_AND_B "classify: [{into: x, among: t.a, all: y, losers: "
	    "drop}]", 2, 50, "`all` writes the losers" },
	{ A_AND_B "classify: [{into: x, among: t.a, label: fr}]", 2,
	    41, "expected one of zh, en" },
};

static void
faults_of_weights_and_choices_tell_their_place(void **state)
{
	(void)state;
	check_wrongs(wrong_choices, COUNT(wrong_choices));
}

static const struct wrong wrong_fields[] = {
	{ "codes: [{id: a, match: [b], set: [x]}]", 1, 34,
	    "expected a mapping of fields to values, got a sequence" },
	{ "codes: [{id: a, match: [b], set: {x: [1]}}]", 1, 38,
	    "expected a text, a number, true or false, got a sequence" },
	{ "codes: [{id: a, match: [b], set: {x: null}}]", 1, 38,
	    "expected a text, a number, true or false, got nothing" },
	{ "codes: [{id: a, match: [b], set: {x: }}]", 1, 38,
	    "expected a text, a number, true or false, got nothing" },
	{ "codes: [{id: a, match: [b], set: {id: 1}}]", 1, 35,
	    "the field \"id\" isn't for books to write" },
	{ "codes: [{id: a, match: [b], set: {x: 1}}]\n"
	    "classify: [{into: x, among: a}]", 2, 19,
	    "the field \"x\" is written by -e:1:35 already" },
	{ "corrections: x.csv\ncodes: []", 1, 14, "no file x.csv" },
	{ "corrections: {stale: warn}\ncodes: []", 1, 14,
	    "the key \"file\" is missing" },
};

static void
faults_of_written_fields_tell_their_place(void **state)
{
	(void)state;
	check_wrongs(wrong_fields, COUNT(wrong_fields));
}

static void
two_books_of_one_prefix_or_field_are_refused(void **state)
{
	static const char *const pairs[][2] = {
		{ "prefix: a\ncodes: []", "prefix: a\ncodes: []" },
		{ "prefix: a\ncodes: []", "prefix: a.b\ncodes: []" },
		{ "prefix: a.b\ncodes: []", "prefix: a\ncodes: []" },
		{ "codes: [{id: a, match: [x]}]",
		    "codes: [{id: a, match: [x]}]" },
		{ "prefix: a\ncodes: [{id: b, match: [x]}]",
		    "codes: [{id: a.b, match: [x]}]" },
	};
	static const char *const setters[] = {
		"codes: [{id: a, match: [x], set: {y: 1}}]",
		"prefix: p\ncodes: [{id: a, match: [x], set: {y: 1}}]"
	};
	static const char *const good[] = { "prefix: a\ncodes: []",
	    "prefix: ab\ncodes: []" };
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(pairs) / sizeof(*pairs); i++) {
		assert_int_equal(begin(pairs[i], 2, NULL), -1);
		assert_int_equal(faults.errors, 1);
		end();
	}
	assert_int_equal(begin(good, 2, NULL), 0);
	end();
	assert_int_equal(begin(setters, 2, NULL), -1);
	assert_string_equal(faults.items[0].text, "the field \"y\" is written "
	    "by -e:1:35 already");
	end();
}

static void
nesting_beyond_the_limit_is_a_fault(void **state)
{
	struct buf b = { 0 };
	const char *book;
	int i, n;

	(void)state;
	for (n = TAG_MAX_NESTING; n <= TAG_MAX_NESTING + 1; n++) {
		buf_cut(&b, 0);
		buf_add(&b, SPAN("lists: {"));
		for (i = 1; i < n; i++)
			buf_printf(&b, "l%d: [$l%d], ", i, i + 1);
		buf_printf(&b, "l%d: [x]}\ncodes: [{id: a, match: [$l1]}]", n);
		buf_byte(&b, '\0');
		book = b.p;
		assert_int_equal(begin(&book, 1, NULL),
		    n > TAG_MAX_NESTING ? -1 : 0);
		end();
	}
	buf_free(&b);
}

static void
the_setting_field_stands_for_the_fields_of_all_books(void **state)
{
	const char *book = "fields: [title]\ncodes: [{id: a, match: [x]}]";
	struct setting field = { "field", "body" };
	struct buf out = { 0 };
	struct err e;

	(void)state;
	assert_int_equal(begin(&book, 1, &field), 0);
	assert_int_equal(map_line("{\"title\":\"x\",\"body\":\"x\"}", &out,
	    &e), 0);
	buf_byte(&out, '\0');
	assert_string_equal(out.p, "{\"title\":\"x\",\"body\":\"x\",\"tags\":"
	    "[{\"code\":\"a\",\"field\":\"body\",\"start\":0,\"end\":1,"
	    "\"match\":\"x\"}],\"codes\":[\"a\"]}\n");
	buf_free(&out);
	end();
}

static void
examples_that_fail_tell_what_was_coded(void **state)
{
	const char *book = "codes:\n"
	    "  - id: a\n"
	    "    definition: d\n"
	    "    source: {stated: false}\n"
	    "    match: [甲]\n"
	    "    examples: {match: [甲, 乙, 丙], miss: [丁, 子甲]}\n"
	    "  - {id: b, match: [乙, {regex: '[x-z]'}]}\n";
	static const struct { size_t line, column; const char *text; } told[] = {
		{ 6, 27, "expected a, coded b (乙)" },
		{ 6, 30, "expected a, coded nothing" },
		{ 6, 44, "an example to miss, coded a (甲)" },
		{ 7, 10, "b has no definition, no source and no examples" },
		{ 7, 32, "no literal stands in every match of the regex, so it "
		    "runs on every sentence" },
	};
	size_t i;

	(void)state;
	assert_int_equal(begin(&book, 1, NULL), 0);
	assert_int_equal(tag_engine.check(plan, &run, &faults), -1);
	faults_sort(&faults);
	assert_int_equal(faults.count, sizeof(told) / sizeof(*told));
	assert_int_equal(faults.errors, 3);
	for (i = 0; i < faults.count; i++) {
		assert_string_equal(faults.items[i].text, told[i].text);
		assert_int_equal(faults.items[i].place.line, told[i].line);
	}
	end();
}

static void
counters_count_records_by_code(void **state)
{
	const char *book = "prefix: p\ncodes: [{id: b, match: [x]}, "
	    "{id: a, match: [y]}]";
	const char *const *names;
	struct buf out = { 0 };
	struct err e;

	(void)state;
	assert_int_equal(begin(&book, 1, NULL), 0);
	assert_int_equal(tag_engine.counters(plan, &names), 4);
	assert_string_equal(names[0], "hits.p.b");
	assert_string_equal(names[1], "hits.p.a");
	assert_string_equal(names[2], "long_sentences");
	assert_string_equal(names[3], "without_field");
	map_line("{\"text\":\"xxy\"}", &out, &e);
	map_line("{\"text\":\"x\"}", &out, &e);
	map_line("{\"txet\":\"x\"}", &out, &e);
	assert_int_equal(counters[0], 2);
	assert_int_equal(counters[1], 1);
	assert_int_equal(counters[2], 0);
	assert_int_equal(counters[3], 1);
	buf_free(&out);
	end();
}

static void
a_regex_reads_a_long_sentence_in_windows(void **state)
{
	const char *book = "codes: [{id: a, match: [{regex: '甲乙+丙'}]}]";
	struct buf line = { 0 }, out = { 0 };
	const char *at, *tags;
	struct err e;
	size_t i, n = 0;

	(void)state;
	buf_add(&line, SPAN("{\"text\":\""));
	for (i = 0; i < 12000; i++)
		buf_add(&line, i % 100 == 0 ? SPAN("甲乙乙丙") : SPAN("乙丁"));
	buf_add(&line, SPAN("\"}"));
	buf_byte(&line, '\0');
	assert_int_equal(begin(&book, 1, NULL), 0);
	assert_int_equal(map_line(line.p, &out, &e), 0);
	buf_byte(&out, '\0');
	tags = strstr(out.p, "\"tags\"");
	for (at = tags; (at = strstr(at, "\"code\":")) != NULL; at++)
		n++;
	assert_int_equal(n, 120);
	assert_int_equal(counters[1], 1);
	buf_free(&line);
	buf_free(&out);
	end();
}

static void
fields_with_too_much_in_them_are_refused(void **state)
{
	static const char *const books[] = {
		"codes: [{id: a, match: [x]}]",
		"codes: [{id: a, match: [{regex: '[x-y]'}]}]",
		"overlap: all\ncodes: [{id: a, match: [x]}, {id: b, match: [x]}]",
	};
	static const char *const texts[] = {
		"more than 500000 terms in one field: cut it with segment",
		"more than 500000 matches in one field: cut it with segment",
		"more than 500000 matches in one field: cut it with segment",
	};
	struct buf line = { 0 }, out = { 0 };
	struct err e;
	size_t i;

	(void)state;
	for (i = 0; i < 3; i++) {
		buf_cut(&line, 0);
		buf_add(&line, SPAN("{\"text\":\""));
		buf_fill(&line, i == 1 ? 'y' : 'x', i == 2 ? 400000 : 500001);
		buf_add(&line, SPAN("\"}"));
		buf_byte(&line, '\0');
		assert_int_equal(begin(&books[i], 1, NULL), 0);
		assert_int_equal(map_line(line.p, &out, &e), -1);
		assert_int_equal(e.kind, ERR_RECORD);
		assert_string_equal(e.text, texts[i]);
		end();
	}
	buf_free(&line);
	buf_free(&out);
}

/* One sentence of 300 KB that is all parts: quadratic steps would take hours. */
static void
time_is_linear_in_hostile_records(void **state)
{
	static const char *const atoms[] = {
		"甲", "甲乙", "乙甲甲", "甲甲甲甲甲甲丙", "丙乙甲丁", "不甲"
	};
	const char *book =
	    "within: text\n"
	    "contexts: {n: {words: [不], reach: {left: 1000}, effect: mark}}\n"
	    "decoys: [甲乙丙]\n"
	    "codes:\n"
	    "  - {id: a, match: [{seq: [甲, 乙, 丙], gap: 1000}], unless: [n]}\n"
	    "  - {id: b, match: [{near: [甲, 乙, 丙, 丁], gap: 1000}]}\n"
	    "  - {id: c, match: [{all: [甲, {any: [乙, 丙]}, 丁]}]}\n"
	    "  - {id: d, match: [甲], unless: [n, {seq: [丁, $self], gap: 20}]}\n"
	    "  - {id: e, match: [{regex: '甲.{0,50}丁'}]}\n";
	struct buf line = { 0 }, out = { 0 };
	clock_t start = clock();
	struct err e;
	size_t i;

	(void)state;
	assert_int_equal(begin(&book, 1, NULL), 0);
	for (i = 0; i < sizeof(atoms) / sizeof(*atoms); i++) {
		buf_cut(&line, 0);
		buf_add(&line, SPAN("{\"text\":\""));
		while (line.n < 300000)
			buf_add(&line, span_of(atoms[i]));
		buf_add(&line, SPAN("丁\"}"));
		buf_byte(&line, '\0');
		assert_int_equal(map_line(line.p, &out, &e), 0);
	}
	assert_true(clock() - start < 120 * CLOCKS_PER_SEC);
	buf_free(&line);
	buf_free(&out);
	end();
}

static void
too_many_captures_of_a_code_are_a_fault(void **state)
{
	struct buf b = { 0 };
	const char *book;
	int i, k;

	(void)state;
	buf_add(&b, SPAN("codes: [{id: a, match: ["));
	for (i = 0; i < 3; i++) {
		buf_add(&b, i > 0 ? SPAN(", {regex: '") : SPAN("{regex: '"));
		for (k = 0; k < 30; k++)
			buf_printf(&b, "(?<g%d>x)", k);
		buf_add(&b, SPAN("', capture: {"));
		for (k = 0; k < 30; k++)
			buf_printf(&b, "%sg%d: text", k > 0 ? ", " : "", k);
		buf_add(&b, SPAN("}}"));
	}
	buf_add(&b, SPAN("]}]"));
	buf_byte(&b, '\0');
	book = b.p;
	assert_int_equal(begin(&book, 1, NULL), -1);
	assert_string_equal(faults.items[0].text, "expected at most 64 "
	    "captures in a code, got 90");
	end();
	buf_free(&b);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
		    codes_are_built_from_codes_and_families_settled),
		cmocka_unit_test(tags_tell_voices_and_captures),
		cmocka_unit_test(fields_and_blocks_are_chosen),
		cmocka_unit_test(tags_of_other_books_stay),
		cmocka_unit_test(matches_are_void_or_hidden),
		cmocka_unit_test(folds_are_those_of_the_book),
		cmocka_unit_test(records_are_classified_by_their_codes),
		cmocka_unit_test(the_heavier_code_sets_a_field),
		cmocka_unit_test(regexes_see_one_sentence),
		cmocka_unit_test(too_many_captures_of_a_code_are_a_fault),
		cmocka_unit_test(faults_of_books_tell_their_place),
		cmocka_unit_test(
		    faults_of_weights_and_choices_tell_their_place),
		cmocka_unit_test(faults_of_written_fields_tell_their_place),
		cmocka_unit_test(two_books_of_one_prefix_or_field_are_refused),
		cmocka_unit_test(nesting_beyond_the_limit_is_a_fault),
		cmocka_unit_test(
		    the_setting_field_stands_for_the_fields_of_all_books),
		cmocka_unit_test(examples_that_fail_tell_what_was_coded),
		cmocka_unit_test(counters_count_records_by_code),
		cmocka_unit_test(a_regex_reads_a_long_sentence_in_windows),
		cmocka_unit_test(fields_with_too_much_in_them_are_refused),
		cmocka_unit_test(time_is_linear_in_hostile_records),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
