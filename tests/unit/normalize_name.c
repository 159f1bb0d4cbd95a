#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <setjmp.h>
#include <cmocka.h>

#include "normalize/name.h"
#include "normalize/normalize.h"

static void
an_id_is_the_base_name_without_suffix(void **state)
{
	static const struct {
		const char	*input;
		const char	*name;
	} table[] = {
		{ "a.txt", "a" },		{ "x/y/a.txt", "a" },
		{ "a.txt.gz", "a" },		{ "a.gz", "a" },
		{ "a.csv.xz", "a" },		{ "a.tar.zst", "a" },
		{ "a", "a" },			{ "-", "-" },
		{ ".txt", ".txt" },		{ "x/.gz", ".gz" },
		{ "v1.2", "v1.2" },		{ "报告.2024", "报告.2024" },
		{ "a.b.jsonl", "a.b" },		{ "a.mp3", "a" },
		{ "a.backup", "a.backup" },	{ "a.", "a." },
		{ "报告.文本", "报告.文本" },	{ "", "" },
	};
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(table) / sizeof(table[0]); i++)
		assert_true(span_is(name_base(span_of(table[i].input)),
		    table[i].name));
}

static void
two_inputs_of_one_name_are_refused_with_a_way_out(void **state)
{
	static const char *const inputs[] = { "a/x.txt", "y", "b/x.txt.gz" };
	static const struct setting path = { "id", "path" };
	static const struct setting other = { "id", "hash" };
	struct config config = { 0 };
	struct err e = { 0 };

	(void)state;
	assert_int_equal(normalize_look(inputs, 2, &config, &e), 0);
	assert_int_equal(normalize_look(inputs, 3, &config, &e), -1);
	assert_int_equal(e.kind, ERR_USAGE);
	assert_string_equal(e.text, "a/x.txt and b/x.txt.gz would both get "
	    "the id \"x\" (--id path takes the path)");
	config.settings = &path;
	config.setting_count = 1;
	assert_int_equal(normalize_look(inputs, 3, &config, &e), 0);
	config.settings = &other;
	assert_int_equal(normalize_look(inputs, 1, &config, &e), -1);
	assert_string_equal(e.text, "--id: expected path, got hash");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(an_id_is_the_base_name_without_suffix),
		cmocka_unit_test(
		    two_inputs_of_one_name_are_refused_with_a_way_out),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
