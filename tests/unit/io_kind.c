#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <setjmp.h>
#include <cmocka.h>

#include "io/kind.h"

static void
a_kind_is_told_by_its_first_bytes(void **state)
{
	static const struct {
		struct span	 head;
		enum content	 content;
		const char	*name;
	} cases[] = {
		{ { "", 0 }, CONTENT_TEXT, "" },
		{ { "{\"id\":1}\n", 9 }, CONTENT_TEXT, "" },
		{ { "PK is text\n", 11 }, CONTENT_TEXT, "" },
		{ { "PK\3\4", 4 }, CONTENT_ZIP, "zip" },
		{ { "PK\3\5", 4 }, CONTENT_ZIP, "zip" },
		{ { "QK\3\4", 4 }, CONTENT_ZIP, "zip" },
		{ { "PK\5\6", 4 }, CONTENT_ZIP, "zip" },
		{ { "%PDF-1.4", 8 }, CONTENT_OTHER, "PDF" },
		{ { "%PDF", 4 }, CONTENT_TEXT, "" },
		{ { "{\\rtf1", 6 }, CONTENT_OTHER, "RTF" },
		{ { "GIF89a is text\n", 15 }, CONTENT_TEXT, "" },
		{ { "GIF89a\1\0", 8 }, CONTENT_OTHER, "GIF" },
		{ { "RIFF and RAFF\n", 14 }, CONTENT_TEXT, "" },
		{ { "KDH\0", 4 }, CONTENT_OTHER, "KDH" },
		{ { "\x1f\x8b\x08", 3 }, CONTENT_OTHER, "twice" },
	};
	const struct kind *kind;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		kind = kind_of(cases[i].head);
		assert_int_equal(kind->content, cases[i].content);
		assert_non_null(strstr(kind->name, cases[i].name));
		assert_int_equal(kind->advice[0] == '\0',
		    kind->content == CONTENT_TEXT);
	}
}

/* A block of tar as its oldest form has it, without a mark. */
static void
put_block(char block[KIND_BYTES])
{
	unsigned sum = 0;
	size_t i;

	memset(block, 0, KIND_BYTES);
	memcpy(block, "a.txt", 5);
	memcpy(block + 100, "0000644", 7);
	memcpy(block + 124, "00000000003", 11);
	memset(block + 148, ' ', 8);
	for (i = 0; i < KIND_BYTES; i++)
		sum += (unsigned char)block[i];
	snprintf(block + 148, 8, "%06o", sum);
}

static void
a_tar_is_told_by_its_mark_or_its_sum(void **state)
{
	char block[KIND_BYTES];
	struct span head = { block, KIND_BYTES };

	(void)state;
	put_block(block);
	assert_int_equal(kind_of(head)->content, CONTENT_TAR);
	block[0] = 'b';
	assert_int_equal(kind_of(head)->content, CONTENT_TEXT);
	memcpy(block + 257, "ustar", 5);
	assert_int_equal(kind_of(head)->content, CONTENT_TAR);
	head.n--;
	assert_int_equal(kind_of(head)->content, CONTENT_TEXT);
	memset(block, 0, KIND_BYTES);
	head.n++;
	assert_int_equal(kind_of(head)->content, CONTENT_TEXT);
}

static void
a_line_without_nul_is_text_and_nothing_more_is_waited_for(void **state)
{
	char block[KIND_BYTES];

	(void)state;
	assert_true(kind_is_clear(SPAN("{}\n")));
	assert_false(kind_is_clear(SPAN("{}")));
	assert_false(kind_is_clear(SPAN("a\0\n")));
	assert_false(kind_is_clear(SPAN("")));
	memset(block, 0, sizeof(block));
	assert_true(kind_is_clear(span_make(block, sizeof(block))));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_kind_is_told_by_its_first_bytes),
		cmocka_unit_test(a_tar_is_told_by_its_mark_or_its_sum),
		cmocka_unit_test(
		    a_line_without_nul_is_text_and_nothing_more_is_waited_for),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
