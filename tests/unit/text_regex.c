#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#include "text/regex.h"
#include "text/regex_literal.h"

static struct arena	arena;
static struct regex_work *work;

static int
setup(void **state)
{
	(void)state;
	work = regex_work_new();
	return 0;
}

static int
teardown(void **state)
{
	(void)state;
	regex_work_free(work);
	arena_free(&arena);
	return 0;
}

static struct regex *
compiled(const char *pattern)
{
	struct regex	*re;
	const char	*reason;
	size_t		 at;

	re = regex_compile(&arena, span_of(pattern), false, &reason, &at);
	if (re == NULL)
		fail_msg("%s: %s", pattern, reason);
	return re;
}

static void
match_tells_bytes_of_every_group(void **state)
{
	struct regex		*re = compiled("(?<n>\\d+)元(整)?");
	struct regex_match	 m;
	struct err		 e = {0};

	(void)state;
	assert_int_equal(regex_find(re, work, SPAN("收费120元。"), 0, &m, &e),
	    1);
	assert_int_equal(m.start[0], 6);
	assert_int_equal(m.end[0], 12);
	assert_int_equal(regex_group(re, "n"), 1);
	assert_int_equal(m.start[1], 6);
	assert_int_equal(m.end[1], 9);
	assert_int_equal(m.count, 2);
	assert_int_equal(regex_group(re, "none"), -1);
}

static void
group_before_a_set_one_is_unset(void **state)
{
	struct regex_match	 m;
	struct err		 e = {0};

	(void)state;
	assert_int_equal(regex_find(compiled("(甲)|(乙)"), work, SPAN("乙"), 0,
	    &m, &e), 1);
	assert_int_equal(m.count, 3);
	assert_true(m.start[1] == (size_t)-1);
	assert_int_equal(m.end[2], 3);
}

static void
search_begins_where_it_is_told(void **state)
{
	struct regex		*re = compiled("噪音");
	struct regex_match	 m;
	struct err		 e = {0};
	struct span		 text = SPAN("噪音和噪音");

	(void)state;
	assert_int_equal(regex_find(re, work, text, 1 * 3, &m, &e), 1);
	assert_int_equal(m.start[0], 9);
	assert_int_equal(regex_find(re, work, text, text.n, &m, &e), 0);
	assert_int_equal(regex_find(re, work, SPAN(""), 0, &m, &e), 0);
	assert_int_equal(regex_find(re, work, (struct span){0}, 0, &m, &e), 0);
}

static void
faults_point_into_the_pattern(void **state)
{
	static const struct {
		const char	*pattern;
		size_t		 at;
	} cases[] = {
		{ "居民(",	7 },	/* missing closing parenthesis */
		{ "*",		0 },	/* nothing to repeat */
		{ "a\\C",	3 },	/* may split a character */
		{ "[b-a]",	3 },	/* range out of order */
		{ "\xff",	0 }	/* no UTF-8 */
	};
	const char	*reason;
	size_t		 i, at;

	(void)state;
	for (i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		reason = NULL;
		assert_null(regex_compile(&arena, span_of(cases[i].pattern),
		    false, &reason, &at));
		assert_non_null(reason);
		if (at != cases[i].at)
			fail_msg("%s: at %zu: %s", cases[i].pattern, at,
			    reason);
	}
}

static void
too_many_groups_are_a_fault(void **state)
{
	char		 pattern[200] = "";
	const char	*reason;
	size_t		 at, i;

	(void)state;
	for (i = 0; i < REGEX_MAX_GROUPS - 1; i++)
		strcat(pattern, "(a)");
	assert_non_null(regex_compile(&arena, span_of(pattern), false,
	    &reason, &at));
	strcat(pattern, "(a)");
	assert_null(regex_compile(&arena, span_of(pattern), false, &reason,
	    &at));
	assert_string_equal(reason, "expected at most 31 groups, got 32");
}

/* `(a+)+$` tries each way to part the letters before it gives up. */
static void
limit_is_an_error_never_no_match(void **state)
{
	struct regex		*re = compiled("(a+)+$");
	struct regex_match	 m;
	struct err		 e = {0};

	(void)state;
	assert_int_equal(regex_find(re, work, SPAN("aaaaaaaa!"), 0, &m, &e),
	    0);
	assert_int_equal(regex_find(re, work, SPAN("aaaaaaaaaaaaaaaaaaa!"), 0,
	    &m, &e), -1);
	assert_int_equal(e.kind, ERR_RECORD);
	assert_string_equal(e.text,
	    "the regex (a+)+$ needs more than 100000 steps");
}

static void
a_long_sentence_does_not_break_the_stack_silently(void **state)
{
	struct regex		*re = compiled("居民(?:[^。])*?[投诉]");
	struct regex		*deep = compiled("(?:(?:居)|(民))*$");
	struct regex_match	 m;
	struct err		 e = {0};
	char			*text;
	size_t			 i, n = 100000;
	int			 found;

	(void)state;
	text = malloc(n * 3);
	for (i = 0; i < n; i++)
		memcpy(text + 3 * i, i % 2 ? "民" : "居", 3);
	assert_int_equal(regex_find(re, work, span_make(text, 3000), 0, &m,
	    &e), 0);
	found = regex_find(deep, work, span_make(text, 3 * n), 0, &m, &e);
	assert_true(found == 1 || (found == -1 && e.kind == ERR_RECORD));
	free(text);
}

static void
case_folds_only_when_asked(void **state)
{
	struct regex_match	 m;
	struct err		 e = {0};
	struct regex		*re;
	const char		*reason;
	size_t			 at;

	(void)state;
	assert_int_equal(regex_find(compiled("app"), work, SPAN("APP"), 0, &m,
	    &e), 0);
	re = regex_compile(&arena, SPAN("app"), true, &reason, &at);
	assert_int_equal(regex_find(re, work, SPAN("APP"), 0, &m, &e), 1);
	assert_int_equal(regex_required(re).n, 0);
}

static void
classes_are_ascii_and_properties_unicode(void **state)
{
	struct regex_match	 m;
	struct err		 e = {0};

	(void)state;
	assert_int_equal(regex_find(compiled("\\d"), work, SPAN("１"), 0, &m,
	    &e), 0);
	assert_int_equal(regex_find(compiled("^\\p{Han}+$"), work,
	    SPAN("社区"), 0, &m, &e), 1);
}

static const struct {
	const char	*pattern;
	const char	*required;
} literals[] = {
	{ "噪音",			"噪音" },
	{ "违规使用.{0,4}资金",		"违规使用" },
	{ "(?:居民|业主).{0,9}投诉",	"投诉" },
	{ "居民|业主",			"" },
	{ "居民(委员)?会",		"居民" },
	{ "居民(委员)会",		"居民" },
	{ "(居民委员)会",		"居民委员" },
	{ "(居民委员)*会",		"会" },
	{ "(居民委员){0,2}会",		"会" },
	{ "(居民委员){1,2}会",		"居民委员" },
	{ "居民+委员会",		"委员会" },
	{ "小区居民?",			"小区居" },
	{ "小区居民*会",		"小区居" },
	{ "a{0}bc",			"bc" },
	{ "a{2}b",			"a" },
	{ "a{,2}b",			"" },	/* changed in PCRE2 10.43 */
	{ "a{b",			"" },
	{ "^第[一二三]+(章|条|款)",	"第" },
	{ "[^]居民]社区",		"社区" },
	{ "[[:alpha:]社区]会",		"会" },
	{ "[\\]社区]会",		"会" },
	{ "\\d+年",			"年" },
	{ "\\x{793e}区",		"区" },
	{ "\\x41bcd",			"bcd" },
	{ "\\p{Han}社",			"社" },
	{ "\\pL社",			"社" },
	{ "1\\.5倍",			"1.5倍" },
	{ "\\（社区\\）",		"（社区）" },
	{ "(?i)abc",			"" },
	{ "a(?i:b)c",			"" },
	{ "(?x) a b",			"" },
	{ "a(?#c)b",			"" },
	{ "(?=居民)社区",		"社区" },
	{ "(?!居民委员会)社区",		"社区" },
	{ "(?<!居民委员会)社区",	"社区" },
	{ "(?<=居民委员会)社区",	"社区" },
	{ "(甲乙)\\1丙",		"" },
	{ "\\Q居民\\E",			"" },
	{ "(?<who>居民)投",		"居民" },
	{ "(?P<who>居民)投诉信",	"投诉信" },
	{ "(?|甲|乙)丙",		"" },
	{ "甲(?1)(乙)",			"" },
	{ "(?(?=甲)乙|丙)丁",		"" },
	{ "(*UTF)甲",			"" },
	{ "甲\\K乙",			"" },
	{ "(((甲乙)丙)+丁)戊",		"甲乙" },
	{ "(甲|乙(丙丁))戊",		"戊" },
	{ "",				"" },
	{ "甲(?>乙丙丁)",		"乙丙丁" },
	{ "甲++乙",			"甲" },
	{ "甲??乙",			"乙" }
};

static void
required_literal_is_the_longest_sure_one(void **state)
{
	struct span	 required;
	size_t		 i;

	(void)state;
	for (i = 0; i < sizeof(literals) / sizeof(*literals); i++) {
		required = regex_required(compiled(literals[i].pattern));
		if (!span_is(required, literals[i].required))
			fail_msg("%s: got %.*s", literals[i].pattern,
			    (int)required.n, required.p);
	}
}

static uint32_t
next_random(uint32_t *seed)
{
	*seed = *seed * 1664525 + 1013904223;
	return *seed >> 8;
}

/* Puts `pieces` pieces of the list in a row. */
static struct span
random_text(uint32_t *seed, const char *const *list, size_t count,
    size_t pieces, char *into)
{
	const char	*piece;
	size_t		 n = 0, i;

	for (i = 0; i < pieces; i++) {
		piece = list[next_random(seed) % count];
		memcpy(into + n, piece, strlen(piece));
		n += strlen(piece);
	}
	return span_make(into, n);
}

static bool
contains(struct span text, struct span part)
{
	size_t	 i;

	for (i = 0; i + part.n <= text.n; i++)
		if (span_equal(span_make(text.p + i, part.n), part))
			return true;
	return false;
}

static const struct {
	const char	*pattern;
	const char	*set;		/* joined by spaces */
} sets[] = {
	{ "居民|业主",			"居民 业主" },
	{ "(?:居民|业主).{0,9}投诉信",	"投诉信" },
	{ "(居民会|业主会)投诉",	"居民会 业主会" },
	{ "(居民|业主)(投|诉)",		"居民 业主" },
	{ "(居民|业主)(会)?投诉",	"投诉" },
	{ "(居民|业主)?(投|诉)",	"投 诉" },
	{ "居民|.*",			"" },
	{ "居民|",			"" },
	{ "(居民|(业主|村民)会)",	"居民 业主 村民" },
	{ "a|b|c|d|e",			"" },
	{ "(a|b|c|d|e)f",		"f" },
	{ "(?=居民|业主).",		"" },
	{ "a|(?i)b",			"" },
};

static void
required_literals_of_alternatives_are_a_set(void **state)
{
	char		 got[100];
	struct span	*set;
	size_t		 i, k, n;

	(void)state;
	for (i = 0; i < sizeof(sets) / sizeof(*sets); i++) {
		n = regex_literals(&arena, span_of(sets[i].pattern), 4, &set);
		got[0] = '\0';
		for (k = 0; k < n; k++) {
			strcat(got, k > 0 ? " " : "");
			strncat(got, set[k].p, set[k].n);
		}
		assert_string_equal(got, sets[i].set);
	}
}

static bool
contains_one(struct span text, const struct span *set, size_t n)
{
	while (n-- > 0)
		if (contains(text, set[n]))
			return true;
	return false;
}

static void
every_match_contains_the_required_literal(void **state)
{
	static const char *const parts[] = {
		"甲", "乙", "a", "b", "甲乙", ".", "[甲a]", "[^乙]", "(", "(?:",
		"(?=", "(?!", "(?<=", "(?>", ")", ")", ")", "|", "?", "*", "+",
		"{0,1}", "{2}", "{1,}", "??", "^", "$", "\\d", "\\x41", "\\.",
		"(?i)", "(?<n>", "\\b", "[]甲]", "{,1}", "\\Q", "\\E", "\\1",
		"(?#", "(?x)", " ", "#", "\\K"
	};
	static const char *const texts[] = { "甲", "乙", "a", "b", "A", "." };
	struct regex_match	 m;
	struct regex		*re;
	struct arena		 local = {0};
	struct err		 e;
	struct span		 pattern, text, *set;
	const char		*reason;
	char			 p[100], t[100];
	uint32_t		 seed = 7;
	size_t			 i, j, n, at, matched = 0;

	(void)state;
	for (i = 0; i < 20000; i++) {
		arena_reset(&local);
		pattern = random_text(&seed, parts,
		    sizeof(parts) / sizeof(*parts), 1 + i % 7, p);
		re = regex_compile(&local, pattern, false, &reason, &at);
		if (re == NULL || (n = regex_literals(&local, pattern, 8,
		    &set)) == 0)
			continue;
		for (j = 0; j < 20; j++) {
			text = random_text(&seed, texts, 6, 1 + j % 6, t);
			if (regex_find(re, work, text, 0, &m, &e) != 1)
				continue;
			matched++;
			if (!contains_one(text, set, n) ||
			    !contains(text, regex_required(re)))
				fail_msg("%.*s matches %.*s", (int)pattern.n,
				    pattern.p, (int)text.n, text.p);
		}
	}
	arena_free(&local);
	assert_true(matched > 2000);
}

static void *
search_often(void *regex)
{
	struct regex_work	*own = regex_work_new();
	struct regex_match	 m;
	struct err		 e;
	size_t			 i, hits = 0;

	for (i = 0; i < 20000; i++)
		hits += regex_find(regex, own, i % 2 ? SPAN("投诉3件") :
		    SPAN("无"), 0, &m, &e) == 1;
	regex_work_free(own);
	return (void *)hits;
}

static void
threads_share_a_compiled_regex(void **state)
{
	struct regex	*re = compiled("(\\d+)件");
	pthread_t	 threads[2];
	void		*hits;
	int		 i;

	(void)state;
	for (i = 0; i < 2; i++)
		assert_int_equal(pthread_create(threads + i, NULL,
		    search_often, re), 0);
	for (i = 0; i < 2; i++) {
		pthread_join(threads[i], &hits);
		assert_int_equal((size_t)hits, 10000);
	}
}

int
main(void)
{
	const struct CMUnitTest	 tests[] = {
		cmocka_unit_test(match_tells_bytes_of_every_group),
		cmocka_unit_test(group_before_a_set_one_is_unset),
		cmocka_unit_test(search_begins_where_it_is_told),
		cmocka_unit_test(faults_point_into_the_pattern),
		cmocka_unit_test(too_many_groups_are_a_fault),
		cmocka_unit_test(limit_is_an_error_never_no_match),
		cmocka_unit_test(
		    a_long_sentence_does_not_break_the_stack_silently),
		cmocka_unit_test(case_folds_only_when_asked),
		cmocka_unit_test(classes_are_ascii_and_properties_unicode),
		cmocka_unit_test(required_literal_is_the_longest_sure_one),
		cmocka_unit_test(required_literals_of_alternatives_are_a_set),
		cmocka_unit_test(every_match_contains_the_required_literal),
		cmocka_unit_test(threads_share_a_compiled_regex)
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
