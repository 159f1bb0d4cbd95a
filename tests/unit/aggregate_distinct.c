#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>
#include <math.h>
#include <time.h>

#include "aggregate/distinct.h"

static struct hash
hash_number(uint64_t i)
{
	return hash_of(span_make((const char *)&i, sizeof(i)));
}

static uint64_t
count(struct distinct *d)
{
	bool estimate;

	return distinct_count(d, &estimate);
}

static void
a_set_counts_exactly(void **state)
{
	struct distinct d = {0};
	struct memory memory = MEMORY_ENDLESS;

	(void)state;
	assert_int_equal(count(&d), 0);
	for (int round = 0; round < 2; round++)
		for (uint64_t i = 0; i < 50000; i++)
			distinct_add(&d, hash_number(i), UINT64_MAX, &memory);
	assert_int_equal(count(&d), 50000);
	assert_true(memory.used >= 50000 * sizeof(struct hash));
	distinct_free(&d);
}

/* Four standard errors, at sizes where simpler estimators are biased. */
static void
an_estimate_is_within_three_percent_at_any_size(void **state)
{
	static const uint64_t sizes[] = {
		11, 100, 1000, 10000, 30000, 50000, 80000, 300000
	};

	(void)state;
	for (size_t i = 0; i < sizeof(sizes) / sizeof(sizes[0]); i++) {
		struct distinct d = {0};
		struct memory memory = MEMORY_ENDLESS;
		double n = (double)sizes[i];
		uint64_t got;
		bool estimate;

		for (uint64_t k = 0; k < sizes[i]; k++)
			distinct_add(&d, hash_number(k), 10, &memory);
		got = distinct_count(&d, &estimate);
		assert_true(estimate);
		if (fabs((double)got - n) > 0.0324 * n + 0.5)
			fail_msg("%.0f: %llu", n, (unsigned long long)got);
		distinct_free(&d);
	}
}

static void
parts_merge_to_the_whole_on_either_side_of_the_limit(void **state)
{
	struct buf one = {0}, two = {0};

	(void)state;
	for (uint64_t n = 0; n < 200; n += 9) {
		struct distinct whole = {0}, merged = {0}, part[2] = {
			whole, whole };
		struct memory memory = MEMORY_ENDLESS;
		struct json json;

		for (uint64_t k = 0; k < n; k++) {
			struct hash h = hash_number(k);

			distinct_add(&whole, h, 100, &memory);
			distinct_add(&part[k % 3 == 0], h, 100, &memory);
			if (k % 5 == 0)		/* in both */
				distinct_add(&part[k % 3 != 0], h, 100,
				    &memory);
		}
		for (size_t i = 0; i < 2; i++) {
			buf_cut(&two, 0);
			distinct_put(&part[i], &two);
			json = json_value(buf_span(&two));
			assert_int_equal(distinct_merge(&merged, &json, 100,
			    &memory), 0);
			distinct_free(&part[i]);
		}
		buf_cut(&one, 0);
		buf_cut(&two, 0);
		distinct_put(&whole, &one);
		distinct_put(&merged, &two);
		assert_true(span_equal(buf_span(&one), buf_span(&two)));
		distinct_free(&whole);
		distinct_free(&merged);
	}
	buf_free(&one);
	buf_free(&two);
}

/* Each probing past all before it, they would take a minute. */
static void
hashes_made_to_collide_take_no_longer(void **state)
{
	struct distinct d = {0};
	clock_t start = clock();
	struct memory memory = MEMORY_ENDLESS;

	(void)state;
	for (uint64_t i = 1; i <= 300000; i++)
		distinct_add(&d, (struct hash){ .high = i, .low = 7 },
		    UINT64_MAX, &memory);
	assert_int_equal(count(&d), 300000);
	assert_true(clock() - start < 10 * CLOCKS_PER_SEC);
	distinct_free(&d);
}

static void
what_is_no_set_is_refused(void **state)
{
	static const char *const bad[] = {
		"7", "[]", "{}", "\"0\"", "{\"registers\":\"00\"}",
		"{\"registers\":7}",
		"\"0123456789abcdef0123456789abcdeG\"",
		"\"0123456789ABCDEF0123456789ABCDEF\"",
	};
	struct distinct d = {0};
	struct memory memory = MEMORY_ENDLESS;

	(void)state;
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		struct json json = json_value(span_of(bad[i]));

		if (distinct_merge(&d, &json, 100, &memory) == 0)
			fail_msg("accepted: %s", bad[i]);
	}
	distinct_free(&d);
}

static void
memory_is_asked_for_before_it_is_taken(void **state)
{
	struct memory memory = { .most = 64 * sizeof(struct hash) };
	struct distinct d = {0};

	(void)state;
	for (uint64_t i = 0; i < 1000; i++)
		distinct_add(&d, hash_number(i), UINT64_MAX, &memory);
	assert_true(memory.over);
	assert_int_equal(d.hashes.capacity, 64);
	assert_int_equal(memory.used, memory.most);
	distinct_free(&d);
}

int
main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(memory_is_asked_for_before_it_is_taken),
		cmocka_unit_test(a_set_counts_exactly),
		cmocka_unit_test(
		    an_estimate_is_within_three_percent_at_any_size),
		cmocka_unit_test(
		    parts_merge_to_the_whole_on_either_side_of_the_limit),
		cmocka_unit_test(hashes_made_to_collide_take_no_longer),
		cmocka_unit_test(what_is_no_set_is_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
