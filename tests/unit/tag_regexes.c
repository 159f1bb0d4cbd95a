#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <cmocka.h>

#include "base/buf.h"
#include "base/utf8.h"
#include "tag/coding.h"
#include "tag/compile.h"

/*
 * Regexes as tag runs them, where their literals occur, against PCRE2 alone;
 * and regexes that people write by accident, on texts made to hurt.
 *
 *	tag_regexes [ROUNDS]	each a few thousand cases, 2 by default
 */
static unsigned rounds = 2;
static uint64_t seed;

static uint32_t
dice(uint32_t sides)
{
	seed = seed * 6364136223846793005u + 1442695040888963407u;
	return (uint32_t)(seed >> 33) % sides;
}

/* Alternatives of items in a row, as often nested as depth tells. */
static void
put_pattern(struct buf *b, int depth)
{
	static const char *const simple[] = { "甲", "乙", "a", "B", "甲乙",
	    ".", "[甲a]", "[^乙]", "[a-c]", "\\d", "3件", "投诉", "\\b", "𠮷",
	    "[0-9]", "[\\d甲]" };
	static const char *const groups[] = { "(", "(?:", "(?>", "(?=", "(?!",
	    "(?<=", "(?i:" };
	static const char *const counts[] = { "", "", "", "", "?", "*", "+",
	    "{0,2}", "{2}", "+?" };
	uint32_t items = 1 + dice(4);

	while (items-- > 0) {
		if (depth > 0 && dice(3) == 0) {
			buf_add(b, span_of(groups[dice(7)]));
			put_pattern(b, depth - 1);
			buf_byte(b, ')');
		} else {
			buf_add(b, span_of(simple[dice(16)]));
		}
		buf_add(b, span_of(counts[dice(10)]));
		if (items > 0 && dice(4) == 0)
			buf_byte(b, '|');
	}
}

/* One sentence. */
static void
put_text(struct buf *b)
{
	static const char *const atoms[] = { "甲", "乙", "a", "b", "A", "B", "3",
	    "件", "投诉", "𠮷", "e\xcc\x81", "x" };
	uint32_t n = 1 + dice(12);

	while (n-- > 0)
		buf_add(b, span_of(atoms[dice(12)]));
}

/* Compiles a book of one regex; NULL where PCRE2 refuses it. */
static struct plan *
compile_regex(struct arena *a, struct span pattern, bool caseless)
{
	struct faults faults = { .arena = a };
	struct rule rule = { .name = "-e", .path = "-e", .expression = true };
	struct config config = { .rules = &rule, .rule_count = 1 };
	struct buf b = { 0 };

	buf_printf(&b, "%soverlap: all\ncodes: [{id: x, match: [{regex: '%.*s'"
	    "}]}]", caseless ? "fold: [case]\n" : "", (int)pattern.n,
	    pattern.p);
	rule.root = node_parse(a, arena_copy(a, buf_span(&b)), "-e", &faults);
	buf_free(&b);
	assert_non_null(rule.root);
	return plan_compile(&config, a, &faults);
}

/*
 * The next match of PCRE2 alone that isn't empty: 1, 0 if there is none, -1
 * where it hit a limit.
 */
static int
next_match(const struct regex *re, struct regex_work *work, struct span text,
    size_t *at, struct regex_match *m)
{
	struct err e;
	int rc = 0;

	while (*at <= text.n &&
	    (rc = regex_find(re, work, text, *at, m, &e)) == 1) {
		*at = m->end[0];
		if (m->end[0] > m->start[0])
			return 1;
		if (*at == text.n)
			return 0;
		utf8_next(text, at);
	}
	return rc == -1 ? -1 : 0;
}

static void
compare(struct arena *a, struct search *s, const struct regex *re,
    struct span pattern, struct span text)
{
	struct regex_work *work = regex_work_new();
	struct coded *coded;
	struct regex_match m;
	struct err e;
	size_t n, i, at = 0;
	int rc;

	n = coding_run(s, a, text, &(struct asked){ 0 }, &coded, &e);
	for (i = 0; (rc = next_match(re, work, text, &at, &m)) == 1; i++)
		if (!s->failed && (i >= n ||
		    coded[i].start != utf8_length(span_make(text.p,
		    m.start[0])) || coded[i].end != utf8_length(span_make(
		    text.p, m.end[0]))))
			fail_msg("%.*s on %.*s: a match is lost",
			    (int)pattern.n, pattern.p, (int)text.n, text.p);
	/* Where a literal is missing tag needn't try, and so meets no limit. */
	assert_true(rc == -1 || !s->failed);
	if (rc == 0 && i != n)
		fail_msg("%.*s on %.*s: a match too many", (int)pattern.n,
		    pattern.p, (int)text.n, text.p);
	regex_work_free(work);
}

static size_t
check_pattern(struct span pattern, bool caseless)
{
	struct arena a = { 0 };
	struct plan *p = compile_regex(&a, pattern, caseless);
	struct search s;
	struct buf text = { 0 };
	size_t i, cases = 0;
	uint32_t k;

	if (p != NULL) {
		search_begin(&s, p);
		for (k = 0; p->matchers[k].kind != MATCHER_REGEX; k++)
			continue;
		for (i = 0; i < 10; i++, cases++) {
			buf_cut(&text, 0);
			put_text(&text);
			compare(&a, &s, p->matchers[k].regex, pattern,
			    buf_span(&text));
		}
		search_end(&s);
	}
	buf_free(&text);
	arena_free(&a);
	return cases;
}

static void
literals_lose_no_match_that_the_regex_alone_finds(void **state)
{
	struct buf pattern = { 0 };
	size_t cases = 0;
	unsigned i;

	(void)state;
	seed = 11;
	for (i = 0; i < rounds * 500; i++) {
		buf_cut(&pattern, 0);
		put_pattern(&pattern, 2);
		cases += check_pattern(buf_span(&pattern), dice(4) == 0);
	}
	print_message("%zu cases, seed 11\n", cases);
	buf_free(&pattern);
	assert_true(cases > rounds * 3000);
}

/* Regexes that backtrack, and what makes them do it. */
static const struct hostile {
	const char	*regex;
	const char	*atom;		/* of the text */
	const char	*end;
} hostile[] = {
	{ "(a+)+[bc]", "a", "!" },
	{ "(a|aa)+[bc]", "a", "!" },
	{ "(a|a?)+[bc]", "a", "!" },
	{ "(.*a){12}[bc]", "a", "!" },
	{ "(x+x+)+y", "x", "!" },
	{ "(居民|居)+投诉", "居民", "居" },
	{ "居民(?:[^。])*[投诉]", "居民", "" },
	{ "(\\d+)*件", "7", "x" },
	{ "^(([a-z])+.)+[A-Z]([a-z])+$", "a", "!" },
	{ "(.*)(.*)(.*)(.*)[号楼]", "一", "" },
	{ "(?:投(?:诉|诉投)?)+件", "投诉", "。" },
	{ "(?<=甲)(?:.|..)+丙", "甲乙", "" },
};

#define HOSTILE	(sizeof(hostile) / sizeof(*hostile))

/* Each literal once, at the end, so that the regex is tried at all. */
static void
put_hostile(struct buf *b, const struct hostile *h, size_t bytes)
{
	static const char literals[] = "bcy件号楼丙A";

	buf_cut(b, 0);
	buf_add(b, SPAN(literals));
	while (b->n < bytes)
		buf_add(b, span_of(h->atom));
	buf_add(b, span_of(h->end));
}

#define RUNS	5	/* what others do on the machine only adds to a time */

static double
run_once(struct search *s, struct arena *a, struct span text, struct err *e)
{
	struct coded *coded;
	clock_t start = clock();

	coding_run(s, a, text, &(struct asked){ 0 }, &coded, e);
	return (double)(clock() - start) * 1000 / CLOCKS_PER_SEC;
}

/* The least milliseconds of CPU for one regex and text; an error names it. */
static double
run_hostile(const struct hostile *h, size_t bytes, bool *limited)
{
	struct arena a = { 0 };
	struct plan *p = compile_regex(&a, span_of(h->regex), false);
	struct buf text = { 0 };
	struct search s;
	struct err e;
	double ms, least = INFINITY;
	int run;

	assert_non_null(p);
	put_hostile(&text, h, bytes);
	search_begin(&s, p);
	run_once(&s, &a, SPAN("a居民7投一甲x"), &e);
	for (run = 0; run < RUNS; run++) {
		ms = run_once(&s, &a, buf_span(&text), &e);
		least = ms < least ? ms : least;
	}
	*limited = s.failed;
	if (s.failed) {
		assert_int_equal(e.kind, ERR_RECORD);
		assert_non_null(strstr(e.text, h->regex));
	}
	search_end(&s);
	buf_free(&text);
	arena_free(&a);
	return least;
}

static void
hostile_regexes_take_two_milliseconds_a_kilobyte(void **state)
{
	static const size_t sizes[] = { 1024, 10 * 1024, 100 * 1024 };
	size_t i, k, count = 0;
	double ms, most = 0, total = 0;
	bool limited;

	(void)state;
	for (i = 0; i < HOSTILE; i++)
		for (k = 0; k < 3; k++) {
			ms = run_hostile(&hostile[i], sizes[k], &limited);
			total += ms;
			count += limited;
			ms /= (double)sizes[k] / 1024;
			most = ms > most ? ms : most;
#if !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)
			if (ms > 2)
				fail_msg("%s: %.2f ms a kilobyte of %zu",
				    hostile[i].regex, ms, sizes[k]);
#endif
		}
	print_message("%zu regexes, 1, 10 and 100 KB: %.0f ms of CPU, at most "
	    "%.2f ms a regex and KB; %zu ended at a limit\n", HOSTILE, total,
	    most, count);
	assert_true(count > 0);
}

int
main(int argc, char **argv)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
		    literals_lose_no_match_that_the_regex_alone_finds),
		cmocka_unit_test(
		    hostile_regexes_take_two_milliseconds_a_kilobyte),
	};

	if (argc > 1)
		rounds = (unsigned)strtoul(argv[1], NULL, 10);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
