#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <unistd.h>

#include <cmocka.h>

#include "text/script.h"

static struct arena	arena;

static int
free_arena(void **state)
{
	(void)state;
	arena_free(&arena);
	return 0;
}

static const char	*folder;	/* of what the build compiled */

static struct script *
open_script(const char *name)
{
	struct script *s;
	struct err e;

	s = script_open(&arena, arena_printf(&arena, "%s%s.script", folder,
	    name).p, &e);
	assert_non_null(s);
	return s;
}

static struct span
converted(const struct script *s, struct span text)
{
	struct edits edits = script_edits(s, &arena, text);

	return edits_apply(&edits, &arena, text);
}

static void
texts_are_converted_as_opencc_converts_them(void **state)
{
	static const struct {
		const char	*name, *text, *want;
	} table[] = {
		{ "simplified", "", "" },
		{ "simplified", "社區居民委員會，abc。", "社区居民委员会，abc。" },
		{ "simplified", "乾坤乾燥", "乾坤干燥" },	/* a phrase */
		{ "simplified", "社区", "社区" },
		{ "simplified", "\U0002a6dd長", "\U0002a6dd长" },
		{ "traditional", "社区居民委员会", "社區居民委員會" },
		{ "traditional", "头发发展理发", "頭髮發展理髮" },
		{ "traditional", "干部干燥树干", "幹部乾燥樹幹" },
		{ "traditional", "里程里面", "里程裏面" },
		{ "traditional", "后", "後" }, { "traditional", "皇后", "皇后" },
		{ "traditional", "皇", "皇" },	/* cut within a phrase */
	};
	struct script *s;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(table) / sizeof(*table); i++) {
		s = open_script(table[i].name);
		if (!span_is(converted(s, span_of(table[i].text)),
		    table[i].want))
			fail_msg("%s", table[i].text);
		script_close(s);
	}
}

static void
an_edit_has_what_differs_alone(void **state)
{
	struct script *s = open_script("traditional");
	struct edits e = script_edits(s, &arena, SPAN("皇后后来"));

	(void)state;
	assert_int_equal(e.count, 1);
	assert_int_equal(e.items[0].start, 6);
	script_close(s);
}

static void
protected_words_stay(void **state)
{
	static const struct span words[] = { { "發", 3 }, { "台灣", 6 },
	    { "台灣大學", 12 }, { "灣區", 6 } };
	struct script *s = open_script("simplified");

	(void)state;
	assert_true(script_protect(s, &arena, words, 4));
	assert_true(span_is(converted(s, SPAN("發展台灣區")), "發展台灣区"));
	assert_true(span_is(converted(s, SPAN("台灣大學學生")),
	    "台灣大學学生"));
	assert_true(span_is(converted(s, SPAN("大灣區發")), "大灣區發"));
	assert_true(span_is(converted(s, SPAN("學")), "学"));
	assert_true(script_protect(s, &arena, words, 0));
	assert_true(span_is(converted(s, SPAN("台灣")), "台湾"));
	script_close(s);
}

static void
what_is_no_dictionary_is_not_mapped(void **state)
{
	char name[] = "/tmp/minqing-script-XXXXXX";
	struct err e;
	int fd = mkstemp(name);

	(void)state;
	assert_true(fd != -1);
	assert_null(script_open(&arena, name, &e));
	assert_int_equal(e.kind, ERR_SOFTWARE);
	assert_int_equal(write(fd, "minqing script", 14), 14);
	assert_null(script_open(&arena, name, &e));
	assert_int_equal(e.kind, ERR_SOFTWARE);
	close(fd);
	unlink(name);
	assert_null(script_open(&arena, name, &e));
	assert_int_equal(e.kind, ERR_INPUT);
	assert_null(script_open(&arena, arena_printf(&arena,
	    "%swords.dict", folder).p, &e));
	assert_int_equal(e.kind, ERR_SOFTWARE);
}

int
main(int argc, char **argv)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(texts_are_converted_as_opencc_converts_them),
		cmocka_unit_test(an_edit_has_what_differs_alone),
		cmocka_unit_test(protected_words_stay),
		cmocka_unit_test(what_is_no_dictionary_is_not_mapped),
	};
	struct arena own = { 0 };
	struct span self = span_of(argv[0]);
	int failed;

	(void)argc;
	while (self.n > 0 && self.p[self.n - 1] != '/')
		self.n--;
	folder = arena_printf(&own, "%.*s../share/minqing/", (int)self.n,
	    self.p).p;
	failed = cmocka_run_group_tests(tests, NULL, free_arena);
	arena_free(&own);
	return failed;
}
