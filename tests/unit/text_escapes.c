#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "text/escapes.h"

static struct arena	arena;

static int
free_arena(void **state)
{
	(void)state;
	arena_free(&arena);
	return 0;
}

static void
escapes_become_what_they_stand_for(void **state)
{
	static const struct {
		const char	*text, *want;
	} table[] = {
		{ "", "" }, { "民情", "民情" },
		{ "一_x000D_\n二", "一\n二" },
		{ "一_x000D__x000A_二", "一\n二" },
		{ "一_x000d_二", "一\n二" },
		{ "_x000A__x0009_", "\n\t" },
		{ "a_x0000_b_x001F_c_x007F_", "abc" },
		{ "_x4E00_", "一" },
		{ "_xD83D__xDE00_", "\U0001f600" },
		{ "_x005F_x000D_", "_x000D_" },
		{ "__x000D__", "_\n_" },
		/* No escapes. */
		{ "_x00D_", "_x00D_" }, { "_x000G_", "_x000G_" },
		{ "_X000D_", "_X000D_" }, { "_x000D", "_x000D" },
		{ "x000D_", "x000D_" }, { "_", "_" }, { "_x", "_x" },
		{ "_xD83D_", "_xD83D_" }, { "_xDE00_", "_xDE00_" },
		{ "_xD83D__x000D_", "_xD83D_\n" },
	};
	struct edits edits;
	struct span text;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(table) / sizeof(*table); i++) {
		text = span_of(table[i].text);
		edits = escapes_edits(&arena, text);
		if (!span_is(edits_apply(&edits, &arena, text),
		    table[i].want))
			fail_msg("%s", table[i].text);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(escapes_become_what_they_stand_for),
	};

	return cmocka_run_group_tests(tests, NULL, free_arena);
}
