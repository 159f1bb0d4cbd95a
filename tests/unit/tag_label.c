#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "tag/label.h"

static struct arena	arena;

static int
free_arena(void **state)
{
	(void)state;
	arena_free(&arena);
	return 0;
}

/* A label's characters become line ends; `.` stands for them here. */
static void
labels_are_hidden_as_the_table_says(void **state)
{
	static const struct {
		const char	*speaker, *text, *said;
	} table[] = {
		{ "居民A", "居民A：没有。", "....没有。" },
		{ "居民A", "居民A:没有。", "....没有。" },
		{ "居民A", "居民A ： 没有。", "..... 没有。" },
		{ "记者", "【记者】您怎么看？", "....您怎么看？" },
		{ "记者", "【记者】：您怎么看？", ".....您怎么看？" },
		{ "王某", "[10:05] 王某（女）：好。", "..............好。" },
		{ "王某", "王某（女，45岁）: 好。", ".......... 好。" },
		{ "王某", "王某：", "..." },
		/* None: */
		{ "居民", "居民都不来。", NULL },
		{ "居民", "说居民：不来。", NULL },
		{ "居民", "居民（女不来。", NULL },
		{ "居民", "", NULL },
		{ "居民", "居", NULL },
		{ "居民", "居民", NULL },
		{ "", "：好。", NULL },
	};
	struct span text, said;
	char shown[100];
	size_t i, k;

	(void)state;
	for (i = 0; i < sizeof(table) / sizeof(table[0]); i++) {
		text = span_of(table[i].text);
		said = label_hide(&arena, text, span_of(table[i].speaker));
		if (table[i].said == NULL) {
			assert_ptr_equal(said.p, text.p);
			continue;
		}
		assert_true(said.n < sizeof(shown));
		for (k = 0; k < said.n; k++)
			shown[k] = said.p[k] == '\n' ? '.' : said.p[k];
		shown[k] = '\0';
		assert_string_equal(shown, table[i].said);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(labels_are_hidden_as_the_table_says),
	};

	return cmocka_run_group_tests(tests, NULL, free_arena);
}
