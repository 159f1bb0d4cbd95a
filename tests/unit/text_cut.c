#include <dirent.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#include <cmocka.h>

#include "base/buf.h"
#include "base/mem.h"
#include "base/utf8.h"
#include "text/cut.h"

#define SEEDS	"../shared/corpus/seeds"

typedef size_t	cutter(struct arena *, struct span, const struct cut_rules *,
		    struct cut_piece **);

/* `|` stands where a cut is expected; white space around it isn't written. */
struct example {
	const char	*text;
	const char	*cut;
};

static void
check_example(cutter *f, const struct cut_rules *rules,
    const struct example *ex)
{
	struct arena a = { 0 };
	struct span text = span_of(ex->text);
	struct cut_piece *p;
	struct buf got = { 0 };
	size_t i, n;

	n = f(&a, text, rules, &p);
	for (i = 0; i < n; i++) {
		if (i > 0)
			buf_byte(&got, '|');
		buf_add(&got, span_make(text.p + p[i].start,
		    p[i].end - p[i].start));
	}
	buf_byte(&got, '\0');
	assert_string_equal(got.p, ex->cut);
	buf_free(&got);
	arena_free(&a);
}

static void
sentences_are_cut_as_the_table_says(void **state)
{
	static const struct example table[] = {
		{ "", "" },
		{ " \n\t　", "" },
		{ "没有句号", "没有句号" },
		{ "一。二！三？四；五", "一。|二！|三？|四；|五" },
		{ "  一。　二 \n 三。 ", "一。|二 \n 三。" },
		{ "真的吗？！！后来", "真的吗？！！|后来" },
		{ "等等……以后再说。好", "等等……以后再说。|好" },
		{ "好！……再说", "好！……|再说" },
		{ "Wait... And then", "Wait... And then" },
		{ "增长3.5倍。完", "增长3.5倍。|完" },
		{ "4.1. Methods are here. Next", "4.1. Methods are here.|Next" },
		{ "1.加强党建2.完善制度", "1.加强党建2.完善制度" },
		{ "1. 加强党建。2. 完善", "1. 加强党建。|2. 完善" },
		{ "It was 4. The next", "It was 4.|The next" },
		{ "See Vol. 3 of it. The end", "See Vol. 3 of it.|The end" },
		{ "Smith et al. The", "Smith et al. The" },
		{ "by J. Smith. He", "by J. Smith.|He" },
		{ "the U.S. Army. It", "the U.S. Army.|It" },
		{ "at www.example.org now", "at www.example.org now" },
		{ "He went. then", "He went. then" },
		{ "He went. (Then", "He went.|(Then" },
		{ "使用NLP.本文认为", "使用NLP.|本文认为" },
		{ "The end.", "The end." },
		{ "见http://a.example/?id=3;x=1的页面",
		    "见http://a.example/?id=3;x=1的页面" },
		{ "你好!A区停电?是", "你好!|A区停电?|是" },
		/* pairs */
		{ "他说“走了。你呢？我”然后走。完", "他说“走了。你呢？我”然后走。|完" },
		{ "他说：“我走。你呢？”大家散了。", "他说：“我走。你呢？”|大家散了。" },
		{ "解决“谁来管？”的问题。完", "解决“谁来管？”的问题。|完" },
		{ "把“谁来管？”说清。完", "把“谁来管？”说清。|完" },
		{ "“谁？”，“我。”他说", "“谁？”，“我。”|他说" },
		{ "《谁来了？》是书。完", "《谁来了？》是书。|完" },
		{ "见图（一。二。）后面。完", "见图（一。二。）后面。|完" },
		{ "（全文完。）附录", "（全文完。）|附录" },
		{ "“没有关。后来。", "“没有关。|后来。" },
		{ "“甲。“乙。”丙。丁", "“甲。|“乙。”|丙。|丁" },
		{ "没有开。”后来。", "没有开。”|后来。" },
		{ "甲（“）。”乙。", "甲（“）。”|乙。" },
		{ "“外「内。」外。”完", "“外「内。」外。”|完" },
		{ "说:\"好!\"然后走!\"再\"", "说:\"好!\"|然后走!|\"再\"" },
		{ "他来了。’ 我", "他来了。’|我" },
		/* blank lines */
		{ "标题\n\n正文。", "标题|正文。" },
		{ "标题\r\n \r\n\r\n正文", "标题|正文" },
		{ "一行\n二行", "一行\n二行" },
		{ "“甲\n\n乙。”丙。", "“甲|乙。”|丙。" },
		{ "\n\n\n甲", "甲" },
	};
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(table) / sizeof(*table); i++)
		check_example(cut_sentences, &cut_default, &table[i]);
}

static void
clauses_are_cut_as_the_table_says(void **state)
{
	static const struct example table[] = {
		{ "居民提出意见，社区答复。完",
		    "居民提出意见，|社区答复。|完" },
		{ "一,二；三;四：五:六、七", "一,|二；|三;|四：|五:|六、七" },
		{ "共1,000元,10:30到，10：30止",
		    "共1,000元,|10:30到，|10：30止" },
		{ "2010，2011", "2010，|2011" },
		{ "见http://a.example，好", "见http://a.example，|好" },
		{ "“好，”他说", "“好，”|他说" },
		{ "他“走了。你呢？我”走。完", "他“走了。|你呢？|我”走。|完" },
		{ "，，，", "，|，|，" },
	};
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(table) / sizeof(*table); i++)
		check_example(cut_clauses, &cut_default, &table[i]);
}

static void
marks_and_pairs_are_the_rules_own(void **state)
{
	struct cut_rules rules = { .end = span_of("。#"),
	    .pairs = span_of("**［］〔") };
	static const struct example table[] = {
		{ "一！二#三。四", "一！二#|三。|四" },
		{ "甲*一。二*三。四", "甲*一。二*三。|四" },
		{ "甲［一。］二。三", "甲［一。］二。|三" },
		{ "甲“一。二”三", "甲“一。|二”三" },
		{ "甲〔一。二〔三", "甲〔一。|二〔三" },
	};
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(table) / sizeof(*table); i++)
		check_example(cut_sentences, &rules, &table[i]);
}

static bool
is_blank(struct span text, size_t from, size_t to)
{
	while (from < to)
		if (!utf8_is_space(utf8_next(text, &from)))
			return false;
	return true;
}

/* Every character that isn't white space is in one piece, and in order. */
static size_t
check_partition(struct span text, cutter *f, struct cut_piece **into,
    struct arena *a)
{
	struct cut_piece *p;
	size_t i, n, last = 0, last_char = 0, at;

	n = f(a, text, &cut_default, &p);
	for (i = 0; i < n; i++) {
		assert_true(p[i].start < p[i].end && p[i].start >= last);
		assert_true(is_blank(text, last, p[i].start));
		assert_int_equal(p[i].char_start, last_char +
		    utf8_length(span_make(text.p + last, p[i].start - last)));
		assert_int_equal(p[i].char_end, p[i].char_start +
		    utf8_length(span_make(text.p + p[i].start,
		    p[i].end - p[i].start)));
		at = p[i].start;
		assert_false(utf8_is_space(utf8_next(text, &at)));
		at = p[i].end;
		assert_false(utf8_is_space(utf8_previous(text, &at)));
		last = p[i].end;
		last_char = p[i].char_end;
	}
	assert_true(is_blank(text, last, text.n));
	*into = p;
	return n;
}

/* And clauses are parts of sentences. */
static void
check_text(struct span text)
{
	struct arena a = { 0 };
	struct cut_piece *s, *c;
	size_t i, k = 0, n, m;

	n = check_partition(text, cut_sentences, &s, &a);
	m = check_partition(text, cut_clauses, &c, &a);
	for (i = 0; i < n; i++) {
		assert_true(k < m && c[k].start == s[i].start);
		while (k < m && c[k].end < s[i].end)
			k++;
		assert_true(k < m && c[k].end == s[i].end);
		k++;
	}
	assert_int_equal(k, m);
	arena_free(&a);
}

/* So a text is coded alike whole and cut. */
static void
check_again(struct span text)
{
	struct arena a = { 0 };
	struct cut_piece *p, *again;
	struct span piece;
	size_t i, n = cut_sentences(&a, text, &cut_default, &p);

	for (i = 0; i < n; i++) {
		piece = span_make(text.p + p[i].start, p[i].end - p[i].start);
		if (cut_sentences(&a, piece, &cut_default, &again) != 1)
			fail_msg("%.*s: %.*s", (int)text.n, text.p,
			    (int)piece.n, piece.p);
	}
	arena_free(&a);
}

static uint32_t
next_random(uint64_t *seed)
{
	*seed = *seed * 6364136223846793005u + 1442695040888963407u;
	return (uint32_t)(*seed >> 33);
}

static void
hostile_strings_are_partitioned(void **state)
{
	static const char *const atoms[] = {
		"。", ".", ".", "“", "”", "（", "）", "《", "》", "\"", "\n",
		" ", "　", "，", ",", ":", "：", "1", "3", "A", "b", "Vol",
		"甲", "的", "…", "？", "!", ";", "𠀀", "é", "\r", ")", "「"
	};
	uint64_t seed = 7;
	struct buf b = { 0 };
	size_t round, i, n;

	(void)state;
	for (round = 0; round < 20000; round++) {
		buf_cut(&b, 0);
		n = next_random(&seed) % 30;
		for (i = 0; i < n; i++)
			buf_add(&b, span_of(atoms[next_random(&seed) %
			    (sizeof(atoms) / sizeof(*atoms))]));
		check_text(buf_span(&b));
		check_again(buf_span(&b));
	}
	buf_free(&b);
}

static void
check_file(const char *path)
{
	struct buf b = { 0 };
	FILE *f = fopen(path, "rb");
	size_t n;

	assert_non_null(f);
	do {
		buf_reserve(&b, 65536);
		n = fread(b.p + b.n, 1, 65536, f);
		b.n += n;
	} while (n > 0);
	fclose(f);
	assert_int_equal(utf8_check(buf_span(&b)), b.n);
	check_text(buf_span(&b));
	check_again(buf_span(&b));
	buf_free(&b);
}

static void
real_documents_are_partitioned(void **state)
{
	DIR *d = opendir(SEEDS);
	struct dirent *entry;
	char path[512];

	(void)state;
	if (d == NULL) {
		print_message("no %s: skipped\n", SEEDS);
		skip();
	}
	while ((entry = readdir(d)) != NULL) {
		snprintf(path, sizeof(path), "%s/%s", SEEDS, entry->d_name);
		if (strstr(entry->d_name, ".txt") != NULL)
			check_file(path);
	}
	closedir(d);
}

/* A quadratic step over 3 MB would take hours, this takes a second. */
static void
time_is_linear_in_hostile_text(void **state)
{
	static const char *const atoms[] = {
		"“", "”", "“（", "）”", ".", ". ", "\n", "\n ", "a.", "1.",
		"！", "“！", "\"", ")", "，", ":", "A. ", ".)", "“。”"
	};
	struct arena a = { 0 };
	struct cut_piece *p;
	struct buf b = { 0 };
	clock_t begin = clock();
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(atoms) / sizeof(*atoms); i++) {
		buf_cut(&b, 0);
		while (b.n < 1024 * 1024)
			buf_add(&b, span_of(atoms[i]));
		cut_sentences(&a, buf_span(&b), &cut_default, &p);
		cut_clauses(&a, buf_span(&b), &cut_default, &p);
		arena_reset(&a);
	}
	assert_true(clock() - begin < 60 * CLOCKS_PER_SEC);
	arena_free(&a);
	buf_free(&b);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(sentences_are_cut_as_the_table_says),
		cmocka_unit_test(clauses_are_cut_as_the_table_says),
		cmocka_unit_test(marks_and_pairs_are_the_rules_own),
		cmocka_unit_test(hostile_strings_are_partitioned),
		cmocka_unit_test(real_documents_are_partitioned),
		cmocka_unit_test(time_is_linear_in_hostile_text),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
