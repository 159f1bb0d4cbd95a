#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "text/width.h"

static struct arena	arena;

static int
free_arena(void **state)
{
	(void)state;
	arena_free(&arena);
	return 0;
}

static void
each_kind_is_folded_alone(void **state)
{
	static const struct {
		unsigned	 fold;
		const char	*text, *want;
	} table[] = {
		{ 0, "Ａ１　％", "Ａ１　％" },
		{ WIDTH_LETTERS, "Ａｚ１　％，", "Az１　％，" },
		{ WIDTH_DIGITS, "Ａｚ１０９　％，", "Ａｚ109　％，" },
		{ WIDTH_SPACES, "Ａ　１\u2003", "Ａ １\u2003" },
		{ WIDTH_SYMBOLS, "Ａ１％＠．｜", "Ａ１%@.|" },
		{ 15, "！（），：；？［］～。、", "！（），：；？［］～。、" },
		{ 15, "＂＃＄＆＇＊＋－／＜＝＞＼＾＿｀｛｝",
		    "\"#$&'*+-/<=>\\^_`{}" },
		{ 15, "￥￠ｱ", "￥￠ｱ" },		/* no full-width ASCII */
		{ 15, "Ａ", "A" },
		{ 15, "12𠀀民", "12𠀀民" },
		{ 15, "", "" },
	};
	struct edits edits;
	struct span text, new;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(table) / sizeof(*table); i++) {
		text = span_of(table[i].text);
		edits = width_edits(&arena, text, table[i].fold);
		new = edits_apply(&edits, &arena, text);
		assert_true(span_is(new, table[i].want));
	}
}

static void
all_of_ascii_has_a_full_width_form(void **state)
{
	uint32_t c;

	(void)state;
	for (c = '!'; c <= '~'; c++) {
		assert_true(width_is_full_ascii(0xfee0 + c));
		assert_int_equal(*width_ascii(0xfee0 + c).p, c);
	}
	assert_true(width_is_full_ascii(0x3000));
	assert_int_equal(*width_ascii(0x3000).p, ' ');
	assert_false(width_is_full_ascii(0xff00));
	assert_false(width_is_full_ascii(0xff5f));
	assert_false(width_is_full_ascii(0x3001));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_kind_is_folded_alone),
		cmocka_unit_test(all_of_ascii_has_a_full_width_form),
	};

	return cmocka_run_group_tests(tests, NULL, free_arena);
}
