#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <setjmp.h>
#include <cmocka.h>

#include "base/buf.h"
#include "base/utf8.h"
#include "normalize/clean.h"

static struct arena arena;

static const struct edits none;

static int
free_arena(void **state)
{
	(void)state;
	arena_free(&arena);
	return 0;
}

static void
marks_are_read_in_all_their_forms(void **state)
{
	static const struct {
		const char	*text;
		size_t		 n;		/* 0: none */
		enum note_way	 way;
		enum note_style	 style;
		uint16_t	 numbers[4];
	} table[] = {
		{ "^[3]^，", 5, NOTE_SUPERSCRIPT, NOTE_IN_BRACKETS, { 3 } },
		{ "^[3]，", 4, NOTE_SUPERSCRIPT, NOTE_IN_BRACKETS, { 3 } },
		{ "^12^", 4, NOTE_SUPERSCRIPT, NOTE_BARE, { 12 } },
		{ "<sup>[1-3]</sup>", 16, NOTE_SUPERSCRIPT, NOTE_IN_BRACKETS,
		  { 1, 2, 3 } },
		{ "<sup>[1][4]</sup>", 17, NOTE_SUPERSCRIPT, NOTE_IN_BRACKETS,
		  { 1, 4 } },
		{ "<sup> ② </sup>", 16, NOTE_SUPERSCRIPT, NOTE_IN_CIRCLES,
		  { 2 } },
		{ "$ ^ { [7] } $", 13, NOTE_SUPERSCRIPT, NOTE_IN_BRACKETS,
		  { 7 } },
		{ "³¹年", 4, NOTE_SUPERSCRIPT, NOTE_BARE, { 31 } },
		{ "[1, 3]", 6, NOTE_BRACKET, NOTE_IN_BRACKETS, { 1, 3 } },
		{ "［2］", 7, NOTE_BRACKET, NOTE_IN_BRACKETS, { 2 } },
		{ "〔2〕", 7, NOTE_BRACKET, NOTE_IN_BRACKETS, { 2 } },
		{ "㉑", 3, NOTE_CIRCLED, NOTE_IN_CIRCLES, { 21 } },
		{ "㊿", 3, NOTE_CIRCLED, NOTE_IN_CIRCLES, { 50 } },
		{ "", 0, 0, 0, { 0 } },
		{ "[2021]", 0, 0, 0, { 0 } },
		{ "[0]", 0, 0, 0, { 0 } },
		{ "[3-1]", 0, 0, 0, { 0 } },
		{ "[1-51]", 0, 0, 0, { 0 } },
		{ "[J]", 0, 0, 0, { 0 } },
		{ "[3", 0, 0, 0, { 0 } },
		{ "^3", 0, 0, 0, { 0 } },
		{ "^^", 0, 0, 0, { 0 } },
		{ "<sup>th</sup>", 0, 0, 0, { 0 } },
		{ "<sup>3", 0, 0, 0, { 0 } },
		{ "$^{3}", 0, 0, 0, { 0 } },
		{ "¹²³¹", 0, 0, 0, { 0 } },
	};
	struct note_mark mark;
	size_t i, k;

	(void)state;
	for (i = 0; i < sizeof(table) / sizeof(table[0]); i++) {
		if (!note_mark_read(span_of(table[i].text), &mark))
			mark.n = 0;
		assert_int_equal(mark.n, table[i].n);
		if (mark.n == 0)
			continue;
		assert_int_equal(mark.way, table[i].way);
		assert_int_equal(mark.style, table[i].style);
		for (k = 0; k < mark.count; k++)
			assert_int_equal(mark.numbers[k], table[i].numbers[k]);
		assert_int_equal(k < 4 ? table[i].numbers[k] : 0, 0);
	}
}

static const struct notes_rule all = { { true, true, true } };

/* The notes of a text that only they are taken out of, as JSON. */
static struct span
noted(const char *text, const struct clean_rule *rule, struct span *cleaned)
{
	struct notes notes = { 0 };
	struct buf b = { 0 };
	struct span json;
	struct err e;

	assert_int_equal(clean_text(rule, NULL, &arena, span_of(text), cleaned,
	    NULL, &notes, &e), 0);
	notes_put(&notes, *cleaned, &none, &arena, &b);
	json = arena_copy(&arena, buf_span(&b));
	buf_free(&b);
	return json;
}

static void
notes_find_their_text_by_number_and_style(void **state)
{
	static const struct {
		const char	*text, *cleaned, *notes;
	} table[] = {
		{ "", "", "[]" },
		{ "甲[1]。", "甲。",
		  "[{\"mark\":\"[1]\",\"number\":1,\"start\":1}]" },
		/* ① counts again on each page. */
		{ "甲①。\n①一\n乙①。\n①二", "甲。\n①一\n乙。\n①二",
		  "[{\"mark\":\"①\",\"number\":1,\"start\":1,\"text\":\"一\"},"
		  "{\"mark\":\"①\",\"number\":1,\"start\":7,\"text\":\"二\"}]" },
		/* A bare number's note before an entry of that number. */
		{ "甲^1^乙[1]。\n^1^注\n参考文献\n1. 书",
		  "甲乙。\n^1^注\n参考文献\n1. 书",
		  "[{\"mark\":\"^1^\",\"number\":1,\"start\":1,"
		  "\"text\":\"注\"},"
		  "{\"mark\":\"[1]\",\"number\":1,\"start\":2,"
		  "\"text\":\"书\"}]" },
		/* Items, powers and years stay. */
		{ "有①甲②乙，共3²米、m^2^。[2020]", "有①甲②乙，共3²米、m^2^。[2020]",
		  "[]" },
		/* In mid-sentence no entry begins. */
		{ "由他们\n[1]来说", "由他们\n来说",
		  "[{\"mark\":\"[1]\",\"number\":1,\"start\":4}]" },
		/* Behind another title the list has ended. */
		{ "注释\n1、甲[2]\n附录\n乙[1]", "注释\n1、甲[2]\n附录\n乙",
		  "[{\"mark\":\"[1]\",\"number\":1,\"start\":14,"
		  "\"text\":\"甲[2]\"}]" },
	};
	const struct clean_rule rule = { .notes = &all };
	struct span cleaned, json;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(table) / sizeof(table[0]); i++) {
		json = noted(table[i].text, &rule, &cleaned);
		assert_string_equal(arena_string(&arena, cleaned),
		    table[i].cleaned);
		assert_string_equal(arena_string(&arena, json),
		    table[i].notes);
	}
}

/* Where a sentence is put together around a foot note, too. */
static void
a_place_follows_what_stands_before_it(void **state)
{
	const struct page_rule lines = { .unwrap = true,
	    .across_pages = true };
	const struct clean_rule rule = { .notes = &all, .lines = &lines,
	    .spaces = { true, true, true } };
	struct span cleaned, json;

	(void)state;
	json = noted(
	    "社区里的事情由居民自己来商量和决\n"
	    "定，这是自治的本意。可是协商需要\n"
	    "时间、场地和信息，缺了哪一样都谈\n"
	    "①场地指社区的会议室。\n"
	    "不成，最后还是由别 人代为决定①。\n", &rule, &cleaned);
	assert_string_equal(arena_string(&arena, cleaned),
	    "社区里的事情由居民自己来商量和决"
	    "定，这是自治的本意。可是协商需要"
	    "时间、场地和信息，缺了哪一样都谈"
	    "不成，最后还是由别人代为决定。\n\n"
	    "①场地指社区的会议室。");
	assert_string_equal(arena_string(&arena, json),
	    "[{\"mark\":\"①\",\"number\":1,\"start\":62,"
	    "\"text\":\"场地指社区的会议室。\"}]");
}

/* A note whose line another step takes away keeps its text. */
static void
a_note_outlives_its_line(void **state)
{
	const char *reason;
	size_t at;
	struct regex *drop = regex_compile(&arena, SPAN("^\\["), false,
	    &reason, &at);
	const struct page_rule lines = { .drop = &drop, .drop_count = 1 };
	const struct clean_rule rule = { .notes = &all, .lines = &lines };
	struct regex_work *work = regex_work_new();
	struct notes notes = { 0 };
	struct buf b = { 0 };
	struct span cleaned;
	struct err e;

	(void)state;
	assert_int_equal(clean_text(&rule, work, &arena,
	    SPAN("甲[1]。\n[1] 某书\n乙。\n"), &cleaned, NULL, &notes, &e), 0);
	assert_string_equal(arena_string(&arena, cleaned), "甲。\n乙。\n");
	notes_put(&notes, cleaned, &none, &arena, &b);
	assert_string_equal(arena_string(&arena, buf_span(&b)),
	    "[{\"mark\":\"[1]\",\"number\":1,\"start\":1,"
	    "\"text\":\"某书\"}]");
	buf_free(&b);
	regex_work_free(work);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(marks_are_read_in_all_their_forms),
		cmocka_unit_test(notes_find_their_text_by_number_and_style),
		cmocka_unit_test(a_place_follows_what_stands_before_it),
		cmocka_unit_test(a_note_outlives_its_line),
	};

	return cmocka_run_group_tests(tests, NULL, free_arena);
}
