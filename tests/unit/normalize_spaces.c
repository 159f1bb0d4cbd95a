#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>

#include "normalize/spaces.h"

#define KEEP	{ false, false, false }
#define HAN	{ true, false, false }
#define RUNS	{ false, true, false }
#define TRIM	{ false, false, true }
#define ALL	{ true, true, true }

static void
white_space_becomes_what_the_table_says(void **state)
{
	static const struct {
		struct spaces_rule	 rule;
		const char		*text;
		const char		*clean;
	} table[] = {
		{ KEEP, " 居 民\t \n\n x ", " 居 民\t \n\n x " },
		{ HAN, "居 民 委 员 会", "居民委员会" },
		{ HAN, "居　民\t委\xc2\xa0员", "居民委员" },
		{ HAN, "方 法 ，使 用", "方法，使用" },
		{ HAN, "说： “好”", "说：“好”" },
		{ HAN, "第 3 条 和 NVivo 软件", "第 3 条和 NVivo 软件" },
		{ HAN, "said “好” to", "said “好” to" },
		{ HAN, "Ａ Ｂ", "Ａ Ｂ" },
		{ HAN, "居\n民", "居\n民" },
		{ HAN, " 居 ", " 居 " },
		{ RUNS, "a  b\t\tc　d", "a b c d" },
		{ RUNS, "a \n b", "a \n b" },
		{ TRIM, "  a  b \r\n\n c　\n", "a  b\n\nc" },
		{ TRIM, "\n\f\n", "" },
		{ TRIM, " \f a", "a" },
		{ TRIM, "a \f b", "a\fb" },
		{ TRIM, "", "" },
		{ TRIM, "\xef\xbb\xbf" "a\xe2\x80\x8b", "a" },
		{ ALL, " 居 民  a  b \n\n x ", "居民 a b\n\nx" },
		{ ALL, "𠀀 𠀁", "𠀀𠀁" },
	};
	struct arena a = { 0 };
	struct edits edits;
	struct span got;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(table) / sizeof(table[0]); i++) {
		edits = spaces_edits(&a, span_of(table[i].text),
		    &table[i].rule);
		got = edits_apply(&edits, &a, span_of(table[i].text));
		if (!span_is(got, table[i].clean))
			fail_msg("%s: got %.*s", table[i].text, (int)got.n,
			    got.p);
	}
	arena_free(&a);
}

static void
a_nul_is_no_end_of_a_line(void **state)
{
	const struct spaces_rule rule = ALL;
	struct arena a = { 0 };
	struct span text = SPAN("a \0 b"), got;
	struct edits edits = spaces_edits(&a, text, &rule);

	(void)state;
	got = edits_apply(&edits, &a, text);
	assert_true(span_equal(got, text));
	arena_free(&a);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(white_space_becomes_what_the_table_says),
		cmocka_unit_test(a_nul_is_no_end_of_a_line),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
