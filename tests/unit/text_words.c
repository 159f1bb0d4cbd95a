#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <setjmp.h>
#include <string.h>
#include <unistd.h>
#include <cmocka.h>

#include "base/buf.h"
#include "base/utf8.h"
#include "text/words.h"

static const char *path;	/* of words.dict, which the build makes */

struct fixture {
	struct arena		 arena;
	struct lexicon		*lexicon;
	struct words_work	*work;
};

static void
setup(struct fixture *f, bool words)
{
	struct err e;

	*f = (struct fixture){ .work = words_work_new() };
	f->lexicon = lexicon_open(&f->arena, path, words, &e);
	if (f->lexicon == NULL)
		fail_msg("%s: %s", e.file, e.text);
}

static void
teardown(struct fixture *f)
{
	words_work_free(f->work);
	lexicon_close(f->lexicon);
	arena_free(&f->arena);
}

/* The words of text with a | between them, and a / before their kinds. */
static void
cut(struct fixture *f, const char *text, unsigned how, struct buf *into)
{
	const struct word *words;
	size_t i, n = words_cut(f->lexicon, f->work, span_of(text), how,
	    &words);

	into->n = 0;
	for (i = 0; i < n; i++) {
		if (i > 0)
			buf_byte(into, '|');
		buf_add(into, span_make(text + words[i].start, words[i].n));
		if (how & WORDS_KINDED) {
			buf_byte(into, '/');
			buf_add(into, lexicon_kind_name(f->lexicon,
			    words[i].kind));
		}
	}
	buf_byte(into, '\0');
}

struct example {
	const char	*text;
	const char	*words;
};

static void
check(struct fixture *f, unsigned how, const struct example *table,
    size_t count)
{
	struct buf got = { 0 };
	size_t i;

	for (i = 0; i < count; i++) {
		cut(f, table[i].text, how, &got);
		assert_string_equal(got.p, table[i].words);
	}
	buf_free(&got);
}

#define CHECK(f, how, table)	\
	check(f, how, table, sizeof(table) / sizeof(table[0]))

static void
add(struct fixture *f, const char *const *lines)
{
	for (; *lines != NULL; lines++)
		assert_null(lexicon_add(f->lexicon, f->work,
		    span_of(*lines)));
}

static void
words_are_cut_the_most_probable_way(void **state)
{
	static const struct example table[] = {
		{ "", "" },
		{ "我来到北京清华大学", "我|来到|北京|清华大学" },
		{ "小区的居民委员会", "小区|的|居民|委员会" },
	};
	struct fixture f;

	(void)state;
	setup(&f, true);
	CHECK(&f, 0, table);
	CHECK(&f, WORDS_UNKNOWN, table);
	teardown(&f);
}

/* jieba's own example: 杭研 is in no dictionary. */
static void
the_model_makes_words_that_the_dictionary_lacks(void **state)
{
	static const struct example with[] = {
		{ "他来到了网易杭研大厦", "他|来到|了|网易|杭研|大厦" },
	};
	static const struct example without[] = {
		{ "他来到了网易杭研大厦", "他|来到|了|网易|杭|研|大厦" },
	};
	static const char *const lines[] = { "杭研 0", NULL };
	struct fixture f;

	(void)state;
	setup(&f, true);
	CHECK(&f, WORDS_UNKNOWN, with);
	CHECK(&f, 0, without);
	add(&f, lines);		/* jieba's del_word() */
	CHECK(&f, WORDS_UNKNOWN, without);
	teardown(&f);
}

static void
letters_digits_and_marks_follow_jiebas_patterns(void **state)
{
	static const struct example with[] = {
		{ "3.14%的", "3.14%|的" },
		{ "3.%的", "3|.%|的" },
		{ "1.2.3", "1.2|.|3" },
		{ "ab-cd_ef", "ab|-|cd|_|ef" },
		{ "a%%b", "a%|%|b" },
		{ "C++和c#", "C++|和|c#" },
		{ "A B", "A| |B" },
		{ "é１〇①", "é|１|〇|①" },
		{ "\r\n\n\r", "\r\n|\n|\r" },
		{ "\xF0\x9F\x98\x80\xE9\xBF\x96", "\xF0\x9F\x98\x80|"
		  "\xE9\xBF\x96" },		/* U+9FD6 is no Han of jieba's */
	};
	static const struct example without[] = {
		{ "3.14%的", "3|.|14|%|的" },
		{ "ab-cd", "ab|-|cd" },
	};
	struct fixture f;

	(void)state;
	setup(&f, true);
	CHECK(&f, WORDS_UNKNOWN, with);
	CHECK(&f, 0, without);
	teardown(&f);
}

/* 1/9 is 3/9 * 3/9, in doubles too. */
static void
a_tie_goes_to_the_longer_word(void **state)
{
	static const char *const lines[] = {
		"甲 3", "乙 3", "甲乙 1", "丙 2", NULL
	};
	static const struct example table[] = { { "甲乙", "甲乙" } };
	struct fixture f;

	(void)state;
	setup(&f, false);
	add(&f, lines);
	CHECK(&f, 0, table);
	teardown(&f);
}

static void
a_word_without_frequency_is_whole_where_it_stands_alone(void **state)
{
	static const char *const lines[] = {
		"中心户长", "云边协同 n", "红色物业 20 n", NULL
	};
	static const struct example before[] = {
		{ "中心户长", "中心|户长" },
	};
	static const struct example after[] = {
		{ "中心户长", "中心户长" },
		{ "云边协同", "云边协同" },
		{ "红色物业", "红色物业" },
	};
	struct fixture f;

	(void)state;
	setup(&f, true);
	CHECK(&f, WORDS_UNKNOWN, before);
	add(&f, lines);
	CHECK(&f, WORDS_UNKNOWN, after);
	CHECK(&f, 0, after);
	teardown(&f);
}

static void
joined_words_win_over_every_other_cut(void **state)
{
	static const char *const joined[] = {
		"清华", "华大学", "大学北", "3号", "AI", "好 的", NULL
	};
	static const struct example table[] = {
		{ "清华大学北门", "清华|大学北|门" },
		{ "华大学", "华大学" },
		{ "13号和3号", "13|号|和|3号" },
		{ "RAIL用AI", "RAIL|用|AI" },
		{ "AI2", "AI2" },
		{ "好 的", "好 的" },
	};
	struct fixture f;
	size_t i;

	(void)state;
	setup(&f, true);
	for (i = 0; joined[i] != NULL; i++)
		assert_null(lexicon_join(f.lexicon, span_of(joined[i])));
	CHECK(&f, WORDS_UNKNOWN, table);
	teardown(&f);
}

static void
split_words_never_come_out_whole(void **state)
{
	static const struct example table[] = {
		{ "清华大学", "清华|大学" },
		{ "AI", "A|I" },
		{ "街道", "街|道" },
	};
	struct fixture f;

	(void)state;
	setup(&f, true);
	assert_null(lexicon_split(f.lexicon, SPAN("清华大学")));
	assert_null(lexicon_split(f.lexicon, SPAN("AI")));
	assert_null(lexicon_split(f.lexicon, SPAN("街道")));
	CHECK(&f, WORDS_UNKNOWN, table);
	assert_string_equal(lexicon_join(f.lexicon, SPAN("街道")),
	    "it is in both join and split");
	teardown(&f);
}

static void
a_search_adds_the_words_within_words(void **state)
{
	static const struct example table[] = {
		{ "办事处", "办事|办事处" },
		{ "清华大学", "清华|华大|大学|清华大学" },
		{ "委员会", "委员|委员会" },
		{ "居民", "居民" },
	};
	struct fixture f;

	(void)state;
	setup(&f, true);
	CHECK(&f, WORDS_UNKNOWN | WORDS_SEARCH, table);
	teardown(&f);
}

/* Written down from jieba.posseg, for which % and - are in no run. */
static void
kinds_are_those_of_jiebas_posseg(void **state)
{
	static const struct example with[] = {
		{ "", "" },
		{ "我爱北京天安门", "我/r|爱/v|北京/ns|天安门/ns" },
		{ "他来到了网易杭研大厦",
		  "他/r|来到/v|了/ul|网易/n|杭/j|研/vn|大厦/n" },
		{ "小明毕业了", "小明/nr|毕业/n|了/ul" },
		{ "3.5%的A-B", "3.5/m|%/x|的/uj|A/eng|-/x|B/x" },
		{ "aB1.2+", "aB1/eng|.2/m|+/x" },
		{ "\r\n①", "\r\n/x|①/x" },
	};
	static const struct example without[] = {
		{ "3.5的ab", "3/eng|./x|5/eng|的/uj|ab/eng" },
		{ "杭研", "杭/nr|研/vn" },
	};
	struct fixture f;

	(void)state;
	setup(&f, true);
	CHECK(&f, WORDS_UNKNOWN | WORDS_KINDED, with);
	CHECK(&f, WORDS_KINDED, without);
	teardown(&f);
}

static void
kinds_of_own_words_are_theirs(void **state)
{
	static const char *const lines[] = {
		"中心户长 zhz", "网格员 5000", "北京 n", "居民 100", NULL
	};
	static const struct example table[] = {
		{ "中心户长", "中心户长/zhz" },
		{ "网格员", "网格员/x" },
		{ "北京居民", "北京/n|居民/n" },
		{ "接诉即办", "接诉即办/x" },	/* joined */
		{ "街道", "街/n|道/q" },	/* split */
	};
	struct fixture f;

	(void)state;
	setup(&f, true);
	add(&f, lines);
	assert_null(lexicon_join(f.lexicon, SPAN("接诉即办")));
	assert_null(lexicon_split(f.lexicon, SPAN("街道")));
	CHECK(&f, WORDS_UNKNOWN | WORDS_KINDED, table);
	teardown(&f);
}

static void
kinds_are_at_most_250_more_than_jiebas(void **state)
{
	char line[] = "甲 1 zzaa";
	const char *wrong = NULL;
	struct fixture f;
	int i;

	(void)state;
	setup(&f, false);
	for (i = 0; i < 251 && wrong == NULL; i++) {
		line[sizeof(line) - 3] = (char)('a' + i / 26);
		line[sizeof(line) - 2] = (char)('a' + i % 26);
		wrong = lexicon_add(f.lexicon, f.work, span_of(
		    arena_string(&f.arena, span_of(line))));
	}
	assert_int_equal(i, 251);
	assert_string_equal(wrong, "there are more than 250 kinds of words");
	teardown(&f);
}

static void
bad_lines_of_a_dictionary_say_why(void **state)
{
	static const struct example table[] = {
		{ "甲乙", "it has no frequency, and there is no dictionary to "
		  "compute one from" },
		{ "甲 1000000000001", "its frequency is over 10^12" },
		{ "甲 99999999999999999999999 n",
		  "its frequency is over 10^12" },
	};
	char longer[WORDS_MAX_LENGTH + 2];
	struct fixture f;
	size_t i;

	(void)state;
	setup(&f, false);
	for (i = 0; i < sizeof(table) / sizeof(table[0]); i++)
		assert_string_equal(lexicon_add(f.lexicon, f.work,
		    span_of(table[i].text)), table[i].words);
	memset(longer, 'a', sizeof(longer) - 1);
	longer[sizeof(longer) - 1] = '\0';
	assert_string_equal(lexicon_join(f.lexicon, span_of(longer)),
	    "it has more than 1,000 characters");
	assert_string_equal(lexicon_split(f.lexicon, SPAN("")),
	    "it is empty");
	assert_null(lexicon_join(f.lexicon, span_of(longer + 1)));
	teardown(&f);
}

static void
what_is_no_dictionary_is_not_mapped(void **state)
{
	char name[] = "/tmp/minqing-words-XXXXXX";
	struct arena arena = { 0 };
	struct err e;
	int fd = mkstemp(name);

	(void)state;
	assert_true(fd != -1);
	assert_null(lexicon_open(&arena, name, true, &e));
	assert_int_equal(e.kind, ERR_SOFTWARE);
	assert_int_equal(write(fd, "minqing words", 13), 13);
	assert_null(lexicon_open(&arena, name, true, &e));
	assert_int_equal(e.kind, ERR_SOFTWARE);
	close(fd);
	unlink(name);
	assert_null(lexicon_open(&arena, name, true, &e));
	assert_int_equal(e.kind, ERR_INPUT);
	arena_free(&arena);
}

static uint32_t
next_random(uint64_t *seed)
{
	*seed = *seed * UINT64_C(6364136223846793005) + 1442695040888963407u;
	return (uint32_t)(*seed >> 33);
}

static void
random_text(struct buf *b, uint64_t *seed)
{
	static const char *const pieces[] = {
		"居民", "委员会", "清华大学", "，", "\r\n", "3.5%", "abc", "\r",
		"\xF0\x9F\x98\x80", "C++", "的", "-", " "
	};
	char c[4];
	int i;

	b->n = 0;
	for (i = 0; i < 30; i++)
		if (next_random(seed) % 2 == 0)
			buf_add(b, span_make(c, utf8_encode(c, 0x4e00 +
			    next_random(seed) % 0x5300)));
		else
			buf_add(b, span_of(pieces[next_random(seed) %
			    (sizeof(pieces) / sizeof(pieces[0]))]));
}

static void
every_byte_is_in_one_word(void **state)
{
	struct fixture f;
	struct buf text = { 0 };
	const struct word *words;
	uint64_t seed = 5;
	size_t i, n, at;
	int round;

	(void)state;
	setup(&f, true);
	lexicon_join(f.lexicon, SPAN("民委"));
	lexicon_split(f.lexicon, SPAN("大学"));
	for (round = 0; round < 2000; round++) {
		random_text(&text, &seed);
		n = words_cut(f.lexicon, f.work, buf_span(&text),
		    (unsigned)round % 2 | (round % 3 == 0 ? WORDS_KINDED : 0),
		    &words);
		for (i = at = 0; i < n; i++) {
			assert_int_equal(words[i].start, at);
			assert_true(words[i].n > 0);
			at += words[i].n;
		}
		assert_int_equal(at, text.n);
	}
	buf_free(&text);
	teardown(&f);
}

int
main(int argc, char **argv)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(words_are_cut_the_most_probable_way),
		cmocka_unit_test(
		    the_model_makes_words_that_the_dictionary_lacks),
		cmocka_unit_test(
		    letters_digits_and_marks_follow_jiebas_patterns),
		cmocka_unit_test(a_tie_goes_to_the_longer_word),
		cmocka_unit_test(
		    a_word_without_frequency_is_whole_where_it_stands_alone),
		cmocka_unit_test(joined_words_win_over_every_other_cut),
		cmocka_unit_test(split_words_never_come_out_whole),
		cmocka_unit_test(a_search_adds_the_words_within_words),
		cmocka_unit_test(kinds_are_those_of_jiebas_posseg),
		cmocka_unit_test(kinds_of_own_words_are_theirs),
		cmocka_unit_test(kinds_are_at_most_250_more_than_jiebas),
		cmocka_unit_test(bad_lines_of_a_dictionary_say_why),
		cmocka_unit_test(what_is_no_dictionary_is_not_mapped),
		cmocka_unit_test(every_byte_is_in_one_word),
	};
	struct arena arena = { 0 };
	struct span self = span_of(argv[0]);
	int failed;

	(void)argc;
	while (self.n > 0 && self.p[self.n - 1] != '/')
		self.n--;
	path = arena_printf(&arena, "%.*s../share/minqing/words.dict",
	    (int)self.n, self.p).p;
	failed = cmocka_run_group_tests(tests, NULL, NULL);
	arena_free(&arena);
	return failed;
}
