#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>

#include "rules/fault.h"

static struct arena	arena;

static int
teardown(void **state)
{
	(void)state;
	arena_free(&arena);
	return 0;
}

static void
faults_are_counted_and_warnings_are_no_errors(void **state)
{
	struct faults	 f = { .arena = &arena };
	int		 i;

	(void)state;
	for (i = 0; i < 100; i++)
		assert_int_equal(fault(&f, (struct place){ "a", 1, 2 },
		    "fault %d of %s", i, "甲"), -1);
	assert_int_equal(fault_warn(&f, (struct place){ "a", 1, 2 }, "w"), -1);
	assert_int_equal(f.count, 101);
	assert_int_equal(f.errors, 100);
	assert_string_equal(f.items[99].text, "fault 99 of 甲");
	assert_false(f.items[99].warning);
	assert_true(f.items[100].warning);
}

static void
sorting_goes_by_first_file_then_line_then_column(void **state)
{
	static const struct place places[] = {
		{ "z", 5, 1 }, { "a", 1, 1 }, { "z", 1, 9 }, { "z", 1, 2 },
		{ "a", 0, 0 }, { "z", 1, 2 }
	};
	static const char	 in_order[] = "3520" "41";
	static const char	 file_z[] = "z";
	struct faults		 f = { .arena = &arena };
	struct place		 place;
	size_t			 i;

	(void)state;
	faults_sort(&f);
	for (i = 0; i < 6; i++) {
		place = places[i];
		if (i == 3)
			place.file = file_z;	/* equal, at another address */
		fault(&f, place, "%zu", i);
	}
	faults_sort(&f);
	for (i = 0; i < 6; i++)
		assert_int_equal(f.items[i].text[0], in_order[i]);
}

static void
a_slip_gives_way_to_a_mistake_of_its_place(void **state)
{
	struct faults	 f = { .arena = &arena };

	(void)state;
	fault_slip(&f, (struct place){ "a", 1, 2 }, "a slip before");
	fault(&f, (struct place){ "a", 1, 2 }, "first");
	fault_warn(&f, (struct place){ "a", 1, 2 }, "second");
	fault_slip(&f, (struct place){ "a", 1, 3 }, "third");
	fault_slip(&f, (struct place){ "b", 1, 2 }, "fourth");
	fault_slip(&f, (struct place){ "a", 1, 2 }, "a slip behind");
	faults_sort(&f);
	assert_int_equal(f.count, 4);
	assert_int_equal(f.errors, 1);
	assert_string_equal(f.items[0].text, "first");
	assert_string_equal(f.items[1].text, "second");
	assert_string_equal(f.items[2].text, "third");
	assert_string_equal(f.items[3].text, "fourth");
}

static void
nearest_name_is_at_most_a_third_away(void **state)
{
	static const char *const names[] = {
		"unit", "blocks", "headings", "定义", "any", NULL
	};
	static const struct {
		const char	*typed;
		const char	*nearest;	/* NULL: none */
	} cases[] = {
		{ "unti",	"unit" },
		{ "units",	"unit" },
		{ "block",	"blocks" },
		{ "Blocks",	"blocks" },
		{ "heading",	"headings" },
		{ "hedings",	"headings" },
		{ "ane",	"any" },
		{ "xyz",	NULL },
		{ "colour",	NULL },
		{ "",		NULL },
		{ "定",		NULL },
		{ "uuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuu"
		    "uuuuuuuuuuuu", NULL }
	};
	const char	*near;
	size_t		 i;

	(void)state;
	for (i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		near = fault_nearest(span_of(cases[i].typed), names);
		if (cases[i].nearest == NULL)
			assert_null(near);
		else
			assert_string_equal(near, cases[i].nearest);
	}
}

int
main(void)
{
	const struct CMUnitTest	 tests[] = {
		cmocka_unit_test(faults_are_counted_and_warnings_are_no_errors),
		cmocka_unit_test(
		    sorting_goes_by_first_file_then_line_then_column),
		cmocka_unit_test(a_slip_gives_way_to_a_mistake_of_its_place),
		cmocka_unit_test(nearest_name_is_at_most_a_third_away)
	};

	return cmocka_run_group_tests(tests, NULL, teardown);
}
