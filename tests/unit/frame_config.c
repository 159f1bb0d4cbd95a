#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "frame/config.h"

static struct arena	arena;
static struct faults	faults;
static char		folder[] = "/tmp/minqing-config-XXXXXX";

static const char *
path_of(const char *name)
{
	return arena_printf(&arena, "%s/%s", folder, name).p;
}

static void
write_file(const char *name, const char *content)
{
	FILE	*f = fopen(path_of(name), "w");

	assert_non_null(f);
	assert_true(fputs(content, f) >= 0);
	fclose(f);
}

static int
group_setup(void **state)
{
	(void)state;
	assert_non_null(mkdtemp(folder));
	mkdir(path_of("rules"), 0700);
	mkdir(path_of("own"), 0700);
	write_file("rules/both.txt", "");
	write_file("rules/shipped.txt", "");
	write_file("own/both.txt", "");
	write_file("own/own.txt", "");
	return 0;
}

static int
group_teardown(void **state)
{
	static const char *const files[] = {
		"rules/both.txt", "rules/shipped.txt", "own/both.txt",
		"own/own.txt"
	};
	size_t	 i;

	(void)state;
	for (i = 0; i < 4; i++)
		unlink(path_of(files[i]));
	rmdir(path_of("rules"));
	rmdir(path_of("own"));
	rmdir(folder);
	arena_free(&arena);
	return 0;
}

static int
setup(void **state)
{
	(void)state;
	faults = (struct faults){ .arena = &arena };
	return 0;
}

/* The fault at index i: "line:column: text". */
static const char *
told(size_t i)
{
	assert_true(i < faults.count);
	return arena_printf(&arena, "%zu:%zu: %s", faults.items[i].place.line,
	    faults.items[i].place.column, faults.items[i].text).p;
}

static struct rule
rule_of(const char *text, bool expression)
{
	struct rule	 rule = {
		.name = "r", .path = path_of("own/r.yaml"),
		.expression = expression
	};

	rule.root = node_parse(&arena, span_of(text), "r.yaml", &faults);
	assert_non_null(rule.root);
	return rule;
}

static int
head(const char *text, bool expression)
{
	struct rule	 rule = rule_of(text, expression);
	struct fields	 f;

	if (config_head(&rule, "tag", &f, &arena, &faults) == -1)
		return -1;
	fields_take(&f, "codes");
	return fields_end(&f);
}

static void
head_takes_its_keys_and_no_others(void **state)
{
	setup(state);
	assert_int_equal(head("filter: tag\nformat: 1\nedition: 1.10\n"
	    "title: {zh: 甲, en: a}\npurpose: p\nsource: {document: d, "
	    "section: 2}\ncodes: []\n", false), 0);
	assert_int_equal(head("filter: tag\nformat: 1\ntitle: t\nsource: s\n",
	    false), 0);
	assert_int_equal(head("codes: []\n", true), 0);
	assert_int_equal(head("filter: tag\ncodes: []\n", true), 0);
	assert_int_equal(faults.count, 0);
	assert_int_equal(head("filter: tag\nformat: 1\nprupose: p\n", false),
	    -1);
	assert_string_equal(told(0),
	    "3:1: unknown key \"prupose\" (did you mean \"purpose\"?)");
}

static void
head_says_what_is_wrong_with_each_key(void **state)
{
	static const char *const wanted[] = {
		"1:9: expected tag, got \"segmnt\"",
		"2:9: expected 1, got \"2\"",
		"3:10: expected text, got a sequence",
		"4:9: unknown key \"fr\" (known here: zh, en)",
		"4:20: expected text, got a sequence",
		"5:10: expected text, got a mapping",
		"6:13: expected text, got a sequence"
	};
	size_t	 i;

	setup(state);
	assert_int_equal(head("filter: segmnt\nformat: 2\nedition: [1]\n"
	    "title: {fr: a, zh: [b]}\npurpose: {zh: x}\nsource: {a: [b]}\n",
	    false), 0);
	faults_sort(&faults);
	assert_int_equal(faults.count, 7);
	for (i = 0; i < 7; i++)
		assert_string_equal(told(i), wanted[i]);
}

static void
file_must_state_filter_and_format(void **state)
{
	setup(state);
	head("codes: []\n", false);
	assert_int_equal(faults.count, 2);
	assert_string_equal(told(0), "1:1: the key \"filter\" is missing");
	assert_string_equal(told(1), "1:1: the key \"format\" is missing");
	setup(state);
	assert_int_equal(head("filter: segment\nformat: 2\n", false), -1);
	assert_int_equal(faults.count, 1);
	assert_string_equal(told(0), "1:9: expected a rule of tag, got one of "
	    "segment (try: segment -r FILE)");
	setup(state);
	assert_int_equal(head("- x\n", false), -1);
	assert_string_equal(told(0), "1:1: expected a mapping, got a sequence");
}

static void
setting_is_found_by_its_name(void **state)
{
	const struct setting	 settings[] = {
		{ "field", "text" }, { "coverage", "" }
	};
	const struct config	 config = {
		.settings = settings, .setting_count = 2
	};

	(void)state;
	assert_string_equal(config_setting(&config, "coverage"), "");
	assert_string_equal(config_setting(&config, "field"), "text");
	assert_null(config_setting(&config, "fiel"));
	assert_null(config_setting(&(struct config){0}, "field"));
}

static const char *
path_from(struct rule rule, struct span name)
{
	const struct config	 config = { .rules_folder = path_of("rules") };
	const struct node	 node = {
		.kind = NODE_SCALAR, .quoted = true, .text = name,
		.place = { "r.yaml", 4, 7 }
	};

	return config_path(&config, &rule, &node, &arena, &faults);
}

static void
named_file_is_sought_beside_the_rule_then_in_rules(void **state)
{
	struct rule	 rule = rule_of("a: 1", false);

	setup(state);
	assert_string_equal(path_from(rule, SPAN("own.txt")),
	    path_of("own/own.txt"));
	assert_string_equal(path_from(rule, SPAN("both.txt")),
	    path_of("own/both.txt"));
	assert_string_equal(path_from(rule, SPAN("shipped.txt")),
	    path_of("rules/shipped.txt"));
	assert_string_equal(path_from(rule, span_of(path_of("own/own.txt"))),
	    path_of("own/own.txt"));
	assert_int_equal(faults.count, 0);
	rule.expression = true;
	assert_string_equal(path_from(rule, SPAN("shipped.txt")),
	    path_of("rules/shipped.txt"));
	assert_null(path_from(rule, SPAN("own.txt")));
	rule = (struct rule){ .path = "bare.yaml" };
	assert_string_equal(path_from(rule, SPAN("both.txt")),
	    path_of("rules/both.txt"));
}

static void
missing_file_names_both_places(void **state)
{
	struct rule	 rule = rule_of("a: 1", false);

	setup(state);
	assert_null(path_from(rule, SPAN("none.txt")));
	assert_string_equal(told(0), arena_printf(&arena,
	    "4:7: no file none.txt in %s/own or in %s/rules", folder,
	    folder).p);
	assert_null(path_from(rule, SPAN("/nowhere/x")));
	assert_string_equal(told(1), "4:7: no file /nowhere/x");
	assert_null(path_from(rule, SPAN("")));
	assert_string_equal(told(2),
	    "4:7: expected the name of a file, got \"\"");
	assert_null(path_from(rule, SPAN("both.txt\0x")));
	assert_int_equal(faults.count, 4);
}

static struct hash
hash_with(const char *content)
{
	const struct config	 config = { 0 };
	struct hash		 files = { 0 };
	struct rule		 rule = rule_of("a: 1", false);
	const struct node	 node = {
		.kind = NODE_SCALAR, .text = SPAN("named.txt")
	};
	const struct file	*file;

	rule.files = &files;
	write_file("own/named.txt", content);
	file = config_file(&config, &rule, &node, &arena, &faults);
	unlink(path_of("own/named.txt"));
	assert_non_null(file);
	assert_true(span_is(file->text, content));
	return config_hash(&rule);
}

static void
what_a_named_file_holds_counts_in_the_hash(void **state)
{
	struct rule	 alone = rule_of("a: 1", false);
	struct hash	 none = config_hash(&alone), a, b, again;

	setup(state);
	a = hash_with("噪音\n");
	b = hash_with("停车\n");
	again = hash_with("噪音\n");
	assert_memory_not_equal(&a, &none, sizeof(a));
	assert_memory_not_equal(&a, &b, sizeof(a));
	assert_memory_equal(&a, &again, sizeof(a));
}

int
main(void)
{
	const struct CMUnitTest	 tests[] = {
		cmocka_unit_test(head_takes_its_keys_and_no_others),
		cmocka_unit_test(head_says_what_is_wrong_with_each_key),
		cmocka_unit_test(file_must_state_filter_and_format),
		cmocka_unit_test(setting_is_found_by_its_name),
		cmocka_unit_test(
		    named_file_is_sought_beside_the_rule_then_in_rules),
		cmocka_unit_test(missing_file_names_both_places),
		cmocka_unit_test(what_a_named_file_holds_counts_in_the_hash)
	};

	return cmocka_run_group_tests(tests, group_setup, group_teardown);
}
