#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <setjmp.h>
#include <cmocka.h>

#include "base/buf.h"
#include "base/edit.h"
#include "base/utf8.h"
#include "normalize/spaces.h"

/* Each of them twice between two characters, and at the end. */
static void
every_white_space_is_seen_among_any_neighbours(void **state)
{
	static const char *const around[] = { "一", "，", "。", "—", "”", "a",
	    "é", "\xe1\xa0\x80" };
	const struct spaces_rule rule = { .runs = true, .trim = true };
	struct arena arena = { 0 };
	struct buf text = { 0 }, expected = { 0 };
	struct edits edits;
	char space[4];
	uint32_t c;
	size_t n, i;

	(void)state;
	for (c = 0; c < 0x110000; c++) {
		if ((c >= 0xd800 && c < 0xe000) || !utf8_is_space(c) ||
		    c == '\n' || c == '\f')
			continue;
		n = utf8_encode(space, c);
		for (i = 0; i < sizeof(around) / sizeof(around[0]); i++) {
			text.n = expected.n = 0;
			buf_add(&text, span_of(around[i]));
			buf_add(&text, span_make(space, n));
			buf_add(&text, span_make(space, n));
			buf_add(&text, span_of(around[i]));
			buf_add(&text, span_make(space, n));
			buf_printf(&expected, "%s %s", around[i], around[i]);
			edits = spaces_edits(&arena, buf_span(&text), &rule);
			assert_true(span_equal(edits_apply(&edits, &arena,
			    buf_span(&text)), buf_span(&expected)));
			arena_reset(&arena);
		}
	}
	buf_free(&expected);
	buf_free(&text);
	arena_free(&arena);
}

static void
a_text_without_white_space_has_no_edit(void **state)
{
	const struct spaces_rule rule = { true, true, true };
	struct arena arena = { 0 };

	(void)state;
	assert_int_equal(spaces_edits(&arena, SPAN(""), &rule).count, 0);
	assert_int_equal(spaces_edits(&arena, SPAN("“路灯”坏了——第3天。"),
	    &rule).count, 0);
	arena_free(&arena);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
		    every_white_space_is_seen_among_any_neighbours),
		cmocka_unit_test(a_text_without_white_space_has_no_edit),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
