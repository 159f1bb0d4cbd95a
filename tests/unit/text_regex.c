#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/utf8.h"
#include "text/regex.h"
#include "text/terms.h"

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
	const char	*required;	/* joined by spaces */
} literals[] = {
	{ "噪音",			"噪音" },
	{ "违规使用.{0,4}资金",		"违规使用" },
	{ "(?:居民|业主).{0,9}投诉",	"投诉" },
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
	{ "甲??乙",			"乙" },
	{ "居民|业主",			"居民 业主" },
	{ "(?:居民|业主).{0,9}投诉信",	"投诉信" },
	{ "(居民会|业主会)投诉",	"居民会 业主会" },
	{ "(居民|业主)(投|诉)",		"居民 业主" },
	{ "(居民|业主)(会)?投诉",	"投诉" },
	{ "(居民|业主)?(投|诉)",	"投 诉" },
	{ "居民|.*",			"" },
	{ "居民|",			"" },
	{ "(居民|(业主|村民)会)",	"居民 业主 村民" },
	{ "(a|b|c|d|e)f",		"f" },
	{ "(?=居民|业主).",		"" },
	{ "a|(?i)b",			"" },
	{ "(?<!不|没有)(?:掌握|掌管)",	"掌握 掌管" },
	{ "居(?!委)民",			"居民" },
	{ "居(?=.(?:会|委))*民",	"居民" },
	{ "居(?!委)?民",		"居民" },
	{ "[资源]",			"资 源" },
	{ "[资源]+|钱",			"资 源 钱" },
	{ "[资源]*",			"" },
	{ "[资源]{0}",			"" },
	{ "[^资源]",			"" },
	{ "[a-c]",			"" },
	{ "[a\\-c]",			"a - c" },
	{ "[]资]",			"] 资" },
	{ "[[资]",			"" },
	{ "[\\d资]",			"0 1 2 3 4 5 6 7 8 9 资" },
	{ "[\\\\d]",			"\\ d" },
	{ "[\\D资]",			"" },
	{ "\\d{3,4}",			"0 1 2 3 4 5 6 7 8 9" },
	{ "[0-9]+",			"0 1 2 3 4 5 6 7 8 9" },
	{ "甲?[+0-9]",			"+ 0 1 2 3 4 5 6 7 8 9" },
	{ "\\d*",			"" },
	{ "[0-9]{0,2}",			"" },
	{ "[^0-9]",			"" },
	{ "[0-9a-f]",			"" },
	{ "[+-0-9]",			"" },
	{ "[0-9\\d]",			"" },
	{ "(\\d|[甲乙])丙*",		"0 1 2 3 4 5 6 7 8 9 甲 乙" },
	{ "1[3-9]\\d{9}",		"1" },
	{ "[\\x{8d44}源]",		"" },
	{ "[\\c]甲]",			"" },	/* U+001D or 甲 */
	{ "[一二三四五六七八]",		"一 二 三 四 五 六 七 八" },
	{ "[一二三四五六七八九十百千万亿零两]", "一 二 三 四 五 六 七 八 九 "
					"十 百 千 万 亿 零 两" },
	{ "[一二三四五六七八九十百千万亿零两半]", "" },
	{ "第[一二]",			"第" },
	{ "[一二]个",			"个" }
};

static const char *
joined(const struct span *set, size_t n)
{
	struct buf	 text = {0};
	const char	*all;
	size_t		 i;

	for (i = 0; i < n; i++) {
		buf_add(&text, i > 0 ? SPAN(" ") : SPAN(""));
		buf_add(&text, set[i]);
	}
	all = arena_string(&arena, buf_span(&text));
	buf_free(&text);
	return all;
}

static void
required_literals_are_the_best_sure_ones(void **state)
{
	const struct span	*set;
	const char		*got;
	size_t			 i, n;

	(void)state;
	for (i = 0; i < sizeof(literals) / sizeof(*literals); i++) {
		n = regex_required(compiled(literals[i].pattern), 0, &set);
		got = joined(set, n);
		if (strcmp(got, literals[i].required) != 0)
			fail_msg("%s: got %s", literals[i].pattern, got);
	}
}

static void
more_than_64_alternatives_require_nothing(void **state)
{
	const struct span	*set;
	struct buf		 pattern = {0};
	const char		*text;
	size_t			 i, n;

	(void)state;
	for (i = 1; i <= REGEX_MAX_REQUIRED + 1; i++) {
		buf_add(&pattern, i > 1 ? SPAN("|") : SPAN(""));
		buf_add(&pattern, SPAN("件"));
		buf_unsigned(&pattern, i);
		text = arena_string(&arena, buf_span(&pattern));
		n = regex_required(compiled(text), 0, &set);
		assert_int_equal(n, i <= REGEX_MAX_REQUIRED ? i : 0);
	}
	buf_free(&pattern);
}

static uint32_t
folded(struct span text, size_t at)
{
	return terms_fold(utf8_next(text, &at), TERMS_FOLD_CASE);
}

/* So literals that are folded tell where a caseless regex can match. */
static void
what_is_equal_but_for_case_folds_to_the_same(void **state)
{
	static const char *const alike[] = {
		"AaＡａ", "Kk\u212a", "Ssſ", "Åå\u212b", "µμΜ", "Σσς", "ßẞ",
		"Iiİı", "Θθϑϴ", "ǄǅǆＫｋ", "Ωω\u2126", "Ⓐⓐ", "Ⅷⅷ",
		"\u0345ιΙ\u1fbe"
	};
	struct regex_match	 m;
	struct err		 e;
	struct regex		*re;
	struct span		 all, c;
	const char		*reason;
	size_t			 i, at, from, k;

	(void)state;
	for (i = 0; i < sizeof(alike) / sizeof(*alike); i++) {
		all = span_of(alike[i]);
		for (at = 0; at < all.n;) {
			from = at;
			utf8_next(all, &at);
			c = span_make(all.p + from, at - from);
			re = regex_compile(&arena, c, true, &reason, &k);
			assert_non_null(re);
			for (k = 0; regex_find(re, work, all, k, &m, &e) == 1;
			    k = m.end[0])
				assert_int_equal(folded(all, m.start[0]),
				    folded(all, from));
		}
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

static char
lower(char c, bool caseless)
{
	return caseless && c >= 'A' && c <= 'Z' ? (char)(c + ('a' - 'A')) : c;
}

static bool
contains(struct span text, struct span part, bool caseless)
{
	size_t	 i, k;

	for (i = 0; i + part.n <= text.n; i++) {
		for (k = 0; k < part.n && lower(text.p[i + k], caseless) ==
		    lower(part.p[k], caseless); k++)
			continue;
		if (k == part.n)
			return true;
	}
	return false;
}

static bool
contains_one(struct span text, const struct span *set, size_t n, bool caseless)
{
	while (n-- > 0)
		if (contains(text, set[n], caseless))
			return true;
	return false;
}

/*
 * Counts the random texts that a pattern with required literals matches;
 * fails if one contains none of them.
 */
static size_t
try_pattern(struct span pattern, uint32_t *seed)
{
	static const char *const texts[] = { "甲", "乙", "a", "b", "A", "." };
	struct regex_match	 m;
	struct regex		*re;
	struct arena		 local = {0};
	struct err		 e;
	struct span		 text;
	const struct span	*set;
	const char		*reason;
	char			 t[100];
	size_t			 i, k, n, at, matched = 0;
	bool			 caseless = next_random(seed) % 4 == 0;

	re = regex_compile(&local, pattern, caseless, &reason, &at);
	for (i = 0; re != NULL && i < 100; i++) {
		text = random_text(seed, texts, 6, 1 + i % 7, t);
		if (regex_find(re, work, text, 0, &m, &e) != 1)
			continue;
		matched++;
		for (k = 0; k < REGEX_MAX_SETS; k++) {
			n = regex_required(re, k, &set);
			if (n > 0 && !contains_one(text, set, n, caseless))
				fail_msg("%.*s matches %.*s", (int)pattern.n,
				    pattern.p, (int)text.n, text.p);
		}
	}
	arena_free(&local);
	return matched;
}

/* Alternatives of items in a row, as often nested as depth tells. */
static void
add_pattern(struct buf *to, uint32_t *seed, int depth)
{
	static const char *const simple[] = {
		"甲", "乙", "a", "b", "甲乙", ".", "\\.", "[甲a]", "[^乙]",
		"[a-c]", "[]乙]", "[\\d甲]", "\\b", "^", "$"
	};
	static const char *const groups[] = {
		"(", "(?:", "(?:", "(?>", "(?=", "(?!", "(?<=", "(?<!"
	};
	static const char *const counts[] = {
		"", "", "", "", "?", "*", "+", "??", "++", "{0,1}", "{2}",
		"{1,}", "{0}"
	};
	size_t	 items = 1 + next_random(seed) % 5;

	while (items-- > 0) {
		if (depth > 0 && next_random(seed) % 3 == 0) {
			buf_add(to, span_of(groups[next_random(seed) % 8]));
			add_pattern(to, seed, depth - 1);
			buf_add(to, SPAN(")"));
		} else {
			buf_add(to, span_of(simple[next_random(seed) % 15]));
		}
		buf_add(to, span_of(counts[next_random(seed) % 13]));
		if (items > 0 && next_random(seed) % 4 == 0)
			buf_add(to, SPAN("|"));
	}
}

static void
every_match_contains_a_required_literal(void **state)
{
	struct buf	 pattern = {0};
	uint32_t	 seed = 3;
	size_t		 i, matched = 0;

	(void)state;
	for (i = 0; i < 20000; i++) {
		buf_cut(&pattern, 0);
		add_pattern(&pattern, &seed, 3);
		matched += try_pattern(buf_span(&pattern), &seed);
	}
	buf_free(&pattern);
	assert_true(matched > 80000);
}

static void
random_pieces_that_compile_are_read_right(void **state)
{
	static const char *const parts[] = {
		"甲", "乙", "a", "b", "甲乙", ".", "[甲a]", "[^乙]", "(", "(?:",
		"(?=", "(?!", "(?<=", "(?>", ")", ")", ")", "|", "?", "*", "+",
		"{0,1}", "{2}", "{1,}", "??", "^", "$", "\\d", "\\x41", "\\.",
		"(?i)", "(?<n>", "\\b", "[]甲]", "{,1}", "\\Q", "\\E", "\\1",
		"(?#", "(?x)", " ", "#", "\\K", "[", "]", "-", "\\c",
		"[:alpha:]"
	};
	char		 p[100];
	uint32_t	 seed = 7;
	size_t		 i, matched = 0;

	(void)state;
	for (i = 0; i < 30000; i++)
		matched += try_pattern(random_text(&seed, parts,
		    sizeof(parts) / sizeof(*parts), 1 + i % 7, p), &seed);
	assert_true(matched > 10000);
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

/* What an anchored one passes over, one that isn't must not find either. */
static void
the_first_character_rules_out_no_match(void **state)
{
	static const char *const patterns[] = { "^第[一二]条", "^(?=a.*b)a",
	    "^(?!a)\\p{Han}", "^[^，]{2,3}$", "^\\d{1,2}[.．](?!\\d)", "^",
	    "^$", "^a?$", "^\\s*一、", "^(?:一|b)|^c", "^.*，", "^\\b",
	    "^\\B", "^(?<=a)一", "^(?|(a)|(一))\\1", "^\\X$", "^\\R",
	    "^(?i)A", "^a(*SKIP)(*F)|^一", "^(a|一(?1))$", "^(?>a*)一",
	    "^(?=[IVX])X?\\.", "^a*+b", "^\\p{Lu}", "^[“\"].{1,2}", "\\A，" };
	static const char *const chars[] = { "a", "b", "c", "A", "1", ".", "一",
	    "二", "第", "条", "，", "“", "、", " ", "\n", "é", "𠀀" };
	const size_t	 n = sizeof(chars) / sizeof(chars[0]);
	char		 pattern[80], text[20];
	struct regex	*gated, *free;
	struct regex_match m, want;
	struct err	 e;
	size_t		 i, k, found;

	(void)state;
	for (i = 0; i < sizeof(patterns) / sizeof(patterns[0]); i++) {
		gated = compiled(patterns[i]);
		snprintf(pattern, sizeof(pattern), "(?:%s)|(?!)",
		    patterns[i]);
		free = compiled(pattern);
		for (k = 0; k < n * n * n; k++) {
			snprintf(text, sizeof(text), "%s%s%s", chars[k % n],
			    k < n ? "" : chars[k / n % n], k < n * n ? "" :
			    chars[k / n / n]);
			found = (size_t)regex_find(gated, work,
			    span_of(text), 0, &m, &e);
			if (found != (size_t)regex_find(free, work,
			    span_of(text), 0, &want, &e) || (found == 1 &&
			    (m.start[0] != want.start[0] ||
			    m.end[0] != want.end[0])))
				fail_msg("%s in %s", patterns[i], text);
			if (found == 1)
				assert_true(regex_may_begin(gated, work,
				    span_of(text)));
		}
	}
	assert_false(regex_may_begin(compiled("^第[一二]条"), work,
	    SPAN("条")));
	assert_true(regex_may_begin(compiled("第[一二]条"), work, SPAN("条")));
}

/* What has no room for its answers, or no bit there, is searched. */
static void
the_first_character_is_kept_up_to_its_bounds(void **state)
{
	struct regex_work *own = regex_work_new();
	struct regex	*last = compiled("^[^b]");
	struct regex_match m;
	char		 pattern[16];
	struct err	 e;
	size_t		 i;

	(void)state;
	assert_false(regex_may_begin(compiled("^a"), own, SPAN("\xef\xbf\xbf")));
	assert_true(regex_may_begin(compiled("^a"), own,
	    SPAN("\xf0\x90\x80\x80")));
	for (i = 1; i <= REGEX_MAX_FIRST; i++) {
		struct regex	*re;

		snprintf(pattern, sizeof(pattern), "^a%zu$", i);
		re = compiled(pattern);
		assert_int_equal(regex_may_begin(re, own, SPAN("b")),
		    i == REGEX_MAX_FIRST);
		assert_int_equal(regex_find(re, own, SPAN("b"), 0, &m, &e), 0);
		assert_int_equal(regex_find(re, own, span_of(pattern + 1), 0,
		    &m, &e), 0);
		pattern[strlen(pattern) - 1] = '\0';
		assert_int_equal(regex_find(re, own, span_of(pattern + 1), 0,
		    &m, &e), 1);
	}
	assert_true(regex_may_begin(last, own, SPAN("b")));
	assert_int_equal(regex_find(last, own, SPAN("b"), 0, &m, &e), 0);
	assert_false(regex_may_begin(compiled("^a"), own, SPAN("b")));
	regex_work_free(own);
}

static void
a_mark_names_the_branch_that_matched(void **state)
{
	struct regex	*re = compiled("(?:^\\d+、)(*:7)|(?:^\\d)(*:12)|^z");
	struct regex_match m;
	struct err	 e;

	(void)state;
	assert_true(regex_is_anchored(re));
	assert_false(regex_is_anchored(compiled("^a|b")));
	assert_int_equal(regex_find(re, work, SPAN("12、"), 0, &m, &e), 1);
	assert_string_equal(regex_mark(work), "7");
	assert_int_equal(regex_find(re, work, SPAN("12."), 0, &m, &e), 1);
	assert_string_equal(regex_mark(work), "12");
	assert_int_equal(m.end[0], 1);
	assert_int_equal(regex_find(re, work, SPAN("z"), 0, &m, &e), 1);
	assert_null(regex_mark(work));
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
		cmocka_unit_test(required_literals_are_the_best_sure_ones),
		cmocka_unit_test(more_than_64_alternatives_require_nothing),
		cmocka_unit_test(what_is_equal_but_for_case_folds_to_the_same),
		cmocka_unit_test(every_match_contains_a_required_literal),
		cmocka_unit_test(random_pieces_that_compile_are_read_right),
		cmocka_unit_test(the_first_character_rules_out_no_match),
		cmocka_unit_test(the_first_character_is_kept_up_to_its_bounds),
		cmocka_unit_test(a_mark_names_the_branch_that_matched),
		cmocka_unit_test(threads_share_a_compiled_regex)
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
