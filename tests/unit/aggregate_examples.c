#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>
#include <stdio.h>

#include "aggregate/examples.h"

static void
add(struct examples *x, int i, size_t most, struct memory *memory)
{
	char id[16];
	struct span span = span_make(id, (size_t)snprintf(id, sizeof(id),
	    "d#%d", i));

	examples_add(x, hash_of(span), span, most, memory);
}

static void
the_choice_does_not_depend_on_the_order(void **state)
{
	struct examples up = {0}, down = {0};
	struct buf one = {0}, two = {0};
	struct memory memory = MEMORY_ENDLESS;

	(void)state;
	for (int i = 0; i < 500; i++) {
		add(&up, i, 7, &memory);
		add(&up, i, 7, &memory);	/* an id counts once */
		add(&down, (499 - i) * 7 % 500, 7, &memory);
	}
	examples_put(&up, &one);
	examples_put(&down, &two);
	assert_int_equal(up.count, 7);
	assert_true(span_equal(buf_span(&one), buf_span(&two)));
	examples_free(&up);
	examples_free(&down);
	buf_free(&one);
	buf_free(&two);
}

static void
ids_are_listed_as_people_count(void **state)
{
	struct examples x = {0};
	struct buf b = {0};
	struct memory memory = MEMORY_ENDLESS;

	(void)state;
	add(&x, 10, 5, &memory);
	add(&x, 2, 5, &memory);
	add(&x, 9, 5, &memory);
	examples_put(&x, &b);
	assert_true(span_is(buf_span(&b), "[\"d#2\",\"d#9\",\"d#10\"]"));
	examples_free(&x);
	buf_free(&b);
}

static void
merging_parts_gives_the_choice_of_the_whole(void **state)
{
	struct examples whole = {0}, part = {0}, merged = {0};
	struct buf b = {0}, one = {0}, two = {0};
	struct memory memory = MEMORY_ENDLESS;

	(void)state;
	for (int p = 0; p < 3; p++) {
		struct json json;

		part = (struct examples){0};
		for (int i = p * 40; i < p * 40 + 50; i++) {
			add(&whole, i, 4, &memory);
			add(&part, i, 4, &memory);
		}
		buf_cut(&b, 0);
		examples_put(&part, &b);
		json = json_value(buf_span(&b));
		assert_int_equal(examples_merge(&merged, &json, 4, &memory),
		    0);
		examples_free(&part);
	}
	examples_put(&whole, &one);
	examples_put(&merged, &two);
	assert_true(span_equal(buf_span(&one), buf_span(&two)));
	examples_free(&whole);
	examples_free(&merged);
	buf_free(&b);
	buf_free(&one);
	buf_free(&two);
}

int
main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_choice_does_not_depend_on_the_order),
		cmocka_unit_test(ids_are_listed_as_people_count),
		cmocka_unit_test(merging_parts_gives_the_choice_of_the_whole),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
